#include "protocol/oxocfg/view_definition.hpp"

namespace mapigate::oxocfg {

std::vector<std::u16string> view_strings(std::u16string_view value) {
  std::vector<std::u16string> strings;
  while (!value.empty()) {
    const auto end = value.find(u'\n');
    strings.emplace_back(value.substr(0, end));
    if (end == std::u16string_view::npos) break;
    value.remove_prefix(end + 1);
  }
  return strings;
}

std::u16string join_view_strings(const std::vector<std::u16string>& strings) {
  std::u16string value;
  for (const auto& string : strings) (value += string) += u'\n';
  return value;
}

}  // namespace mapigate::oxocfg
