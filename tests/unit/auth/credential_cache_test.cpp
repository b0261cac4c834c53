#include "gateway/auth/credential_cache.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "tests/fakes/manual_clock.hpp"
#include "tests/fakes/memory_directory.hpp"

namespace mapigate::auth {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t client = 11;
constexpr std::uint64_t other_client = 22;

class CredentialCacheTest : public testing::Test {
 public:
  CredentialCacheTest() {
    EXPECT_TRUE(directory->add({.address = "alice@example.org", .aliases = {"a@example.org"}}));
    EXPECT_TRUE(directory->add({.address = "bob@example.org"}));
  }

  CredentialKey key(std::string_view text) const { return hash.credential(text); }
  void insert(std::string_view credential, const std::string& login) {
    cache.insert(key(credential), login, directory->find(login), directory->generation(), client);
  }
  bool has(std::string_view credential) { return cache.find(key(credential), client).has_value(); }

  fakes::DirectoryInMemory directory;
  fakes::ManualClock clock;
  SystemRandom random;
  KeyedHash hash{random};
  CredentialCache cache{{100, 5min, 1h}, *directory, clock};
};

TEST_F(CredentialCacheTest, FindsWhatWasInserted) {
  EXPECT_FALSE(has("alice:secret"));
  insert("alice:secret", "alice@example.org");
  const auto hit = cache.find(key("alice:secret"), client);
  ASSERT_TRUE(hit);
  EXPECT_EQ(hit->user, directory->find("alice@example.org"));
  EXPECT_FALSE(has("alice:Secret"));
  EXPECT_FALSE(has("alice:secre"));
}

TEST_F(CredentialCacheTest, ForgetsWhatIsNotUsed) {
  insert("alice:secret", "alice@example.org");
  clock.advance(5min - 1ms);
  EXPECT_TRUE(has("alice:secret"));
  clock.advance(5min - 1ms);
  EXPECT_TRUE(has("alice:secret")) << "its last use counts";
  clock.advance(5min);
  EXPECT_FALSE(has("alice:secret"));
  EXPECT_EQ(cache.size(), 0u);
}

TEST_F(CredentialCacheTest, ForgetsEverythingOneDay) {
  insert("alice:secret", "alice@example.org");
  for (int i = 0; i < 14; ++i) {
    clock.advance(4min);
    EXPECT_TRUE(has("alice:secret")) << i;
  }
  clock.advance(4min);
  EXPECT_FALSE(has("alice:secret")) << "an hour has passed";
}

TEST_F(CredentialCacheTest, AChangeOfTheUserDropsTheEntry) {
  const auto expect_dropped = [&](std::string_view what, auto change) {
    insert("alice:secret", "alice@example.org");
    insert("bob:secret", "bob@example.org");
    ASSERT_TRUE(change().has_value()) << what;
    EXPECT_FALSE(has("alice:secret")) << what;
    EXPECT_TRUE(has("bob:secret")) << what << ": bob has nothing to do with it";
  };
  expect_dropped("password", [&] { return directory->set_password("alice@example.org", "x"); });
  expect_dropped("disabled", [&] { return directory->update("alice@example.org", {.enabled = false}); });
  expect_dropped("name", [&] { return directory->update("alice@example.org", {.display_name = "Alice"}); });
  expect_dropped("removed", [&] { return directory->remove("alice@example.org"); });
  ASSERT_TRUE(directory->add({.address = "alice@example.org"}));
  expect_dropped("replaced by somebody of the same name", [&] {
    EXPECT_TRUE(directory->remove("alice@example.org"));
    return directory->add({.address = "alice@example.org"});
  });
}

TEST_F(CredentialCacheTest, AnotherGenerationBringsTheNewUser) {
  insert("alice:secret", "alice@example.org");
  ASSERT_TRUE(directory->set_domains(
      directory::Domains(std::vector<directory::Domain>{{"example.org", {"x.example"}}})));
  const auto hit = cache.find(key("alice:secret"), client);
  ASSERT_TRUE(hit);
  EXPECT_EQ(hit->user, directory->find("alice@example.org")) << "of the new snapshot";
}

TEST_F(CredentialCacheTest, ALoginThatLeadsToSomebodyElseIsDropped) {
  insert("a:secret", "a@example.org");
  ASSERT_TRUE(directory->update("alice@example.org", {.remove_aliases = {"a@example.org"}}));
  ASSERT_TRUE(directory->update("bob@example.org", {.add_aliases = {"a@example.org"}}));
  EXPECT_FALSE(has("a:secret"));
}

TEST_F(CredentialCacheTest, WhatChangedWhileThePasswordWasVerifiedIsNoticed) {
  const auto generation = directory->generation();
  const auto user = directory->find("alice@example.org");
  ASSERT_TRUE(directory->set_password("alice@example.org", "changed meanwhile"));
  cache.insert(key("alice:old"), "alice@example.org", user, generation, client);
  EXPECT_FALSE(has("alice:old"));
}

TEST_F(CredentialCacheTest, RemembersLoginsOfNobody) {
  insert("carol:secret", "carol@example.org");
  const auto hit = cache.find(key("carol:secret"), client);
  ASSERT_TRUE(hit);
  EXPECT_EQ(hit->user, nullptr);
  ASSERT_TRUE(directory->update("bob@example.org", {.display_name = "Bob"}));
  EXPECT_TRUE(has("carol:secret"));
  ASSERT_TRUE(directory->add({.address = "carol@example.org"}));
  EXPECT_FALSE(has("carol:secret")) << "now there is somebody";
}

TEST_F(CredentialCacheTest, SaysWhenAClientIsNew) {
  insert("alice:secret", "alice@example.org");
  EXPECT_FALSE(cache.find(key("alice:secret"), client)->new_client);
  EXPECT_TRUE(cache.find(key("alice:secret"), other_client)->new_client);
  EXPECT_FALSE(cache.find(key("alice:secret"), other_client)->new_client);
  EXPECT_FALSE(cache.find(key("alice:secret"), client)->new_client);
  for (std::uint64_t further = 100; further < 104; ++further) {
    EXPECT_TRUE(cache.find(key("alice:secret"), further)->new_client);
  }
  EXPECT_TRUE(cache.find(key("alice:secret"), client)->new_client) << "only the last four are known";
}

TEST_F(CredentialCacheTest, IsBounded) {
  for (int i = 0; i < 1000; ++i) {
    insert("credential" + std::to_string(i), "alice@example.org");
    EXPECT_TRUE(has("credential0")) << "what is used stays";
  }
  EXPECT_EQ(cache.size(), 100u);
  EXPECT_TRUE(has("credential999"));
  EXPECT_FALSE(has("credential1"));

  CredentialCache large{{5000, 5min, 1h}, *directory, clock};
  for (int i = 0; i < 50'000; ++i) large.insert(key(std::to_string(i)), "x@example.org", nullptr, 1, client);
  EXPECT_LE(large.size(), 5000u);
  EXPECT_GE(large.size(), 4900u);
}

TEST_F(CredentialCacheTest, IsUsedByManyThreads) {
  std::vector<std::jthread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < 2000; ++i) {
        const std::string credential = "alice:" + std::to_string(i % 50);
        if (i % 7 == thread) insert(credential, "alice@example.org");
        if (const auto hit = cache.find(key(credential), static_cast<std::uint64_t>(thread))) {
          EXPECT_EQ(hit->user->address, "alice@example.org");
        }
      }
    });
  }
  threads.emplace_back([&] {
    for (int i = 0; i < 50; ++i)
      EXPECT_TRUE(directory->update("bob@example.org", {.display_name = std::to_string(i)}));
  });
}

TEST(KeyedHash, HasAKeyOfItsOwn) {
  SystemRandom random;
  const KeyedHash one(random);
  const KeyedHash two(random);
  EXPECT_EQ(one.credential("alice:secret"), one.credential("alice:secret"));
  EXPECT_NE(one.credential("alice:secret"), two.credential("alice:secret"));
  EXPECT_NE(one.number("alice"), two.number("alice"));
}

TEST(KeyedHash, CountsAnIpv6NetworkAsOneClient) {
  SystemRandom random;
  const KeyedHash hash(random);
  const auto number = [&](const char* text) { return hash.client(boost::asio::ip::make_address(text)); };
  EXPECT_EQ(number("2001:db8:1:2::1"), number("2001:db8:1:2:ffff:ffff:ffff:ffff"));
  EXPECT_NE(number("2001:db8:1:2::1"), number("2001:db8:1:3::1"));
  EXPECT_EQ(number("192.0.2.1"), number("::ffff:192.0.2.1"));
  EXPECT_NE(number("192.0.2.1"), number("192.0.2.2"));
}

}  // namespace
}  // namespace mapigate::auth
