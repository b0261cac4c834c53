// The ROPs of [MS-OXOMSG] and [MS-OXORULE] on real mailboxes.

#include "gateway/mapi/handlers/oxomsg.hpp"

#include "gateway/mailbox/entry_ids.hpp"
#include "gateway/mailbox/ids.hpp"
#include "gateway/mailbox/rule_table.hpp"
#include "gateway/mapi/handlers/oxcmsg.hpp"
#include "gateway/mapi/handlers/oxcstor.hpp"
#include "gateway/mapi/handlers/oxorule.hpp"
#include "gateway/mapi/objects/folder_object.hpp"
#include "gateway/mapi/objects/message_object.hpp"
#include "protocol/oxcdata/restriction.hpp"
#include "protocol/oxomsg/submit.hpp"
#include "protocol/oxomsg/transport.hpp"
#include "protocol/oxorule/rule_state.hpp"
#include "protocol/oxorule/rules.hpp"
#include "tests/unit/mailbox/mail_rig.hpp"
#include "tests/unit/mapi_handlers/rop_client.hpp"

namespace mapigate::mapi {
namespace {

using namespace oxomsg;
using namespace oxorule;
using namespace oxprops;
using mailbox::MailRig;
using mailbox::OpenMessage;
using mailbox::OpenMode;
using mailbox::SpecialFolder;
using oxcdata::id_of;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

void handlers_of_mail(RopRegistry& registry, const RopServices& services) {
  handlers::register_oxcstor(registry, services);
  handlers::register_oxomsg(registry, services);
  handlers::register_oxorule(registry);
}

struct MailRops : ::testing::Test {
  std::shared_ptr<mailbox::Logon> logon_of(const std::string& address) {
    return std::make_shared<mailbox::Logon>(rig.mailboxes.open(address), rig.mailboxes.actor(address, true));
  }
  mailbox::Mailbox& box(const std::string& address) { return *rig.mailboxes.open(address); }
  mailbox::FolderNumber special(const std::string& address, SpecialFolder role) {
    return box(address).special(role);
  }
  // An open object in Alice's session; returns its handle.
  wire::u32 put(std::unique_ptr<ServerObject> object) {
    return *alice.session.objects.add(std::move(object));
  }
  wire::u32 open_folder(SpecialFolder role) {
    auto object = std::make_unique<FolderObject>();
    object->logon = logon_of("alice@example.org");
    object->number = special("alice@example.org", role);
    return put(std::move(object));
  }
  // A draft of Alice's for Bob.
  wire::u32 open_draft(const char16_t* subject, bool recipients = true) {
    auto message = OpenMessage::create(logon_of("alice@example.org"),
                                       special("alice@example.org", SpecialFolder::outbox), false, 0)
                       .value();
    MailRig::set(*message, pid_tag_subject, std::u16string(subject));
    const oxcdata::ServerId sent{
        true, mailbox::folder_id(special("alice@example.org", SpecialFolder::sent_items)), {}, 0, {}};
    MailRig::set(*message, pid_tag_sent_mail_svr_eid, sent);
    if (recipients) {
      mailbox::RecipientChange change;
      change.type = mailbox::recipient_to;
      change.properties =
          mailbox::recipient_of(mailbox::person_of(*rig.mailboxes.user("bob@example.org")), 1).properties;
      std::vector<mailbox::RecipientChange> changes;
      changes.push_back(std::move(change));
      EXPECT_TRUE(message->change_recipients(std::move(changes)));
    }
    EXPECT_TRUE(message->save(false));
    number = message->number();
    auto object = std::make_unique<MessageObject>();
    object->logon = logon_of("alice@example.org");
    object->message = std::move(message);
    return put(std::move(object));
  }
  std::size_t count(const std::string& address, SpecialFolder role) {
    std::size_t messages = 0;
    store::MessageQuery query;
    query.folder = special(address, role);
    EXPECT_TRUE(box(address).store().list_messages(query, [&](const store::MessageRow&) {
      ++messages;
      return store::Scan::go_on;
    }));
    return messages;
  }
  void deliver_all() {
    while (rig.submission.run_once()) {
    }
  }
  AbortSubmitRequest abort_of(mailbox::MessageNumber message) {
    AbortSubmitRequest request;
    request.folder_id = mailbox::folder_id(special("alice@example.org", SpecialFolder::outbox));
    request.message_id = mailbox::message_id(message);
    return request;
  }

