#include "gateway/mailbox/out_of_office.hpp"

#include <fmt/core.h>

#include "gateway/mailbox/property_values.hpp"
#include "protocol/oxprops/property_tags.hpp"

namespace mapigate::mailbox {

namespace {

// When it began. Of the mailbox itself, among the ids that are never sent anywhere.
constexpr auto begin_tag = oxcdata::property_tag(0x67F1, oxcdata::PropertyType::time);

}  // namespace

Outcome<bool> is_out_of_office(Mailbox& mailbox) {
  if (mailbox.is_public()) return false;
  const auto properties = mailbox.store().store_properties();
  if (!properties) return mailbox.failed(properties.error());
  return value_or(*properties, oxprops::pid_tag_out_of_office_state, false);
}

Outcome<void> begin_out_of_office(Mailbox& mailbox) {
  const auto set = mailbox.store().change_store_properties(
      {store::Property{begin_tag, wire::FileTime{mailbox.now()}, nullptr}}, {});
  if (!set) return mailbox.failed(set.error());
  return {};
}

Outcome<std::string> out_of_office_key(Mailbox& mailbox, std::uint64_t rule, std::string_view address) {
  const auto properties = mailbox.store().store_properties();
  if (!properties) return mailbox.failed(properties.error());
  return fmt::format("oof/{}/{}/{}", value_or(*properties, begin_tag, wire::FileTime()).ticks, rule, address);
}

}  // namespace mapigate::mailbox
