// Messages from a mailbox to others, [MS-OXOMSG], on real stores.

#include "gateway/mailbox/entry_ids.hpp"
#include "gateway/mailbox/ids.hpp"
#include "gateway/mailbox/outgoing_message.hpp"
#include "gateway/mailbox/vouching.hpp"
#include "tests/unit/mailbox/mail_rig.hpp"

namespace mapigate::mailbox {
namespace {

using namespace oxprops;
using namespace std::chrono_literals;
using oxcdata::id_of;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

struct SubmissionTest : ::testing::Test, MailRig {
  oxcdata::PropertyValue sent_items(const std::string& name) {
    return oxcdata::ServerId{true, folder_id(special(name, SpecialFolder::sent_items)), {}, 0, {}};
  }
  OpenMessagePtr ready(const std::string& from, const std::vector<std::string>& to, std::u16string subject) {
    auto message = draft(from, to, std::move(subject));
    set(*message, pid_tag_sent_mail_svr_eid, sent_items(from));
    return message;
  }
  std::uint32_t flags(const store::MessageRecord& record) {
    return static_cast<std::uint32_t>(value_or(record.properties, pid_tag_message_flags, std::int32_t{0}));
  }
  ErrorCode abort(const std::string& name, FolderNumber folder, MessageNumber number) {
    const auto aborted = submission->abort(logon(name), folder, number);
    return aborted ? ErrorCode::success : aborted.error();
  }
};

// --- what arrives

TEST_F(SubmissionTest, AMessageArrivesAndItsSenderKeepsACopy) {
  ASSERT_EQ(submit(ready("alice", {"bob"}, u"Hi")), ErrorCode::success);
  EXPECT_THAT(find("alice", SpecialFolder::outbox), SizeIs(1));
  EXPECT_EQ(flags(find("alice", SpecialFolder::outbox)[0]) & mf_submitted, mf_submitted);
  deliver_all();

  const auto arrived = find("bob", SpecialFolder::inbox);
  ASSERT_THAT(arrived, SizeIs(1));
  const store::Properties& properties = arrived[0].properties;
  EXPECT_EQ(subject_of(arrived[0]), u"Hi");
  EXPECT_FALSE(arrived[0].read);
  EXPECT_EQ(flags(arrived[0]) & (mf_submitted | mf_unsent | mf_from_me), 0);
  EXPECT_EQ(text(properties, pid_tag_sender_smtp_address), "alice@example.org");
  EXPECT_EQ(text(properties, pid_tag_sent_representing_name), "Alice");
  EXPECT_EQ(text(properties, pid_tag_received_by_smtp_address), "bob@example.org");
  EXPECT_EQ(text(properties, pid_tag_received_representing_address_type), "EX");
  EXPECT_TRUE(value_or(properties, pid_tag_message_to_me, false));
  EXPECT_TRUE(value_or(properties, pid_tag_message_recipient_me, false));
  EXPECT_EQ(value_or(properties, pid_tag_message_delivery_time, wire::FileTime()).ticks, box("bob").now());
  EXPECT_EQ(value_or(properties, pid_tag_content_filter_spam_confidence_level, std::int32_t{0}), -1);
  EXPECT_THAT(text(properties, pid_tag_internet_message_id), ::testing::EndsWith("@example.org>"));
  EXPECT_EQ(properties.find(id_of(pid_tag_original_entry_id)), nullptr);
  EXPECT_EQ(properties.find(id_of(pid_tag_sent_mail_svr_eid)), nullptr);

  EXPECT_THAT(find("alice", SpecialFolder::outbox), IsEmpty());
  EXPECT_THAT(find("alice", SpecialFolder::outgoing), IsEmpty());
  const auto kept = find("alice", SpecialFolder::sent_items);
  ASSERT_THAT(kept, SizeIs(1));
  EXPECT_TRUE(kept[0].read);
  EXPECT_EQ(flags(kept[0]) & (mf_submitted | mf_unsent), 0);
  EXPECT_EQ(flags(kept[0]) & mf_from_me, mf_from_me);
  EXPECT_THAT(queue->list().value(), IsEmpty());
}

TEST_F(SubmissionTest, NewMailIsAnEventOfTheRecipientAlone) {
  ASSERT_EQ(submit(ready("alice", {"bob"}, u"Hi")), ErrorCode::success);
  open("bob");
  events.clear();
  deliver_all();
  std::vector<FolderNumber> folders;
  for (const Event& event : events) {
    if (event.kind == EventKind::new_mail) folders.push_back(event.folder);
  }
  EXPECT_THAT(folders, ElementsAre(special("bob", SpecialFolder::inbox)));
}

TEST_F(SubmissionTest, EachRecipientGetsItOnceByWhateverAddress) {
  auto message = ready("alice", {"bob", "BOB@example.net", "carol"}, u"All");
  ASSERT_EQ(submit(message), ErrorCode::success);
  deliver_all();
  EXPECT_THAT(find("bob", SpecialFolder::inbox), SizeIs(1));
  EXPECT_THAT(find("carol", SpecialFolder::inbox), SizeIs(1));
}

TEST_F(SubmissionTest, BccIsSeenByNobodyButTheSender) {
  auto message = ready("alice", {"bob"}, u"Secret");
  RecipientChange change;
  change.row_id = 7;
  change.type = recipient_bcc;
  change.properties = recipient("carol").properties;
  std::vector<RecipientChange> changes;
  changes.push_back(std::move(change));
  ASSERT_TRUE(message->change_recipients(std::move(changes)));
  ASSERT_EQ(submit(message), ErrorCode::success);
  deliver_all();
  for (const char* name : {"bob", "carol"}) {
    const auto arrived = find(name, SpecialFolder::inbox);
    ASSERT_THAT(arrived, SizeIs(1)) << name;
    EXPECT_THAT(arrived[0].recipients, SizeIs(1)) << name;
    EXPECT_EQ(text(arrived[0].properties, pid_tag_display_bcc), "") << name;
  }
  EXPECT_FALSE(
      value_or(find("carol", SpecialFolder::inbox)[0].properties, pid_tag_message_recipient_me, true));
  EXPECT_EQ(text(find("alice", SpecialFolder::sent_items)[0].properties, pid_tag_display_bcc), "Carol");
}

TEST_F(SubmissionTest, NamedPropertiesKeepTheirNames) {
  oxcdata::PropertyName name;
  name.kind = oxcdata::PropertyName::Kind::name;
  name.name = u"mark";
  // Bob's ids are others than Alice's.
  oxcdata::PropertyName other = name;
  other.name = u"other";
  ASSERT_TRUE(box("bob").property_id(other, true));
  const std::uint16_t here = box("alice").property_id(name, true).value();
  auto message = ready("alice", {"bob"}, u"Named");
  set(*message, oxcdata::property_tag(here, oxcdata::PropertyType::string), std::u16string(u"value"));
  ASSERT_EQ(submit(message), ErrorCode::success);
  deliver_all();
  const std::uint16_t there = box("bob").property_id(name, false).value();
  ASSERT_NE(there, 0);
  EXPECT_EQ(text(find("bob", SpecialFolder::inbox)[0].properties,
                 oxcdata::property_tag(there, oxcdata::PropertyType::string)),
            "value");
}

TEST_F(SubmissionTest, WhatWasSubmittedIsSentThoughTheMessageIsGone) {
  auto message = ready("alice", {"bob"}, u"Gone");
  ASSERT_EQ(submit(message), ErrorCode::success);
  const MessageNumber number = message->number();
  ASSERT_TRUE(
      box("alice").delete_messages(std::span(&number, 1), special("alice", SpecialFolder::outbox), true));
  deliver_all();
  EXPECT_THAT(find("bob", SpecialFolder::inbox), SizeIs(1));
  EXPECT_THAT(find("alice", SpecialFolder::sent_items), SizeIs(1));
}

// --- what the sender keeps

TEST_F(SubmissionTest, NothingIsKeptWhereTheSenderWantsItSo) {
  auto message = ready("alice", {"bob"}, u"Forget");
  set(*message, pid_tag_delete_after_submit, true);
  ASSERT_EQ(submit(message), ErrorCode::success);
  deliver_all();
  EXPECT_THAT(find("bob", SpecialFolder::inbox), SizeIs(1));
  EXPECT_THAT(find("alice", SpecialFolder::outbox), IsEmpty());
  EXPECT_THAT(find("alice", SpecialFolder::sent_items), IsEmpty());
}

TEST_F(SubmissionTest, WithoutAFolderItStaysWhereItIsAndIsNoDraft) {
  ASSERT_EQ(submit(draft("alice", {"bob"}, u"Stay")), ErrorCode::success);
  deliver_all();
  const auto kept = find("alice", SpecialFolder::outbox);
  ASSERT_THAT(kept, SizeIs(1));
  EXPECT_EQ(flags(kept[0]) & (mf_submitted | mf_unsent), 0);
}

TEST_F(SubmissionTest, TheTargetMessageHasTheNumberThatWasReserved) {
  const MessageNumber reserved = box("alice").store().reserve_numbers(1).value();
  auto message = draft("alice", {"bob"}, u"Target");
  set(*message, pid_tag_target_entry_id,
      message_entry_id(box("alice"), special("alice", SpecialFolder::drafts), reserved));
  ASSERT_EQ(submit(message), ErrorCode::success);
  deliver_all();
  const auto kept = find("alice", SpecialFolder::drafts);
  ASSERT_THAT(kept, SizeIs(1));
  EXPECT_EQ(kept[0].number, reserved);
}

TEST_F(SubmissionTest, AFolderThatIsGoneIsReplacedBySentItems) {
  const FolderNumber folder = add_folder("alice", u"Old");
  auto message = draft("alice", {"bob"}, u"Where");
  set(*message, pid_tag_sent_mail_svr_eid, oxcdata::ServerId{true, folder_id(folder), {}, 0, {}});
  ASSERT_EQ(submit(message), ErrorCode::success);
  ASSERT_TRUE(box("alice").delete_folder(folder, std::nullopt));
  deliver_all();
  EXPECT_THAT(find("alice", SpecialFolder::sent_items), SizeIs(1));
}

// --- what is refused

TEST_F(SubmissionTest, ChecksRecipients) {
  EXPECT_EQ(submit(draft("alice", {}, u"None")), ErrorCode::no_recipients);
  auto message = draft("alice", {"bob"}, u"Unresolved");
  RecipientChange change;
  change.row_id = 9;
  change.type = recipient_to;
  change.properties.set(pid_tag_display_name, std::u16string(u"Somebody"));
  std::vector<RecipientChange> changes;
  changes.push_back(std::move(change));
  ASSERT_TRUE(message->change_recipients(std::move(changes)));
  EXPECT_EQ(submit(message), ErrorCode::invalid_recipients);
  EXPECT_THAT(queue->list().value(), IsEmpty());
}

TEST_F(SubmissionTest, AnEntryIdIsAnAddress) {
  auto message = draft("alice", {}, u"EntryID");
  RecipientChange change;
  change.type = recipient_to;
  change.properties.set(pid_tag_entry_id, address_book_entry_id(user("bob")->legacy_dn));
  std::vector<RecipientChange> changes;
  changes.push_back(std::move(change));
  ASSERT_TRUE(message->change_recipients(std::move(changes)));
  ASSERT_EQ(submit(message), ErrorCode::success);
  deliver_all();
  EXPECT_THAT(find("bob", SpecialFolder::inbox), SizeIs(1));
}

TEST_F(SubmissionTest, AMessageIsSentOnce) {
  auto message = ready("alice", {"bob"}, u"Once");
  ASSERT_EQ(submit(message), ErrorCode::success);
  EXPECT_EQ(submit(message), ErrorCode::already_sent);
  restart();
  auto again = OpenMessage::open(logon("alice"), special("alice", SpecialFolder::outbox), message->number(),
                                 OpenMode::read_write, false);
  ASSERT_TRUE(again);
  EXPECT_EQ(submit(*again), ErrorCode::already_sent);
  deliver_all();
  EXPECT_THAT(find("bob", SpecialFolder::inbox), SizeIs(1));
}

TEST_F(SubmissionTest, OnlyThoseWhoAlreadyHaveItAreLeftOutWhenItIsSentAgain) {
  auto message = draft("alice", {}, u"Again");
  std::vector<RecipientChange> changes(2);
  for (const bool has_it : {false, true}) {
    changes[has_it].row_id = has_it;
    changes[has_it].type = static_cast<std::uint8_t>(recipient_to | (has_it ? 0x80 : 0));
    changes[has_it].properties = recipient(has_it ? "carol" : "bob").properties;
  }
  ASSERT_TRUE(message->change_recipients(std::move(changes)));
  set(*message, pid_tag_message_flags, static_cast<std::int32_t>(mf_unsent | mf_resend));
  ASSERT_EQ(submit(message), ErrorCode::success);
  deliver_all();
  EXPECT_THAT(find("bob", SpecialFolder::inbox), SizeIs(1));
  EXPECT_THAT(find("carol", SpecialFolder::inbox), IsEmpty());
}

// --- in whose name

TEST_F(SubmissionTest, NobodySendsInTheNameOfOthers) {
  auto message = draft("alice", {"carol"}, u"Fake");
  set(*message, pid_tag_sent_representing_smtp_address, std::u16string(u"bob@example.org"));
  EXPECT_EQ(submit(message), ErrorCode::send_as_denied);
  auto outside = draft("alice", {"carol"}, u"Fake");
  set(*outside, pid_tag_sent_representing_smtp_address, std::u16string(u"pope@example.com"));
  EXPECT_EQ(submit(outside), ErrorCode::send_as_denied);
  EXPECT_THAT(find("alice", SpecialFolder::outgoing), IsEmpty());
}

TEST_F(SubmissionTest, DelegatesSendOnBehalf) {
  store::Content settings;
  settings.properties.set(pid_tag_message_class, std::u16string(u"IPM.Microsoft.ScheduleData.FreeBusy"));
  std::vector<wire::Bytes> delegates;
  delegates.push_back(address_book_entry_id(user("alice")->legacy_dn));
  settings.properties.set(pid_tag_schedule_info_delegate_entry_ids, std::move(delegates));
  store::MessageWrite write;
  write.folder = special("bob", SpecialFolder::freebusy_data);
  write.content = std::move(settings);
  const MessageNumber number = box("bob").save_message(write).value().number;
  const auto on_behalf = [&] {
    auto fake = draft("alice", {"carol"}, u"For Bob");
    set(*fake, pid_tag_sent_representing_smtp_address, std::u16string(u"bob@example.org"));
    return submit(fake);
  };
  EXPECT_EQ(on_behalf(), ErrorCode::send_as_denied) << "nobody who may say so has made alice a delegate";
  vouch(box("bob"), write.folder, write.content.properties);
  write.number = number;
  ASSERT_TRUE(box("bob").save_message(write));

  auto message = draft("alice", {"carol"}, u"For Bob");
  set(*message, pid_tag_sent_representing_smtp_address, std::u16string(u"bob@example.org"));
  ASSERT_EQ(submit(message), ErrorCode::success);
  deliver_all();
  const auto arrived = find("carol", SpecialFolder::inbox);
  ASSERT_THAT(arrived, SizeIs(1));
  EXPECT_EQ(text(arrived[0].properties, pid_tag_sender_name), "Alice");
  EXPECT_EQ(text(arrived[0].properties, pid_tag_sent_representing_name), "Bob");
}

TEST_F(SubmissionTest, WithWhomAMailboxIsSharedSendsAsIt) {
  directory::UserChange change;
  change.share = {"bob@example.org"};
  ASSERT_TRUE(rig.directory().update("alice@example.org", change));
  const auto shared = std::make_shared<Logon>(open("bob"), rig.actor("alice@example.org", true));
  ASSERT_EQ(submit(draft(shared, {"carol"}, u"As Bob")), ErrorCode::success);
  deliver_all();
  const auto arrived = find("carol", SpecialFolder::inbox);
  ASSERT_THAT(arrived, SizeIs(1));
  EXPECT_EQ(text(arrived[0].properties, pid_tag_sender_name), "Bob");
  EXPECT_EQ(text(arrived[0].properties, pid_tag_sent_representing_name), "Bob");
}

TEST_F(SubmissionTest, AMeetingIsPassedOnInTheNameOfItsOrganizer) {
  auto message = draft("alice", {"carol"}, u"Meeting");
  set(*message, pid_tag_message_class, std::u16string(u"IPM.Schedule.Meeting.Request"));
  set(*message, pid_tag_sent_representing_smtp_address, std::u16string(u"bob@example.org"));
  ASSERT_EQ(submit(message), ErrorCode::success);
  deliver_all();
  const auto arrived = find("carol", SpecialFolder::inbox);
  ASSERT_THAT(arrived, SizeIs(1));
  EXPECT_EQ(text(arrived[0].properties, pid_tag_sender_name), "Alice");
  EXPECT_EQ(text(arrived[0].properties, pid_tag_sent_representing_name), "Bob");
}

// --- later, elsewhere, taken back

TEST_F(SubmissionTest, WaitsForItsTime) {
  auto message = ready("alice", {"bob"}, u"Later");
  set(*message, pid_tag_deferred_send_number, std::int32_t{2});
  set(*message, pid_tag_deferred_send_units, std::int32_t{1});  // hours
  ASSERT_EQ(submit(message), ErrorCode::success);
  rig.clock.advance(119min);
  deliver_all();
  EXPECT_THAT(find("bob", SpecialFolder::inbox), IsEmpty());
  EXPECT_THAT(find("alice", SpecialFolder::outbox), SizeIs(1));
  rig.clock.advance(1min);
  deliver_all();
  EXPECT_THAT(find("bob", SpecialFolder::inbox), SizeIs(1));
  EXPECT_THAT(find("alice", SpecialFolder::outbox), IsEmpty());
}

TEST_F(SubmissionTest, IsTakenBackWhileItWaits) {
  const FolderNumber outbox = special("alice", SpecialFolder::outbox);
  auto message = ready("alice", {"bob"}, u"Back");
  set(*message, pid_tag_deferred_send_time, wire::FileTime{box("alice").now() + 36'000'000'000});
  ASSERT_EQ(submit(message), ErrorCode::success);
  EXPECT_EQ(abort("alice", outbox, message->number() + 1000), ErrorCode::not_found);
  EXPECT_EQ(abort("alice", outbox, message->number()), ErrorCode::success);
  EXPECT_EQ(abort("alice", outbox, message->number()), not_in_queue);
  const auto draft_again = find("alice", SpecialFolder::outbox);
  ASSERT_THAT(draft_again, SizeIs(1));
  EXPECT_EQ(flags(draft_again[0]) & (mf_submitted | mf_unsent), mf_unsent);
  EXPECT_THAT(find("alice", SpecialFolder::outgoing), IsEmpty());
  rig.clock.advance(2h);
  deliver_all();
  EXPECT_THAT(find("bob", SpecialFolder::inbox), IsEmpty());
}

TEST_F(SubmissionTest, ForOtherSystemsItStaysInTheQueue) {
  ASSERT_EQ(submit(ready("alice", {"bob", "dave@example.com"}, u"Out")), ErrorCode::success);
  deliver_all();
  EXPECT_THAT(find("bob", SpecialFolder::inbox), SizeIs(1));
  EXPECT_THAT(find("alice", SpecialFolder::sent_items), SizeIs(1));
  EXPECT_THAT(rig.log_ids(), Contains("SUBMISSION_WAITS"));
  auto waiting = queue->list().value();
  ASSERT_THAT(waiting, SizeIs(1));
  EXPECT_EQ(waiting[0].recipient, "dave@example.com");
  EXPECT_EQ(waiting[0].sender, "alice@example.org");
  EXPECT_EQ(waiting[0].last_error, "no mailbox here");
  EXPECT_GT(waiting[0].due, waiting[0].submitted);
  const store::Time first_due = waiting[0].due;
  // The copy is as recipients are to get it, and stays as long as the delivery.
  const auto copies = find("alice", SpecialFolder::outgoing);
  ASSERT_THAT(copies, SizeIs(1));
  EXPECT_EQ(copies[0].number, waiting[0].message);
  EXPECT_EQ(copies[0].properties.find(id_of(pid_tag_original_entry_id)), nullptr);
  // It is looked at again after ever longer times, and its sender keeps one copy.
  rig.clock.advance(1min);
  deliver_all();
  waiting = queue->list().value();
  ASSERT_THAT(waiting, SizeIs(1));
  EXPECT_EQ(waiting[0].due - box("alice").now(), 2 * (first_due - waiting[0].submitted));
  EXPECT_THAT(find("alice", SpecialFolder::sent_items), SizeIs(1));
}

TEST_F(SubmissionTest, ARecipientWhoComesToBeHereGetsWhatWaits) {
  ASSERT_EQ(submit(ready("alice", {"dave@example.org"}, u"Early")), ErrorCode::success);
  deliver_all();
  directory::NewUser dave;
  dave.address = "dave@example.org";
  ASSERT_TRUE(rig.directory().add(dave));
  rig.clock.advance(1h);
  deliver_all();
  EXPECT_THAT(find("dave", SpecialFolder::inbox), SizeIs(1));
  EXPECT_THAT(queue->list().value(), IsEmpty());
}

// --- reports

TEST_F(SubmissionTest, ADeliveryReportIsSentWhereItIsAskedFor) {
  auto message = ready("alice", {"bob"}, u"Report");
  set(*message, pid_tag_originator_delivery_report_requested, true);
  ASSERT_EQ(submit(message), ErrorCode::success);
  deliver_all();
  const auto reports = find("alice", SpecialFolder::inbox);
  ASSERT_THAT(reports, SizeIs(1));
  EXPECT_EQ(text(reports[0].properties, pid_tag_message_class), "REPORT.IPM.Note.DR");
  EXPECT_EQ(subject_of(reports[0]), u"Delivered: Report");
  ASSERT_THAT(reports[0].recipients, SizeIs(1));
  EXPECT_EQ(text(reports[0].recipients[0].properties, pid_tag_display_name), "Bob");
}

TEST_F(SubmissionTest, AReadReceiptIsSentOnce) {
  auto message = ready("alice", {"bob"}, u"Read me");
  set(*message, pid_tag_read_receipt_requested, true);
  ASSERT_EQ(submit(message), ErrorCode::success);
  deliver_all();
  const auto arrived = find("bob", SpecialFolder::inbox);
  ASSERT_THAT(arrived, SizeIs(1));
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(submission->send_read_receipt(*logon("bob"), arrived[0], true));
    deliver_all();
  }
  const auto receipts = find("alice", SpecialFolder::inbox);
  ASSERT_THAT(receipts, SizeIs(1));
  EXPECT_EQ(text(receipts[0].properties, pid_tag_message_class), "REPORT.IPM.Note.IPNRN");
  EXPECT_EQ(text(receipts[0].properties, pid_tag_sent_representing_name), "Bob");
}

struct FullMailboxTest : ::testing::Test, MailRig {
  static Config config() {
    Config config;
    config.quotas.send = 60'000;
    config.quotas.full = 60'000;
    return config;
  }
  FullMailboxTest() : MailRig(config()) {}
  void fill(const std::string& name) {
    store::MessageWrite write;
    write.folder = special(name, SpecialFolder::drafts);
    write.content.properties.set(pid_tag_body, std::u16string(40'000, u'x'));
    ASSERT_TRUE(box(name).save_message(write));
  }
};

TEST_F(FullMailboxTest, ANonDeliveryReportComesBack) {
  fill("bob");
  ASSERT_EQ(submit(draft("alice", {"bob", "carol"}, u"Full")), ErrorCode::success);
  deliver_all();
  EXPECT_THAT(find("bob", SpecialFolder::inbox), IsEmpty());
  EXPECT_THAT(find("carol", SpecialFolder::inbox), SizeIs(1));
  EXPECT_THAT(queue->list().value(), IsEmpty());
  const auto reports = find("alice", SpecialFolder::inbox);
  ASSERT_THAT(reports, SizeIs(1));
  const store::Properties& report = reports[0].properties;
  EXPECT_EQ(text(report, pid_tag_message_class), "REPORT.IPM.Note.NDR");
  EXPECT_EQ(subject_of(reports[0]), u"Undeliverable: Full");
  EXPECT_EQ(text(report, pid_tag_original_subject), "Full");
  EXPECT_EQ(value_or(report, pid_tag_auto_response_suppress, std::int32_t{0}), -1);
  ASSERT_THAT(reports[0].recipients, SizeIs(1));
  const store::Properties& recipient = reports[0].recipients[0].properties;
  EXPECT_EQ(text(recipient, pid_tag_smtp_address), "bob@example.org");
  EXPECT_EQ(value_or(recipient, pid_tag_non_delivery_report_status_code, std::int32_t{0}), 522);
  const auto attached = box("alice").store().attachments(reports[0].number).value();
  ASSERT_THAT(attached, SizeIs(1));
  ASSERT_TRUE(attached[0].embedded);
  EXPECT_EQ(text(attached[0].embedded->properties, pid_tag_normalized_subject), "Full");
}

TEST_F(FullMailboxTest, ReportsReachTheFullMailboxOfASenderToo) {
  fill("bob");
  ASSERT_EQ(submit(draft("alice", {"bob"}, u"Full")), ErrorCode::success);
  fill("alice");
  deliver_all();
  EXPECT_THAT(find("alice", SpecialFolder::inbox), SizeIs(1));
}

TEST_F(FullMailboxTest, NothingIsSentFromAFullMailbox) {
  fill("alice");
  EXPECT_EQ(submit(draft("alice", {"bob"}, u"No")), ErrorCode::quota_exceeded);
}

// --- when something fails

TEST_F(SubmissionTest, NothingIsLeftWhereTheQueueCannotBeWritten) {
  auto message = ready("alice", {"bob"}, u"Queue");
  queue->broken = true;
  EXPECT_EQ(submit(message), ErrorCode::out_of_disk);
  queue->broken = false;
  restart();
  auto again = OpenMessage::open(logon("alice"), special("alice", SpecialFolder::outbox), message->number(),
                                 OpenMode::read_write, false);
  ASSERT_TRUE(again);
  EXPECT_EQ(submit(*again), ErrorCode::success);
  deliver_all();
  EXPECT_THAT(find("bob", SpecialFolder::inbox), SizeIs(1));
  EXPECT_THAT(find("alice", SpecialFolder::outgoing), IsEmpty());
}

TEST_F(SubmissionTest, SomebodyElsesChangeTakesTheSubmissionBack) {
  auto message = ready("alice", {"bob"}, u"Conflict");
  ASSERT_TRUE(message->save(false));
  const auto reopen = [&] {
    return OpenMessage::open(logon("alice"), special("alice", SpecialFolder::outbox), message->number(),
                             OpenMode::read_write, false)
        .value();
  };
  auto mine = reopen();
  set(*mine, pid_tag_importance, std::int32_t{2});
  auto theirs = reopen();
  set(*theirs, pid_tag_importance, std::int32_t{0});
  ASSERT_TRUE(theirs->save(false));
  EXPECT_EQ(submit(mine), ErrorCode::object_changed);
  EXPECT_THAT(queue->list().value(), IsEmpty());
  deliver_all();
  EXPECT_THAT(find("bob", SpecialFolder::inbox), IsEmpty());
  EXPECT_EQ(submit(reopen()), ErrorCode::success);
}

// The process ends at each step in turn, of what is submitted and of what is delivered. What was accepted
// arrives once, what was not is sent once when its sender tries again; and nothing is left over.
TEST_F(SubmissionTest, WhereverTheProcessEndsEverythingArrivesOnce) {
  bool killed = true;
  int step = 0;
  for (; killed; ++step) {
    ASSERT_LT(step, 100);
    const std::u16string subject = wire::to_utf16("step " + std::to_string(step));
    auto message = ready("alice", {"bob", "carol", "dave@example.com"}, subject);
    set(*message, pid_tag_originator_delivery_report_requested, true);
    ASSERT_TRUE(message->save(false));
    const MessageNumber number = message->number();
    bool accepted = false;
    open("bob");
    open("carol");
    steps.kill_at(step);
    try {
      accepted = submit(message) == ErrorCode::success;
      deliver_all();
    } catch (const Killed&) {
    }
    killed = steps.killed();
    message.reset();
    restart();
    if (!accepted) {
      auto again = OpenMessage::open(logon("alice"), special("alice", SpecialFolder::outbox), number,
                                     OpenMode::read_write, false);
      ASSERT_TRUE(again) << step;
      const ErrorCode result = submit(*again);
      EXPECT_TRUE(result == ErrorCode::success || result == ErrorCode::already_sent) << step;
    }
    deliver_all();
    EXPECT_THAT(find("bob", SpecialFolder::inbox, subject), SizeIs(1)) << step;
    EXPECT_THAT(find("carol", SpecialFolder::inbox, subject), SizeIs(1)) << step;
    EXPECT_THAT(find("alice", SpecialFolder::sent_items, subject), SizeIs(1)) << step;
    EXPECT_THAT(find("alice", SpecialFolder::outbox), IsEmpty()) << step;
    EXPECT_THAT(find("alice", SpecialFolder::inbox, u"Delivered: " + subject), SizeIs(2)) << step;
    // One for each message that waits for Dave.
    EXPECT_THAT(find("alice", SpecialFolder::outgoing, subject), SizeIs(1)) << step;
  }
  EXPECT_GT(step, 15);
}

TEST_F(SubmissionTest, WhereverTheProcessEndsATakenBackMessageIsADraft) {
  bool killed = true;
  int step = 0;
  for (; killed; ++step) {
    ASSERT_LT(step, 50);
    const std::u16string subject = wire::to_utf16("step " + std::to_string(step));
    auto message = ready("alice", {"bob"}, subject);
    set(*message, pid_tag_deferred_send_time, wire::FileTime{box("alice").now() + 36'000'000'000});
    ASSERT_EQ(submit(message), ErrorCode::success);
    const MessageNumber number = message->number();
    const FolderNumber outbox = special("alice", SpecialFolder::outbox);
    message.reset();
    ErrorCode aborted = ErrorCode::not_found;
    steps.kill_at(step);
    try {
      aborted = abort("alice", outbox, number);
    } catch (const Killed&) {
    }
    killed = steps.killed();
    restart();
    if (aborted != ErrorCode::success) {
      const ErrorCode again = abort("alice", outbox, number);
      EXPECT_TRUE(again == ErrorCode::success || again == not_in_queue) << step;
    }
    const auto drafts = find("alice", outbox, subject);
    ASSERT_THAT(drafts, SizeIs(1)) << step;
    EXPECT_EQ(flags(drafts[0]) & (mf_submitted | mf_unsent), mf_unsent) << step;
    EXPECT_THAT(queue->list().value(), IsEmpty()) << step;
  }
  EXPECT_GT(step, 3);
}

TEST_F(SubmissionTest, TheWorkerDeliversByItself) {
  submission->start();
  ASSERT_EQ(submit(ready("alice", {"bob"}, u"Worker")), ErrorCode::success);
  for (int i = 0; i < 1000 && find("bob", SpecialFolder::inbox).empty(); ++i)
    std::this_thread::sleep_for(10ms);
  submission->stop();
  EXPECT_THAT(find("bob", SpecialFolder::inbox), SizeIs(1));
}

// --- spoolers

TEST_F(SubmissionTest, ASpoolerLocksSendsAndFinishes) {
  auto message = ready("alice", {"bob"}, u"Spool");
  ASSERT_TRUE(submission->hand_to_spooler(message));
  const MessageNumber number = message->number();
  EXPECT_THAT(find("alice", SpecialFolder::spooler_queue), SizeIs(1));
  EXPECT_THAT(queue->list().value(), IsEmpty());
  ASSERT_TRUE(submission->spooler_lock(logon("alice"), number, SpoolerLock::lock));
  EXPECT_EQ(abort("alice", special("alice", SpecialFolder::outbox), number), ErrorCode::abort_failed);
  ASSERT_TRUE(submission->spooler_lock(logon("alice"), number, SpoolerLock::unlock));
  ASSERT_TRUE(submission->spooler_lock(logon("alice"), number, SpoolerLock::finished));
  EXPECT_THAT(find("alice", SpecialFolder::spooler_queue), IsEmpty());
  EXPECT_THAT(find("alice", SpecialFolder::outbox), IsEmpty());
  EXPECT_THAT(find("alice", SpecialFolder::sent_items), SizeIs(1));
  EXPECT_EQ(submission->spooler_lock(logon("alice"), number, SpoolerLock::lock).error(), not_in_queue);
}

TEST_F(SubmissionTest, WhatASpoolerHasNotSentIsTakenBack) {
  auto message = ready("alice", {"bob"}, u"Spool");
  ASSERT_TRUE(submission->hand_to_spooler(message));
  EXPECT_EQ(abort("alice", special("alice", SpecialFolder::outbox), message->number()), ErrorCode::success);
  EXPECT_THAT(find("alice", SpecialFolder::spooler_queue), IsEmpty());
}

}  // namespace
}  // namespace mapigate::mailbox
