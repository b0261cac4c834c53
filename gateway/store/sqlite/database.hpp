#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "gateway/store/store_error.hpp"

struct sqlite3;

namespace mapigate::store::sqlite {

// What kind of database a file must be, and how it becomes one.
struct Schema {
  std::uint32_t application_id;  // PRAGMA application_id: tells the kinds apart
  std::span<const char* const>
      migrations;  // scripts; number i takes schema version i to i + 1 (PRAGMA user_version)
};

struct OpenOptions {
  std::chrono::milliseconds busy_timeout{5000};  // how long a call waits for the lock of another process
  bool check_integrity = false;  // read through the whole file first; for small files that all depends on
  bool create = true;            // make the file where it is missing; else that is not_found
};

// One connection to a SQLite file: WAL, synchronous=FULL, foreign keys, prepared statements only. To be used
// by one thread at a time.
class Database {
 public:
  // Creates the file where it is missing (its folder must exist), takes the rights of others away from it
  // (mode 0600), and brings it to the newest version of the schema.
  static StoreResult<Database> open(const std::filesystem::path& file, const Schema& schema,
                                    const OpenOptions& options);

  // Creates the file with what `setup` writes in it from its first moment on; conflict where there is one.
  using Setup = std::function<StoreResult<void>(Database&)>;
  static StoreResult<void> create(const std::filesystem::path& file, const Schema& schema,
                                  const OpenOptions& options, const Setup& setup);

  // Removes what is left of processes that were killed while they created the file.
  static void remove_leftovers(const std::filesystem::path& file);

  sqlite3* handle() const { return handle_.get(); }
  const std::filesystem::path& file() const { return file_; }

  // The error that the last call on this connection ended with, in words for the admin.
  StoreError error() const;
  // PRAGMA data_version: changes when another connection has committed something.
  StoreResult<std::uint64_t> data_version();

 private:
  struct Close {
    void operator()(sqlite3* handle) const;
  };

  explicit Database(std::filesystem::path file) : file_(std::move(file)) {}

  StoreResult<void> connect(const OpenOptions& options);
  StoreResult<void> migrate(const Schema& schema);
  StoreResult<void> check_schema(const Schema& schema, std::uint32_t& version);
  StoreResult<void> check_integrity();
  StoreResult<void> run(const char* script);
  StoreResult<std::int64_t> integer(const char* query);

  std::filesystem::path file_;
  std::chrono::milliseconds busy_timeout_{};
  std::unique_ptr<sqlite3, Close> handle_;
};

}  // namespace mapigate::store::sqlite
