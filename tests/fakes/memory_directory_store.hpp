#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>

#include "gateway/store/directory_store.hpp"

namespace mapigate::fakes {

// What several MemoryDirectoryStores share, as several processes share a file.
struct MemoryDirectory {
  struct Entry {
    store::UserRecord user;
    std::string password_hash;
  };

  std::mutex mutex;
  std::map<std::string, Entry> users;  // by mailbox GUID
  std::uint64_t version = 0;
  // When set, every call fails with it.
  std::optional<store::StoreError> failure;
};

// A DirectoryStore that keeps users in memory, with the same rules as a real one (tests/contract).
class MemoryDirectoryStore final : public store::DirectoryStore {
 public:
  explicit MemoryDirectoryStore(
      std::shared_ptr<MemoryDirectory> directory = std::make_shared<MemoryDirectory>())
      : directory_(std::move(directory)) {}

  MemoryDirectory& directory() { return *directory_; }
  // For another store on the same users.
  std::shared_ptr<MemoryDirectory> shared() { return directory_; }

  store::StoreResult<std::uint64_t> change_token() override;
  store::StoreResult<std::vector<store::UserRecord>> load() override;
  store::StoreResult<void> insert(const store::UserRecord& user, std::string_view password_hash) override;
  store::StoreResult<void> update(const store::UserRecord& user) override;
  store::StoreResult<void> erase(std::string_view mailbox_guid) override;
  store::StoreResult<std::string> password_hash(std::string_view mailbox_guid) override;
  store::StoreResult<void> set_password_hash(std::string_view mailbox_guid, std::string_view hash) override;
  store::StoreResult<bool> replace_password_hash(std::string_view mailbox_guid, std::string_view old_hash,
                                                 std::string_view new_hash) override;

 private:
  std::optional<store::StoreError> refusal(const store::UserRecord& user) const;

  std::shared_ptr<MemoryDirectory> directory_;
  std::uint64_t own_rehashes_ = 0;  // versions that do not count for this object's token
};

}  // namespace mapigate::fakes
