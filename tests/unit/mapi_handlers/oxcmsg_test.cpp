// The ROPs of [MS-OXCMSG] as a client sends them, on a real mailbox.

#include "protocol/oxcmsg/messages.hpp"

#include <gmock/gmock.h>

#include "gateway/mailbox/ids.hpp"
#include "gateway/mailbox/message_flags.hpp"
#include "gateway/mailbox/message_write.hpp"
#include "gateway/mailbox/property_values.hpp"
#include "gateway/mailbox/submission.hpp"
#include "gateway/mapi/handlers/oxcmsg.hpp"
#include "gateway/mapi/objects/attachment_object.hpp"
#include "gateway/mapi/objects/folder_object.hpp"
#include "gateway/mapi/objects/message_object.hpp"
#include "gateway/mapi/rop_dispatcher.hpp"
#include "gateway/store/sqlite/queue_store.hpp"
#include "protocol/oxcmsg/attachments.hpp"
#include "protocol/oxcmsg/message_status.hpp"
#include "protocol/oxcmsg/recipients.hpp"
#include "protocol/oxomsg/search_key.hpp"
#include "protocol/oxprops/property_tags.hpp"
#include "protocol/wire/reader.hpp"
#include "protocol/wire/writer.hpp"
#include "tests/fakes/mailbox_rig.hpp"

namespace mapigate::mapi {
namespace {

using namespace oxcmsg;
using namespace oxprops;
using oxcdata::AddressKind;
using oxcdata::id_of;
using oxcdata::StringType;
using oxcrops::RopId;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr wire::u8 folder_at = 0;
constexpr wire::u8 message_at = 1;
constexpr wire::u8 other_at = 2;
constexpr wire::u8 attachment_at = 3;
constexpr wire::u8 nothing_at = 7;

// A session with a folder open at the first place of its handle table.
struct Client {
  Client(const mailbox::MailboxPtr& its_mailbox, const mailbox::Logon& logon, store::FolderNumber number,
         const RopServices& services)
      : mailbox(its_mailbox), inbox(number) {
    handlers::register_oxcmsg(registry, services);
    auto user = std::make_shared<directory::User>();
    user->legacy_dn = "/o=Org/ou=Group/cn=Recipients/cn=alice";
    session.user = user;
    session.default_code_page = 1252;
    session.lcid_string = 0x409;
    auto folder = std::make_unique<FolderObject>();
    folder->logon = std::make_shared<mailbox::Logon>(logon);
    folder->number = number;
    handles.assign(8, oxcrops::no_handle);
    handles[folder_at] = session.objects.add(std::move(folder)).value();
  }

  // The response of one request; its ReturnValue is in it.
  template <class Response, class Request>
  Response call(const Request& request, wire::u8 at, Response response = {}) {
    wire::Writer writer;
    writer.write(oxcrops::RequestHead{Request::id, 0, at});
    writer.write(request);
    RopResults results = dispatcher.run(session, oxcrops::RopBuffer{writer.take(), handles}, max_payload);
    EXPECT_EQ(results.error, ErrorCode::success);
    handles = results.output.handles;
    output = results.output.rops;
    wire::Reader reader(output);
    oxcrops::ResponseHead head;
    reader.read(head);
    rop_id = head.rop_id;
    if (head.rop_id == RopId::buffer_too_small) return response;
    reader.read(response);
    EXPECT_TRUE(reader.finish()) << reader.failure().field;
    return response;
  }

  OpenMessageResponse open(store::MessageNumber number, wire::u8 flags = open_read_write,
                           wire::u8 at = message_at) {
    OpenMessageRequest request;
    request.output_handle_index = at;
    request.folder_id = mailbox::folder_id(inbox);
    request.message_id = mailbox::message_id(number);
    request.open_mode_flags = flags;
    return call<OpenMessageResponse>(request, folder_at);
  }
  ErrorCode create(wire::u8 at = message_at, bool associated = false) {
    CreateMessageRequest request;
    request.output_handle_index = at;
    request.folder_id = mailbox::folder_id(inbox);
    request.associated_flag = associated;
    const auto response = call<CreateMessageResponse>(request, folder_at);
    EXPECT_FALSE(response.message_id);
    return response.return_value;
  }
  SaveChangesMessageResponse save(wire::u8 flags = save_keep_open_read_write, wire::u8 at = message_at) {
    SaveChangesMessageRequest request;
    request.input_handle_index = at;
    request.save_flags = flags;
    return call<SaveChangesMessageResponse>(request, folder_at);
  }
  mailbox::OpenMessage& message(wire::u8 at = message_at) {
    return *dynamic_cast<MessageObject&>(*session.objects.find(handles[at])).message;
  }
  void set_text(oxcdata::PropertyTag tag, std::u16string value, wire::u8 at = message_at) {
    ASSERT_TRUE(message(at).set_property({tag, std::move(value), nullptr}));
  }
  // A message with this subject, as it was saved.
  store::MessageNumber saved(std::u16string subject) {
    EXPECT_EQ(create(), ErrorCode::success);
    set_text(pid_tag_subject, std::move(subject));
    return *mailbox::number_of(save().message_id);
  }
  ErrorCode modify(std::vector<oxcdata::PropertyTag> columns, std::vector<ModifyRecipientRow> rows) {
    ModifyRecipientsRequest request;
    request.recipient_columns = std::move(columns);
    request.recipient_rows = std::move(rows);
    return call<ModifyRecipientsResponse>(request, message_at).return_value;
  }
  ReadRecipientsResponse read(wire::u32 row_id, std::span<const oxcdata::PropertyTag> columns) {
    ReadRecipientsRequest request;
    request.row_id = row_id;
    ReadRecipientsResponse response;
    response.columns = columns;
    return call<ReadRecipientsResponse>(request, message_at, std::move(response));
  }

