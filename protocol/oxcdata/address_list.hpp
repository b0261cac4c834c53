#pragma once

#include <vector>

#include "protocol/oxcdata/property_value.hpp"

namespace mapigate::oxcdata {

// MS-OXCDATA section 2.1.1: one addressee.
struct AddressEntry {
  std::vector<TaggedPropertyValue> values;

  bool operator==(const AddressEntry&) const = default;
  static void fields(auto& self, auto& archive) { archive("Values", wire::counted<wire::u32>(self.values)); }
};

// MS-OXCDATA section 2.1.2.
struct AddressList {
  std::vector<AddressEntry> addresses;

  bool operator==(const AddressList&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("Addresses", wire::counted<wire::u32>(self.addresses));
  }
};

}  // namespace mapigate::oxcdata
