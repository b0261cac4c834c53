#include "gateway/mailbox/row_index.hpp"

#include <algorithm>
#include <array>

namespace mapigate::mailbox {

namespace {

// Rows are fetched so many at a time: a client is told no more than fit its buffer.
constexpr std::size_t batch = 64;

constexpr std::uint32_t leaf_level = 0xFFFF;

}  // namespace

Outcome<std::uint64_t> RowIndex::size() {
  if (auto prepared = prepare(); !prepared) return prepared.error();
  return shown();
}

bool RowIndex::is_expanded(const Category& category) const {
  const bool at_first = category.level < plan_.order.expanded;
  return at_first != toggled_.contains(category.id);
}

void RowIndex::show() {
  slots_.clear();
  if (!has_categories()) return;
  for (std::size_t i = 0; i < categories_.size();) {
    const Category& category = categories_[i];
    slots_.push_back(static_cast<Slot>(i) | category_bit);
    ++i;
    if (!is_expanded(category)) {
      while (i < categories_.size() && categories_[i].level > category.level) ++i;
    } else if (category.level + 1u == plan_.order.categories) {
      for (std::uint32_t entry = category.first; entry < category.end; ++entry) slots_.push_back(entry);
    }
  }
}

RowId RowIndex::row_id(Slot slot) const {
  if ((slot & category_bit) != 0) return {categories_[slot & ~category_bit].id, 0};
  const Entry& entry = entries_[slot];
  return {source_.instance_id(entry.number), entry.instance};
}

RowNumber RowIndex::shown_number(Slot slot) const {
  return (slot & category_bit) != 0 ? categories_[slot & ~category_bit].shown_number : entries_[slot].number;
}

bool RowIndex::show_row(std::uint64_t position, const PropertySource& source, bool whole,
                        const Visitor& visit) const {
  const Slot what = slot(position);
  TableRow row(source);
  row.id = row_id(what);
  row.is_whole = whole;
  row.instance_tag = plan_.instance_tag;
  row.depth = static_cast<std::uint32_t>(plan_.order.categories);
  if ((what & category_bit) == 0) {
    row.value_index = entries_[what].instance;
    if (!has_categories()) row.depth = source_.depth(entries_[what].number);
    return visit(position, row);
  }
  const Category& category = categories_[what & ~category_bit];
  const bool last = category.level + 1u == plan_.order.categories;
  row.type = is_expanded(category) ? RowType::expanded_category : RowType::collapsed_category;
  row.depth = category.level;
  row.value_index = category.shown_instance;
  row.header.emplace();
  row.header->count = category.end - category.first;
  row.header->unread = category.unread;
  // The folder, its own category and those around it.
  row.header->visible = std::span(header_ids_).first(last ? header_ids_.size() : category.level + 2u);
  return visit(position, row);
}

Outcome<void> RowIndex::read(std::uint64_t from, bool forward, std::uint64_t count, const Visitor& visit,
                             const RowPlace*) {
  if (auto prepared = prepare(); !prepared) return prepared;
  std::uint64_t left = forward ? (from < shown() ? shown() - from : 0) : std::min(from, shown());
  left = std::min(left, count);
  std::array<RowNumber, batch> numbers;
  std::array<std::uint64_t, batch> positions;
  std::uint64_t next = from;
  bool go_on = true;
  while (left > 0 && go_on) {
    const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(left, batch));
    for (std::size_t i = 0; i < size; ++i) {
      positions[i] = forward ? next++ : --next;
      numbers[i] = shown_number(slot(positions[i]));
    }
    std::size_t i = 0;
    auto fetched = source_.fetch(std::span(numbers).first(size),
                                 [&](RowNumber number, const PropertySource& source, bool) {
                                   while (i < size && numbers[i] != number) ++i;  // those have gone
                                   if (i == size) return false;
                                   go_on = show_row(positions[i++], source, source_.is_whole(), visit);
                                   return go_on;
                                 });
    if (!fetched) return fetched;
    left -= size;
  }
  return boost::system::in_place_value;
}

std::uint64_t RowIndex::position_of(std::uint32_t entry, std::uint32_t level) const {
  if (!has_categories()) return entry;
  const auto order = [this](Slot what) {
    if ((what & category_bit) == 0) return std::pair(what, leaf_level);
    const Category& category = categories_[what & ~category_bit];
    return std::pair(category.first, std::uint32_t{category.level});
  };
  const auto found = std::partition_point(slots_.begin(), slots_.end(),
                                          [&](Slot what) { return order(what) < std::pair(entry, level); });
  return static_cast<std::uint64_t>(found - slots_.begin());
}

