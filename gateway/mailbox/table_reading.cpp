#include "gateway/mailbox/table.hpp"

namespace mapigate::mailbox {

// As RowSet::read(), with rows shown whole where they are wanted so.
Outcome<void> Table::show(std::uint64_t from, bool forward, std::uint64_t count, const RowSet::Visitor& visit,
                          const RowPlace* last) {
  std::optional<RowPlace> wanted;
  for (;;) {
    std::optional<RowPlace> whole;
    auto read = rows_->read(
        from, forward, count,
        [&](std::uint64_t position, const TableRow& row) {
          if (visit(position, row)) {
            --count;
            return true;
          }
          if (row.whole_wanted() && !row.is_whole) whole = RowPlace{row.id, position, {}};
          return false;
        },
        last);
    if (!read || !whole) return read;
    bool go_on = true;
    auto shown =
        rows_->show_whole(whole->position, whole->row, [&](std::uint64_t position, const TableRow& row) {
          go_on = visit(position, row);
          return go_on;
        });
    if (!shown || !go_on || count <= 1) return shown;
    --count;
    from = forward ? whole->position + 1 : whole->position;
    wanted = std::move(whole);
    last = &*wanted;
  }
}

Outcome<Table::Read> Table::read(bool forward, std::size_t count, bool advance, const Visitor& visit) {
  if (auto refreshed = refresh(); !refreshed) return refreshed.error();
  Read result;
  result.at_end = true;
  Cursor next = cursor_;
  const std::optional<RowPlace>& last = forward ? cursor_.before : cursor_.at;
  const bool is_next = last && (forward ? last->position + 1 : last->position) == cursor_.position;
  // One more, to know the row that the cursor stands at then.
  auto shown = show(
      cursor_.position, forward, std::uint64_t{count} + 1,
      [&](std::uint64_t position, const TableRow& row) {
        std::optional<RowPlace>& ahead = forward ? next.at : next.before;
        std::optional<RowPlace>& behind = forward ? next.before : next.at;
        if (result.rows == count || !visit(row)) {
          if (row.whole_wanted() && !row.is_whole) return false;
          result.refused = result.rows < count;
          result.at_end = false;
          ahead = RowPlace{row.id, position, {}};
          return false;
        }
        ++result.rows;
        behind = RowPlace{row.id, position, {}};
        ahead.reset();
        next.position = forward ? position + 1 : position;
        return true;
      },
      is_next ? &*last : nullptr);
  if (!shown) return shown.error();
  if (!advance || result.rows == 0) return result;
  // An index knows more about the two than this.
  const auto known = rows_->place(next.position);
  if (!known) return known.error();
  if (*known) {
    if (auto moved = move_to(next.position); !moved) return moved.error();
  } else {
    cursor_ = std::move(next);
  }
  return result;
}

Outcome<std::optional<std::uint64_t>> Table::search(Matcher& matcher, std::uint64_t from, bool backwards) {
  // Rows with values that lists do not read are looked at whole, so many between two lists.
  constexpr std::size_t at_once = 500;
  matcher.restart();
  for (;;) {
    std::vector<std::pair<std::uint64_t, RowId>> unknown;
    std::optional<std::uint64_t> found;
    bool all = true;
    auto read =
        rows_->read(from, !backwards, UINT64_MAX - 1, [&](std::uint64_t position, const TableRow& row) {
          if (unknown.size() == at_once) return all = false;
          from = backwards ? position : position + 1;
          const Match match = matcher.counts() ? Match::unknown : matcher.match(row);
          if (match == Match::unknown) unknown.emplace_back(position, row.id);
          if (match == Match::yes) found = position;
          return match != Match::yes;
        });
    if (!read) return read.error();
    for (const auto& [position, id] : unknown) {
      bool matches = false;
      auto shown = rows_->show_whole(position, id, [&](std::uint64_t, const TableRow& row) {
        matches = matcher.matches(row);
        return true;
      });
      if (!shown) return shown.error();
      if (matches) return std::optional(position);
    }
    if (found || all) return found;
  }
}

Outcome<Table::FindResult> Table::find(const oxcdata::Restriction& restriction, FindFrom from,
                                       const Visitor& visit) {
  if (!abilities_.find || (from.bookmark && !abilities_.bookmarks)) return ErrorCode::not_supported;
  auto matcher = Matcher::compile(restriction);
  if (!matcher) return matcher.error();
  if (auto refreshed = refresh(); !refreshed) return refreshed.error();
  FindResult result;
  std::uint64_t position = 0;
  if (from.bookmark) {
    const auto found = bookmarked(*from.bookmark);
    if (!found) return found.error();
    result.gone = found->gone;
    position = found->position;
  } else {
    const auto start = origin(from.origin);
    if (!start) return start.error();
    position = *start;
  }
  // Backwards with the row at the cursor itself, unless that has gone ([MS-OXCTABL] section 2.2.2.14.2).
  if (from.backwards && !result.gone) ++position;
  const auto found = search(*matcher, position, from.backwards);
  if (!found) return found.error();
  if (!*found) return ErrorCode::not_found;
  if (auto moved = move_to(**found); !moved) return moved.error();
  auto shown = show(**found, true, 1, [&](std::uint64_t at, const TableRow& row) {
    if (!cursor_.at) cursor_.at = RowPlace{row.id, at, {}};
    return visit(row);
  });
  if (!shown) return shown.error();
  return result;
}

}  // namespace mapigate::mailbox
