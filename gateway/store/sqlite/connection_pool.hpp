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
  static constexpr std::size_t max_readers = 4;

  static StoreResult<std::shared_ptr<ConnectionPool>> open(const std::filesystem::path& file,
                                                           const Schema& schema,
                                                           std::chrono::milliseconds busy_timeout);

  // The use of a connection; gives it back.
  class Lease {
   public:
    Lease(ConnectionPool& pool, Connection& connection) : pool_(&pool), connection_(&connection) {}
    Lease(Lease&& other) noexcept
        : pool_(other.pool_), connection_(std::exchange(other.connection_, nullptr)) {}
    ~Lease() {
      if (connection_) pool_->give_back(*connection_);
    }
    Connection& connection() const { return *connection_; }

   private:
    ConnectionPool* pool_;
    Connection* connection_;
  };

  // Waits for whoever has it.
  Lease writer();
  std::optional<Lease> try_writer();
  // Waits where all are in use. Fails where there is none yet and none can be made.
  StoreResult<Lease> reader();

 private:
  ConnectionPool(std::filesystem::path file, const Schema& schema, std::chrono::milliseconds busy_timeout,
                 Database writer);
  void give_back(Connection& connection);

  const std::filesystem::path file_;
  const Schema schema_;
  const OpenOptions options_;
  std::mutex mutex_;
  std::condition_variable writer_free_, reader_free_;
  Connection writer_;
  bool writer_in_use_ = false;
  std::vector<std::unique_ptr<Connection>> readers_;
  std::vector<Connection*> free_readers_;  // the one used last at the end: its pages are in memory
  std::size_t readers_made_ = 0;           // or being made
};

}  // namespace mapigate::store::sqlite
