#pragma once

#include <array>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "gateway/base/clock.hpp"
#include "gateway/base/log.hpp"
#include "gateway/base/random.hpp"
#include "gateway/mailbox/events.hpp"
#include "gateway/mailbox/message_limits.hpp"
#include "gateway/mailbox/outcome.hpp"
#include "gateway/mailbox/special_folders.hpp"
#include "gateway/store/mailbox_store.hpp"

namespace mapigate::mailbox {

class Searches;
class SearchWorker;

using store::FolderNumber;
using store::MessageNumber;

// Whose mailbox it is.
struct Owner {
  std::string address;  // primary SMTP address; of public folders: empty
  std::string display_name;
  std::string legacy_dn;
  std::string domain;
};

// One mailbox, or one store of public folders, open in this process and shared by all its sessions. Every
// function may be called from any thread and blocks on I/O. What is written through it is published as
// events; nothing writes folders or messages past it.
class Mailbox {
 public:
  struct Services {
    const Clock& clock;
    const Logger& log;
    std::filesystem::path spool_folder;  // for values while they are written
    RandomSource& random;
    MessageLimits limits = {};
    std::shared_ptr<SearchWorker> search_worker = nullptr;  // null: searches wait for searches().run()
  };

  Mailbox(std::unique_ptr<store::MailboxStore> store, Owner owner, Services services);
  ~Mailbox();

  const store::MailboxIdentity& identity() const { return store_->identity(); }
  const Owner& owner() const { return owner_; }
  bool is_public() const { return identity().kind == store::MailboxKind::public_folders; }
  // For logs: its address, or "public folders of example.org".
  std::string name() const;
  const Services& services() const { return services_; }
  Events& events() { return events_; }
  Searches& searches() { return *searches_; }
  store::Time now() const;
  // For what does not write folders or messages.
  store::MailboxStore& store() { return *store_; }

  // 0: there is none.
  FolderNumber special(SpecialFolder role);
  SpecialFolder role_of(FolderNumber folder);

  // Named properties ([MS-OXCPRPT] section 3.2.5.9). The id of a name, 0 where it has none and `add` is
  // false.
  Outcome<std::uint16_t> property_id(const oxcdata::PropertyName& name, bool add);
  // The name of an id from 0x8000 on; null where it is given to none. Valid as long as the mailbox.
  const oxcdata::PropertyName* property_name(std::uint16_t id);
  std::vector<store::NamedPropertyId> named_properties();

  // [MS-OXCPERM]: as the functions of the store with these names; what was read is remembered, so nothing
  // writes permissions past it.
  using Permissions = std::shared_ptr<const std::vector<store::Permission>>;
  Outcome<Permissions> permissions(FolderNumber folder);
  Outcome<void> set_permissions(FolderNumber folder, const std::vector<store::Permission>& permissions);

  // Held while the permissions of a folder are read, changed and written.
  [[nodiscard]] std::unique_lock<std::mutex> lock_permissions() {
    return std::unique_lock(changing_permissions_mutex_);
  }

  // Held while somebody's per-user information is read, changed and written.
  [[nodiscard]] std::unique_lock<std::mutex> lock_per_user() { return std::unique_lock(per_user_mutex_); }
  // Held while the rules of a folder are read, changed and written.
  [[nodiscard]] std::unique_lock<std::mutex> lock_rules() { return std::unique_lock(rules_mutex_); }

  // As the functions of the store with these names, with an event for each change.
  Outcome<store::FolderRecord> create_folder(const store::FolderWrite& folder);
  Outcome<store::FolderRecord> change_folder(FolderNumber number, const store::FolderChange& change);
  Outcome<store::FolderRecord> move_folder(FolderNumber number, FolderNumber parent,
                                           std::u16string_view name);
  Outcome<void> delete_folder(FolderNumber number, std::optional<store::Time> when);
  Outcome<store::SavedMessage> save_message(const store::MessageWrite& message);
  Outcome<std::vector<store::SavedMessage>> save_messages(std::span<const store::MessageWrite> messages);
  // `new_mail`: with the event that a client tells its user of.
  Outcome<store::SavedMessage> deliver_message(const store::MessageWrite& message, std::string_view key,
                                               bool new_mail = true);
  Outcome<std::vector<store::Transferred>> copy_messages(std::span<const MessageNumber> numbers,
                                                         FolderNumber from, FolderNumber to);
  Outcome<std::vector<store::Transferred>> move_messages(std::span<const MessageNumber> numbers,
                                                         FolderNumber from, FolderNumber to);
  // Soft deletion, or for good. All are of one folder.
  Outcome<std::vector<MessageNumber>> delete_messages(std::span<const MessageNumber> numbers,
                                                      FolderNumber from, bool hard);
  Outcome<std::vector<MessageNumber>> set_read(std::span<const MessageNumber> numbers, FolderNumber folder,
                                               bool read);
  Outcome<std::uint32_t> set_status(MessageNumber number, FolderNumber folder, std::uint32_t status,
                                    std::uint32_t mask);

  // Looks for changes of other processes; publishes `everything` where there are any. About once a second.
  void poll();
  // The same error for a client, and the reason in the log, where it is one for the administrator.
  ErrorCode failed(const store::StoreError& error) const;

 private:
  bool load_names();
  bool load_roles();
  void forget_permissions();
  void publish(EventKind kind, const store::FolderRecord& folder);
  void publish_each(EventKind kind, std::span<const MessageNumber> numbers, FolderNumber folder);
  Outcome<std::vector<store::Transferred>> transferred(
      EventKind kind, FolderNumber from, FolderNumber to,
      store::StoreResult<std::vector<store::Transferred>> result);

  std::unique_ptr<store::MailboxStore> store_;
  const Owner owner_;
  const Services services_;
  Events events_;

  std::shared_mutex names_mutex_;
  bool names_loaded_ = false;
  std::unordered_map<std::uint16_t, std::unique_ptr<const oxcdata::PropertyName>> names_;
  std::unordered_map<std::string, std::uint16_t> ids_;  // by the name's bytes

  std::mutex per_user_mutex_;
  std::mutex rules_mutex_;

  std::mutex roles_mutex_;
  bool roles_loaded_ = false;
  std::array<FolderNumber, 256> roles_{};

  std::mutex changing_permissions_mutex_;
  std::mutex permissions_mutex_;
  std::uint64_t permissions_version_ = 0;  // grows when what was read before may be outdated
  std::unordered_map<FolderNumber, Permissions> permissions_;

  std::mutex poll_mutex_;
  std::optional<std::uint64_t> change_token_;

  mutable std::mutex failed_mutex_;
  mutable std::optional<store::StoreFault> last_fault_;
  mutable Clock::SteadyTime last_fault_at_;

  std::unique_ptr<Searches> searches_;  // the last member: it uses the others
};

using MailboxPtr = std::shared_ptr<Mailbox>;

}  // namespace mapigate::mailbox
