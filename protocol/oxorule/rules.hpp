#pragma once

#include <vector>

#include "protocol/oxcdata/property_value.hpp"
#include "protocol/oxcrops/rop.hpp"

// The ROPs of standard rules.

namespace mapigate::oxorule {

using oxcrops::RopId;

// MS-OXCROPS section 2.2.11.1.1.1. What the properties of a rule are, MS-OXORULE section 2.2.1.3.1.
struct RuleData {
  // RuleDataFlags, MS-OXORULE section 2.2.1.3: one of these.
  static constexpr wire::u8 row_add = 0x01;
  static constexpr wire::u8 row_modify = 0x02;  // the rule of PidTagRuleId
  static constexpr wire::u8 row_remove = 0x04;  // the rule of PidTagRuleId

  wire::u8 rule_data_flags = 0;
  std::vector<oxcdata::TaggedPropertyValue> property_values;

  bool operator==(const RuleData&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("RuleDataFlags", self.rule_data_flags);
    archive("PropertyValues", wire::counted<wire::u16>(self.property_values));
  }
};

// MS-OXCROPS section 2.2.11.1.1
struct ModifyRulesRequest {
  static constexpr RopId id = RopId::modify_rules;
  // ModifyRulesFlags, MS-OXORULE section 2.2.1.1: R, all rules of the folder; each of these is a row_add.
  static constexpr wire::u8 replace = 0x01;

  wire::u8 modify_rules_flags = 0;
  std::vector<RuleData> rules_data;

  bool operator==(const ModifyRulesRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("ModifyRulesFlags", self.modify_rules_flags);
    archive("RulesData", wire::counted<wire::u16>(self.rules_data));
  }
};
// MS-OXCROPS section 2.2.11.1.2
using ModifyRulesResponse = oxcrops::PlainResponse<RopId::modify_rules>;

// MS-OXCROPS section 2.2.11.2.1
struct GetRulesTableRequest {
  static constexpr RopId id = RopId::get_rules_table;
  // TableFlags, MS-OXORULE section 2.2.2.1: U.
  static constexpr wire::u8 unicode = 0x40;

  wire::u8 output_handle_index = 0;
  wire::u8 table_flags = 0;

  bool operator==(const GetRulesTableRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("OutputHandleIndex", self.output_handle_index);
    archive("TableFlags", self.table_flags);
  }
};
// MS-OXCROPS section 2.2.11.2.2
using GetRulesTableResponse = oxcrops::PlainResponse<RopId::get_rules_table>;

// MS-OXCROPS section 2.2.11.3.1: the deferred action messages of a message are of another one from now on.
struct UpdateDeferredActionMessagesRequest {
  static constexpr RopId id = RopId::update_deferred_action_messages;

  wire::Bytes server_entry_id;  // of the message on the server
  wire::Bytes client_entry_id;  // of the message that the client downloaded

  bool operator==(const UpdateDeferredActionMessagesRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("ServerEntryId", wire::sized<wire::u16>(self.server_entry_id));
    archive("ClientEntryId", wire::sized<wire::u16>(self.client_entry_id));
  }
};
// MS-OXCROPS section 2.2.11.3.2
using UpdateDeferredActionMessagesResponse = oxcrops::PlainResponse<RopId::update_deferred_action_messages>;

}  // namespace mapigate::oxorule
