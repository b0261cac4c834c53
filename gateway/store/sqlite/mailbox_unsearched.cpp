#include "gateway/store/sqlite/mailbox.hpp"

// What searches have not looked at yet: triggers of the schema write it down.

namespace mapigate::store::sqlite {

StoreResult<std::vector<Unsearched>> SqliteMailbox::unsearched(std::uint64_t limit) {
  return read(
      [&](PooledTransaction& transaction) {
        std::vector<Unsearched> waiting;
        for (Rows rows = transaction.query("SELECT id, message, folder FROM unsearched ORDER BY id LIMIT ?1",
                                           static_cast<std::int64_t>(limit));
             rows.next();) {
          waiting.push_back({static_cast<std::uint64_t>(rows.integer(0)),
                             static_cast<MessageNumber>(rows.integer(1)),
                             static_cast<FolderNumber>(rows.integer(2))});
        }
        return waiting;
      },
      Transaction::Mode::single);
}

StoreResult<std::vector<SearchVerdict>> SqliteMailbox::searched(std::span<const SearchVerdict> verdicts,
                                                                std::uint64_t seen) {
  return write([&](PooledTransaction& transaction) {
    std::vector<SearchVerdict> changed;
    for (const SearchVerdict& verdict : verdicts) {
      if (transaction.failed()) break;
      const auto count =
          verdict.shows ? transaction.execute(
                              "INSERT OR IGNORE INTO search_result (search, message)"
                              " SELECT f.number, m.number FROM folder f, message m"
                              " WHERE f.number = ?1 AND f.kind = 2 AND m.number = ?2 AND m.contents = 0",
                              verdict.search_folder, verdict.message)
                        : transaction.execute("DELETE FROM search_result WHERE search = ?1 AND message = ?2",
                                              verdict.search_folder, verdict.message);
      if (count > 0) changed.push_back(verdict);
    }
    transaction.execute("DELETE FROM unsearched WHERE id <= ?1", static_cast<std::int64_t>(seen));
    return changed;
  });
}

}  // namespace mapigate::store::sqlite
