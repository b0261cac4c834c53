#pragma once

#include <charconv>
#include <optional>
#include <string>
#include <string_view>

#include "protocol/wire/bytes.hpp"

// Values of XML Schema's types that more than one of this folder's documents have.

namespace mapigate::oxocfg {

// The whole text as a decimal number.
template <class N>
std::optional<N> number_in(std::string_view text) {
  N number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

struct TimeOfDay {
  wire::u8 hour = 0;
  wire::u8 minute = 0;
  wire::u8 second = 0;

  auto operator<=>(const TimeOfDay&) const = default;
};

// xs:time as "08:00:00"; the fraction of a second that it can have is left out. 24:00:00 is no time here.
std::optional<TimeOfDay> time_in(std::string_view text);
std::string to_text(TimeOfDay time);

}  // namespace mapigate::oxocfg
