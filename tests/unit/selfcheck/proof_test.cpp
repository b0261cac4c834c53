#include "gateway/selfcheck/proof.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <thread>

#include "gateway/selfcheck/proof_key.hpp"
#include "gateway/selfcheck/proof_responder.hpp"
#include "tests/fakes/process.hpp"
#include "tests/unit/selfcheck/world.hpp"

namespace mapigate::selfcheck {
namespace {

const ProofKey key{{1, 2, 3}};
const Challenge challenge{std::string(32, '5'), "https-root/example.com"};
const Receipt receipt{std::string(32, 'a'), "example.com", std::string(64, 'b')};

TEST(Challenge, ReadsBack) {
  EXPECT_EQ(challenge.to_string(), "1 55555555555555555555555555555555 https-root/example.com");
  EXPECT_EQ(Challenge::parse(challenge.to_string()), challenge);
}

TEST(Challenge, IsNothingElse) {
  const std::string nonce(32, '5');
  for (const std::string& text :
       {std::string(), std::string("1"), "2 " + nonce + " a", "1 " + nonce, "1 " + nonce + " ",
        "1 " + nonce + " a b", "1 " + nonce.substr(1) + " a", "1 " + nonce + "5 a",
        "1 " + std::string(32, 'G') + " a", "1 " + std::string(32, 'A') + " a", "1 " + nonce + " A",
        "1 " + nonce + " a\r\nb", "1 " + nonce + " <a>", " 1 " + nonce + " a",
        "1 " + nonce + " " + std::string(301, 'a'), std::string(100'000, ' ')}) {
    EXPECT_EQ(Challenge::parse(text), std::nullopt) << text.substr(0, 60);
  }
  EXPECT_TRUE(Challenge::parse("1 " + nonce + " " + std::string(300, 'a')));
}

TEST(Proof, ProvesWhereTheChallengeArrived) {
  const auto proof = prove(key, challenge, receipt);
  ASSERT_TRUE(proof);
  EXPECT_EQ(proof->substr(0, 2), "1 ");
  const auto verified = verify(key, challenge, *proof);
  ASSERT_TRUE(verified);
  EXPECT_EQ(*verified, receipt);
}

TEST(Proof, EmptyPartsReadBack) {
  const Receipt plain{receipt.instance, "", ""};
  const auto proof = prove(key, challenge, plain);
  ASSERT_TRUE(proof);
  EXPECT_EQ(*verify(key, challenge, *proof), plain);
}

// The same message under HMAC-SHA-256, computed with Python's hmac module.
TEST(Proof, IsAnHmacOfLengthPrefixedFields) {
  const auto proof = prove(key, challenge, receipt);
  ASSERT_TRUE(proof);
  EXPECT_EQ(proof->substr(proof->rfind(' ') + 1),
            "bb82b8c5281b9818047c0b3b78239c0448350415bbb1c1a5bafe701826bbceb6");
}

TEST(Proof, OfAnotherChallengeIsRefused) {
  const auto recorded = prove(key, challenge, receipt);
  const Challenge later{std::string(32, '6'), challenge.label};
  EXPECT_EQ(verify(key, later, *recorded).error(), ProofFault::forged);
  const Challenge other_name{challenge.nonce, "https-root/example.org"};
  EXPECT_EQ(verify(key, other_name, *recorded).error(), ProofFault::forged);
}

TEST(Proof, OfAnotherInstallationIsRefused) {
  const auto foreign = prove(ProofKey{{1, 2, 4}}, challenge, receipt);
  EXPECT_EQ(verify(key, challenge, *foreign).error(), ProofFault::forged);
}

TEST(Proof, ThatWasChangedIsRefused) {
  const std::string proof = *prove(key, challenge, receipt);
  for (std::size_t i = 0; i < proof.size(); ++i) {
    std::string changed = proof;
    changed[i] = changed[i] == '7' ? '8' : '7';
    EXPECT_FALSE(verify(key, challenge, changed)) << i;
    EXPECT_FALSE(verify(key, challenge, proof.substr(0, i))) << i;
  }
}

TEST(Proof, ThatIsNoneIsMalformed) {
  for (const char* text : {"", "1", "1 a b c d", "      ", "hello"}) {
    EXPECT_EQ(verify(key, challenge, text).error(), ProofFault::malformed) << text;
  }
  EXPECT_EQ(verify(key, challenge, std::string(5000, 'a')).error(), ProofFault::malformed);
}

// A field cannot run into its neighbour: "ab" + "c" is not "a" + "bc".
TEST(Proof, FieldsDoNotRunTogether) {
  const auto one = prove(key, {challenge.nonce, "srv/a"}, {receipt.instance, "b.test", ""});
  const std::string forged = one->substr(0, one->find(" b.test")) + " .test" + one->substr(one->rfind(' '));
  EXPECT_EQ(verify(key, {challenge.nonce, "srv/ab"}, forged).error(), ProofFault::forged);
}

TEST(Proof, DescribesNoHostileReceipt) {
  EXPECT_FALSE(prove(key, challenge, {receipt.instance, "a b", ""}));
  EXPECT_FALSE(prove(key, challenge, {receipt.instance, "a\nb", ""}));
  EXPECT_FALSE(prove(key, challenge, {receipt.instance, "-", ""}));
  EXPECT_FALSE(prove(key, challenge, {receipt.instance, std::string(256, 'a'), ""}));
  EXPECT_FALSE(prove(key, challenge, {"instance", "a", ""}));
  EXPECT_FALSE(prove(key, challenge, {receipt.instance, "a", "zz"}));
}

TEST(Nonces, KnowWhichHaveArrived) {
  CountingRandom random;
  Nonces nonces(random);
  const Nonces::Expected first(nonces);
  const Nonces::Expected second(nonces);
  EXPECT_EQ(first.hex().size(), 32u);
  EXPECT_NE(first.hex(), second.hex());
  nonces.note(first.hex());
  nonces.note(std::string(32, 'f'));  // a stranger's
  EXPECT_TRUE(first.arrived());
  EXPECT_FALSE(second.arrived());
}

TEST(Nonces, MayBeNotedFromOtherThreads) {
  CountingRandom random;
  Nonces nonces(random);
  const Nonces::Expected nonce(nonces);
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 1000; ++j) nonces.note(j == 500 ? nonce.hex() : std::string(32, 'e'));
    });
  }
  threads.clear();
  EXPECT_TRUE(nonce.arrived());
}

