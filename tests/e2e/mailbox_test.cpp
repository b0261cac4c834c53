// Mailboxes against the gateway's process: what a client in online mode does, and what outlives a restart.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "protocol/oxprops/property_tags.hpp"
#include "tests/e2e/mailbox_client.hpp"

namespace mapigate::e2e {
namespace {

using oxcstor::LogonResponse;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const std::string password = "correct horse";
const std::string anna = "anna@good.test", otto = "otto@good.test";
constexpr wire::u32 german = 1031, french = 1036;

class Mailboxes : public testing::Test {
 protected:
  Mailboxes() {
    installation.set("auth", "memory_kib", "1024");
    installation.add_good_domain("good.test");
    installation.add_user(anna, password);
    installation.add_user(otto, password);
    installation.start();
  }
  MailboxClient log_on(const std::string& user = anna, wire::u32 lcid = german) {
    return MailboxClient(installation, user, password, lcid);
  }
  void restart() {
    EXPECT_EQ(installation.stop(), 0) << installation.log();
    installation.start();
  }

  Installation installation;
};

TEST_F(Mailboxes, FoldersAreNamedInTheLanguageOfTheFirstLogon) {
  auto client = log_on(anna, german);
  const auto names = client.folder_names(client.folder(LogonResponse::mailbox_ipm_subtree));
  EXPECT_THAT(names, Contains(u"Posteingang"));
  EXPECT_THAT(names, Contains(u"Gesendete Elemente"));
  auto again = log_on(anna, french);
  EXPECT_EQ(again.folder_names(again.folder(LogonResponse::mailbox_ipm_subtree)), names)
      << "never a second set of folders";
  auto other = log_on(otto, french);
  EXPECT_THAT(other.folder_names(other.folder(LogonResponse::mailbox_ipm_subtree)),
              Contains(u"Bo\u00EEte de r\u00E9ception"));
}

TEST_F(Mailboxes, WhatWasSavedOutlivesARestart) {
  oxcdata::MessageId message{};
  oxcdata::FolderId folder{};

  {
    auto client = log_on();
    folder = client.create_folder(client.folder(LogonResponse::inbox), u"Projekte");
    message = client.create_message(folder, u"Angebot \u20AC 100", u"Guten Tag");
    client.create_message(folder, u"zweite", u"");
  }
  restart();
  auto client = log_on();
  EXPECT_THAT(client.folder_names(client.folder(LogonResponse::inbox)), ElementsAre(u"Projekte"));
  EXPECT_THAT(client.subjects(folder), testing::UnorderedElementsAre(u"zweite", u"Angebot \u20AC 100"));
  EXPECT_EQ(client.body(folder, message), u"Guten Tag");
  client.delete_message(folder, message);
  EXPECT_THAT(client.subjects(folder), ElementsAre(u"zweite"));
}

TEST_F(Mailboxes, TwoSessionsSeeEachOther) {
  auto one = log_on();
  auto two = log_on();
  const auto inbox = one.folder(LogonResponse::inbox);
  const auto message = one.create_message(inbox, u"neu", u"Text");
  EXPECT_THAT(two.subjects(inbox), ElementsAre(u"neu"));
  two.delete_message(inbox, message);
  EXPECT_TRUE(one.subjects(inbox).empty());
}

TEST_F(Mailboxes, OthersSeeNothing) {
  auto owner = log_on();
  owner.create_message(owner.folder(LogonResponse::inbox), u"geheim", u"");
  MailboxClient other(installation, otto, password, german, owner.mapi.user_dn());
  const auto inbox = other.folder(LogonResponse::inbox);
  EXPECT_THROW(other.subjects(inbox), std::runtime_error);
  EXPECT_THROW(other.create_message(inbox, u"von mir", u""), std::runtime_error);
  EXPECT_THAT(owner.subjects(inbox), ElementsAre(u"geheim"));
}

TEST_F(Mailboxes, AManyRowsFolder) {
  auto client = log_on();
  const auto inbox = client.folder(LogonResponse::inbox);
  for (int i = 0; i < 120; ++i) client.create_message(inbox, u"Nachricht", u"Text");
  EXPECT_EQ(client.subjects(inbox).size(), 120u);
}

TEST_F(Mailboxes, TheCommandsOfTheStore) {
  auto client = log_on();
  client.create_message(client.folder(LogonResponse::inbox), u"eine", u"Text");
  const auto verified = installation.run({"store", "verify", "--deep"});
  EXPECT_EQ(verified.status, 0) << verified.out << verified.err;
  EXPECT_THAT(verified.out, HasSubstr(anna + ": good"));
  const auto stats = installation.run({"store", "stats", "--user", anna, "--json"});
  EXPECT_EQ(stats.status, 0) << stats.err;
  EXPECT_THAT(stats.out, HasSubstr("\"messages\":1"));
  EXPECT_EQ(installation.run({"store", "stats", "--user", "nobody@good.test"}).status, 2);
  EXPECT_THAT(installation.log(), Not(HasSubstr("MAILBOX_DAMAGED")));
}

TEST_F(Mailboxes, TheProbeUsesTheMailbox) {
  const auto probed = installation.run({"probe", anna, "--password-file", "-"}, password + "\n");
  EXPECT_EQ(probed.status, 0) << probed.out << probed.err;
  EXPECT_THAT(probed.out, HasSubstr("RopHardDeleteMessages"));
  const auto looked =
      installation.run({"probe", anna, "--password-file", "-", "--read-only"}, password + "\n");
  EXPECT_EQ(looked.status, 0) << looked.out << looked.err;
  EXPECT_THAT(looked.out, Not(HasSubstr("RopCreateMessage")));
}

}  // namespace
}  // namespace mapigate::e2e
