#include "gateway/store/sqlite/mailbox_verify.hpp"

#include <algorithm>

#include "gateway/store/sqlite/mailbox.hpp"

namespace mapigate::store::sqlite {

std::vector<Inconsistency> Verifier::run() {
  using Check = void (Verifier::*)();
  constexpr Check structure[] = {&Verifier::check_identity, &Verifier::check_folders,
                                 &Verifier::check_messages, &Verifier::check_settings};
  constexpr Check contents[] = {&Verifier::check_pages,  &Verifier::check_attachment_owners,
                                &Verifier::check_texts,  &Verifier::check_searches,
                                &Verifier::check_owners, &Verifier::check_contents,
                                &Verifier::check_values};
  // What the others change comes last.
  constexpr Check numbers[] = {&Verifier::check_counts, &Verifier::check_reserved, &Verifier::check_counters};

  total_ = std::size(structure) + std::size(numbers);
  if (options_.deep) {
    total_ += std::size(contents) +
              static_cast<std::uint64_t>(transaction_.integer("SELECT count(*) FROM message").value_or(0));
  }
  const auto run_all = [&](std::span<const Check> checks) {
    for (const Check check : checks) {
      if (transaction_.failed()) return;
      (this->*check)();
      step();
    }
  };
  run_all(structure);
  if (options_.deep) run_all(contents);
  run_all(numbers);
  for (const auto& [id, count] : of_a_kind_) {
    if (count > most_of_a_kind) {
      inconsistencies_.push_back({id, fmt::format("{} more of this kind", count - most_of_a_kind), true});
    }
  }
  return std::move(inconsistencies_);
}

void Verifier::found(std::string_view id, std::string text, bool repairable) {
  if (++of_a_kind_[std::string(id)] > most_of_a_kind) return;
  inconsistencies_.push_back({std::string(id), std::move(text), repairable});
}

void Verifier::step() {
  ++done_;
  if (options_.progress) options_.progress(std::min(done_, total_), total_);
}

void Verifier::check_identity() {
  if (transaction_.integer("SELECT 1 FROM replica WHERE id = 1 AND guid = ?1",
                           identity_.replica_guid.bytes)) {
    return;
  }
  found("IDENTITY", "the first replica of the mailbox is not its own");
  if (!repairs()) return;
  transaction_.execute("DELETE FROM replica WHERE id = 1 OR guid = ?1", identity_.replica_guid.bytes);
  transaction_.execute("INSERT INTO replica (id, guid) VALUES (1, ?1)", identity_.replica_guid.bytes);
}

void Verifier::check_counter(const char* next, const char* highest, const char* raise) {
  const auto given_next = transaction_.integer(next).value_or(0);
  const auto used = transaction_.integer(highest).value_or(0);
  if (transaction_.failed() || given_next > used) return;
  found("COUNTER_BEHIND", fmt::format("\"{}\" gives {}, but {} is in use", next, given_next, used));
  if (!repairs()) return;
  transaction_.execute("INSERT OR IGNORE INTO counter VALUES (1, 1, 1, 1, 1, 1, 1)");
  transaction_.execute(raise, used + 1);
}

void Verifier::check_counters() {
  check_counter(
      "SELECT number FROM counter",
      "SELECT max((SELECT coalesce(max(number), 0) FROM folder),"
      " (SELECT coalesce(max(number), 0) FROM message), (SELECT coalesce(max(last), 0) FROM reserved),"
      " (SELECT coalesce(max(number), 0) FROM deletion))",
      "UPDATE counter SET number = ?1");
  // By index: four ranges of each folder.
  check_counter(
      "SELECT change FROM counter",
      "SELECT max((SELECT coalesce(max(change_number), 0) FROM folder),"
      " (SELECT coalesce(max(contents_change), 0) FROM folder_counts),"
      " (SELECT coalesce(max(change_number), 0) FROM deletion),"
      " (SELECT coalesce(max((SELECT max(m.change_number) FROM message m INDEXED BY message_by_change"
      "  WHERE m.folder = f.number AND m.contents = c.column1)), 0)"
      "  FROM folder f, (VALUES (0), (1), (2), (3)) c))",
      "UPDATE counter SET change = ?1");
  check_counter("SELECT value FROM counter",
                "SELECT max((SELECT coalesce(max(id) >> 24, 0) FROM chunk),"
                " (SELECT coalesce(max(value), 0) FROM value_reference))",
                "UPDATE counter SET value = ?1");
  check_counter("SELECT text FROM counter",
                "SELECT max((SELECT coalesce(max(text), 0) FROM text_entry),"
                " (SELECT coalesce(max(id), 0) FROM text_index_docsize))",
                "UPDATE counter SET text = ?1");
  check_counter("SELECT rule FROM counter", "SELECT max(id) FROM rule", "UPDATE counter SET rule = ?1");
  check_counter("SELECT member FROM counter", "SELECT max(id) FROM permission",
                "UPDATE counter SET member = ?1");
}

void Verifier::check_reserved() {
  const auto taken = transaction_.integers(
      "SELECT r.first FROM reserved r WHERE"
      " EXISTS (SELECT 1 FROM folder WHERE number BETWEEN r.first AND r.last)"
      " OR EXISTS (SELECT 1 FROM message WHERE number BETWEEN r.first AND r.last)");
  for (const auto first : taken) {
    found("RESERVED_TAKEN",
          fmt::format("numbers from {} on are reserved, but some of them are in use", first));
    if (repairs()) transaction_.execute("DELETE FROM reserved WHERE first = ?1", first);
  }
}

void Verifier::check_settings() {
  struct Table {
    const char* name;
    const char* find;
    const char* erase;
  };
#define MAPIGATE_TABLE(table, column)                                                                       \
  Table {                                                                                                   \
#table,                                                                                                 \
        "SELECT DISTINCT " #column " FROM " #table " WHERE " #column " NOT IN (SELECT number FROM folder)", \
        "DELETE FROM " #table " WHERE " #column " = ?1"                                                     \
  }
  constexpr Table tables[] = {MAPIGATE_TABLE(folder_counts, folder), MAPIGATE_TABLE(permission, folder),
                              MAPIGATE_TABLE(rule, folder),          MAPIGATE_TABLE(receive_folder, folder),
                              MAPIGATE_TABLE(per_user, folder),      MAPIGATE_TABLE(search, folder),
                              MAPIGATE_TABLE(search_result, search)};
#undef MAPIGATE_TABLE
  for (const Table& table : tables) {
    for (const auto folder : transaction_.integers(table.find)) {
      found("SETTING_ORPHAN",
            fmt::format("the table {} has rows of folder {}, which does not exist", table.name, folder));
      if (repairs()) transaction_.execute(table.erase, folder);
    }
  }
}

void Verifier::check_counts() {
#define MAPIGATE_COUNTED                                                                                  \
  "SELECT f.number AS folder, coalesce(sum(m.contents = 0), 0) AS messages,"                              \
  " coalesce(sum(m.contents = 0 AND NOT m.read), 0) AS unread,"                                           \
  " coalesce(sum((m.contents = 0) * m.size), 0) AS size, coalesce(sum(m.contents = 1), 0) AS associated," \
  " coalesce(sum((m.contents = 1) * m.size), 0) AS associated_size,"                                      \
  " coalesce(sum(m.contents > 1), 0) AS deleted,"                                                         \
  " coalesce(sum((m.contents > 1) * m.size), 0) AS deleted_size,"                                         \
  " (SELECT count(*) FROM folder b WHERE b.parent = f.number AND b.deleted IS NULL) AS subfolders"
#define MAPIGATE_COUNTED_FOLDER \
  MAPIGATE_COUNTED " FROM folder f LEFT JOIN message m ON m.folder = f.number WHERE f.kind <> 2"
#define MAPIGATE_COUNTED_SEARCH                                     \
  MAPIGATE_COUNTED                                                  \
  " FROM folder f LEFT JOIN search_result r ON r.search = f.number" \
  " LEFT JOIN message m ON m.number = r.message WHERE f.kind = 2"
  constexpr auto wrong =
      "SELECT n.folder FROM (" MAPIGATE_COUNTED_FOLDER " GROUP BY f.number UNION ALL " MAPIGATE_COUNTED_SEARCH
      " GROUP BY f.number) n LEFT JOIN folder_counts c ON c.folder = n.folder"
      " WHERE (c.messages, c.unread, c.size, c.associated, c.associated_size, c.deleted, c.deleted_size,"
      " c.subfolders) IS NOT (n.messages, n.unread, n.size, n.associated, n.associated_size, n.deleted,"
      " n.deleted_size, n.subfolders)";
  constexpr auto set_folder =
      "UPDATE folder_counts SET (folder, messages, unread, size, associated, associated_size, deleted,"
      " deleted_size, subfolders) = (" MAPIGATE_COUNTED_FOLDER " AND f.number = ?1) WHERE folder = ?1";
  constexpr auto set_search =
      "UPDATE folder_counts SET (folder, messages, unread, size, associated, associated_size, deleted,"
      " deleted_size, subfolders) = (" MAPIGATE_COUNTED_SEARCH " AND f.number = ?1) WHERE folder = ?1";
#undef MAPIGATE_COUNTED_SEARCH
#undef MAPIGATE_COUNTED_FOLDER
#undef MAPIGATE_COUNTED
  for (const auto folder : transaction_.integers(wrong)) {
    found("FOLDER_COUNTS", fmt::format("the counts of folder {} are not those of what is in it", folder));
    if (!repairs()) continue;
    transaction_.execute("INSERT OR IGNORE INTO folder_counts (folder) VALUES (?1)", folder);
    const bool search =
        transaction_.integer("SELECT 1 FROM folder WHERE number = ?1 AND kind = 2", folder).has_value();
    transaction_.execute(search ? set_search : set_folder, folder);
  }
}

void Verifier::check_pages() {
  if (repairs()) return;  // repair() makes indexes anew where this has found some
  for (Rows rows = transaction_.query("PRAGMA integrity_check"); rows.next();) {
    const auto text = rows.text(0);
    if (text == "ok") continue;
    // "row 3 missing from index message_by_size", "wrong # of entries in index ..."
    const bool index =
        text.find("index") != std::string_view::npos && text.find("Tree") == std::string_view::npos;
    found(index ? "INDEX_DAMAGED" : "PAGE_DAMAGED", std::string(text), index);
  }
}

namespace {

bool has(const std::vector<Inconsistency>& inconsistencies, std::string_view id) {
  return std::ranges::any_of(inconsistencies, [&](const auto& one) { return one.id == id; });
}

// Whether it goes into the folder for orphans.
bool has_no_place(const Inconsistency& one) {
  constexpr std::string_view kinds[] = {"FOLDER_ORPHAN", "FOLDER_LOOP", "FOLDER_BELOW_DELETED",
                                        "MESSAGE_ORPHAN", "ATTACHMENT_ORPHAN"};
  return std::ranges::find(kinds, one.id) != std::end(kinds);
}

// What was found, where a damaged page did not let the search go on.
StoreResult<std::vector<Inconsistency>> with_damage(StoreResult<void> finished,
                                                    std::vector<Inconsistency> inconsistencies) {
  if (finished) return inconsistencies;
  if (finished.error().fault != StoreFault::corrupt) return finished.error();
  inconsistencies.push_back({"PAGE_DAMAGED", finished.error().message, false});
  return inconsistencies;
}

StoreResult<std::vector<Inconsistency>> look(Connection& connection, const MailboxIdentity& identity,
                                             const VerifyOptions& options) {
  PooledTransaction transaction(connection, Transaction::Mode::read);
  std::vector<Inconsistency> inconsistencies;
  if (!transaction.failed()) inconsistencies = Verifier(transaction, identity, options).run();
  return with_damage(transaction.finish(), std::move(inconsistencies));
}

// FTS5 looks into its index only when it may write. Where nothing can be written it is left out.
StoreResult<bool> text_index_damaged(Connection& connection) {
  const auto looked = run(connection, Transaction::Mode::write, [](PooledTransaction& transaction) {
    transaction.execute("INSERT INTO text_index (text_index) VALUES ('integrity-check')");
  });
  if (looked || looked.error().fault == StoreFault::read_only ||
      looked.error().fault == StoreFault::disk_full) {
    return false;
  }
  if (looked.error().fault != StoreFault::corrupt) return looked.error();
  return true;
}

}  // namespace

StoreResult<std::vector<Inconsistency>> SqliteMailbox::verify(bool deep, const Progress& progress) {
  auto inconsistencies = [&]() -> StoreResult<std::vector<Inconsistency>> {
    auto reader = pool_->reader();
    if (!reader) return reader.error();
    return look(reader->connection(), identity_, {.deep = deep, .progress = progress});
  }();
  if (!inconsistencies || !deep) return inconsistencies;
  const auto writer = pool_->writer();
  const auto damaged = text_index_damaged(writer.connection());
  if (!damaged) return damaged.error();
  if (*damaged) inconsistencies->push_back({"TEXT_INDEX_DAMAGED", "the full-text index is damaged", true});
  return inconsistencies;
}

StoreResult<std::vector<Inconsistency>> SqliteMailbox::repair(FolderNumber into, const Progress& progress) {
  auto inconsistencies = verify(true, progress);
  if (!inconsistencies || inconsistencies->empty()) return inconsistencies;
  if (has(*inconsistencies, "PAGE_DAMAGED")) return inconsistencies;  // nothing may be trusted
  const auto repaired = write([&](PooledTransaction& transaction) {
    if (has(*inconsistencies, "INDEX_DAMAGED")) transaction.execute("REINDEX");
    if (has(*inconsistencies, "TEXT_INDEX_DAMAGED")) {
      transaction.execute("INSERT INTO text_index (text_index) VALUES ('delete-all')");
      transaction.execute("DELETE FROM text_entry");
    }
    const bool there =
        transaction.integer("SELECT 1 FROM folder WHERE number = ?1 AND kind <> 2 AND deleted IS NULL", into)
            .has_value();
    if (!there && std::ranges::any_of(*inconsistencies, has_no_place)) {
      return transaction.fail(StoreFault::not_found, "there is no folder that orphans can be put into");
    }
    const VerifyOptions options{.deep = true, .repair = true, .into = into, .progress = {}};
    Verifier(transaction, identity_, options).run();
  });
  if (!repaired) return repaired.error();
  return inconsistencies;
}

}  // namespace mapigate::store::sqlite
