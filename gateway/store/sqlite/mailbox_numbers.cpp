#include "gateway/store/sqlite/mailbox_numbers.hpp"

#include "protocol/oxcfxics/predecessor_change_list.hpp"
#include "protocol/wire/reader.hpp"
#include "protocol/wire/writer.hpp"

namespace mapigate::store::sqlite {

ChangeNumber next_changes(PooledTransaction& transaction, std::uint64_t count) {
  return static_cast<ChangeNumber>(
      transaction.integer("UPDATE counter SET change = change + ?1 RETURNING change - ?1", count)
          .value_or(0));
}

std::uint64_t next_numbers(PooledTransaction& transaction, std::uint64_t count) {
  return static_cast<std::uint64_t>(
      transaction.integer("UPDATE counter SET number = number + ?1 RETURNING number - ?1", count)
          .value_or(0));
}

std::uint64_t claim_number(PooledTransaction& transaction, std::uint64_t wanted) {
  if (wanted == 0) return next_numbers(transaction, 1);
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  {
    Rows rows = transaction.query(
        "SELECT first, last FROM reserved WHERE first <= ?1 AND last >= ?1 ORDER BY first DESC LIMIT 1",
        wanted);
    if (rows.next()) {
      first = static_cast<std::uint64_t>(rows.integer(0));
      last = static_cast<std::uint64_t>(rows.integer(1));
    }
  }
  if (first == 0) {
    transaction.fail(StoreFault::not_found, "there is nothing of this number, and it was not reserved");
    return 0;
  }
  transaction.execute("DELETE FROM reserved WHERE first = ?1", first);
  constexpr auto insert = "INSERT INTO reserved (first, last) VALUES (?1, ?2)";
  if (first < wanted) transaction.execute(insert, first, wanted - 1);
  if (wanted < last) transaction.execute(insert, wanted + 1, last);
  return wanted;
}

Version next_version(const wire::Guid& replica, const Version& old, ChangeNumber change_number) {
  Version version{change_number, {}, {}};
  // Changed nowhere else: the change key alone says it all.
  if (old.change_key.empty() && old.predecessor_change_list.empty()) return version;
  oxcfxics::PredecessorChangeList list;
  if (auto known = wire::parse<oxcfxics::PredecessorChangeList>(old.predecessor_change_list)) list = *known;
  if (const auto key = wire::parse<oxcfxics::Xid>(old.change_key)) list.add(*key);
  list.add(oxcfxics::Xid(replica, oxcdata::global_counter(change_number)));
  if (auto bytes = wire::serialize(list)) version.predecessor_change_list = std::move(*bytes);
  return version;
}

}  // namespace mapigate::store::sqlite