std::optional<std::uint64_t> RowIndex::exact_position(const RowId& row) const {
  std::uint64_t position = 0;
  if (is_header_id(row.instance_id)) {
    const auto found = std::find_if(categories_.begin(), categories_.end(),
                                    [&](const Category& category) { return category.id == row.instance_id; });
    if (found == categories_.end()) return std::nullopt;
    position = position_of(found->first, found->level);
  } else {
    const RowNumber number = source_.number_of(row.instance_id);
    const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) {
      return entry.number == number && entry.instance == row.instance;
    });
    if (found == entries_.end()) return std::nullopt;
    position = position_of(static_cast<std::uint32_t>(found - entries_.begin()), leaf_level);
  }
  // Within a collapsed category it is not shown.
  if (position >= shown() || row_id(slot(position)) != row) return std::nullopt;
  return position;
}

Outcome<std::optional<RowPlace>> RowIndex::place(std::uint64_t position) {
  if (auto prepared = prepare(); !prepared) return prepared.error();
  if (position >= shown()) return std::nullopt;
  const Slot what = slot(position);
  const Entry& entry = entries_[(what & category_bit) != 0 ? categories_[what & ~category_bit].first : what];
  return RowPlace{row_id(what), position, std::string(key_of(entry))};
}

Outcome<RowSet::Found> RowIndex::find(const RowPlace& place) {
  if (auto prepared = prepare(); !prepared) return prepared.error();
  if (const auto position = exact_position(place.row)) return Found{*position, false};
  const Found unknown{std::min(place.position, shown()), true};
  if (place.key.empty()) return unknown;
  auto first = entries_.begin();
  auto end = entries_.end();
  if (plan_.order.maximum) {
    // Only within its group are the keys in order.
    const std::uint64_t id = category_id(place.key, plan_.order.categories - 1);
    const auto group = std::find_if(categories_.begin(), categories_.end(),
                                    [id](const Category& category) { return category.id == id; });
    if (group == categories_.end()) return unknown;
    first = entries_.begin() + group->first;
    end = entries_.begin() + group->end;
  }
  const RowNumber number =
      is_header_id(place.row.instance_id) ? RowNumber{0} : source_.number_of(place.row.instance_id);
  const bool descending = ties_descend();
  const auto found = std::partition_point(first, end, [&](const Entry& entry) {
    const int order = key_of(entry).compare(place.key);
    if (order != 0 || number == 0) return order < 0;
    return descending ? entry.number > number : entry.number < number;
  });
  return Found{position_of(static_cast<std::uint32_t>(found - entries_.begin()), 0), true};
}

Outcome<void> RowIndex::show_whole(std::uint64_t position, const RowId& row, const Visitor& visit) {
  if (auto prepared = prepare(); !prepared) return prepared;
  if (position >= shown() || row_id(slot(position)) != row) return boost::system::in_place_value;
  return source_.show_whole(shown_number(slot(position)), [&](RowNumber, const PropertySource& source, bool) {
    return show_row(position, source, true, visit);
  });
}

Outcome<RowIndex::Toggled> RowIndex::toggle(std::uint64_t category, bool expand) {
  if (auto prepared = prepare(); !prepared) return prepared.error();
  const auto found = std::find_if(categories_.begin(), categories_.end(),
                                  [&](const Category& one) { return one.id == category; });
  if (found == categories_.end()) return ErrorCode::not_found;
  if (is_expanded(*found) == expand) return expand ? ErrorCode::not_collapsed : ErrorCode::not_expanded;
  const std::uint64_t before = shown();
  if (toggled_.erase(category) == 0) toggled_.insert(category);
  show();
  const std::uint64_t after = shown();
  return Toggled{position_of(found->first, found->level), expand ? after - before : before - after};
}

Outcome<RowIndex::Toggled> RowIndex::expand(std::uint64_t category) { return toggle(category, true); }
Outcome<RowIndex::Toggled> RowIndex::collapse(std::uint64_t category) { return toggle(category, false); }

void RowIndex::set_toggled(std::unordered_set<std::uint64_t> categories) {
  toggled_ = std::move(categories);
  if (ready_) show();
}

std::size_t RowIndex::memory() const {
  return entries_.capacity() * sizeof(Entry) + keys_.capacity() + categories_.capacity() * sizeof(Category) +
         slots_.capacity() * sizeof(Slot) + toggled_.size() * 32 + greatest_.size() * 48;
}

}  // namespace mapigate::mailbox