  mailbox::MailboxPtr mailbox;
  store::FolderNumber inbox;
  std::size_t max_payload = 0x7FF0;
  MailboxSession session;
  RopRegistry registry;
  Logger log{LogLevel::error, [](const LogRecord&) {}};
  RopDispatcher dispatcher{registry, log};
  std::vector<wire::u32> handles;
  wire::Bytes output;
  RopId rop_id{};
};

// All tests have the mailboxes in common, which take some time to be made. Each has a folder of its own.
fakes::MailboxRig& shared_rig() {
  static fakes::MailboxRig rig;
  return rig;
}
store::FolderNumber new_folder(const mailbox::MailboxPtr& mailbox, mailbox::SpecialFolder parent) {
  static int count = 0;
  store::FolderWrite write;
  write.parent = mailbox->special(parent);
  write.name = u"Messages ";
  write.name += static_cast<char16_t>(u'A' + count++);
  return mailbox->create_folder(write).value().number;
}

struct Rig {
  fakes::MailboxRig& rig = shared_rig();
  fakes::TempDir queue_folder;
  std::unique_ptr<store::QueueStore> queue =
      store::sqlite::open_queue_store(queue_folder.path() / "queue.sqlite", std::chrono::seconds(5)).value();
  mailbox::Submission submission{{*queue, rig.mailboxes(), rig.directory(), rig.clock, rig.log()}};
  RopServices services{rig.directory(), rig.mailboxes(), submission, rig.clock, rig.random(), rig.log()};
};
struct OxcmsgTest : ::testing::Test, Rig, Client {
  OxcmsgTest()
      : Client(rig.alice(), rig.owner(rig.alice()),
               new_folder(rig.alice(), mailbox::SpecialFolder::ipm_subtree), services) {}
};

ModifyRecipientRow smtp_row(wire::u32 row_id, std::u16string name, std::u16string address) {
  ModifyRecipientRow row;
  row.row_id = row_id;
  row.recipient_type = primary_recipient;
  oxcdata::RecipientRow recipient;
  recipient.address_kind = AddressKind::smtp;
  recipient.display_name = std::move(name);
  recipient.email_address = std::move(address);
  row.recipient_row = std::move(recipient);
  return row;
}

// --- opening, creating, saving

TEST_F(OxcmsgTest, CreatedSavedAndOpenedAgain) {
  ASSERT_EQ(create(), ErrorCode::success);
  set_text(pid_tag_subject, u"RE: Hello");
  ASSERT_EQ(modify({}, {smtp_row(0, u"Bob", u"bob@example.org")}), ErrorCode::success);
  // SaveFlags of the example in [MS-OXCMSG] section 4.8.1: 0x08 means nothing.
  const auto saved_message = save(0x0A);
  ASSERT_EQ(saved_message.return_value, ErrorCode::success);
  EXPECT_EQ(saved_message.input_handle_index, message_at);
  const auto number = mailbox::number_of(saved_message.message_id);
  ASSERT_TRUE(number);
  EXPECT_TRUE(message().writable());

  const auto opened = open(*number, open_best_access, other_at);
  ASSERT_EQ(opened.return_value, ErrorCode::success);
  EXPECT_FALSE(opened.message.has_named_properties);
  EXPECT_EQ(opened.message.subject_prefix.type, StringType::reduced_unicode);
  EXPECT_EQ(opened.message.subject_prefix.string, u"RE: ");
  EXPECT_EQ(opened.message.normalized_subject.string, u"Hello");
  EXPECT_EQ(opened.message.recipient_count, 1u);
  ASSERT_THAT(opened.message.recipient_rows, SizeIs(1));
  const OpenRecipientRow& row = opened.message.recipient_rows[0];
  EXPECT_EQ(row.recipient_type, primary_recipient);
  EXPECT_EQ(row.recipient_row.address_kind, AddressKind::smtp);
  EXPECT_EQ(row.recipient_row.email_address, oxcdata::Text(std::u16string(u"bob@example.org")));
  EXPECT_EQ(row.recipient_row.display_name, oxcdata::Text(std::u16string(u"Bob")));
  EXPECT_TRUE(message(other_at).writable());
}

TEST_F(OxcmsgTest, SubjectsComeInTheirShortestForm) {
  const auto wide = open(saved(u"\u4F60\u597D"));
  EXPECT_EQ(wide.message.subject_prefix.type, StringType::empty);
  EXPECT_EQ(wide.message.normalized_subject.type, StringType::unicode);
  EXPECT_EQ(wide.message.normalized_subject.string, u"\u4F60\u597D");
  const auto narrow = open(saved(u"\u00C9t\u00E9"));
  EXPECT_EQ(narrow.message.normalized_subject.type, StringType::reduced_unicode);
  EXPECT_EQ(narrow.message.normalized_subject.string, u"\u00C9t\u00E9");
  const auto with_zero = open(saved(std::u16string(u"a") + u'\0' + u"b"));
  EXPECT_EQ(with_zero.message.normalized_subject.string, u"a");
}

TEST_F(OxcmsgTest, AVeryLongSubjectIsShownInPart) {
  const auto opened = open(saved(std::u16string(30'000, u'\u4F60')));
  ASSERT_EQ(opened.return_value, ErrorCode::success);
  EXPECT_THAT(opened.message.normalized_subject.string, SizeIs(8192));
}

TEST_F(OxcmsgTest, WhatIsNotThereCannotBeOpened) {
  EXPECT_EQ(open(4711).return_value, ErrorCode::not_found);
  OpenMessageRequest request;
  request.output_handle_index = other_at;
  request.folder_id = mailbox::folder_id(inbox);
  request.message_id =
      oxcdata::make_id<oxcdata::MessageId>(9, oxcdata::global_counter(1));  // another replica
  EXPECT_EQ(call<OpenMessageResponse>(request, folder_at).return_value, ErrorCode::not_found);
  request.code_page_id = 4711;
  EXPECT_EQ(call<OpenMessageResponse>(request, folder_at).return_value, ErrorCode::invalid_codepage);
  request.code_page_id = 1252;
  request.message_id = mailbox::message_id(saved(u"x"));
  EXPECT_EQ(call<OpenMessageResponse>(request, folder_at).return_value, ErrorCode::success);
  request.output_handle_index = 99;
  EXPECT_EQ(call<OpenMessageResponse>(request, folder_at).return_value, ErrorCode::null_object);
}

TEST_F(OxcmsgTest, RopsOnOtherObjects) {
  ASSERT_EQ(create(), ErrorCode::success);
  EXPECT_EQ(call<OpenMessageResponse>(OpenMessageRequest{}, message_at).return_value,
            ErrorCode::not_supported);
  EXPECT_EQ(call<CreateMessageResponse>(CreateMessageRequest{}, nothing_at).return_value,
            ErrorCode::null_object);
  EXPECT_EQ(save(0, folder_at).return_value, ErrorCode::null_object);
  EXPECT_EQ(save(0, nothing_at).return_value, ErrorCode::null_object);
  for (const wire::u8 at : {folder_at, nothing_at}) {
    EXPECT_EQ(call<ReloadCachedInformationResponse>(ReloadCachedInformationRequest{}, at).return_value,
              ErrorCode::null_object);
    EXPECT_EQ(call<RemoveAllRecipientsResponse>(RemoveAllRecipientsRequest{}, at).return_value,
              ErrorCode::null_object);
    EXPECT_EQ(call<ModifyRecipientsResponse>(ModifyRecipientsRequest{}, at).return_value,
              ErrorCode::null_object);
    EXPECT_EQ(call<ReadRecipientsResponse>(ReadRecipientsRequest{}, at).return_value, ErrorCode::null_object);
    EXPECT_EQ(call<OpenAttachmentResponse>(OpenAttachmentRequest{}, at).return_value, ErrorCode::null_object);
    EXPECT_EQ(call<CreateAttachmentResponse>(CreateAttachmentRequest{}, at).return_value,
              ErrorCode::null_object);
    EXPECT_EQ(call<DeleteAttachmentResponse>(DeleteAttachmentRequest{}, at).return_value,
              ErrorCode::null_object);
    EXPECT_EQ(call<OpenEmbeddedMessageResponse>(OpenEmbeddedMessageRequest{}, at).return_value,
              ErrorCode::null_object);
    EXPECT_EQ(call<GetValidAttachmentsResponse>(GetValidAttachmentsRequest{}, at).return_value,
              ErrorCode::null_object);
  }
  for (const wire::u8 at : {message_at, nothing_at}) {
    EXPECT_EQ(call<SetMessageStatusResponse>(SetMessageStatusRequest{}, at).return_value,
              ErrorCode::null_object);
    EXPECT_EQ(call<GetMessageStatusResponse>(GetMessageStatusRequest{}, at).return_value,
              ErrorCode::null_object);
    EXPECT_EQ(call<SetReadFlagsResponse>(SetReadFlagsRequest{}, at).return_value, ErrorCode::null_object);
  }
}

TEST_F(OxcmsgTest, SaveFlagsSayHowItStaysOpen) {
  ASSERT_EQ(create(), ErrorCode::success);
  ASSERT_EQ(save(0).return_value, ErrorCode::success);
  EXPECT_TRUE(message().writable());
  ASSERT_EQ(save(save_keep_open_read_only).return_value, ErrorCode::success);
  EXPECT_FALSE(message().writable());
  EXPECT_EQ(save(save_keep_open_read_write).return_value, ErrorCode::access_denied);
}

TEST_F(OxcmsgTest, TwoHandlesOneMessage) {
  const auto number = saved(u"x");
  ASSERT_EQ(open(number, open_read_write, message_at).return_value, ErrorCode::success);
  ASSERT_EQ(open(number, open_read_write, other_at).return_value, ErrorCode::success);
  set_text(pid_tag_location, u"here", message_at);
  set_text(pid_tag_location, u"there", other_at);
  ASSERT_EQ(save(save_keep_open_read_write, message_at).return_value, ErrorCode::success);
  EXPECT_EQ(save(save_keep_open_read_write, other_at).return_value, ErrorCode::object_changed);
  EXPECT_EQ(save(save_force, other_at).return_value, ErrorCode::success);
  EXPECT_TRUE(message(other_at).writable());
}

TEST_F(OxcmsgTest, ReloadingTellsTheSameAgain) {
  const auto number = saved(u"RE: x");
  ASSERT_EQ(open(number).return_value, ErrorCode::success);
  set_text(pid_tag_subject, u"FW: y");
  ASSERT_EQ(modify({}, {smtp_row(0, u"Bob", u"bob@example.org")}), ErrorCode::success);
  const auto response = call<ReloadCachedInformationResponse>(ReloadCachedInformationRequest{}, message_at);
  ASSERT_EQ(response.return_value, ErrorCode::success);
  EXPECT_EQ(response.message.subject_prefix.string, u"FW: ");
  EXPECT_EQ(response.message.recipient_count, 1u);
}

TEST_F(OxcmsgTest, AResponseThatDoesNotFitOpensNothing) {
  const auto number = saved(std::u16string(2000, u'\u4F60'));
  const std::size_t before = session.objects.size();
  max_payload = 2000;
  open(number, open_read_write, other_at);
  EXPECT_EQ(rop_id, RopId::buffer_too_small);
  EXPECT_EQ(session.objects.size(), before);
  EXPECT_EQ(handles[other_at], oxcrops::no_handle);
}

// --- recipients

TEST_F(OxcmsgTest, RecipientsOfEveryKind) {
  ASSERT_EQ(create(), ErrorCode::success);
  std::vector<ModifyRecipientRow> rows(4);
  for (wire::u32 i = 0; i < 4; ++i) {
    rows[i].row_id = i;
    rows[i].recipient_type = cc_recipient;
    rows[i].recipient_row.emplace();
  }
  oxcdata::RecipientRow& user = *rows[0].recipient_row;
  user.address_kind = AddressKind::x500_dn;
  user.address_prefix_used = 32;  // of "/o=Org/ou=Group/cn=Recipients/cn=", 33 long
  user.x500_dn = "=bob";
  user.display_type = oxcdata::DisplayType::distribution_list;
  user.display_name = std::u16string(u"Bob");
  user.same_display_names = true;
  oxcdata::RecipientRow& narrow = *rows[1].recipient_row;
  narrow.address_kind = AddressKind::smtp;
  narrow.unicode = false;
  narrow.display_name = oxcdata::String8{"Z\xFCrich"};
  narrow.email_address = oxcdata::String8{"z@example.org"};
  narrow.no_rich_text = true;
  oxcdata::RecipientRow& other = *rows[2].recipient_row;
  other.address_kind = AddressKind::none;
  other.address_type = "X400";
  other.email_address = std::u16string(u"c=us");
  other.display_name = std::u16string(u"X");
  other.transmittable_display_name = std::u16string(u"Y");
  oxcdata::RecipientRow& list = *rows[3].recipient_row;
  list.address_kind = AddressKind::personal_distribution_list_1;
  list.entry_id = {1, 2, 3};
  list.search_key = {4, 5};
  list.display_name = std::u16string(u"List");
  ASSERT_EQ(modify({}, std::move(rows)), ErrorCode::success);

  const auto& kept = *message().recipients().value();
  ASSERT_THAT(kept, SizeIs(4));
  const auto text = [&](std::size_t i, oxcdata::PropertyTag tag) {
    return mailbox::text_of(kept[i].properties, tag, 1000);
  };
  EXPECT_EQ(text(0, pid_tag_address_type), u"EX");
  EXPECT_EQ(text(0, pid_tag_email_address), u"/o=Org/ou=Group/cn=Recipients/cn=bob");
  EXPECT_EQ(text(0, pid_tag_transmittable_display_name), u"Bob");
  EXPECT_EQ(mailbox::value_or(kept[0].properties, pid_tag_display_type, std::int32_t{0}), 1);
  EXPECT_EQ(mailbox::value_or(kept[0].properties, pid_tag_search_key, wire::Bytes()),
            oxomsg::search_key("EX", "/o=Org/ou=Group/cn=Recipients/cn=bob"));
  EXPECT_EQ(text(1, pid_tag_display_name), u"Z\u00FCrich");
  EXPECT_FALSE(mailbox::value_or(kept[1].properties, pid_tag_send_rich_info, true));
  EXPECT_FALSE(mailbox::value_or(kept[1].properties, pid_tag_entry_id, wire::Bytes()).empty());
  EXPECT_EQ(text(2, pid_tag_address_type), u"X400");
  EXPECT_EQ(mailbox::value_or(kept[3].properties, pid_tag_entry_id, wire::Bytes()), (wire::Bytes{1, 2, 3}));
  ASSERT_EQ(save().return_value, ErrorCode::success);

  const auto opened = open(message().number(), open_read_only, other_at);
  ASSERT_THAT(opened.message.recipient_rows, SizeIs(4));
  const auto row = [&](std::size_t i) { return opened.message.recipient_rows[i].recipient_row; };
  EXPECT_EQ(row(0).address_kind, AddressKind::x500_dn);
  EXPECT_EQ(row(0).x500_dn, "/o=Org/ou=Group/cn=Recipients/cn=bob");
  EXPECT_EQ(row(0).display_type, oxcdata::DisplayType::distribution_list);
  EXPECT_TRUE(row(0).same_display_names);
  EXPECT_TRUE(row(1).no_rich_text);
  EXPECT_EQ(row(2).address_type, "X400");
  EXPECT_EQ(row(2).transmittable_display_name, oxcdata::Text(std::u16string(u"Y")));
  EXPECT_EQ(row(3).address_kind, AddressKind::personal_distribution_list_1);
  EXPECT_EQ(row(3).entry_id, (wire::Bytes{1, 2, 3}));
}

TEST_F(OxcmsgTest, ColumnsOfRecipients) {
  ASSERT_EQ(create(), ErrorCode::success);
  const std::vector<oxcdata::PropertyTag> columns{
      oxcdata::with_type(pid_tag_recipient_display_name, oxcdata::PropertyType::string8), pid_tag_object_type,
      pid_tag_smtp_address};
  auto row = smtp_row(5, u"Bob", u"bob@example.org");
  row.recipient_row->properties.values.emplace_back(oxcdata::String8{"B\xF6"});
  row.recipient_row->properties.values.emplace_back(std::int32_t{6});
  ASSERT_EQ(modify(columns, {row}), ErrorCode::success);
  // Of a new message the columns are those that the client has given.
  const auto own = read(0, columns);
  ASSERT_THAT(own.recipient_rows, SizeIs(1));
  EXPECT_EQ(own.recipient_rows[0].row_id, 5u);
  const auto& values = own.recipient_rows[0].recipient_row.properties.values;
  ASSERT_THAT(values, SizeIs(3));
  EXPECT_EQ(values[0], oxcdata::PropertyValue(oxcdata::String8{"B\xF6"}));
  EXPECT_EQ(values[1], oxcdata::PropertyValue(std::int32_t{6}));
  EXPECT_EQ(values[2], oxcdata::PropertyValue(ErrorCode::not_found));
  ASSERT_EQ(save().return_value, ErrorCode::success);
  // Of one that is opened all that there are.
  const auto opened = open(message().number());
  EXPECT_THAT(opened.message.recipient_columns,
              ::testing::IsSupersetOf({pid_tag_recipient_display_name, pid_tag_object_type}));
  const auto again = read(0, opened.message.recipient_columns);
  ASSERT_THAT(again.recipient_rows, SizeIs(1));
  EXPECT_EQ(again.recipient_rows[0].recipient_row, opened.message.recipient_rows[0].recipient_row);
}

TEST_F(OxcmsgTest, WhatARowHasAnywayIsNoColumn) {
  ASSERT_EQ(create(), ErrorCode::success);
  for (const auto tag : {pid_tag_display_name, pid_tag_email_address, pid_tag_address_type, pid_tag_entry_id,
                         pid_tag_search_key, pid_tag_recipient_type, pid_tag_send_rich_info}) {
    EXPECT_EQ(modify({tag}, {}), ErrorCode::invalid_parameter) << name(tag);
  }
}

TEST_F(OxcmsgTest, RecipientsAreRemovedByRowAndAllAtOnce) {
  ASSERT_EQ(create(), ErrorCode::success);
  ASSERT_EQ(modify({}, {smtp_row(0, u"A", u"a@x"), smtp_row(1, u"B", u"b@x"), smtp_row(2, u"C", u"c@x")}),
            ErrorCode::success);
  ModifyRecipientRow removed;
  removed.row_id = 1;
  ASSERT_EQ(modify({}, {removed}), ErrorCode::success);
  EXPECT_THAT(read(0, {}).recipient_rows, SizeIs(2));
  EXPECT_EQ(read(1, {}).recipient_rows.at(0).row_id, 2u);
  EXPECT_EQ(read(3, {}).return_value, ErrorCode::not_found);
  EXPECT_EQ(call<RemoveAllRecipientsResponse>(RemoveAllRecipientsRequest{}, message_at).return_value,
            ErrorCode::success);
  EXPECT_EQ(read(0, {}).return_value, ErrorCode::not_found);
}

TEST_F(OxcmsgTest, ManyRecipientsComeInPortions) {
  ASSERT_EQ(create(), ErrorCode::success);
  std::vector<ModifyRecipientRow> rows;
  for (wire::u32 i = 0; i < 400; ++i)
    rows.push_back(smtp_row(i, std::u16string(20, u'n'), std::u16string(30, u'a')));
  ASSERT_EQ(modify({}, std::move(rows)), ErrorCode::success);
  ASSERT_EQ(save().return_value, ErrorCode::success);
  const auto opened = open(message().number());
  EXPECT_EQ(opened.message.recipient_count, 400u);
  EXPECT_THAT(opened.message.recipient_rows,
              SizeIs(::testing::AllOf(::testing::Gt(100), ::testing::Le(255))));
  std::size_t seen = 0;
  for (wire::u32 next = 0; seen < 400;) {
    const auto portion = read(next, opened.message.recipient_columns);
    ASSERT_THAT(portion.recipient_rows, ::testing::Not(IsEmpty()));
    for (const ReadRecipientRow& row : portion.recipient_rows) EXPECT_EQ(row.row_id, seen++);
    next = portion.recipient_rows.back().row_id + 1;
  }
}

TEST_F(OxcmsgTest, NotEvenOneRecipientFits) {
  ASSERT_EQ(create(), ErrorCode::success);
  ASSERT_EQ(modify({}, {smtp_row(0, std::u16string(500, u'n'), u"a@x")}), ErrorCode::success);
  max_payload = 300;
  EXPECT_EQ(read(0, {}).return_value, ErrorCode::buffer_too_small);
}

// --- status and read state

TEST_F(OxcmsgTest, StatusIsSetByAMask) {
  const auto number = saved(u"x");
  SetMessageStatusRequest request;
  request.message_id = mailbox::message_id(number);
  request.message_status_flags = status_remote_download | status_remote_delete;
  request.message_status_mask = status_remote_download;
  auto set = call<SetMessageStatusResponse>(request, folder_at);
  EXPECT_EQ(set.return_value, ErrorCode::success);
  EXPECT_EQ(set.message_status_flags, 0u);  // as it was
  GetMessageStatusRequest get;
  get.message_id = request.message_id;
  EXPECT_EQ(call<GetMessageStatusResponse>(get, folder_at).message_status_flags, status_remote_download);
  EXPECT_EQ(rop_id, RopId::get_message_status);
  request.message_status_flags = 0;
  set = call<SetMessageStatusResponse>(request, folder_at);
  EXPECT_EQ(set.message_status_flags, status_remote_download);
  EXPECT_EQ(call<GetMessageStatusResponse>(get, folder_at).message_status_flags, 0u);
  get.message_id = mailbox::message_id(4711);
  EXPECT_EQ(call<GetMessageStatusResponse>(get, folder_at).return_value, ErrorCode::not_found);
  // No change of the message.
  ASSERT_EQ(open(number).return_value, ErrorCode::success);
  ASSERT_TRUE(mailbox->set_status(number, inbox, 0x1000, 0x1000));
  set_text(pid_tag_location, u"x");
  EXPECT_EQ(save().return_value, ErrorCode::success);
}

bool is_read(Client& client, store::MessageNumber number) {
  return client.mailbox->store().message(number).value().read;
}

TEST_F(OxcmsgTest, ReadFlagsOfMessages) {
  const auto one = saved(u"1");
  const auto two = saved(u"2");
  SetReadFlagsRequest request;
  request.read_flags = read_clear_read_flag | read_suppress_receipt;
  request.message_ids = {mailbox::message_id(one)};
  EXPECT_EQ(call<SetReadFlagsResponse>(request, folder_at).return_value, ErrorCode::success);
  EXPECT_FALSE(is_read(*this, one));
  EXPECT_TRUE(is_read(*this, two));
  // All of them.
  request.message_ids.clear();
  EXPECT_EQ(call<SetReadFlagsResponse>(request, folder_at).return_value, ErrorCode::success);
  EXPECT_FALSE(is_read(*this, two));
  request.read_flags = read_suppress_receipt | 0x0A;  // reserved bits
  request.message_ids = {mailbox::message_id(one), mailbox::message_id(4711)};
  const auto partial = call<SetReadFlagsResponse>(request, folder_at);
  EXPECT_EQ(partial.return_value, ErrorCode::success);
  EXPECT_TRUE(partial.partial_completion);
  EXPECT_TRUE(is_read(*this, one));
  request.message_ids = {oxcdata::MessageId{}};  // of none, which is not all
  EXPECT_TRUE(call<SetReadFlagsResponse>(request, folder_at).partial_completion);
  EXPECT_FALSE(is_read(*this, two));
  for (const int flags : {0x14, 0x24, 0x30, 0x11, 0x21}) {
    request.read_flags = static_cast<wire::u8>(flags);
    EXPECT_EQ(call<SetReadFlagsResponse>(request, folder_at).return_value, ErrorCode::invalid_parameter)
        << flags;
  }
}

TEST_F(OxcmsgTest, ReadFlagOfAnOpenMessage) {
  const auto number = saved(u"x");
  SetMessageReadFlagRequest request;
  request.input_handle_index = message_at;
  request.read_flags = read_clear_read_flag | read_suppress_receipt;
  const auto response = call<SetMessageReadFlagResponse>(request, folder_at);
  EXPECT_EQ(response.return_value, ErrorCode::success);
  EXPECT_FALSE(response.read_status_changed);  // only said of public folders
  EXPECT_FALSE(is_read(*this, number));
  request.input_handle_index = folder_at;
  EXPECT_EQ(call<SetMessageReadFlagResponse>(request, folder_at).return_value, ErrorCode::null_object);
}

// --- receipts

struct ReceiptTest : OxcmsgTest {
  // A message from Bob, who wants to know when it is read.
  store::MessageNumber received(std::uint32_t flags = 0) {
    store::Content content;
    store::Properties& properties = content.properties;
    properties.set(pid_tag_subject, std::u16string(u"Please read"));
    properties.set(pid_tag_read_receipt_requested, true);
    properties.set(pid_tag_non_receipt_notification_requested, true);
    properties.set(pid_tag_sent_representing_address_type, std::u16string(u"SMTP"));
    properties.set(pid_tag_sent_representing_email_address, std::u16string(u"bob@example.org"));
    properties.set(pid_tag_sent_representing_smtp_address, std::u16string(u"bob@example.org"));
    properties.set(pid_tag_received_by_entry_id, wire::Bytes{1});
    properties.set(pid_tag_message_flags, static_cast<std::int32_t>(flags));
    return mailbox->save_message(mailbox::message_write(*mailbox, content, {inbox})).value().number;
  }
  std::size_t sent() {
    const auto waiting = queue->list().value();
    for (const auto& delivery : waiting) EXPECT_EQ(delivery.recipient, "bob@example.org");
    return waiting.size();
  }
  bool asks(store::MessageNumber number, oxcdata::PropertyTag tag = pid_tag_read_receipt_requested) {
    return mailbox::value_or(mailbox->store().message(number).value().properties, tag, false);
  }
  ErrorCode flag(std::vector<store::MessageNumber> numbers, int flags) {
    SetReadFlagsRequest request;
    request.read_flags = static_cast<wire::u8>(flags);
    for (const auto number : numbers) request.message_ids.push_back(mailbox::message_id(number));
    return call<SetReadFlagsResponse>(request, folder_at).return_value;
  }
};

TEST_F(ReceiptTest, ReadingSendsOne) {
  const auto number = received();
  const auto quiet = saved(u"without");
  ASSERT_EQ(flag({number, quiet}, 0), ErrorCode::success);
  EXPECT_EQ(sent(), 1u);
  EXPECT_TRUE(is_read(*this, number));
  EXPECT_FALSE(asks(number));
  EXPECT_FALSE(asks(number, pid_tag_non_receipt_notification_requested));
  // And never another one.
  ASSERT_EQ(flag({number}, read_clear_read_flag | read_suppress_receipt), ErrorCode::success);
  ASSERT_EQ(flag({number}, 0), ErrorCode::success);
  EXPECT_EQ(sent(), 1u);
}

TEST_F(ReceiptTest, OfAllMessagesOfAFolder) {
  received();
  received();
  ASSERT_EQ(flag({}, 0), ErrorCode::success);
  EXPECT_EQ(sent(), 2u);
}

TEST_F(ReceiptTest, ASuppressedOneIsNotSentLater) {
  const auto number = received();
  ASSERT_EQ(flag({number}, read_suppress_receipt), ErrorCode::success);
  EXPECT_TRUE(is_read(*this, number));
  EXPECT_FALSE(asks(number));
  ASSERT_EQ(flag({number}, read_clear_read_flag | read_suppress_receipt), ErrorCode::success);
  ASSERT_EQ(flag({number}, 0), ErrorCode::success);
  EXPECT_EQ(sent(), 0u);
}

TEST_F(ReceiptTest, ReceiptOnlyLeavesTheMessageUnread) {
  const auto number = received();
  ASSERT_EQ(flag({number}, read_generate_receipt_only), ErrorCode::success);
  EXPECT_EQ(sent(), 1u);
  EXPECT_FALSE(is_read(*this, number));
  EXPECT_FALSE(asks(number));
  EXPECT_TRUE(asks(number, pid_tag_non_receipt_notification_requested));
}

TEST_F(ReceiptTest, RequestsAreClearedWithoutAReceipt) {
  const auto one = received();
  ASSERT_EQ(flag({one}, read_clear_notify_read), ErrorCode::success);
  EXPECT_FALSE(asks(one));
  EXPECT_TRUE(asks(one, pid_tag_non_receipt_notification_requested));
  const auto two = received();
  ASSERT_EQ(flag({two}, read_clear_notify_unread), ErrorCode::success);
  EXPECT_TRUE(asks(two));
  EXPECT_FALSE(asks(two, pid_tag_non_receipt_notification_requested));
  EXPECT_EQ(sent(), 0u);
  EXPECT_FALSE(is_read(*this, one));
}

TEST_F(ReceiptTest, NothingIsSentForADraft) {
  const auto number = received(mailbox::mf_unsent);
  ASSERT_EQ(flag({number}, 0), ErrorCode::success);
  EXPECT_EQ(sent(), 0u);
  EXPECT_TRUE(asks(number));
}

TEST_F(ReceiptTest, AnOpenMessageIsNotInConflictForIt) {
  const auto number = received();
  ASSERT_EQ(open(number).return_value, ErrorCode::success);
  set_text(pid_tag_location, u"changed before");
  SetMessageReadFlagRequest request;
  request.input_handle_index = message_at;
  ASSERT_EQ(call<SetMessageReadFlagResponse>(request, folder_at).return_value, ErrorCode::success);
  EXPECT_EQ(sent(), 1u);
  EXPECT_FALSE(asks(number));
  // What was changed before is not saved with it.
  EXPECT_EQ(mailbox->store().message(number).value().properties.find(id_of(pid_tag_location)), nullptr);
  EXPECT_EQ(save().return_value, ErrorCode::success);
  EXPECT_FALSE(asks(number));
  EXPECT_NE(mailbox->store().message(number).value().properties.find(id_of(pid_tag_location)), nullptr);
}

// --- attachments

TEST_F(OxcmsgTest, AnAttachmentFromItsCreationToItsDeletion) {
  ASSERT_EQ(create(), ErrorCode::success);
  CreateAttachmentRequest create_request;
  create_request.output_handle_index = attachment_at;
  const auto created = call<CreateAttachmentResponse>(create_request, message_at);
  ASSERT_EQ(created.return_value, ErrorCode::success);
  EXPECT_EQ(created.attachment_id, 0u);
  EXPECT_THAT(call<GetValidAttachmentsResponse>(GetValidAttachmentsRequest{}, message_at).attachment_ids,
              IsEmpty());
  SaveChangesAttachmentRequest save_request;
  save_request.input_handle_index = attachment_at;
  save_request.save_flags = save_keep_open_read_only;
  ASSERT_EQ(call<SaveChangesAttachmentResponse>(save_request, message_at).return_value, ErrorCode::success);
  EXPECT_EQ(call<SaveChangesAttachmentResponse>(save_request, message_at).return_value,
            ErrorCode::access_denied);
  save_request.input_handle_index = message_at;
  EXPECT_EQ(call<SaveChangesAttachmentResponse>(save_request, message_at).return_value,
            ErrorCode::null_object);
  EXPECT_THAT(call<GetValidAttachmentsResponse>(GetValidAttachmentsRequest{}, message_at).attachment_ids,
              ElementsAre(0u));
  ASSERT_EQ(save().return_value, ErrorCode::success);

  ASSERT_EQ(open(message().number()).return_value, ErrorCode::success);
  OpenAttachmentRequest open_request;
  open_request.output_handle_index = attachment_at;
  open_request.open_attachment_flags = open_best_access;
  EXPECT_EQ(call<OpenAttachmentResponse>(open_request, message_at).return_value, ErrorCode::success);
  open_request.attachment_id = 1;
  EXPECT_EQ(call<OpenAttachmentResponse>(open_request, message_at).return_value, ErrorCode::not_found);
  DeleteAttachmentRequest delete_request;
  EXPECT_EQ(call<DeleteAttachmentResponse>(delete_request, message_at).return_value, ErrorCode::success);
  EXPECT_EQ(call<DeleteAttachmentResponse>(delete_request, message_at).return_value, ErrorCode::not_found);
}

TEST_F(OxcmsgTest, AnEmbeddedMessage) {
  ASSERT_EQ(create(), ErrorCode::success);
  CreateAttachmentRequest create_request;
  create_request.output_handle_index = attachment_at;
  ASSERT_EQ(call<CreateAttachmentResponse>(create_request, message_at).return_value, ErrorCode::success);
  OpenEmbeddedMessageRequest request;
  request.output_handle_index = other_at;
  request.open_mode_flags = open_read_write;
  EXPECT_EQ(call<OpenEmbeddedMessageResponse>(request, attachment_at).return_value, ErrorCode::not_found);
  request.open_mode_flags = open_create;
  const auto created = call<OpenEmbeddedMessageResponse>(request, attachment_at);
  ASSERT_EQ(created.return_value, ErrorCode::success);
  EXPECT_EQ(created.message.recipient_count, 0u);
  set_text(pid_tag_subject, u"FW: inside", other_at);
  SaveChangesMessageRequest save_inner;
  save_inner.input_handle_index = other_at;
  save_inner.save_flags = save_keep_open_read_write;
  const auto inner = call<SaveChangesMessageResponse>(save_inner, message_at);
  EXPECT_EQ(inner.return_value, ErrorCode::success);
  EXPECT_EQ(inner.message_id, oxcdata::MessageId{});
  SaveChangesAttachmentRequest save_request;
  save_request.input_handle_index = attachment_at;
  ASSERT_EQ(call<SaveChangesAttachmentResponse>(save_request, message_at).return_value, ErrorCode::success);
  ASSERT_EQ(save().return_value, ErrorCode::success);

  ASSERT_EQ(open(message().number()).return_value, ErrorCode::success);
  OpenAttachmentRequest open_request;
  open_request.output_handle_index = attachment_at;
  ASSERT_EQ(call<OpenAttachmentResponse>(open_request, message_at).return_value, ErrorCode::success);
  request.open_mode_flags = open_read_only;
  const auto opened = call<OpenEmbeddedMessageResponse>(request, attachment_at);
  ASSERT_EQ(opened.return_value, ErrorCode::success);
  EXPECT_EQ(opened.message.subject_prefix.string, u"FW: ");
  EXPECT_EQ(opened.message.normalized_subject.string, u"inside");
  request.open_mode_flags = open_read_write;
  EXPECT_EQ(call<OpenEmbeddedMessageResponse>(request, attachment_at).return_value, ErrorCode::access_denied);
}

// --- public folders

struct OxcmsgPublicTest : ::testing::Test, Rig, Client {
  OxcmsgPublicTest()
      : Client(rig.public_folders(), {rig.public_folders(), rig.actor("bob@example.org", true)},
               new_folder(rig.public_folders(), mailbox::SpecialFolder::public_ipm_subtree), services) {
    session.logons[0] = false;
  }
};

TEST_F(OxcmsgPublicTest, TheReadStateIsTheUsersOwn) {
  const auto number = saved(u"x");
  SetMessageReadFlagRequest request;
  request.private_logon = false;
  request.input_handle_index = message_at;
  request.read_flags = read_clear_read_flag | read_suppress_receipt;
  request.client_data[3] = 0xAB;
  auto response = call<SetMessageReadFlagResponse>(request, folder_at);
  ASSERT_EQ(response.return_value, ErrorCode::success);
  EXPECT_TRUE(response.read_status_changed);
  EXPECT_EQ(response.logon_id, 0u);
  EXPECT_EQ(response.client_data, request.client_data);
  response = call<SetMessageReadFlagResponse>(request, folder_at);
  EXPECT_FALSE(response.read_status_changed);
  EXPECT_FALSE(mailbox::OpenMessage::open(
                   std::make_shared<mailbox::Logon>(mailbox, rig.actor("bob@example.org", true)), inbox,
                   number, mailbox::OpenMode::read_only, false)
                   .value()
                   ->is_read());
  SetReadFlagsRequest flags;
  flags.read_flags = read_suppress_receipt;
  flags.message_ids = {mailbox::message_id(number)};
  ASSERT_EQ(call<SetReadFlagsResponse>(flags, folder_at).return_value, ErrorCode::success);
  request.read_flags = read_suppress_receipt;
  EXPECT_FALSE(call<SetMessageReadFlagResponse>(request, folder_at).read_status_changed);
}

}  // namespace
}  // namespace mapigate::mapi
