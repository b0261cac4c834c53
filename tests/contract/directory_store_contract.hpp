#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <thread>

#include "gateway/store/directory_store.hpp"

// What every DirectoryStore must do. A driver derives the suite with
//
//   INSTANTIATE_TYPED_TEST_SUITE_P(Name, DirectoryStoreContract, Backend);
//
// where Backend is default-constructed for each test and
//   std::unique_ptr<store::DirectoryStore> open();
// opens one more store on the same data, as another process would.

namespace mapigate {

template <class Backend>
class DirectoryStoreContract : public testing::Test {
 public:
  using UserRecord = store::UserRecord;
  using StoreFault = store::StoreFault;

  static UserRecord user(const std::string& name) {
    UserRecord record;
    record.mailbox_guid = name + "-guid";
    record.address = name + "@example.org";
    record.display_name = "User " + name;
    record.legacy_dn = "/o=Test/ou=Test/cn=Recipients/cn=" + name;
    record.revision = 1;
    return record;
  }

  void insert(const UserRecord& record, std::string_view hash = "hash") {
    const auto inserted = store->insert(record, hash);
    ASSERT_TRUE(inserted) << inserted.error().message;
  }

  UserRecord stored(const std::string& guid) {
    const auto users = store->load().value();
    const auto found = std::ranges::find(users, guid, &UserRecord::mailbox_guid);
    EXPECT_NE(found, users.end()) << guid;
    return found == users.end() ? UserRecord() : *found;
  }

  // Nothing happened but the fault.
  template <class Result>
  void expect_refused(const Result& result, StoreFault fault, const std::vector<UserRecord>& before) {
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.error().fault, fault) << result.error().message;
    EXPECT_FALSE(result.error().message.empty());
    EXPECT_EQ(store->load().value(), before);
  }

  Backend backend;
  std::unique_ptr<store::DirectoryStore> store = backend.open();
};

TYPED_TEST_SUITE_P(DirectoryStoreContract);

TYPED_TEST_P(DirectoryStoreContract, IsEmptyAtFirst) { EXPECT_TRUE(this->store->load().value().empty()); }

TYPED_TEST_P(DirectoryStoreContract, ReturnsWhatWasInserted) {
  auto bob = this->user("bob");
  this->insert(bob);
  auto alice = this->user("alice");
  alice.aliases = {"a@example.org", "ä.b+c@example.org"};
  alice.display_name = "Alice \xE2\x82\xAC 'quoted'; -- \"";
  alice.enabled = false;
  alice.redirect = store::RedirectRecord{true, "https://elsewhere.example/autodiscover.xml"};
  alice.shared_mailboxes = {"bob-guid"};
  this->insert(alice);
  EXPECT_EQ(this->store->load().value(), (std::vector{alice, bob})) << "in the order of the addresses";
}

TYPED_TEST_P(DirectoryStoreContract, ListsAreSorted) {
  for (const char* name : {"carol", "bob"}) this->insert(this->user(name));
  auto alice = this->user("alice");
  alice.aliases = {"z@example.org", "b@example.org"};
  alice.shared_mailboxes = {"carol-guid", "bob-guid"};
  this->insert(alice);
  EXPECT_THAT(this->stored("alice-guid").aliases, testing::ElementsAre("b@example.org", "z@example.org"));
  EXPECT_THAT(this->stored("alice-guid").shared_mailboxes, testing::ElementsAre("bob-guid", "carol-guid"));
}

TYPED_TEST_P(DirectoryStoreContract, GivesANewUserRevisionOne) {
  auto alice = this->user("alice");
  alice.revision = 77;
  this->insert(alice);
  EXPECT_EQ(this->stored("alice-guid").revision, 1u);
}

TYPED_TEST_P(DirectoryStoreContract, RefusesWhatIsTaken) {
  auto alice = this->user("alice");
  alice.aliases = {"a@example.org"};
  this->insert(alice);
  const auto before = this->store->load().value();

  auto same_address = this->user("other");
  same_address.address = "alice@example.org";
  this->expect_refused(this->store->insert(same_address, ""), store::StoreFault::conflict, before);

  auto address_is_alias = this->user("other");
  address_is_alias.address = "a@example.org";
  const auto refused = this->store->insert(address_is_alias, "");
  this->expect_refused(refused, store::StoreFault::conflict, before);
  EXPECT_THAT(refused.error().message, testing::HasSubstr("alice@example.org")) << "says whose it is";

  auto alias_is_address = this->user("other");
  alias_is_address.aliases = {"alice@example.org"};
  this->expect_refused(this->store->insert(alias_is_address, ""), store::StoreFault::conflict, before);

  auto twice_in_one = this->user("other");
  twice_in_one.aliases = {"other@example.org"};
  this->expect_refused(this->store->insert(twice_in_one, ""), store::StoreFault::conflict, before);

  auto same_guid = this->user("other");
  same_guid.mailbox_guid = "alice-guid";
  this->expect_refused(this->store->insert(same_guid, ""), store::StoreFault::conflict, before);

  auto same_dn = this->user("other");
  same_dn.legacy_dn = "/O=TEST/ou=Test/cn=Recipients/cn=ALICE";
  this->expect_refused(this->store->insert(same_dn, ""), store::StoreFault::conflict, before);
}

