#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "gateway/store/packed_properties.hpp"
#include "gateway/store/sqlite/pooled_transaction.hpp"

// Large values of a mailbox: rows of chunks, and rows that say who holds a value. One of no bytes has
// neither, and id 0.

namespace mapigate::store::sqlite {

inline constexpr std::size_t chunk_size = 65536;
// Longer ones of properties of messages and attachments become large values.
inline constexpr std::size_t largest_in_row = 4096;
inline constexpr int chunk_bits = 24;
constexpr std::uint64_t chunk_id(std::uint64_t value, std::uint64_t chunk = 0) {
  return value << chunk_bits | chunk;
}
constexpr std::uint64_t chunk_count(std::uint64_t size) { return (size + chunk_size - 1) / chunk_size; }

enum class OwnerKind : std::uint8_t { message = 0, folder = 1, rules = 2, mailbox = 3 };

// A value of this mailbox. Its connections live as long as it does.
class StoredValue final : public LargeValue {
 public:
  StoredValue(std::shared_ptr<ConnectionPool> pool, LargeReference reference)
      : pool_(std::move(pool)), reference_(reference) {}

  std::uint64_t size() const override { return reference_.size; }
  StoreResult<std::size_t> read(std::uint64_t offset, std::span<std::uint8_t> out) const override;

  bool is_of(const ConnectionPool& pool) const { return pool_.get() == &pool; }
  LargeReference reference() const { return reference_; }

 private:
  std::shared_ptr<ConnectionPool> pool_;
  LargeReference reference_;
};

// Keeps the large values of one owner while it is written: a value of this mailbox is referred to, another
// one copied. Failures are the transaction's.
class ValueKeeper {
 public:
  ValueKeeper(const ConnectionPool& pool, PooledTransaction& transaction)
      : pool_(pool), transaction_(transaction) {}

  LargeReference keep(const LargeValue& value);
  // The same as a function, for pack().
  std::function<LargeReference(const LargeValue&)> keeper() {
    return [this](const LargeValue& value) { return keep(value); };
  }
  std::uint64_t bytes() const { return bytes_; }  // of all that were kept, the same one counted again
  // Those kept become what the owner holds; what it held before and nobody else does is deleted.
  void give_to(OwnerKind kind, std::uint64_t owner);

 private:
  void copy(const LargeValue& value, std::uint64_t id);

  const ConnectionPool& pool_;
  PooledTransaction& transaction_;
  std::vector<std::uint64_t> values_;
  std::uint64_t bytes_ = 0;
  std::vector<std::uint8_t> buffer_;  // one chunk
};

// Both hold the same values afterwards.
void share_values(PooledTransaction& transaction, OwnerKind kind, std::uint64_t from, std::uint64_t to);
// The owner is gone; so are the values that nobody else holds.
void release_values(PooledTransaction& transaction, OwnerKind kind, std::uint64_t owner);
// Deletes the value where nobody holds it.
void release_value(PooledTransaction& transaction, std::uint64_t value);

}  // namespace mapigate::store::sqlite
