#include "protocol/oxorule/actions.hpp"

#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxorule {
namespace {

using oxcdata::FolderId;
using oxcdata::MessageId;
using oxcdata::property_tag;
using oxcdata::PropertyType;
using wire::Bytes;
using wire::Fault;
using wire::from_hex;
using wire::ValueFormat;

const auto guid = wire::Guid::from_text("00112233-4455-6677-8899-aabbccddeeff").value();
const auto display_name = property_tag(0x3001, PropertyType::string);

FolderId folder(wire::u64 counter) { return oxcdata::make_id<FolderId>(1, oxcdata::global_counter(counter)); }
MessageId message(wire::u64 counter) {
  return oxcdata::make_id<MessageId>(1, oxcdata::global_counter(counter));
}

Fault fault_of(std::string_view hex, ValueFormat format = ValueFormat::rop) {
  return parse_rule_action({from_hex(hex)}, format).error().fault;
}

TEST(Actions, OfAStandardRule) {
  const auto bytes = wire::hex_vector("MS-OXORULE/2.2.5-rule-action.hex");
  wire::expect_exact<RuleAction>(bytes);

  oxcdata::ServerId server_eid;
  server_eid.folder_id = folder(0x2A);
  const RuleAction expected{{
      {ActionType::move, 0, 0, MoveCopyData{true, {0x00}, server_eid, {}}},
      {ActionType::copy, 0, 0x12345678, MoveCopyData{false, {0xAA, 0xBB}, {}, {0xCC, 0xDD, 0xEE}}},
      {ActionType::reply, reply_not_to_sender, 0, ReplyData{folder(5), message(6), guid}},
      {ActionType::oof_reply, reply_stock_text, 0, ReplyData{folder(5), message(7), guid}},
      {ActionType::defer_action, 0, 0, DeferData{{0xAA, 0xBB, 0xCC}}},
      {ActionType::bounce, 0, 0, BounceData{BounceData::Code::delivery_denied}},
      {ActionType::forward, forward_preserve_sender | forward_no_changes, 0,
       ForwardDelegateData{{{1,
                             {{display_name, std::u16string(u"B")},
                              {property_tag(0x0C15, PropertyType::integer32), wire::i32{1}}}}}}},
      {ActionType::delegate, 0, 0,
       ForwardDelegateData{{{0, {{property_tag(0x0FFF, PropertyType::binary), Bytes{0xAA, 0xBB}}}}}}},
      {ActionType::tag, 0, 0, TagData{property_tag(0x0017, PropertyType::integer32), wire::i32{2}}},
      {ActionType::delete_, 0, 0, {}},
      {ActionType::mark_as_read, 0, 0, {}},
  }};
  EXPECT_EQ(parse_rule_action({bytes}).value(), expected);
  EXPECT_EQ(to_rule_actions(expected).value().bytes, bytes);
}

TEST(Actions, CountsAreWideInOtherFormats) {
  const RuleAction action{{{ActionType::delete_, 0, 0, {}}}};
  const auto wide = from_hex("01 00 00 00 09 00 00 00 0A 00 00 00 00 00 00 00 00");
  EXPECT_EQ(to_rule_actions(action, ValueFormat::wide).value().bytes, wide);
  EXPECT_EQ(parse_rule_action({wide}, ValueFormat::wide).value(), action);
  EXPECT_FALSE(parse_rule_action({wide}, ValueFormat::rop));
}

TEST(Actions, DataIsThatOfTheFormat) {
  const RuleAction standard{{{ActionType::move, 0, 0, MoveCopyData{}}}};
  EXPECT_TRUE(to_rule_actions(standard));
  EXPECT_EQ(to_rule_actions(standard, ValueFormat::wide).error().fault, Fault::invalid);
  const RuleAction extended{{{ActionType::reply, 0, 0, ExtendedReplyData{}}}};
  EXPECT_TRUE(to_rule_actions(extended, ValueFormat::wide));
  EXPECT_EQ(to_rule_actions(extended).error().fault, Fault::invalid);
  EXPECT_EQ(to_rule_actions({{{ActionType::bounce, 0, 0, DeferData{}}}}).error().fault, Fault::invalid);
}

TEST(Actions, AtLeastOneOfEach) {
  EXPECT_EQ(fault_of("00 00"), Fault::invalid);
  EXPECT_EQ(to_rule_actions({}).error().fault, Fault::invalid);
  // A forward to nobody, and to a recipient without properties.
  EXPECT_EQ(fault_of("01 00 0B 00 07 00 00 00 00 00 00 00 00 00 00"), Fault::invalid);
  EXPECT_EQ(fault_of("01 00 0E 00 07 00 00 00 00 00 00 00 00 01 00 00 00 00"), Fault::invalid);
}

TEST(Actions, UnknownAction) {
  EXPECT_EQ(fault_of("01 00 09 00 0C 00 00 00 00 00 00 00 00"), Fault::invalid);
  EXPECT_EQ(fault_of("01 00 09 00 00 00 00 00 00 00 00 00 00"), Fault::invalid);
  EXPECT_EQ(to_rule_actions({{{ActionType{0x0C}, 0, 0, {}}}}).error().fault, Fault::invalid);
}

TEST(Actions, LengthsMustFit) {
  // A length beyond the end, shorter than the data, longer than the data; the largest counts.
  EXPECT_EQ(fault_of("01 00 FF FF 0A 00 00 00 00 00 00 00 00"), Fault::truncated);
  EXPECT_EQ(fault_of("01 00 08 00 0A 00 00 00 00 00 00 00 00"), Fault::truncated);
  EXPECT_EQ(fault_of("01 00 0A 00 0A 00 00 00 00 00 00 00 00 FF"), Fault::trailing);
  EXPECT_EQ(fault_of("FF FF 09 00 0A 00 00 00 00 00 00 00 00"), Fault::truncated);
  EXPECT_EQ(fault_of("FF FF FF FF 09 00 00 00 0A 00 00 00 00 00 00 00 00", ValueFormat::wide),
            Fault::truncated);
  // A ServerEid that is too short for its fields.
  EXPECT_EQ(fault_of("01 00 1B 00 01 00 00 00 00 00 00 00 00 01 01 00 00 0C 00 01 01 00 00 00 00 00 00 2A "
                     "00 00 00"),
            Fault::truncated);
  // Data that does not fit the ActionLength of a standard rule, but that of an extended one.
  const RuleAction large{{{ActionType::defer_action, 0, 0, DeferData{Bytes(0xFFFF, 0xAA)}}}};
  EXPECT_EQ(to_rule_actions(large).error().fault, Fault::too_long);
  EXPECT_EQ(parse_rule_action(to_rule_actions(large, ValueFormat::wide).value(), ValueFormat::wide).value(),
            large);
}

}  // namespace
}  // namespace mapigate::oxorule
