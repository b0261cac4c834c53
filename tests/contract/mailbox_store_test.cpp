#include "gateway/store/sqlite/mailbox_store.hpp"

#include "tests/contract/mailbox_store_contract.hpp"
#include "tests/fakes/process.hpp"

namespace mapigate {
namespace {

class SqliteMailboxBackend final : public MailboxBackend {
 public:
  store::StoreResult<std::unique_ptr<store::MailboxStore>> create(
      const store::MailboxIdentity& identity) override {
    return store::sqlite::create_mailbox_store(file_, identity, std::chrono::seconds(20));
  }
  store::StoreResult<std::unique_ptr<store::MailboxStore>> open() override {
    return store::sqlite::open_mailbox_store(file_, std::chrono::seconds(20));
  }

 private:
  fakes::TempDir folder_;
  std::string file_ = folder_ / "mailbox.sqlite";
};

INSTANTIATE_TEST_SUITE_P(Sqlite, MailboxStoreContract,
                         testing::Values([] { return std::make_unique<SqliteMailboxBackend>(); }));

}  // namespace
}  // namespace mapigate
