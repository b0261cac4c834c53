#include "protocol/oxdscli/schema.hpp"

namespace mapigate::oxdscli {

namespace {

std::string_view without_scheme(std::string_view schema) {
  if (schema.starts_with("http://")) return schema.substr(7);
  if (schema.starts_with("https://")) return schema.substr(8);
  return schema;
}

}  // namespace

bool same_schema(std::string_view a, std::string_view b) { return without_scheme(a) == without_scheme(b); }

}  // namespace mapigate::oxdscli
