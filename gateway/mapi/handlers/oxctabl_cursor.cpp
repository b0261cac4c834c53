#include <algorithm>

#include "gateway/mapi/handlers/oxctabl_parts.hpp"
#include "protocol/oxctabl/cursor.hpp"

namespace mapigate::mapi::handlers {

namespace {

using mailbox::Table;
using mailbox::TableOrigin;
using oxctabl::PredefinedBookmark;

wire::u32 clamped(std::uint64_t number) {
  return static_cast<wire::u32>(std::min<std::uint64_t>(number, UINT32_MAX));
}

RopOutcome query_position(RopCall&, TableObject& table, const oxctabl::QueryPositionRequest&,
                          oxctabl::QueryPositionResponse& response) {
  const auto position = table.table->position();
  if (!position) return position.error();
  response.numerator = clamped(position->row);
  response.denominator = clamped(position->rows);
  return {};
}

// What was not wanted is undefined ([MS-OXCTABL] section 2.2.2.9.1).
template <class Response>
RopOutcome sought(const mailbox::Outcome<Table::Sought>& outcome, bool wanted, Response& response) {
  if (!outcome) return outcome.error();
  if (!wanted) return {};
  response.has_sought_less = outcome->less;
  response.rows_sought = static_cast<wire::i32>(outcome->rows);  // no more than the request has
  return {};
}

RopOutcome seek_row(RopCall&, TableObject& table, const oxctabl::SeekRowRequest& request,
                    oxctabl::SeekRowResponse& response) {
  if (request.origin > PredefinedBookmark::end) return ErrorCode::invalid_parameter;
  return sought(table.table->seek(static_cast<TableOrigin>(request.origin), request.row_count),
                request.want_row_moved_count, response);
}

RopOutcome seek_row_bookmark(RopCall&, TableObject& table, const oxctabl::SeekRowBookmarkRequest& request,
                             oxctabl::SeekRowBookmarkResponse& response) {
  if (!table.table->abilities().bookmarks) return ErrorCode::not_supported;
  if (table.columns.empty()) return ErrorCode::null_object;
  const auto outcome = table.table->seek_bookmark(request.bookmark, request.row_count);
  if (outcome) response.row_no_longer_visible = outcome->gone;
  return sought(outcome, request.want_row_moved_count, response);
}

RopOutcome seek_row_fractional(RopCall&, TableObject& table, const oxctabl::SeekRowFractionalRequest& request,
                               oxctabl::SeekRowFractionalResponse&) {
  const auto moved = table.table->seek_fraction(request.numerator, request.denominator);
  return moved ? RopOutcome() : RopOutcome(moved.error());
}

RopOutcome create_bookmark(RopCall&, TableObject& table, const oxctabl::CreateBookmarkRequest&,
                           oxctabl::CreateBookmarkResponse& response) {
  auto bookmark = table.table->create_bookmark();
  if (!bookmark) return bookmark.error();
  response.bookmark = std::move(*bookmark);
  return {};
}

RopOutcome free_bookmark(RopCall&, TableObject& table, const oxctabl::FreeBookmarkRequest& request,
                         oxctabl::FreeBookmarkResponse&) {
  if (!table.table->abilities().bookmarks) return ErrorCode::not_supported;
  if (table.columns.empty()) return ErrorCode::null_object;
  const auto freed = table.table->free_bookmark(request.bookmark);
  return freed ? RopOutcome() : RopOutcome(freed.error());
}

// The two enumerations have the same numbers.
static_assert(static_cast<wire::u8>(TableOrigin::beginning) ==
              static_cast<wire::u8>(PredefinedBookmark::beginning));
static_assert(static_cast<wire::u8>(TableOrigin::current) ==
              static_cast<wire::u8>(PredefinedBookmark::current));
static_assert(static_cast<wire::u8>(TableOrigin::end) == static_cast<wire::u8>(PredefinedBookmark::end));

}  // namespace

void register_oxctabl_cursor(RopRegistry& registry) {
  add_on_table<oxctabl::QueryPositionRequest, oxctabl::QueryPositionResponse>(registry, query_position);
  add_on_table<oxctabl::SeekRowRequest, oxctabl::SeekRowResponse>(registry, seek_row);
  add_on_table<oxctabl::SeekRowBookmarkRequest, oxctabl::SeekRowBookmarkResponse>(registry,
                                                                                  seek_row_bookmark);
  add_on_table<oxctabl::SeekRowFractionalRequest, oxctabl::SeekRowFractionalResponse>(registry,
                                                                                      seek_row_fractional);
  add_on_table<oxctabl::CreateBookmarkRequest, oxctabl::CreateBookmarkResponse>(registry, create_bookmark);
  add_on_table<oxctabl::FreeBookmarkRequest, oxctabl::FreeBookmarkResponse>(registry, free_bookmark);
}

}  // namespace mapigate::mapi::handlers
