#include "gateway/mailbox/mailbox.hpp"

#include <algorithm>
#include <chrono>

#include "gateway/mailbox/messages.hpp"
#include "gateway/mailbox/searches.hpp"
#include "protocol/wire/filetime.hpp"

namespace mapigate::mailbox {

using namespace std::chrono_literals;

namespace {

constexpr auto quiet_time = 60s;  // between two messages in the log of the same fault

// Every role there is; its number is one of FolderRecord::role.
constexpr std::pair<SpecialFolder, SpecialFolder> role_ranges[] = {
    {SpecialFolder::root, SpecialFolder::outgoing},
    {SpecialFolder::public_root, SpecialFolder::offline_address_book},
};

}  // namespace

Mailbox::Mailbox(std::unique_ptr<store::MailboxStore> store, Owner owner, Services services)
    : store_(std::move(store)), owner_(std::move(owner)), services_(std::move(services)) {
  if (const auto token = store_->change_token()) change_token_ = *token;
  searches_ = std::make_unique<Searches>(*this, services_.search_worker);
}

Mailbox::~Mailbox() = default;

std::string Mailbox::name() const {
  return is_public() ? "public folders of " + owner_.domain : owner_.address;
}

store::Time Mailbox::now() const {
  return wire::FileTime::from(
             std::chrono::time_point_cast<wire::FileTime::Ticks>(services_.clock.system_now()))
      .ticks;
}

// With the mutex held.
bool Mailbox::load_roles() {
  if (roles_loaded_) return true;
  std::array<FolderNumber, 256> roles{};
  for (const auto& [first, last] : role_ranges) {
    for (auto role = static_cast<std::uint8_t>(first); role <= static_cast<std::uint8_t>(last); ++role) {
      const auto number = store_->folder_by_role(role);
      if (!number) {
        (void)failed(number.error());
        return false;
      }
      roles[role] = number->value_or(0);
    }
  }
  roles_ = roles;
  roles_loaded_ = true;
  return true;
}

FolderNumber Mailbox::special(SpecialFolder role) {
  const std::lock_guard lock(roles_mutex_);
  return role != SpecialFolder::none && load_roles() ? roles_[static_cast<std::uint8_t>(role)] : 0;
}

SpecialFolder Mailbox::role_of(FolderNumber folder) {
  const std::lock_guard lock(roles_mutex_);
  if (folder == 0 || !load_roles()) return SpecialFolder::none;
  const auto found = std::ranges::find(roles_, folder);
  return found == roles_.end() ? SpecialFolder::none : static_cast<SpecialFolder>(found - roles_.begin());
}

Outcome<Mailbox::Permissions> Mailbox::permissions(FolderNumber folder) {
  std::uint64_t version = 0;
  {
    const std::lock_guard lock(permissions_mutex_);
    if (const auto found = permissions_.find(folder); found != permissions_.end()) return found->second;
    version = permissions_version_;
  }
  auto read = store_->permissions(folder);
  if (!read) return failed(read.error());
  auto shared = std::make_shared<const std::vector<store::Permission>>(std::move(*read));
  const std::lock_guard lock(permissions_mutex_);
  if (version == permissions_version_) permissions_.insert_or_assign(folder, shared);
  return shared;
}

Outcome<void> Mailbox::set_permissions(FolderNumber folder,
                                       const std::vector<store::Permission>& permissions) {
  const auto set = store_->set_permissions(folder, permissions);
  forget_permissions();
  if (!set) return failed(set.error());
  return {};
}

void Mailbox::forget_permissions() {
  const std::lock_guard lock(permissions_mutex_);
  ++permissions_version_;
  permissions_.clear();
}

void Mailbox::poll() {
  const std::lock_guard polling(poll_mutex_);
  const auto token = store_->change_token();
  if (!token) return (void)failed(token.error());
  if (change_token_ == *token) return;
  change_token_ = *token;
  {
    const std::lock_guard lock(roles_mutex_);
    roles_loaded_ = false;
  }
  {
    const std::lock_guard lock(names_mutex_);
    names_loaded_ = false;
  }
  forget_permissions();
  events_.publish({.kind = EventKind::everything});
}

ErrorCode Mailbox::failed(const store::StoreError& error) const {
  using store::StoreFault;
  if (error.fault == StoreFault::not_found || error.fault == StoreFault::conflict) return error_of(error);
  {
    // A full disk would otherwise fill the log as well.
    const std::lock_guard lock(failed_mutex_);
    const auto now = services_.clock.steady_now();
    if (last_fault_ == error.fault && now - last_fault_at_ < quiet_time) return error_of(error);
    last_fault_ = error.fault;
    last_fault_at_ = now;
  }
  switch (error.fault) {
    case StoreFault::corrupt:
    case StoreFault::foreign_file:
      services_.log(messages::damaged, name(), error.message);
      break;
    case StoreFault::disk_full:
      services_.log(messages::disk_full, name(), error.message);
      break;
    case StoreFault::busy:
      services_.log(messages::busy, name(), error.message);
      break;
    default:
      services_.log(messages::unavailable, name(), error.message);
  }
  return error_of(error);
}

}  // namespace mapigate::mailbox
