#include "gateway/mapi/handlers/oxctabl_parts.hpp"
#include "gateway/mapi/handlers/row_writer.hpp"
#include "protocol/oxctabl/rows.hpp"

namespace mapigate::mapi::handlers {

namespace {

using mailbox::TableOrigin;
using oxctabl::FindRowRequest;
using oxctabl::PredefinedBookmark;
using oxctabl::QueryRowsRequest;

// QueryRowsResponse and FindRowResponse with rows that are written already.
struct WrittenRows {
  static constexpr oxcrops::RopId id = QueryRowsRequest::id;
  static constexpr std::size_t head =
      oxcrops::ResponseHead::wire_size + sizeof(ErrorCode) + 1 + sizeof(wire::u16);

  ErrorCode return_value{};
  PredefinedBookmark origin{};
  wire::u16 row_count = 0;
  wire::ByteView row_data;

  static void fields(auto& self, auto& archive) {
    if (!oxcrops::succeeded(self, archive)) return;
    archive("Origin", self.origin);
    archive("RowCount", self.row_count);
    archive("RowData", wire::rest(self.row_data));
  }
};
struct WrittenRow {
  static constexpr oxcrops::RopId id = FindRowRequest::id;
  static constexpr std::size_t head = oxcrops::ResponseHead::wire_size + sizeof(ErrorCode) + 1 + 1;

  ErrorCode return_value{};
  bool row_no_longer_visible = false;
  bool has_row_data = false;
  wire::ByteView row_data;

  static void fields(auto& self, auto& archive) {
    if (!oxcrops::succeeded(self, archive)) return;
    archive("RowNoLongerVisible", self.row_no_longer_visible);
    archive("HasRowData", self.has_row_data);
    archive("RowData", wire::rest(self.row_data));
  }
};

// Rows of few columns take less, but a payload of its own is not worth it then.
constexpr std::size_t chain_room = 8 * 1024;

wire::Bytes bytes_of(const QueryRowsRequest& request) {
  wire::Writer writer;
  writer.write(request);
  return writer.take();
}

// [MS-OXCTABL] section 3.2.5.5.
RopOutcome query_rows(RopCall& call, TableObject& table, const QueryRowsRequest& request,
                      WrittenRows& response) {
  if (table.columns.empty()) return ErrorCode::null_object;
  const bool advance = (request.query_rows_flags & QueryRowsRequest::no_advance) == 0;
  RowWriter writer(table, code_page_of(call.session), call.room() - WrittenRows::head);
  const auto read = table.table->read(request.forward_read, request.row_count, advance,
                                      [&writer](const mailbox::TableRow& row) { return writer.write(row); });
  if (!read) return read.error();
  if (read->refused && read->rows == 0) {
    // The next request has more room, unless this one was alone.
    if (call.response.size() > 0 || call.request.remaining() > 0) return RopOutcome::too_big();
    return ErrorCode::buffer_too_small;
  }
  response.origin = PredefinedBookmark::current;
  if (read->at_end && (advance || read->rows == 0)) {
    response.origin = request.forward_read ? PredefinedBookmark::end : PredefinedBookmark::beginning;
  }
  response.row_count = static_cast<wire::u16>(read->rows);
  response.row_data = writer.bytes();

  RopOutcome outcome;
  if (read->refused && advance && (request.query_rows_flags & QueryRowsRequest::enable_packed_buffers) != 0) {
    QueryRowsRequest rest = request;
    rest.row_count = static_cast<wire::u16>(request.row_count - read->rows);
    outcome.next = bytes_of(rest);
  }
  return outcome;
}

// [MS-OXCTABL] section 3.2.5.14.
RopOutcome find_row(RopCall& call, TableObject& table, const FindRowRequest& request, WrittenRow& response) {
  if (!table.table->abilities().find) return ErrorCode::not_supported;
  if (table.columns.empty()) return ErrorCode::null_object;
  if (request.origin > PredefinedBookmark::custom) return ErrorCode::invalid_parameter;
  mailbox::Table::FindFrom from;
  from.backwards = (request.find_row_flags & FindRowRequest::backwards) != 0;
  if (request.origin == PredefinedBookmark::custom) {
    from.bookmark = request.bookmark;
  } else {
    from.origin = static_cast<TableOrigin>(request.origin);
  }
  const oxcdata::RestrictionValue restriction = unicode_restriction(call, request.restriction);
  RowWriter writer(table, code_page_of(call.session), call.room() - WrittenRow::head);
  // Without a restriction any row is found.
  const auto found =
      table.table->find(restriction.restriction ? *restriction.restriction : oxcdata::Restriction(), from,
                        [&writer](const mailbox::TableRow& row) { return writer.write(row); });
  if (!found) return found.error();
  response.row_no_longer_visible = found->gone;
  response.has_row_data = writer.count() > 0;
  response.row_data = writer.bytes();
  return {};
}

}  // namespace

void register_oxctabl_rows(RopRegistry& registry) {
  add_on_table<QueryRowsRequest, WrittenRows>(registry, query_rows, {.chain_room = chain_room});
  add_on_table<FindRowRequest, WrittenRow>(registry, find_row);
}

}  // namespace mapigate::mapi::handlers
