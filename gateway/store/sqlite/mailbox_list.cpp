#include <algorithm>
#include <array>
#include <string>

#include "gateway/store/sqlite/mailbox.hpp"
#include "gateway/store/sqlite/mailbox_folders.hpp"
#include "gateway/store/sqlite/mailbox_messages.hpp"

namespace mapigate::store {

bool is_indexed(SortColumn column) {
  return column == SortColumn::number || column == SortColumn::delivery_time ||
         column == SortColumn::subject || column == SortColumn::sender;
}

namespace sqlite {

namespace {

#define MAPIGATE_ROW_COLUMNS                                                                              \
  "m.number, m.folder, m.contents, m.change_number, m.read, m.status, m.created, m.modified, m.deleted, " \
  "m.size, m.has_attachments, m.change_key, m.predecessors"

constexpr std::size_t sort_columns = static_cast<std::size_t>(SortColumn::conversation) + 1;

struct Column {
  const char* name;
  const char* index;  // null: not indexed
};
constexpr std::array<Column, sort_columns> columns{{
    {"number", "message_by_number"},
    {"delivery_time", "message_by_delivery_time"},
    {"submit_time", nullptr},
    {"modified", nullptr},
    {"created", nullptr},
    {"size", nullptr},
    {"subject", "message_by_subject"},
    {"sender", "message_by_sender"},
    {"display_to", nullptr},
    {"message_class", nullptr},
    {"importance", nullptr},
    {"flag_status", nullptr},
    {"has_attachments", nullptr},
    {"read", nullptr},
    {"conversation", nullptr},
}};

// The statements for one way to list a folder. Parameters: folder, contents, limit, offset, and the message
// that the rows are behind; for `before` the number of a message after the first two.
struct ListStatements {
  std::string rows;  // of a folder, without properties
  std::string rows_with_properties;
  std::string rows_behind;
  std::string rows_behind_with_properties;
  std::string numbers;         // of a folder
  std::string results;         // numbers, of a search folder
  std::string before;          // how many stand in front of a message, in a folder
  std::string results_before;  // the same in a search folder
};

ListStatements make_statements(const Column& column, bool descending) {
  const std::string name = column.name;
  const std::string direction = descending ? " DESC" : " ASC";
  const bool by_number = name == "number";
  const std::string order = " ORDER BY m." + name + direction + (by_number ? "" : ", m.number" + direction);
  const std::string slice = order + " LIMIT ?3 OFFSET ?4";
  const std::string from_folder = std::string(" FROM message m ") +
                                  (column.index ? std::string("INDEXED BY ") + column.index : "") +
                                  " WHERE m.folder = ?1 AND m.contents = ?2";
  const std::string from_search =
      " FROM search_result r JOIN message m ON m.number = r.message WHERE r.search = ?1 AND m.contents = ?2";
  const std::string key = by_number ? "(m.number)" : "(m." + name + ", m.number)";
  const std::string its_key =
      "(SELECT " + (by_number ? "number" : name + ", number") + " FROM message WHERE number = ";
  const std::string front = " AND " + key + (descending ? " > " : " < ") + its_key + "?3)";
  const std::string behind =
      " AND " + key + (descending ? " < " : " > ") + its_key + "?5 AND folder = ?1 AND contents = ?2)";
  const std::string rows = "SELECT " MAPIGATE_ROW_COLUMNS ", x''" + from_folder;
  const std::string rows_with_properties = "SELECT " MAPIGATE_ROW_COLUMNS ", m.properties" + from_folder;
  return {rows + slice,
          rows_with_properties + slice,
          rows + behind + slice,
          rows_with_properties + behind + slice,
          "SELECT m.number" + from_folder + slice,
          "SELECT m.number" + from_search + slice,
          "SELECT count(*)" + from_folder + front,
          "SELECT count(*)" + from_search + front};
}

const ListStatements& statements_for(SortColumn column, bool descending) {
  static const auto all = [] {
    std::array<std::array<ListStatements, 2>, sort_columns> made;
    for (std::size_t i = 0; i < sort_columns; ++i)
      made[i] = {make_statements(columns[i], false), make_statements(columns[i], true)};
    return made;
  }();
  return all[std::min(static_cast<std::size_t>(column), sort_columns - 1)][descending ? 1 : 0];
}

constexpr auto select_row =
    "SELECT " MAPIGATE_ROW_COLUMNS ", m.properties FROM message m WHERE m.number = ?1";
constexpr auto select_row_alone = "SELECT " MAPIGATE_ROW_COLUMNS ", x'' FROM message m WHERE m.number = ?1";
constexpr auto select_changed =
    "SELECT " MAPIGATE_ROW_COLUMNS
    ", m.properties FROM message m INDEXED BY message_by_change"
    " WHERE m.folder = ?1 AND m.contents = ?2 AND m.change_number > ?3 ORDER BY m.change_number";
MessageRow row_of(const Rows& rows) {
  const auto number = [&](int column) { return static_cast<std::uint64_t>(rows.integer(column)); };
  MessageRow row;
  row.number = number(0);
  row.folder = number(1);
  row.contents = static_cast<Contents>(rows.integer(2));
  row.change_number = number(3);
  row.read = rows.integer(4) != 0;
  row.status = static_cast<std::uint32_t>(rows.integer(5));
  row.created = number(6);
  row.modified = number(7);
  if (!rows.is_null(8)) row.deleted = number(8);
  row.size = number(9);
  row.has_attachments = rows.integer(10) != 0;
  row.change_key = rows.blob(11);
  row.predecessor_change_list = rows.blob(12);
  // A damaged message is listed without its properties, so that the others can still be reached.
  row.properties = PackedProperties::read(rows.blob(13)).value_or(PackedProperties());
  return row;
}

// False when the visitor wants no more.
bool show(Rows rows, const RowVisitor& visit) {
  while (rows.next()) {
    if (visit(row_of(rows)) == Scan::stop) return false;
  }
  return true;
}

struct Slice {
  bool descending;
  std::int64_t limit;
  std::int64_t offset;
};
Slice slice_of(const MessageQuery& query) {
  const auto clamped = [](std::uint64_t value) {
    return static_cast<std::int64_t>(std::min<std::uint64_t>(value, INT64_MAX));
  };
  return {query.descending != query.from_end, clamped(query.limit), clamped(query.offset)};
}

// At which place of the whole list the message is; nothing where it is not there.
template <class State>
std::optional<std::uint64_t> place_of(PooledTransaction& transaction, const State& state,
                                      const MessageQuery& query, MessageNumber number) {
  const bool is_search = state.kind == FolderKind::search;
  const auto contents = static_cast<int>(query.contents);
  const auto there =
      is_search
          ? transaction.integer(
                "SELECT 1 FROM search_result r JOIN message m ON m.number = r.message"
                " WHERE r.search = ?1 AND m.contents = ?2 AND m.number = ?3",
                query.folder, contents, number)
          : transaction.integer("SELECT 1 FROM message WHERE number = ?3 AND folder = ?1 AND contents = ?2",
                                query.folder, contents, number);
  if (!there) return std::nullopt;
  const auto& statements = statements_for(query.sort, slice_of(query).descending);
  const auto& before = is_search ? statements.results_before : statements.before;
  return static_cast<std::uint64_t>(
      transaction.integer(before.c_str(), query.folder, contents, number).value_or(0));
}

}  // namespace

StoreResult<void> SqliteMailbox::list_messages(const MessageQuery& query, const RowVisitor& visit) {
  return read([&](PooledTransaction& transaction) {
    const auto state = folder_state(transaction, query.folder);
    if (!state) return;
    auto slice = slice_of(query);
    const auto& statements = statements_for(query.sort, slice.descending);
    const auto contents = static_cast<int>(query.contents);
    const bool is_search = state->kind == FolderKind::search;
    if (is_indexed(query.sort) && !is_search) {
      if (query.behind != 0) {
        const auto& behind =
            query.properties ? statements.rows_behind_with_properties : statements.rows_behind;
        show(transaction.query(behind.c_str(), query.folder, contents, slice.limit, slice.offset,
                               query.behind),
             visit);
        return;
      }
      const auto& rows = query.properties ? statements.rows_with_properties : statements.rows;
      show(transaction.query(rows.c_str(), query.folder, contents, slice.limit, slice.offset), visit);
      return;
    }
    if (query.behind != 0) {
      const auto place = place_of(transaction, *state, query, query.behind);
      if (!place) return;
      constexpr auto most = INT64_MAX - 1;
      slice.offset += static_cast<std::int64_t>(std::min<std::uint64_t>(*place, most - slice.offset)) + 1;
    }
    // Sorted as numbers: whole rows would be carried through the sort.
    const auto& numbers = is_search ? statements.results : statements.numbers;
    const auto sorted =
        transaction.integers(numbers.c_str(), query.folder, contents, slice.limit, slice.offset);
    for (const auto number : sorted) {
      if (!show(transaction.query(query.properties ? select_row : select_row_alone, number), visit)) return;
    }
  });
}

StoreResult<void> SqliteMailbox::list_messages(std::span<const MessageNumber> numbers,
                                               const RowVisitor& visit) {
  return read([&](PooledTransaction& transaction) {
    for (const auto number : numbers) {
      if (!show(transaction.query(select_row, number), visit)) return;
    }
  });
}

StoreResult<std::optional<std::uint64_t>> SqliteMailbox::position(const MessageQuery& query,
                                                                  MessageNumber number) {
  return read([&](PooledTransaction& transaction) -> std::optional<std::uint64_t> {
    const auto state = folder_state(transaction, query.folder);
    if (!state) return std::nullopt;
    const auto place = place_of(transaction, *state, query, number);
    if (!place || *place < query.offset) return std::nullopt;
    return *place - query.offset;
  });
}

StoreResult<void> SqliteMailbox::changed_messages(FolderNumber folder, Contents contents, ChangeNumber since,
                                                  const RowVisitor& visit) {
  return read([&](PooledTransaction& transaction) {
    if (!folder_state(transaction, folder)) return;
    show(transaction.query(select_changed, folder, static_cast<int>(contents), since), visit);
  });
}

StoreResult<std::vector<MessageNumber>> SqliteMailbox::deleted_messages(FolderNumber folder,
                                                                        ChangeNumber since) {
  return read([&](PooledTransaction& transaction) {
    std::vector<MessageNumber> deleted;
    if (!folder_state(transaction, folder)) return deleted;
    deleted = transaction.integers(
        "SELECT number FROM deletion WHERE folder = ?1 AND kind = 0 AND change_number > ?2"
        " ORDER BY change_number",
        folder, since);
    return deleted;
  });
}

}  // namespace sqlite
}  // namespace mapigate::store
