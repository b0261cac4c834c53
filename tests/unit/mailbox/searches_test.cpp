#include "gateway/mailbox/searches.hpp"

#include <future>

#include "gateway/mailbox/default_searches.hpp"
#include "gateway/mailbox/search_criteria.hpp"
#include "gateway/mailbox/search_plan.hpp"
#include "protocol/oxprops/named_properties.hpp"
#include "tests/unit/mailbox/folder_rig.hpp"

namespace mapigate::mailbox {
namespace {

using oxcdata::Restriction;
using oxcdata::RestrictionValue;
using store::FolderKind;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

RestrictionValue contains(oxcdata::PropertyTag tag, std::u16string text) {
  oxcdata::ContentRestriction content;
  content.fuzzy_level_low = oxcdata::fuzzy_substring;
  content.fuzzy_level_high = oxcdata::fuzzy_ignore_case;
  content.property_tag = tag;
  content.tagged_value = {tag, std::move(text)};
  return oxcdata::operand(std::move(content));
}
RestrictionValue subject_has(std::u16string text) {
  return contains(oxprops::pid_tag_subject, std::move(text));
}
RestrictionValue body_has(std::u16string text) { return contains(oxprops::pid_tag_body, std::move(text)); }
RestrictionValue unread() {
  oxcdata::BitMaskRestriction mask;
  mask.rel_op = oxcdata::BitMapRelOp::equal_to_zero;
  mask.property_tag = oxprops::pid_tag_message_flags;
  mask.mask = 1;
  return oxcdata::operand(mask);
}

struct SearchesTest : testing::Test, FolderRig {
  SearchesTest() : FolderRig(Kind::own) {}

  FolderNumber add_search(std::u16string name) { return add(std::move(name), top, FolderKind::search); }
  ErrorCode set(FolderNumber search_folder, const SearchRequest& request) {
    return error_of(set_search_criteria(owner(), search_folder, request));
  }
  std::vector<MessageNumber> found(FolderNumber search_folder) {
    mailbox->searches().run();
    return numbers_in(search_folder);
  }
  SearchState state(FolderNumber search_folder) { return search_state(owner(), search_folder).value(); }
  MessageNumber about(FolderNumber where, std::u16string subject) {
    return message(where, {.subject = std::move(subject)});
  }

