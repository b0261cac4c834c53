#include "gateway/mailbox/mailbox.hpp"

#include <gmock/gmock.h>

#include "gateway/mailbox/entry_ids.hpp"
#include "gateway/mailbox/logon.hpp"
#include "protocol/oxcdata/entry_ids.hpp"
#include "protocol/oxprops/property_tags.hpp"
#include "protocol/wire/reader.hpp"
#include "tests/fakes/mailbox_rig.hpp"

namespace mapigate::mailbox {
namespace {

using testing::ElementsAre;

class MailboxTest : public testing::Test {
 protected:
  void listen() {
    subscription = mailbox->events().subscribe([this](const Event& event) { events.push_back(event); });
  }
  std::vector<EventKind> kinds() const {
    std::vector<EventKind> all;
    for (const Event& event : events) all.push_back(event.kind);
    return all;
  }
  FolderNumber make_folder(std::u16string name) {
    store::FolderWrite write;
    write.parent = mailbox->special(SpecialFolder::inbox);
    write.name = std::move(name);
    return mailbox->create_folder(write).value().number;
  }
  MessageNumber make_message(FolderNumber folder) {
    store::MessageWrite write;
    write.folder = folder;
    write.created = write.modified = mailbox->now();
    return mailbox->save_message(write).value().number;
  }

  fakes::MailboxRig rig;
  MailboxPtr mailbox = rig.alice();
  std::vector<Event> events;
  Events::Subscription subscription;
};

TEST_F(MailboxTest, TellsWhatBecomesOfFolders) {
  listen();
  const FolderNumber folder = make_folder(u"A");
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].folder, folder);
  EXPECT_EQ(events[0].parent, mailbox->special(SpecialFolder::inbox));
  const FolderNumber drafts = mailbox->special(SpecialFolder::drafts);
  ASSERT_TRUE(mailbox->move_folder(folder, drafts, u"B"));
  EXPECT_EQ(events[1].parent, drafts);
  EXPECT_EQ(events[1].old_parent, mailbox->special(SpecialFolder::inbox));
  ASSERT_TRUE(mailbox->change_folder(folder, {}));
  ASSERT_TRUE(mailbox->delete_folder(folder, std::nullopt));
  EXPECT_THAT(kinds(), ElementsAre(EventKind::folder_created, EventKind::folder_moved,
                                   EventKind::folder_changed, EventKind::folder_deleted));
}

TEST_F(MailboxTest, TellsWhatBecomesOfMessages) {
  const FolderNumber folder = make_folder(u"A");
  const FolderNumber other = make_folder(u"B");
  listen();
  const MessageNumber message = make_message(folder);
  ASSERT_TRUE(mailbox->set_read(std::span(&message, 1), folder, true));
  ASSERT_TRUE(mailbox->set_read(std::span(&message, 1), folder, true));  // it is so already
  const auto moved = mailbox->move_messages(std::span(&message, 1), folder, other).value();
  ASSERT_EQ(moved.size(), 1u);
  const MessageNumber there = moved[0].to;
  ASSERT_TRUE(mailbox->copy_messages(std::span(&there, 1), other, folder));
  ASSERT_TRUE(mailbox->delete_messages(std::span(&there, 1), other, true));
  EXPECT_THAT(kinds(),
              ElementsAre(EventKind::message_created, EventKind::message_changed, EventKind::message_moved,
                          EventKind::message_copied, EventKind::message_deleted));
  EXPECT_EQ(events[2].old_message, message);
  EXPECT_EQ(events[2].old_folder, folder);
  EXPECT_EQ(events[2].folder, other);
}

