#include "protocol/oxcrops/rop_id.hpp"

namespace mapigate::oxcrops {

// Switches, so that a value that stands twice in the table does not compile.

std::string_view name(RopId id) {
  switch (id) {
#define X(enumerator, value, name, response_index) \
  case RopId::enumerator:                          \
    return name;
#include "protocol/oxcrops/rop_ids.inc"
#undef X
  }
  return {};
}

ResponseIndex response_index(RopId id) {
  switch (id) {
#define X(enumerator, value, name, response_index) \
  case RopId::enumerator:                          \
    return ResponseIndex::response_index;
#include "protocol/oxcrops/rop_ids.inc"
#undef X
  }
  return ResponseIndex::none;
}

}  // namespace mapigate::oxcrops
