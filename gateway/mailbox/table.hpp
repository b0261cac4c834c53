#pragma once

#include <map>
#include <memory>
#include <span>
#include <vector>

#include "gateway/mailbox/logon.hpp"
#include "gateway/mailbox/row_changes.hpp"
#include "gateway/mailbox/row_index.hpp"
#include "gateway/mailbox/table_rows.hpp"
#include "protocol/oxcdata/sort_order.hpp"

namespace mapigate::mailbox {

// [MS-OXCTABL] section 2.2.2.1.1.
enum class TableOrigin : std::uint8_t { beginning, current, end };

// A table that somebody has open ([MS-OXCTABL]): which columns, rows and order it shows, and where the cursor
// is. The cursor stands before a row, or at the end, and stays there when others come and go. One thread at a
// time.
class Table {
 public:
  // What a kind of table can do; the rest is NotSupported.
  struct Abilities {
    bool sort = false;  // and categories, and multivalue instances
    bool restrict_rows = false;
    bool find = false;
    bool bookmarks = false;
    bool cut_values = false;  // long values of its rows are cut
  };
  // Notes which rows an event has changed; null: nobody says when they change, so that they are read anew
  // each time.
  using Concerns = std::function<void(const Event&, RowChanges&)>;

  Table(std::shared_ptr<Logon> logon, std::unique_ptr<RowSource> source, Abilities abilities,
        Concerns concerns);
  virtual ~Table() = default;

  const Abilities& abilities() const { return abilities_; }

  // [MS-OXCTABL] section 3.2.5.2. InvalidParam: a type that no column can have. The tags may have the
  // MultivalueInstance bit.
  Outcome<void> set_columns(std::vector<oxcdata::PropertyTag> columns);
  std::span<const oxcdata::PropertyTag> columns() const { return columns_; }
  Outcome<std::vector<oxcdata::PropertyTag>> all_columns();
  // Sections 3.2.5.3 and 3.2.5.4: bookmarks become invalid, and the cursor moves to the beginning. After a
  // failure everything is as before. Strings of the restriction are PtypString; null: no restriction.
  Outcome<void> sort(const oxcdata::SortOrderSet& orders);
  virtual Outcome<void> restrict_rows(oxcdata::RestrictionValue restriction);
  // Section 3.2.5.16: as if the table were open anew.
  void reset();

  struct Position {
    std::uint64_t row = 0;
    std::uint64_t rows = 0;
  };
  Outcome<Position> position();
  // Section 3.2.5.9. How many rows the cursor was moved; negative: backwards.
  struct Sought {
    bool less = false;  // than was asked for
    std::int64_t rows = 0;
    bool gone = false;  // the row of the bookmark
  };
  Outcome<Sought> seek(TableOrigin origin, std::int32_t rows);
  Outcome<Sought> seek_bookmark(wire::ByteView bookmark, std::int32_t rows);
  // Section 3.2.5.11. InvalidBookmark: the denominator is 0.
  Outcome<void> seek_fraction(std::uint32_t numerator, std::uint32_t denominator);
  // Section 3.2.5.12. OutOfMemory: there are too many. Invalid ones are InvalidBookmark.
  Outcome<wire::Bytes> create_bookmark();
  Outcome<void> free_bookmark(wire::ByteView bookmark);

  // Section 3.2.5.5. `visit` takes a row, or returns false where it cannot: then the row stays the next one,
  // or is shown again where it asks for it whole. Backwards the row before the cursor comes first.
  using Visitor = std::function<bool(const TableRow& row)>;
  struct Read {
    std::size_t rows = 0;
    bool refused = false;  // `visit` has returned false
    bool at_end = false;   // there are no more rows in this direction
  };
  Outcome<Read> read(bool forward, std::size_t count, bool advance, const Visitor& visit);

  // Section 3.2.5.14: NotFound where there is no such row. The cursor moves to it.
  struct FindFrom {
    TableOrigin origin = TableOrigin::current;
    std::optional<wire::ByteView> bookmark;  // in place of `origin`
    bool backwards = false;
  };
  struct FindResult {
    bool gone = false;  // the row of the bookmark
  };
  // `visit` is shown the row.
  Outcome<FindResult> find(const oxcdata::Restriction& restriction, FindFrom from, const Visitor& visit);

  // Sections 3.2.5.17 to 3.2.5.20. NotFound, NotCollapsed, NotExpanded. `visit` is shown the first of the
  // rows that have come, as many as it takes.
  Outcome<std::uint64_t> expand(std::uint64_t category, std::size_t count, const Visitor& visit);
  Outcome<std::uint64_t> collapse(std::uint64_t category);
  Outcome<wire::Bytes> collapse_state(RowId row);
  // InvalidCollapseState: not of a table with this order. Returns a bookmark of the row.
  Outcome<wire::Bytes> set_collapse_state(wire::ByteView state);

  std::size_t memory() const;  // bytes, about

 protected:
  RowSource& source() { return *source_; }
  const Logon& logon() const { return *logon_; }
  // Null: an index in memory.
  virtual std::unique_ptr<RowSet> stored_rows(const RowOrder&) { return nullptr; }
  // The rows that columns, order and restriction make. To be called before the table is used.
  void make_rows();

 private:
  struct Cursor {
    std::uint64_t position = 0;
    std::optional<RowPlace> at;      // the row it stands before
    std::optional<RowPlace> before;  // the one before that
  };

  Outcome<void> refresh();
  Outcome<void> show(std::uint64_t from, bool forward, std::uint64_t count, const RowSet::Visitor& visit,
                     const RowPlace* last = nullptr);
  Outcome<void> move_to(std::uint64_t position);
  Outcome<std::uint64_t> origin(TableOrigin origin);
  Outcome<Sought> seek_from(std::uint64_t origin, std::int32_t rows);
  Outcome<std::optional<RowPlace>> place(std::uint64_t position);
  Outcome<RowSet::Found> bookmarked(wire::ByteView bookmark);
  Outcome<wire::Bytes> add_bookmark(std::optional<RowPlace> place);
  // Where the first row is, from `from` on, that matches.
  Outcome<std::optional<std::uint64_t>> search(Matcher& matcher, std::uint64_t from, bool backwards);
  std::uint32_t signature() const;
  void forget();

  const std::shared_ptr<Logon> logon_;
  const std::unique_ptr<RowSource> source_;
  const Abilities abilities_;
  std::shared_ptr<RowChanges> changes_;  // null: always
  Events::Subscription subscription_;

  std::vector<oxcdata::PropertyTag> columns_;
  RowOrder order_;
  oxcdata::PropertyTag instance_tag_{};
  oxcdata::RestrictionValue restriction_;
  std::unique_ptr<RowSet> rows_;
  RowIndex* index_ = nullptr;  // rows_, where it is one
  bool moved_ = false;         // the cursor's row is to be looked for
  Cursor cursor_;
  // Nothing: the end.
  std::map<std::uint32_t, std::optional<RowPlace>> bookmarks_;
  std::uint32_t next_bookmark_ = 1;
};

}  // namespace mapigate::mailbox
