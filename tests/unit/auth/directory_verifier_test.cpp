#include "gateway/auth/directory_verifier.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/fakes/memory_directory.hpp"
#include "tests/unit/auth/counting_hasher.hpp"

namespace mapigate::auth {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class DirectoryVerifierTest : public testing::Test {
 public:
  DirectoryVerifierTest() {
    EXPECT_TRUE(directory->add({.address = "alice@example.org", .password_hash = "1:secret"}));
    EXPECT_TRUE(directory->add({.address = "nopass@example.org"}));
    EXPECT_TRUE(
        directory->add({.address = "off@example.org", .enabled = false, .password_hash = "1:secret"}));
  }
  Verdict verify(const char* address, std::string_view password) {
    return verifier.verify(directory->find(address).get(), password);
  }
  std::string stored_hash() {
    return directory->password_hash(*directory->find("alice@example.org")).value();
  }

  fakes::DirectoryInMemory directory;
  CountingHasher hasher;
  std::vector<std::string> log_ids;
  Logger log{LogLevel::debug, [this](const LogRecord& record) { log_ids.emplace_back(record.id); }};
  DirectoryVerifier verifier{*directory, hasher, log};
};

TEST_F(DirectoryVerifierTest, TellsRightFromWrong) {
  EXPECT_EQ(verify("alice@example.org", "secret"), Verdict::accepted);
  EXPECT_EQ(verify("alice@example.org", "Secret"), Verdict::rejected);
  EXPECT_THAT(log_ids, IsEmpty());
}

TEST_F(DirectoryVerifierTest, EveryRefusalCostsOneHash) {
  for (const char* address :
       {"alice@example.org", "nobody@example.org", "nopass@example.org", "off@example.org"}) {
    const int before = hasher.verifications;
    EXPECT_EQ(verify(address, "wrong"), Verdict::rejected) << address;
    EXPECT_EQ(hasher.verifications, before + 1) << address;
  }
  EXPECT_EQ(verify("off@example.org", "secret"), Verdict::rejected)
      << "the right password of a disabled user";
  EXPECT_EQ(verify("nopass@example.org", ""), Verdict::rejected);
  EXPECT_EQ(hasher.hashes, 0);
}

TEST_F(DirectoryVerifierTest, RenewsAHashOfOtherParameters) {
  hasher.parameters = '2';
  EXPECT_EQ(verify("alice@example.org", "wrong"), Verdict::rejected);
  EXPECT_EQ(stored_hash(), "1:secret") << "only who knows the password can renew its hash";
  const auto generation = directory->generation();
  EXPECT_EQ(verify("alice@example.org", "secret"), Verdict::accepted);
  EXPECT_EQ(stored_hash(), "2:secret");
  EXPECT_EQ(directory->generation(), generation);
  EXPECT_EQ(verify("alice@example.org", "secret"), Verdict::accepted);
  EXPECT_EQ(hasher.hashes, 1) << "once";
}

TEST_F(DirectoryVerifierTest, AFailedRenewalDoesNotMatter) {
  hasher.parameters = '2';
  hasher.hash_fails = true;
  EXPECT_EQ(verify("alice@example.org", "secret"), Verdict::accepted);
  EXPECT_EQ(stored_hash(), "1:secret");
  EXPECT_THAT(log_ids, ElementsAre("AUTH_REHASH_FAILED"));
}

TEST_F(DirectoryVerifierTest, CannotTellWithoutTheStore) {
  directory.store.directory().failure = store::StoreError{store::StoreFault::unavailable, "the disk is gone"};
  EXPECT_EQ(verify("alice@example.org", "secret"), Verdict::unavailable);
  EXPECT_EQ(verify("nobody@example.org", "secret"), Verdict::unavailable)
      << "no different for who is not there";
  EXPECT_THAT(log_ids, ElementsAre("AUTH_DIRECTORY_UNAVAILABLE", "AUTH_DIRECTORY_UNAVAILABLE"));
}

TEST_F(DirectoryVerifierTest, CannotTellWithoutMemory) {
  hasher.verify_fails = true;
  EXPECT_EQ(verify("alice@example.org", "secret"), Verdict::unavailable);
  EXPECT_THAT(log_ids, ElementsAre("AUTH_HASH_FAILED"));
}

}  // namespace
}  // namespace mapigate::auth