  RopRig rig{handlers_of_mail};
  RopClient alice{rig, "alice@example.org"};
  const wire::u32 logon = alice.log_on();
  mailbox::MessageNumber number = 0;
};

TEST_F(MailRops, SubmitMessageSends) {
  const wire::u32 message = open_draft(u"Hi");
  EXPECT_EQ(alice.send<SubmitMessageResponse>(SubmitMessageRequest{}, message).return_value,
            ErrorCode::success);
  EXPECT_EQ(alice.send<SubmitMessageResponse>(SubmitMessageRequest{}, message).return_value,
            ErrorCode::already_sent);
  deliver_all();
  EXPECT_EQ(count("bob@example.org", SpecialFolder::inbox), 1);
  EXPECT_EQ(count("alice@example.org", SpecialFolder::sent_items), 1);
  EXPECT_EQ(count("alice@example.org", SpecialFolder::outbox), 0);
  // The message is elsewhere: what the client still has open is of one that is gone.
  EXPECT_EQ(alice.send<AbortSubmitResponse>(abort_of(number), logon).return_value, ErrorCode::not_found);
}

TEST_F(MailRops, SubmitMessageNeedsAMessageWithRecipients) {
  EXPECT_EQ(alice.send<SubmitMessageResponse>(SubmitMessageRequest{}, open_draft(u"Hi", false)).return_value,
            ErrorCode::no_recipients);
  EXPECT_EQ(alice.send<SubmitMessageResponse>(SubmitMessageRequest{}, logon).return_value,
            ErrorCode::not_supported);
}

TEST_F(MailRops, AbortSubmitMakesItADraftAgain) {
  const wire::u32 message = open_draft(u"Hi");
  EXPECT_EQ(alice.send<AbortSubmitResponse>(abort_of(number), logon).return_value, mailbox::not_in_queue);
  ASSERT_EQ(alice.send<SubmitMessageResponse>(SubmitMessageRequest{}, message).return_value,
            ErrorCode::success);
  EXPECT_EQ(alice.send<AbortSubmitResponse>(abort_of(number), logon).return_value, ErrorCode::success);
  deliver_all();
  EXPECT_EQ(count("bob@example.org", SpecialFolder::inbox), 0);
  EXPECT_EQ(count("alice@example.org", SpecialFolder::outbox), 1);
  EXPECT_EQ(alice.send<AbortSubmitResponse>(abort_of(0), logon).return_value, ErrorCode::not_found);
}

TEST_F(MailRops, TransportSendReturnsWhoHasSent) {
  const auto response = alice.send<TransportSendResponse>(TransportSendRequest{}, open_draft(u"Hi"));
  ASSERT_EQ(response.return_value, ErrorCode::success);
  ASSERT_FALSE(response.no_properties_returned);
  std::map<oxcdata::PropertyTag, oxcdata::PropertyValue> values;
  for (const auto& value : response.property_values) values[value.tag] = value.value;
  EXPECT_EQ(std::get<std::u16string>(values[pid_tag_sender_name]), u"Alice");
  EXPECT_EQ(std::get<wire::Bytes>(values[pid_tag_sent_representing_entry_id]),
            mailbox::address_book_entry_id(rig.mailboxes.user("alice@example.org")->legacy_dn));
  EXPECT_EQ(values.size(), 7);
  deliver_all();
  EXPECT_EQ(count("bob@example.org", SpecialFolder::inbox), 1);
}

TEST_F(MailRops, ASpoolerLocksAndFinishes) {
  const wire::u32 message = open_draft(u"Hi");
  EXPECT_EQ(alice.send<SetSpoolerResponse>(SetSpoolerRequest{}, logon).return_value, ErrorCode::success);
  SubmitMessageRequest submit;
  submit.submit_flags = SubmitMessageRequest::needs_spooler;
  ASSERT_EQ(alice.send<SubmitMessageResponse>(submit, message).return_value, ErrorCode::success);
  SpoolerLockMessageRequest lock;
  lock.message_id = mailbox::message_id(number);
  for (const LockState state : {LockState::lock, LockState::unlock, LockState::finished}) {
    lock.lock_state = state;
    EXPECT_EQ(alice.send<SpoolerLockMessageResponse>(lock, logon).return_value, ErrorCode::success);
  }
  EXPECT_EQ(alice.send<SpoolerLockMessageResponse>(lock, logon).return_value, mailbox::not_in_queue);
  lock.lock_state = static_cast<LockState>(7);
  EXPECT_EQ(alice.send<SpoolerLockMessageResponse>(lock, logon).return_value, ErrorCode::invalid_parameter);
  EXPECT_EQ(count("alice@example.org", SpecialFolder::sent_items), 1);
  EXPECT_EQ(count("bob@example.org", SpecialFolder::inbox), 0);
}

TEST_F(MailRops, TellsWhatTheTransportIs) {
  const auto types = alice.send<GetAddressTypesResponse>(GetAddressTypesRequest{}, logon);
  EXPECT_EQ(types.return_value, ErrorCode::success);
  EXPECT_THAT(types.address_types, ElementsAre("EX", "SMTP"));
  const auto folder = alice.send<GetTransportFolderResponse>(GetTransportFolderRequest{}, logon);
  EXPECT_EQ(folder.return_value, ErrorCode::success);
  EXPECT_EQ(folder.folder_id, mailbox::folder_id(special("alice@example.org", SpecialFolder::outbox)));
  OptionsDataRequest options;
  options.address_type = "SMTP";
  const auto data = alice.send<OptionsDataResponse>(options, logon);
  EXPECT_EQ(data.return_value, ErrorCode::success);
  EXPECT_EQ(data.reserved, 1);
  EXPECT_THAT(data.options_info, IsEmpty());
  EXPECT_THAT(data.help_file, IsEmpty());
}

TEST_F(MailRops, PublicFoldersHaveNoTransport) {
  alice.logon_id = 1;
  const wire::u32 folders = alice.log_on_to_public_folders();
  EXPECT_EQ(alice.send<GetAddressTypesResponse>(GetAddressTypesRequest{}, folders).return_value,
            ErrorCode::not_supported);
  EXPECT_EQ(alice.send<GetTransportFolderResponse>(GetTransportFolderRequest{}, folders).return_value,
            ErrorCode::not_supported);
  EXPECT_EQ(alice.send<SetSpoolerResponse>(SetSpoolerRequest{}, folders).return_value,
            ErrorCode::not_supported);
  EXPECT_EQ(alice.send<UpdateDeferredActionMessagesResponse>(UpdateDeferredActionMessagesRequest{}, folders)
                .return_value,
            ErrorCode::not_supported);
}

TEST_F(MailRops, TransportNewMailTellsOthers) {
  std::vector<mailbox::Event> events;
  const auto subscription = box("alice@example.org").events().subscribe([&](const mailbox::Event& event) {
    if (event.kind == mailbox::EventKind::new_mail) events.push_back(event);
  });
  open_draft(u"Hi");
  TransportNewMailRequest request;
  request.message_id = mailbox::message_id(number);
  request.folder_id = mailbox::folder_id(special("alice@example.org", SpecialFolder::outbox));
  request.message_class = "IPM.Note";
  EXPECT_EQ(alice.send<TransportNewMailResponse>(request, logon).return_value, ErrorCode::success);
  ASSERT_THAT(events, SizeIs(1));
  EXPECT_EQ(events[0].message, number);
  request.folder_id = mailbox::folder_id(special("alice@example.org", SpecialFolder::inbox));
  EXPECT_EQ(alice.send<TransportNewMailResponse>(request, logon).return_value, ErrorCode::not_found);
}

// --- rules

RuleData rule_data(wire::u8 kind) {
  RuleData data;
  data.rule_data_flags = kind;
  if (kind != RuleData::row_add) return data;
  ActionBlock block;
  block.type = ActionType::delete_;
  RuleAction actions;
  actions.action_blocks.push_back(std::move(block));
  // An older client has eight-bit strings.
  const auto provider = oxcdata::with_type(pid_tag_rule_provider, oxcdata::PropertyType::string8);
  oxcdata::ExistRestriction exist;
  exist.property_tag = oxcdata::with_type(pid_tag_subject, oxcdata::PropertyType::string8);
  data.property_values.push_back({provider, oxcdata::String8{"M\xFCller"}});
  data.property_values.push_back({pid_tag_rule_condition, oxcdata::operand(exist)});
  data.property_values.push_back({pid_tag_rule_actions, to_rule_actions(actions).value()});
  data.property_values.push_back({pid_tag_rule_state, static_cast<std::int32_t>(st_enabled)});
  return data;
}

TEST_F(MailRops, ModifyRulesKeepsRules) {
  const wire::u32 inbox = open_folder(SpecialFolder::inbox);
  ModifyRulesRequest request;
  request.rules_data.push_back(rule_data(RuleData::row_add));
  EXPECT_EQ(alice.send<ModifyRulesResponse>(request, inbox).return_value, ErrorCode::success);
  const auto owner = logon_of("alice@example.org");
  auto rows = mailbox::rule_rows(*owner, special("alice@example.org", SpecialFolder::inbox)).value();
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_EQ(*rows[0].get<std::u16string>(pid_tag_rule_provider), u"M\u00FCller");
  const auto& condition = *rows[0].get<oxcdata::RestrictionValue>(pid_tag_rule_condition)->restriction;
  EXPECT_EQ(std::get<oxcdata::ExistRestriction>(condition.alternative).property_tag, pid_tag_subject);

  RuleData removal = rule_data(RuleData::row_remove);
  removal.property_values.push_back({pid_tag_rule_id, *rows[0].get<std::int64_t>(pid_tag_rule_id)});
  request.rules_data = {removal};
  EXPECT_EQ(alice.send<ModifyRulesResponse>(request, inbox).return_value, ErrorCode::success);
  EXPECT_EQ(alice.send<ModifyRulesResponse>(request, inbox).return_value, ErrorCode::not_found);
}

TEST_F(MailRops, ModifyRulesRefusesUnknownFlags) {
  const wire::u32 inbox = open_folder(SpecialFolder::inbox);
  ModifyRulesRequest request;
  request.modify_rules_flags = 0x02;
  EXPECT_EQ(alice.send<ModifyRulesResponse>(request, inbox).return_value, ErrorCode::invalid_parameter);
  request.modify_rules_flags = 0;
  request.rules_data.push_back(rule_data(0x08));
  EXPECT_EQ(alice.send<ModifyRulesResponse>(request, inbox).return_value, ErrorCode::invalid_parameter);
  EXPECT_EQ(alice.send<ModifyRulesResponse>(ModifyRulesRequest{}, logon).return_value,
            ErrorCode::not_supported);
}

TEST_F(MailRops, UpdateDeferredActionMessagesNeedsALogon) {
  EXPECT_EQ(alice.send<UpdateDeferredActionMessagesResponse>(UpdateDeferredActionMessagesRequest{}, logon)
                .return_value,
            ErrorCode::success);
  EXPECT_EQ(alice
                .send<UpdateDeferredActionMessagesResponse>(UpdateDeferredActionMessagesRequest{},
                                                            open_folder(SpecialFolder::inbox))
                .return_value,
            ErrorCode::not_supported);
}

}  // namespace
}  // namespace mapigate::mapi
