// Properties and streams of messages, attachments and folders of a real mailbox.

#include "gateway/mapi/handlers/oxcmsg_parts.hpp"
#include "gateway/mapi/handlers/oxcprpt.hpp"
#include "protocol/oxcmsg/attachments.hpp"
#include "protocol/oxcmsg/messages.hpp"
#include "protocol/oxcprpt/properties.hpp"
#include "protocol/oxcprpt/streams.hpp"
#include "tests/unit/mapi_handlers/mailbox_sender.hpp"
#include "tests/unit/wire/peak_memory.hpp"

namespace mapigate::mapi {
namespace {

using namespace oxcprpt;
using namespace oxprops;
using oxcdata::id_of;
using oxcdata::PropertyValue;
using wire::Bytes;
using wire::u32;

class MessagesTest : public ::testing::Test, public MailboxSender {
 protected:
  MessagesTest() {
    handlers::register_oxcprpt(registry);
    handlers::register_oxcmsg_messages(registry);
    handlers::register_oxcmsg_attachments(registry);
  }

  u32 open(u32 of, PropertyTag tag, wire::u8 mode) {
    std::vector<u32> handles{of, oxcrops::no_handle};
    EXPECT_EQ(send<OpenStreamResponse>(OpenStreamRequest{1, tag, mode}, handles).return_value,
              ErrorCode::success);
    return handles[1];
  }
  void write(u32 stream, wire::ByteView bytes) {
    EXPECT_EQ(send<WriteStreamResponse>(WriteStreamRequest{bytes}, stream).return_value, ErrorCode::success);
  }
  Bytes read(u32 stream) {
    const auto response = send<ReadStreamResponse>(ReadStreamRequest{0x7000, 0}, stream);
    EXPECT_EQ(response.return_value, ErrorCode::success);
    return {response.data.begin(), response.data.end()};
  }
  ErrorCode save_message(u32 message) {
    std::vector<u32> handles{oxcrops::no_handle, message};
    oxcmsg::SaveChangesMessageRequest request;
    request.input_handle_index = 1;
    request.save_flags = oxcmsg::save_keep_open_read_write;
    return send<oxcmsg::SaveChangesMessageResponse>(request, handles).return_value;
  }
  ErrorCode save_attachment(u32 message, u32 attachment) {
    std::vector<u32> handles{message, attachment};
    oxcmsg::SaveChangesAttachmentRequest request;
    request.input_handle_index = 1;
    request.save_flags = oxcmsg::save_keep_open_read_write;
    return send<oxcmsg::SaveChangesAttachmentResponse>(request, handles).return_value;
  }
  PropertyValue get_one(u32 of, PropertyTag tag) {
    const std::vector<PropertyTag> columns{tag};
    GetPropertiesSpecificRequest request;
    request.property_tags = columns;
    GetPropertiesSpecificResponse response;
    response.columns = columns;
    return send(request, of, response).row_data.values.at(0);
  }
  // Bytes number `at` and so on of something large.
  static Bytes piece(std::size_t at, std::size_t size) {
    Bytes bytes(size);
    for (std::size_t i = 0; i < size; ++i) {
      const std::size_t n = at + i;
      bytes[i] = static_cast<wire::u8>(n ^ (n >> 8) ^ (n >> 16));
    }
    return bytes;
  }
};

TEST_F(MessagesTest, AnOpenStreamIsSavedWithItsMessage) {
  const auto message = saved_message(u"Stream");
  const u32 handle = add(message);
  const u32 stream = open(handle, pid_tag_body, OpenStreamRequest::create);
  write(stream, Bytes{'H', 0, 'i', 0});
  EXPECT_EQ(get_one(handle, pid_tag_body), text(u"Hi"));
  EXPECT_EQ(get(*reopened(*message), pid_tag_body), PropertyValue());
  EXPECT_EQ(save_message(handle), ErrorCode::success);
  EXPECT_EQ(get(*reopened(*message), pid_tag_body), text(u"Hi"));
  write(stream, Bytes{'!', 0});
  EXPECT_EQ(save_message(handle), ErrorCode::success);
  EXPECT_EQ(get(*reopened(*message), pid_tag_body), text(u"Hi!"));
}

TEST_F(MessagesTest, ACommittedStreamIsNotSavedForThat) {
  const auto message = saved_message(u"Stream");
  const u32 handle = add(message);
  const u32 stream = open(handle, pid_tag_body, OpenStreamRequest::create);
  write(stream, Bytes{'H', 0});
  EXPECT_EQ(send<CommitStreamResponse>(CommitStreamRequest{}, stream).return_value, ErrorCode::success);
  release(stream);
  release(handle);
  EXPECT_EQ(get(*reopened(*message), pid_tag_body), PropertyValue());
}

TEST_F(MessagesTest, AMessageForReadingHasNoStreamsToWrite) {
  const auto message = saved_message(u"Stream");
  message->set_writable(false);
  const u32 handle = add(message);
  std::vector<u32> handles{handle, oxcrops::no_handle};
  EXPECT_EQ(send<OpenStreamResponse>(OpenStreamRequest{1, pid_tag_body, OpenStreamRequest::create}, handles)
                .return_value,
            ErrorCode::access_denied);
  EXPECT_EQ(send<SetPropertiesResponse>(SetPropertiesRequest{{{pid_tag_importance, wire::i32{1}}}}, handle)
                .return_value,
            ErrorCode::access_denied);
}

TEST_F(MessagesTest, AllPropertiesOfAMessageAreThoseOfItsList) {
  const auto message = saved_message(u"All");
  attach(message, u"a.txt", Bytes(10));
  ASSERT_TRUE(message->save(false));
  const u32 handle = add(message);
  const auto list = send<GetPropertiesListResponse>(GetPropertiesListRequest{}, handle).property_tags;
  EXPECT_GT(list.size(), 20u);
  const auto all = send<GetPropertiesAllResponse>(GetPropertiesAllRequest{0, 1}, handle).property_values;
  ASSERT_EQ(all.size(), list.size());
  for (std::size_t i = 0; i < list.size(); ++i) EXPECT_EQ(all[i].tag, list[i]);
  GetPropertiesSpecificRequest request;
  request.property_tags = list;
  GetPropertiesSpecificResponse response;
  response.columns = list;
  response = send(request, handle, response);
  EXPECT_FALSE(response.row_data.flagged);
  for (std::size_t i = 0; i < list.size(); ++i) EXPECT_EQ(response.row_data.values[i], all[i].value);
}

TEST_F(MessagesTest, OneSizeComesInTwoTypes) {
  const u32 handle = add(saved_message(u"Size"));
  const auto small = get_one(handle, pid_tag_message_size);
  const auto large = get_one(handle, pid_tag_message_size_extended);
  ASSERT_TRUE(std::holds_alternative<wire::i32>(small));
  ASSERT_TRUE(std::holds_alternative<wire::i64>(large));
  EXPECT_EQ(std::get<wire::i32>(small), std::get<wire::i64>(large));
}

// 20 MB in pieces as a client writes them, and back again, in memory for a few of them.
TEST_F(MessagesTest, ALargeAttachmentIsNeverInMemory) {
  constexpr std::size_t size = 20'000'000;
  constexpr std::size_t piece_size = 30'000;
  constexpr std::size_t memory = 2'000'000;
  const auto message = saved_message(u"Large");
  const u32 message_handle = add(message);
  const u32 attachment_handle = add(mailbox::OpenAttachment::create(message).value());
  {
    const wire::PeakMemory peak;
    const u32 stream = open(attachment_handle, pid_tag_attach_data_binary, OpenStreamRequest::create);
    for (std::size_t at = 0; at < size; at += piece_size) {
      write(stream, piece(at, std::min(piece_size, size - at)));
    }
    release(stream);
    EXPECT_EQ(save_attachment(message_handle, attachment_handle), ErrorCode::success);
    EXPECT_EQ(save_message(message_handle), ErrorCode::success);
    EXPECT_LT(peak.bytes(), memory);
  }
  release(attachment_handle);
  release(message_handle);

  const auto again = reopened(*message);
  const u32 attachment = add(mailbox::OpenAttachment::open(again, 0, mailbox::OpenMode::read_write).value());
  const wire::PeakMemory peak;
  const u32 stream = open(attachment, pid_tag_attach_data_binary, OpenStreamRequest::read_only);
  EXPECT_EQ(session.spool_budget->used(), 0u) << "it is read from where it is";
  std::size_t at = 0;
  for (Bytes bytes = read(stream); !bytes.empty(); bytes = read(stream)) {
    ASSERT_EQ(bytes, piece(at, bytes.size()));
    at += bytes.size();
  }
  EXPECT_EQ(at, size);
  EXPECT_LT(peak.bytes(), memory);
}

TEST_F(MessagesTest, AWriteIntoALargeAttachmentLeavesTheSavedOne) {
  const auto message = saved_message(u"Large");
  attach(message, u"a.bin", piece(0, 500'000));
  ASSERT_TRUE(message->save(false));
  const auto again = reopened(*message);
  const u32 attachment = add(mailbox::OpenAttachment::open(again, 0, mailbox::OpenMode::read_write).value());
  const u32 stream = open(attachment, pid_tag_attach_data_binary, OpenStreamRequest::read_write);
  EXPECT_EQ(send<SeekStreamResponse>(SeekStreamRequest{SeekOrigin::beginning, 1'000}, stream).new_position,
            1'000u);
  write(stream, Bytes(10, 0xEE));
  const u32 other =
      add(mailbox::OpenAttachment::open(reopened(*message), 0, mailbox::OpenMode::read_only).value());
  const u32 saved = open(other, pid_tag_attach_data_binary, OpenStreamRequest::read_only);
  EXPECT_EQ(read(saved), piece(0, 0x7000));
  release(stream);
  const u32 message_handle = add(again);
  EXPECT_EQ(save_attachment(message_handle, attachment), ErrorCode::success);
  EXPECT_EQ(save_message(message_handle), ErrorCode::success);
  const u32 third =
      add(mailbox::OpenAttachment::open(reopened(*message), 0, mailbox::OpenMode::read_only).value());
  Bytes expected = piece(0, 0x7000);
  std::fill_n(expected.begin() + 1'000, 10, 0xEE);
  EXPECT_EQ(read(open(third, pid_tag_attach_data_binary, OpenStreamRequest::read_only)), expected);
}

class FolderStreams : public MessagesTest {
 protected:
  static constexpr auto view_info = oxcdata::property_tag(0x36E0, oxcdata::PropertyType::binary);
  PropertyValue stored() {
    const auto record = alice->store().folder(folder);
    const store::Property* property = record->properties.find(id_of(view_info));
    return property ? property->value : PropertyValue();
  }
};

TEST_F(FolderStreams, AreDurableWhenTheyAreCommitted) {
  const u32 handle = add(folder);
  const u32 stream = open(handle, view_info, OpenStreamRequest::create);
  write(stream, Bytes{1, 2, 3});
  EXPECT_EQ(get_one(handle, view_info), PropertyValue(Bytes{1, 2, 3}));
  EXPECT_EQ(get_one(add(folder), view_info), PropertyValue(ErrorCode::not_found));
  EXPECT_EQ(stored(), PropertyValue());
  EXPECT_EQ(send<CommitStreamResponse>(CommitStreamRequest{}, stream).return_value, ErrorCode::success);
  EXPECT_EQ(stored(), PropertyValue(Bytes{1, 2, 3}));
  write(stream, Bytes{4});
  release(handle);
  release(stream);
  EXPECT_EQ(stored(), PropertyValue(Bytes{1, 2, 3, 4}));
}

TEST_F(FolderStreams, WhatFollowsFromTheFolderIsNotWritten) {
  const u32 stream = open(add(folder), pid_tag_entry_id, OpenStreamRequest::create);
  write(stream, Bytes{1});
  EXPECT_EQ(send<CommitStreamResponse>(CommitStreamRequest{}, stream).return_value, ErrorCode::access_denied);
}

TEST_F(FolderStreams, OnlyTheOwnerWrites) {
  const auto bob = std::make_shared<mailbox::Logon>(rig().guest(alice, "bob@example.org"));
  std::vector<u32> handles{add(folder, bob), oxcrops::no_handle};
  EXPECT_EQ(send<OpenStreamResponse>(OpenStreamRequest{1, view_info, OpenStreamRequest::create}, handles)
                .return_value,
            ErrorCode::access_denied);
}

}  // namespace
}  // namespace mapigate::mapi
