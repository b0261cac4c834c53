#include "gateway/capture/message.hpp"

#include <gmock/gmock.h>

namespace mapigate::capture {
namespace {

using decode::Direction;
using oxcmapihttp::RequestType;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

TEST(BytesOf, HexadecimalDigitsInTheFormsThatPeopleWriteThem) {
  for (const std::string text : {"01ab FF", "01 AB ff\n", "0x01, 0xAB, 0xFF", "01 # a comment: 02\nabff",
                                 "0000: 01 ab\n0002: ff", "\t01\r\n\tABFF\r\n"}) {
    const auto bytes = bytes_of(text);
    ASSERT_TRUE(bytes) << text;
    EXPECT_EQ(*bytes, "\x01\xAB\xFF") << text;
  }
  EXPECT_TRUE(bytes_of("01 A").has_error());
}

TEST(BytesOf, AnythingElseIsBytesAlready) {
  using namespace std::string_literals;
  for (const auto& bytes : {"\x01\x00\xFF"s, "PROCESSING\r\n"s, "POST / HTTP/1.1\r\n\r\n"s, ""s}) {
    EXPECT_EQ(bytes_of(bytes).value(), bytes);
  }
}

TEST(Parse, ARequestWithItsHeaders) {
  const auto message = parse(
      "POST /mapi/emsmdb/?MailboxId=x@y HTTP/1.1\r\nHost: y\r\nX-RequestType: notificationwait\r\n"
      "Content-Length: 4\r\n\r\nabcd");
  ASSERT_TRUE(message);
  EXPECT_EQ(message->direction, Direction::request);
  EXPECT_EQ(message->type, RequestType::notification_wait);
  EXPECT_EQ(message->start_line, "POST /mapi/emsmdb/?MailboxId=x@y");
  EXPECT_THAT(message->body, ElementsAre('a', 'b', 'c', 'd'));
}

TEST(Parse, AChunkedResponseWithItsMetaTags) {
  const auto message = parse(
      "HTTP/1.1 200 OK\r\nX-RequestType: Execute\r\nTransfer-Encoding: chunked\r\n\r\n"
      "c\r\nPROCESSING\r\n\r\n9\r\nPENDING\r\n\r\n20\r\nDONE\r\nX-ResponseCode: 0\r\n\r\nabcde\r\n0\r\n\r\n");
  ASSERT_TRUE(message) << message.error().message;
  EXPECT_EQ(message->direction, Direction::response);
  EXPECT_EQ(message->type, RequestType::execute);
  EXPECT_EQ(message->start_line, "200 OK");
  EXPECT_THAT(message->headers, testing::Contains(Pair("X-ResponseCode", "0")));
  EXPECT_EQ(std::string(message->body.begin(), message->body.end()), "abcde");
}

TEST(Parse, ABodyAlone) {
  const auto response = parse("PROCESSING\r\nDONE\r\nX-StartTime: x\r\n\r\nbody");
  ASSERT_TRUE(response);
  EXPECT_EQ(response->direction, Direction::response);
  EXPECT_EQ(response->type, std::nullopt);
  EXPECT_EQ(response->body.size(), 4u);
  const auto unknown = parse(std::string_view("\x01\x00\x02", 3));
  ASSERT_TRUE(unknown);
  EXPECT_EQ(unknown->direction, std::nullopt);
  EXPECT_EQ(unknown->body.size(), 3u);
}

TEST(Parse, ARecordingThatWasCut) {
  EXPECT_TRUE(parse("HTTP/1.1 200 OK\r\nX-RequestType: Exe").has_error());
  const auto cut = parse("POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc");
  ASSERT_TRUE(cut);
  EXPECT_EQ(cut->body.size(), 3u) << "what is there is shown";
  EXPECT_TRUE(parse("PROCESSING\r\nPENDING\r\n").has_error());
}

}  // namespace
}  // namespace mapigate::capture
