#include "protocol/oxprops/property_sets.hpp"

namespace mapigate::oxprops {

std::string_view property_set_name(const wire::Guid& set) {
#define X(enumerator, data1, data2, data3, data4, name) \
  if (set == enumerator) return name;
#include "protocol/oxprops/property_sets.inc"
#undef X
  return {};
}

}  // namespace mapigate::oxprops
