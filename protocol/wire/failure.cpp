#include "protocol/wire/failure.hpp"

#include <stdexcept>

namespace mapigate::wire {

std::string_view name(Fault fault) {
  switch (fault) {
    case Fault::none:
      return "no fault";
    case Fault::truncated:
      return "truncated";
    case Fault::trailing:
      return "trailing bytes";
    case Fault::invalid:
      return "invalid value";
    case Fault::too_long:
      return "too long for its length field";
    case Fault::unterminated:
      return "unterminated string";
    case Fault::limit:
      return "above the limit";
  }
  return "unknown fault";
}

std::string to_string(const Failure& failure) {
  std::string text = *failure.field == '\0' ? "structure" : failure.field;
  text += " at offset " + std::to_string(failure.offset) + ": ";
  text += name(failure.fault);
  return text;
}

void throw_exception_from_error(const Failure& failure, const boost::source_location&) {
  throw std::logic_error(to_string(failure));
}

}  // namespace mapigate::wire
