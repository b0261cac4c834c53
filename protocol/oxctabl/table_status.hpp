#pragma once

#include "protocol/oxcrops/rop.hpp"

// What is the matter with a table: MS-OXCTABL sections 2.2.2.1.3 and 2.2.2.1.4.

namespace mapigate::oxctabl {

using oxcdata::ErrorCode;
using oxcrops::RopId;

// MS-OXCTABL section 2.2.2.1.3. A value outside the table is kept.
enum class TableStatus : wire::u8 {
  complete = 0x00,
  sorting = 0x09,
  sort_error = 0x0A,
  setting_columns = 0x0B,
  set_columns_error = 0x0D,
  restricting = 0x0E,
  restrict_error = 0x0F,
};

// Of SetColumnsFlags, SortTableFlags and RestrictFlags (MS-OXCTABL section 2.2.2.1.4): the server may answer
// before it has finished.
inline constexpr wire::u8 table_async = 0x01;

// What the ROPs answer that change a table or ask for its status.
template <RopId rop>
struct TableStatusResponse {
  static constexpr RopId id = rop;

  ErrorCode return_value{};
  TableStatus table_status{};

  bool operator==(const TableStatusResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    if (!oxcrops::succeeded(self, archive)) return;
    archive("TableStatus", self.table_status);
  }
};

// MS-OXCROPS section 2.2.5.5: what goes on in the table stops; the status is that of before.
using AbortRequest = oxcrops::PlainRequest<RopId::abort>;
using AbortResponse = TableStatusResponse<RopId::abort>;

// MS-OXCROPS section 2.2.5.6.
using GetStatusRequest = oxcrops::PlainRequest<RopId::get_status>;
using GetStatusResponse = TableStatusResponse<RopId::get_status>;

}  // namespace mapigate::oxctabl