  FolderNumber folder = add(u"A");
  FolderNumber below = add(u"B", folder);
  FolderNumber other = add(u"Other");
  FolderNumber search = add_search(u"S");
};

TEST_F(SearchesTest, FindsWhatIsThereAndWhatComes) {
  const MessageNumber there = about(folder, u"green apples");
  about(folder, u"pears");
  about(other, u"apples elsewhere");
  about(below, u"apples below");
  ASSERT_EQ(set(search, {.restriction = subject_has(u"APPLE"), .folders = {folder}}), ErrorCode::success);
  EXPECT_THAT(found(search), ElementsAre(there));
  const MessageNumber later = about(folder, u"more apples");
  about(folder, u"more pears");
  EXPECT_THAT(found(search), ElementsAre(there, later));
  EXPECT_EQ(record(search).counts.messages, 2u);
}

TEST_F(SearchesTest, LooksIntoFoldersBelowWhenAskedTo) {
  const MessageNumber deep = about(below, u"apples");
  ASSERT_EQ(set(search, {.restriction = subject_has(u"apples"), .folders = {folder}, .recursive = true}),
            ErrorCode::success);
  EXPECT_THAT(found(search), ElementsAre(deep));
  const FolderNumber fresh = add(u"C", below);
  const MessageNumber deeper = about(fresh, u"apples");
  EXPECT_THAT(found(search), ElementsAre(deep, deeper));
}

TEST_F(SearchesTest, AChangeOfAMessageChangesWhatIsFound) {
  const MessageNumber number = about(folder, u"apples");
  ASSERT_EQ(set(search, {.restriction = unread(), .folders = {folder}}), ErrorCode::success);
  EXPECT_THAT(found(search), ElementsAre(number));
  ASSERT_TRUE(mailbox->set_read(std::vector<MessageNumber>{number}, folder, true));
  EXPECT_THAT(found(search), IsEmpty());
  ASSERT_TRUE(mailbox->set_read(std::vector<MessageNumber>{number}, folder, false));
  EXPECT_THAT(found(search), ElementsAre(number));
}

TEST_F(SearchesTest, MessagesThatMoveAndGo) {
  ASSERT_EQ(set(search, {.restriction = subject_has(u"apples"), .folders = {folder}}), ErrorCode::success);
  const MessageNumber number = about(folder, u"apples");
  EXPECT_THAT(found(search), ElementsAre(number));
  EXPECT_EQ(partial(owner().transfer_messages(folder, other, {number}, false)), false);
  EXPECT_THAT(found(search), IsEmpty());
  EXPECT_EQ(partial(owner().transfer_messages(other, folder, {}, true)), false);
  const auto again = found(search);
  ASSERT_THAT(again, SizeIs(1));
  EXPECT_EQ(partial(owner().delete_messages(folder, again, false)), false);
  EXPECT_THAT(found(search), IsEmpty());
  EXPECT_EQ(partial(owner().transfer_messages(folder, folder, again, false)), false);
  EXPECT_THAT(found(search), SizeIs(1));
}

TEST_F(SearchesTest, AFolderThatMovesTakesItsMessagesAlong) {
  const MessageNumber number = about(below, u"apples");
  ASSERT_EQ(set(search, {.restriction = subject_has(u"apples"), .folders = {other}, .recursive = true}),
            ErrorCode::success);
  EXPECT_THAT(found(search), IsEmpty());
  EXPECT_EQ(partial(owner().move_folder(folder, other, u"")), false);
  EXPECT_THAT(found(search), ElementsAre(number));
  EXPECT_EQ(partial(owner().move_folder(folder, top, u"")), false);
  EXPECT_THAT(found(search), IsEmpty());
}

TEST_F(SearchesTest, AStaticSearchLooksOnce) {
  const MessageNumber number = about(folder, u"apples");
  ASSERT_EQ(set(search, {.restriction = subject_has(u"apples"), .folders = {folder}, .is_static = true}),
            ErrorCode::success);
  EXPECT_TRUE(state(search).running);
  EXPECT_FALSE(state(search).complete);
  EXPECT_THAT(found(search), ElementsAre(number));
  EXPECT_FALSE(state(search).running);
  EXPECT_TRUE(state(search).complete);
  const MessageNumber later = about(folder, u"apples");
  EXPECT_THAT(found(search), ElementsAre(number));
  ASSERT_EQ(set(search, {.restart = true, .is_static = true}), ErrorCode::success);
  EXPECT_THAT(found(search), ElementsAre(number, later));
}

TEST_F(SearchesTest, StopsAndGoesOn) {
  const MessageNumber number = about(folder, u"apples");
  ASSERT_EQ(set(search, {.restriction = subject_has(u"apples"), .folders = {folder}}), ErrorCode::success);
  EXPECT_THAT(found(search), ElementsAre(number));
  ASSERT_EQ(set(search, {.stop = true}), ErrorCode::success);
  EXPECT_FALSE(state(search).running);
  about(folder, u"apples");
  EXPECT_THAT(found(search), ElementsAre(number));
  ASSERT_EQ(set(search, {.restart = true}), ErrorCode::success);
  EXPECT_THAT(found(search), SizeIs(2));
}

TEST_F(SearchesTest, NewCriteriaTakeThePlaceOfTheOld) {
  about(folder, u"apples");
  const MessageNumber pears = about(folder, u"pears");
  ASSERT_EQ(set(search, {.restriction = subject_has(u"apples"), .folders = {folder}}), ErrorCode::success);
  EXPECT_THAT(found(search), SizeIs(1));
  ASSERT_EQ(set(search, {.restriction = subject_has(u"pears")}), ErrorCode::success);
  EXPECT_THAT(found(search), ElementsAre(pears));
  ASSERT_EQ(set(search, {.folders = {other}}), ErrorCode::success);
  EXPECT_THAT(found(search), IsEmpty());
  EXPECT_EQ(state(search).restriction, subject_has(u"pears"));
  EXPECT_THAT(state(search).folders, ElementsAre(other));
}

TEST_F(SearchesTest, CriteriaAreChecked) {
  const SearchRequest good{.restriction = subject_has(u"x"), .folders = {folder}};
  EXPECT_EQ(error_of(search_state(owner(), search)), ErrorCode::not_initialized);
  EXPECT_EQ(set(search, {.restriction = subject_has(u"x")}), ErrorCode::not_initialized);
  EXPECT_EQ(set(search, {.folders = {folder}}), ErrorCode::not_initialized);
  EXPECT_EQ(set(folder, good), ErrorCode::not_search_folder);
  EXPECT_EQ(error_of(search_state(owner(), folder)), ErrorCode::not_search_folder);
  EXPECT_EQ(set(search, {.restriction = subject_has(u"x"), .folders = {99'999}}), ErrorCode::not_found);
  EXPECT_EQ(set(search, {.restriction = subject_has(u"x"), .folders = {folder, search}}),
            ErrorCode::search_folder_scope_violation);
  oxcdata::PropertyRestriction member;
  member.rel_op = oxcdata::RelOp::member_of_dl;
  member.property_tag = oxprops::pid_tag_subject;
  member.tagged_value = {oxprops::pid_tag_subject, std::u16string(u"x")};
  EXPECT_EQ(set(search, {.restriction = oxcdata::operand(member), .folders = {folder}}),
            ErrorCode::too_complex);
  EXPECT_EQ(error_of(search_state(owner(), search)), ErrorCode::not_initialized);
  EXPECT_EQ(set(search, good), ErrorCode::success);
  FolderRig shared(FolderRig::Kind::public_folders);
  EXPECT_EQ(error_of(set_search_criteria(shared.owner(), shared.top, good)), ErrorCode::not_supported);
}

TEST_F(SearchesTest, ASearchMayLookIntoAnother) {
  const FolderNumber outer = add_search(u"Outer");
  const MessageNumber both = about(folder, u"green apples");
  about(folder, u"red apples");
  about(folder, u"green pears");
  ASSERT_EQ(set(search, {.restriction = subject_has(u"apples"), .folders = {folder}}), ErrorCode::success);
  ASSERT_EQ(set(outer, {.restriction = subject_has(u"green"), .folders = {search}}), ErrorCode::success);
  EXPECT_THAT(found(outer), ElementsAre(both));
  const MessageNumber later = about(folder, u"more green apples");
  EXPECT_THAT(found(outer), ElementsAre(both, later));
  // What the inner one begins to look for, the outer one sees.
  ASSERT_EQ(set(search, {.restriction = subject_has(u"pears")}), ErrorCode::success);
  EXPECT_THAT(found(outer), SizeIs(1));
  EXPECT_EQ(set(search, {.folders = {outer}}), ErrorCode::search_folder_scope_violation);
}

TEST_F(SearchesTest, BodiesAreReadWhereRowsDoNotSay) {
  const MessageNumber large = message(folder, {.body = std::u16string(20'000, u'x') + u" needle"});
  const MessageNumber small = message(folder, {.body = u"a needle"});
  message(folder, {.body = u"hay"});
  store::Content html;
  const std::string_view page = "<html><body>need<b>le</b></body></html>";
  html.properties.set(oxprops::pid_tag_html, wire::Bytes(page.begin(), page.end()));
  const MessageNumber converted = save(folder, std::move(html));
  ASSERT_EQ(set(search, {.restriction = body_has(u"NEEDLE"), .folders = {folder}}), ErrorCode::success);
  EXPECT_THAT(found(search), UnorderedElementsAre(large, small, converted));
}

TEST_F(SearchesTest, RecipientsAndAttachmentsAreLookedAt) {
  store::Content content;
  store::Recipient recipient;
  recipient.type = 1;
  recipient.properties.set(oxprops::pid_tag_display_name, std::u16string(u"Robert"));
  content.recipients.push_back(std::move(recipient));
  const MessageNumber number = save(folder, std::move(content));
  message(folder);
  oxcdata::SubObjectRestriction sub_object;
  sub_object.subobject = oxprops::pid_tag_message_recipients;
  sub_object.restriction = contains(oxprops::pid_tag_display_name, u"robert");
  ASSERT_EQ(set(search, {.restriction = oxcdata::operand(sub_object), .folders = {folder}}),
            ErrorCode::success);
  EXPECT_THAT(found(search), ElementsAre(number));
}

TEST_F(SearchesTest, ManyBodiesAreFoundThroughTheIndex) {
  std::vector<store::MessageWrite> writes;
  for (int i = 0; i < 1100; ++i) {
    store::Content content;
    content.properties.set(oxprops::pid_tag_body, std::u16string(i % 100 == 7 ? u"the needles" : u"hay"));
    NewMessage where;
    where.folder = folder;
    writes.push_back(message_write(*mailbox, std::move(content), where));
  }
  ASSERT_TRUE(mailbox->save_messages(writes));
  const MessageNumber inside = message(folder, {.body = u"pineneedles"});
  mailbox->searches().run();  // what is new is looked at without the index
  ASSERT_EQ(set(search, {.restriction = body_has(u"needle"), .folders = {folder}}), ErrorCode::success);
  EXPECT_THAT(found(search), SizeIs(11));
  // The index knows the beginnings of words, a look at every body all of them.
  ASSERT_EQ(set(search, {.restart = true, .without_index = true}), ErrorCode::success);
  const auto all = found(search);
  EXPECT_THAT(all, SizeIs(12));
  EXPECT_THAT(all, testing::Contains(inside));
}

TEST_F(SearchesTest, WhatWaitsIsDoneByTheNextProcess) {
  ASSERT_EQ(set(search, {.restriction = subject_has(u"apples"), .folders = {folder}}), ErrorCode::success);
  const MessageNumber number = about(folder, u"apples");
  mailbox.reset();
  rig.close();
  mailbox = rig.alice();
  EXPECT_THAT(found(search), ElementsAre(number));
  about(folder, u"apples");
  mailbox.reset();
  rig.close();
  mailbox = rig.alice();
  EXPECT_THAT(found(search), SizeIs(2));
}

TEST_F(SearchesTest, AWorkerDoesItByItself) {
  mailbox.reset();
  rig.close();
  auto parts = rig.parts();
  parts.search_worker = std::make_shared<SearchWorker>();
  const Config config;
  Mailboxes mailboxes(config, parts);
  mailbox = mailboxes.open(*rig.user("alice@example.org"), 0).value();
  ASSERT_EQ(set(search, {.restriction = subject_has(u"apples"), .folders = {folder}}), ErrorCode::success);
  std::promise<MessageNumber> shown;
  {
    const auto subscription = mailbox->events().subscribe([&](const Event& event) {
      if (event.search && event.folder == search) shown.set_value(event.message);
    });
    const MessageNumber number = about(folder, u"apples");
    auto future = shown.get_future();
    ASSERT_EQ(future.wait_for(std::chrono::minutes(1)), std::future_status::ready);
    EXPECT_EQ(future.get(), number);
  }
  mailbox.reset();
}

TEST_F(SearchesTest, ThoseWhoLookAreTold) {
  std::vector<Event> events;
  ASSERT_EQ(set(search, {.restriction = subject_has(u"apples"), .folders = {folder}}), ErrorCode::success);
  mailbox->searches().run();
  const auto subscription = mailbox->events().subscribe([&](const Event& event) {
    if (event.search) events.push_back(event);
  });
  const MessageNumber number = about(folder, u"apples");
  mailbox->searches().run();
  ASSERT_THAT(events, SizeIs(1));
  EXPECT_EQ(events[0].kind, EventKind::message_created);
  EXPECT_EQ(events[0].folder, search);
  EXPECT_EQ(events[0].message, number);
  ASSERT_TRUE(mailbox->set_read(std::vector<MessageNumber>{number}, folder, true));
  mailbox->searches().run();
  ASSERT_THAT(events, SizeIs(2));
  EXPECT_EQ(events[1].kind, EventKind::message_changed);
}

TEST_F(SearchesTest, ARecoveredSearchFolderHasMissedNothing) {
  ASSERT_EQ(set(search, {.restriction = subject_has(u"apples"), .folders = {folder}}), ErrorCode::success);
  EXPECT_THAT(found(search), IsEmpty());
  EXPECT_EQ(partial(owner().delete_folder(top, search, {})), false);
  const MessageNumber number = about(folder, u"apples");
  mailbox->searches().run();
  EXPECT_EQ(partial(owner().move_folder(search, top, u"")), false);
  EXPECT_THAT(found(search), ElementsAre(number));
}

TEST_F(SearchesTest, CopiesOfASearchFolderSearch) {
  const MessageNumber number = about(folder, u"apples");
  ASSERT_EQ(set(search, {.restriction = subject_has(u"apples"), .folders = {folder}}), ErrorCode::success);
  EXPECT_EQ(partial(owner().copy_folder(search, other, u"copy", false)), false);
  EXPECT_THAT(found(*child(other, u"copy")), ElementsAre(number));
}

TEST_F(SearchesTest, RemindersAndTasksAreFoundInANewMailbox) {
  const FolderNumber reminders = mailbox->special(SpecialFolder::reminders);
  const FolderNumber to_do = mailbox->special(SpecialFolder::to_do);
  ASSERT_NE(reminders, 0u);
  ASSERT_NE(to_do, 0u);
  const std::uint16_t id = mailbox->property_id(oxprops::pid_lid_reminder_set.property_name(), true).value();
  const auto with_reminder = [&](FolderNumber where, std::u16string message_class) {
    store::Content content;
    content.properties.set(oxcdata::property_tag(id, oxcdata::PropertyType::boolean), true);
    content.properties.set(oxprops::pid_tag_message_class, std::move(message_class));
    return save(where, std::move(content));
  };
  const MessageNumber due = with_reminder(folder, u"IPM.Note");
  with_reminder(mailbox->special(SpecialFolder::deleted_items), u"IPM.Note");
  with_reminder(folder, u"IPM.Schedule.Meeting.Request");
  EXPECT_THAT(found(reminders), ElementsAre(due));

  const MessageNumber task = message(folder, {.message_class = u"IPM.Task"});
  message(folder, {.message_class = u"IPM.TaskRequest"});
  store::Content flagged;
  flagged.properties.set(oxprops::pid_tag_flag_status, std::int32_t{2});
  const MessageNumber flagged_message = save(folder, std::move(flagged));
  EXPECT_THAT(found(to_do), UnorderedElementsAre(task, flagged_message));
  // They are given once: a client may set others.
  ASSERT_EQ(set(to_do, {.restriction = subject_has(u"mine")}), ErrorCode::success);
  ASSERT_TRUE(install_default_searches(*mailbox));
  EXPECT_EQ(state(to_do).restriction, subject_has(u"mine"));
}

TEST(BodyTexts, OnlyWhereABodyMustHaveOneOfThem) {
  const auto texts = [](const RestrictionValue& restriction) { return body_texts(*restriction.restriction); };
  EXPECT_EQ(texts(body_has(u"a")), (std::vector<std::u16string>{u"a"}));
  EXPECT_EQ(texts(subject_has(u"a")), std::nullopt);
  oxcdata::NotRestriction no;
  no.restriction = body_has(u"a");
  EXPECT_EQ(texts(oxcdata::operand(no)), std::nullopt);
  oxcdata::NotRestriction twice;
  twice.restriction = oxcdata::operand(no);
  EXPECT_EQ(texts(oxcdata::operand(twice)), (std::vector<std::u16string>{u"a"}));
  oxcdata::OrRestriction any;
  any.restrictions.push_back(*body_has(u"a").restriction);
  any.restrictions.push_back(*subject_has(u"a").restriction);
  any.restrictions.push_back(*body_has(u"b").restriction);
  EXPECT_EQ(texts(oxcdata::operand(any)), (std::vector<std::u16string>{u"a", u"b"}));
  any.restrictions.push_back(Restriction{oxcdata::ExistRestriction{oxprops::pid_tag_body}});
  EXPECT_EQ(texts(oxcdata::operand(any)), std::nullopt);
}

}  // namespace
}  // namespace mapigate::mailbox
