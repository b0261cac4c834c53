#include "protocol/oxcdata/property_value.hpp"

#include "protocol/oxcdata/property_value_fields.hpp"
#include "protocol/wire/reader.hpp"
#include "protocol/wire/writer.hpp"

namespace mapigate::oxcdata {

PropertyType type_of(const PropertyValue& value) {
  static constexpr PropertyType types[] = {
      PropertyType::null,
      PropertyType::integer16,
      PropertyType::integer32,
      PropertyType::floating32,
      PropertyType::floating64,
      PropertyType::currency,
      PropertyType::floating_time,
      PropertyType::error_code,
      PropertyType::boolean,
      PropertyType::object,
      PropertyType::integer64,
      PropertyType::string8,
      PropertyType::string,
      PropertyType::time,
      PropertyType::guid,
      PropertyType::server_id,
      PropertyType::restriction,
      PropertyType::rule_action,
      PropertyType::binary,
      PropertyType::multiple_integer16,
      PropertyType::multiple_integer32,
      PropertyType::multiple_floating32,
      PropertyType::multiple_floating64,
      PropertyType::multiple_currency,
      PropertyType::multiple_floating_time,
      PropertyType::multiple_integer64,
      PropertyType::multiple_string8,
      PropertyType::multiple_string,
      PropertyType::multiple_time,
      PropertyType::multiple_guid,
      PropertyType::multiple_binary,
  };
  static_assert(std::size(types) == std::variant_size_v<PropertyValue>);
  return types[value.index()];
}

template void ValueOf<PropertyValue>::fields(ValueOf<PropertyValue>&, wire::Reader&);
template void ValueOf<const PropertyValue>::fields(const ValueOf<const PropertyValue>&, wire::Writer&);
template void ValueOf<PropertyValue>::fields(const ValueOf<PropertyValue>&, wire::Writer&);

}  // namespace mapigate::oxcdata
