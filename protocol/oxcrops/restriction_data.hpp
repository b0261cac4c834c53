#pragma once

#include <type_traits>

#include "protocol/oxcdata/restriction.hpp"

namespace mapigate::oxcrops {

// The RestrictionData that a RestrictionDataSize stands before (MS-OXCROPS
// sections 2.2.4.4, 2.2.4.5, 2.2.5.3, 2.2.5.13 and 2.2.13.1), of which size 0 says that there is none:
//
//   archive("RestrictionData", wire::sized_field<wire::u16>(restriction_data(self.restriction)));
template <class R>
struct RestrictionData {
  R& restriction;  // oxcdata::RestrictionValue; null for none

  static void fields(auto& self, auto& archive) {
    bool present = self.restriction.restriction != nullptr;
    if constexpr (std::remove_reference_t<decltype(archive)>::reading) {
      present = archive.remaining() > 0;
      self.restriction = {};
    }
    archive("Restriction", wire::when(present, self.restriction));
  }
};
template <class R>
RestrictionData<R> restriction_data(R& restriction) {
  return {restriction};
}

}  // namespace mapigate::oxcrops
