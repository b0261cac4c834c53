// Rules of folders, [MS-OXORULE], on real stores: what is kept of them, and what they make of messages.

#include "gateway/mailbox/rules.hpp"

#include "gateway/mailbox/deferred_actions.hpp"
#include "gateway/mailbox/entry_ids.hpp"
#include "gateway/mailbox/ids.hpp"
#include "gateway/mailbox/out_of_office.hpp"
#include "gateway/mailbox/rule_table.hpp"
#include "gateway/mailbox/vouching.hpp"
#include "protocol/oxorule/extended_rules.hpp"
#include "protocol/oxorule/rule_state.hpp"
#include "protocol/wire/writer.hpp"
#include "tests/unit/mailbox/mail_rig.hpp"

namespace mapigate::mailbox {
namespace {

using namespace oxprops;
using namespace std::chrono_literals;
using namespace oxorule;
using oxcdata::id_of;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

ActionBlock action(ActionType type, ActionData data = {}, std::uint32_t flavor = 0) {
  ActionBlock block;
  block.type = type;
  block.flavor = flavor;
  block.data = std::move(data);
  return block;
}
oxcdata::Restriction subject_has(std::u16string text) {
  oxcdata::ContentRestriction restriction;
  restriction.fuzzy_level_low = oxcdata::fuzzy_substring;
  restriction.fuzzy_level_high = oxcdata::fuzzy_ignore_case;
  restriction.property_tag = pid_tag_subject;
  restriction.tagged_value = {pid_tag_subject, std::move(text)};
  return {std::move(restriction)};
}

struct RulesTest : ::testing::Test, MailRig {
  RulesTest() { inbox = special("bob", SpecialFolder::inbox); }

  struct NewRule {
    std::int32_t sequence = 10;
    std::uint32_t state = st_enabled;
    std::u16string provider = u"Provider";
    std::u16string subject = u"";  // that the message has in it
  };
  static RuleChange change_for(const NewRule& rule, std::vector<ActionBlock> actions) {
    RuleChange change;
    const auto add = [&](oxcdata::PropertyTag tag, oxcdata::PropertyValue value) {
      change.values.push_back({tag, std::move(value)});
    };
    RuleAction written;
    written.action_blocks = std::move(actions);
    add(pid_tag_rule_sequence, rule.sequence);
    add(pid_tag_rule_state, static_cast<std::int32_t>(rule.state));
    add(pid_tag_rule_provider, rule.provider);
    add(pid_tag_rule_condition,
        oxcdata::RestrictionValue{std::make_shared<const oxcdata::Restriction>(subject_has(rule.subject))});
    add(pid_tag_rule_actions, to_rule_actions(written).value());
    return change;
  }
  ErrorCode modify(std::vector<RuleChange> changes, bool replace = false) {
    const auto modified = modify_rules(*logon("bob"), inbox, replace, std::move(changes));
    return modified ? ErrorCode::success : modified.error();
  }
  ErrorCode modify(RuleChange change) {
    std::vector<RuleChange> changes;
    changes.push_back(std::move(change));
    return modify(std::move(changes));
  }
  void add_rule(const NewRule& rule, std::vector<ActionBlock> actions) {
    ASSERT_EQ(modify(change_for(rule, std::move(actions))), ErrorCode::success);
  }
  std::vector<store::Properties> rows() { return rule_rows(*logon("bob"), inbox).value(); }
  std::uint32_t state(std::size_t row) {
    return static_cast<std::uint32_t>(value_or(rows()[row], pid_tag_rule_state, std::int32_t{0}));
  }
  MoveCopyData to_folder(FolderNumber folder) {
    MoveCopyData data;
    data.server_eid = {true, folder_id(folder), {}, 0, {}};
    return data;
  }
  ForwardDelegateData to_people(const std::vector<std::string>& people) {
    ForwardDelegateData data;
    for (const std::string& one : people) {
      RecipientBlockData block;
      for (const auto tag : {pid_tag_display_name, pid_tag_email_address, pid_tag_address_type}) {
        block.property_values.push_back({tag, recipient(one).properties.find(id_of(tag))->value});
      }
      block.property_values.push_back({pid_tag_recipient_type, std::int32_t{1}});
      data.recipient_blocks.push_back(std::move(block));
    }
    return data;
  }
  // A message from Alice to Bob.
  void mail(std::u16string subject = u"Mail") {
    ASSERT_EQ(submit(draft("alice", {"bob"}, std::move(subject))), ErrorCode::success);
    deliver_all();
  }
  std::size_t count(FolderNumber folder, std::u16string_view subject = {}) {
    return find("bob", folder, subject).size();
  }
  MessageNumber add_template(std::string message_class, const wire::Guid& guid) {
    store::MessageWrite write;
    write.folder = inbox;
    write.associated = true;
    store::Properties& properties = write.content.properties;
    properties.set(pid_tag_message_class, wire::to_utf16(message_class));
    properties.set(pid_tag_reply_template_id, wire::Bytes(guid.bytes.begin(), guid.bytes.end()));
    properties.set(pid_tag_normalized_subject, std::u16string(u"I am away"));
    properties.set(pid_tag_body, std::u16string(u"Back on Monday"));
    return box("bob").save_message(write).value().number;
  }
  ActionBlock reply_with(ActionType type, MessageNumber number, const wire::Guid& guid) {
    ReplyData data;
    data.reply_template_fid = folder_id(inbox);
    data.reply_template_mid = message_id(number);
    data.reply_template_guid = guid;
    return action(type, data);
  }
  void set_out_of_office(bool value) {
    store::Property property{pid_tag_out_of_office_state, value, nullptr};
    ASSERT_TRUE(box("bob").store().change_store_properties({property}, {}));
    if (value) {
      ASSERT_TRUE(begin_out_of_office(box("bob")));
    }
  }

