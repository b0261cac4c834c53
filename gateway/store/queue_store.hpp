#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gateway/store/numbers.hpp"
#include "gateway/store/store_error.hpp"

namespace mapigate::store {

// One submitted message on its way to one recipient.
struct QueuedDelivery {
  std::uint64_t id = 0;
  std::string submission;    // the same for all recipients of one submission; unique among submissions
  std::string mailbox_guid;  // of the sender; the message is in this mailbox
  MessageNumber message = 0;
  std::string sender;     // SMTP address
  std::string recipient;  // SMTP address
  Time submitted = 0;
  Time due = 0;  // not to be tried before
  std::uint32_t attempts = 0;
  std::string last_error;
};

// The outgoing queue of this installation.
class QueueStore {
 public:
  virtual ~QueueStore() = default;

  // All deliveries of one submission at once. Their ids are given by the store.
  virtual StoreResult<void> enqueue(const std::vector<QueuedDelivery>& deliveries) = 0;
  // At most `limit` that are due, the longest waiting first.
  virtual StoreResult<std::vector<QueuedDelivery>> due(Time now, std::size_t limit) = 0;
  // When the next one is due; nothing where the queue is empty.
  virtual StoreResult<std::optional<Time>> next_due() = 0;
  virtual StoreResult<void> postpone(std::uint64_t id, Time due, std::string_view error) = 0;
  // Done with, in whatever way. Returns how many of its submission are left.
  virtual StoreResult<std::size_t> remove(std::uint64_t id) = 0;
  // Takes a whole submission back; how many deliveries of it had not been made.
  virtual StoreResult<std::size_t> cancel(std::string_view mailbox_guid, MessageNumber message) = 0;
  virtual StoreResult<std::vector<QueuedDelivery>> list() = 0;
};

}  // namespace mapigate::store
