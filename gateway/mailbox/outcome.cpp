#include "gateway/mailbox/outcome.hpp"

namespace mapigate::mailbox {

ErrorCode error_of(const store::StoreError& error) {
  switch (error.fault) {
    case store::StoreFault::busy:
      return ErrorCode::ec_server_busy;  // clients try again
    case store::StoreFault::disk_full:
      return ErrorCode::out_of_disk;
    case store::StoreFault::corrupt:
    case store::StoreFault::foreign_file:
      return ErrorCode::corrupt_data;
    case store::StoreFault::newer_schema:
      return ErrorCode::version_mismatch;
    case store::StoreFault::conflict:
      return ErrorCode::object_changed;
    case store::StoreFault::not_found:
      return ErrorCode::not_found;
    case store::StoreFault::read_only:
    case store::StoreFault::unavailable:
      break;
  }
  return ErrorCode::disk_error;
}

}  // namespace mapigate::mailbox