TYPED_TEST_P(DirectoryStoreContract, UpdatesAllButThePassword) {
  this->insert(this->user("bob"));
  this->insert(this->user("alice"), "the hash");
  auto alice = this->stored("alice-guid");
  alice.address = "alicia@example.org";
  alice.aliases = {"alice@example.org"};
  alice.display_name = "Alicia";
  alice.legacy_dn += "-2";
  alice.enabled = false;
  alice.redirect = store::RedirectRecord{false, "alice@elsewhere.example"};
  alice.shared_mailboxes = {"bob-guid"};
  ASSERT_TRUE(this->store->update(alice));
  alice.revision = 2;
  EXPECT_EQ(this->stored("alice-guid"), alice);
  EXPECT_EQ(this->store->password_hash("alice-guid").value(), "the hash");

  alice.redirect.reset();
  alice.aliases.clear();
  alice.shared_mailboxes.clear();
  ASSERT_TRUE(this->store->update(alice));
  alice.revision = 3;
  EXPECT_EQ(this->stored("alice-guid"), alice);
  EXPECT_EQ(this->stored("bob-guid"), this->user("bob")) << "nobody else changed";
}

TYPED_TEST_P(DirectoryStoreContract, RefusesAnUpdateOfWhatChangedMeanwhile) {
  this->insert(this->user("alice"));
  const auto as_read = this->stored("alice-guid");
  auto other = this->backend.open();
  auto changed = as_read;
  changed.display_name = "Changed by somebody else";
  ASSERT_TRUE(other->update(changed));

  const auto before = this->store->load().value();
  auto mine = as_read;
  mine.display_name = "Changed by me";
  this->expect_refused(this->store->update(mine), store::StoreFault::conflict, before);
}

TYPED_TEST_P(DirectoryStoreContract, RefusesAnUpdateThatTakesAnAddress) {
  this->insert(this->user("alice"));
  this->insert(this->user("bob"));
  const auto before = this->store->load().value();
  auto bob = this->stored("bob-guid");
  bob.display_name = "must not be stored either";
  bob.aliases = {"alice@example.org"};
  this->expect_refused(this->store->update(bob), store::StoreFault::conflict, before);
}

TYPED_TEST_P(DirectoryStoreContract, AnAddressCanMoveToAnotherUser) {
  auto alice = this->user("alice");
  alice.aliases = {"info@example.org"};
  this->insert(alice);
  this->insert(this->user("bob"));
  alice.aliases.clear();
  ASSERT_TRUE(this->store->update(alice));
  auto bob = this->user("bob");
  bob.aliases = {"info@example.org"};
  ASSERT_TRUE(this->store->update(bob));
  EXPECT_THAT(this->stored("bob-guid").aliases, testing::ElementsAre("info@example.org"));
}

TYPED_TEST_P(DirectoryStoreContract, RefusesToShareWhatIsNotThere) {
  this->insert(this->user("bob"));
  const auto before = this->store->load().value();
  auto alice = this->user("alice");
  alice.shared_mailboxes = {"nobody-guid"};
  this->expect_refused(this->store->insert(alice, ""), store::StoreFault::not_found, before);
  auto bob = this->user("bob");
  bob.shared_mailboxes = {"nobody-guid"};
  this->expect_refused(this->store->update(bob), store::StoreFault::not_found, before);
}

TYPED_TEST_P(DirectoryStoreContract, ErasesAUserAndTheirShares) {
  this->insert(this->user("bob"));
  auto alice = this->user("alice");
  alice.aliases = {"a@example.org"};
  alice.shared_mailboxes = {"bob-guid"};
  this->insert(alice);
  ASSERT_TRUE(this->store->erase("bob-guid"));
  alice.shared_mailboxes.clear();
  EXPECT_EQ(this->store->load().value(), std::vector{alice});

  ASSERT_TRUE(this->store->erase("alice-guid"));
  EXPECT_TRUE(this->store->load().value().empty());
  auto carol = this->user("carol");
  carol.aliases = {"a@example.org", "alice@example.org"};
  EXPECT_TRUE(this->store->insert(carol, "")) << "the addresses are free again";
}

TYPED_TEST_P(DirectoryStoreContract, SaysWhenThereIsNoSuchUser) {
  this->insert(this->user("alice"));
  const auto before = this->store->load().value();
  this->expect_refused(this->store->update(this->user("bob")), store::StoreFault::not_found, before);
  this->expect_refused(this->store->erase("bob-guid"), store::StoreFault::not_found, before);
  this->expect_refused(this->store->password_hash("bob-guid"), store::StoreFault::not_found, before);
  this->expect_refused(this->store->set_password_hash("bob-guid", "x"), store::StoreFault::not_found, before);
  EXPECT_FALSE(this->store->replace_password_hash("bob-guid", "", "x").value());
}

