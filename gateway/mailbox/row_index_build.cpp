#include <algorithm>
#include <tuple>

#include "gateway/mailbox/row_index.hpp"
#include "gateway/mailbox/value_order.hpp"
#include "protocol/oxprops/property_tags.hpp"

namespace mapigate::mailbox {

namespace {

// FNV-1a, 64 bits.
std::uint64_t hash(std::uint64_t state, std::string_view bytes) {
  for (const char byte : bytes) {
    state ^= static_cast<std::uint8_t>(byte);
    state *= 0x100'0000'01B3;
  }
  return state;
}
constexpr std::uint64_t hash_start = 0xCBF2'9CE4'8422'2325;

bool is_descending(const oxcdata::SortOrder& order) {
  return order.order == oxcdata::SortDirection::descending;
}

// Rows of one message for at most so many values.
constexpr std::size_t max_instances = 1000;

}  // namespace

Outcome<void> RowIndex::prepare() {
  if (ready_) return boost::system::in_place_value;
  entries_.clear();
  keys_.clear();
  greatest_.clear();
  if (auto scanned = scan(); !scanned) {
    entries_.clear();
    keys_.clear();
    return scanned;
  }
  sort();
  if (plan_.order.maximum) {
    order_groups_by_maximum();
    sort();
  }
  make_categories();
  show();
  ready_ = true;
  return boost::system::in_place_value;
}

Outcome<void> RowIndex::scan() {
  bool too_many = false;
  // Entries of which it is not known yet whether the restriction lets them through.
  std::vector<std::uint32_t> unknown;
  if (plan_.restriction) plan_.restriction->restart();
  const bool later = plan_.restriction && plan_.restriction->counts();
  auto scanned = source_.scan([&](RowNumber number, const PropertySource& row, bool read) {
    Match match = Match::yes;
    if (plan_.restriction) match = later ? Match::unknown : plan_.restriction->match(row);
    if (match == Match::no) return true;
    const std::size_t before = entries_.size();
    too_many = !add(number, row, read);
    if (match == Match::unknown) {
      for (std::size_t i = before; i < entries_.size(); ++i) unknown.push_back(static_cast<std::uint32_t>(i));
    }
    return !too_many;
  });
  if (!scanned) return scanned;
  if (too_many) return ErrorCode::out_of_memory;

  std::vector<bool> dropped(unknown.empty() ? 0 : entries_.size());
  for (std::size_t i = 0; i < unknown.size(); ++i) {
    const RowNumber number = entries_[unknown[i]].number;
    // The instances of one row follow one another.
    if (i > 0 && entries_[unknown[i - 1]].number == number) {
      dropped[unknown[i]] = dropped[unknown[i - 1]];
      continue;
    }
    const auto match = source_.match_whole(number, *plan_.restriction);
    if (!match) return match.error();
    dropped[unknown[i]] = *match != Match::yes;
  }
  if (!dropped.empty()) {
    std::size_t index = 0;
    std::erase_if(entries_, [&](const Entry&) { return dropped[index++]; });
  }
  return boost::system::in_place_value;
}

bool RowIndex::add(RowNumber number, const PropertySource& row, bool read) {
  std::size_t instances = 1;
  if (plan_.instance_tag != oxcdata::PropertyTag{}) {
    store::Property scratch;
    const store::Property* property = row.find(oxcdata::id_of(plan_.instance_tag), scratch);
    if (property) instances = std::clamp<std::size_t>(value_count(property->value), 1, max_instances);
  }
  for (std::size_t instance = 0; instance < instances; ++instance) {
    Entry entry;
    entry.number = number;
    entry.read = read;
    entry.instance = static_cast<std::uint16_t>(instance);
    entry.key = static_cast<std::uint32_t>(keys_.size());
    for (const oxcdata::SortOrder& order : plan_.order.orders) {
      store::Property scratch;
      const store::Property* property = row.find(oxcdata::id_of(order.tag), scratch);
      append_key_piece(keys_, property, order.tag == plan_.instance_tag ? instance : 0, is_descending(order));
    }
    entry.key_size = static_cast<std::uint16_t>(keys_.size() - entry.key);
    entry.maximum = static_cast<std::uint32_t>(keys_.size());
    if (plan_.order.maximum) {
      store::Property scratch;
      append_key_piece(keys_, row.find(oxcdata::id_of(*plan_.order.maximum), scratch), 0, false);
    }
    entries_.push_back(entry);
  }
  return keys_.size() + entries_.size() * sizeof(Entry) <= plan_.limit;
}

bool RowIndex::ties_descend() const {
  return !plan_.order.orders.empty() && is_descending(plan_.order.orders.front());
}

void RowIndex::sort() {
  if (plan_.order.orders.empty()) return;
  const bool descending = ties_descend();
  std::sort(entries_.begin(), entries_.end(), [&](const Entry& a, const Entry& b) {
    if (const int order = key_of(a).compare(key_of(b)); order != 0) return order < 0;
    if (a.number != b.number) return descending ? a.number > b.number : a.number < b.number;
    return a.instance < b.instance;
  });
}

std::size_t RowIndex::path_size(std::string_view key, std::size_t level) const {
  // The greatest value stands in front of the last category.
  const bool last = level + 1 == plan_.order.categories;
  const std::size_t pieces = level + 1 + (last && !greatest_.empty() ? 1 : 0);
  std::size_t end = 0;
  for (std::size_t i = 0; i < pieces; ++i) end = key_piece_end(key, end);
  return end;
}

// Made of the values, so that a category has the same id after the index was made anew, and in another table
// of the same order ([MS-OXCTABL] section 2.2.2.20). The greatest value is none of them: it changes.
std::uint64_t RowIndex::category_id(std::string_view key, std::size_t level) const {
  std::uint64_t state = hash(hash_start, std::string(1, static_cast<char>(level)));
  const bool skip = level + 1 == plan_.order.categories && !greatest_.empty();
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= level; ++i) {
    if (skip && i == level) begin = key_piece_end(key, begin);
    const std::size_t end = key_piece_end(key, begin);
    state = hash(state, key.substr(begin, end - begin));
    begin = end;
  }
  // The high bits are the better ones; 0 is none.
  state &= ~std::uint64_t{0xFFFF};
  return state == 0 ? std::uint64_t{1} << 16 : state;
}

