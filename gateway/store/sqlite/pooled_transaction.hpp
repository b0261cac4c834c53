#pragma once

#include <fmt/core.h>

#include "gateway/store/sqlite/connection_pool.hpp"

namespace mapigate::store::sqlite {

// Text that is stored as bytes.
inline std::span<const std::uint8_t> as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline std::span<const std::uint8_t> as_bytes(std::u16string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), 2 * text.size()};
}
template <class Text>
Text as_text(std::span<const std::uint8_t> bytes) {
  using Unit = typename Text::value_type;
  Text text(bytes.size() / sizeof(Unit), Unit{});
  std::copy_n(bytes.begin(), text.size() * sizeof(Unit), reinterpret_cast<std::uint8_t*>(text.data()));
  return text;
}

// A Transaction on a connection of a pool, which knows the statements by their text (see Connection).
class PooledTransaction {
 public:
  using Mode = Transaction::Mode;

  PooledTransaction(Connection& connection, Mode mode)
      : connection_(connection), transaction_(connection.database(), mode) {}

  template <class... Arguments>
  Rows query(const char* sql, const Arguments&... arguments) {
    return transaction_.query(connection_.statement(sql), arguments...);
  }
  template <class... Arguments>
  std::int64_t execute(const char* sql, const Arguments&... arguments) {
    return transaction_.execute(connection_.statement(sql), arguments...);
  }
  // The first column of the first row; nothing where there is no row, or NULL.
  template <class... Arguments>
  std::optional<std::int64_t> integer(const char* sql, const Arguments&... arguments) {
    Rows rows = query(sql, arguments...);
    if (!rows.next() || rows.is_null(0)) return std::nullopt;
    return rows.integer(0);
  }
  // The first column of all rows.
  template <class... Arguments>
  std::vector<std::uint64_t> integers(const char* sql, const Arguments&... arguments) {
    std::vector<std::uint64_t> values;
    for (Rows rows = query(sql, arguments...); rows.next();) {
      values.push_back(static_cast<std::uint64_t>(rows.integer(0)));
    }
    return values;
  }

  void fail(StoreFault fault, std::string message) { transaction_.fail({fault, std::move(message)}); }
  void fail(StoreError error) { transaction_.fail(std::move(error)); }
  bool failed() const { return transaction_.failed(); }
  StoreResult<void> finish() { return transaction_.finish(); }
  Connection& connection() { return connection_; }

 private:
  Connection& connection_;
  Transaction transaction_;
};

// Runs `body` in a transaction and returns what it returns, or why it, or the transaction, failed.
template <class Body>
auto run(Connection& connection, Transaction::Mode mode, Body&& body)
    -> StoreResult<std::invoke_result_t<Body, PooledTransaction&>> {
  PooledTransaction transaction(connection, mode);
  if constexpr (std::is_void_v<std::invoke_result_t<Body, PooledTransaction&>>) {
    if (!transaction.failed()) body(transaction);
    return transaction.finish();
  } else {
    std::invoke_result_t<Body, PooledTransaction&> result{};
    if (!transaction.failed()) result = body(transaction);
    if (auto finished = transaction.finish(); !finished) return finished.error();
    return result;
  }
}

template <class Body>
auto run_reading(ConnectionPool& pool, Transaction::Mode mode, Body&& body)
    -> StoreResult<std::invoke_result_t<Body, PooledTransaction&>> {
  auto lease = pool.reader();
  if (!lease) return lease.error();
  return run(lease->connection(), mode, body);
}

template <class Body>
auto run_writing(ConnectionPool& pool, Body&& body)
    -> StoreResult<std::invoke_result_t<Body, PooledTransaction&>> {
  const auto lease = pool.writer();
  return run(lease.connection(), Transaction::Mode::write, body);
}

}  // namespace mapigate::store::sqlite
