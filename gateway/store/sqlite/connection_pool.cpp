#include "gateway/store/sqlite/connection_pool.hpp"

namespace mapigate::store::sqlite {

namespace {
constexpr auto patience = std::chrono::milliseconds(50);
}  // namespace

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
  bool waited = false;
  while (free_readers_.empty()) {
    if (may_make && (readers_ < usual_readers || waited)) {
      ++readers_;
      lock.unlock();
      auto database = Database::open(file_, schema_, options_);
      if (database) return Lease(*this, std::make_unique<Connection>(std::move(*database)));
      lock.lock();
      if (--readers_ == 0) return database.error();
      may_make = false;  // the others must do
    } else {
      waited = reader_free_.wait_for(lock, patience) == std::cv_status::timeout || waited;
    }
  }
  auto connection = std::move(free_readers_.back());
  free_readers_.pop_back();
  return Lease(*this, std::move(connection));
}

void ConnectionPool::give_back(std::unique_ptr<Connection> reader) {
  const bool is_reader = reader != nullptr;
  {
    const std::scoped_lock lock(mutex_);
    if (!is_reader) {
      writer_in_use_ = false;
    } else if (readers_ <= usual_readers) {
      free_readers_.push_back(std::move(reader));
    } else {
      --readers_;  // closed when nobody is kept waiting for it
    }
  }
  (is_reader ? reader_free_ : writer_free_).notify_one();
}

}  // namespace mapigate::store::sqlite
