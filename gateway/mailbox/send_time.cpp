#include "gateway/mailbox/send_time.hpp"

#include <algorithm>
#include <array>

#include "gateway/mailbox/property_values.hpp"
#include "protocol/oxprops/property_tags.hpp"

namespace mapigate::mailbox {

namespace {

constexpr store::Time second = 10'000'000;
// By PidTagDeferredSendUnits: minutes, hours, days, weeks.
constexpr std::array<store::Time, 4> units{60 * second, 3600 * second, 86400 * second, 7 * 86400 * second};
// PidTagDeferredSendNumber is at most 999.
constexpr std::int32_t max_number = 999;

}  // namespace

store::Time send_time(const store::Properties& message, store::Time now) {
  const auto time = [&](oxcdata::PropertyTag tag) { return value_or(message, tag, wire::FileTime{0}).ticks; };
  store::Time send = time(oxprops::pid_tag_deferred_send_time);
  const auto number = value_or(message, oxprops::pid_tag_deferred_send_number, std::int32_t{-1});
  const auto unit = value_or(message, oxprops::pid_tag_deferred_send_units, std::int32_t{-1});
  if (number >= 0 && unit >= 0 && unit < static_cast<std::int32_t>(units.size())) {
    const auto count = static_cast<store::Time>(std::min(number, max_number));
    const store::Time submitted = time(oxprops::pid_tag_client_submit_time);
    send = (submitted == 0 ? now : submitted) + count * units[static_cast<std::size_t>(unit)];
  }
  return std::max({now, send, time(oxprops::pid_tag_deferred_delivery_time)});
}

}  // namespace mapigate::mailbox
