#include "protocol/oxcfxics/markers.hpp"

namespace mapigate::oxcfxics {

bool is_marker(wire::u32 value) { return !name(static_cast<Marker>(value)).empty(); }

std::string_view name(Marker marker) {
  switch (marker) {
#define X(enumerator, value, name) \
  case Marker::enumerator:         \
    return name;
#include "protocol/oxcfxics/markers.inc"
#undef X
  }
  return {};
}

}  // namespace mapigate::oxcfxics
