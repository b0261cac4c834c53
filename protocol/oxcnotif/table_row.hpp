#pragma once

#include <span>

#include "protocol/oxcdata/property_row.hpp"
#include "protocol/wire/reader.hpp"
#include "protocol/wire/writer.hpp"

// TableRowData of a notification: which columns it has is known only when NotificationHandle was read.

namespace mapigate::oxcnotif {

// Fails where the bytes are not exactly a row of these columns.
inline wire::Result<oxcdata::PropertyRow> parse_table_row(wire::ByteView table_row_data,
                                                          std::span<const oxcdata::PropertyTag> columns) {
  wire::Reader reader(table_row_data);
  oxcdata::PropertyRow row;
  reader("TableRowData", oxcdata::row_of(columns, row));
  if (!reader.finish()) return reader.failure();
  return row;
}

inline wire::Result<wire::Bytes> serialize_table_row(const oxcdata::PropertyRow& row,
                                                     std::span<const oxcdata::PropertyTag> columns) {
  wire::Writer writer;
  writer("TableRowData", oxcdata::row_of(columns, row));
  if (!writer.ok()) return writer.failure();
  return writer.take();
}

}  // namespace mapigate::oxcnotif
