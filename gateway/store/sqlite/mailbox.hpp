#pragma once

#include <atomic>
#include <memory>

#include "gateway/store/mailbox_store.hpp"
#include "gateway/store/sqlite/mailbox_values.hpp"

namespace mapigate::store::sqlite {

// The driver: one file, a pool of connections. Each group of functions is in a source file of its own.
class SqliteMailbox final : public MailboxStore {
 public:
  SqliteMailbox(std::shared_ptr<ConnectionPool> pool, std::filesystem::path file, MailboxIdentity identity)
      : pool_(std::move(pool)), file_(std::move(file)), identity_(std::move(identity)) {}

  // mailbox_store.cpp
  const MailboxIdentity& identity() const override { return identity_; }
  StoreResult<std::uint64_t> change_token() override;
  StoreResult<MailboxStatistics> statistics() override;
  StoreResult<void> clean() override;

  // mailbox_verify.cpp; Verifier
  StoreResult<std::vector<Inconsistency>> verify(bool deep, const Progress& progress) override;
  StoreResult<std::vector<Inconsistency>> repair(FolderNumber into, const Progress& progress) override;

  // mailbox_folders.cpp, mailbox_folder_changes.cpp, mailbox_folder_deletion.cpp
  StoreResult<FolderRecord> folder(FolderNumber number) override;
  StoreResult<std::vector<FolderRecord>> folders(FolderNumber parent, bool deep, bool deleted) override;
  StoreResult<std::optional<FolderNumber>> folder_by_role(std::uint8_t role) override;
  StoreResult<std::optional<FolderNumber>> folder_by_name(FolderNumber parent,
                                                          std::u16string_view name) override;
  StoreResult<FolderRecord> create_folder(const FolderWrite& folder) override;
  StoreResult<FolderRecord> change_folder(FolderNumber number, const FolderChange& change) override;
  StoreResult<FolderRecord> move_folder(FolderNumber number, FolderNumber parent,
                                        std::u16string_view name) override;
  StoreResult<std::vector<FolderNumber>> delete_folder(FolderNumber number,
                                                       std::optional<Time> when) override;

  // mailbox_read.cpp, mailbox_list.cpp
  StoreResult<MessageRecord> message(MessageNumber number) override;
  StoreResult<std::vector<Attachment>> attachments(MessageNumber number) override;
  StoreResult<void> list_messages(const MessageQuery& query, const RowVisitor& visit) override;
  StoreResult<void> list_messages(std::span<const MessageNumber> numbers, const RowVisitor& visit) override;
  StoreResult<std::optional<std::uint64_t>> position(const MessageQuery& query,
                                                     MessageNumber number) override;
  StoreResult<void> changed_messages(FolderNumber folder, Contents contents, ChangeNumber since,
                                     const RowVisitor& visit) override;
  StoreResult<std::vector<MessageNumber>> deleted_messages(FolderNumber folder, ChangeNumber since) override;

  // mailbox_messages.cpp, mailbox_save.cpp
  StoreResult<SavedMessage> save_message(const MessageWrite& message) override;
  StoreResult<std::vector<SavedMessage>> save_messages(std::span<const MessageWrite> messages) override;
  StoreResult<SavedMessage> deliver_message(const MessageWrite& message, std::string_view key) override;
  StoreResult<std::vector<Transferred>> copy_messages(std::span<const MessageNumber> numbers, FolderNumber to,
                                                      Time when) override;
  StoreResult<std::vector<Transferred>> move_messages(std::span<const MessageNumber> numbers, FolderNumber to,
                                                      Time when) override;
  StoreResult<std::vector<MessageNumber>> delete_messages(std::span<const MessageNumber> numbers,
                                                          std::optional<Time> when) override;
  StoreResult<std::vector<MessageNumber>> set_read(std::span<const MessageNumber> numbers,
                                                   bool read) override;
  StoreResult<std::uint32_t> set_status(MessageNumber number, std::uint32_t status,
                                        std::uint32_t mask) override;
  StoreResult<std::uint64_t> purge_deleted(Time before, std::uint64_t limit) override;

