#include "gateway/store/sqlite/queue_store.hpp"

#include "tests/contract/queue_store_contract.hpp"
#include "tests/fakes/process.hpp"

namespace mapigate {
namespace {

class SqliteQueueBackend final : public QueueBackend {
 public:
  store::StoreResult<std::unique_ptr<store::QueueStore>> open() override {
    return store::sqlite::open_queue_store(folder_ / "queue.sqlite", std::chrono::seconds(20));
  }

 private:
  fakes::TempDir folder_;
};

INSTANTIATE_TEST_SUITE_P(Sqlite, QueueStoreContract,
                         testing::Values([] { return std::make_unique<SqliteQueueBackend>(); }));

}  // namespace
}  // namespace mapigate
