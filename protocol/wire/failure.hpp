#pragma once

#include <boost/system/result.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace mapigate::wire {

enum class Fault : std::uint8_t {
  none,
  truncated,     // the bytes end inside a field, or a length or count asks for more than there is
  trailing,      // bytes are left over where a structure or a sized block ends
  invalid,       // a field holds a value that its section forbids
  too_long,      // the value to be written does not fit its length field
  unterminated,  // a null-terminated string has no terminator
  limit,         // more than this reader agrees to take
};

// The first thing that went wrong. `field` is the name in the specification, a string literal, or "".
struct Failure {
  Fault fault = Fault::none;
  std::size_t offset = 0;  // bytes from the start of the outermost buffer
  const char* field = "";

  // Whether there is a failure at all.
  explicit operator bool() const { return fault != Fault::none; }
};

std::string_view name(Fault fault);
// For a log line: "UserDn at offset 12: unterminated".
std::string to_string(const Failure& failure);

template <class T>
using Result = boost::system::result<T, Failure>;

// What value() on a failure does: std::logic_error, since the caller forgot to check.
[[noreturn]] void throw_exception_from_error(const Failure& failure, const boost::source_location&);

}  // namespace mapigate::wire
