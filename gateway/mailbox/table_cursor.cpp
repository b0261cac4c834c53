#include <algorithm>

#include "gateway/mailbox/table.hpp"

namespace mapigate::mailbox {

namespace {

constexpr std::size_t max_bookmarks = 1000;
constexpr std::size_t bookmark_size = sizeof(std::uint32_t);

template <class N>
void put(wire::Bytes& bytes, N number) {
  for (std::size_t i = 0; i < sizeof(N); ++i) bytes.push_back(static_cast<std::uint8_t>(number >> 8 * i));
}
template <class N>
N get(wire::ByteView& bytes) {
  N number = 0;
  for (std::size_t i = 0; i < sizeof(N); ++i) number |= static_cast<N>(N{bytes[i]} << 8 * i);
  bytes = bytes.subspan(sizeof(N));
  return number;
}

// The position of a row that is known, but not whether it is still next to the cursor.
constexpr std::uint64_t not_next = UINT64_MAX - 1;

// The collapsed state of a table: a version, the signature of its order, a row, then the categories that are
// not as they were at first.
constexpr std::uint8_t state_version = 1;
constexpr std::size_t state_head = 1 + 4 + 8 + 4;
constexpr std::size_t max_state = 0xFFFF;  // bytes that the response has room for

}  // namespace

// Where the cursor's row is now, after others have come and gone.
Outcome<void> Table::refresh() {
  const RowChanges::Taken changes =
      changes_ ? changes_->take() : RowChanges::Taken{.all = true, .numbers = {}};
  if (!changes.empty()) {
    source_->invalidate();
    if (changes.all) {
      rows_->invalidate();
    } else {
      rows_->invalidate(changes.numbers);
    }
    moved_ = true;
  }
  if (!std::exchange(moved_, false) || cursor_.position == 0) return boost::system::in_place_value;
  Cursor known = std::move(cursor_);
  std::optional<std::uint64_t> position;
  if (known.at) {
    const auto found = rows_->find(*known.at);
    if (!found) return found.error();
    if (!found->gone || !known.at->key.empty()) position = found->position;
    if (found->gone) known.at.reset();
  }
  if (!position && known.before) {
    const auto found = rows_->find(*known.before);
    if (!found) return found.error();
    if (!found->gone) position = found->position + 1;
    if (found->gone) known.before.reset();
  }
  if (!position) {
    const auto size = rows_->size();
    if (!size) return size.error();
    position = std::min(known.position, *size);
  }
  if (auto moved = move_to(*position); !moved) return moved;
  if (!cursor_.at && known.at) cursor_.at = RowPlace{known.at->row, *position, {}};
  // Others may have come between the two.
  if (!cursor_.before && known.before) cursor_.before = RowPlace{known.before->row, not_next, {}};
  return boost::system::in_place_value;
}

Outcome<void> Table::move_to(std::uint64_t position) {
  cursor_ = {};
  cursor_.position = position;
  auto at = rows_->place(position);
  if (!at) return at.error();
  cursor_.at = std::move(*at);
  if (position > 0) {
    auto before = rows_->place(position - 1);
    if (!before) return before.error();
    cursor_.before = std::move(*before);
  }
  return boost::system::in_place_value;
}

Outcome<Table::Position> Table::position() {
  if (auto refreshed = refresh(); !refreshed) return refreshed.error();
  const auto size = rows_->size();
  if (!size) return size.error();
  return Position{std::min(cursor_.position, *size), *size};
}

Outcome<std::uint64_t> Table::origin(TableOrigin origin) {
  switch (origin) {
    case TableOrigin::beginning:
      return std::uint64_t{0};
    case TableOrigin::current:
      return cursor_.position;
    case TableOrigin::end:
      break;
  }
  return rows_->size();
}

Outcome<Table::Sought> Table::seek_from(std::uint64_t origin, std::int32_t rows) {
  const auto size = rows_->size();
  if (!size) return size.error();
  const auto from = static_cast<std::int64_t>(std::min(origin, *size));
  const std::int64_t to = std::clamp<std::int64_t>(from + rows, 0, static_cast<std::int64_t>(*size));
  if (auto moved = move_to(static_cast<std::uint64_t>(to)); !moved) return moved.error();
  return Sought{to - from != rows, to - from, false};
}

Outcome<Table::Sought> Table::seek(TableOrigin from, std::int32_t rows) {
  if (auto refreshed = refresh(); !refreshed) return refreshed.error();
  const auto position = origin(from);
  if (!position) return position.error();
  return seek_from(*position, rows);
}

Outcome<Table::Sought> Table::seek_bookmark(wire::ByteView bookmark, std::int32_t rows) {
  if (!abilities_.bookmarks) return ErrorCode::not_supported;
  if (auto refreshed = refresh(); !refreshed) return refreshed.error();
  const auto found = bookmarked(bookmark);
  if (!found) return found.error();
  auto sought = seek_from(found->position, rows);
  if (sought) sought->gone = found->gone;
  return sought;
}

Outcome<void> Table::seek_fraction(std::uint32_t numerator, std::uint32_t denominator) {
  if (denominator == 0) return ErrorCode::invalid_bookmark;
  if (auto refreshed = refresh(); !refreshed) return refreshed.error();
  const auto size = rows_->size();
  if (!size) return size.error();
  if (numerator >= denominator) return move_to(*size);
  // Tables of more than 4 billion rows do not exist.
  return move_to(std::min<std::uint64_t>(*size, UINT32_MAX) * numerator / denominator);
}

Outcome<std::optional<RowPlace>> Table::place(std::uint64_t position) {
  auto known = rows_->place(position);
  if (!known || *known) return known;
  std::optional<RowPlace> place;
  auto read = rows_->read(position, true, 1, [&](std::uint64_t, const TableRow& row) {
    place = RowPlace{row.id, position, {}};
    return true;
  });
  if (!read) return read.error();
  return place;
}

Outcome<wire::Bytes> Table::create_bookmark() {
  if (!abilities_.bookmarks) return ErrorCode::not_supported;
  if (auto refreshed = refresh(); !refreshed) return refreshed.error();
  auto at = place(cursor_.position);
  if (!at) return at.error();
  return add_bookmark(std::move(*at));
}

Outcome<wire::Bytes> Table::add_bookmark(std::optional<RowPlace> place) {
  if (bookmarks_.size() >= max_bookmarks) return ErrorCode::out_of_memory;
  wire::Bytes bookmark;
  put(bookmark, next_bookmark_);
  bookmarks_.emplace(next_bookmark_++, std::move(place));
  return bookmark;
}

Outcome<void> Table::free_bookmark(wire::ByteView bookmark) {
  if (!abilities_.bookmarks) return ErrorCode::not_supported;
  if (bookmark.size() != bookmark_size || bookmarks_.erase(get<std::uint32_t>(bookmark)) == 0) {
    return ErrorCode::invalid_bookmark;
  }
  return boost::system::in_place_value;
}

Outcome<RowSet::Found> Table::bookmarked(wire::ByteView bookmark) {
  if (bookmark.size() != bookmark_size) return ErrorCode::invalid_bookmark;
  const auto found = bookmarks_.find(get<std::uint32_t>(bookmark));
  if (found == bookmarks_.end()) return ErrorCode::invalid_bookmark;
  if (found->second) return rows_->find(*found->second);
  const auto size = rows_->size();
  if (!size) return size.error();
  return RowSet::Found{*size, false};
}

Outcome<Table::Read> Table::read(bool forward, std::size_t count, bool advance, const Visitor& visit) {
  if (auto refreshed = refresh(); !refreshed) return refreshed.error();
  Read result;
  result.at_end = true;
  Cursor next = cursor_;
  const std::optional<RowPlace>& last = forward ? cursor_.before : cursor_.at;
  const bool is_next = last && (forward ? last->position + 1 : last->position) == cursor_.position;
  // One more, to know the row that the cursor stands at then.
  auto read = rows_->read(
      cursor_.position, forward, std::uint64_t{count} + 1,
      [&](std::uint64_t position, const TableRow& row) {
        std::optional<RowPlace>& ahead = forward ? next.at : next.before;
        std::optional<RowPlace>& behind = forward ? next.before : next.at;
        if (result.rows == count || !visit(row)) {
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
  if (!read) return read.error();
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
          const Match match = matcher.counts() && !row.header ? Match::unknown : matcher.match(row);
          if (match == Match::unknown) unknown.emplace_back(position, row.id);
          if (match == Match::yes) found = position;
          return match != Match::yes;
        });
    if (!read) return read.error();
    for (const auto& [position, id] : unknown) {
      const auto match = rows_->match_whole(id, matcher);
      if (!match) return match.error();
      if (*match == Match::yes) return std::optional(position);
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
  auto read = rows_->read(**found, true, 1, [&](std::uint64_t at, const TableRow& row) {
    if (!cursor_.at) cursor_.at = RowPlace{row.id, at, {}};
    return visit(row);
  });
  if (!read) return read.error();
  return result;
}

Outcome<wire::Bytes> Table::collapse_state(RowId row) {
  if (!abilities_.sort) return ErrorCode::not_supported;
  if (auto refreshed = refresh(); !refreshed) return refreshed.error();
  wire::Bytes state;
  state.push_back(state_version);
  put(state, signature());
  put(state, row.instance_id);
  put(state, row.instance);
  if (index_) {
    for (const std::uint64_t category : index_->toggled()) put(state, category);
  }
  if (state.size() > max_state) return ErrorCode::too_complex;
  return state;
}

Outcome<wire::Bytes> Table::set_collapse_state(wire::ByteView state) {
  if (!abilities_.sort) return ErrorCode::not_supported;
  if (auto refreshed = refresh(); !refreshed) return refreshed.error();
  if (state.size() < state_head || (state.size() - state_head) % sizeof(std::uint64_t) != 0 ||
      get<std::uint8_t>(state) != state_version || get<std::uint32_t>(state) != signature()) {
    return ErrorCode::invalid_collapse_state;
  }
  RowPlace row;
  row.row.instance_id = get<std::uint64_t>(state);
  row.row.instance = get<std::uint32_t>(state);
  if (index_) {
    std::unordered_set<std::uint64_t> categories;
    while (!state.empty()) categories.insert(get<std::uint64_t>(state));
    index_->set_toggled(std::move(categories));
    moved_ = true;
    if (auto refreshed = refresh(); !refreshed) return refreshed.error();
  }
  return add_bookmark(std::move(row));
}

}  // namespace mapigate::mailbox
