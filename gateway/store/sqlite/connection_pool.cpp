#include "gateway/store/sqlite/connection_pool.hpp"

namespace mapigate::store::sqlite {

Statement& Connection::statement(const char* sql) {
  const auto found = statements_.find(sql);
  if (found != statements_.end()) return found->second;
  return statements_.try_emplace(sql, database_, sql).first->second;
}

StoreResult<std::shared_ptr<ConnectionPool>> ConnectionPool::open(const std::filesystem::path& file,
                                                                  const Schema& schema,
                                                                  std::chrono::milliseconds busy_timeout) {
  auto database = Database::open(file, schema, {.busy_timeout = busy_timeout, .create = false});
  if (!database) return database.error();
  return std::shared_ptr<ConnectionPool>(
      new ConnectionPool(file, schema, busy_timeout, std::move(*database)));
}

ConnectionPool::ConnectionPool(std::filesystem::path file, const Schema& schema,
                               std::chrono::milliseconds busy_timeout, Database writer)
    : file_(std::move(file)),
      schema_(schema),
      options_{.busy_timeout = busy_timeout, .create = false},
      writer_(std::move(writer)) {}

ConnectionPool::Lease ConnectionPool::writer() {
  std::unique_lock lock(mutex_);
  writer_free_.wait(lock, [&] { return !writer_in_use_; });
  writer_in_use_ = true;
  return {*this, writer_};
}

std::optional<ConnectionPool::Lease> ConnectionPool::try_writer() {
  const std::scoped_lock lock(mutex_);
  if (writer_in_use_) return std::nullopt;
  writer_in_use_ = true;
  return Lease(*this, writer_);
}

StoreResult<ConnectionPool::Lease> ConnectionPool::reader() {
  std::unique_lock lock(mutex_);
  bool may_make = true;
  while (free_readers_.empty()) {
    if (may_make && readers_made_ < max_readers) {
      ++readers_made_;
      lock.unlock();
      auto database = Database::open(file_, schema_, options_);
      lock.lock();
      if (database) {
        readers_.push_back(std::make_unique<Connection>(std::move(*database)));
        return Lease(*this, *readers_.back());
      }
      if (--readers_made_ == 0) return database.error();
      may_make = false;  // the others must do
    } else {
      reader_free_.wait(lock);
    }
  }
  auto* connection = free_readers_.back();
  free_readers_.pop_back();
  return Lease(*this, *connection);
}

void ConnectionPool::give_back(Connection& connection) {
  {
    const std::scoped_lock lock(mutex_);
    if (&connection == &writer_) {
      writer_in_use_ = false;
    } else {
      free_readers_.push_back(&connection);
    }
  }
  (&connection == &writer_ ? writer_free_ : reader_free_).notify_one();
}

}  // namespace mapigate::store::sqlite
