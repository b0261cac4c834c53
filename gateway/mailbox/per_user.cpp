#include "gateway/mailbox/per_user.hpp"

#include <algorithm>

#include "protocol/oxcfxics/idset.hpp"
#include "protocol/wire/reader.hpp"
#include "protocol/wire/writer.hpp"

namespace mapigate::mailbox {

namespace {

// All that a mailbox carries is one value of its root: it is small, and read seldom.
constexpr std::string_view carried_by = "carried";

struct Carried {
  std::vector<CarriedInformation> all;
  static void fields(auto& self, auto& archive) { archive("Carried", wire::until_end(self.all)); }
};

Outcome<Carried> load_carried(Mailbox& mailbox) {
  const auto kept = mailbox.store().per_user(carried_by, mailbox.special(SpecialFolder::root));
  if (!kept) return mailbox.failed(kept.error());
  if (!*kept) return Carried();
  auto carried = wire::parse<Carried>((*kept)->read);
  if (!carried) return ErrorCode::corrupt_data;
  return std::move(*carried);
}

Outcome<void> save(Mailbox& mailbox, std::string user, FolderNumber folder, wire::Bytes bytes) {
  const auto saved = mailbox.store().set_per_user({std::move(user), folder, std::move(bytes), mailbox.now()});
  if (!saved) return mailbox.failed(saved.error());
  return {};
}

}  // namespace

Outcome<wire::Bytes> per_user_information(Mailbox& mailbox, const Actor& actor, FolderNumber folder) {
  if (actor.mailbox_guid.empty()) return wire::Bytes();
  auto kept = mailbox.store().per_user(actor.mailbox_guid, folder);
  if (!kept) return mailbox.failed(kept.error());
  return *kept ? std::move((*kept)->read) : wire::Bytes();
}

Outcome<void> set_per_user_information(Mailbox& mailbox, const Actor& actor, FolderNumber folder,
                                       wire::Bytes set) {
  if (actor.mailbox_guid.empty()) return ErrorCode::access_denied;
  if (!wire::parse<oxcfxics::Cnset>(set)) return ErrorCode::format_error;
  const auto lock = mailbox.lock_per_user();
  return save(mailbox, actor.mailbox_guid, folder, std::move(set));
}

Outcome<std::vector<CarriedInformation>> carried_information(Mailbox& mailbox) {
  auto carried = load_carried(mailbox);
  if (!carried) return carried.error();
  return std::move(carried->all);
}

Outcome<void> carry_information(Mailbox& mailbox, CarriedInformation information) {
  const auto lock = mailbox.lock_per_user();
  auto carried = load_carried(mailbox);
  if (!carried) return carried.error();
  std::erase_if(carried->all,
                [&](const CarriedInformation& kept) { return kept.folder == information.folder; });
  if (!information.set.empty()) carried->all.push_back(std::move(information));
  auto bytes = wire::serialize(*carried);
  if (!bytes) return ErrorCode::general_failure;
  if (bytes->size() > max_carried) return ErrorCode::out_of_memory;
  return save(mailbox, std::string(carried_by), mailbox.special(SpecialFolder::root), std::move(*bytes));
}

}  // namespace mapigate::mailbox
