#include <algorithm>

#include "gateway/mapi/handlers/oxctabl_parts.hpp"
#include "gateway/mapi/handlers/row_writer.hpp"
#include "protocol/oxctabl/categories.hpp"

namespace mapigate::mapi::handlers {

namespace {

using oxctabl::ExpandRowRequest;

// ExpandRowResponse with rows that are written already.
struct WrittenExpansion {
  static constexpr oxcrops::RopId id = ExpandRowRequest::id;
  static constexpr std::size_t head =
      oxcrops::ResponseHead::wire_size + sizeof(ErrorCode) + sizeof(wire::u32) + sizeof(wire::u16);

  ErrorCode return_value{};
  wire::u32 expanded_row_count = 0;
  wire::u16 row_count = 0;
  wire::ByteView row_data;

  static void fields(auto& self, auto& archive) {
    if (!oxcrops::succeeded(self, archive)) return;
    archive("ExpandedRowCount", self.expanded_row_count);
    archive("RowCount", self.row_count);
    archive("RowData", wire::rest(self.row_data));
  }
};

wire::u32 clamped(std::uint64_t number) {
  return static_cast<wire::u32>(std::min<std::uint64_t>(number, UINT32_MAX));
}

// Success where the table has categories, and columns ([MS-OXCTABL] section 3.2.5.2).
ErrorCode check(const TableObject& table) {
  if (!table.table->abilities().sort) return ErrorCode::not_supported;
  return table.columns.empty() ? ErrorCode::null_object : ErrorCode::success;
}

RopOutcome expand_row(RopCall& call, TableObject& table, const ExpandRowRequest& request,
                      WrittenExpansion& response) {
  if (const ErrorCode error = check(table); error != ErrorCode::success) return error;
  RowWriter writer(table, code_page_of(call.session), call.room() - WrittenExpansion::head);
  const auto rows =
      table.table->expand(request.category_id, request.max_row_count,
                          [&writer](const mailbox::TableRow& row) { return writer.write(row); });
  if (!rows) return rows.error();
  response.expanded_row_count = clamped(*rows);
  response.row_count = static_cast<wire::u16>(writer.count());
  response.row_data = writer.bytes();
  return {};
}

RopOutcome collapse_row(RopCall&, TableObject& table, const oxctabl::CollapseRowRequest& request,
                        oxctabl::CollapseRowResponse& response) {
  if (const ErrorCode error = check(table); error != ErrorCode::success) return error;
  const auto rows = table.table->collapse(request.category_id);
  if (!rows) return rows.error();
  response.collapsed_row_count = clamped(*rows);
  return {};
}

RopOutcome get_collapse_state(RopCall& call, TableObject& table,
                              const oxctabl::GetCollapseStateRequest& request,
                              oxctabl::GetCollapseStateResponse& response) {
  if (const ErrorCode error = check(table); error != ErrorCode::success) return error;
  auto state = table.table->collapse_state({request.row_id, request.row_instance_number});
  if (!state) return state.error();
  constexpr std::size_t head = oxcrops::ResponseHead::wire_size + sizeof(ErrorCode) + sizeof(wire::u16);
  if (state->size() + head > call.room()) return RopOutcome::too_big();
  response.collapse_state = std::move(*state);
  return {};
}

RopOutcome set_collapse_state(RopCall&, TableObject& table, const oxctabl::SetCollapseStateRequest& request,
                              oxctabl::SetCollapseStateResponse& response) {
  if (const ErrorCode error = check(table); error != ErrorCode::success) return error;
  auto bookmark = table.table->set_collapse_state(request.collapse_state);
  if (!bookmark) return bookmark.error();
  response.bookmark = std::move(*bookmark);
  return {};
}

}  // namespace

void register_oxctabl_categories(RopRegistry& registry) {
  add_on_table<ExpandRowRequest, WrittenExpansion>(registry, expand_row);
  add_on_table<oxctabl::CollapseRowRequest, oxctabl::CollapseRowResponse>(registry, collapse_row);
  add_on_table<oxctabl::GetCollapseStateRequest, oxctabl::GetCollapseStateResponse>(registry,
                                                                                    get_collapse_state);
  add_on_table<oxctabl::SetCollapseStateRequest, oxctabl::SetCollapseStateResponse>(registry,
                                                                                    set_collapse_state);
}

}  // namespace mapigate::mapi::handlers
