#include "gateway/cli/user_actions.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <sstream>

#include "tests/fakes/memory_directory.hpp"

namespace mapigate::cli {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

class UserActions : public testing::Test {
 public:
  // Runs an action; what it wrote is in `out` and `err`.
  int run(int (*action)(const UserTools&, const UserArguments&), const UserArguments& arguments) {
    std::ostringstream out_stream;
    std::ostringstream err_stream;
    const auto read_password = [this](const std::string& prompt,
                                      const std::string& file) -> Result<std::string> {
      prompts.push_back(prompt + file);
      if (!typed) return Error{"the two passwords differ"};
      return *typed;
    };
    const int status = action({*directory, hasher, read_password, out_stream, err_stream}, arguments);
    out = out_stream.str();
    err = err_stream.str();
    return status;
  }
  int add(const std::string& address) { return run(add_user, {.address = address}); }
  bool can_log_in(const char* address, std::string_view password) {
    const std::string hash = directory->password_hash(*directory->find(address)).value();
    return hasher.verify(hash, password) == auth::HashMatch::match;
  }

  fakes::DirectoryInMemory directory;
  auth::Argon2Hasher hasher{{8, 1}};
  std::optional<std::string> typed = "a good password";
  std::vector<std::string> prompts;
  std::string out;
  std::string err;
};

TEST_F(UserActions, AddsAUser) {
  ASSERT_EQ(add("office@example.org"), 0);
  EXPECT_EQ(run(add_user, {.address = "Anna@Example.NET",
                           .name = "Anna Weber",
                           .aliases = {"a.weber@example.org"},
                           .share = {"office@example.org"}}),
            0)
      << err;
  const auto anna = directory->find("anna@example.org");
  ASSERT_TRUE(anna);
  EXPECT_EQ(out, "Added anna@example.org, mailbox " + anna->mailbox_guid + ".\n");
  EXPECT_EQ(anna->display_name, "Anna Weber");
  EXPECT_THAT(anna->aliases, ElementsAre("a.weber@example.org"));
  EXPECT_EQ(anna->shared_mailboxes.at(0).address, "office@example.org");
  EXPECT_TRUE(can_log_in("anna@example.org", "a good password"));
  EXPECT_FALSE(can_log_in("anna@example.org", "another password"));
  EXPECT_EQ(prompts.back(), "New password of anna@example.org: ");
}

TEST_F(UserActions, ReadsThePasswordFromAFile) {
  EXPECT_EQ(run(add_user, {.address = "anna@example.org", .password_file = "some.file"}), 0);
  EXPECT_THAT(prompts, ElementsAre(HasSubstr("some.file")));
}

TEST_F(UserActions, AddsAUserWithoutAPassword) {
  EXPECT_EQ(run(add_user, {.address = "room@example.org", .disable = true, .no_password = true}), 0);
  EXPECT_THAT(prompts, IsEmpty());
  EXPECT_EQ(directory->password_hash(*directory->find("room@example.org")).value(), "");
  EXPECT_FALSE(directory->find("room@example.org")->enabled);
}

TEST_F(UserActions, RefusesBeforeAPasswordIsTyped) {
  ASSERT_EQ(add("anna@example.org"), 0);
  prompts.clear();
  EXPECT_EQ(add("anna@example.net"), 1);
  EXPECT_EQ(err, "mapigate user: anna@example.net is already an address of anna@example.org\n");
  EXPECT_EQ(add("anna"), 1);
  EXPECT_THAT(err, HasSubstr("not an e-mail address"));
  EXPECT_THAT(prompts, IsEmpty());
}

TEST_F(UserActions, RefusesAnAddressOfAForeignDomain) {
  EXPECT_EQ(add("anna@elsewhere.example"), 1);
  EXPECT_THAT(err, HasSubstr("elsewhere.example is not a [[domain]] of the configuration"));
  EXPECT_THAT(directory->list(), IsEmpty());
}

TEST_F(UserActions, RefusesABadPassword) {
  typed = "short";
  EXPECT_EQ(add("anna@example.org"), 1);
  EXPECT_THAT(err, AllOf(HasSubstr("shorter than 8"), Not(HasSubstr("\"short\""))));
  typed.reset();
  EXPECT_EQ(add("anna@example.org"), 1);
  EXPECT_THAT(err, HasSubstr("the two passwords differ"));
  EXPECT_THAT(directory->list(), IsEmpty()) << "nothing half-done";
}

TEST_F(UserActions, ChangesAUser) {
  ASSERT_EQ(add("office@example.org"), 0);
  ASSERT_EQ(add("anna@example.org"), 0);
  EXPECT_EQ(run(set_user, {.address = "anna@example.org",
                           .name = "Anna Beck",
                           .aliases = {"a.beck@example.org"},
                           .share = {"office@example.org"},
                           .redirect = "https://elsewhere.example/autodiscover.xml",
                           .disable = true}),
            0)
      << err;
  EXPECT_EQ(out, "Changed anna@example.org.\n");
  auto anna = directory->find("a.beck@example.org");
  ASSERT_TRUE(anna);
  EXPECT_EQ(anna->display_name, "Anna Beck");
  EXPECT_EQ(anna->redirect->kind, directory::Redirect::Kind::url);
  EXPECT_FALSE(anna->enabled);
  EXPECT_EQ(anna->shared_mailboxes.size(), 1u);

  EXPECT_EQ(run(set_user, {.address = "a.beck@example.org",
                           .remove_aliases = {"a.beck@example.org"},
                           .unshare = {"office@example.org"},
                           .no_redirect = true,
                           .enable = true}),
            0)
      << err;
  anna = directory->find("anna@example.org");
  EXPECT_EQ(anna->display_name, "Anna Beck") << "what was not said stays";
  EXPECT_THAT(anna->aliases, IsEmpty());
  EXPECT_THAT(anna->shared_mailboxes, IsEmpty());
  EXPECT_FALSE(anna->redirect);
  EXPECT_TRUE(anna->enabled);
  EXPECT_TRUE(can_log_in("anna@example.org", "a good password"));

  EXPECT_EQ(run(set_user, {.address = "anna@example.org", .redirect = "anna@elsewhere.example"}), 0);
  EXPECT_EQ(directory->find("anna@example.org")->redirect->kind, directory::Redirect::Kind::address);
}

TEST_F(UserActions, AChangeNeedsSomethingToChange) {
  ASSERT_EQ(add("anna@example.org"), 0);
  EXPECT_EQ(run(set_user, {.address = "anna@example.org"}), 2);
  EXPECT_THAT(err, HasSubstr("nothing to change"));
  EXPECT_EQ(run(set_user, {.address = "nobody@example.org", .enable = true}), 1);
  EXPECT_THAT(err, HasSubstr("there is no user nobody@example.org"));
}

TEST_F(UserActions, SetsAPassword) {
  ASSERT_EQ(add("anna@example.org"), 0);
  typed = "p\xC3\xA4sswort neu";
  EXPECT_EQ(run(set_user_password, {.address = "anna@example.net"}), 0);
  EXPECT_EQ(out, "Changed the password of anna@example.org.\n");
  EXPECT_TRUE(can_log_in("anna@example.org", "p\xC3\xA4sswort neu"));
  EXPECT_EQ(run(set_user_password, {.address = "anna@example.org", .no_password = true}), 0);
  EXPECT_FALSE(can_log_in("anna@example.org", ""));
  prompts.clear();
  EXPECT_EQ(run(set_user_password, {.address = "nobody@example.org"}), 1);
  EXPECT_THAT(prompts, IsEmpty());
}

TEST_F(UserActions, RemovesAUser) {
  ASSERT_EQ(add("anna@example.org"), 0);
  EXPECT_EQ(run(remove_user, {.address = "anna@example.org"}), 0);
  EXPECT_EQ(out, "Removed anna@example.org.\n");
  EXPECT_EQ(run(remove_user, {.address = "anna@example.org"}), 1);
  EXPECT_EQ(err, "mapigate user: there is no user anna@example.org in the directory\n");
}

TEST_F(UserActions, ListsUsers) {
  EXPECT_EQ(run(list_users, {}), 0);
  EXPECT_THAT(out, HasSubstr("no users yet"));

  ASSERT_EQ(add("office@example.org"), 0);
  ASSERT_EQ(run(add_user, {.address = "anna@example.org",
                           .name = "Anna W\xC3\xA9"
                                   "ber",
                           .aliases = {"a@example.org", "b@example.org"},
                           .share = {"office@example.org"}}),
            0);
  ASSERT_EQ(run(add_user, {.address = "zoe@example.org", .redirect = "zoe@elsewhere.example"}), 0);
  EXPECT_EQ(run(list_users, {}), 0);
  std::vector<std::string> lines;
  std::istringstream stream(out);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  ASSERT_EQ(lines.size(), 4u) << out;
  EXPECT_THAT(lines[0], StartsWith("ADDRESS             NAME                STATE"));
  EXPECT_THAT(lines[1], StartsWith("anna@example.org    Anna W\xC3\xA9"
                                   "ber          enabled"));
  EXPECT_THAT(lines[1], testing::EndsWith("a@example.org, b@example.org  office@example.org"));
  EXPECT_THAT(lines[3], HasSubstr("redirected to zoe@elsewhere.example"));
}

TEST_F(UserActions, ListsUsersAsJson) {
  ASSERT_EQ(add("office@example.org"), 0);
  ASSERT_EQ(run(add_user, {.address = "anna@example.org",
                           .name = "Anna \"A\" Weber",
                           .aliases = {"a@example.org"},
                           .share = {"office@example.org"},
                           .redirect = "anna@elsewhere.example"}),
            0);
  EXPECT_EQ(run(list_users, {.json = true}), 0);
  EXPECT_THAT(out, Not(HasSubstr("argon2"))) << "no hash in a listing";
  const auto anna = directory->find("anna@example.org");
  EXPECT_EQ(boost::json::parse(out).at(0),
            boost::json::parse(R"({"address": "anna@example.org", "aliases": ["a@example.org"],
              "display_name": "Anna \"A\" Weber", "mailbox_guid": ")" +
                               anna->mailbox_guid + R"(", "legacy_dn": ")" + anna->legacy_dn +
                               R"(", "enabled": true,
              "domain_configured": true, "redirect": {"address": "anna@elsewhere.example"},
              "shared_mailboxes": ["office@example.org"]})"));
  ASSERT_TRUE(directory->set_domains({}));
  EXPECT_EQ(run(list_users, {.json = true}), 0);
  EXPECT_FALSE(boost::json::parse(out).at(0).at("domain_configured").as_bool());
  EXPECT_EQ(run(list_users, {}), 0);
  EXPECT_THAT(out, HasSubstr("domain not configured"));
}

}  // namespace
}  // namespace mapigate::cli
