#include "protocol/oxorule/extended_rules.hpp"

#include <gmock/gmock.h>

#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxorule {
namespace {

using oxcdata::property_tag;
using oxcdata::PropertyName;
using oxcdata::PropertyType;
using testing::ElementsAre;
using wire::Bytes;
using wire::ByteView;
using wire::Fault;
using wire::from_hex;

const auto guid = wire::Guid::from_text("00112233-4455-6677-8899-aabbccddeeff").value();
const auto store_guid = wire::Guid::from_text("01112233-4455-6677-8899-aabbccddeeff").value();
const PropertyName keywords{PropertyName::Kind::name,
                            wire::Guid::from_text("00020329-0000-0000-C000-000000000046").value(), 0,
                            u"Keywords"};
const PropertyName reminder_set{PropertyName::Kind::lid,
                                wire::Guid::from_text("00062008-0000-0000-C000-000000000046").value(), 0x8503,
                                u""};

TEST(ExtendedRules, Actions) {
  const auto bytes = wire::hex_vector("MS-OXORULE/2.2.4.1.9-extended-rule-actions.hex");
  wire::expect_exact<ExtendedRuleActions>(bytes);
  const auto actions = wire::parse<ExtendedRuleActions>(bytes).value();
  EXPECT_THAT(actions.named_property_information.prop_ids, ElementsAre(0x80FB, 0x80FC));
  EXPECT_THAT(actions.named_property_information.named_properties, ElementsAre(keywords, reminder_set));

  // EntryIDs are where the vector has them.
  const auto part = [&](std::size_t offset, std::size_t size) {
    const auto view = ByteView(bytes).subspan(offset, size);
    return Bytes(view.begin(), view.end());
  };
  constexpr std::size_t first_action = 67 + 8 + 13;  // behind the names, version and count, and its own head
  constexpr std::size_t folder_eid = first_action + 4 + 16 + 4;
  constexpr std::size_t message_eid = folder_eid + 46 + 13 + 4;
  const RuleAction expected{{
      {ActionType::move, 0, 0,
       ExtendedMoveCopyData{Bytes(store_guid.bytes.begin(), store_guid.bytes.end()), part(folder_eid, 46)}},
      {ActionType::reply, 0, 0, ExtendedReplyData{part(message_eid, 70), guid}},
      {ActionType::defer_action, 0, 0, DeferData{{0xAA}}},
      {ActionType::bounce, 0, 0, BounceData{BounceData::Code::message_too_large}},
      {ActionType::forward, forward_as_attachment, 0,
       ForwardDelegateData{{{1,
                             {{property_tag(0x0FFF, PropertyType::binary), Bytes{0xAA, 0xBB}},
                              {property_tag(0x3001, PropertyType::string), std::u16string(u"B")}}}}}},
      {ActionType::tag, 0, 0,
       TagData{property_tag(0x80FB, PropertyType::multiple_string), std::vector<std::u16string>{u"A"}}},
      {ActionType::mark_as_read, 0, 0, {}},
  }};
  EXPECT_EQ(actions.rule_actions_buffer, expected);
}

TEST(ExtendedRules, ActionsWithoutNamedProperties) {
  const auto bytes = from_hex("00 00 01 00 00 00 01 00 00 00 09 00 00 00 0A 00 00 00 00 00 00 00 00");
  wire::expect_exact<ExtendedRuleActions>(bytes);
  const auto actions = wire::parse<ExtendedRuleActions>(bytes).value();
  EXPECT_EQ(actions.named_property_information, NamedPropertyInformation{});
  EXPECT_EQ(actions.rule_actions_buffer, (RuleAction{{{ActionType::delete_, 0, 0, {}}}}));
}

TEST(ExtendedRules, OtherVersions) {
  const auto failure = wire::parse<ExtendedRuleActions>(
                           from_hex("00 00 02 00 00 00 01 00 00 00 09 00 00 00 0A 00 00 00 00 00 00 00 00"))
                           .error();
  EXPECT_EQ(failure.fault, Fault::invalid);
  EXPECT_STREQ(failure.field, "RuleVersion");
}

TEST(ExtendedRules, Condition) {
  const auto bytes = wire::hex_vector("MS-OXORULE/2.2.4.1.10-extended-rule-condition.hex");
  wire::expect_exact<ExtendedRuleCondition>(bytes);
  const auto condition = wire::parse<ExtendedRuleCondition>(bytes).value();
  EXPECT_THAT(condition.named_property_information.prop_ids, ElementsAre(0x8000));
  EXPECT_THAT(condition.named_property_information.named_properties, ElementsAre(reminder_set));
  const auto sender_key = property_tag(0x0C1D, PropertyType::binary);
  EXPECT_EQ(condition.rule_restriction,
            (oxcdata::Restriction{oxcdata::AndRestriction{
                {{oxcdata::ExistRestriction{property_tag(0x8000, PropertyType::boolean)}},
                 {oxcdata::PropertyRestriction{
                     oxcdata::RelOp::equal, sender_key, {sender_key, Bytes{0xAA, 0xBB, 0xCC}}}}}}}));
}

TEST(ExtendedRules, NamesAndIdsMustMatch) {
  const auto fault = [](std::string_view hex) {
    return wire::parse<NamedPropertyInformation>(from_hex(hex)).error().fault;
  };
  const std::string none = "FF 08 20 06 00 00 00 00 00 C0 00 00 00 00 00 00 46 ";
  EXPECT_TRUE(wire::parse<NamedPropertyInformation>(from_hex("01 00 00 80 11 00 00 00 " + none)));
  EXPECT_EQ(fault("01 00 00 80 22 00 00 00 " + none + none), Fault::trailing);
  EXPECT_EQ(fault("02 00 00 80 01 80 11 00 00 00 " + none), Fault::truncated);
  EXPECT_EQ(fault("FF FF 00 80"), Fault::truncated);
  EXPECT_EQ(fault("01 00 00 80 FF FF FF FF " + none), Fault::truncated);
  EXPECT_EQ(wire::serialize(NamedPropertyInformation{{0x8000}, {}}).error().fault, Fault::invalid);
  EXPECT_EQ(wire::serialize(NamedPropertyInformation{{}, {keywords}}).error().fault, Fault::invalid);
}

}  // namespace
}  // namespace mapigate::oxorule
