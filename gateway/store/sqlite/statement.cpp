#include "gateway/store/sqlite/statement.hpp"

#include <sqlite3.h>

namespace mapigate::store::sqlite {

void Statement::Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

Statement::Statement(Database& database, std::string_view sql) {
  sqlite3_stmt* handle = nullptr;
  const int code = sqlite3_prepare_v3(database.handle(), sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &handle, nullptr);
  handle_.reset(handle);
  if (code != SQLITE_OK) prepare_error_ = database.error();
}

// A bind fails only for an index or a size that cannot occur, or without memory; the step that follows then
// fails or runs with NULL, which the NOT NULL columns refuse. Values are not copied: they outlive the rows.
void Statement::bind(int index, std::int64_t value) { sqlite3_bind_int64(handle_.get(), index, value); }

void Statement::bind(int index, std::string_view value) {
  // An empty view may have no address, which SQLite would take for NULL.
  const char* data = value.data() ? value.data() : "";
  sqlite3_bind_text64(handle_.get(), index, data, value.size(), SQLITE_STATIC, SQLITE_UTF8);
}

void Statement::bind(int index, std::span<const std::uint8_t> value) {
  if (value.empty()) {
    sqlite3_bind_zeroblob(handle_.get(), index, 0);
  } else {
    sqlite3_bind_blob64(handle_.get(), index, value.data(), value.size(), SQLITE_STATIC);
  }
}

void Statement::bind_null(int index) { sqlite3_bind_null(handle_.get(), index); }

void Statement::reset() {
  sqlite3_reset(handle_.get());
  sqlite3_clear_bindings(handle_.get());
}

Rows::~Rows() {
  if (statement_) statement_->reset();
}

bool Rows::next() {
  if (!statement_ || transaction_->failed()) return false;
  const int code = sqlite3_step(statement_->handle_.get());
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) transaction_->fail(transaction_->database_.error());
  std::exchange(statement_, nullptr)->reset();
  return false;
}

bool Rows::is_null(int column) const {
  return sqlite3_column_type(statement_->handle_.get(), column) == SQLITE_NULL;
}

std::int64_t Rows::integer(int column) const {
  return sqlite3_column_int64(statement_->handle_.get(), column);
}

std::string_view Rows::text(int column) const {
  const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(statement_->handle_.get(), column));
  if (!data) return {};
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_->handle_.get(), column))};
}

std::span<const std::uint8_t> Rows::blob(int column) const {
  const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_->handle_.get(), column));
  if (!data) return {};
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_->handle_.get(), column))};
}

Transaction::Transaction(Database& database, Mode mode) : database_(database) {
  if (mode == Mode::single) return;
  const char* begin = mode == Mode::write ? "BEGIN IMMEDIATE" : "BEGIN";
  open_ = sqlite3_exec(database.handle(), begin, nullptr, nullptr, nullptr) == SQLITE_OK;
  if (!open_) error_ = database.error();
}

Transaction::~Transaction() {
  if (open_) sqlite3_exec(database_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Transaction::fail(StoreError error) {
  if (!error_) error_ = std::move(error);
}

StoreResult<void> Transaction::finish() {
  if (!error_ && open_ &&
      sqlite3_exec(database_.handle(), "COMMIT", nullptr, nullptr, nullptr) != SQLITE_OK) {
    error_ = database_.error();
  }
  if (error_) return *error_;
  open_ = false;
  return {};
}

bool Transaction::prepare(Statement& statement) {
  if (statement.prepare_error_) fail(*statement.prepare_error_);
  return !failed();
}

std::int64_t Transaction::changes() const { return failed() ? 0 : sqlite3_changes64(database_.handle()); }

}  // namespace mapigate::store::sqlite
