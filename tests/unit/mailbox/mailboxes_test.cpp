#include "gateway/mailbox/mailboxes.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <thread>

#include "tests/fakes/mailbox_rig.hpp"

namespace mapigate::mailbox {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::Not;

TEST(Mailboxes, OpensEachOnce) {
  fakes::MailboxRig rig;
  std::vector<std::thread> threads;
  std::vector<MailboxPtr> opened(4);
  for (auto& mailbox : opened) threads.emplace_back([&] { mailbox = rig.alice(); });
  for (auto& thread : threads) thread.join();
  for (const auto& mailbox : opened) EXPECT_EQ(mailbox, opened[0]);
  EXPECT_NE(rig.bob(), opened[0]);
}

TEST(Mailboxes, ClosesWhatIsIdle) {
  fakes::MailboxRig rig;
  std::weak_ptr<Mailbox> alice = rig.alice();
  const MailboxPtr bob = rig.bob();
  rig.mailboxes().keep_house();
  EXPECT_FALSE(alice.expired());
  rig.clock.advance(11min);
  rig.mailboxes().keep_house();
  EXPECT_TRUE(alice.expired());
  EXPECT_EQ(rig.bob(), bob);  // somebody holds it
  EXPECT_NE(rig.alice(), nullptr);
}

TEST(Mailboxes, EndsWhatWasDeletedLongAgo) {
  fakes::MailboxRig rig;
  const MailboxPtr mailbox = rig.alice();
  const FolderNumber inbox = mailbox->special(SpecialFolder::inbox);
  store::MessageWrite write;
  write.folder = inbox;
  const MessageNumber number = mailbox->save_message(write).value().number;
  ASSERT_TRUE(mailbox->delete_messages(std::span(&number, 1), inbox, false));
  rig.mailboxes().keep_house();
  rig.clock.advance(13 * 24h);
  rig.mailboxes().keep_house();
  EXPECT_TRUE(mailbox->store().message(number));
  rig.clock.advance(25h);
  rig.mailboxes().keep_house();
  EXPECT_FALSE(mailbox->store().message(number));
}

TEST(Mailboxes, IndexesWhatWaits) {
  fakes::MailboxRig rig;
  const MailboxPtr mailbox = rig.alice();
  store::MessageWrite write;
  write.folder = mailbox->special(SpecialFolder::inbox);
  write.text = "dinosaur";
  ASSERT_TRUE(mailbox->save_message(write));
  EXPECT_EQ(mailbox->store().statistics().value().unindexed, 1u);
  rig.mailboxes().keep_house();
  EXPECT_EQ(mailbox->store().statistics().value().unindexed, 0u);
}

TEST(Mailboxes, ADamagedOneIsAnErrorAndOthersAreNotAffected) {
  fakes::MailboxRig rig;
  const std::string guid = rig.user("alice@example.org")->mailbox_guid;
  std::ofstream(rig.folder() / (guid + ".sqlite"))
      << "this is no database, and long enough to see that it is none";
  EXPECT_EQ(rig.mailboxes().open(*rig.user("alice@example.org"), 0).error(), ErrorCode::corrupt_data);
  EXPECT_THAT(rig.log_ids(), Contains("MAILBOX_DAMAGED"));
  EXPECT_NE(rig.bob(), nullptr);
}

TEST(Mailboxes, ANewMailboxIsConsistent) {
  fakes::MailboxRig rig;
  const MailboxPtr alice = rig.alice();
  const MailboxPtr shared = rig.public_folders();
  rig.mailboxes().keep_house();
  EXPECT_THAT(rig.log_ids(), Not(Contains("MAILBOX_INCONSISTENT")));
  EXPECT_TRUE(alice->store().verify(true, [](std::uint64_t, std::uint64_t) {}).value().empty());
  EXPECT_TRUE(shared->store().verify(true, [](std::uint64_t, std::uint64_t) {}).value().empty());
}

TEST(Mailboxes, PublicStoreGuid) {
  // Python: uuid.uuid5(uuid.NAMESPACE_DNS, "public-folders.example.org")
  EXPECT_EQ(public_store_guid("example.org").text(), "0260938b-96d4-5fe4-91a3-e3b514b9e1b5");
  EXPECT_NE(public_store_guid("example.net"), public_store_guid("example.org"));
}

}  // namespace
}  // namespace mapigate::mailbox
