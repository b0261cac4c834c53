#include "protocol/oxcdata/error_code.hpp"

#include <cstdio>

namespace mapigate::oxcdata {

namespace {

struct Names {
  std::string_view document;
  std::string_view ec;
};

// A switch, so that a value that stands twice in the table does not compile.
Names names_of(ErrorCode code) {
  switch (code) {
#define X(enumerator, value, name, ec_name) \
  case ErrorCode::enumerator:               \
    return {name, ec_name};
#include "protocol/oxcdata/error_codes.inc"
#undef X
  }
  return {};
}

}  // namespace

std::string_view name(ErrorCode code) { return names_of(code).document; }

std::string to_string(ErrorCode code) {
  char number[sizeof "0x00000000"];
  std::snprintf(number, sizeof number, "0x%08X", static_cast<unsigned>(code));
  const auto names = names_of(code);
  if (names.document.empty()) return number;
  return std::string(names.ec.empty() ? names.document : names.ec) + " (" + number + ")";
}

}  // namespace mapigate::oxcdata
