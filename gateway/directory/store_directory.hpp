#pragma once

#include <atomic>
#include <memory>
#include <mutex>

#include "gateway/base/log.hpp"
#include "gateway/base/random.hpp"
#include "gateway/directory/directory.hpp"
#include "gateway/directory/domains.hpp"
#include "gateway/store/directory_store.hpp"

namespace mapigate::directory {

class Snapshot;

// The embedded directory: users of a DirectoryStore, answered from a snapshot in memory.
class StoreDirectory final : public Directory {
 public:
  // Reads all users. The references must outlive the directory.
  static Result<std::unique_ptr<StoreDirectory>> open(store::DirectoryStore& store, Domains domains,
                                                      RandomSource& random, const Logger& log);
  ~StoreDirectory() override;

  UserPtr find(std::string_view address) const override;
  UserPtr find_by_mailbox_guid(std::string_view guid) const override;
  UserPtr find_by_legacy_dn(std::string_view legacy_dn) const override;
  std::vector<UserPtr> list() const override;
  Result<std::string> canonical_address(std::string_view address) const override;
  std::uint64_t generation() const override { return generation_.load(std::memory_order_acquire); }
  Result<bool> refresh() override;

  Result<UserPtr> add(const NewUser& user) override;
  Result<UserPtr> update(std::string_view address, const UserChange& change) override;
  Result<void> remove(std::string_view address) override;
  Result<void> set_password(std::string_view address, std::string_view password_hash) override;
  Result<std::string> password_hash(const User& user) override;
  Result<void> rehash_password(const User& user, std::string_view old_hash,
                               std::string_view new_hash) override;

  // After the configuration was read anew. Fails, and keeps the old domains, when the store cannot be read.
  Result<void> set_domains(Domains domains);

 private:
  StoreDirectory(store::DirectoryStore& store, RandomSource& random, const Logger& log);

  std::shared_ptr<const Snapshot> snapshot() const;
  // The next four with write_mutex_ held. The records that were read.
  Result<std::vector<store::UserRecord>> reload(Domains domains);
  Result<void> reload();
  Result<UserPtr> reload_and_find(const std::string& mailbox_guid);
  Result<store::UserRecord> stored_record(std::string_view address);

  store::DirectoryStore& store_;
  RandomSource& random_;
  const Logger& log_;

  std::mutex write_mutex_;  // one writer or refresh at a time; held while the store works
  std::uint64_t change_token_ = 0;
  bool readable_ = true;

  mutable std::mutex snapshot_mutex_;  // held only to copy or replace the pointer
  std::shared_ptr<const Snapshot> snapshot_;
  std::atomic<std::uint64_t> generation_ = 0;
};

}  // namespace mapigate::directory
