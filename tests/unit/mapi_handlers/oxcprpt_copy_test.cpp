#include "protocol/oxcprpt/copy.hpp"

#include "gateway/mapi/handlers/oxcprpt.hpp"
#include "protocol/oxcprpt/streams.hpp"
#include "protocol/oxprops/property_sets.hpp"
#include "tests/unit/mapi_handlers/mailbox_sender.hpp"

namespace mapigate::mapi {
namespace {

using namespace oxcprpt;
using namespace oxprops;
using oxcdata::id_of;
using oxcdata::PropertyProblem;
using oxcdata::PropertyType;
using oxcdata::PropertyValue;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using wire::u32;

class CopyTest : public ::testing::Test, public MailboxSender {
 protected:
  CopyTest() { handlers::register_oxcprpt(registry); }

  CopyPropertiesResponse copy_properties(u32 source_handle, u32 target, std::vector<PropertyTag> tags,
                                         wire::u8 flags = 0) {
    std::vector<u32> handles{source_handle, target};
    CopyPropertiesRequest request;
    request.dest_handle_index = 1;
    request.copy_flags = flags;
    request.property_tags = std::move(tags);
    return send<CopyPropertiesResponse>(request, handles);
  }
  CopyToResponse copy_to(u32 source_handle, u32 target, std::vector<PropertyTag> excluded = {},
                         bool sub_objects = true, wire::u8 flags = 0) {
    std::vector<u32> handles{source_handle, target};
    CopyToRequest request;
    request.dest_handle_index = 1;
    request.want_sub_objects = sub_objects;
    request.copy_flags = flags;
    request.excluded_tags = std::move(excluded);
    return send<CopyToResponse>(request, handles);
  }
  static void add_recipient(mailbox::OpenMessage& message, std::u16string name) {
    mailbox::RecipientChange change;
    change.type = 1;
    change.properties.set(pid_tag_display_name, std::move(name));
    std::vector<mailbox::RecipientChange> changes;
    changes.push_back(std::move(change));
    EXPECT_TRUE(message.change_recipients(std::move(changes)));
  }
  static std::vector<std::u16string> recipients(mailbox::OpenMessage& message) {
    std::vector<std::u16string> names;
    for (const store::Recipient& recipient : **message.recipients()) {
      names.push_back(*recipient.properties.get<std::u16string>(pid_tag_display_name));
    }
    return names;
  }
  static std::vector<std::u16string> attachments(mailbox::OpenMessage& message) {
    std::vector<std::u16string> names;
    for (const store::Attachment& attachment : **message.attachments()) {
      names.push_back(*attachment.properties.get<std::u16string>(pid_tag_attach_long_filename));
    }
    return names;
  }
  // A message with something of everything.
  mailbox::OpenMessagePtr full_message() {
    auto message = new_message();
    set(*message, pid_tag_subject, text(u"Subject"));
    set(*message, pid_tag_importance, wire::i32{2});
    add_recipient(*message, u"Bob");
    attach(message, u"a.txt", wire::Bytes(10'000, 'a'));
    return message;
  }

  mailbox::OpenMessagePtr source = full_message();
  mailbox::OpenMessagePtr destination = new_message();
  u32 from = add(source);
  u32 to = add(destination);
};

TEST_F(CopyTest, PropertiesAreCopied) {
  const auto response = copy_properties(from, to, {pid_tag_importance, pid_tag_normalized_subject});
  EXPECT_EQ(response.return_value, ErrorCode::success);
  EXPECT_THAT(response.property_problems, IsEmpty());
  EXPECT_EQ(get(*destination, pid_tag_importance), PropertyValue(wire::i32{2}));
  EXPECT_EQ(get(*destination, pid_tag_subject), text(u"Subject"));
  EXPECT_THAT(recipients(*destination), IsEmpty());
}

TEST_F(CopyTest, WhatIsNotThereOrCannotBeSetIsAProblem) {
  const auto response =
      copy_properties(from, to, {pid_tag_importance, pid_tag_body, pid_tag_message_size, pid_tag_body});
  EXPECT_THAT(response.property_problems,
              ElementsAre(PropertyProblem{1, pid_tag_body, ErrorCode::not_found},
                          PropertyProblem{2, pid_tag_message_size, ErrorCode::access_denied},
                          PropertyProblem{3, pid_tag_body, ErrorCode::not_found}));
}

TEST_F(CopyTest, NoOverwriteLeavesWhatTheDestinationHas) {
  set(*destination, pid_tag_importance, wire::i32{0});
  const auto response = copy_properties(from, to, {pid_tag_importance, pid_tag_subject}, copy_no_overwrite);
  EXPECT_THAT(response.property_problems, IsEmpty());
  EXPECT_EQ(get(*destination, pid_tag_importance), PropertyValue(wire::i32{0}));
  copy_properties(from, to, {pid_tag_importance});
  EXPECT_EQ(get(*destination, pid_tag_importance), PropertyValue(wire::i32{2}));
}

TEST_F(CopyTest, MovedPropertiesLeaveTheSource) {
  set(*source, pid_tag_body, text(u"Body"));
  const auto response = copy_properties(from, to, {pid_tag_body, pid_tag_message_size}, copy_move);
  EXPECT_THAT(response.property_problems, SizeIs(1));
  EXPECT_EQ(get(*destination, pid_tag_body), text(u"Body"));
  EXPECT_EQ(get(*source, pid_tag_body), PropertyValue());
}

TEST_F(CopyTest, RecipientsAndAttachmentsAreCopiedByTheirTags) {
  add_recipient(*destination, u"Carol");
  attach(destination, u"old.txt", wire::Bytes(3));
  const auto response = copy_properties(from, to, {pid_tag_message_recipients, pid_tag_message_attachments});
  EXPECT_THAT(response.property_problems, IsEmpty());
  EXPECT_THAT(recipients(*destination), ElementsAre(u"Bob"));
  EXPECT_THAT(attachments(*destination), ElementsAre(u"a.txt"));
  EXPECT_THAT(recipients(*source), ElementsAre(u"Bob"));
}

TEST_F(CopyTest, NoOverwriteLeavesRecipientsAndAttachmentsThatAreThere) {
  add_recipient(*destination, u"Carol");
  copy_properties(from, to, {pid_tag_message_recipients, pid_tag_message_attachments}, copy_no_overwrite);
  EXPECT_THAT(recipients(*destination), ElementsAre(u"Carol"));
  EXPECT_THAT(attachments(*destination), ElementsAre(u"a.txt"));
}

TEST_F(CopyTest, CopyToTakesEverything) {
  const auto response = copy_to(from, to);
  EXPECT_EQ(response.return_value, ErrorCode::success);
  EXPECT_THAT(response.property_problems, IsEmpty());
  EXPECT_EQ(get(*destination, pid_tag_subject), text(u"Subject"));
  EXPECT_THAT(recipients(*destination), ElementsAre(u"Bob"));
  EXPECT_THAT(attachments(*destination), ElementsAre(u"a.txt"));
}

TEST_F(CopyTest, CopyToLeavesOutWhatIsExcluded) {
  copy_to(from, to,
          {oxcdata::with_type(pid_tag_importance, PropertyType::unspecified), pid_tag_message_recipients});
  EXPECT_EQ(get(*destination, pid_tag_importance), PropertyValue(wire::i32{1}));
  EXPECT_EQ(get(*destination, pid_tag_subject), text(u"Subject"));
  EXPECT_THAT(recipients(*destination), IsEmpty());
  EXPECT_THAT(attachments(*destination), ElementsAre(u"a.txt"));
}

TEST_F(CopyTest, CopyToWithoutSubobjects) {
  copy_to(from, to, {}, false);
  EXPECT_EQ(get(*destination, pid_tag_subject), text(u"Subject"));
  EXPECT_THAT(recipients(*destination), IsEmpty());
  EXPECT_THAT(attachments(*destination), IsEmpty());
}

TEST_F(CopyTest, CopyToMovesAndDoesNotOverwrite) {
  set(*destination, pid_tag_importance, wire::i32{0});
  copy_to(from, to, {}, false, copy_no_overwrite);
  EXPECT_EQ(get(*destination, pid_tag_importance), PropertyValue(wire::i32{0}));
  set(*source, pid_tag_body, text(u"Body"));
  copy_to(from, to, {}, false, copy_move);
  EXPECT_EQ(get(*destination, pid_tag_body), text(u"Body"));
  EXPECT_EQ(get(*source, pid_tag_body), PropertyValue());
}

TEST_F(CopyTest, NothingIsSavedByACopy) {
  ASSERT_TRUE(destination->save(false));
  copy_to(from, to);
  EXPECT_THAT(recipients(*reopened(*destination)), IsEmpty());
  ASSERT_TRUE(destination->save(false));
  const auto saved = reopened(*destination);
  EXPECT_THAT(recipients(*saved), ElementsAre(u"Bob"));
  EXPECT_EQ(get(*saved, pid_tag_subject), text(u"Subject"));
  const auto attachment = mailbox::OpenAttachment::open(saved, 0, mailbox::OpenMode::read_only);
  ASSERT_TRUE(attachment);
  EXPECT_EQ((*attachment)->property(id_of(pid_tag_attach_data_binary))->large->size(), 10'000u);
}

TEST_F(CopyTest, WhatStreamsHaveWrittenIsCopied) {
  std::vector<u32> handles{from, oxcrops::no_handle};
  send<OpenStreamResponse>(OpenStreamRequest{1, pid_tag_body, OpenStreamRequest::create}, handles);
  const wire::Bytes written{'H', 0, 'i', 0};
  send<WriteStreamResponse>(WriteStreamRequest{written}, handles[1]);
  copy_properties(from, to, {pid_tag_body});
  EXPECT_EQ(get(*destination, pid_tag_body), text(u"Hi"));
}

TEST_F(CopyTest, OtherFlagsAreRefused) {
  EXPECT_EQ(copy_properties(from, to, {}, 4).return_value, ErrorCode::invalid_parameter);
  EXPECT_EQ(copy_to(from, to, {}, true, 8).return_value, ErrorCode::invalid_parameter);
}

TEST_F(CopyTest, TheDestinationMustBeThere) {
  const auto properties = copy_properties(from, oxcrops::no_handle, {pid_tag_importance});
  EXPECT_EQ(properties.return_value, ErrorCode::null_destination_object);
  EXPECT_EQ(properties.dest_handle_index, 1u);
  const auto to_nothing = copy_to(from, oxcrops::no_handle);
  EXPECT_EQ(to_nothing.return_value, ErrorCode::null_destination_object);
  EXPECT_EQ(to_nothing.dest_handle_index, 1u);
  EXPECT_EQ(copy_to(oxcrops::no_handle, to).return_value, ErrorCode::null_object);
}

TEST_F(CopyTest, BothMustBeOfOneKindAndNotTheSame) {
  EXPECT_EQ(copy_to(from, add(folder)).return_value, ErrorCode::decline_copy);
  EXPECT_EQ(copy_to(from, from).return_value, ErrorCode::access_denied);
  EXPECT_EQ(copy_to(add(folder), add(folder)).return_value, ErrorCode::access_denied);
}

TEST_F(CopyTest, TheDestinationMustBeWritable) {
  destination->set_writable(false);
  EXPECT_EQ(copy_properties(from, to, {pid_tag_importance}).return_value, ErrorCode::access_denied);
  EXPECT_EQ(copy_to(from, to).return_value, ErrorCode::access_denied);
}

TEST_F(CopyTest, NothingIsEverUnderWay) {
  EXPECT_EQ(send<ProgressResponse>(ProgressRequest{}, from).return_value, ErrorCode::not_supported);
}

TEST_F(CopyTest, AttachmentsAreCopied) {
  const auto first = mailbox::OpenAttachment::open(source, 0, mailbox::OpenMode::read_only).value();
  const auto second = mailbox::OpenAttachment::create(destination).value();
  EXPECT_EQ(copy_to(add(first), add(second)).return_value, ErrorCode::success);
  EXPECT_EQ(get(*second, pid_tag_attach_long_filename), text(u"a.txt"));
  EXPECT_EQ(get(*second, pid_tag_attach_data_binary), PropertyValue(wire::Bytes(10'000, 'a')));
}

TEST_F(CopyTest, TheMessageThatAnAttachmentIsIsCopied) {
  const auto first = mailbox::OpenAttachment::create(source).value();
  set(*first, pid_tag_attach_method, wire::i32{5});
  const auto inner = first->embedded(true, true, 0).value();
  set(*inner, pid_tag_subject, text(u"Inner"));
  add_recipient(*inner, u"Dora");
  attach(inner, u"inner.txt", wire::Bytes(3, 'i'));
  ASSERT_TRUE(inner->save(false));
  const auto second = mailbox::OpenAttachment::create(destination).value();
  EXPECT_EQ(copy_to(add(first), add(second)).return_value, ErrorCode::success);
  ASSERT_TRUE(second->has_embedded());
  const auto copy = second->embedded(false, false, 0).value();
  EXPECT_EQ(get(*copy, pid_tag_subject), text(u"Inner"));
  EXPECT_THAT(recipients(*copy), ElementsAre(u"Dora"));
  EXPECT_THAT(attachments(*copy), ElementsAre(u"inner.txt"));
}

TEST_F(CopyTest, NamedPropertiesGetTheIdsOfAnotherMailbox) {
  const mailbox::MailboxPtr bob = rig().bob();
  const auto name = [](wire::u32 lid) {
    return oxcdata::PropertyName{oxcdata::PropertyName::Kind::lid, psetid_common, lid, {}};
  };
  bob->property_id(name(0xF001), true).value();
  alice->property_id(name(0xF002), true).value();
  const auto here = alice->property_id(name(0xF003), true).value();
  const auto tag = oxcdata::property_tag(here, PropertyType::integer32);
  set(*source, tag, wire::i32{77});
  mailbox::RecipientChange change;
  change.properties.set(pid_tag_display_name, text(u"Bob"));
  change.properties.set(tag, wire::i32{78});
  std::vector<mailbox::RecipientChange> changes;
  changes.push_back(std::move(change));
  ASSERT_TRUE(source->change_recipients(std::move(changes)));

  const auto bobs = std::make_shared<mailbox::Logon>(rig().owner(bob));
  const auto there = new_message(bobs, bob->special(mailbox::SpecialFolder::inbox));
  const u32 to_bob = add(there, bobs);
  EXPECT_THAT(copy_properties(from, to_bob, {tag}).property_problems, IsEmpty());
  EXPECT_THAT(copy_to(from, to_bob).property_problems, IsEmpty());
  const auto id = bob->property_id(name(0xF003), false).value();
  ASSERT_NE(id, 0);
  const auto tag_there = oxcdata::property_tag(id, PropertyType::integer32);
  EXPECT_EQ(get(*there, tag_there), PropertyValue(wire::i32{77}));
  EXPECT_EQ(*(*there->recipients())->front().properties.get<wire::i32>(tag_there), 78);
  EXPECT_THAT(attachments(*there), ElementsAre(u"a.txt"));
  ASSERT_TRUE(there->save(false));
}

class CopyFolderTest : public CopyTest {
 protected:
  CopyFolderTest() {
    set_folder(first, pid_tag_comment, text(u"Comment"));
    const auto message = mailbox::OpenMessage::create(logon, first, false, 0).value();
    EXPECT_TRUE(message->save(false));
    const auto associated = mailbox::OpenMessage::create(logon, first, true, 0).value();
    EXPECT_TRUE(associated->save(false));
  }
  void set_folder(store::FolderNumber number, PropertyTag tag, PropertyValue value) {
    std::vector<store::Property> properties;
    properties.push_back({tag, std::move(value), nullptr});
    EXPECT_THAT(*object(add(number)).set_properties(std::move(properties)), IsEmpty());
  }
  store::FolderCounts counts(store::FolderNumber number) { return alice->store().folder(number)->counts; }
  std::vector<std::u16string> folders(store::FolderNumber parent) {
    std::vector<std::u16string> names;
    for (const store::FolderRecord& record : *alice->store().folders(parent, true, false)) {
      names.push_back(record.name);
    }
    return names;
  }

  store::FolderNumber first = new_folder(folder, u"First");
  store::FolderNumber below = new_folder(first, u"Below");
  store::FolderNumber deep = new_folder(below, u"Deep");
  store::FolderNumber second = new_folder(folder, u"Second");
};

TEST_F(CopyFolderTest, ThePropertiesTheMessagesAndTheFolders) {
  const auto response = copy_to(add(first), add(second), {pid_tag_display_name});
  EXPECT_EQ(response.return_value, ErrorCode::success);
  EXPECT_THAT(response.property_problems, IsEmpty());
  EXPECT_EQ(get(object(add(second)), pid_tag_comment), text(u"Comment"));
  EXPECT_EQ(counts(second).messages, 1u);
  EXPECT_EQ(counts(second).associated, 1u);
  EXPECT_EQ(counts(first).messages, 1u);
  EXPECT_THAT(folders(second), ElementsAre(u"Below", u"Deep"));
}

TEST_F(CopyFolderTest, WithoutWhatIsExcluded) {
  copy_to(add(first), add(second),
          {pid_tag_display_name, pid_tag_container_contents, pid_tag_container_hierarchy, pid_tag_comment});
  EXPECT_EQ(counts(second).messages, 0u);
  EXPECT_EQ(counts(second).associated, 1u);
  EXPECT_THAT(folders(second), IsEmpty());
  EXPECT_EQ(get(object(add(second)), pid_tag_comment), PropertyValue());
}

TEST_F(CopyFolderTest, WithoutSubobjects) {
  copy_to(add(first), add(second), {pid_tag_display_name}, false);
  EXPECT_EQ(counts(second).messages + counts(second).associated, 0u);
  EXPECT_THAT(folders(second), IsEmpty());
  EXPECT_EQ(get(object(add(second)), pid_tag_comment), text(u"Comment"));
}

TEST_F(CopyFolderTest, TheNameOfANeighbourIsAProblem) {
  const auto response = copy_to(add(first), add(second), {}, false);
  ASSERT_THAT(response.property_problems, SizeIs(1));
  EXPECT_EQ(response.property_problems[0].property_tag, pid_tag_display_name);
  EXPECT_EQ(response.property_problems[0].error_code, ErrorCode::colliding_names);
}

TEST_F(CopyFolderTest, NotIntoItself) {
  EXPECT_EQ(copy_to(add(first), add(deep)).return_value, ErrorCode::folder_cycle);
  EXPECT_EQ(counts(deep).messages, 0u);
  EXPECT_EQ(copy_to(add(first), add(deep), {pid_tag_container_hierarchy}).return_value, ErrorCode::success);
  EXPECT_EQ(counts(deep).messages, 1u);
}

TEST_F(CopyFolderTest, NotOverAFolderOfTheSameName) {
  new_folder(second, u"below");
  EXPECT_EQ(copy_to(add(first), add(second)).return_value, ErrorCode::colliding_names);
  EXPECT_EQ(counts(second).messages, 0u);
}

TEST_F(CopyFolderTest, FoldersAreNotMoved) {
  EXPECT_EQ(copy_to(add(first), add(second), {}, true, copy_move).return_value, ErrorCode::not_supported);
  EXPECT_EQ(copy_properties(add(first), add(second), {pid_tag_comment}, copy_move).return_value,
            ErrorCode::not_supported);
}

TEST_F(CopyFolderTest, PropertiesOfFoldersAreCopiedAtOnce) {
  EXPECT_THAT(
      copy_properties(add(first), add(second), {pid_tag_comment, pid_tag_content_count}).property_problems,
      ElementsAre(PropertyProblem{1, pid_tag_content_count, ErrorCode::access_denied}));
  EXPECT_TRUE(alice->store().folder(second)->properties.find(id_of(pid_tag_comment)));
}

TEST_F(CopyFolderTest, PublicFoldersAreNotCopiedTo) {
  const auto public_store = rig().public_folders();
  const auto owner = std::make_shared<mailbox::Logon>(rig().owner(public_store));
  const u32 there = add(public_store->special(mailbox::SpecialFolder::public_ipm_subtree), owner);
  EXPECT_EQ(copy_to(add(first), there).return_value, ErrorCode::not_supported);
}

TEST_F(CopyFolderTest, OnlyTheOwnerChangesAFolder) {
  const auto bob = std::make_shared<mailbox::Logon>(rig().guest(alice, "bob@example.org"));
  EXPECT_EQ(copy_to(add(first, bob), add(second, bob)).return_value, ErrorCode::access_denied);
}

}  // namespace
}  // namespace mapigate::mapi
