#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "gateway/base/random.hpp"
#include "gateway/directory/directory.hpp"
#include "gateway/mailbox/config.hpp"
#include "gateway/mailbox/mailbox.hpp"

namespace mapigate::mailbox {

// How mailboxes come to be and where they are kept; the composition root gives it the driver.
class StoreProvider {
 public:
  virtual ~StoreProvider() = default;
  // not_found: there is none yet.
  virtual store::StoreResult<std::unique_ptr<store::MailboxStore>> open(const wire::Guid& mailbox) = 0;
  virtual store::StoreResult<std::unique_ptr<store::MailboxStore>> create(
      const store::MailboxIdentity& identity) = 0;
};

// The mailboxes and public stores of this installation. Opens each once and keeps it while it is used and a
// while longer. May be used from any thread; blocks on I/O.
class Mailboxes {
 public:
  struct Parts {
    StoreProvider& stores;
    const Clock& clock;
    RandomSource& random;
    const Logger& log;
    std::filesystem::path spool_folder;
    // Fills search folders and keeps them up to date; null: they wait for a process that has one.
    std::shared_ptr<SearchWorker> search_worker = nullptr;
  };
  Mailboxes(const Config& config, Parts parts);

  // The mailbox of a user, made on first use. `lcid`: the language of the client that opens it ([MS-LCID]; 0:
  // it is not for a client); that of the first one is the language of the special folders. What is missing of
  // these is added.
  Outcome<MailboxPtr> open(const directory::User& user, std::uint32_t lcid);
  // The same of one that there is; NotFound otherwise.
  Outcome<MailboxPtr> open_existing(const directory::User& user);
  // The public folders of a served domain, made on first use.
  Outcome<MailboxPtr> open_public(std::string_view domain);

  // What has not been used for a while is closed; deleted messages beyond their retention time go; waiting
  // text is indexed; changes of other processes are looked for; a mailbox that was opened is checked. Once a
  // second, on a thread that may block. `stop`: whether to come back soon.
  void keep_house(const std::function<bool()>& stop = [] { return false; });

  const Config& config() const { return config_; }
  // Whether the user has all rights in the public folders of their domain.
  bool owns_public(const directory::User& user) const;

 private:
  // One mailbox that is open, or about to be.
  struct Slot;
  using SlotPtr = std::shared_ptr<Slot>;

  // What to open: `make` also where there is none yet.
  struct Wanted {
    store::MailboxIdentity identity;
    Owner owner;
    std::uint32_t lcid = 0;
    bool make = true;
  };
  static Outcome<Wanted> mailbox_of(const directory::User& user);
  Outcome<MailboxPtr> open(Wanted wanted);
  Outcome<MailboxPtr> open_store(Wanted wanted);
  void keep(Slot& slot);
  std::vector<SlotPtr> slots();
  void close_idle();

  const Config& config_;
  const Parts parts_;
  std::mutex mutex_;
  std::unordered_map<std::string, SlotPtr> slots_;  // by mailbox GUID
};

// directory::public_store_guid().
wire::Guid public_store_guid(std::string_view domain);

}  // namespace mapigate::mailbox
