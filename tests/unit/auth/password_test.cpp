#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/auth/password_hasher.hpp"
#include "gateway/auth/password_text.hpp"

namespace mapigate::auth {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

std::string text(std::string_view bytes) { return std::string(text_of_client_bytes(bytes).view()); }
std::string canonical(std::string_view password) { return std::string(canonical_password(password).view()); }

TEST(TextOfClientBytes, KeepsUtf8) {
  EXPECT_EQ(text("plain"), "plain");
  EXPECT_EQ(text("caf\xC3\xA9 \xF0\x9F\x98\x80"), "caf\xC3\xA9 \xF0\x9F\x98\x80");
  EXPECT_EQ(text(""), "");
}

TEST(TextOfClientBytes, ReadsAnythingElseAsWindows1252) {
  EXPECT_EQ(text("caf\xE9"), "caf\xC3\xA9");
  EXPECT_EQ(text("\x80\x8A\x9F\xA3\xFF"), "\xE2\x82\xAC\xC5\xA0\xC5\xB8\xC2\xA3\xC3\xBF");
  EXPECT_EQ(text("\xE9\xC3\xA9"), "\xC3\xA9\xC3\x83\xC2\xA9") << "as a whole, not byte by byte";
}

TEST(CanonicalPassword, IsComposed) {
  EXPECT_EQ(canonical("plain ASCII, 'kept'"), "plain ASCII, 'kept'");
  EXPECT_EQ(canonical("cafe\xCC\x81"), "caf\xC3\xA9") << "as macOS types it";
  EXPECT_EQ(canonical("caf\xC3\xA9"), "caf\xC3\xA9");
  EXPECT_EQ(canonical("\xE2\x84\xAB"), "\xC3\x85") << "ANGSTROM SIGN";
  EXPECT_EQ(canonical("\xEF\xAC\x81"), "\xEF\xAC\x81") << "NFC, not NFKC: a ligature stays one";
}

TEST(CanonicalPassword, HasOneKindOfSpace) {
  EXPECT_EQ(canonical("a\xC2\xA0"
                      "b\xE3\x80\x80"
                      "c\xE2\x80\x89"
                      "d"),
            "a b c d");
}

TEST(CanonicalPassword, LeavesBytesThatAreNoText) { EXPECT_EQ(canonical("caf\xE9"), "caf\xE9"); }

TEST(NewPassword, HasRules) {
  EXPECT_TRUE(check_new_password("eight888"));
  EXPECT_TRUE(check_new_password("p\xC3\xA4sswort mit Leerzeichen"));
  EXPECT_THAT(check_new_password("seven77").error().message, HasSubstr("shorter than 8"));
  EXPECT_THAT(check_new_password("").error().message, HasSubstr("shorter than 8"));
  EXPECT_THAT(check_new_password(std::string(513, 'x')).error().message, HasSubstr("longer than 512"));
  EXPECT_THAT(check_new_password("tab\tinside").error().message, HasSubstr("control character"));
  EXPECT_THAT(check_new_password("caf\xE9 au lait").error().message, HasSubstr("UTF-8"));
}

// Parameters that take no time.
constexpr HashConfig cheap{8, 1};

TEST(Argon2Hasher, VerifiesItsOwnHashes) {
  Argon2Hasher hasher(cheap);
  const std::string hash = hasher.hash("correct horse").value();
  EXPECT_THAT(hash, StartsWith("$argon2id$v=19$m=8,t=1,p=1$"));
  EXPECT_EQ(hasher.verify(hash, "correct horse"), HashMatch::match);
  EXPECT_EQ(hasher.verify(hash, "correct horsf"), HashMatch::mismatch);
  EXPECT_EQ(hasher.verify(hash, ""), HashMatch::mismatch);
  EXPECT_NE(hasher.hash("correct horse").value(), hash) << "another salt";
}

TEST(Argon2Hasher, TakesEverySpellingOfThePassword) {
  Argon2Hasher hasher(cheap);
  const std::string hash = hasher.hash("cafe\xCC\x81 au\xC2\xA0lait").value();
  EXPECT_EQ(hasher.verify(hash, "caf\xC3\xA9 au lait"), HashMatch::match);
  EXPECT_EQ(hasher.verify(hash, text_of_client_bytes("caf\xE9 au lait").view()), HashMatch::match);
}

// A vector of the reference implementation's own test suite (github.com/P-H-C/phc-winner-argon2, src/test.c).
TEST(Argon2Hasher, VerifiesAHashOfTheReferenceImplementation) {
  Argon2Hasher hasher(cheap);
  const std::string_view hash =
      "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
  EXPECT_EQ(hasher.verify(hash, "password"), HashMatch::match);
  EXPECT_EQ(hasher.verify(hash, "passwore"), HashMatch::mismatch);
  EXPECT_TRUE(hasher.needs_rehash(hash));
}

TEST(Argon2Hasher, NothingMatchesWhatIsNoHash) {
  Argon2Hasher hasher(cheap);
  for (const std::string_view hash :
       {"", "password", "$argon2id$v=19$m=8,t=1,p=1$", "$2y$10$abcdefghijklmnopqrstuv"}) {
    EXPECT_EQ(hasher.verify(hash, "password"), HashMatch::mismatch) << hash;
    EXPECT_EQ(hasher.verify(hash, ""), HashMatch::mismatch) << hash;
    EXPECT_FALSE(hasher.needs_rehash(hash)) << hash;
  }
  EXPECT_EQ(hasher.verify(std::string(100'000, 'x'), "password"), HashMatch::mismatch);
}

TEST(Argon2Hasher, KnowsHashesOfOtherParameters) {
  Argon2Hasher hasher(cheap);
  const std::string hash = hasher.hash("password").value();
  EXPECT_FALSE(hasher.needs_rehash(hash));
  Argon2Hasher more_memory({16, 1});
  Argon2Hasher more_operations({8, 2});
  EXPECT_TRUE(more_memory.needs_rehash(hash));
  EXPECT_TRUE(more_operations.needs_rehash(hash));
  EXPECT_EQ(more_memory.verify(hash, "password"), HashMatch::match) << "the old hash is still good";
}

}  // namespace
}  // namespace mapigate::auth