void RowIndex::order_groups_by_maximum() {
  const std::size_t level = plan_.order.categories - 1;
  const bool descending = is_descending(plan_.order.orders[level]);
  const auto maximum_of = [this](const Entry& entry) {
    const std::size_t end = key_piece_end(keys_, entry.maximum);
    return std::string_view(keys_).substr(entry.maximum, end - entry.maximum);
  };
  std::string keys;
  std::unordered_map<std::uint64_t, std::pair<RowNumber, std::uint16_t>> greatest;
  for (std::size_t first = 0; first < entries_.size();) {
    const std::string_view path =
        key_of(entries_[first]).substr(0, path_size(key_of(entries_[first]), level));
    std::size_t end = first;
    std::size_t best = first;
    for (; end < entries_.size() && key_of(entries_[end]).starts_with(path); ++end) {
      if (maximum_of(entries_[end]) > maximum_of(entries_[best])) best = end;
    }
    greatest.emplace(category_id(path, level), std::pair(entries_[best].number, entries_[best].instance));
    std::string piece(maximum_of(entries_[best]));
    if (descending) invert_key_piece(piece);
    const std::size_t outer = level == 0 ? 0 : path_size(path, level - 1);
    for (std::size_t i = first; i < end; ++i) {
      const std::string_view old = key_of(entries_[i]);
      const auto offset = static_cast<std::uint32_t>(keys.size());
      keys.append(old.substr(0, outer)).append(piece).append(old.substr(outer));
      entries_[i].key = offset;
      entries_[i].key_size = static_cast<std::uint16_t>(keys.size() - offset);
    }
    first = end;
  }
  keys_ = std::move(keys);
  greatest_ = std::move(greatest);
}

void RowIndex::make_categories() {
  categories_.clear();
  header_ids_.clear();
  if (!has_categories()) return;
  header_ids_.push_back(oxcdata::id_of(oxprops::pid_tag_folder_id));
  for (std::size_t level = 0; level < plan_.order.categories; ++level) {
    header_ids_.push_back(oxcdata::id_of(plan_.order.orders[level].tag));
  }
  if (plan_.order.maximum) header_ids_.push_back(oxcdata::id_of(*plan_.order.maximum));

  std::vector<std::size_t> open(plan_.order.categories);  // of each level
  std::string_view previous;
  for (std::uint32_t i = 0; i < entries_.size(); ++i) {
    const std::string_view key = key_of(entries_[i]);
    bool differs = i == 0;
    for (std::size_t level = 0; level < plan_.order.categories; ++level) {
      const std::size_t size = path_size(key, level);
      differs = differs || key.substr(0, size) != previous.substr(0, size);
      if (differs) {
        Category category;
        category.id = category_id(key, level);
        category.first = i;
        category.level = static_cast<std::uint16_t>(level);
        category.shown_number = entries_[i].number;
        category.shown_instance = entries_[i].instance;
        const auto greatest = greatest_.find(category.id);
        if (greatest != greatest_.end() && level + 1 == plan_.order.categories) {
          std::tie(category.shown_number, category.shown_instance) = greatest->second;
        }
        open[level] = categories_.size();
        categories_.push_back(category);
      }
      Category& category = categories_[open[level]];
      category.end = i + 1;
      if (!entries_[i].read) ++category.unread;
    }
    previous = key;
  }
}

}  // namespace mapigate::mailbox
