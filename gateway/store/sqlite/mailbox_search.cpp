#include "gateway/store/sqlite/mailbox.hpp"
#include "gateway/store/sqlite/mailbox_folders.hpp"
#include "gateway/store/sqlite/text_words.hpp"

namespace mapigate::store::sqlite {

namespace {

constexpr std::size_t number_size = sizeof(FolderNumber);

wire::Bytes pack_numbers(const std::vector<FolderNumber>& numbers) {
  wire::Bytes bytes;
  bytes.reserve(numbers.size() * number_size);
  for (const auto number : numbers) {
    for (std::size_t i = 0; i < number_size; ++i)
      bytes.push_back(static_cast<std::uint8_t>(number >> (8 * i)));
  }
  return bytes;
}

std::vector<FolderNumber> unpack_numbers(std::span<const std::uint8_t> bytes) {
  std::vector<FolderNumber> numbers;
  for (std::size_t at = 0; at + number_size <= bytes.size(); at += number_size) {
    FolderNumber number = 0;
    for (std::size_t i = 0; i < number_size; ++i) number |= FolderNumber{bytes[at + i]} << (8 * i);
    numbers.push_back(number);
  }
  return numbers;
}

// False, and the transaction failed, where there is no such search folder.
bool check_search_folder(PooledTransaction& transaction, FolderNumber number) {
  const auto state = folder_state(transaction, number);
  if (!state) return false;
  if (state->kind == FolderKind::search) return true;
  transaction.fail(StoreFault::not_found, "the folder is no search folder");
  return false;
}

// Indexes one message that waits. False where none does.
bool index_next(PooledTransaction& transaction) {
  MessageNumber message = 0;
  std::string text;
  {
    Rows rows = transaction.query("SELECT message, text FROM pending_text ORDER BY message LIMIT 1");
    if (!rows.next()) return false;
    message = static_cast<MessageNumber>(rows.integer(0));
    const auto stored = rows.blob(1);
    text = spaced_text({reinterpret_cast<const char*>(stored.data()), stored.size()});
  }
  // Never one that was used before: what the index still says of messages that have changed since leads
  // nowhere.
  const auto id = transaction.integer("UPDATE counter SET text = text + 1 RETURNING text - 1").value_or(0);
  transaction.execute("INSERT INTO text_index (rowid, words) VALUES (?1, ?2)", id, text);
  transaction.execute("INSERT OR REPLACE INTO text_entry (message, text) VALUES (?1, ?2)", message, id);
  transaction.execute("DELETE FROM pending_text WHERE message = ?1", message);
  return !transaction.failed();
}

}  // namespace

StoreResult<std::vector<SearchCriteria>> SqliteMailbox::searches() {
  return read(
      [&](PooledTransaction& transaction) {
        std::vector<SearchCriteria> searches;
        for (Rows rows = transaction.query(
                 "SELECT s.folder, s.restriction, s.folders, s.recursive, s.is_static, s.running, s.complete"
                 " FROM search s JOIN folder f ON f.number = s.folder WHERE f.deleted IS NULL ORDER BY "
                 "s.folder");
             rows.next();) {
          SearchCriteria& criteria = searches.emplace_back();
          criteria.search_folder = static_cast<FolderNumber>(rows.integer(0));
          const auto restriction = rows.blob(1);
          criteria.restriction.assign(restriction.begin(), restriction.end());
          criteria.folders = unpack_numbers(rows.blob(2));
          criteria.recursive = rows.integer(3) != 0;
          criteria.is_static = rows.integer(4) != 0;
          criteria.running = rows.integer(5) != 0;
          criteria.complete = rows.integer(6) != 0;
        }
        return searches;
      },
      Transaction::Mode::single);
}

StoreResult<void> SqliteMailbox::set_search(const SearchCriteria& criteria) {
  return write([&](PooledTransaction& transaction) {
    if (!check_search_folder(transaction, criteria.search_folder)) return;
    const auto folders = pack_numbers(criteria.folders);
    transaction.execute(
        "INSERT OR REPLACE INTO search (folder, restriction, folders, recursive, is_static, running, "
        "complete)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        criteria.search_folder, criteria.restriction, folders, criteria.recursive, criteria.is_static,
        criteria.running, criteria.complete);
  });
}

StoreResult<void> SqliteMailbox::change_results(FolderNumber search_folder,
                                                std::span<const MessageNumber> add,
                                                std::span<const MessageNumber> remove) {
  return write([&](PooledTransaction& transaction) {
    if (!check_search_folder(transaction, search_folder)) return;
    for (const auto number : remove) {
      transaction.execute("DELETE FROM search_result WHERE search = ?1 AND message = ?2", search_folder,
                          number);
      if (transaction.failed()) return;
    }
    for (const auto number : add) {
      transaction.execute(
          "INSERT OR IGNORE INTO search_result (search, message)"
          " SELECT ?1, number FROM message WHERE number = ?2 AND contents = 0",
          search_folder, number);
      if (transaction.failed()) return;
    }
  });
}

StoreResult<void> SqliteMailbox::clear_results(FolderNumber search_folder) {
  return write([&](PooledTransaction& transaction) {
    if (!check_search_folder(transaction, search_folder)) return;
    transaction.execute("DELETE FROM search_result WHERE search = ?1", search_folder);
  });
}

StoreResult<std::vector<MessageNumber>> SqliteMailbox::find_text(std::u16string_view words,
                                                                 FolderNumber folder) {
  constexpr std::uint64_t batch = 256;
  while (true) {
    const auto waiting = read(
        [](PooledTransaction& transaction) {
          return transaction.integer("SELECT 1 FROM pending_text LIMIT 1").has_value();
        },
        Transaction::Mode::single);
    if (!waiting) return waiting.error();
    if (!*waiting) break;
    const auto indexed = index_pending(batch);
    if (indexed) continue;
    // Where nothing can be written, what was indexed before is found.
    const auto fault = indexed.error().fault;
    if (fault != StoreFault::read_only && fault != StoreFault::disk_full) return indexed.error();
    break;
  }
  const auto query = text_query(words);
  if (query.empty()) return std::vector<MessageNumber>();
  return read(
      [&](PooledTransaction& transaction) {
        return transaction.integers(
            "SELECT m.number FROM text_index JOIN text_entry e ON e.text = text_index.rowid"
            " JOIN message m ON m.number = e.message"
            " WHERE text_index MATCH ?1 AND m.contents < 2 AND (?2 = 0 OR m.folder = ?2) ORDER BY m.number",
            query, folder);
      },
      Transaction::Mode::single);
}

StoreResult<std::uint64_t> SqliteMailbox::index_pending(std::uint64_t limit) {
  return write([&](PooledTransaction& transaction) {
    std::uint64_t done = 0;
    while (done < limit && index_next(transaction)) ++done;
    return done;
  });
}

}  // namespace mapigate::store::sqlite
