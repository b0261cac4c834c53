#include "protocol/oxcdata/property_row.hpp"

#include "protocol/oxcdata/property_row_fields.hpp"
#include "protocol/wire/reader.hpp"
#include "protocol/wire/writer.hpp"

namespace mapigate::oxcdata {

PropertyRow property_row(std::vector<PropertyValue> values, std::span<const PropertyTag> columns) {
  PropertyRow row{std::move(values), false};
  for (std::size_t i = 0; i < row.values.size() && i < columns.size() && !row.flagged; ++i) {
    const auto type = single_type(type_of(columns[i]));
    const auto held = type_of(row.values[i]);
    row.flagged = type == PropertyType::unspecified
                      ? held == PropertyType::null || held == PropertyType::error_code
                      : type != held || type == PropertyType::null;
  }
  return row;
}

template void RowOf<PropertyRow>::fields(RowOf<PropertyRow>&, wire::Reader&);
template void RowOf<const PropertyRow>::fields(const RowOf<const PropertyRow>&, wire::Writer&);
template void RowOf<PropertyRow>::fields(const RowOf<PropertyRow>&, wire::Writer&);

}  // namespace mapigate::oxcdata
