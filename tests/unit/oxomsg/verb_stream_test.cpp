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
  VerbStream stream;
  auto& verb = stream.verbs.emplace_back();
  verb.option.verb_type = 0;
  verb.option.display_name = "Reply";
  verb.option.internal_1 = "Message";
  verb.option.display_name_repeat = "RE";
  verb.option.id = 0x66;
  verb.extras = {u"Reply", u"RE"};
  const auto bytes = wire::serialize(stream).value();
  wire::expect_exact<VerbStream>(bytes);
  EXPECT_EQ(wire::parse<VerbStream>(bytes).value(), stream);
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
