#pragma once

#include <vector>

#include "protocol/oxcdata/property_tag.hpp"
#include "protocol/oxcrops/rop.hpp"

namespace mapigate::oxcprpt {

// MS-OXCDATA section 2.7: one property of a request that could not be set, deleted or copied.
struct PropertyProblem {
  wire::u16 index = 0;  // among the properties of the request
  oxcdata::PropertyTag property_tag{};
  oxcdata::ErrorCode error_code{};

  bool operator==(const PropertyProblem&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("Index", self.index);
    archive("PropertyTag", self.property_tag);
    archive("ErrorCode", self.error_code);
  }
};

// What the ROPs that set or delete properties answer.
template <oxcrops::RopId rop>
struct PropertyProblemsResponse {
  static constexpr oxcrops::RopId id = rop;

  oxcdata::ErrorCode return_value{};
  std::vector<PropertyProblem> property_problems;

  bool operator==(const PropertyProblemsResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    if (!oxcrops::succeeded(self, archive)) return;
    archive("PropertyProblems", wire::counted<wire::u16>(self.property_problems));
  }
};

}  // namespace mapigate::oxcprpt
