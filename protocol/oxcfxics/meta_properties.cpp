#include "protocol/oxcfxics/meta_properties.hpp"

namespace mapigate::oxcfxics {

std::string_view meta_property_name(oxcdata::PropertyTag tag) {
  switch (oxcdata::id_of(tag)) {
#define X(constant, id, type, name) \
  case id:                          \
    return name;
#include "protocol/oxcfxics/meta_properties.inc"
#undef X
    default:
      return {};
  }
}

}  // namespace mapigate::oxcfxics
