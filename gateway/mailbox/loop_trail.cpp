#include "gateway/mailbox/loop_trail.hpp"

#include <algorithm>

#include "gateway/base/encoding.hpp"
#include "gateway/mailbox/property_values.hpp"
#include "protocol/oxprops/property_sets.hpp"
#include "protocol/wire/utf16.hpp"

namespace mapigate::mailbox {

namespace {

// Some users who all send on to all others make a message for each way through them. Exchange has the same
// limit.
constexpr std::size_t max_trail = 3;
constexpr std::size_t max_text = 4096;

// [MS-OXCMAIL] section 2.2.3.2.5: a header field is a named property with its name in lower case.
oxcdata::PropertyName trail_name() {
  oxcdata::PropertyName name;
  name.kind = oxcdata::PropertyName::Kind::name;
  name.guid = oxprops::ps_internet_headers;
  name.name = u"x-ms-exchange-inbox-rules-loop";
  return name;
}

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> addresses;
  while (!text.empty()) {
    const auto end = text.find_first_of(",;\r\n");
    const std::string_view one = trim(text.substr(0, end));
    if (!one.empty()) addresses.push_back(to_lower(one));
    if (end == text.npos) break;
    text.remove_prefix(end + 1);
  }
  return addresses;
}

}  // namespace

Outcome<std::vector<std::string>> loop_trail(Mailbox& mailbox, const store::Properties& message) {
  const auto id = mailbox.property_id(trail_name(), false);
  if (!id) return id.error();
  if (*id == 0) return std::vector<std::string>();
  return split(
      wire::to_utf8(text_of(message, oxcdata::property_tag(*id, oxcdata::PropertyType::string), max_text)));
}

Outcome<void> extend_loop_trail(Mailbox& mailbox, store::Properties& message, std::string_view address) {
  auto trail = loop_trail(mailbox, message);
  if (!trail) return trail.error();
  trail->emplace_back(address);
  std::string text;
  for (const std::string& one : *trail) text += text.empty() ? one : ", " + one;
  const auto id = mailbox.property_id(trail_name(), true);
  if (!id) return id.error();
  message.set(oxcdata::property_tag(*id, oxcdata::PropertyType::string), wire::to_utf16(text));
  return {};
}

bool may_send_on(const std::vector<std::string>& trail, std::string_view address) {
  return trail.size() < max_trail && std::ranges::find(trail, to_lower(address)) == trail.end();
}

}  // namespace mapigate::mailbox
