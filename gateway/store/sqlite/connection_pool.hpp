#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "gateway/store/sqlite/statement.hpp"

namespace mapigate::store::sqlite {

// A connection with the statements that were run on it, each prepared when it is first needed.
class Connection {
 public:
  explicit Connection(Database database) : database_(std::move(database)) {}

  Database& database() { return database_; }
  // `sql` must lie at the same address as long as the program runs: a literal, or text made once.
  Statement& statement(const char* sql);

 private:
  Database database_;
  std::unordered_map<const char*, Statement> statements_;
};

// The connections to one file: one that writes and a few that read, made when they are needed and kept. May
// be used from any thread.
class ConnectionPool {
 public:
  static constexpr std::size_t usual_readers = 4;

  static StoreResult<std::shared_ptr<ConnectionPool>> open(const std::filesystem::path& file,
                                                           const Schema& schema,
                                                           std::chrono::milliseconds busy_timeout);

  // The use of a connection; gives it back.
  class Lease {
   public:
    Lease(ConnectionPool& pool, Connection& writer) : pool_(&pool), connection_(&writer) {}
    Lease(ConnectionPool& pool, std::unique_ptr<Connection> reader)
        : pool_(&pool), connection_(reader.get()), reader_(std::move(reader)) {}
    Lease(Lease&& other) noexcept
        : pool_(other.pool_),
          connection_(std::exchange(other.connection_, nullptr)),
          reader_(std::move(other.reader_)) {}
    ~Lease() {
      if (connection_) pool_->give_back(std::move(reader_));
    }
    Connection& connection() const { return *connection_; }

   private:
    ConnectionPool* pool_;
    Connection* connection_;
    std::unique_ptr<Connection> reader_;  // null: the writer
  };

  // Waits for whoever has it.
  Lease writer();
  std::optional<Lease> try_writer();
  // Waits a moment where as many as usual are in use, then makes one more, so that nobody waits for what
  // waits for him. Fails where there is none yet and none can be made.
  StoreResult<Lease> reader();

 private:
  ConnectionPool(std::filesystem::path file, const Schema& schema, std::chrono::milliseconds busy_timeout,
                 Database writer);
  void give_back(std::unique_ptr<Connection> reader);

  const std::filesystem::path file_;
  const Schema schema_;
  const OpenOptions options_;
  std::mutex mutex_;
  std::condition_variable writer_free_, reader_free_;
  Connection writer_;
  bool writer_in_use_ = false;
  // The one used last at the end: its pages are in memory.
  std::vector<std::unique_ptr<Connection>> free_readers_;
  std::size_t readers_ = 0;  // that there are, or that are being made
};

}  // namespace mapigate::store::sqlite
