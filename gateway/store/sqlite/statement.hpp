#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "gateway/store/sqlite/database.hpp"
#include "gateway/store/store_error.hpp"

struct sqlite3_stmt;

namespace mapigate::store::sqlite {

// A prepared statement, kept for as long as its connection. Run through a Transaction.
class Statement {
 public:
  // `sql`: one statement with parameters ?1, ?2, ... The database must outlive this. Where it cannot be
  // prepared, the first run fails with the reason.
  Statement(Database& database, std::string_view sql);

 private:
  friend class Rows;
  friend class Transaction;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };

  void bind(int index, std::int64_t value);
  void bind(int index, std::string_view value);
  void bind(int index, std::span<const std::uint8_t> value);
  void bind_null(int index);
  void bind(int index, bool value) { bind(index, std::int64_t{value}); }
  template <std::integral Integer>
  void bind(int index, Integer value) {
    bind(index, static_cast<std::int64_t>(value));
  }
  template <class T>
  void bind(int index, const std::optional<T>& value) {
    value ? bind(index, *value) : bind_null(index);
  }
  void reset();

  std::unique_ptr<sqlite3_stmt, Finalize> handle_;
  std::optional<StoreError> prepare_error_;
};

class Transaction;

// The rows of a query. Texts and blobs are valid until the next call of next(). The statement is free for its
// next use when this is gone.
class Rows {
 public:
  Rows(Rows&& other) noexcept
      : transaction_(other.transaction_), statement_(std::exchange(other.statement_, nullptr)) {}
  ~Rows();

  // False at the end, and when the transaction has failed.
  bool next();
  bool is_null(int column) const;
  std::int64_t integer(int column) const;
  std::string_view text(int column) const;  // empty for NULL
  std::span<const std::uint8_t> blob(int column) const;

 private:
  friend class Transaction;
  Rows(Transaction& transaction, Statement* statement) : transaction_(&transaction), statement_(statement) {}

  Transaction* transaction_;
  Statement* statement_;  // null: nothing (more) to read
};

// A transaction with one sticky error: after the first failure every further call does nothing, so that the
// error is looked at once, at the end. Rolled back unless finish() succeeds.
class Transaction {
 public:
  enum class Mode {
    read,    // sees one state of the database throughout
    write,   // holds the write lock from the start
    single,  // each query sees a state of its own: for reading with one
  };

  Transaction(Database& database, Mode mode);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  // Arguments are bound to ?1, ?2, ... and must live until the rows have been read.
  template <class... Arguments>
  Rows query(Statement& statement, const Arguments&... arguments) {
    if (!prepare(statement)) return Rows(*this, nullptr);
    int index = 0;
    (statement.bind(++index, arguments), ...);
    return Rows(*this, &statement);
  }
  // For statements that return no rows: how many rows were changed.
  template <class... Arguments>
  std::int64_t execute(Statement& statement, const Arguments&... arguments) {
    {
      Rows rows = query(statement, arguments...);
      while (rows.next()) {
      }
    }
    return changes();
  }

  // Fails the transaction for a reason of the caller's; the first reason stays.
  void fail(StoreError error);
  bool failed() const { return error_.has_value(); }
  // Commits; when anything failed, rolls back and says what.
  StoreResult<void> finish();

 private:
  friend class Rows;
  bool prepare(Statement& statement);
  std::int64_t changes() const;

  Database& database_;
  std::optional<StoreError> error_;
  bool open_ = false;
};

}  // namespace mapigate::store::sqlite
