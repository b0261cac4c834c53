#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <thread>

#include "gateway/store/queue_store.hpp"

// What every QueueStore must do: the tests in queue_store_contract.cpp. A driver links them and says
//
//   INSTANTIATE_TEST_SUITE_P(Name, QueueStoreContract, testing::Values([] { return new QueueBackend; }));

namespace mapigate {

// The data of one queue, made for each test.
class QueueBackend {
 public:
  virtual ~QueueBackend() = default;
  // One more store on the same data, as another process would.
  virtual store::StoreResult<std::unique_ptr<store::QueueStore>> open() = 0;
};
using MakeQueueBackend = std::function<std::unique_ptr<QueueBackend>()>;

class QueueStoreContract : public testing::TestWithParam<MakeQueueBackend> {
 public:
  static store::QueuedDelivery delivery(const std::string& submission, const std::string& recipient,
                                        store::Time due = 100);
  std::vector<std::string> recipients(const std::vector<store::QueuedDelivery>& deliveries);
  std::vector<std::string> listed() { return recipients(store->list().value()); }
  std::uint64_t id_of(const std::string& recipient);

  std::unique_ptr<QueueBackend> backend = GetParam()();
  std::unique_ptr<store::QueueStore> store = backend->open().value();
};

}  // namespace mapigate
