#pragma once

#include <boost/system/result.hpp>
#include <stdexcept>
#include <string>

namespace mapigate::store {

// Why a store did not do what it was asked. Nothing is half-done in any of these cases.
enum class StoreFault {
  busy,       // locked by another process for longer than the busy time-out; may be tried again
  read_only,  // the file or its file system cannot be written
  disk_full,
  corrupt,       // damaged, or not a database at all
  foreign_file,  // a database, but not one of this kind
  newer_schema,  // written by a newer version of this program
  unavailable,   // cannot be opened or read: missing folder, permissions, I/O error
  conflict,      // a unique value is taken, or the record was changed by somebody else meanwhile
  not_found,
};

struct StoreError {
  StoreFault fault;
  std::string message;  // one sentence for a person, without a trailing full stop
};

template <class T>
using StoreResult = boost::system::result<T, StoreError>;

[[noreturn]] inline void throw_exception_from_error(const StoreError& error, const boost::source_location&) {
  throw std::logic_error(error.message);
}

}  // namespace mapigate::store
