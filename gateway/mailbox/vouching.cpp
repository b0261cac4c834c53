#include "gateway/mailbox/vouching.hpp"

#include "gateway/mailbox/entry_ids.hpp"

namespace mapigate::mailbox {

namespace {

// Among the ids that are never sent anywhere. The EntryID of the folder.
constexpr auto voucher_tag = oxcdata::property_tag(0x67F3, oxcdata::PropertyType::binary);

}  // namespace

void note_voucher(const Logon& logon, FolderNumber folder, bool associated, store::Properties& properties) {
  Mailbox& mailbox = logon.mailbox();
  properties.erase(oxcdata::id_of(voucher_tag));
  const bool gives_orders = associated || folder == mailbox.special(SpecialFolder::freebusy_data);
  if (gives_orders && logon.require(folder, right_folder_owner).has_value())
    vouch(mailbox, folder, properties);
}

void vouch(const Mailbox& mailbox, FolderNumber folder, store::Properties& properties) {
  properties.set(voucher_tag, folder_entry_id(mailbox, folder));
}

bool is_vouched(const Mailbox& mailbox, FolderNumber folder, const store::PackedProperties& properties) {
  const auto kept = properties.value(oxcdata::id_of(voucher_tag));
  const auto* bytes = kept ? std::get_if<wire::Bytes>(&kept->value) : nullptr;
  return bytes && *bytes == folder_entry_id(mailbox, folder);
}

}  // namespace mapigate::mailbox
