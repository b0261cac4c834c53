#include "protocol/oxorule/rules.hpp"

#include <gmock/gmock.h>

#include "protocol/oxcdata/restriction.hpp"
#include "protocol/oxorule/actions.hpp"
#include "protocol/oxorule/rule_state.hpp"
#include "tests/unit/oxcrops/rop_vector.hpp"

namespace mapigate::oxorule {
namespace {

using oxcdata::ErrorCode;
using oxcdata::property_tag;
using oxcdata::PropertyType;
using oxcrops::expect_request;
using oxcrops::expect_response;
using testing::ElementsAre;
using wire::from_hex;
using wire::hex_vector;

TEST(Rules, GetTable) {
  const auto request =
      expect_request<GetRulesTableRequest>(hex_vector("MS-OXORULE/4.2.1-get-rules-table-request.hex")).body;
  EXPECT_EQ(request.output_handle_index, 1);
  EXPECT_EQ(request.table_flags, GetRulesTableRequest::unicode);

  expect_response<GetRulesTableResponse>(from_hex("3F 01 00 00 00 00"));
  EXPECT_EQ(expect_response<GetRulesTableResponse>(from_hex("3F 01 05 00 07 80")).body.return_value,
            ErrorCode::access_denied);
}

TEST(Rules, Modify) {
  const auto [head, request] =
      expect_request<ModifyRulesRequest>(hex_vector("MS-OXCROPS/2.2.11.1.1-modify-rules-request.hex"));
  EXPECT_EQ(head.handle_index, 1);
  EXPECT_EQ(request.modify_rules_flags & ModifyRulesRequest::replace, 0);
  const RuleAction action{{{ActionType::mark_as_read, 0, 0, {}}}};
  const RuleData added{
      RuleData::row_add,
      {{property_tag(0x6676, PropertyType::integer32), wire::i32{10}},
       {property_tag(0x6677, PropertyType::integer32), wire::i32{st_enabled | st_exit_level}},
       {property_tag(0x6682, PropertyType::string), std::u16string(u"R")},
       {property_tag(0x6679, PropertyType::restriction),
        oxcdata::operand(oxcdata::ExistRestriction{property_tag(0x0037, PropertyType::string)})},
       {property_tag(0x6680, PropertyType::rule_action), to_rule_actions(action).value()}}};
  const RuleData removed{RuleData::row_remove,
                         {{property_tag(0x6674, PropertyType::integer64), wire::i64{0x0102030405060708}}}};
  EXPECT_THAT(request.rules_data, ElementsAre(added, removed));

  const auto& value = request.rules_data[0].property_values[4].value;
  EXPECT_EQ(parse_rule_action(std::get<oxcdata::RuleActions>(value)).value(), action);

  EXPECT_EQ(expect_request<ModifyRulesRequest>(from_hex("41 00 01 01 00 00")).body.modify_rules_flags,
            ModifyRulesRequest::replace);
  expect_response<ModifyRulesResponse>(from_hex("41 01 00 00 00 00"));
  EXPECT_EQ(expect_response<ModifyRulesResponse>(from_hex("41 01 05 00 07 80")).body.return_value,
            ErrorCode::access_denied);
}

TEST(Rules, CountsAtTheirLargest) {
  EXPECT_EQ(wire::parse<ModifyRulesRequest>(from_hex("00 FF FF 01 00 00")).error().fault,
            wire::Fault::truncated);
  ModifyRulesRequest request;
  request.rules_data.resize(0x10000);
  EXPECT_EQ(wire::serialize(request).error().fault, wire::Fault::too_long);
}

TEST(Rules, UpdateDeferredActionMessages) {
  const auto request = expect_request<UpdateDeferredActionMessagesRequest>(
                           hex_vector("MS-OXCROPS/2.2.11.3.1-update-deferred-action-messages-request.hex"))
                           .body;
  EXPECT_THAT(request.server_entry_id, ElementsAre(0xAA, 0xBB));
  EXPECT_THAT(request.client_entry_id, ElementsAre(0xCC, 0xDD, 0xEE));

  expect_response<UpdateDeferredActionMessagesResponse>(from_hex("57 01 00 00 00 00"));
  EXPECT_EQ(
      expect_response<UpdateDeferredActionMessagesResponse>(from_hex("57 01 0F 01 04 80")).body.return_value,
      ErrorCode::not_found);
}

}  // namespace
}  // namespace mapigate::oxorule