  // mailbox_settings.cpp
  StoreResult<Properties> store_properties() override;
  StoreResult<void> change_store_properties(const std::vector<Property>& set,
                                            const std::vector<std::uint16_t>& erase) override;
  StoreResult<FolderNumber> reserve_numbers(std::uint32_t count) override;
  StoreResult<std::optional<std::uint16_t>> replica_id(const wire::Guid& replica, bool add) override;
  StoreResult<std::optional<wire::Guid>> replica_guid(std::uint16_t id) override;
  StoreResult<std::vector<NamedPropertyId>> named_properties() override;
  StoreResult<std::uint16_t> add_named_property(const oxcdata::PropertyName& name) override;

  // mailbox_folder_settings.cpp
  StoreResult<std::vector<Permission>> permissions(FolderNumber folder) override;
  StoreResult<void> set_permissions(FolderNumber folder, const std::vector<Permission>& permissions) override;
  StoreResult<std::vector<Rule>> rules(FolderNumber folder) override;
  StoreResult<void> set_rules(FolderNumber folder, const std::vector<Rule>& rules) override;
  StoreResult<std::vector<ReceiveFolder>> receive_folders() override;
  StoreResult<void> set_receive_folder(const ReceiveFolder& entry) override;
  StoreResult<std::vector<PerUserInformation>> per_user(std::string_view user) override;
  StoreResult<std::optional<PerUserInformation>> per_user(std::string_view user,
                                                          FolderNumber folder) override;
  StoreResult<void> set_per_user(const PerUserInformation& information) override;

  // mailbox_search.cpp
  StoreResult<std::vector<SearchCriteria>> searches() override;
  StoreResult<void> set_search(const SearchCriteria& criteria) override;
  StoreResult<void> change_results(FolderNumber search_folder, std::span<const MessageNumber> add,
                                   std::span<const MessageNumber> remove) override;
  StoreResult<void> clear_results(FolderNumber search_folder) override;
  StoreResult<std::vector<MessageNumber>> find_text(std::u16string_view words, FolderNumber folder) override;
  StoreResult<std::uint64_t> index_pending(std::uint64_t limit) override;

  // mailbox_unsearched.cpp
  StoreResult<std::vector<Unsearched>> unsearched(std::uint64_t limit) override;
  StoreResult<std::vector<SearchVerdict>> searched(std::span<const SearchVerdict> verdicts,
                                                   std::uint64_t seen) override;

 private:
  template <class Body>
  auto read(Body&& body, Transaction::Mode mode = Transaction::Mode::read) {
    return run_reading(*pool_, mode, body);
  }
  template <class Body>
  auto write(Body&& body) {
    return run_writing(*pool_, body);
  }
  // How the large values in packed properties are made.
  std::function<LargeValuePtr(LargeReference)> opener() const {
    return [this](LargeReference reference) { return std::make_shared<StoredValue>(pool_, reference); };
  }
  // The properties; the transaction fails where they are damaged.
  Properties unpack(PooledTransaction& transaction, std::span<const std::uint8_t> bytes) const;
  std::vector<Recipient> unpack_recipients(PooledTransaction& transaction,
                                           std::span<const std::uint8_t> bytes) const;
  FolderRecord folder_of(PooledTransaction& transaction, const Rows& row) const;
  FolderRecord read_folder(PooledTransaction& transaction, FolderNumber number) const;
  SavedMessage save(PooledTransaction& transaction, const MessageWrite& message) const;

  const std::shared_ptr<ConnectionPool> pool_;
  const std::filesystem::path file_;
  const MailboxIdentity identity_;
  std::atomic<std::uint64_t> change_token_ = 0;
};

}  // namespace mapigate::store::sqlite
