#include "gateway/store/sqlite/mailbox_values.hpp"

#include <algorithm>

namespace mapigate::store::sqlite {

StoreResult<std::size_t> StoredValue::read(std::uint64_t offset, std::span<std::uint8_t> out) const {
  if (offset >= reference_.size || out.empty()) return std::size_t{0};
  out = out.first(std::min<std::uint64_t>(out.size(), reference_.size - offset));
  return run_reading(*pool_, Transaction::Mode::single, [&](PooledTransaction& transaction) {
    std::size_t done = 0;
    while (done < out.size()) {
      const auto at = offset + done;
      const auto id = chunk_id(reference_.id, at / chunk_size);
      Rows rows = transaction.query("SELECT data FROM chunk WHERE id = ?1", id);
      const auto data = rows.next() ? rows.blob(0) : std::span<const std::uint8_t>();
      const auto skip = at % chunk_size;
      if (data.size() <= skip) {
        transaction.fail(StoreFault::not_found, "a large value has been deleted meanwhile");
        break;
      }
      const auto count = std::min(data.size() - skip, out.size() - done);
      std::copy_n(data.begin() + static_cast<std::ptrdiff_t>(skip), count,
                  out.begin() + static_cast<std::ptrdiff_t>(done));
      done += count;
    }
    return done;
  });
}

LargeReference ValueKeeper::keep(const LargeValue& value) {
  LargeReference reference{0, value.size()};
  if (reference.size == 0) return reference;
  bytes_ += reference.size;
  const auto* stored = dynamic_cast<const StoredValue*>(&value);
  if (stored && stored->is_of(pool_)) {
    reference = stored->reference();
    const bool there =
        transaction_.integer("SELECT 1 FROM chunk WHERE id = ?1", chunk_id(reference.id)).has_value();
    if (!there) {
      transaction_.fail(StoreFault::not_found, "a large value has been deleted meanwhile");
    }
  } else {
    reference.id = static_cast<std::uint64_t>(
        transaction_.integer("UPDATE counter SET value = value + 1 RETURNING value - 1").value_or(0));
    if (!transaction_.failed()) copy(value, reference.id);
  }
  values_.push_back(reference.id);
  return reference;
}

void ValueKeeper::copy(const LargeValue& value, std::uint64_t id) {
  buffer_.resize(chunk_size);
  const auto size = value.size();
  for (std::uint64_t offset = 0; offset < size && !transaction_.failed();) {
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(chunk_size, size - offset));
    std::size_t filled = 0;
    while (filled < wanted) {
      const auto read = value.read(offset + filled, std::span(buffer_).subspan(filled, wanted - filled));
      if (!read) return transaction_.fail(read.error());
      if (*read == 0) {
        return transaction_.fail(StoreFault::unavailable, "a large value is shorter than it says");
      }
      filled += *read;
    }
    transaction_.execute("INSERT INTO chunk (id, data) VALUES (?1, ?2)", chunk_id(id, offset / chunk_size),
                         std::span<const std::uint8_t>(buffer_).first(wanted));
    offset += wanted;
  }
}

void ValueKeeper::give_to(OwnerKind kind, std::uint64_t owner) {
  std::ranges::sort(values_);
  values_.erase(std::ranges::unique(values_).begin(), values_.end());
  const auto number = static_cast<int>(kind);
  const auto held = transaction_.integers(
      "SELECT value FROM value_reference WHERE kind = ?1 AND owner = ?2 ORDER BY value", number, owner);
  for (const auto value : values_) {
    if (std::ranges::binary_search(held, value)) continue;
    transaction_.execute("INSERT INTO value_reference (kind, owner, value) VALUES (?1, ?2, ?3)", number,
                         owner, value);
  }
  for (const auto value : held) {
    if (std::ranges::binary_search(values_, value)) continue;
    transaction_.execute("DELETE FROM value_reference WHERE kind = ?1 AND owner = ?2 AND value = ?3", number,
                         owner, value);
    release_value(transaction_, value);
  }
}

void share_values(PooledTransaction& transaction, OwnerKind kind, std::uint64_t from, std::uint64_t to) {
  transaction.execute(
      "INSERT INTO value_reference (kind, owner, value)"
      " SELECT kind, ?3, value FROM value_reference WHERE kind = ?1 AND owner = ?2",
      static_cast<int>(kind), from, to);
}

void release_values(PooledTransaction& transaction, OwnerKind kind, std::uint64_t owner) {
  const auto number = static_cast<int>(kind);
  const auto held =
      transaction.integers("SELECT value FROM value_reference WHERE kind = ?1 AND owner = ?2", number, owner);
  if (held.empty()) return;
  transaction.execute("DELETE FROM value_reference WHERE kind = ?1 AND owner = ?2", number, owner);
  for (const auto value : held) release_value(transaction, value);
}

void release_value(PooledTransaction& transaction, std::uint64_t value) {
  transaction.execute(
      "DELETE FROM chunk WHERE id BETWEEN ?1 AND ?2"
      " AND NOT EXISTS (SELECT 1 FROM value_reference WHERE value = ?3)",
      chunk_id(value), chunk_id(value + 1) - 1, value);
}

}  // namespace mapigate::store::sqlite
