// Messages and attachments that are open, on a real store: [MS-OXCMSG] section 3.2.5.

#include <gmock/gmock.h>

#include "gateway/mailbox/attachment_properties.hpp"
#include "gateway/mailbox/entry_ids.hpp"
#include "gateway/mailbox/ids.hpp"
#include "gateway/mailbox/message_flags.hpp"
#include "gateway/mailbox/open_attachment.hpp"
#include "gateway/mailbox/open_message.hpp"
#include "gateway/mailbox/property_values.hpp"
#include "gateway/mailbox/read_state.hpp"
#include "gateway/store/spool.hpp"
#include "protocol/oxprops/property_tags.hpp"
#include "protocol/wire/utf16.hpp"
#include "tests/unit/mailbox/message_rig.hpp"

namespace mapigate::mailbox {
namespace {

using namespace oxprops;
using namespace std::chrono_literals;
using oxcdata::id_of;
using oxcdata::PropertyTag;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

struct OpenMessageTest : ::testing::Test, MessageRig {};

template <class T>
T get(OpenMessage& message, PropertyTag tag) {
  const auto property = message.property(id_of(tag));
  EXPECT_TRUE(property) << name(tag);
  if (!property) return T{};
  EXPECT_EQ(property->tag, tag) << name(tag);
  const T* value = std::get_if<T>(&property->value);
  return value ? *value : T{};
}
std::string text(OpenMessage& message, PropertyTag tag) {
  const auto property = message.property(id_of(tag));
  return property ? wire::to_utf8(mailbox::text_of(*property, SIZE_MAX).value_or(u"?")) : "none";
}
std::uint32_t flags(OpenMessage& message) {
  return static_cast<std::uint32_t>(get<std::int32_t>(message, pid_tag_message_flags));
}
ErrorCode set(OpenMessage& message, PropertyTag tag, oxcdata::PropertyValue value) {
  const auto done = message.set_property({tag, std::move(value), nullptr});
  return done ? ErrorCode::success : done.error();
}
ErrorCode set_text(OpenMessage& message, PropertyTag tag, std::u16string_view value) {
  return set(message, tag, oxcdata::PropertyValue(std::u16string(value)));
}
ErrorCode result(const auto& outcome) { return outcome ? ErrorCode::success : outcome.error(); }

// --- new messages

TEST_F(OpenMessageTest, ANewOneHasTheInitialProperties) {
  const auto message = create();
  EXPECT_EQ(get<std::int32_t>(*message, pid_tag_importance), 1);
  EXPECT_EQ(text(*message, pid_tag_message_class), "IPM.Note");
  EXPECT_EQ(get<std::int32_t>(*message, pid_tag_sensitivity), 0);
  for (const PropertyTag tag : {pid_tag_display_to, pid_tag_display_cc, pid_tag_display_bcc}) {
    EXPECT_EQ(text(*message, tag), "");
  }
  EXPECT_EQ(flags(*message), 0x409u);
  EXPECT_GT(get<std::int32_t>(*message, pid_tag_message_size), 0);
  EXPECT_FALSE(get<bool>(*message, pid_tag_has_attachments));
  EXPECT_EQ(get<std::int32_t>(*message, pid_tag_trust_sender), 1);
  EXPECT_EQ(get<std::int32_t>(*message, pid_tag_access), 3);
  EXPECT_EQ(get<std::int32_t>(*message, pid_tag_access_level), 1);
  const wire::FileTime now{mailbox->now()};
  EXPECT_EQ(get<wire::FileTime>(*message, pid_tag_creation_time), now);
  EXPECT_EQ(get<wire::FileTime>(*message, pid_tag_last_modification_time), now);
  EXPECT_EQ(get<wire::FileTime>(*message, pid_tag_local_commit_time), now);
  EXPECT_EQ(get<wire::Bytes>(*message, pid_tag_search_key).size(), 16u);
  EXPECT_EQ(get<std::int32_t>(*message, pid_tag_message_locale_id), 0x407);
  EXPECT_EQ(get<std::int32_t>(*message, pid_tag_locale_id), 0x407);
  EXPECT_EQ(text(*message, pid_tag_creator_name), "Alice");
  EXPECT_EQ(text(*message, pid_tag_last_modifier_name), "Alice");
  EXPECT_FALSE(get<bool>(*message, pid_tag_has_named_properties));
  EXPECT_EQ(get<std::int32_t>(*message, pid_tag_object_type), 5);
  // Only a message that is saved has these.
  for (const PropertyTag tag : {pid_tag_entry_id, pid_tag_mid, pid_tag_source_key, pid_tag_change_key}) {
    EXPECT_EQ(message->property(id_of(tag)).error(), ErrorCode::not_found) << name(tag);
  }
  EXPECT_EQ(get<wire::i64>(*message, pid_tag_folder_id), static_cast<wire::i64>(folder_id(inbox)));
}

TEST_F(OpenMessageTest, NobodySeesItBeforeItIsSaved) {
  const auto message = create();
  ASSERT_EQ(set_text(*message, pid_tag_subject, u"RE: Hello"), ErrorCode::success);
  EXPECT_THAT(numbers_in(inbox), IsEmpty());
  ASSERT_TRUE(message->save(false));
  EXPECT_THAT(numbers_in(inbox), ElementsAre(message->number()));
  const auto other = open(message->number());
  EXPECT_EQ(text(*other, pid_tag_subject), "RE: Hello");
  EXPECT_EQ(text(*other, pid_tag_subject_prefix), "RE: ");
  EXPECT_EQ(text(*other, pid_tag_normalized_subject), "Hello");
  EXPECT_EQ(text(*other, pid_tag_conversation_topic), "Hello");
  EXPECT_EQ(get<wire::Bytes>(*other, pid_tag_conversation_id).size(), 16u);
}

TEST_F(OpenMessageTest, ASavedOneIsIdentified) {
  const auto message = saved();
  const MessageNumber number = message->number();
  EXPECT_EQ(get<wire::Bytes>(*message, pid_tag_entry_id), message_entry_id(*mailbox, inbox, number));
  EXPECT_EQ(get<wire::Bytes>(*message, pid_tag_parent_entry_id), folder_entry_id(*mailbox, inbox));
  EXPECT_EQ(get<wire::i64>(*message, pid_tag_mid), static_cast<wire::i64>(message_id(number)));
  EXPECT_EQ(get<wire::Bytes>(*message, pid_tag_source_key), source_key(*mailbox, number));
  EXPECT_EQ(get<wire::Bytes>(*message, pid_tag_parent_source_key), source_key(*mailbox, inbox));
  EXPECT_FALSE(get<wire::Bytes>(*message, pid_tag_change_key).empty());
  EXPECT_FALSE(get<wire::Bytes>(*message, pid_tag_predecessor_change_list).empty());
  EXPECT_EQ(get<wire::Bytes>(*message, pid_tag_store_entry_id), store_entry_id(*mailbox));
  EXPECT_EQ(get<std::int32_t>(*message, pid_tag_access), 7);
  const auto tags = message->property_tags();
  ASSERT_TRUE(tags);
  for (const PropertyTag tag :
       {pid_tag_entry_id, pid_tag_message_flags, pid_tag_importance, pid_tag_creator_name}) {
    EXPECT_THAT(*tags, Contains(tag));
  }
  for (const PropertyTag tag : *tags) EXPECT_TRUE(message->property(id_of(tag))) << name(tag);
}

TEST_F(OpenMessageTest, AnAssociatedOneIsInTheOtherTable) {
  const auto message = create(owner, true);
  ASSERT_TRUE(message->save(false));
  EXPECT_THAT(numbers_in(inbox), IsEmpty());
  EXPECT_THAT(numbers_in(inbox, store::Contents::associated), ElementsAre(message->number()));
  EXPECT_NE(flags(*message) & mf_fai, 0u);
  EXPECT_TRUE(get<bool>(*message, pid_tag_associated));
}

TEST_F(OpenMessageTest, IsCreatedOnlyInAFolder) {
  EXPECT_EQ(OpenMessage::create(owner, 4711, false, 0).error(), ErrorCode::not_found);
  const FolderNumber search = add_folder(u"Search", store::FolderKind::search);
  EXPECT_EQ(OpenMessage::create(owner, search, false, 0).error(), ErrorCode::search_folder);
  EXPECT_TRUE(OpenMessage::create(owner, search, true, 0));
}

// --- flags

TEST_F(OpenMessageTest, AClientSetsSomeFlagsUntilItSaves) {
  const auto message = create();
  ASSERT_EQ(set(*message, pid_tag_message_flags, std::int32_t{0xFFFF}), ErrorCode::success);
  EXPECT_EQ(flags(*message), mf_read | mf_ever_read | mf_unsent | mf_resend);
  ASSERT_EQ(set(*message, pid_tag_message_flags, std::int32_t{0}), ErrorCode::success);
  EXPECT_EQ(flags(*message), 0u);
  ASSERT_TRUE(message->save(false));
  EXPECT_EQ(flags(*message), mf_unmodified);
  EXPECT_FALSE(open(message->number())->is_read());
  // From then on they are read-only, which is no error.
  ASSERT_EQ(set(*message, pid_tag_message_flags, std::int32_t{0x9}), ErrorCode::success);
  ASSERT_TRUE(message->save(false));
  EXPECT_EQ(flags(*message), mf_unmodified);
}

TEST_F(OpenMessageTest, UnmodifiedEndsWithTheSecondSave) {
  const auto message = saved();
  EXPECT_NE(flags(*message) & mf_unmodified, 0u);
  ASSERT_TRUE(message->save(false));  // of nothing
  EXPECT_NE(flags(*message) & mf_unmodified, 0u);
  set(*message, pid_tag_importance, std::int32_t{2});
  ASSERT_TRUE(message->save(false));
  EXPECT_EQ(flags(*message) & mf_unmodified, 0u);
}

TEST_F(OpenMessageTest, RequestedReceiptsAreFlags) {
  const auto message = create();
  set(*message, pid_tag_read_receipt_requested, true);
  set(*message, pid_tag_non_receipt_notification_requested, true);
  EXPECT_EQ(flags(*message) & (mf_notify_read | mf_notify_unread), mf_notify_read | mf_notify_unread);
}

TEST_F(OpenMessageTest, TheServerSetsTheOthers) {
  const auto message = saved();
  ASSERT_TRUE(message->change_flags(mf_submitted, mf_unsent));
  ASSERT_TRUE(message->save(false));
  const auto other = open(message->number());
  EXPECT_EQ(flags(*other) & (mf_submitted | mf_unsent), mf_submitted);
}

TEST_F(OpenMessageTest, ReadAndUnreadAreDurableAtOnce) {
  const auto message = saved();
  const auto other = open(message->number());
  EXPECT_EQ(message->set_read(true).value(), false);
  EXPECT_EQ(message->set_read(false).value(), true);
  EXPECT_EQ(flags(*message) & (mf_read | mf_ever_read), 0u);
  EXPECT_FALSE(open(message->number())->is_read());
  // It is no change of the message: nobody is in conflict for it.
  set(*other, pid_tag_importance, std::int32_t{2});
  EXPECT_TRUE(other->save(false));
  EXPECT_FALSE(open(message->number())->is_read());
}

// --- properties

TEST_F(OpenMessageTest, WhatIsComputedCannotBeSet) {
  const auto message = saved();
  for (const PropertyTag tag : {pid_tag_entry_id, pid_tag_record_key, pid_tag_creator_entry_id}) {
    EXPECT_EQ(set(*message, tag, wire::Bytes{1}), ErrorCode::access_denied) << name(tag);
    EXPECT_EQ(result(message->delete_property(id_of(tag))), ErrorCode::access_denied) << name(tag);
  }
  for (const PropertyTag tag :
       {pid_tag_access, pid_tag_message_size, pid_tag_message_status, pid_tag_object_type}) {
    EXPECT_EQ(set(*message, tag, std::int32_t{1}), ErrorCode::access_denied) << name(tag);
  }
  EXPECT_EQ(set(*message, pid_tag_has_attachments, true), ErrorCode::access_denied);
  EXPECT_EQ(set_text(*message, pid_tag_creator_name, u"x"), ErrorCode::access_denied);
  EXPECT_EQ(set(*message, pid_tag_creation_time, wire::FileTime{1}), ErrorCode::access_denied);
}

TEST_F(OpenMessageTest, TimesThatAClientSetsHold) {
  const auto message = create();
  ASSERT_EQ(set(*message, pid_tag_creation_time, wire::FileTime{1000}), ErrorCode::success);
  ASSERT_EQ(set(*message, pid_tag_last_modification_time, wire::FileTime{2000}), ErrorCode::success);
  ASSERT_TRUE(message->save(false));
  const auto other = open(message->number());
  EXPECT_EQ(get<wire::FileTime>(*other, pid_tag_creation_time), wire::FileTime{1000});
  EXPECT_EQ(get<wire::FileTime>(*other, pid_tag_last_modification_time), wire::FileTime{2000});
  rig.clock.advance(1h);
  set(*other, pid_tag_importance, std::int32_t{2});
  ASSERT_TRUE(other->save(false));
  EXPECT_EQ(get<wire::FileTime>(*other, pid_tag_last_modification_time), wire::FileTime{mailbox->now()});
}

TEST_F(OpenMessageTest, NamedPropertiesAreKnown) {
  const auto message = create();
  oxcdata::PropertyName named;
  named.kind = oxcdata::PropertyName::Kind::name;
  named.name = u"X-Name";
  const auto id = mailbox->property_id(named, true);
  ASSERT_TRUE(id);
  ASSERT_EQ(set(*message, oxcdata::property_tag(*id, oxcdata::PropertyType::integer32), std::int32_t{7}),
            ErrorCode::success);
  ASSERT_TRUE(message->save(false));
  EXPECT_TRUE(get<bool>(*open(message->number()), pid_tag_has_named_properties));
}

TEST_F(OpenMessageTest, PropertiesThatAreDeletedAreGone) {
  const auto message = saved();
  set_text(*message, pid_tag_subject, u"Hello");
  set_text(*message, pid_tag_location, u"Here");
  ASSERT_TRUE(message->save(false));
  ASSERT_TRUE(message->delete_property(id_of(pid_tag_subject)));
  ASSERT_TRUE(message->delete_property(id_of(pid_tag_location)));
  EXPECT_TRUE(message->delete_property(id_of(pid_tag_initials)));  // is not there anyway
  ASSERT_TRUE(message->save(false));
  const auto other = open(message->number());
  EXPECT_EQ(text(*other, pid_tag_subject), "none");
  EXPECT_EQ(text(*other, pid_tag_location), "none");
}

TEST_F(OpenMessageTest, TooMuchForTheMemoryIsRefused) {
  const auto message = create();
  const std::u16string value(16'000, u'x');
  ErrorCode error{};
  std::uint16_t id = 0x6800;
  for (; error == ErrorCode::success && id < 0x7C00; ++id) {
    error = set(*message, oxcdata::property_tag(id, oxcdata::PropertyType::string), value);
  }
  EXPECT_EQ(error, ErrorCode::out_of_memory);
  EXPECT_GT(id, 0x6800 + 400);
  // The same property again and again takes no more than once.
  const auto other = create();
  for (int i = 0; i < 2000; ++i) ASSERT_EQ(set(*other, pid_tag_location, value), ErrorCode::success);
}

// --- bodies

TEST_F(OpenMessageTest, ANewBodyTakesThePlaceOfTheOldOnes) {
  const auto message = create();
  set_text(*message, pid_tag_body, u"old text");
  set(*message, pid_tag_html, wire::Bytes{'<', 'p', '>', 'o', 'l', 'd'});
  EXPECT_EQ(text(*message, pid_tag_body), "old text");
  EXPECT_EQ(get<std::int32_t>(*message, pid_tag_native_body), 3);
  ASSERT_TRUE(message->save(false));
  const auto other = open(message->number());
  EXPECT_EQ(get<std::int32_t>(*other, pid_tag_native_body), 3);
  set_text(*other, pid_tag_body, u"new text");
  EXPECT_EQ(get<std::int32_t>(*other, pid_tag_native_body), 1);
  ASSERT_TRUE(other->save(false));
  const auto again = open(message->number());
  EXPECT_EQ(text(*again, pid_tag_body), "new text");
  const auto html = again->property(id_of(pid_tag_html));
  ASSERT_TRUE(html);
  const auto bytes = bytes_of(*html, SIZE_MAX).value();
  EXPECT_NE(std::string(bytes.begin(), bytes.end()).find("new text"), std::string::npos);
  EXPECT_FALSE(get<bool>(*again, pid_tag_rtf_in_sync));
}

TEST_F(OpenMessageTest, OtherFormatsAreMadeButNotListed) {
  const auto message = create();
  set_text(*message, pid_tag_body, u"text");
  EXPECT_TRUE(message->property(id_of(pid_tag_rtf_compressed)));
  const auto tags = message->property_tags();
  ASSERT_TRUE(tags);
  EXPECT_THAT(*tags, Contains(pid_tag_body));
  EXPECT_THAT(*tags, Not(Contains(pid_tag_rtf_compressed)));
  // And made anew when the text changes.
  set_text(*message, pid_tag_body, u"other");
  const auto html = message->property(id_of(pid_tag_html));
  ASSERT_TRUE(html);
  const auto bytes = bytes_of(*html, SIZE_MAX).value();
  EXPECT_NE(std::string(bytes.begin(), bytes.end()).find("other"), std::string::npos);
}

TEST_F(OpenMessageTest, ALargeBodyIsSavedAndReadAgain) {
  const auto message = create();
  const wire::Bytes html(300'000, 'x');
  ASSERT_TRUE(message->set_property({pid_tag_html, {}, store::memory_value(html)}));
  ASSERT_TRUE(message->save(false));
  const auto other = open(message->number());
  const auto property = other->property(id_of(pid_tag_html));
  ASSERT_TRUE(property);
  ASSERT_TRUE(property->large);
  EXPECT_TRUE(bytes_of(*property, SIZE_MAX) == html);
  EXPECT_GE(get<std::int32_t>(*other, pid_tag_message_size), 300'000);
}

// --- two sessions

TEST_F(OpenMessageTest, TheSecondToSaveIsTold) {
  const auto message = saved();
  const auto first = open(message->number());
  const auto second = open(message->number());
  set(*first, pid_tag_importance, std::int32_t{2});
  set_text(*second, pid_tag_location, u"Here");
  EXPECT_EQ(get<std::int32_t>(*second, pid_tag_importance), 1);
  ASSERT_TRUE(first->save(false));
  EXPECT_EQ(result(second->save(false)), ErrorCode::object_changed);
  EXPECT_EQ(result(second->save(false)), ErrorCode::object_changed);
  EXPECT_EQ(text(*open(message->number()), pid_tag_location), "none");
}

TEST_F(OpenMessageTest, ForceGoesOverWhatWasSavedMeanwhile) {
  const auto message = saved();
  const auto first = open(message->number());
  const auto second = open(message->number());
  set(*first, pid_tag_importance, std::int32_t{2});
  set_text(*first, pid_tag_location, u"There");
  set_text(*second, pid_tag_location, u"Here");
  ASSERT_TRUE(first->save(false));
  ASSERT_TRUE(second->save(true));
  const auto now = open(message->number());
  EXPECT_EQ(text(*now, pid_tag_location), "Here");
  // What the second one has not touched stays as the first has saved it.
  EXPECT_EQ(get<std::int32_t>(*now, pid_tag_importance), 2);
  // And the first is in conflict from then on.
  set(*first, pid_tag_importance, std::int32_t{0});
  EXPECT_EQ(result(first->save(false)), ErrorCode::object_changed);
}

TEST_F(OpenMessageTest, ForceKeepsRecipientsAndAttachmentsOfTheOther) {
  const auto message = saved();
  const auto first = open(message->number());
  const auto second = open(message->number());
  ASSERT_TRUE(first->change_recipients({to(0, u"Ann")}));
  ASSERT_TRUE(add_attachment(first, u"a.txt", "first"));
  ASSERT_TRUE(first->save(false));
  set_text(*second, pid_tag_location, u"Here");
  ASSERT_TRUE(second->save(true));
  const auto now = open(message->number());
  EXPECT_EQ(text(*now, pid_tag_display_to), "Ann");
  EXPECT_EQ(now->attachments().value()->size(), 1u);
  const auto third = open(message->number());
  ASSERT_TRUE(third->remove_all_recipients());
  set_text(*now, pid_tag_location, u"There");
  ASSERT_TRUE(now->save(false));
  ASSERT_TRUE(third->save(true));
  EXPECT_EQ(text(*open(message->number()), pid_tag_display_to), "");
  EXPECT_EQ(text(*open(message->number()), pid_tag_location), "There");
}

TEST_F(OpenMessageTest, AMessageThatHasGoneCannotBeSaved) {
  const auto message = saved();
  const auto other = open(message->number());
  set_text(*other, pid_tag_location, u"Here");
  const MessageNumber number = message->number();
  ASSERT_TRUE(mailbox->delete_messages(std::span(&number, 1), inbox, true));
  EXPECT_EQ(result(other->save(false)), ErrorCode::object_deleted);
  EXPECT_EQ(result(other->save(true)), ErrorCode::object_deleted);
  EXPECT_EQ(result(message->property(id_of(pid_tag_importance))), ErrorCode::object_deleted);
  EXPECT_THAT(numbers_in(inbox), IsEmpty());
}

TEST_F(OpenMessageTest, AMessageThatWasDeletedMeanwhileIsNotBroughtBack) {
  const auto message = saved();
  const auto other = open(message->number());
  set_text(*other, pid_tag_location, u"Here");
  const MessageNumber number = message->number();
  ASSERT_TRUE(mailbox->delete_messages(std::span(&number, 1), inbox, false));
  EXPECT_EQ(result(other->save(false)), ErrorCode::object_deleted);
  EXPECT_EQ(result(other->save(true)), ErrorCode::object_deleted);
}

TEST_F(OpenMessageTest, AfterAFailureEverythingIsAsBefore) {
  const FolderNumber doomed = add_folder(u"Doomed", store::FolderKind::generic);
  const auto message = OpenMessage::create(owner, doomed, false, 0).value();
  set_text(*message, pid_tag_subject, u"Hello");
  ASSERT_TRUE(message->change_recipients({to(0, u"Ann")}));
  ASSERT_TRUE(add_attachment(message, u"a.txt", "a"));
  ASSERT_TRUE(mailbox->delete_folder(doomed, std::nullopt));
  EXPECT_EQ(result(message->save(false)), ErrorCode::not_found);
  EXPECT_EQ(result(message->save(true)), ErrorCode::not_found);
  EXPECT_TRUE(message->is_new());
  EXPECT_TRUE(message->writable());
  EXPECT_EQ(text(*message, pid_tag_subject), "Hello");
  EXPECT_EQ(text(*message, pid_tag_display_to), "Ann");
  EXPECT_EQ(message->attachments().value()->size(), 1u);
}

TEST_F(OpenMessageTest, AMessageThatWasDeletedIsOpenedWhenItIsAskedFor) {
  const MessageNumber number = saved()->number();
  ASSERT_TRUE(mailbox->delete_messages(std::span(&number, 1), inbox, false));
  EXPECT_EQ(OpenMessage::open(owner, inbox, number, OpenMode::read_only, false).error(),
            ErrorCode::not_found);
  const auto message = OpenMessage::open(owner, inbox, number, OpenMode::read_only, true);
  ASSERT_TRUE(message);
  EXPECT_TRUE((*message)->property(id_of(pid_tag_deleted_on)));
}

TEST_F(OpenMessageTest, IsFoundInItsFolderOnly) {
  const MessageNumber number = saved()->number();
  const FolderNumber other = add_folder(u"Other", store::FolderKind::generic);
  EXPECT_EQ(OpenMessage::open(owner, other, number, OpenMode::read_only, false).error(),
            ErrorCode::not_found);
  EXPECT_EQ(OpenMessage::open(owner, 4711, number, OpenMode::read_only, false).error(), ErrorCode::not_found);
  EXPECT_EQ(OpenMessage::open(owner, inbox, 4711, OpenMode::read_only, false).error(), ErrorCode::not_found);
  const FolderNumber search = add_folder(u"Search", store::FolderKind::search);
  const auto shown = OpenMessage::open(owner, search, number, OpenMode::read_only, false);
  ASSERT_TRUE(shown);
  EXPECT_EQ((*shown)->folder(), inbox);
}

// --- rights

TEST_F(OpenMessageTest, ReadOnlyMeansThat) {
  const MessageNumber number = saved()->number();
  const auto message = OpenMessage::open(owner, inbox, number, OpenMode::read_only, false).value();
  EXPECT_EQ(get<std::int32_t>(*message, pid_tag_access_level), 0);
  EXPECT_EQ(set_text(*message, pid_tag_location, u"x"), ErrorCode::access_denied);
  EXPECT_EQ(result(message->change_recipients({to(0, u"x")})), ErrorCode::access_denied);
  EXPECT_EQ(result(message->remove_all_recipients()), ErrorCode::access_denied);
  EXPECT_EQ(result(message->delete_attachment(0)), ErrorCode::access_denied);
  EXPECT_EQ(result(OpenAttachment::create(message)), ErrorCode::access_denied);
  EXPECT_EQ(result(message->save(true)), ErrorCode::access_denied);
}

TEST_F(OpenMessageTest, RightsDecideHowFarItOpens) {
  const MessageNumber number = saved()->number();
  const auto guest = user("bob");
  const auto opened = [&](OpenMode mode) { return OpenMessage::open(guest, inbox, number, mode, false); };
  EXPECT_EQ(opened(OpenMode::read_only).error(), ErrorCode::access_denied);
  permit("bob", right_read_any);
  EXPECT_TRUE(opened(OpenMode::read_only));
  EXPECT_EQ(opened(OpenMode::read_write).error(), ErrorCode::access_denied);
  ASSERT_TRUE(opened(OpenMode::best_access));
  EXPECT_FALSE(opened(OpenMode::best_access).value()->writable());
  permit("bob", right_read_any | right_edit_any);
  EXPECT_TRUE(opened(OpenMode::read_write));
  EXPECT_TRUE(opened(OpenMode::best_access).value()->writable());
}

TEST_F(OpenMessageTest, PeopleEditWhatTheyHaveMade) {
  const auto guest = user("bob");
  EXPECT_EQ(OpenMessage::create(guest, inbox, false, 0).error(), ErrorCode::access_denied);
  permit("bob", right_create | right_read_any | right_edit_owned);
  const auto own = OpenMessage::create(guest, inbox, false, 0).value();
  ASSERT_TRUE(own->save(false));
  EXPECT_EQ(get<std::int32_t>(*own, pid_tag_access), 3);
  const auto again = OpenMessage::open(guest, inbox, own->number(), OpenMode::read_write, false);
  ASSERT_TRUE(again);
  set_text(**again, pid_tag_location, u"x");
  EXPECT_TRUE((*again)->save(false));
  EXPECT_EQ(OpenMessage::open(guest, inbox, saved()->number(), OpenMode::read_write, false).error(),
            ErrorCode::access_denied);
}

TEST_F(OpenMessageTest, RightsThatWereTakenAwayDoNotHoldAtTheSave) {
  const MessageNumber number = saved()->number();
  permit("bob", right_read_any | right_edit_any | right_create);
  const auto guest = user("bob");
  const auto message = OpenMessage::open(guest, inbox, number, OpenMode::read_write, false).value();
  const auto fresh = OpenMessage::create(guest, inbox, false, 0).value();
  set_text(*message, pid_tag_location, u"x");
  permit("bob", right_read_any);
  EXPECT_EQ(result(message->save(false)), ErrorCode::access_denied);
  EXPECT_EQ(result(fresh->save(false)), ErrorCode::access_denied);
}

// --- recipients

TEST_F(OpenMessageTest, RecipientsAreOfTheHandleUntilTheyAreSaved) {
  const auto message = saved();
  const auto other = open(message->number());
  ASSERT_TRUE(message->change_recipients({to(0, u"Ann"), to(2, u"Cy")}));
  EXPECT_EQ(text(*message, pid_tag_display_to), "Ann; Cy");
  EXPECT_THAT(*other->recipients().value(), IsEmpty());
  ASSERT_TRUE(message->save(false));
  const auto again = open(message->number());
  EXPECT_EQ(again->recipients().value()->size(), 2u);
  EXPECT_EQ(again->recipients().value()->back().row_id, 2u);
  EXPECT_EQ(text(*again, pid_tag_display_to), "Ann; Cy");
  ASSERT_TRUE(again->remove_all_recipients());
  EXPECT_TRUE(again->remove_all_recipients());  // also of none
  EXPECT_EQ(text(*again, pid_tag_display_to), "");
}

// --- attachments

TEST_F(OpenMessageTest, ANewAttachmentHasTheInitialProperties) {
  const auto message = create();
  const auto attachment = OpenAttachment::create(message).value();
  const auto value = [&](PropertyTag tag) { return attachment->property(id_of(tag)).value().value; };
  using Value = oxcdata::PropertyValue;
  EXPECT_EQ(value(pid_tag_attach_number), Value(std::int32_t{0}));
  EXPECT_EQ(value(pid_tag_attach_size), Value(std::int32_t{0x40}));
  EXPECT_EQ(value(pid_tag_access_level), Value(std::int32_t{1}));
  EXPECT_EQ(value(pid_tag_rendering_position), Value(std::int32_t{-1}));
  EXPECT_EQ(value(pid_tag_creation_time), Value(wire::FileTime{mailbox->now()}));
  EXPECT_EQ(value(pid_tag_last_modification_time), Value(wire::FileTime{mailbox->now()}));
  EXPECT_EQ(value(pid_tag_object_type), Value(std::int32_t{7}));
}

TEST_F(OpenMessageTest, AnAttachmentGoesUpInTwoSteps) {
  const auto message = saved();
  const auto attachment = OpenAttachment::create(message).value();
  ASSERT_TRUE(attachment->set_property({pid_tag_attach_long_filename, std::u16string(u"a.bin"), nullptr}));
  const wire::Bytes data(200'000, 0xAB);
  ASSERT_TRUE(attachment->set_property({pid_tag_attach_data_binary, {}, store::memory_value(data)}));
  EXPECT_THAT(*message->attachments().value(), IsEmpty());
  ASSERT_TRUE(attachment->save());
  EXPECT_EQ(message->attachments().value()->size(), 1u);
  EXPECT_TRUE(get<bool>(*message, pid_tag_has_attachments));
  EXPECT_THAT(*open(message->number())->attachments().value(), IsEmpty());
  ASSERT_TRUE(message->save(false));

  const auto other = open(message->number());
  EXPECT_NE(flags(*other) & mf_has_attach, 0u);
  const auto again = OpenAttachment::open(other, 0, OpenMode::read_only);
  ASSERT_TRUE(again);
  const auto property = (*again)->property(id_of(pid_tag_attach_data_binary));
  ASSERT_TRUE(property);
  EXPECT_TRUE(bytes_of(*property, SIZE_MAX) == data);
  EXPECT_EQ((*again)->property(id_of(pid_tag_attach_size)).value().value,
            oxcdata::PropertyValue(static_cast<std::int32_t>(attachment_size_of(*other, 0))));
  EXPECT_EQ(result((*again)->set_property({pid_tag_attach_tag, wire::Bytes{1}, nullptr})),
            ErrorCode::access_denied);
  EXPECT_EQ(result((*again)->save()), ErrorCode::access_denied);
  EXPECT_EQ(result(OpenAttachment::open(other, 1, OpenMode::read_only)), ErrorCode::not_found);
}

TEST_F(OpenMessageTest, AttachmentNumbersAreNotGivenTwice) {
  const auto message = create();
  const auto first = OpenAttachment::create(message).value();
  const auto second = OpenAttachment::create(message).value();
  EXPECT_EQ(first->number(), 0u);
  EXPECT_EQ(second->number(), 1u);
  ASSERT_TRUE(second->save());
  ASSERT_TRUE(message->delete_attachment(1));
  EXPECT_EQ(result(message->delete_attachment(1)), ErrorCode::not_found);
  EXPECT_EQ(OpenAttachment::create(message).value()->number(), 2u);
}

TEST_F(OpenMessageTest, ADeletedAttachmentIsGoneWhenTheMessageIsSaved) {
  const auto message = saved();
  ASSERT_TRUE(add_attachment(message, u"a.txt", "a"));
  ASSERT_TRUE(add_attachment(message, u"b.txt", "b"));
  ASSERT_TRUE(message->save(false));
  ASSERT_TRUE(message->delete_attachment(0));
  EXPECT_EQ(open(message->number())->attachments().value()->size(), 2u);
  ASSERT_TRUE(message->save(false));
  const auto other = open(message->number());
  ASSERT_EQ(other->attachments().value()->size(), 1u);
  EXPECT_EQ(other->attachments().value()->front().number, 1u);
}

TEST_F(OpenMessageTest, AnAttachmentOutlivesTheHandleOfItsMessage) {
  auto message = saved();
  const MessageNumber number = message->number();
  auto attachment = OpenAttachment::create(message).value();
  message.reset();
  EXPECT_TRUE(attachment->save());
  EXPECT_TRUE(attachment->message()->save(false));
  attachment.reset();
  EXPECT_EQ(open(number)->attachments().value()->size(), 1u);
}

// --- embedded messages

TEST_F(OpenMessageTest, AnEmbeddedMessageIsSavedThroughItsAttachment) {
  const auto message = saved();
  const auto attachment = OpenAttachment::create(message).value();
  EXPECT_EQ(result(attachment->embedded(false, false, 0)), ErrorCode::not_found);
  const auto embedded = attachment->embedded(true, true, 0).value();
  EXPECT_TRUE(embedded->is_new());
  set_text(*embedded, pid_tag_subject, u"Inside");
  ASSERT_TRUE(embedded->change_recipients({to(0, u"Ann")}));
  EXPECT_EQ(embedded->property(id_of(pid_tag_entry_id)).error(), ErrorCode::not_found);
  ASSERT_TRUE(embedded->save(false));
  EXPECT_FALSE(embedded->is_new());
  EXPECT_TRUE(attachment->has_embedded());
  EXPECT_THAT(*message->attachments().value(), IsEmpty());
  ASSERT_TRUE(attachment->save());
  ASSERT_TRUE(message->save(false));

  const auto again = OpenAttachment::open(open(message->number()), 0, OpenMode::read_write).value();
  EXPECT_EQ(again->property(id_of(pid_tag_attach_method)).value().value,
            oxcdata::PropertyValue(attach_embedded_message));
  EXPECT_EQ(again->property(id_of(pid_tag_attach_data_object)).value().tag, pid_tag_attach_data_object);
  const auto inner = again->embedded(true, false, 0).value();
  EXPECT_EQ(text(*inner, pid_tag_subject), "Inside");
  EXPECT_EQ(text(*inner, pid_tag_display_to), "Ann");
  EXPECT_EQ(get<wire::FileTime>(*inner, pid_tag_creation_time), wire::FileTime{mailbox->now()});
  set_text(*inner, pid_tag_subject, u"Changed");
  ASSERT_TRUE(inner->save(false));
  ASSERT_TRUE(again->save());
  ASSERT_TRUE(again->message()->save(false));
  const auto last = OpenAttachment::open(open(message->number()), 0, OpenMode::read_only).value();
  EXPECT_EQ(text(*last->embedded(false, false, 0).value(), pid_tag_subject), "Changed");
  EXPECT_EQ(result(last->embedded(true, false, 0)), ErrorCode::access_denied);
}

TEST_F(OpenMessageTest, MessagesWithinMessagesHaveALimit) {
  std::vector<OpenMessagePtr> messages{create()};
  std::vector<OpenAttachmentPtr> attachments;
  ErrorCode error{};
  while (error == ErrorCode::success && messages.size() < 50) {
    attachments.push_back(OpenAttachment::create(messages.back()).value());
    const auto inner = attachments.back()->embedded(true, true, 0);
    error = result(inner);
    if (inner) messages.push_back(*inner);
  }
  EXPECT_EQ(error, ErrorCode::too_complex);
  ASSERT_EQ(messages.size(), limits.embedding_depth + 1u);
  // From the innermost out.
  for (std::size_t i = messages.size() - 1; i > 0; --i) {
    ASSERT_TRUE(messages[i]->save(false)) << i;
    ASSERT_TRUE(attachments[i - 1]->save()) << i;
  }
  ASSERT_TRUE(messages[0]->save(false));
  EXPECT_EQ(open(messages[0]->number())->attachments().value()->size(), 1u);
}

// --- limits

TEST_F(OpenMessageTest, LimitsOfTheInstallation) {
  const auto message = create();
  std::vector<RecipientChange> many;
  for (std::uint32_t i = 0; i <= limits.recipients; ++i) many.push_back(to(i, u"x"));
  EXPECT_EQ(result(message->change_recipients(many)), ErrorCode::too_many_recips);
  many.pop_back();
  EXPECT_TRUE(message->change_recipients(many));
  for (std::uint32_t i = 0; i < limits.attachments; ++i) ASSERT_TRUE(add_attachment(message, u"x", "x"));
  EXPECT_EQ(result(OpenAttachment::create(message)), ErrorCode::max_attachment_exceeded);
  ASSERT_TRUE(message->save(false));
  ASSERT_TRUE(
      message->set_property({pid_tag_html, {}, store::memory_value(wire::Bytes(limits.size + 1, 'x'))}));
  EXPECT_EQ(result(message->save(false)), ErrorCode::message_too_big);
  EXPECT_TRUE(message->delete_property(id_of(pid_tag_html)));
  EXPECT_TRUE(message->save(false));
}

// --- public folders

struct PublicMessageTest : ::testing::Test, MessageRig {
  PublicMessageTest() : MessageRig(true) {}
};

TEST_F(PublicMessageTest, EachUserReadsForThemselves) {
  permit("carol", right_read_any | right_create | right_edit_any);
  permit("bob", right_read_any);
  const auto carol = user("carol");
  const auto bob = user("bob");
  const auto message = OpenMessage::create(carol, inbox, false, 0).value();
  ASSERT_TRUE(message->save(false));
  const auto opened = [&](const std::shared_ptr<Logon>& who) {
    return OpenMessage::open(who, inbox, message->number(), OpenMode::best_access, false).value();
  };
  EXPECT_TRUE(opened(carol)->is_read());  // has written it
  EXPECT_FALSE(opened(bob)->is_read());
  EXPECT_EQ(opened(bob)->set_read(true).value(), true);
  EXPECT_EQ(opened(bob)->set_read(true).value(), false);
  EXPECT_TRUE(opened(bob)->is_read());
  EXPECT_EQ(opened(carol)->set_read(false).value(), true);
  EXPECT_FALSE(opened(carol)->is_read());
  EXPECT_TRUE(opened(bob)->is_read());
  // What changes is unread again.
  const auto edited = opened(carol);
  set(*edited, pid_tag_importance, std::int32_t{2});
  ASSERT_TRUE(edited->save(false));
  EXPECT_FALSE(opened(bob)->is_read());
}

}  // namespace
}  // namespace mapigate::mailbox
