#pragma once

#include <unordered_map>

#include "gateway/mailbox/mailbox.hpp"
#include "protocol/oxcdata/restriction.hpp"
#include "protocol/oxorule/extended_rules.hpp"

namespace mapigate::mailbox {

// PtypString8 in an action to PtypString. Its code page is not said.
void make_unicode(oxorule::ActionBlock& block);

// Makes what an extended rule says understood in its mailbox: the named properties in it have ids of their
// own ([MS-OXORULE] section 2.2.4.2), and its strings may be PtypString8, of which no code page is said.
class RuleNames {
 public:
  // `add`: names that the mailbox does not know get an id there.
  RuleNames(Mailbox& mailbox, const oxorule::NamedPropertyInformation& information, bool add);

  // False where the mailbox cannot give an id.
  bool apply(oxcdata::Restriction& restriction) const;
  bool apply(oxorule::ActionBlock& block) const;

 private:
  struct Visitor;
  void apply(oxcdata::PropertyTag& tag) const;
  void apply(oxcdata::TaggedPropertyValue& value) const;
  bool apply(oxcdata::RestrictionValue& operand) const;

  bool complete_ = true;
  std::unordered_map<std::uint16_t, std::uint16_t> ids_;
};

}  // namespace mapigate::mailbox
