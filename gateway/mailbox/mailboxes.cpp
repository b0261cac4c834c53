#include "gateway/mailbox/mailboxes.hpp"

#include <algorithm>

#include "gateway/base/encoding.hpp"
#include "gateway/directory/public_store.hpp"
#include "gateway/mailbox/create.hpp"
#include "gateway/mailbox/messages.hpp"
#include "gateway/mailbox/structure_check.hpp"
#include "protocol/wire/filetime.hpp"

namespace mapigate::mailbox {

namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t indexed_at_once = 200;  // messages, in one transaction
constexpr std::uint64_t purged_at_once = 500;
constexpr auto purge_interval = 1h;
constexpr auto clean_interval = 24h;
constexpr std::uint64_t ticks_in_millisecond = 10'000;

// RFC 4122 section 4.4.
wire::Guid random_guid(RandomSource& random) {
  wire::Guid guid;
  random.fill(guid.bytes);
  guid.bytes[7] = static_cast<wire::u8>((guid.bytes[7] & 0x0F) | 0x40);  // Data3 is little endian
  guid.bytes[8] = static_cast<wire::u8>((guid.bytes[8] & 0x3F) | 0x80);
  return guid;
}

}  // namespace

struct Mailboxes::Slot {
  std::mutex mutex;  // held while it is opened
  MailboxPtr mailbox;
  bool language = false;  // a client has said it, or it does not matter
  // On the thread of keep_house().
  bool checked = false;
  Clock::SteadyTime purge_at{};
  Clock::SteadyTime clean_at{};
  // With the mutex of Mailboxes held.
  Clock::SteadyTime used{};
};

Mailboxes::Mailboxes(const Config& config, Parts parts) : config_(config), parts_(std::move(parts)) {}

Outcome<Mailboxes::Wanted> Mailboxes::mailbox_of(const directory::User& user) {
  const auto guid = wire::Guid::from_text(user.mailbox_guid);
  if (!guid) return ErrorCode::bad_configuration;
  Wanted wanted;
  wanted.identity.mailbox_guid = *guid;
  wanted.identity.kind = store::MailboxKind::user;
  wanted.owner = {user.address, user.display_name, user.legacy_dn, std::string(user.domain())};
  return wanted;
}

Outcome<MailboxPtr> Mailboxes::open(const directory::User& user, std::uint32_t lcid) {
  auto wanted = mailbox_of(user);
  if (!wanted) return wanted.error();
  wanted->lcid = lcid;
  return open(std::move(*wanted));
}

Outcome<MailboxPtr> Mailboxes::open_existing(const directory::User& user) {
  auto wanted = mailbox_of(user);
  if (!wanted) return wanted.error();
  wanted->make = false;
  return open(std::move(*wanted));
}

Outcome<MailboxPtr> Mailboxes::open_public(std::string_view domain) {
  Wanted wanted;
  wanted.identity.mailbox_guid = public_store_guid(domain);
  wanted.identity.kind = store::MailboxKind::public_folders;
  wanted.owner.domain = domain;
  return open(std::move(wanted));
}

bool Mailboxes::owns_public(const directory::User& user) const {
  return std::ranges::any_of(config_.public_folder_owners, [&](const std::string& owner) {
    return equal_ignoring_case(owner, user.address) ||
           std::ranges::any_of(user.aliases,
                               [&](const std::string& alias) { return equal_ignoring_case(owner, alias); });
  });
}

Outcome<MailboxPtr> Mailboxes::open(Wanted wanted) {
  SlotPtr slot;
  {
    const std::lock_guard lock(mutex_);
    SlotPtr& known = slots_[wanted.identity.mailbox_guid.text()];
    if (!known) known = std::make_shared<Slot>();
    known->used = parts_.clock.steady_now();
    slot = known;
  }
  const std::lock_guard lock(slot->mutex);
  const std::uint32_t lcid = wanted.lcid;
  if (!slot->mailbox) {
    auto opened = open_store(std::move(wanted));
    if (!opened) return opened.error();
    slot->mailbox = std::move(*opened);
    const auto known = has_language(*slot->mailbox);
    slot->language = slot->mailbox->is_public() || (known && *known);
  }
  // The first client, of a mailbox that was made when mail came for it.
  if (!slot->language && lcid != 0) {
    const auto completed = complete_structure(*slot->mailbox, lcid, config_.default_lcid);
    slot->language = completed.has_value();
  }
  return slot->mailbox;
}

