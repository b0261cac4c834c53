#include "protocol/oxcdata/property_type.hpp"

namespace mapigate::oxcdata {

std::string_view name(PropertyType type) {
  switch (type) {
    case PropertyType::unspecified:
      return "PtypUnspecified";
    case PropertyType::null:
      return "PtypNull";
    case PropertyType::integer16:
      return "PtypInteger16";
    case PropertyType::integer32:
      return "PtypInteger32";
    case PropertyType::floating32:
      return "PtypFloating32";
    case PropertyType::floating64:
      return "PtypFloating64";
    case PropertyType::currency:
      return "PtypCurrency";
    case PropertyType::floating_time:
      return "PtypFloatingTime";
    case PropertyType::error_code:
      return "PtypErrorCode";
    case PropertyType::boolean:
      return "PtypBoolean";
    case PropertyType::object:
      return "PtypObject";
    case PropertyType::integer64:
      return "PtypInteger64";
    case PropertyType::string8:
      return "PtypString8";
    case PropertyType::string:
      return "PtypString";
    case PropertyType::time:
      return "PtypTime";
    case PropertyType::guid:
      return "PtypGuid";
    case PropertyType::server_id:
      return "PtypServerId";
    case PropertyType::restriction:
      return "PtypRestriction";
    case PropertyType::rule_action:
      return "PtypRuleAction";
    case PropertyType::binary:
      return "PtypBinary";
    case PropertyType::multiple_integer16:
      return "PtypMultipleInteger16";
    case PropertyType::multiple_integer32:
      return "PtypMultipleInteger32";
    case PropertyType::multiple_floating32:
      return "PtypMultipleFloating32";
    case PropertyType::multiple_floating64:
      return "PtypMultipleFloating64";
    case PropertyType::multiple_currency:
      return "PtypMultipleCurrency";
    case PropertyType::multiple_floating_time:
      return "PtypMultipleFloatingTime";
    case PropertyType::multiple_integer64:
      return "PtypMultipleInteger64";
    case PropertyType::multiple_string8:
      return "PtypMultipleString8";
    case PropertyType::multiple_string:
      return "PtypMultipleString";
    case PropertyType::multiple_time:
      return "PtypMultipleTime";
    case PropertyType::multiple_guid:
      return "PtypMultipleGuid";
    case PropertyType::multiple_binary:
      return "PtypMultipleBinary";
  }
  return {};
}

}  // namespace mapigate::oxcdata