class Responder : public testing::Test {
 protected:
  CountingRandom random;
  Nonces nonces{random};
  ProofResponder responder{key, std::string(32, 'a'), nonces};
  Nonces::Expected nonce{nonces};
  Challenge ours{nonce.hex(), "srv/example.com"};
  std::string header = ours.to_string();
  http::Request request;
};

TEST_F(Responder, AnswersTheHeader) {
  request.headers.add("Host", "Example.com:8443");
  request.headers.add("x-mapigate-challenge", header);
  const std::string sha256(64, 'c');
  request.certificate_sha256 = sha256;
  const auto proof = responder.answer(request, "");
  ASSERT_TRUE(proof);
  EXPECT_EQ(*verify(key, ours, *proof), (Receipt{std::string(32, 'a'), "example.com", sha256}));
  EXPECT_TRUE(nonce.arrived());
}

TEST_F(Responder, AnswersTheBodyWhereTheHeaderIsGone) {
  const auto proof = responder.answer(request, " " + header + "\n");
  ASSERT_TRUE(proof);
  EXPECT_TRUE(verify(key, ours, *proof));
  EXPECT_TRUE(nonce.arrived());
}

TEST_F(Responder, AnswersNothingElse) {
  request.headers.add("X-Mapigate-Challenge", "1 sign-this please");
  EXPECT_EQ(responder.answer(request, "anything"), std::nullopt);
  EXPECT_EQ(responder.answer({}, ""), std::nullopt);
  EXPECT_FALSE(nonce.arrived());
}

TEST_F(Responder, DoesNotSignAHostThatIsNone) {
  request.headers.add("Host", "evil host");
  EXPECT_EQ(responder.answer(request, header), std::nullopt);
  EXPECT_FALSE(nonce.arrived());
}

class KeyFile : public testing::Test {
 protected:
  fakes::TempDir folder;
  std::filesystem::path file = folder / "proof.key";
  SystemRandom random;

  void write(const std::string& text, mode_t mode = 0600) {
    fakes::write_file(file, text);
    ::chmod(file.c_str(), mode);
  }
};

TEST_F(KeyFile, IsMadeOnce) {
  const auto first = load_or_create_proof_key(file, random);
  ASSERT_TRUE(first) << first.error().message;
  const auto second = load_or_create_proof_key(file, random);
  ASSERT_TRUE(second);
  EXPECT_EQ(first->bytes, second->bytes);
  EXPECT_EQ(load_proof_key(file)->bytes, first->bytes);
  EXPECT_NE(first->bytes, ProofKey{}.bytes);
  struct stat status {};
  ASSERT_EQ(::stat(file.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1)
      << "nothing is left beside it";
}

TEST_F(KeyFile, IsTheSameForAllWhoStartAtOnce) {
  std::vector<ProofKey> keys(8);
  std::vector<std::jthread> threads;
  for (ProofKey& out : keys) threads.emplace_back([&] { out = *load_or_create_proof_key(file, random); });
  threads.clear();
  for (const ProofKey& other : keys) EXPECT_EQ(other.bytes, keys.front().bytes);
}

TEST_F(KeyFile, MustHoldAKeyAndNobodyElsesEyes) {
  EXPECT_FALSE(load_proof_key(file)) << "it is not there";
  const std::string digits(64, '1');
  write(digits + "\n", 0644);
  EXPECT_NE(load_proof_key(file).error().message.find("chmod 600"), std::string::npos);
  write(digits + "\n", 0640);
  EXPECT_TRUE(load_proof_key(file));
  for (const std::string& text :
       {std::string(), std::string("\n"), digits.substr(2), digits + "11", digits.substr(1) + "g"}) {
    write(text);
    EXPECT_FALSE(load_proof_key(file)) << text;
    EXPECT_FALSE(load_or_create_proof_key(file, random)) << "a broken key is not replaced in silence";
  }
}

TEST_F(KeyFile, InAFolderThatIsNoneFails) {
  write("x");
  const auto made = load_or_create_proof_key(file / "below", random);
  EXPECT_FALSE(made);
}

}  // namespace
}  // namespace mapigate::selfcheck
