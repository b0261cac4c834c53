#include "protocol/oxcfxics/stream_types.hpp"

#include "protocol/oxcfxics/meta_properties.hpp"

namespace mapigate::oxcfxics {

std::optional<ValueShape> shape_of(oxcdata::PropertyTag tag) {
  using oxcdata::PropertyType;
  if (tag == meta_tag_idset_given) return ValueShape{};
  const auto type = oxcdata::type_of(tag);
  if (code_page_of(type)) return ValueShape{};
  const auto number = static_cast<wire::u16>(type);
  const bool multiple = (number & oxcdata::multivalue_flag) != 0;
  switch (static_cast<PropertyType>(number & ~oxcdata::multivalue_flag)) {
    case PropertyType::integer16:
      return ValueShape{multiple, 2};
    case PropertyType::integer32:
    case PropertyType::floating32:
      return ValueShape{multiple, 4};
    case PropertyType::floating64:
    case PropertyType::currency:
    case PropertyType::floating_time:
    case PropertyType::integer64:
    case PropertyType::time:
      return ValueShape{multiple, 8};
    case PropertyType::guid:
      return ValueShape{multiple, 16};
    case PropertyType::string8:
    case PropertyType::string:
    case PropertyType::binary:
      return ValueShape{multiple, 0};
    // There are no multiple values of these.
    case PropertyType::boolean:
      if (multiple) return std::nullopt;
      return ValueShape{false, 2};
    case PropertyType::error_code:
      if (multiple) return std::nullopt;
      return ValueShape{false, 4};
    case PropertyType::object:
    case PropertyType::server_id:
      if (multiple) return std::nullopt;
      return ValueShape{};
    default:
      return std::nullopt;
  }
}

}  // namespace mapigate::oxcfxics
