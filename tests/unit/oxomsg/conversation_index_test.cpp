#include "protocol/oxomsg/conversation_index.hpp"

#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxomsg {
namespace {

using wire::Fault;
using wire::FileTime;
using wire::from_hex;
using wire::hex_vector;

constexpr auto reply_to_reply = "MS-OXOMSG/2.2.1.3-conversation-index.hex";
constexpr wire::u64 ticks_a_day = 864'000'000'000;

TEST(ConversationIndex, ReplyToAReply) {
  const auto bytes = hex_vector(reply_to_reply);
  const auto index = wire::parse<ConversationIndex>(bytes).value();
  EXPECT_EQ(index.time.ticks, 0x01CAE55B20E50000u);
  const auto guid = from_hex("FEE284D557D84277BAB585FBD4BB2BE9");
  EXPECT_TRUE(std::ranges::equal(index.guid, guid));
  ASSERT_EQ(index.response_levels.size(), 2u);
  EXPECT_EQ(index.response_levels[0], (ResponseLevel{false, 28'478, 0x90}));
  EXPECT_EQ(index.response_levels[1], (ResponseLevel{true, 75'187'683, 0x1F}));
  EXPECT_EQ(wire::serialize(index).value(), bytes);
}

TEST(ConversationIndex, HeaderAlone) {
  auto bytes = hex_vector(reply_to_reply);
  bytes.resize(22);
  EXPECT_EQ(wire::serialize(wire::parse<ConversationIndex>(bytes).value()).value(), bytes);
}

// A level is five bytes; the index ends where the value does.
TEST(ConversationIndex, Truncated) {
  const auto bytes = hex_vector(reply_to_reply);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const auto cut = wire::parse<ConversationIndex>(wire::ByteView(bytes).first(size));
    EXPECT_EQ(cut.has_value(), size == 22 || size == 27) << size;
  }
  wire::expect_bounded(bytes, [](wire::ByteView hostile) { wire::parse<ConversationIndex>(hostile); });
}

TEST(ConversationIndex, FirstByte) {
  auto bytes = hex_vector(reply_to_reply);
  bytes[0] = 0x02;
  EXPECT_EQ(wire::parse<ConversationIndex>(bytes).error().fault, Fault::invalid);
  ConversationIndex index;
  index.time.ticks = 0x0200000000000000;
  EXPECT_EQ(wire::serialize(index).error().fault, Fault::invalid);
}

TEST(ConversationIndex, TimeDeltaHas31Bits) {
  EXPECT_TRUE(wire::serialize(ResponseLevel{true, 0x7FFFFFFF, 0}));
  EXPECT_EQ(wire::serialize(ResponseLevel{false, 0x80000000, 0}).error().fault, Fault::invalid);
}

TEST(ConversationIndex, LevelOfAReply) {
  const FileTime header{0x01CAE55B20E50000};
  const auto after = [&](wire::u64 ticks) {
    return ResponseLevel::at(header, FileTime{header.ticks + ticks}, 7);
  };
  EXPECT_EQ(after(wire::u64{28'478} << 18), (ResponseLevel{false, 28'478, 7}));
  EXPECT_EQ(after(730 * ticks_a_day), (ResponseLevel{true, 75'187'683, 7}));
  EXPECT_EQ(after(730 * ticks_a_day).ticks(), 75'187'683ull << 23);
  EXPECT_EQ(after(730 * ticks_a_day).ticks() / ticks_a_day, 729u);
  // The turn from one unit to the other.
  EXPECT_EQ(after((1ull << 49) - 1), (ResponseLevel{false, 0x7FFFFFFF, 7}));
  EXPECT_EQ(after(1ull << 49), (ResponseLevel{true, 1u << 26, 7}));
  EXPECT_EQ(after((1ull << 54) - 1), (ResponseLevel{true, 0x7FFFFFFF, 7}));
  EXPECT_EQ(ResponseLevel::at(header, FileTime{header.ticks - 1}, 7), (ResponseLevel{false, 0, 7}));
}

}  // namespace
}  // namespace mapigate::oxomsg
