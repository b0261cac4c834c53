#pragma once

#include <type_traits>

#include "protocol/oxcdata/property_row.hpp"
#include "protocol/wire/failure.hpp"

// How rows are read and written. Included only where RowOf is instantiated for an archive (property_row.cpp
// for the reader and the writer).

namespace mapigate::oxcdata {
namespace detail {

// Section 2.11.5: Flag.
enum class ValueFlag : wire::u8 { present = 0x00, absent = 0x01, error = 0x0A };

// Sections 2.11.5 and 2.11.6: the type stands in front where the column does not say it.
template <class Archive>
void flagged_value(Archive& archive, PropertyType type, auto& value) {
  auto flag = ValueFlag::present;
  if constexpr (!Archive::reading) {
    const bool of_column = type == PropertyType::unspecified || single_type(type) == type_of(value);
    if (std::holds_alternative<std::monostate>(value)) {
      flag = ValueFlag::absent;
    } else if (std::holds_alternative<ErrorCode>(value) && type != PropertyType::error_code) {
      flag = ValueFlag::error;
    } else if (!of_column) {
      return archive.fail(wire::Fault::invalid);
    }
  }
  if (type == PropertyType::unspecified) {
    if constexpr (!Archive::reading) type = type_of(value);
    archive("PropertyType", type);
  }
  archive("Flag", flag);
  switch (flag) {
    case ValueFlag::present:
      // Or the type would stand there once more.
      archive.check(type != PropertyType::unspecified);
      return archive("PropertyValue", value_of(type, value));
    case ValueFlag::absent:
      if constexpr (Archive::reading) value = std::monostate{};
      return;
    case ValueFlag::error:
      return archive("PropertyValue", value_of(PropertyType::error_code, value));
  }
  archive.fail(wire::Fault::invalid);
}

}  // namespace detail

template <class R>
void RowOf<R>::fields(auto& self, auto& archive) {
  using Archive = std::remove_reference_t<decltype(archive)>;
  auto& row = self.row;
  wire::u8 flag = row.flagged ? 1 : 0;
  archive("Flag", flag);
  archive.check(flag <= 1);
  if constexpr (Archive::reading) {
    row.flagged = flag != 0;
    row.values.clear();
    // Each value takes a byte at least.
    if (self.columns.size() > archive.remaining()) return archive.fail(wire::Fault::truncated);
    row.values.resize(self.columns.size());
  } else {
    archive.check(row.values.size() == self.columns.size());
  }
  for (std::size_t i = 0; i < self.columns.size() && archive.ok(); ++i) {
    const auto type = type_of(self.columns[i]);
    if (row.flagged) {
      detail::flagged_value(archive, type, row.values[i]);
    } else {
      // A column of PtypNull has no bytes for its value: rows of nothing else would cost their writer nothing
      // and their reader much.
      archive.check(type != PropertyType::null);
      archive("PropertyValue", value_of(type, row.values[i]));
    }
  }
}

}  // namespace mapigate::oxcdata