  FolderNumber inbox = 0;
  const wire::Guid template_guid{{1, 2, 3}};
};

// --- what is kept of rules

TEST_F(RulesTest, RulesHaveIdsAndAreInTheOrderOfTheirSequence) {
  add_rule({20, st_enabled, u"B"}, {action(ActionType::delete_)});
  add_rule({10, st_enabled, u"A"}, {action(ActionType::mark_as_read)});
  const auto kept = rows();
  ASSERT_THAT(kept, SizeIs(2));
  EXPECT_EQ(text(kept[0], pid_tag_rule_provider), "A");
  EXPECT_EQ(text(kept[1], pid_tag_rule_provider), "B");
  const auto first = value_or(kept[0], pid_tag_rule_id, std::int64_t{0});
  EXPECT_NE(first, 0);
  EXPECT_NE(first, value_or(kept[1], pid_tag_rule_id, std::int64_t{0}));
  // The actions are the bytes that were given.
  const auto* actions = kept[1].get<oxcdata::RuleActions>(pid_tag_rule_actions);
  ASSERT_TRUE(actions);
  EXPECT_EQ(parse_rule_action(*actions).value().action_blocks[0].type, ActionType::delete_);
  EXPECT_TRUE(kept[0].get<oxcdata::RestrictionValue>(pid_tag_rule_condition));
}

TEST_F(RulesTest, RulesAreModifiedAndRemovedByTheirIds) {
  add_rule({}, {action(ActionType::delete_)});
  const auto id = value_or(rows()[0], pid_tag_rule_id, std::int64_t{0});
  RuleChange change;
  change.kind = RuleChange::Kind::modify;
  change.values.push_back({pid_tag_rule_id, id});
  change.values.push_back({pid_tag_rule_name, std::u16string(u"Name")});
  ASSERT_EQ(modify(change), ErrorCode::success);
  EXPECT_EQ(text(rows()[0], pid_tag_rule_name), "Name");
  EXPECT_EQ(text(rows()[0], pid_tag_rule_provider), "Provider");
  change.values[0].value = id + 100;
  EXPECT_EQ(modify(change), ErrorCode::not_found);
  change.values.erase(change.values.begin());
  EXPECT_EQ(modify(change), ErrorCode::invalid_parameter);
  RuleChange removal;
  removal.kind = RuleChange::Kind::remove;
  removal.values.push_back({pid_tag_rule_id, id});
  EXPECT_EQ(modify(removal), ErrorCode::success);
  EXPECT_THAT(rows(), IsEmpty());
  EXPECT_EQ(modify(removal), ErrorCode::not_found);
}

TEST_F(RulesTest, AllAreReplacedOrNone) {
  add_rule({10, st_enabled, u"Old"}, {action(ActionType::delete_)});
  std::vector<RuleChange> changes;
  changes.push_back(change_for({10, st_enabled, u"New"}, {action(ActionType::delete_)}));
  changes.push_back(change_for({20, st_enabled, u"New"}, {action(ActionType::delete_)}));
  auto wrong = changes;
  wrong[1].values.pop_back();
  EXPECT_EQ(modify(wrong, true), ErrorCode::invalid_parameter);
  EXPECT_EQ(text(rows()[0], pid_tag_rule_provider), "Old");
  wrong = changes;
  wrong[1].kind = RuleChange::Kind::modify;
  EXPECT_EQ(modify(wrong, true), ErrorCode::invalid_parameter);
  ASSERT_EQ(modify(changes, true), ErrorCode::success);
  EXPECT_THAT(rows(), SizeIs(2));
  EXPECT_EQ(text(rows()[0], pid_tag_rule_provider), "New");
}

TEST_F(RulesTest, OnlyTheOwnerOfAFolderSeesItsRules) {
  const Logon guest(open("bob"), rig.actor("alice@example.org"));
  EXPECT_EQ(rule_rows(guest, inbox).error(), ErrorCode::access_denied);
  EXPECT_EQ(modify_rules(guest, inbox, true, {}).error(), ErrorCode::access_denied);
  EXPECT_EQ(modify_rules(*logon("bob"), 0x999999, true, {}).error(), ErrorCode::not_found);
}

TEST_F(RulesTest, RefusesWhatTheDocumentExcludes) {
  const auto with = [&](oxcdata::PropertyTag tag, oxcdata::PropertyValue value) {
    RuleChange change = change_for({}, {action(ActionType::delete_)});
    std::erase_if(change.values, [&](const auto& one) { return id_of(one.tag) == id_of(tag); });
    change.values.push_back({tag, std::move(value)});
    return modify(std::move(change));
  };
  EXPECT_EQ(
      with(oxcdata::with_type(pid_tag_rule_sequence, oxcdata::PropertyType::integer16), std::int16_t{1}),
      ErrorCode::invalid_parameter);
  EXPECT_EQ(with(pid_tag_rule_condition, oxcdata::RestrictionValue{}), ErrorCode::invalid_parameter);
  EXPECT_EQ(with(pid_tag_rule_actions, oxcdata::RuleActions{{1, 0, 1, 0}}), ErrorCode::rule_format);
  oxcdata::PropertyRestriction member;
  member.rel_op = oxcdata::RelOp::member_of_dl;
  member.property_tag = pid_tag_sender_entry_id;
  member.tagged_value = {pid_tag_sender_entry_id, wire::Bytes{1}};
  EXPECT_EQ(with(pid_tag_rule_condition, oxcdata::operand(member)), ErrorCode::too_complex);
  const auto flavored = [&](ActionType type, ActionData data, std::uint32_t flavor) {
    return modify(change_for({}, {action(type, std::move(data), flavor)}));
  };
  EXPECT_EQ(flavored(ActionType::delete_, {}, 1), ErrorCode::invalid_parameter);
  EXPECT_EQ(flavored(ActionType::forward, to_people({"carol"}), forward_as_attachment | forward_no_changes),
            ErrorCode::invalid_parameter);
  EXPECT_EQ(flavored(ActionType::reply, ReplyData{}, 3), ErrorCode::invalid_parameter);
  EXPECT_EQ(with(pid_tag_rule_provider_data, wire::Bytes(max_rules_size, 1)), ErrorCode::out_of_memory);
  EXPECT_THAT(rows(), IsEmpty());
}

TEST_F(RulesTest, BitsOfTheServerAreNotTheClients) {
  add_rule({10, st_enabled | st_error | st_rule_parse_error}, {action(ActionType::delete_)});
  EXPECT_EQ(state(0), st_enabled);
}

TEST_F(RulesTest, PublicFoldersHaveFewerActions) {
  const auto folders = rig.public_folders();
  const Logon owner(folders, rig.actor("alice@example.org", true));
  const FolderNumber tree = folders->special(SpecialFolder::public_ipm_subtree);
  const auto add = [&](ActionBlock block, std::uint32_t rule_state) {
    std::vector<RuleChange> changes;
    changes.push_back(change_for({10, rule_state}, {std::move(block)}));
    const auto modified = modify_rules(owner, tree, false, std::move(changes));
    return modified ? ErrorCode::success : modified.error();
  };
  EXPECT_EQ(add(action(ActionType::delete_), st_enabled), ErrorCode::success);
  EXPECT_EQ(add(action(ActionType::mark_as_read), st_enabled), ErrorCode::invalid_parameter);
  EXPECT_EQ(add(action(ActionType::delete_), st_only_when_oof), ErrorCode::invalid_parameter);
}

// --- which rules run

TEST_F(RulesTest, OnlyEnabledRulesWhoseConditionHolds) {
  add_rule({10, 0}, {action(ActionType::delete_)});
  add_rule({20, st_enabled, u"P", u"spam"}, {action(ActionType::delete_)});
  mail(u"Ham");
  mail(u"Cheap SPAM");
  EXPECT_EQ(count(inbox, u"Ham"), 1);
  EXPECT_EQ(count(inbox, u"Cheap SPAM"), 0);
}

TEST_F(RulesTest, AnExitLevelEndsAllButRulesOfWhoIsOutOfOffice) {
  set_out_of_office(true);
  const FolderNumber a = add_folder("bob", u"A");
  const FolderNumber b = add_folder("bob", u"B");
  const FolderNumber c = add_folder("bob", u"C");
  add_rule({10, st_enabled | st_exit_level}, {action(ActionType::copy, to_folder(a))});
  add_rule({20, st_enabled}, {action(ActionType::copy, to_folder(b))});
  add_rule({30, st_enabled | st_only_when_oof | st_exit_level}, {action(ActionType::mark_as_read)});
  add_rule({40, st_enabled | st_only_when_oof}, {action(ActionType::copy, to_folder(c))});
  mail();
  EXPECT_EQ(count(a), 1);
  EXPECT_EQ(count(b), 0);
  EXPECT_EQ(count(c), 0);
  EXPECT_TRUE(find("bob", inbox)[0].read);
}

TEST_F(RulesTest, RulesOfWhoIsOutOfOfficeRunOnlyThen) {
  add_rule({10, st_only_when_oof}, {action(ActionType::mark_as_read)});
  mail(u"In");
  EXPECT_FALSE(find("bob", inbox, u"In")[0].read);
  set_out_of_office(true);
  mail(u"Out");
  EXPECT_TRUE(find("bob", inbox, u"Out")[0].read);
}

TEST_F(RulesTest, ARuleCanPassOverWhatIsSafe) {
  add_rule({10, st_enabled | st_skip_if_scl_is_safe}, {action(ActionType::delete_)});
  mail();  // from within: SCL -1
  EXPECT_EQ(count(inbox), 1);
}

// --- actions within the mailbox

TEST_F(RulesTest, AMovedMessageIsNewMailInItsFolder) {
  const FolderNumber target = add_folder("bob", u"Target");
  add_rule({}, {action(ActionType::move, to_folder(target))});
  events.clear();
  mail();
  EXPECT_EQ(count(inbox), 0);
  EXPECT_EQ(count(target), 1);
  std::vector<FolderNumber> folders;
  for (const Event& event : events) {
    if (event.kind == EventKind::new_mail) folders.push_back(event.folder);
  }
  EXPECT_THAT(folders, ElementsAre(target));
}

TEST_F(RulesTest, ACopyIsAsTheMessageWasThen) {
  const FolderNumber target = add_folder("bob", u"Target");
  TagData tag;
  tag.tag = pid_tag_importance;
  tag.value = std::int32_t{2};
  add_rule({10}, {action(ActionType::copy, to_folder(target)), action(ActionType::tag, tag),
                  action(ActionType::mark_as_read)});
  mail();
  const auto here = find("bob", inbox);
  const auto there = find("bob", target);
  ASSERT_THAT(here, SizeIs(1));
  ASSERT_THAT(there, SizeIs(1));
  EXPECT_EQ(value_or(here[0].properties, pid_tag_importance, std::int32_t{9}), 2);
  EXPECT_TRUE(here[0].read);
  EXPECT_EQ(value_or(there[0].properties, pid_tag_importance, std::int32_t{9}), 1);
  EXPECT_FALSE(there[0].read);
}

TEST_F(RulesTest, RulesOfTheFolderThatItGoesToRunToo) {
  const FolderNumber first = add_folder("bob", u"First");
  const FolderNumber second = add_folder("bob", u"Second");
  add_rule({}, {action(ActionType::move, to_folder(first))});
  std::vector<RuleChange> changes;
  changes.push_back(change_for({}, {action(ActionType::move, to_folder(second))}));
  ASSERT_TRUE(modify_rules(*logon("bob"), first, false, std::move(changes)));
  // And back again, which ends it.
  std::vector<RuleChange> back;
  back.push_back(change_for({}, {action(ActionType::move, to_folder(inbox))}));
  ASSERT_TRUE(modify_rules(*logon("bob"), second, false, std::move(back)));
  mail();
  EXPECT_EQ(count(inbox), 0);
  EXPECT_EQ(count(first), 0);
  EXPECT_EQ(count(second), 1);
}

TEST_F(RulesTest, ARuleInErrorIsSaidOnceAndTheMessageStays) {
  const FolderNumber target = add_folder("bob", u"Target");
  add_rule({10, st_enabled, u"Provider"},
           {action(ActionType::mark_as_read), action(ActionType::move, to_folder(target))});
  ASSERT_TRUE(box("bob").delete_folder(target, std::nullopt));
  mail(u"One");
  mail(u"Two");
  EXPECT_EQ(count(inbox), 2);
  EXPECT_EQ(state(0), st_enabled | st_error);
  const auto errors = find("bob", SpecialFolder::deferred_action);
  ASSERT_THAT(errors, SizeIs(1));
  const store::Properties& dem = errors[0].properties;
  EXPECT_EQ(text(dem, pid_tag_message_class), "IPC.Microsoft Exchange 4.0.Deferred Error");
  EXPECT_EQ(value_or(dem, pid_tag_rule_error, std::int32_t{0}), 6);
  EXPECT_EQ(value_or(dem, pid_tag_rule_action_type, std::int32_t{0}), 1);
  EXPECT_EQ(value_or(dem, pid_tag_rule_action_number, std::int32_t{0}), 1);
  EXPECT_EQ(text(dem, pid_tag_rule_provider), "Provider");
  EXPECT_EQ(value_or(dem, pid_tag_rule_id, std::int64_t{0}),
            value_or(rows()[0], pid_tag_rule_id, std::int64_t{1}));
  EXPECT_EQ(value_or(dem, pid_tag_rule_folder_entry_id, wire::Bytes()), folder_entry_id(box("bob"), inbox));
  EXPECT_EQ(value_or(dem, pid_tag_dam_original_entry_id, wire::Bytes()),
            message_entry_id(box("bob"), inbox, find("bob", inbox, u"One")[0].number));
}

// --- actions for clients

TEST_F(RulesTest, ActionsForClientsAreMessagesInTheDeferredActionFolder) {
  add_rule({10, st_enabled, u"One"}, {action(ActionType::defer_action, DeferData{{1, 2}})});
  add_rule({20, st_enabled, u"Two"}, {action(ActionType::defer_action, DeferData{{3}})});
  add_rule({30, st_enabled, u"One"}, {action(ActionType::defer_action, DeferData{{4}})});
  MoveCopyData elsewhere;
  elsewhere.folder_in_this_store = false;
  elsewhere.store_eid = {1};
  elsewhere.folder_eid = {2};
  add_rule({40, st_enabled, u"Two"}, {action(ActionType::move, elsewhere)});
  mail();
  const auto arrived = find("bob", inbox);
  ASSERT_THAT(arrived, SizeIs(1));
  EXPECT_TRUE(value_or(arrived[0].properties, pid_tag_has_deferred_action_messages, false));
  const auto deferred = find("bob", SpecialFolder::deferred_action);
  ASSERT_THAT(deferred, SizeIs(2));
  const store::Properties& dam = deferred[0].properties;
  EXPECT_EQ(text(dam, pid_tag_message_class), "IPC.Microsoft Exchange 4.0.Deferred Action");
  EXPECT_EQ(text(dam, pid_tag_rule_provider), "One");
  EXPECT_FALSE(value_or(dam, pid_tag_dam_back_patched, true));
  const wire::Bytes original = message_entry_id(box("bob"), inbox, arrived[0].number);
  EXPECT_EQ(value_or(dam, pid_tag_dam_original_entry_id, wire::Bytes()), original);
  EXPECT_EQ(value_or(dam, pid_tag_deferred_action_message_original_entry_id, oxcdata::ServerId{}).message_id,
            message_id(arrived[0].number));
  EXPECT_THAT(value_or(dam, pid_tag_rule_ids, wire::Bytes()), SizeIs(16));
  const auto actions =
      parse_rule_action(oxcdata::RuleActions{value_or(dam, pid_tag_client_actions, wire::Bytes())});
  ASSERT_TRUE(actions);
  ASSERT_THAT(actions->action_blocks, SizeIs(2));
  EXPECT_EQ(std::get<DeferData>(actions->action_blocks[1].data).bytes, wire::Bytes({4}));

  // A client that has downloaded the message gives it another name.
  const wire::Bytes local{9, 9, 9};
  ASSERT_TRUE(update_deferred_actions(logon("bob"), original, local));
  for (const auto& one : find("bob", SpecialFolder::deferred_action)) {
    EXPECT_EQ(value_or(one.properties, pid_tag_dam_original_entry_id, wire::Bytes()), local);
    EXPECT_TRUE(value_or(one.properties, pid_tag_dam_back_patched, false));
  }
  EXPECT_TRUE(update_deferred_actions(logon("bob"), original, local));
}

// --- actions that send

TEST_F(RulesTest, RepliesWithTheTemplate) {
  const MessageNumber number = add_template("IPM.Note.rules.ReplyTemplate.Microsoft", template_guid);
  add_rule({}, {reply_with(ActionType::reply, number, template_guid)});
  mail(u"Question");
  const auto replies = find("alice", SpecialFolder::inbox);
  ASSERT_THAT(replies, SizeIs(1));
  EXPECT_EQ(subject_of(replies[0]), u"I am away");
  EXPECT_EQ(text(replies[0].properties, pid_tag_body), "Back on Monday");
  EXPECT_EQ(text(replies[0].properties, pid_tag_sender_name), "Bob");
  EXPECT_EQ(text(replies[0].properties, pid_tag_in_reply_to_id),
            text(find("bob", inbox)[0].properties, pid_tag_internet_message_id));
  EXPECT_EQ(value_or(replies[0].properties, pid_tag_auto_response_suppress, std::int32_t{0}), -1);
  EXPECT_EQ(replies[0].properties.find(id_of(pid_tag_reply_template_id)), nullptr);
  EXPECT_THAT(find("bob", SpecialFolder::outgoing), IsEmpty());
}

TEST_F(RulesTest, ATemplateThatIsNotTheOneIsAnError) {
  const MessageNumber number = add_template("IPM.Note.rules.ReplyTemplate.Microsoft", wire::Guid{{7}});
  add_rule({}, {reply_with(ActionType::reply, number, template_guid)});
  mail();
  EXPECT_THAT(find("alice", SpecialFolder::inbox), IsEmpty());
  const auto errors = find("bob", SpecialFolder::deferred_action);
  ASSERT_THAT(errors, SizeIs(1));
  EXPECT_EQ(value_or(errors[0].properties, pid_tag_rule_error, std::int32_t{0}), 0xA);
}

TEST_F(RulesTest, ProgramsAreNotAnswered) {
  const MessageNumber number = add_template("IPM.Note.rules.ReplyTemplate.Microsoft", template_guid);
  add_rule({}, {reply_with(ActionType::reply, number, template_guid)});
  auto suppressed = draft("alice", {"bob"}, u"Suppressed");
  set(*suppressed, pid_tag_auto_response_suppress, std::int32_t{0x20});
  ASSERT_EQ(submit(suppressed), ErrorCode::success);
  auto list = draft("alice", {"bob"}, u"List");
  set(*list, pid_tag_transport_message_headers, std::u16string(u"Subject: List\r\nPrecedence: bulk\r\n"));
  ASSERT_EQ(submit(list), ErrorCode::success);
  auto report = draft("alice", {"bob"}, u"Report");
  set(*report, pid_tag_message_class, std::u16string(u"REPORT.IPM.Note.NDR"));
  ASSERT_EQ(submit(report), ErrorCode::success);
  deliver_all();
  EXPECT_EQ(count(inbox), 3);
  EXPECT_THAT(find("alice", SpecialFolder::inbox), IsEmpty());
}

TEST_F(RulesTest, EverybodyIsToldOnceThatSomebodyIsOutOfOffice) {
  const MessageNumber number = add_template("IPM.Note.rules.OofTemplate.Microsoft", template_guid);
  add_rule({10, st_enabled | st_only_when_oof | st_keep_oof_hist},
           {reply_with(ActionType::oof_reply, number, template_guid)});
  set_out_of_office(true);
  mail(u"One");
  mail(u"Two");
  auto replies = find("alice", SpecialFolder::inbox);
  ASSERT_THAT(replies, SizeIs(1));
  EXPECT_EQ(subject_of(replies[0]), u"Automatic reply: One");
  set_out_of_office(false);
  mail(u"Three");
  rig.clock.advance(24h);
  set_out_of_office(true);
  mail(u"Four");
  EXPECT_THAT(find("alice", SpecialFolder::inbox), SizeIs(2));
}

TEST_F(RulesTest, Forwards) {
  add_rule({}, {action(ActionType::forward, to_people({"carol"}))});
  mail(u"Plain");
  const auto arrived = find("carol", SpecialFolder::inbox);
  ASSERT_THAT(arrived, SizeIs(1));
  EXPECT_EQ(subject_of(arrived[0]), u"FW: Plain");
  EXPECT_EQ(text(arrived[0].properties, pid_tag_sender_name), "Bob");
  EXPECT_EQ(text(arrived[0].properties, pid_tag_display_to), "Carol");
  EXPECT_TRUE(value_or(arrived[0].properties, pid_tag_auto_forwarded, false));
  EXPECT_EQ(text(arrived[0].properties, pid_tag_received_by_name), "Carol");
  EXPECT_EQ(count(inbox), 1);
}

TEST_F(RulesTest, RedirectsWithoutChanges) {
  add_rule({},
           {action(ActionType::forward, to_people({"carol"}), forward_preserve_sender | forward_no_changes)});
  mail(u"Plain");
  const auto arrived = find("carol", SpecialFolder::inbox);
  ASSERT_THAT(arrived, SizeIs(1));
  EXPECT_EQ(subject_of(arrived[0]), u"Plain");
  EXPECT_EQ(text(arrived[0].properties, pid_tag_sender_name), "Alice");
  EXPECT_EQ(text(arrived[0].properties, pid_tag_display_to), "Bob");
}

TEST_F(RulesTest, ForwardsAsAnAttachment) {
  add_rule({}, {action(ActionType::forward, to_people({"carol"}), forward_as_attachment)});
  mail(u"Plain");
  const auto arrived = find("carol", SpecialFolder::inbox);
  ASSERT_THAT(arrived, SizeIs(1));
  const auto attachments = box("carol").store().attachments(arrived[0].number).value();
  ASSERT_THAT(attachments, SizeIs(1));
  ASSERT_TRUE(attachments[0].embedded);
  EXPECT_EQ(text(attachments[0].embedded->properties, pid_tag_normalized_subject), "Plain");
  EXPECT_EQ(text(attachments[0].embedded->properties, pid_tag_sender_name), "Alice");
}

TEST_F(RulesTest, WhatMustNotBePassedOnIsNot) {
  add_rule({}, {action(ActionType::forward, to_people({"carol"}))});
  auto message = draft("alice", {"bob"}, u"Private");
  set(*message, pid_tag_recipient_reassignment_prohibited, true);
  ASSERT_EQ(submit(message), ErrorCode::success);
  deliver_all();
  EXPECT_EQ(count(inbox), 1);
  EXPECT_THAT(find("carol", SpecialFolder::inbox), IsEmpty());
}

TEST_F(RulesTest, TwoWhoForwardToOneAnotherComeToAnEnd) {
  add_rule({}, {action(ActionType::forward, to_people({"alice"}))});
  std::vector<RuleChange> changes;
  changes.push_back(change_for({}, {action(ActionType::forward, to_people({"bob"}))}));
  ASSERT_TRUE(
      modify_rules(*logon("alice"), special("alice", SpecialFolder::inbox), false, std::move(changes)));
  mail(u"Loop");
  EXPECT_EQ(find("alice", SpecialFolder::inbox).size() + count(inbox), 3);
}

TEST_F(RulesTest, ThreeWhoForwardToAllOthersComeToAnEndSoon) {
  const std::vector<std::string> all{"alice", "bob", "carol"};
  for (const std::string& one : all) {
    std::vector<std::string> others;
    std::ranges::copy_if(all, std::back_inserter(others), [&](const auto& other) { return other != one; });
    std::vector<RuleChange> changes;
    changes.push_back(change_for({}, {action(ActionType::forward, to_people(others))}));
    ASSERT_TRUE(modify_rules(*logon(one), special(one, SpecialFolder::inbox), false, std::move(changes)));
  }
  mail(u"Loop");
  std::size_t messages = 0;
  for (const std::string& one : all) messages += find(one, SpecialFolder::inbox).size();
  EXPECT_EQ(messages, 1 + 2 + 4 + 4);
}

TEST_F(RulesTest, ForwardsToTooManyAreAnError) {
  std::vector<std::string> people;
  for (int i = 0; i < 300; ++i) people.push_back("user" + std::to_string(i) + "@example.com");
  add_rule({}, {action(ActionType::forward, to_people(people))});
  mail();
  const auto errors = find("bob", SpecialFolder::deferred_action);
  ASSERT_THAT(errors, SizeIs(1));
  EXPECT_EQ(value_or(errors[0].properties, pid_tag_rule_error, std::int32_t{0}), 0xD);
}

TEST_F(RulesTest, DelegatesGetItInTheNameOfTheirPrincipal) {
  add_rule({}, {action(ActionType::delegate, to_people({"carol"})), action(ActionType::delete_)});
  mail(u"Meeting");
  EXPECT_EQ(count(inbox), 0);
  const auto arrived = find("carol", SpecialFolder::inbox);
  ASSERT_THAT(arrived, SizeIs(1));
  EXPECT_EQ(subject_of(arrived[0]), u"Meeting");
  EXPECT_EQ(text(arrived[0].properties, pid_tag_received_by_name), "Carol");
  EXPECT_EQ(text(arrived[0].properties, pid_tag_received_representing_name), "Bob");
  EXPECT_TRUE(value_or(arrived[0].properties, pid_tag_delegated_by_rule, false));
  EXPECT_EQ(text(arrived[0].properties, pid_tag_sender_name), "Alice");
}

TEST_F(RulesTest, ARejectedMessageComesBackAndDoesNotAppear) {
  BounceData data;
  data.bounce_code = BounceData::Code::message_too_large;
  add_rule({}, {action(ActionType::bounce, data)});
  mail(u"Big");
  EXPECT_EQ(count(inbox), 0);
  const auto reports = find("alice", SpecialFolder::inbox);
  ASSERT_THAT(reports, SizeIs(1));
  EXPECT_EQ(text(reports[0].properties, pid_tag_message_class), "REPORT.IPM.Note.NDR");
  EXPECT_EQ(
      value_or(reports[0].recipients[0].properties, pid_tag_non_delivery_report_status_code, std::int32_t{0}),
      534);
}

// What somebody sends must not say what becomes of messages in the mailbox whose rule passes it on.
TEST_F(RulesTest, AForwardedMessageDecidesNothingInTheMailboxItComesFrom) {
  add_rule({10, st_enabled, u"P", u"Trap"}, {action(ActionType::forward, to_people({"carol"}))});
  mail(u"Victim");
  const MessageNumber victim = find("bob", inbox, u"Victim")[0].number;
  auto trap = draft("alice", {"bob"}, u"Trap");
  set(*trap, pid_tag_original_entry_id, message_entry_id(box("bob"), inbox, victim));
  set(*trap, pid_tag_delete_after_submit, true);
  ASSERT_EQ(submit(trap), ErrorCode::success);
  deliver_all();
  EXPECT_EQ(count(inbox, u"Victim"), 1);
  EXPECT_THAT(find("carol", SpecialFolder::inbox), SizeIs(1));
}

// --- extended rules

TEST_F(RulesTest, ExtendedRulesRunAmongTheOthers) {
  const FolderNumber target = add_folder("bob", u"Target");
  oxcdata::PropertyName name;
  name.kind = oxcdata::PropertyName::Kind::name;
  name.guid = wire::Guid{{5}};
  name.name = u"colour";
  const std::uint16_t here = box("alice").property_id(name, true).value();
  const auto tag_here = oxcdata::property_tag(here, oxcdata::PropertyType::string);
  // In the rule it has an id of the rule's own.
  const auto tag_in_rule = oxcdata::property_tag(0x8001, oxcdata::PropertyType::string);
  ExtendedRuleCondition condition;
  condition.named_property_information.prop_ids = {0x8001};
  condition.named_property_information.named_properties = {name};
  oxcdata::PropertyRestriction red;
  red.rel_op = oxcdata::RelOp::equal;
  red.property_tag = tag_in_rule;
  red.tagged_value = {tag_in_rule, std::u16string(u"red")};
  condition.rule_restriction.alternative = red;
  ExtendedRuleActions actions;
  ExtendedMoveCopyData move;
  move.folder_eid = folder_entry_id(box("bob"), target);
  actions.rule_actions_buffer.action_blocks.push_back(action(ActionType::move, move));
  store::MessageWrite write;
  write.folder = inbox;
  write.associated = true;
  store::Properties& rule = write.content.properties;
  rule.set(pid_tag_message_class, std::u16string(u"IPM.ExtendedRule.Message"));
  rule.set(pid_tag_rule_message_state, static_cast<std::int32_t>(st_enabled));
  rule.set(pid_tag_rule_message_sequence, std::int32_t{10});
  rule.set(pid_tag_rule_message_provider, std::u16string(u"JunkEmailRule"));
  rule.set(pid_tag_extended_rule_message_condition, wire::serialize(condition).value());
  rule.set(pid_tag_extended_rule_message_actions, wire::serialize(actions).value());
  vouch(box("bob"), inbox, rule);
  const MessageNumber number = box("bob").save_message(write).value().number;

  for (const char16_t* colour : {u"red", u"blue"}) {
    auto message = draft("alice", {"bob"}, colour);
    set(*message, tag_here, std::u16string(colour));
    ASSERT_EQ(submit(message), ErrorCode::success);
  }
  deliver_all();
  EXPECT_EQ(count(target, u"red"), 1);
  EXPECT_EQ(count(inbox, u"blue"), 1);
  EXPECT_EQ(count(inbox, u"red"), 0);

  // One that fails is marked, and has no message of it.
  ASSERT_TRUE(box("bob").delete_folder(target, std::nullopt));
  auto message = draft("alice", {"bob"}, u"again");
  set(*message, tag_here, std::u16string(u"red"));
  ASSERT_EQ(submit(message), ErrorCode::success);
  deliver_all();
  EXPECT_EQ(count(inbox, u"again"), 1);
  const auto marked = box("bob").store().message(number).value();
  EXPECT_EQ(value_or(marked.properties, pid_tag_rule_message_state, std::int32_t{0}),
            static_cast<std::int32_t>(st_enabled | st_error));
  EXPECT_THAT(find("bob", SpecialFolder::deferred_action), IsEmpty());
}

// Whoever may create something in the inbox can make such a message.
TEST_F(RulesTest, ExtendedRulesOfOthersDoNotRun) {
  const FolderNumber target = add_folder("bob", u"Target");
  ExtendedRuleActions actions;
  ExtendedMoveCopyData move;
  move.folder_eid = folder_entry_id(box("bob"), target);
  actions.rule_actions_buffer.action_blocks.push_back(action(ActionType::move, move));
  const auto save = [&](const Actor& actor) {
    const auto logon = std::make_shared<Logon>(open("bob"), actor);
    auto rule = OpenMessage::create(logon, inbox, true, 0).value();
    set(*rule, pid_tag_message_class, std::u16string(u"IPM.ExtendedRule.Message"));
    set(*rule, pid_tag_rule_message_state, static_cast<std::int32_t>(st_enabled));
    set(*rule, pid_tag_rule_message_sequence, std::int32_t{10});
    set(*rule, pid_tag_extended_rule_message_actions, wire::serialize(actions).value());
    ASSERT_TRUE(rule->save(false));
  };
  ASSERT_TRUE(box("bob").store().set_permissions(
      inbox, {{0, user("alice")->mailbox_guid, right_create | right_edit_owned | right_folder_visible}}));
  save(rig.actor("alice@example.org", false));
  mail();
  EXPECT_EQ(count(target), 0);
  save(rig.actor("bob@example.org", true));
  mail();
  EXPECT_EQ(count(target), 1);
}

TEST_F(RulesTest, AnExtendedRuleOfNonsenseKeepsNoMailAway) {
  store::MessageWrite write;
  write.folder = inbox;
  write.associated = true;
  store::Properties& rule = write.content.properties;
  rule.set(pid_tag_message_class, std::u16string(u"IPM.ExtendedRule.Message"));
  rule.set(pid_tag_rule_message_state, static_cast<std::int32_t>(st_enabled));
  rule.set(pid_tag_extended_rule_message_actions, wire::Bytes(10'000, 0xFF));
  vouch(box("bob"), inbox, rule);
  ASSERT_TRUE(box("bob").save_message(write));
  mail();
  EXPECT_EQ(count(inbox), 1);
}

// The process ends at each step of a delivery in turn: what rules do is done once.
TEST_F(RulesTest, WhereverTheProcessEndsRulesActOnce) {
  const FolderNumber target = add_folder("bob", u"Target");
  const FolderNumber gone = add_folder("bob", u"Gone");
  add_rule({10},
           {action(ActionType::copy, to_folder(target)), action(ActionType::defer_action, DeferData{{1}}),
            action(ActionType::forward, to_people({"carol"}))});
  add_rule({20}, {action(ActionType::move, to_folder(gone))});
  ASSERT_TRUE(box("bob").delete_folder(gone, std::nullopt));
  bool killed = true;
  int step = 0;
  for (; killed; ++step) {
    ASSERT_LT(step, 100);
    const std::u16string subject = wire::to_utf16("step " + std::to_string(step));
    ASSERT_EQ(submit(draft("alice", {"bob"}, subject)), ErrorCode::success);
    for (const char* name : {"alice", "bob", "carol"}) open(name);
    steps.kill_at(step);
    try {
      deliver_all();
    } catch (const Killed&) {
    }
    killed = steps.killed();
    restart();
    // Bob is at work before deliveries go on: what rules of his were sending is not lost for it.
    ASSERT_EQ(submit(draft("bob", {"alice"}, u"Bob")), ErrorCode::success);
    deliver_all();
    EXPECT_EQ(count(inbox, subject), 1) << step;
    EXPECT_EQ(count(target, subject), 1) << step;
    EXPECT_THAT(find("carol", SpecialFolder::inbox, u"FW: " + subject), SizeIs(1)) << step;
    EXPECT_THAT(queue->list().value(), IsEmpty()) << step;
    std::size_t actions = 0;
    for (const auto& one : find("bob", SpecialFolder::deferred_action)) {
      actions += text(one.properties, pid_tag_message_class).ends_with("Action");
    }
    EXPECT_EQ(actions, step + 1) << step;
  }
  // What an end at the very last step has left of a copy goes in time.
  rig.clock.advance(8 * 24h);
  restart();
  ASSERT_EQ(submit(draft("bob", {"carol"}, u"Later")), ErrorCode::success);
  deliver_all();
  EXPECT_THAT(find("bob", SpecialFolder::outgoing), IsEmpty());
  EXPECT_EQ(state(1), st_enabled | st_error);
  EXPECT_GT(step, 10);
}

}  // namespace
}  // namespace mapigate::mailbox
