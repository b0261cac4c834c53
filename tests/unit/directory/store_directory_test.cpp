#include "gateway/directory/store_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "gateway/store/sqlite/directory_store.hpp"
#include "tests/fakes/memory_directory.hpp"
#include "tests/fakes/process.hpp"

namespace mapigate::directory {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;

class StoreDirectoryTest : public testing::Test {
 public:
  UserPtr add(const NewUser& user) {
    auto added = directory->add(user);
    EXPECT_TRUE(added) << (added ? "" : added.error().message);
    return added ? *added : nullptr;
  }
  static std::string refusal(const auto& result) { return result ? "not refused" : result.error().message; }
  std::vector<std::string> addresses() {
    std::vector<std::string> all;
    for (const UserPtr& user : directory->list()) all.push_back(user->address);
    return all;
  }

  fakes::DirectoryInMemory directory{{{"example.org", {"example.net"}}, {"example.com", {}}}};
};

TEST_F(StoreDirectoryTest, FindsAUserByEveryAddress) {
  const UserPtr alice = add({.address = "Alice@Example.org", .aliases = {"a.smith@example.com"}});
  ASSERT_TRUE(alice);
  for (const char* address :
       {"alice@example.org", "ALICE@EXAMPLE.ORG", "alice@example.net", "A.Smith@example.com"}) {
    EXPECT_EQ(directory->find(address), alice) << address;
  }
  for (const char* address : {"alice@example.com", "bob@example.org", "alice", "", "alice@other.example"}) {
    EXPECT_EQ(directory->find(address), nullptr) << address;
  }
  EXPECT_EQ(directory->find_by_mailbox_guid(alice->mailbox_guid), alice);
  EXPECT_EQ(directory->find_by_legacy_dn(alice->legacy_dn), alice);
  std::string shouted = alice->legacy_dn;
  for (char& c : shouted) c = static_cast<char>(std::toupper(c));
  EXPECT_EQ(directory->find_by_legacy_dn(shouted), alice);
  EXPECT_EQ(directory->find_by_legacy_dn(""), nullptr);
}

TEST_F(StoreDirectoryTest, GivesANewUserWhatIsNotSaid) {
  const UserPtr alice = add({.address = "Alice.With_A%Rather-Long.Name.Of.Many.Parts@example.net"});
  ASSERT_TRUE(alice);
  EXPECT_EQ(alice->address, "alice.with_a%rather-long.name.of.many.parts@example.org");
  EXPECT_EQ(alice->domain(), "example.org");
  EXPECT_EQ(alice->display_name, alice->address);
  EXPECT_THAT(alice->mailbox_guid,
              MatchesRegex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
  EXPECT_THAT(alice->legacy_dn,
              MatchesRegex("/o=[^/]+/ou=[^/]+/cn=Recipients/cn=[0-9a-f]{32}-[a-z0-9.-]{1,31}"));
  EXPECT_TRUE(alice->enabled);
  EXPECT_EQ(directory->password_hash(*alice).value(), "");

  const UserPtr bob = add({.address = "bob@example.org"});
  EXPECT_NE(bob->mailbox_guid, alice->mailbox_guid);
  EXPECT_NE(bob->legacy_dn, alice->legacy_dn);
}

TEST_F(StoreDirectoryTest, RefusesWrongUsersAndKeepsTheOthers) {
  add({.address = "alice@example.org", .aliases = {"info@example.org"}});
  const auto generation = directory->generation();
  const auto refused = [&](const NewUser& user) { return refusal(directory->add(user)); };
  EXPECT_THAT(refused({.address = "alice"}), HasSubstr("is not an e-mail address"));
  EXPECT_THAT(refused({.address = "bob@elsewhere.example"}),
              HasSubstr("not a [[domain]] of the configuration"));
  EXPECT_THAT(refused({.address = "alice@example.net"}),
              HasSubstr("already an address of alice@example.org"));
  EXPECT_THAT(refused({.address = "info@example.org"}), HasSubstr("already an address of alice@example.org"));
  EXPECT_THAT(refused({.address = "bob@example.org", .aliases = {"info@example.net"}}),
              HasSubstr("already an address of alice@example.org"));
  EXPECT_THAT(refused({.address = "bob@example.org", .aliases = {"bob@elsewhere.example"}}),
              HasSubstr("not a [[domain]]"));
  EXPECT_THAT(refused({.address = "bob@example.org", .display_name = "two\nlines"}),
              HasSubstr("control character"));
  EXPECT_THAT(refused({.address = "bob@example.org", .display_name = "\xFF"}), HasSubstr("UTF-8"));
  EXPECT_THAT(refused({.address = "bob@example.org", .display_name = std::string(257, 'x')}),
              HasSubstr("256"));
  EXPECT_THAT(refused({.address = "bob@example.org", .shared_mailboxes = {"nobody@example.org"}}),
              HasSubstr("no user nobody@example.org"));
  EXPECT_THAT(addresses(), ElementsAre("alice@example.org"));
  EXPECT_EQ(directory->generation(), generation);
}

TEST_F(StoreDirectoryTest, ChecksRedirects) {
  const auto refused = [&](Redirect::Kind kind, std::string target) {
    return refusal(
        directory->add({.address = "bob@example.org", .redirect = Redirect{kind, std::move(target)}}));
  };
  using Kind = Redirect::Kind;
  EXPECT_THAT(refused(Kind::address, "not an address"), HasSubstr("not an e-mail address"));
  EXPECT_THAT(refused(Kind::address, "bob@example.net"), HasSubstr("redirected to itself"));
  EXPECT_THAT(refused(Kind::url, "http://other.example/"), HasSubstr("https only"));
  EXPECT_THAT(refused(Kind::url, "https://other.example/<script>"), HasSubstr("percent-encoded"));
  EXPECT_THAT(refused(Kind::url, "https://other.example/\r\nSet-Cookie: x"), HasSubstr("percent-encoded"));
  EXPECT_THAT(refused(Kind::url, "https:///path"), HasSubstr("empty"));
  EXPECT_THAT(refused(Kind::url, "https://user@other.example/"), HasSubstr("not a host name"));
  EXPECT_THAT(refused(Kind::url, "https://other.example:port/"), HasSubstr("port"));
  EXPECT_THAT(refused(Kind::url, "https://other.example/" + std::string(2048, 'x')), HasSubstr("2048"));
  const UserPtr bob =
      add({.address = "bob@example.org",
           .redirect = Redirect{Kind::url, "https://other.example:8443/autodiscover.xml?a=b"}});
  EXPECT_EQ(bob->redirect->target, "https://other.example:8443/autodiscover.xml?a=b");
  const UserPtr moved =
      directory->update("bob@example.org", {.redirect = Redirect{Kind::address, "B@Elsewhere.example"}})
          .value();
  EXPECT_EQ(*moved->redirect, (Redirect{Kind::address, "b@elsewhere.example"}));
  EXPECT_FALSE(
      directory->update("bob@example.org", {.redirect = std::optional<Redirect>()}).value()->redirect);
}

TEST_F(StoreDirectoryTest, SharesMailboxes) {
  const UserPtr sales = add({.address = "sales@example.org", .display_name = "Sales"});
  add({.address = "office@example.org"});
  const UserPtr alice =
      add({.address = "alice@example.org", .shared_mailboxes = {"sales@example.net", "Office@example.org"}});
  ASSERT_EQ(alice->shared_mailboxes.size(), 2u);
  EXPECT_EQ(alice->shared_mailboxes[1],
            (SharedMailbox{"sales@example.org", "Sales", sales->mailbox_guid, sales->legacy_dn}));

  ASSERT_TRUE(directory->update("sales@example.org", {.display_name = "Sales Team"}));
  EXPECT_EQ(directory->find("alice@example.org")->shared_mailboxes[1].display_name, "Sales Team");
  EXPECT_THAT(refusal(directory->update("alice@example.org", {.share = {"alice@example.net"}})),
              HasSubstr("own mailbox"));
  EXPECT_EQ(directory->update("alice@example.org", {.share = {"sales@example.org"}})
                .value()
                ->shared_mailboxes.size(),
            2u)
      << "shared already";

  ASSERT_TRUE(directory->update("alice@example.org", {.unshare = {"office@example.org"}}));
  EXPECT_THAT(refusal(directory->update("alice@example.org", {.unshare = {"office@example.org"}})),
              HasSubstr("is not shared with"));
  ASSERT_TRUE(directory->remove("sales@example.org"));
  EXPECT_THAT(directory->find("alice@example.org")->shared_mailboxes, IsEmpty());
}

TEST_F(StoreDirectoryTest, ChangesAUser) {
  add({.address = "alice@example.org", .aliases = {"a@example.org", "b@example.org"}});
  const auto generation = directory->generation();
  const auto changed = directory->update("B@example.net", {.display_name = "Alice",
                                                           .enabled = false,
                                                           .add_aliases = {"c@example.com", "a@example.org"},
                                                           .remove_aliases = {"b@example.net"}});
  ASSERT_TRUE(changed) << changed.error().message;
  EXPECT_EQ((*changed)->display_name, "Alice");
  EXPECT_FALSE((*changed)->enabled);
  EXPECT_THAT((*changed)->aliases, ElementsAre("a@example.org", "c@example.com"));
  EXPECT_EQ((*changed)->revision, 2u);
  EXPECT_GT(directory->generation(), generation);
  EXPECT_EQ(directory->find("b@example.org"), nullptr);
  EXPECT_EQ(directory->update("alice@example.org", {.display_name = ""}).value()->display_name,
            "alice@example.org");
  EXPECT_THAT(refusal(directory->update("alice@example.org", {.remove_aliases = {"b@example.org"}})),
              HasSubstr("is not an alias of alice@example.org"));
  EXPECT_THAT(refusal(directory->update("nobody@example.org", {})),
              HasSubstr("there is no user nobody@example.org"));
  EXPECT_THAT(refusal(directory->remove("nobody@example.org")),
              HasSubstr("there is no user nobody@example.org"));
}

TEST_F(StoreDirectoryTest, LimitsTheNumberOfAliases) {
  NewUser alice{.address = "alice@example.org"};
  for (int i = 0; i < 201; ++i) alice.aliases.push_back("a" + std::to_string(i) + "@example.org");
  EXPECT_THAT(refusal(directory->add(alice)), HasSubstr("at most 200 aliases"));
  alice.aliases.pop_back();
  EXPECT_TRUE(add(alice));
}

TEST_F(StoreDirectoryTest, SetsPasswords) {
  const UserPtr alice = add({.address = "alice@example.org", .password_hash = "first"});
  EXPECT_EQ(directory->password_hash(*alice).value(), "first");
  const auto generation = directory->generation();
  ASSERT_TRUE(directory->set_password("alice@example.net", "second"));
  EXPECT_EQ(directory->password_hash(*alice).value(), "second");
  EXPECT_GT(directory->generation(), generation);
  EXPECT_GT(directory->find("alice@example.org")->revision, alice->revision);
}

TEST_F(StoreDirectoryTest, ARehashLeavesTheGeneration) {
  const UserPtr alice = add({.address = "alice@example.org", .password_hash = "old"});
  const auto generation = directory->generation();
  ASSERT_TRUE(directory->rehash_password(*alice, "not the old one", "x"));
  EXPECT_EQ(directory->password_hash(*alice).value(), "old");
  ASSERT_TRUE(directory->rehash_password(*alice, "old", "new"));
  EXPECT_EQ(directory->password_hash(*alice).value(), "new");
  EXPECT_FALSE(directory->refresh().value());
  EXPECT_EQ(directory->generation(), generation);
}

TEST_F(StoreDirectoryTest, ARemovedUserHasNoPassword) {
  const UserPtr alice = add({.address = "alice@example.org", .password_hash = "hash"});
  ASSERT_TRUE(directory->remove("alice@example.org"));
  EXPECT_EQ(directory->find("alice@example.org"), nullptr);
  EXPECT_EQ(directory->find_by_mailbox_guid(alice->mailbox_guid), nullptr);
  EXPECT_EQ(directory->password_hash(*alice).value(), "");
  const UserPtr again = add({.address = "alice@example.org"});
  EXPECT_NE(again->mailbox_guid, alice->mailbox_guid)
      << "somebody else may have the name later, but not the mailbox";
}

TEST_F(StoreDirectoryTest, UsersOfADomainThatIsGoneAreNotFoundButCanBeRemoved) {
  add({.address = "alice@example.org"});
  add({.address = "carol@example.com"});
  const auto generation = directory->generation();
  ASSERT_TRUE(directory->set_domains(Domains(std::vector<Domain>{{"example.org", {}}})));
  EXPECT_GT(directory->generation(), generation);
  EXPECT_EQ(directory->find("carol@example.com"), nullptr);
  EXPECT_EQ(directory->find("alice@example.net"), nullptr) << "no alias domain any more";
  EXPECT_TRUE(directory->find("alice@example.org"));
  EXPECT_THAT(addresses(), ElementsAre("alice@example.org", "carol@example.com"));
  EXPECT_THAT(directory.log_ids, Contains("DIRECTORY_DOMAIN_NOT_CONFIGURED"));
  directory.log_ids.clear();
  ASSERT_TRUE(directory->update("alice@example.org", {.display_name = "Alice"}));
  EXPECT_THAT(directory.log_ids, IsEmpty()) << "not again with each change of a user";
  EXPECT_TRUE(directory->remove("carol@example.com"));
  EXPECT_THAT(addresses(), ElementsAre("alice@example.org"));
}

TEST_F(StoreDirectoryTest, ADomainThatBecomesAnAliasTakesItsUsersAlong) {
  const UserPtr carol = add({.address = "carol@example.com", .aliases = {"c@example.com"}});
  add({.address = "dave@example.com"});
  const UserPtr dave = add({.address = "dave@example.org"});
  ASSERT_TRUE(
      directory->set_domains(Domains(std::vector<Domain>{{"example.org", {"example.net", "example.com"}}})));
  for (const char* address :
       {"carol@example.org", "carol@example.com", "carol@example.net", "c@example.org"}) {
    const UserPtr found = directory->find(address);
    ASSERT_TRUE(found) << address;
    EXPECT_EQ(found->mailbox_guid, carol->mailbox_guid);
    EXPECT_EQ(found->address, "carol@example.org");
    EXPECT_THAT(found->aliases, ElementsAre("c@example.org"));
  }
  EXPECT_EQ(directory->find("dave@example.com")->mailbox_guid, dave->mailbox_guid)
      << "who had that address before wins";
  EXPECT_THAT(directory.log_ids, Contains("DIRECTORY_ADDRESS_HIDDEN"));
  EXPECT_TRUE(directory->update("carol@example.org", {.remove_aliases = {"c@example.com"}}));
  EXPECT_EQ(directory->find("c@example.org"), nullptr);
}

TEST_F(StoreDirectoryTest, KeepsTheLastSnapshotWhileTheStoreFails) {
  add({.address = "alice@example.org"});
  directory.log_ids.clear();
  directory.store.directory().failure = store::StoreError{store::StoreFault::unavailable, "the disk is gone"};
  const auto generation = directory->generation();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(refusal(directory->refresh()), "the disk is gone");
  EXPECT_TRUE(directory->find("alice@example.org"));
  EXPECT_EQ(directory->generation(), generation);
  EXPECT_THAT(refusal(directory->add({.address = "bob@example.org"})), HasSubstr("the disk is gone"));
  EXPECT_THAT(directory.log_ids, ElementsAre("DIRECTORY_UNREADABLE")) << "once, not with each attempt";
  directory.store.directory().failure.reset();
  EXPECT_FALSE(directory->refresh().value());
  EXPECT_THAT(directory.log_ids, ElementsAre("DIRECTORY_UNREADABLE", "DIRECTORY_READABLE_AGAIN"));
}

TEST_F(StoreDirectoryTest, OpenFailsWhenTheStoreDoes) {
  fakes::MemoryDirectoryStore broken;
  broken.directory().failure = store::StoreError{store::StoreFault::corrupt, "it is damaged"};
  SystemRandom random;
  const Logger log(LogLevel::error, [](const LogRecord&) {});
  EXPECT_EQ(StoreDirectory::open(broken, Domains(), random, log).error().message, "it is damaged");
}

// Two processes: the server, and "mapigate user".
class TwoProcesses : public testing::Test {
 public:
  using Store = std::unique_ptr<store::DirectoryStore>;
  Store open_store() {
    return store::sqlite::open_directory_store(folder / "directory.sqlite", std::chrono::seconds(20)).value();
  }
  std::unique_ptr<StoreDirectory> open(Store& store) {
    return StoreDirectory::open(*store, Domains(std::vector<Domain>{{"example.org", {}}}), random, log)
        .value();
  }

  fakes::TempDir folder;
  SystemRandom random;
  Logger log{LogLevel::error, [](const LogRecord&) {}};
  Store server_store = open_store();
  Store tool_store = open_store();
  std::unique_ptr<StoreDirectory> server = open(server_store);
  std::unique_ptr<StoreDirectory> tool = open(tool_store);
};

TEST_F(TwoProcesses, ChangesAreNoticedAtTheNextRefresh) {
  auto expect_noticed = [&, generation = server->generation()](std::string_view what) mutable {
    EXPECT_TRUE(server->refresh().value()) << what;
    EXPECT_GT(server->generation(), generation) << what;
    generation = server->generation();
    EXPECT_FALSE(server->refresh().value()) << "once only: " << what;
    EXPECT_EQ(server->generation(), generation);
  };
  EXPECT_FALSE(server->refresh().value());
  const UserPtr alice = tool->add({.address = "alice@example.org", .password_hash = "1"}).value();
  EXPECT_EQ(server->find("alice@example.org"), nullptr);
  expect_noticed("add");
  EXPECT_EQ(server->find("alice@example.org")->mailbox_guid, alice->mailbox_guid);
  ASSERT_TRUE(tool->set_password("alice@example.org", "2"));
  expect_noticed("password");
  EXPECT_EQ(server->password_hash(*alice).value(), "2");
  ASSERT_TRUE(tool->update("alice@example.org", {.enabled = false}));
  expect_noticed("update");
  EXPECT_FALSE(server->find("alice@example.org")->enabled);
  ASSERT_TRUE(tool->remove("alice@example.org"));
  expect_noticed("remove");
  EXPECT_EQ(server->find("alice@example.org"), nullptr);
}

TEST_F(TwoProcesses, WritesWorkOnWhatTheOtherHasWritten) {
  ASSERT_TRUE(tool->add({.address = "alice@example.org"}));
  // Without a refresh in between.
  const auto changed = server->update("alice@example.org", {.display_name = "Alice"});
  ASSERT_TRUE(changed) << changed.error().message;
  ASSERT_TRUE(tool->update("alice@example.org", {.add_aliases = {"a@example.org"}}));
  ASSERT_TRUE(server->refresh());
  EXPECT_EQ(server->find("a@example.org")->display_name, "Alice") << "neither change is lost";
}

TEST_F(TwoProcesses, ReadersAndWritersRunSideBySide) {
  std::atomic<bool> stop = false;
  {
    std::jthread reader([&] {
      while (!stop) {
        for (const UserPtr& user : server->list())
          EXPECT_EQ(server->find(user->address)->mailbox_guid, user->mailbox_guid);
      }
    });
    std::jthread refresher([&] {
      while (!stop) EXPECT_TRUE(server->refresh());
    });
    for (int i = 0; i < 30; ++i) {
      EXPECT_TRUE(tool->add({.address = "user" + std::to_string(i) + "@example.org"}));
    }
    stop = true;
  }
  ASSERT_TRUE(server->refresh());
  EXPECT_EQ(server->list().size(), 30u);
}

}  // namespace
}  // namespace mapigate::directory