TYPED_TEST_P(DirectoryStoreContract, KeepsPasswordHashes) {
  this->insert(this->user("alice"), "");
  EXPECT_EQ(this->store->password_hash("alice-guid").value(), "");
  ASSERT_TRUE(this->store->set_password_hash("alice-guid", "$argon2id$1"));
  EXPECT_EQ(this->store->password_hash("alice-guid").value(), "$argon2id$1");
  EXPECT_EQ(this->stored("alice-guid").revision, 2u);
}

TYPED_TEST_P(DirectoryStoreContract, ReplacesAHashOnlyWhenItIsTheOneExpected) {
  this->insert(this->user("alice"), "old");
  EXPECT_FALSE(this->store->replace_password_hash("alice-guid", "another", "new").value());
  EXPECT_EQ(this->store->password_hash("alice-guid").value(), "old");
  EXPECT_TRUE(this->store->replace_password_hash("alice-guid", "old", "new").value());
  EXPECT_EQ(this->store->password_hash("alice-guid").value(), "new");
  EXPECT_EQ(this->stored("alice-guid").revision, 1u) << "it is the same password";
}

TYPED_TEST_P(DirectoryStoreContract, TheTokenTellsOfEveryChange) {
  auto other = this->backend.open();
  auto token = this->store->change_token().value();
  EXPECT_EQ(this->store->change_token().value(), token) << "nothing happened";

  const auto expect_noticed = [&](std::string_view what, const auto& result) {
    ASSERT_TRUE(result.has_value()) << what << ": " << result.error().message;
    const auto now = this->store->change_token().value();
    EXPECT_NE(now, token) << what;
    token = now;
  };
  for (store::DirectoryStore* writer : {this->store.get(), other.get()}) {
    const std::string_view who = writer == other.get() ? " by another" : " by itself";
    expect_noticed(std::string("insert").append(who), writer->insert(this->user("alice"), "old"));
    expect_noticed(std::string("update").append(who), writer->update(this->user("alice")));
    expect_noticed(std::string("password").append(who), writer->set_password_hash("alice-guid", "new"));
    expect_noticed(std::string("erase").append(who), writer->erase("alice-guid"));
  }
}

TYPED_TEST_P(DirectoryStoreContract, TheTokenDoesNotTellOfItsOwnRehash) {
  this->insert(this->user("alice"), "old");
  auto other = this->backend.open();
  const auto token = this->store->change_token().value();
  ASSERT_TRUE(this->store->replace_password_hash("alice-guid", "old", "new").value());
  EXPECT_EQ(this->store->change_token().value(), token);
  // Another store's rehash may look like any change; that one before it still must.
  ASSERT_TRUE(other->set_password_hash("alice-guid", "newer"));
  EXPECT_NE(this->store->change_token().value(), token);
}

TYPED_TEST_P(DirectoryStoreContract, OthersSeeAChangeAtOnce) {
  auto other = this->backend.open();
  this->insert(this->user("alice"), "hash");
  EXPECT_EQ(other->load().value(), this->store->load().value());
  EXPECT_EQ(other->password_hash("alice-guid").value(), "hash");
}

TYPED_TEST_P(DirectoryStoreContract, ManyThreadsWriteThroughSeveralStores) {
  constexpr int threads = 4;
  constexpr int users_a_thread = 10;
  auto other = this->backend.open();
  std::vector<std::jthread> running;
  for (int thread = 0; thread < threads; ++thread) {
    running.emplace_back([&, thread] {
      store::DirectoryStore& mine = thread % 2 == 0 ? *this->store : *other;
      for (int i = 0; i < users_a_thread; ++i) {
        const auto inserted =
            mine.insert(this->user(std::to_string(thread) + "-" + std::to_string(i)), "hash");
        EXPECT_TRUE(inserted.has_value()) << inserted.error().message;
      }
    });
  }
  running.clear();
  EXPECT_EQ(this->store->load().value().size(), std::size_t{threads * users_a_thread});
}

REGISTER_TYPED_TEST_SUITE_P(DirectoryStoreContract, IsEmptyAtFirst, ReturnsWhatWasInserted, ListsAreSorted,
                            GivesANewUserRevisionOne, RefusesWhatIsTaken, UpdatesAllButThePassword,
                            RefusesAnUpdateOfWhatChangedMeanwhile, RefusesAnUpdateThatTakesAnAddress,
                            AnAddressCanMoveToAnotherUser, RefusesToShareWhatIsNotThere,
                            ErasesAUserAndTheirShares, SaysWhenThereIsNoSuchUser, KeepsPasswordHashes,
                            ReplacesAHashOnlyWhenItIsTheOneExpected, TheTokenTellsOfEveryChange,
                            TheTokenDoesNotTellOfItsOwnRehash, OthersSeeAChangeAtOnce,
                            ManyThreadsWriteThroughSeveralStores);

}  // namespace mapigate
