#include "gateway/mailbox/recipients.hpp"

#include <algorithm>

#include "gateway/mailbox/message_flags.hpp"
#include "gateway/mailbox/property_values.hpp"
#include "protocol/oxprops/property_tags.hpp"

namespace mapigate::mailbox {

namespace {

constexpr std::size_t max_name = 256;
// A list that is longer helps nobody who reads it, and stands in each row of a table.
constexpr std::size_t max_names = 16384;

std::u16string name_of(const store::Recipient& recipient) {
  for (const auto tag : {oxprops::pid_tag_display_name, oxprops::pid_tag_recipient_display_name,
                         oxprops::pid_tag_smtp_address, oxprops::pid_tag_email_address}) {
    std::u16string name = text_of(recipient.properties, tag, max_name);
    if (!name.empty()) return name;
  }
  return {};
}

}  // namespace

std::u16string display_names(const std::vector<store::Recipient>& recipients, std::uint8_t kind) {
  std::u16string names;
  for (const store::Recipient& recipient : recipients) {
    if ((recipient.type & recipient_kind_mask) != kind) continue;
    const std::u16string name = name_of(recipient);
    if (name.empty()) continue;
    if (names.size() + name.size() > max_names) break;
    if (!names.empty()) names += u"; ";
    names += name;
  }
  return names;
}

bool change_recipients(std::vector<store::Recipient>& recipients, std::vector<RecipientChange> changes,
                       std::size_t limit) {
  const auto place = [&](std::uint32_t row_id) {
    return std::ranges::lower_bound(recipients, row_id, {}, &store::Recipient::row_id);
  };
  const auto is_there = [&](auto found, std::uint32_t row_id) {
    return found != recipients.end() && found->row_id == row_id;
  };
  std::size_t added = 0;
  for (const RecipientChange& change : changes) {
    if (!change.remove && !is_there(place(change.row_id), change.row_id)) ++added;
  }
  if (recipients.size() + added > limit) return false;

  for (RecipientChange& change : changes) {
    const auto found = place(change.row_id);
    const bool there = is_there(found, change.row_id);
    if (change.remove) {
      if (there) recipients.erase(found);
      continue;
    }
    store::Recipient recipient{change.row_id, change.type, std::move(change.properties)};
    if (there) {
      *found = std::move(recipient);
    } else {
      recipients.insert(found, std::move(recipient));
    }
  }
  return true;
}

void number_recipients(std::vector<store::Recipient>& recipients) {
  const auto out_of_order = [](const store::Recipient& a, const store::Recipient& b) {
    return a.row_id >= b.row_id;
  };
  if (std::ranges::adjacent_find(recipients, out_of_order) == recipients.end()) return;
  std::uint32_t next = 0;
  for (store::Recipient& recipient : recipients) recipient.row_id = next++;
}

}  // namespace mapigate::mailbox
