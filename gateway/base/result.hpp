#pragma once

#include <boost/system/result.hpp>
#include <stdexcept>
#include <string>

namespace mapigate {

struct ErrorMessage {
  std::string message;
};

// An expected failure: one sentence for a person, without a trailing full stop. Written Error{"text"}. The
// message lies in a base class so that a text does not convert to an Error by itself: that would make a
// Result<std::string> ambiguous.
struct Error : ErrorMessage {};

// Expected failures are values. `value()` on a failure is a programming
// error and throws std::logic_error with the message.
template <class T>
using Result = boost::system::result<T, Error>;

[[noreturn]] inline void throw_exception_from_error(const Error& error, const boost::source_location&) {
  throw std::logic_error(error.message);
}

}  // namespace mapigate
