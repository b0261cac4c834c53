#include <algorithm>

#include "gateway/mailbox/table.hpp"
#include "protocol/wire/reader.hpp"
#include "protocol/wire/writer.hpp"

namespace mapigate::mailbox {

namespace {

constexpr std::size_t max_bookmarks = 1000;

// 0, which is none, where it is none of ours.
std::uint32_t number_of_bookmark(wire::ByteView bookmark) {
  wire::Reader reader(bookmark);
  const auto number = reader.number<std::uint32_t>();
  return reader.finish() ? number : 0;
}

// The position of a row that is known, but not whether it is still next to the cursor.
constexpr std::uint64_t not_next = UINT64_MAX - 1;

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
  wire::Writer bookmark(sizeof(next_bookmark_));
  bookmark.number(next_bookmark_);
  bookmarks_.emplace(next_bookmark_++, std::move(place));
  return bookmark.take();
}

Outcome<void> Table::free_bookmark(wire::ByteView bookmark) {
  if (!abilities_.bookmarks) return ErrorCode::not_supported;
  if (bookmarks_.erase(number_of_bookmark(bookmark)) == 0) return ErrorCode::invalid_bookmark;
  return boost::system::in_place_value;
}

Outcome<RowSet::Found> Table::bookmarked(wire::ByteView bookmark) {
  const auto found = bookmarks_.find(number_of_bookmark(bookmark));
  if (found == bookmarks_.end()) return ErrorCode::invalid_bookmark;
  if (found->second) return rows_->find(*found->second);
  const auto size = rows_->size();
  if (!size) return size.error();
  return RowSet::Found{*size, false};
}

}  // namespace mapigate::mailbox
