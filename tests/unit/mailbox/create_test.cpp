#include "gateway/mailbox/create.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <thread>

#include "gateway/mailbox/entry_ids.hpp"
#include "gateway/mailbox/special_folder_plan.hpp"
#include "protocol/oxosfld/persist_data.hpp"
#include "protocol/oxprops/property_tags.hpp"
#include "protocol/wire/reader.hpp"
#include "tests/fakes/failing_disk.hpp"
#include "tests/fakes/mailbox_rig.hpp"

namespace mapigate::mailbox {
namespace {

using testing::Contains;
using testing::Not;
using testing::UnorderedElementsAre;

store::FolderRecord folder(Mailbox& mailbox, SpecialFolder role) {
  return mailbox.store().folder(mailbox.special(role)).value();
}

template <class T>
T property(Mailbox& mailbox, SpecialFolder role, oxcdata::PropertyTag tag) {
  const auto record = folder(mailbox, role);
  const T* value = record.properties.get<T>(tag);
  return value ? *value : T();
}

FolderNumber make_folder(Mailbox& mailbox, FolderNumber parent, std::u16string name) {
  store::FolderWrite write;
  write.parent = parent;
  write.name = std::move(name);
  return mailbox.create_folder(write).value().number;
}

class Create : public testing::Test {
 protected:
  fakes::MailboxRig rig;
};

TEST_F(Create, AllSpecialFolders) {
  const auto mailbox = rig.alice();
  for (const SpecialFolderPlan& plan : special_folder_plans(store::MailboxKind::user)) {
    const auto record = folder(*mailbox, plan.role);
    EXPECT_EQ(record.parent, mailbox->special(plan.parent)) << static_cast<int>(plan.role);
    EXPECT_EQ(record.kind, plan.kind) << static_cast<int>(plan.role);
    EXPECT_EQ(mailbox->role_of(record.number), plan.role);
  }
  using namespace oxprops;  // NOLINT
  const auto text = [&](SpecialFolder role, oxcdata::PropertyTag tag) {
    return property<std::u16string>(*mailbox, role, tag);
  };
  EXPECT_EQ(text(SpecialFolder::inbox, pid_tag_container_class), u"IPF.Note");
  EXPECT_EQ(text(SpecialFolder::calendar, pid_tag_container_class), u"IPF.Appointment");
  EXPECT_EQ(text(SpecialFolder::calendar, pid_tag_default_post_message_class), u"IPM.Appointment");
  EXPECT_EQ(text(SpecialFolder::journal, pid_tag_default_post_message_class), u"IPM.Activity");
  EXPECT_EQ(text(SpecialFolder::reminders, pid_tag_container_class), u"Outlook.Reminder");
  EXPECT_TRUE(property<bool>(*mailbox, SpecialFolder::quick_contacts, pid_tag_attribute_hidden));
  EXPECT_THAT(rig.log_ids(), Contains("MAILBOX_CREATED"));
}

TEST_F(Create, PropertiesThatLeadToThem) {
  const auto mailbox = rig.alice();
  using namespace oxprops;  // NOLINT
  for (const SpecialFolder place : {SpecialFolder::root, SpecialFolder::inbox}) {
    const auto id = [&](SpecialFolder role) { return folder_entry_id(*mailbox, mailbox->special(role)); };
    const auto bytes = [&](oxcdata::PropertyTag tag) { return property<wire::Bytes>(*mailbox, place, tag); };
    EXPECT_EQ(bytes(pid_tag_ipm_appointment_entry_id), id(SpecialFolder::calendar));
    EXPECT_EQ(bytes(pid_tag_ipm_contact_entry_id), id(SpecialFolder::contacts));
    EXPECT_EQ(bytes(pid_tag_ipm_drafts_entry_id), id(SpecialFolder::drafts));
    EXPECT_EQ(bytes(pid_tag_reminders_online_entry_id), id(SpecialFolder::reminders));
    using Ids = std::vector<wire::Bytes>;
    EXPECT_EQ(
        property<Ids>(*mailbox, place, pid_tag_additional_ren_entry_ids),
        (Ids{id(SpecialFolder::conflicts), id(SpecialFolder::sync_issues), id(SpecialFolder::local_failures),
             id(SpecialFolder::server_failures), id(SpecialFolder::junk_email)}));
    EXPECT_EQ(property<Ids>(*mailbox, place, pid_tag_free_busy_entry_ids),
              (Ids{{}, {}, {}, id(SpecialFolder::freebusy_data)}));
    const auto ex = wire::parse<oxosfld::AdditionalRenEntryIdsEx>(bytes(pid_tag_additional_ren_entry_ids_ex));
    ASSERT_TRUE(ex);
    EXPECT_EQ(ex->blocks.front().persist_id, oxosfld::PersistData::rss_subscription);
    EXPECT_EQ(ex->blocks.front().elements.front().data, id(SpecialFolder::rss_feeds));
    EXPECT_EQ(ex->blocks.back().persist_id, oxosfld::PersistData::sentinel);
  }
}

TEST_F(Create, ReceiveFolders) {
  const auto mailbox = rig.alice();
  const auto folders = mailbox->store().receive_folders().value();
  std::vector<std::pair<std::string, FolderNumber>> seen;
  for (const auto& entry : folders) seen.emplace_back(entry.message_class, entry.folder);
  const FolderNumber inbox = mailbox->special(SpecialFolder::inbox);
  EXPECT_THAT(seen, UnorderedElementsAre(std::pair("", inbox), std::pair("IPM", inbox),
                                         std::pair("REPORT.IPM", inbox),
                                         std::pair("IPC", mailbox->special(SpecialFolder::root))));
}

TEST_F(Create, OthersSeeOnlyWhenItsOwnerIsBusy) {
  const auto guest = rig.guest(rig.alice(), "bob@example.org");
  const auto rights = [&](SpecialFolder role) { return guest.rights(rig.alice()->special(role)).value(); };
  EXPECT_EQ(rights(SpecialFolder::calendar), right_free_busy_simple);
  EXPECT_EQ(rights(SpecialFolder::inbox), 0u);
  EXPECT_EQ(rights(SpecialFolder::ipm_subtree), right_folder_visible);
  Actor nobody;
  EXPECT_EQ(rights_in(*rig.alice(), nobody, rig.alice()->special(SpecialFolder::calendar)).value(), 0u);
}

TEST_F(Create, InTheLanguageOfTheFirstLogon) {
  auto mailbox = rig.open("alice@example.org", 0x0C07);  // German in Austria
  EXPECT_EQ(folder(*mailbox, SpecialFolder::inbox).name, u"Posteingang");
  const auto before = mailbox->store().statistics().value().folders;
  mailbox.reset();
  rig.close();
  mailbox = rig.open("alice@example.org", 0x040C);
  EXPECT_EQ(folder(*mailbox, SpecialFolder::inbox).name, u"Posteingang");
  EXPECT_EQ(mailbox->store().statistics().value().folders, before);
}

TEST_F(Create, InTheLanguageOfTheConfigurationWhereTheClientHasNoneThatIsKnown) {
  Config config;
  config.default_lcid = 0x0410;
  fakes::MailboxRig italian(config);
  EXPECT_EQ(folder(*italian.open("bob@example.org", 0x0401), SpecialFolder::inbox).name, u"Posta in arrivo");
}

// Mail may come before anybody has logged on.
TEST_F(Create, NamesFollowTheFirstClientAndTheOwner) {
  auto mailbox = rig.alice();
  EXPECT_EQ(folder(*mailbox, SpecialFolder::inbox).name, u"Inbox");
  store::FolderChange change;
  change.name = u"My tasks";
  ASSERT_TRUE(mailbox->change_folder(mailbox->special(SpecialFolder::tasks), change));
  make_folder(*mailbox, mailbox->special(SpecialFolder::ipm_subtree), u"Notizen");
  const auto before = mailbox->store().statistics().value().folders;

  EXPECT_EQ(rig.open("alice@example.org", 0x0407), mailbox);
  EXPECT_EQ(folder(*mailbox, SpecialFolder::inbox).name, u"Posteingang");
  EXPECT_EQ(folder(*mailbox, SpecialFolder::tasks).name, u"My tasks");  // somebody has named it
  EXPECT_EQ(folder(*mailbox, SpecialFolder::notes).name, u"Notes");     // the name is taken
  EXPECT_EQ(mailbox->store().statistics().value().folders, before);
  rig.open("alice@example.org", 0x040C);
  EXPECT_EQ(folder(*mailbox, SpecialFolder::inbox).name, u"Posteingang");
}

TEST_F(Create, ASecondTimeDoesNothing) {
  const auto mailbox = rig.open("alice@example.org", 0x0409);
  const auto before = mailbox->store().folders(mailbox->special(SpecialFolder::root), true, false).value();
  ASSERT_TRUE(complete_structure(*mailbox, 0x0407, 0x0410));
  const auto after = mailbox->store().folders(mailbox->special(SpecialFolder::root), true, false).value();
  ASSERT_EQ(after.size(), before.size());
  for (std::size_t i = 0; i < after.size(); ++i) EXPECT_EQ(after[i].version, before[i].version) << i;
  EXPECT_THAT(rig.log_ids(), Not(Contains("MAILBOX_FOLDER_ADDED")));
}

TEST_F(Create, AMissingFolderComesBackAndIsFound) {
  auto mailbox = rig.alice();
  ASSERT_TRUE(mailbox->delete_folder(mailbox->special(SpecialFolder::drafts), std::nullopt));
  mailbox.reset();
  rig.close();
  mailbox = rig.alice();
  const FolderNumber drafts = mailbox->special(SpecialFolder::drafts);
  ASSERT_NE(drafts, 0u);
  EXPECT_EQ(property<wire::Bytes>(*mailbox, SpecialFolder::inbox, oxprops::pid_tag_ipm_drafts_entry_id),
            folder_entry_id(*mailbox, drafts));
  EXPECT_THAT(rig.log_ids(), Contains("MAILBOX_FOLDER_ADDED"));
}

TEST_F(Create, AFolderOfTheRightNameIsTakenRatherThanMadeTwice) {
  auto mailbox = rig.alice();
  ASSERT_TRUE(mailbox->delete_folder(mailbox->special(SpecialFolder::tasks), std::nullopt));
  const FolderNumber made = make_folder(*mailbox, mailbox->special(SpecialFolder::ipm_subtree), u"TASKS");
  mailbox.reset();
  rig.close();
  mailbox = rig.alice();
  EXPECT_EQ(mailbox->special(SpecialFolder::tasks), made);
  EXPECT_EQ(folder(*mailbox, SpecialFolder::tasks).name, u"TASKS");
  EXPECT_EQ(property<std::u16string>(*mailbox, SpecialFolder::tasks, oxprops::pid_tag_container_class),
            u"IPF.Task");
}

// A search folder is none for tasks, whatever it is called.
TEST_F(Create, AFolderOfAnotherKindKeepsItsName) {
  auto mailbox = rig.alice();
  ASSERT_TRUE(mailbox->delete_folder(mailbox->special(SpecialFolder::tasks), std::nullopt));
  store::FolderWrite write;
  write.parent = mailbox->special(SpecialFolder::ipm_subtree);
  write.kind = store::FolderKind::search;
  write.name = u"Tasks";
  const FolderNumber search = mailbox->create_folder(write).value().number;
  ASSERT_TRUE(complete_structure(*mailbox, 0, 0x0409));
  EXPECT_NE(mailbox->special(SpecialFolder::tasks), search);
  EXPECT_EQ(folder(*mailbox, SpecialFolder::tasks).name, u"Tasks1");
}

TEST_F(Create, ValuesOfClientsStay) {
  auto mailbox = rig.alice();
  using Ids = std::vector<wire::Bytes>;
  auto ids = property<Ids>(*mailbox, SpecialFolder::inbox, oxprops::pid_tag_additional_ren_entry_ids);
  ids.push_back({9, 9, 9, 9});
  ids[0].clear();
  store::FolderChange change;
  change.set.push_back({oxprops::pid_tag_additional_ren_entry_ids, ids, nullptr});
  ASSERT_TRUE(mailbox->change_folder(mailbox->special(SpecialFolder::inbox), change));
  ASSERT_TRUE(complete_structure(*mailbox, 0, 0x0409));
  ids[0] = folder_entry_id(*mailbox, mailbox->special(SpecialFolder::conflicts));
  EXPECT_EQ(property<Ids>(*mailbox, SpecialFolder::inbox, oxprops::pid_tag_additional_ren_entry_ids), ids);
}

// Wherever the making of a mailbox is interrupted, the next one who opens it has all of it, once, and in one
// language.
TEST(CreateFaults, IsCompletedAfterADiskThatWasFull) {
  const auto folders_of = [](Mailbox& mailbox) {
    std::vector<std::pair<std::uint8_t, std::u16string>> folders;
    for (const auto& record :
         mailbox.store().folders(mailbox.special(SpecialFolder::root), true, false).value())
      folders.emplace_back(record.role, record.name);
    std::ranges::sort(folders);
    return folders;
  };
  fakes::MailboxRig whole;
  const auto english = folders_of(*whole.open("alice@example.org", 0x0409));
  const auto german = folders_of(*whole.open("bob@example.org", 0x0407));
  std::int64_t writes = 0;
  for (bool failed = true; failed; writes += 1 + writes / 2) {
    fakes::FailingDisk disk;
    fakes::MailboxRig rig;
    disk.full_after(writes);
    (void)rig.mailboxes().open(*rig.user("alice@example.org"), 0x0409);
    failed = disk.has_failed();
    disk.free();
    rig.close();
    const auto mailbox = rig.open("alice@example.org", 0x0407);
    const auto folders = folders_of(*mailbox);
    EXPECT_TRUE(folders == german || folders == english) << writes;
    EXPECT_EQ(mailbox->store().receive_folders().value().size(), 4u) << writes;
    EXPECT_FALSE(
        property<wire::Bytes>(*mailbox, SpecialFolder::root, oxprops::pid_tag_ipm_drafts_entry_id).empty());
    EXPECT_TRUE(mailbox->store().verify(true, [](std::uint64_t, std::uint64_t) {}).value().empty()) << writes;
  }
  EXPECT_GT(writes, 100);
}

TEST_F(Create, ByTwoProcessesAtOnce) {
  Mailboxes second(rig.mailboxes().config(), rig.parts());
  MailboxPtr there;
  std::thread other([&] { there = second.open(*rig.user("alice@example.org"), 0x0409).value(); });
  const auto here = rig.alice();
  other.join();
  for (const SpecialFolderPlan& plan : special_folder_plans(store::MailboxKind::user)) {
    here->poll();
    EXPECT_EQ(here->special(plan.role), there->special(plan.role)) << static_cast<int>(plan.role);
    EXPECT_NE(here->special(plan.role), 0u);
  }
  EXPECT_EQ(here->store().folders(here->special(SpecialFolder::root), true, false).value().size() + 1,
            special_folder_plans(store::MailboxKind::user).size());
}

TEST_F(Create, PublicFolders) {
  const auto store = rig.public_folders();
  EXPECT_EQ(folder(*store, SpecialFolder::public_ipm_subtree).name, u"IPM_SUBTREE");
  EXPECT_EQ(folder(*store, SpecialFolder::public_non_ipm_subtree).parent,
            store->special(SpecialFolder::public_root));
  EXPECT_EQ(store->special(SpecialFolder::inbox), 0u);
  const auto bob = rig.guest(store, "bob@example.org");
  constexpr Rights author =
      right_read_any | right_folder_visible | right_create | right_edit_owned | right_delete_owned;
  EXPECT_EQ(bob.rights(store->special(SpecialFolder::public_ipm_subtree)).value(), author);
  EXPECT_TRUE(store->store().receive_folders().value().empty());
}

}  // namespace
}  // namespace mapigate::mailbox
