#pragma once

#include "gateway/mapi/objects/table_object.hpp"
#include "protocol/wire/bytes.hpp"

namespace mapigate::mapi::handlers {

// Rows of a table as a response has them ([MS-OXCDATA] section 2.8.1), written as they are read: a client
// asks for thousands of values a second.
class RowWriter {
 public:
  // Bytes of a string or binary value in a row, without what stands around it: [MS-OXCTABL]
  // section 2.2.2.5.2.
  static constexpr std::size_t max_value = 510;

  // At most `room` bytes. Writes into table.rows, which must not be used otherwise.
  RowWriter(TableObject& table, wire::u32 code_page, std::size_t room);

  // False, and nothing written, where there is no room for it, or it is wanted whole.
  bool write(const mailbox::TableRow& row);
  std::size_t count() const { return count_; }
  wire::ByteView bytes() const { return writer_.view(); }

 private:
  bool write(const mailbox::TableRow& row, bool flagged);
  // The value without a flag; success, or the error that stands in its place, and nothing written.
  oxcdata::ErrorCode write_value(const store::Property& property, oxcdata::PropertyType type);
  oxcdata::ErrorCode write_other(oxcdata::PropertyValue value, oxcdata::PropertyType type);

  TableObject& table_;
  wire::Writer& writer_;
  const wire::u32 code_page_;
  const std::size_t room_;
  const bool cut_;
  std::size_t count_ = 0;
  bool flagged_ = false;  // the last row was: the next will be as a rule
};

}  // namespace mapigate::mapi::handlers
