#pragma once

#include <limits>
#include <vector>

#include "protocol/oxcdata/property_name.hpp"
#include "protocol/oxcdata/restriction.hpp"
#include "protocol/oxorule/actions.hpp"

// What the FAI message of an extended rule holds, MS-OXORULE section 2.2.4.

namespace mapigate::oxorule {

// Section 2.2.4.2: the names of the property ids from 0x8000 on that the structure behind it uses, which are
// not those of the mailbox.
struct NamedPropertyInformation {
  std::vector<wire::u16> prop_ids;
  std::vector<oxcdata::PropertyName> named_properties;  // one for each id

  bool operator==(const NamedPropertyInformation&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("PropIds", wire::counted<wire::u16>(self.prop_ids));
    const auto count = self.prop_ids.size();
    archive(
        "NamedProperties",
        wire::when(count > 0, wire::sized_field<wire::u32>(wire::repeated(count, self.named_properties))));
    archive.check(self.named_properties.size() == count);
  }
};

// Section 2.2.4.1.9: the value of PidTagExtendedRuleMessageActions.
struct ExtendedRuleActions {
  static constexpr wire::u32 rule_version = 1;

  NamedPropertyInformation named_property_information;
  RuleAction rule_actions_buffer;

  bool operator==(const ExtendedRuleActions&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("NamedPropertyInformation", self.named_property_information);
    archive("RuleVersion", wire::constant<wire::u32>(rule_version));
    archive("RuleActionsBuffer", wire::in_format(wire::ValueFormat::wide, self.rule_actions_buffer));
  }
};

// Section 2.2.4.1.10: the value of PidTagExtendedRuleMessageCondition.
struct ExtendedRuleCondition {
  NamedPropertyInformation named_property_information;
  oxcdata::Restriction rule_restriction;

  bool operator==(const ExtendedRuleCondition&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("NamedPropertyInformation", self.named_property_information);
    archive("RuleRestriction", wire::in_format(wire::ValueFormat::wide, self.rule_restriction));
  }
};

}  // namespace mapigate::oxorule
