#pragma once

#include <boost/system/result.hpp>
#include <stdexcept>

#include "gateway/store/store_error.hpp"
#include "protocol/oxcdata/error_code.hpp"

namespace mapigate::mailbox {

using oxcdata::ErrorCode;

// What a function of this module comes to: a value, or the error that a client is told.
template <class T>
using Outcome = boost::system::result<T, ErrorCode>;

// The error that stands for what a store could not do: NotFound, DiskFull, ObjectModified (conflict), ...
ErrorCode error_of(const store::StoreError& error);

}  // namespace mapigate::mailbox

namespace mapigate::oxcdata {
// value() of a failure is a programming error.
[[noreturn]] inline void throw_exception_from_error(ErrorCode error, const boost::source_location&) {
  throw std::logic_error(to_string(error));
}
}  // namespace mapigate::oxcdata