Outcome<MailboxPtr> Mailboxes::open_store(Wanted wanted) {
  using store::StoreFault;
  const wire::Guid& guid = wanted.identity.mailbox_guid;
  const store::MailboxKind kind = wanted.identity.kind;
  Owner& owner = wanted.owner;
  bool made = false;
  auto opened = parts_.stores.open(guid);
  if (!opened && opened.error().fault == StoreFault::not_found) {
    if (!wanted.make) return ErrorCode::not_found;
    wanted.identity.replica_guid = random_guid(parts_.random);
    wanted.identity.created =
        wire::FileTime::from(std::chrono::time_point_cast<wire::FileTime::Ticks>(parts_.clock.system_now()))
            .ticks;
    opened = parts_.stores.create(wanted.identity);
    made = opened.has_value();
    // Another process was faster.
    if (!opened && opened.error().fault == StoreFault::conflict) opened = parts_.stores.open(guid);
  }
  if (!opened) {
    const std::string name = owner.address.empty() ? owner.domain : owner.address;
    const StoreFault fault = opened.error().fault;
    const bool broken = fault == StoreFault::corrupt || fault == StoreFault::foreign_file;
    parts_.log(broken ? messages::damaged : messages::unavailable, name, opened.error().message);
    return error_of(opened.error());
  }
  auto mailbox =
      std::make_shared<Mailbox>(std::move(*opened), std::move(owner),
                                Mailbox::Services{parts_.clock, parts_.log, parts_.spool_folder,
                                                  parts_.random, config_.limits, parts_.search_worker});
  if (mailbox->identity().kind != kind) return ErrorCode::corrupt_data;
  const auto completed = complete_structure(*mailbox, wanted.lcid, config_.default_lcid);
  if (!completed) {
    // What is there can be read though the disk is full.
    const SpecialFolder top = mailbox->is_public() ? SpecialFolder::public_root : SpecialFolder::inbox;
    if (mailbox->special(top) == 0) return completed.error();
  }
  if (made) parts_.log(messages::created, mailbox->name());
  return mailbox;
}

std::vector<Mailboxes::SlotPtr> Mailboxes::slots() {
  const std::lock_guard lock(mutex_);
  std::vector<SlotPtr> all;
  all.reserve(slots_.size());
  for (const auto& [guid, slot] : slots_) all.push_back(slot);
  return all;
}

void Mailboxes::keep_house(const std::function<bool()>& stop) {
  for (const SlotPtr& slot : slots()) {
    if (stop()) return;
    keep(*slot);
  }
  close_idle();
}

void Mailboxes::keep(Slot& slot) {
  MailboxPtr mailbox;
  {
    // One that is being opened is looked at the next time.
    const std::unique_lock lock(slot.mutex, std::try_to_lock);
    if (!lock || !slot.mailbox) return;
    mailbox = slot.mailbox;
  }
  const auto now = parts_.clock.steady_now();
  mailbox->poll();
  if (const auto indexed = mailbox->store().index_pending(indexed_at_once); !indexed)
    (void)mailbox->failed(indexed.error());
  if (!slot.checked) {
    slot.checked = true;
    check_structure(*mailbox);
  }
  if (now >= slot.clean_at) {
    slot.clean_at = now + clean_interval;
    if (const auto cleaned = mailbox->store().clean(); !cleaned) (void)mailbox->failed(cleaned.error());
  }
  if (now >= slot.purge_at) {
    const auto retention = static_cast<std::uint64_t>(config_.retention.count()) * ticks_in_millisecond;
    const auto purged = mailbox->store().purge_deleted(mailbox->now() - retention, purged_at_once);
    if (!purged) (void)mailbox->failed(purged.error());
    const bool more = purged && *purged == purged_at_once;
    slot.purge_at = more ? now : now + purge_interval;
    if (purged && *purged > 0) mailbox->events().publish({.kind = EventKind::everything});
  }
}

// A mailbox is given to others, and a slot taken, only with the mutex held; so what has no other owner then
// has none afterwards.
void Mailboxes::close_idle() {
  std::vector<SlotPtr> closed;  // destroyed without the lock
  const std::lock_guard lock(mutex_);
  const auto now = parts_.clock.steady_now();
  for (auto entry = slots_.begin(); entry != slots_.end();) {
    Slot& slot = *entry->second;
    const bool busy = entry->second.use_count() > 1 || (slot.mailbox && slot.mailbox.use_count() > 1);
    if (busy) slot.used = now;
    if (busy || (slot.mailbox && now - slot.used < config_.idle)) {
      ++entry;
      continue;
    }
    closed.push_back(std::move(entry->second));
    entry = slots_.erase(entry);
  }
}

wire::Guid public_store_guid(std::string_view domain) {
  return wire::Guid::from_text(directory::public_store_guid(domain)).value();
}

}  // namespace mapigate::mailbox
