#include "protocol/oxocfg/xml_values.hpp"

#include <fmt/format.h>

namespace mapigate::oxocfg {

std::optional<TimeOfDay> time_in(std::string_view text) {
  text = text.substr(0, text.find('.'));
  if (text.size() != 8 || text[2] != ':' || text[5] != ':') return std::nullopt;
  const auto hour = number_in<wire::u8>(text.substr(0, 2));
  const auto minute = number_in<wire::u8>(text.substr(3, 2));
  const auto second = number_in<wire::u8>(text.substr(6, 2));
  if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  return TimeOfDay{*hour, *minute, *second};
}

std::string to_text(TimeOfDay time) {
  return fmt::format("{:02}:{:02}:{:02}", time.hour, time.minute, time.second);
}

}  // namespace mapigate::oxocfg