TEST_F(MailboxTest, TellsNothingWhenNothingWasDone) {
  listen();
  store::FolderWrite write;
  write.parent = mailbox->special(SpecialFolder::ipm_subtree);
  write.name = u"inbox";
  EXPECT_EQ(mailbox->create_folder(write).error(), ErrorCode::colliding_names);
  EXPECT_EQ(mailbox->change_folder(999'999, {}).error(), ErrorCode::not_found);
  EXPECT_TRUE(events.empty());
}

TEST_F(MailboxTest, ASubscriptionEnds) {
  listen();
  subscription = {};
  make_folder(u"A");
  EXPECT_TRUE(events.empty());
}

TEST_F(MailboxTest, NamedPropertiesKeepTheirIds) {
  oxcdata::PropertyName name;
  name.kind = oxcdata::PropertyName::Kind::name;
  name.guid = wire::Guid::from_text("00020386-0000-0000-c000-000000000046").value();
  name.name = u"x-test";
  const std::size_t before = mailbox->named_properties().size();
  EXPECT_EQ(mailbox->property_id(name, false).value(), 0);
  const auto id = mailbox->property_id(name, true).value();
  EXPECT_GE(id, 0x8000);
  EXPECT_EQ(mailbox->property_id(name, true).value(), id);
  ASSERT_NE(mailbox->property_name(id), nullptr);
  EXPECT_EQ(*mailbox->property_name(id), name);
  EXPECT_EQ(mailbox->property_name(0x9999), nullptr);
  oxcdata::PropertyName lid = name;
  lid.kind = oxcdata::PropertyName::Kind::lid;
  lid.name.clear();
  lid.lid = 0x8501;
  EXPECT_NE(mailbox->property_id(lid, true).value(), id);
  EXPECT_EQ(mailbox->named_properties().size(), before + 2);
  name.name = std::u16string(200, u'x');
  EXPECT_EQ(mailbox->property_id(name, true).error(), ErrorCode::invalid_parameter);

  mailbox.reset();
  rig.close();
  mailbox = rig.alice();
  EXPECT_EQ(mailbox->property_id(lid, false).value(), id + 1);
  EXPECT_NE(mailbox->property_name(id), nullptr);
}

TEST_F(MailboxTest, SeesWhatAnotherProcessHasDone) {
  listen();
  mailbox->poll();
  EXPECT_TRUE(events.empty());
  Mailboxes second(rig.mailboxes().config(), rig.parts());
  const auto same = second.open(*rig.user("alice@example.org"), 0).value();
  store::FolderChange change;
  change.name = u"Renamed";
  ASSERT_TRUE(same->change_folder(same->special(SpecialFolder::notes), change));
  const FolderNumber inbox = same->special(SpecialFolder::inbox);
  const auto guest = rig.guest(mailbox, "bob@example.org");
  EXPECT_EQ(guest.rights(inbox).value(), 0u);  // is remembered
  ASSERT_TRUE(same->set_permissions(inbox, {{0, std::string(store::default_member), right_create}}));
  mailbox->poll();
  EXPECT_THAT(kinds(), ElementsAre(EventKind::everything));
  EXPECT_EQ(guest.rights(inbox).value(), right_create);
}

TEST_F(MailboxTest, RightsOfAnEntryAndOfTheDefault) {
  const FolderNumber inbox = mailbox->special(SpecialFolder::inbox);
  const auto bob = rig.guest(mailbox, "bob@example.org");
  const auto carol = rig.guest(mailbox, "carol@example.org");
  ASSERT_TRUE(mailbox->set_permissions(
      inbox, {{0, std::string(store::default_member), right_edit_any},
              {0, std::string(store::anonymous_member), right_create},
              {0, rig.user("bob@example.org")->mailbox_guid, right_read_any | right_delete_any}}));
  EXPECT_EQ(bob.rights(inbox).value(),
            right_read_any | right_folder_visible | right_delete_any | right_delete_owned);
  EXPECT_EQ(carol.rights(inbox).value(), right_edit_any | right_edit_owned);
  EXPECT_EQ(rights_in(*mailbox, Actor(), inbox).value(), right_create);
  EXPECT_TRUE(bob.require(inbox, right_read_any));
  EXPECT_EQ(bob.require(inbox, right_read_any | right_create).error(), ErrorCode::access_denied);
  EXPECT_TRUE(rig.owner(mailbox).require(inbox, right_create));

  ASSERT_TRUE(
      mailbox->set_permissions(inbox, {{0, rig.user("bob@example.org")->mailbox_guid, right_folder_owner}}));
  EXPECT_EQ(bob.rights(inbox).value() & rights_of_owner, rights_of_owner);
  EXPECT_EQ(carol.rights(inbox).value(), 0u);
}

TEST_F(MailboxTest, EntryIds) {
  const FolderNumber inbox = mailbox->special(SpecialFolder::inbox);
  const wire::Bytes id = folder_entry_id(*mailbox, inbox);
  const auto parsed = wire::parse<oxcdata::FolderEntryId>(id).value();
  EXPECT_EQ(parsed.provider_uid, mailbox->identity().mailbox_guid);
  EXPECT_EQ(parsed.folder_type, oxcdata::StoreObjectType::private_folder);
  EXPECT_EQ(folder_of_entry_id(*mailbox, id), inbox);
  EXPECT_EQ(folder_of_entry_id(*rig.bob(), id), std::nullopt);
  const wire::Bytes message = message_entry_id(*mailbox, inbox, 4711);
  EXPECT_EQ(message.size(), 70u);
  EXPECT_EQ(message_of_entry_id(*mailbox, message), 4711u);
  EXPECT_EQ(message_of_entry_id(*mailbox, id), std::nullopt);

  const auto shared = rig.public_folders();
  const auto top = shared->special(SpecialFolder::public_ipm_subtree);
  const auto of_public = wire::parse<oxcdata::FolderEntryId>(folder_entry_id(*shared, top)).value();
  EXPECT_EQ(of_public.provider_uid, oxcdata::provider_uid::public_store);
  EXPECT_EQ(of_public.folder_type, oxcdata::StoreObjectType::public_folder);

  const auto store_id = wire::parse<oxcdata::StoreEntryId>(store_entry_id(*mailbox)).value();
  EXPECT_EQ(store_id.mailbox_dn, mailbox->owner().legacy_dn);
  EXPECT_EQ(store_id.server_shortname, mailbox->identity().mailbox_guid.text() + "@example.org");
  const auto public_id = wire::parse<oxcdata::StoreEntryId>(store_entry_id(*shared)).value();
  EXPECT_EQ(public_id.wrapped_type, oxcdata::StoreEntryId::public_type);
}

TEST_F(MailboxTest, ChangeKeysAndPredecessors) {
  store::Version version;
  version.change_number = 0x1234;
  const wire::Bytes key = change_key(*mailbox, version);
  EXPECT_EQ(key.size(), 22u);
  wire::Bytes list{22};
  list.insert(list.end(), key.begin(), key.end());
  EXPECT_EQ(predecessor_change_list(*mailbox, version), list);
  version.change_key = wire::Bytes(20, 7);  // of a client
  EXPECT_EQ(change_key(*mailbox, version), version.change_key);
  EXPECT_EQ(predecessor_change_list(*mailbox, version).front(), 20);
}

}  // namespace
}  // namespace mapigate::mailbox
