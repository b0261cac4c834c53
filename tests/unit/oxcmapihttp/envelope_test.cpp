#include "protocol/oxcmapihttp/envelope.hpp"

#include "protocol/oxcmapihttp/headers.hpp"
#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxcmapihttp {
namespace {

using namespace std::chrono_literals;

const std::string body("\x00\r\n\r\nDONE\r\n\xFF", 13);

constexpr auto start = std::chrono::sys_days(1994y / 11 / 6) + 8h + 49min + 37s;

TEST(Envelope, WritesThePublishedExamples) {
  EXPECT_EQ(std::string(processing_line) + done_lines({.response_code = 0, .elapsed = 62ms, .start = start}),
            wire::vector_text("MS-OXCMAPIHTTP/4.1-connect-envelope.txt"));
  EXPECT_EQ(std::string(processing_line) + std::string(pending_line) + std::string(pending_line) +
                done_lines({.response_code = 0, .elapsed = 45s, .start = start}),
            wire::vector_text("MS-OXCMAPIHTTP/4.2-execute-envelope.txt"));
}

TEST(Envelope, ReadsThePublishedExamples) {
  const auto text = wire::vector_text("MS-OXCMAPIHTTP/4.2-execute-envelope.txt") + body;
  const auto parsed = parse_envelope(text);
  ASSERT_TRUE(parsed.envelope) << description(parsed.fault);
  EXPECT_EQ(parsed.envelope->pending, 2);
  EXPECT_EQ(parsed.envelope->headers.size(), 3u);
  EXPECT_EQ(parsed.envelope->header(header::response_code), "0");
  EXPECT_EQ(parsed.envelope->header("x-elapsedTIME"), "45000");
  EXPECT_EQ(parsed.envelope->header(header::start_time), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_FALSE(parsed.envelope->header("X-Other"));
  EXPECT_EQ(parsed.envelope->body, body);
}

TEST(Envelope, DatesOfOtherDays) {
  EXPECT_NE(done_lines({.start = std::chrono::sys_days(2024y / 2 / 29) + 23h + 59min + 59s})
                .find("X-StartTime: Thu, 29 Feb 2024 23:59:59 GMT\r\n"),
            std::string::npos);
  EXPECT_NE(done_lines({.start = std::chrono::sys_days(2000y / 1 / 1)}).find("Sat, 01 Jan 2000 00:00:00 GMT"),
            std::string::npos);
}

TEST(Envelope, IncompleteAtEveryTruncation) {
  const auto text = wire::vector_text("MS-OXCMAPIHTTP/4.2-execute-envelope.txt");
  for (std::size_t size = 0; size < text.size(); ++size) {
    const auto parsed = parse_envelope(std::string_view(text).substr(0, size));
    EXPECT_FALSE(parsed.envelope) << size;
    EXPECT_EQ(parsed.fault, EnvelopeFault::incomplete) << size;
  }
  EXPECT_TRUE(parse_envelope(text).envelope);
}

TEST(Envelope, LinesMayEndWithoutCarriageReturn) {
  const auto parsed = parse_envelope("PROCESSING\nDONE\nX-A:b\n\nbody");
  ASSERT_TRUE(parsed.envelope);
  EXPECT_EQ(parsed.envelope->header("X-A"), "b");
  EXPECT_EQ(parsed.envelope->body, "body");
}

TEST(Envelope, DoneAloneIsEnough) {
  const auto parsed = parse_envelope("DONE\r\n\r\nbody");
  ASSERT_TRUE(parsed.envelope);
  EXPECT_EQ(parsed.envelope->pending, 0);
  EXPECT_EQ(parsed.envelope->body, "body");
}

TEST(Envelope, OtherAnswersAreToldApart) {
  EXPECT_EQ(parse_envelope("").fault, EnvelopeFault::incomplete);
  EXPECT_EQ(parse_envelope("<html>\r\n<body>").fault, EnvelopeFault::unknown_line);
  EXPECT_EQ(parse_envelope("PROCESSING\r\n\r\n").fault, EnvelopeFault::unknown_line);
  EXPECT_EQ(parse_envelope("PROCESSING\r\nDONE\r\nno header\r\n\r\n").fault, EnvelopeFault::malformed_header);
  EXPECT_EQ(parse_envelope("PROCESSING\r\nDONE\r\n: value\r\n\r\n").fault, EnvelopeFault::malformed_header);
}

TEST(Envelope, WhatStandsBeforeTheBodyIsLimited) {
  std::string text = "PROCESSING\r\n";
  while (text.size() < 70'000) text += "PENDING\r\n";
  EXPECT_EQ(parse_envelope(text).fault, EnvelopeFault::too_long);
  std::string headers = "DONE\r\n";
  for (int i = 0; i < 101; ++i) headers += "X-A: b\r\n";
  EXPECT_EQ(parse_envelope(headers + "\r\n").fault, EnvelopeFault::too_long);
}

TEST(Envelope, LargeBodyIsTakenWhole) {
  const std::string large(200'000, '\n');
  const auto text = "PROCESSING\r\nDONE\r\n\r\n" + large;
  const auto parsed = parse_envelope(text);
  ASSERT_TRUE(parsed.envelope);
  EXPECT_EQ(parsed.envelope->body, large);
}

}  // namespace
}  // namespace mapigate::oxcmapihttp
