#pragma once

#include "protocol/oxcdata/restriction.hpp"

// Property values and restrictions as search folder definitions have them, MS-OXOSRCH
// sections 2.2.1.2.8.1.1.1 and 2.2.1.2.8.2. They mean the same as those of MS-OXCDATA, which hold them, and
// look otherwise on the wire.

namespace mapigate::oxocfg {

// A tagged value: a Boolean has two bytes, strings have a 16-bit count of bytes in front that includes their
// terminator. Types outside the list of the section are invalid. Of the multiple types the section says
// nothing more; they are taken to look as in ROP buffers.
template <class V>
struct SearchValue {
  V& value;  // oxcdata::TaggedPropertyValue
  static void fields(auto& self, auto& archive);
};
template <class V>
SearchValue<V> search_value(V& value) {
  return {value};
}

// RestrictionType, counts and operators have 32 bits. The count of a CountRestriction is not on the wire;
// other counts than 0 cannot be written. Size and sub-object restrictions, which the section leaves out and
// Outlook knows, are read as Microsoft's MFCMAPI does.
template <class R>
struct SearchRestriction {
  R& restriction;  // oxcdata::Restriction
  static void fields(auto& self, auto& archive);
};
template <class R>
SearchRestriction<R> search_restriction(R& restriction) {
  return {restriction};
}

}  // namespace mapigate::oxocfg
