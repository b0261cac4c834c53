#include "gateway/store/sqlite/queue_store.hpp"

#include <algorithm>
#include <mutex>

#include "gateway/store/sqlite/pooled_transaction.hpp"
#include "gateway/store/sqlite/queue_schema.hpp"

namespace mapigate::store::sqlite {

namespace {

#define MAPIGATE_SELECT_DELIVERY                                                                          \
  "SELECT id, submission, mailbox_guid, message, sender, recipient, submitted, due, attempts, last_error" \
  " FROM delivery "

QueuedDelivery delivery_of(const Rows& rows) {
  QueuedDelivery delivery;
  delivery.id = static_cast<std::uint64_t>(rows.integer(0));
  delivery.submission = rows.text(1);
  delivery.mailbox_guid = rows.text(2);
  delivery.message = static_cast<MessageNumber>(rows.integer(3));
  delivery.sender = rows.text(4);
  delivery.recipient = rows.text(5);
  delivery.submitted = static_cast<Time>(rows.integer(6));
  delivery.due = static_cast<Time>(rows.integer(7));
  delivery.attempts = static_cast<std::uint32_t>(rows.integer(8));
  delivery.last_error = rows.text(9);
  return delivery;
}

std::vector<QueuedDelivery> deliveries_of(Rows rows) {
  std::vector<QueuedDelivery> deliveries;
  while (rows.next()) deliveries.push_back(delivery_of(rows));
  return deliveries;
}

// One connection: the queue is short, and so is what is done with it.
class SqliteQueueStore final : public QueueStore {
 private:
  template <class Body>
  auto read(Body&& body) {
    const std::scoped_lock lock(mutex_);
    return run(connection_, Transaction::Mode::single, body);
  }
  template <class Body>
  auto write(Body&& body) {
    const std::scoped_lock lock(mutex_);
    return run(connection_, Transaction::Mode::write, body);
  }

 public:
  explicit SqliteQueueStore(Database database) : connection_(std::move(database)) {}

  StoreResult<void> enqueue(const std::vector<QueuedDelivery>& deliveries) override {
    return write([&](PooledTransaction& transaction) {
      for (const auto& delivery : deliveries) {
        if (transaction.failed()) return;
        transaction.execute(
            "INSERT INTO delivery (submission, mailbox_guid, message, sender, recipient, submitted, due,"
            " attempts, last_error) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            delivery.submission, delivery.mailbox_guid, delivery.message, delivery.sender, delivery.recipient,
            delivery.submitted, delivery.due, delivery.attempts, delivery.last_error);
      }
    });
  }

  StoreResult<std::vector<QueuedDelivery>> due(Time now, std::size_t limit) override {
    return read([&](PooledTransaction& transaction) {
      return deliveries_of(transaction.query(MAPIGATE_SELECT_DELIVERY
                                             "WHERE due <= ?1 ORDER BY due, id LIMIT ?2",
                                             now, std::min<std::uint64_t>(limit, INT64_MAX)));
    });
  }

  StoreResult<std::optional<Time>> next_due() override {
    return read([](PooledTransaction& transaction) -> std::optional<Time> {
      return transaction.integer("SELECT min(due) FROM delivery");
    });
  }

  StoreResult<void> postpone(std::uint64_t id, Time due, std::string_view error) override {
    return write([&](PooledTransaction& transaction) {
      const auto changed = transaction.execute(
          "UPDATE delivery SET due = ?2, last_error = ?3, attempts = attempts + 1 WHERE id = ?1", id, due,
          error);
      if (changed == 0) transaction.fail(no_such_delivery());
    });
  }

  StoreResult<std::size_t> remove(std::uint64_t id) override {
    return write([&](PooledTransaction& transaction) {
      std::string submission;
      {
        Rows rows = transaction.query("DELETE FROM delivery WHERE id = ?1 RETURNING submission", id);
        if (rows.next()) {
          submission = rows.text(0);
        } else {
          transaction.fail(no_such_delivery());
        }
      }
      return static_cast<std::size_t>(
          transaction.integer("SELECT count(*) FROM delivery WHERE submission = ?1", submission).value_or(0));
    });
  }

  StoreResult<std::size_t> cancel(std::string_view mailbox_guid, MessageNumber message) override {
    return write([&](PooledTransaction& transaction) {
      return static_cast<std::size_t>(transaction.execute(
          "DELETE FROM delivery WHERE mailbox_guid = ?1 AND message = ?2", mailbox_guid, message));
    });
  }

  StoreResult<std::vector<QueuedDelivery>> list() override {
    return read([](PooledTransaction& transaction) {
      return deliveries_of(transaction.query(MAPIGATE_SELECT_DELIVERY "ORDER BY id"));
    });
  }

 private:
  static StoreError no_such_delivery() {
    return {StoreFault::not_found, "there is no such delivery in the queue"};
  }
  std::mutex mutex_;
  Connection connection_;
};

}  // namespace

StoreResult<std::unique_ptr<QueueStore>> open_queue_store(const std::filesystem::path& file,
                                                          std::chrono::milliseconds busy_timeout) {
  auto database = Database::open(file, queue_schema, {.busy_timeout = busy_timeout, .check_integrity = true});
  if (!database) return database.error();
  return std::make_unique<SqliteQueueStore>(std::move(*database));
}

}  // namespace mapigate::store::sqlite
