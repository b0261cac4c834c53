#include "protocol/oxomsg/verb_stream.hpp"

#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxomsg {
namespace {

using wire::Fault;
using wire::hex_vector;

constexpr auto yes_no_maybe = "MS-OXOMSG/4.5-verb-stream.hex";

VerbStream parse() { return wire::parse<VerbStream>(hex_vector(yes_no_maybe)).value(); }

Verb voting_option(wire::u32 id, const char* name, const char16_t* wide_name) {
  Verb verb;
  verb.option.display_name = name;
  verb.option.display_name_repeat = name;
  verb.option.id = id;
  verb.extras.display_name = wide_name;
  verb.extras.display_name_repeat = wide_name;
  return verb;
}

TEST(VerbStream, VotingOptions) {
  wire::expect_exact<VerbStream>(hex_vector(yes_no_maybe));
  const VerbStream expected{
      {voting_option(1, "Yes", u"Yes"), voting_option(2, "No", u"No"), voting_option(3, "Maybe", u"Maybe")}};
  EXPECT_EQ(parse(), expected);
  const auto option = parse().verbs[0].option;
  EXPECT_EQ(option.verb_type, 4u);
  EXPECT_EQ(option.msg_cls_name, "IPM.Note");
  EXPECT_EQ(option.send_behavior, VoteOption::SendBehavior::prompt);
  EXPECT_EQ(option.use_us_headers, 0u);
}

TEST(VerbStream, OtherVerbsHaveTheirOwnNames) {
  const auto bytes = hex_vector("MS-OXOMSG/2.2.1.74-verb-stream-other-verb.hex");
  wire::expect_exact<VerbStream>(bytes);
  VerbStream expected;
  auto& verb = expected.verbs.emplace_back();
  verb.option = {0,    "Reply", "IPM.X", "Message", "RE",
                 0x11, 0x12,    1,       0x14,      VoteOption::SendBehavior::prompt,
                 0x15, 0x66,    0x16};
  verb.extras = {u"Reply", u"RE"};
  EXPECT_EQ(wire::parse<VerbStream>(bytes).value(), expected);
}

TEST(VerbStream, NamesOfAVotingOptionAgree) {
  auto stream = parse();
  stream.verbs[1].option.display_name_repeat = "Na";
  EXPECT_EQ(wire::serialize(stream).error().fault, Fault::invalid);
  stream = parse();
  stream.verbs[1].extras.display_name_repeat = u"Na";
  EXPECT_EQ(wire::serialize(stream).error().fault, Fault::invalid);
  auto bytes = hex_vector(yes_no_maybe);
  ASSERT_EQ(bytes[25], 'Y');
  bytes[25] = 'y';
  EXPECT_EQ(wire::parse<VerbStream>(bytes).error().fault, Fault::invalid);
}

TEST(VerbStream, VersionsAndCounts) {
  for (const std::size_t version : {0, 0xA1}) {
    auto bytes = hex_vector(yes_no_maybe);
    bytes[version] ^= 1;
    EXPECT_EQ(wire::parse<VerbStream>(bytes).error().fault, Fault::invalid) << version;
  }
  auto bytes = hex_vector(yes_no_maybe);
  bytes[5] = 0xFF;  // Count
  EXPECT_EQ(wire::parse<VerbStream>(bytes).error().fault, Fault::truncated);
  auto stream = parse();
  stream.verbs[0] = voting_option(1, "", u"");
  stream.verbs[0].option.display_name.assign(256, 'a');
  EXPECT_EQ(wire::serialize(stream).error().fault, Fault::too_long);
}

}  // namespace
}  // namespace mapigate::oxomsg
