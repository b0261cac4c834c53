#pragma once

#include "protocol/oxcdata/error_code.hpp"
#include "protocol/oxcdata/property_tag.hpp"

namespace mapigate::oxcdata {

// MS-OXCDATA section 2.7: one property of a request that could not be set, deleted or copied.
struct PropertyProblem {
  wire::u16 index = 0;  // among the properties of the request
  PropertyTag property_tag{};
  ErrorCode error_code{};

  bool operator==(const PropertyProblem&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("Index", self.index);
    archive("PropertyTag", self.property_tag);
    archive("ErrorCode", self.error_code);
  }
};

}  // namespace mapigate::oxcdata
