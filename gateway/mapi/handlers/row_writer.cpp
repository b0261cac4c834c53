#include "gateway/mapi/handlers/row_writer.hpp"

#include <algorithm>

#include "gateway/mailbox/property_values.hpp"
#include "gateway/mapi/text.hpp"
#include "protocol/oxcdata/property_value.hpp"

namespace mapigate::mapi::handlers {

using oxcdata::ErrorCode;
using oxcdata::PropertyType;
using oxcdata::PropertyValue;

namespace {

// [MS-OXCDATA] section 2.11.5.
enum class ValueFlag : wire::u8 { present = 0x00, error = 0x0A };

// Several values that take more in a row are an error in their place: the client reads them from the object.
constexpr std::size_t max_values = 16 * 1024;
constexpr std::size_t max_units = RowWriter::max_value / sizeof(char16_t);

void cut(std::u16string& text) {
  if (text.size() > max_units) text.resize(max_units);
}
void cut(wire::Bytes& bytes) {
  if (bytes.size() > RowWriter::max_value) bytes.resize(RowWriter::max_value);
}
template <class T>
void cut(std::vector<T>& values) {
  if constexpr (std::is_same_v<T, std::u16string> || std::is_same_v<T, wire::Bytes>) {
    for (T& value : values) cut(value);
  }
}
void cut(auto&) {}

// So much of a large value as a row has; itself where it has no such beginning.
const store::Property* beginning_of(const store::Property& property, store::Property& scratch) {
  if (auto text = mailbox::text_of(property, max_units)) {
    scratch = {property.tag, std::move(*text), nullptr};
  } else if (auto bytes = mailbox::bytes_of(property, RowWriter::max_value)) {
    scratch = {property.tag, std::move(*bytes), nullptr};
  } else {
    return &property;
  }
  return &scratch;
}

// What is neither read in a row nor there at all ([MS-OXCDATA] section 2.4).
constexpr ErrorCode too_large = ErrorCode::out_of_memory;  // MAPI_E_NOT_ENOUGH_MEMORY

}  // namespace

RowWriter::RowWriter(TableObject& table, wire::u32 code_page, std::size_t room)
    : table_(table),
      writer_(table.rows),
      code_page_(code_page),
      room_(room),
      cut_(table.table->abilities().cut_values) {
  writer_.truncate(0);
}

bool RowWriter::write(const mailbox::TableRow& row) {
  const std::size_t before = writer_.size();
  bool written = write(row, flagged_);
  if (!written && !row.whole_wanted()) {
    // The form that it needs is the other one.
    writer_.truncate(before);
    flagged_ = !flagged_;
    written = write(row, flagged_);
  }
  if (!written || writer_.size() > room_) {
    writer_.truncate(before);
    return false;
  }
  ++count_;
  return true;
}

bool RowWriter::write(const mailbox::TableRow& row, bool flagged) {
  writer_.number(static_cast<wire::u8>(flagged ? 1 : 0));
  bool complete = true;
  store::Property scratch;
  for (std::size_t i = 0; i < table_.columns.size(); ++i) {
    const PropertyType type = oxcdata::single_type(oxcdata::type_of(table_.columns[i]));
    const std::size_t before = writer_.size();
    if (flagged) writer_.number(ValueFlag::present);
    const store::Property* property = row.column(table_.table->columns()[i], scratch);
    if (property && property->large && cut_) {
      if (!row.is_whole) {
        row.want_whole();
        return false;
      }
      property = beginning_of(*property, scratch);
    }
    const ErrorCode error = property ? write_value(*property, type) : ErrorCode::not_found;
    if (error == ErrorCode::success) continue;
    complete = false;
    if (!flagged) return false;
    writer_.truncate(before);
    writer_.number(ValueFlag::error);
    writer_.number(error);
  }
  return !flagged || !complete;
}

ErrorCode RowWriter::write_value(const store::Property& property, PropertyType type) {
  if (property.large || type == PropertyType::object) return too_large;
  const PropertyValue& value = property.value;
  if (const auto* text = std::get_if<std::u16string>(&value)) {
    std::u16string_view shown = until_zero(*text);
    if (cut_) shown = shown.substr(0, max_units);
    if (type == PropertyType::string) {
      writer_.append({reinterpret_cast<const wire::u8*>(shown.data()), shown.size() * sizeof(char16_t)});
      writer_.number(wire::u16{0});
      return ErrorCode::success;
    }
    if (type == PropertyType::string8) {
      std::string bytes = to_string8(shown, code_page_).bytes;
      if (cut_ && bytes.size() > max_value) {
        // By characters, of which none takes more: a part of one would be none.
        constexpr std::size_t largest = 3;
        bytes = to_string8(shown.substr(0, max_value / largest), code_page_).bytes;
      }
      writer_.append({reinterpret_cast<const wire::u8*>(bytes.data()), bytes.size()});
      writer_.number(wire::u8{0});
      return ErrorCode::success;
    }
    return ErrorCode::unexpected_type;
  }
  if (const auto* bytes = std::get_if<wire::Bytes>(&value); bytes && type == PropertyType::binary) {
    const std::size_t size = cut_ ? std::min(bytes->size(), max_value) : bytes->size();
    if (size > 0xFFFF) return too_large;
    writer_.number(static_cast<wire::u16>(size));
    writer_.append(wire::ByteView(*bytes).first(size));
    return ErrorCode::success;
  }
  if (const auto* number = std::get_if<wire::i32>(&value); number && type == PropertyType::integer32) {
    writer_.number(*number);
    return ErrorCode::success;
  }
  if (const auto* number = std::get_if<wire::i64>(&value); number && type == PropertyType::integer64) {
    writer_.number(*number);
    return ErrorCode::success;
  }
  if (const auto* time = std::get_if<wire::FileTime>(&value); time && type == PropertyType::time) {
    writer_.number(time->ticks);
    return ErrorCode::success;
  }
  if (const auto* flag = std::get_if<bool>(&value); flag && type == PropertyType::boolean) {
    writer_.number(*flag);
    return ErrorCode::success;
  }
  return write_other(value, type);
}

ErrorCode RowWriter::write_other(PropertyValue value, PropertyType type) {
  if (type == PropertyType::null || std::holds_alternative<std::monostate>(value))
    return ErrorCode::not_found;
  if (cut_) std::visit([](auto& it) { cut(it); }, value);
  const PropertyValue wanted = as_wanted(std::move(value), {type, true, code_page_});
  if (const auto* error = std::get_if<ErrorCode>(&wanted); error && type != PropertyType::error_code)
    return *error;
  wire::Writer written;
  written.write(oxcdata::value_of(type, wanted));
  if (!written.ok() || (cut_ && written.size() > max_values)) return too_large;
  writer_.append(written.view());
  return ErrorCode::success;
}

}  // namespace mapigate::mapi::handlers
