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
  if (ready_ && !changed_.empty()) {
    if (auto applied = apply_changes(); !applied) {
      ready_ = false;
      return applied;
    }
  }
  if (ready_) return boost::system::in_place_value;
  changed_.clear();
  entries_.clear();
  keys_.clear();
  unused_ = 0;
  if (plan_.restriction) plan_.restriction->restart();
  const auto scanned = take([this](const RowSource::Visitor& visit) { return source_.scan(visit); });
  if (!scanned) {
    entries_.clear();
    keys_.clear();
    return scanned;
  }
  arrange();
  ready_ = true;
  return boost::system::in_place_value;
}

void RowIndex::invalidate(std::span<const RowNumber> numbers) {
  // Rows that count one another are made anew; so is what would leave as much behind as there is.
  const bool anew = !source_.is_by_number() || unused_ > keys_.size() / 2 ||
                    (plan_.restriction && plan_.restriction->counts());
  if (anew || changed_.size() + numbers.size() > entries_.size() / 2) {
    ready_ = false;
  } else if (ready_) {
    changed_.insert(changed_.end(), numbers.begin(), numbers.end());
  }
}

Outcome<void> RowIndex::apply_changes() {
  std::sort(changed_.begin(), changed_.end());
  changed_.erase(std::unique(changed_.begin(), changed_.end()), changed_.end());
  std::erase_if(entries_, [this](const Entry& entry) {
    const bool changed = std::binary_search(changed_.begin(), changed_.end(), entry.number);
    if (changed) unused_ += entry.key_size;
    return changed;
  });
  const auto taken = take([this](const RowSource::Visitor& visit) { return source_.fetch(changed_, visit); });
  if (!taken) return taken;
  changed_.clear();
  arrange();
  return boost::system::in_place_value;
}

Outcome<void> RowIndex::take(const std::function<Outcome<void>(const RowSource::Visitor&)>& list) {
  bool too_many = false;
  // Entries of which it is not known yet whether the restriction lets them through.
  std::vector<std::uint32_t> unknown;
  const bool later = plan_.restriction && plan_.restriction->counts();
  auto listed = list([&](RowNumber number, const PropertySource& row, bool read) {
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
  if (!listed) return listed;
  if (too_many) return ErrorCode::out_of_memory;

  std::vector<bool> dropped(unknown.empty() ? 0 : entries_.size());
  for (std::size_t i = 0; i < unknown.size(); ++i) {
    const RowNumber number = entries_[unknown[i]].number;
    // The instances of one row follow one another.
    if (i > 0 && entries_[unknown[i - 1]].number == number) {
      dropped[unknown[i]] = dropped[unknown[i - 1]];
      continue;
    }
    bool matches = false;
    auto shown = source_.show_whole(number, [&](RowNumber, const PropertySource& row, bool) {
      matches = plan_.restriction->matches(row);
      return true;
    });
    if (!shown) return shown;
    dropped[unknown[i]] = !matches;
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

void RowIndex::arrange() {
  const bool descending = ties_descend();
  if (!plan_.order.orders.empty() || source_.is_by_number()) {
    std::sort(entries_.begin(), entries_.end(), [&](const Entry& a, const Entry& b) {
      if (const int order = key_of(a).compare(key_of(b)); order != 0) return order < 0;
      if (a.number != b.number) return descending ? a.number > b.number : a.number < b.number;
      return a.instance < b.instance;
    });
  }
  if (plan_.order.maximum) order_groups_by_maximum();
  make_categories();
  show();
}

std::size_t RowIndex::path_size(std::string_view key, std::size_t level) const {
  std::size_t end = 0;
  for (std::size_t i = 0; i <= level; ++i) end = key_piece_end(key, end);
  return end;
}

// Made of the values, so that a category has the same id after the index was made anew, and in another table
// of the same order ([MS-OXCTABL] section 2.2.2.20).
std::uint64_t RowIndex::category_id(std::string_view key, std::size_t level) const {
  std::uint64_t state = hash(hash_start, std::string(1, static_cast<char>(level)));
  state = hash(state, key.substr(0, path_size(key, level)));
  // The high bits are the better ones; 0 is none.
  state &= ~std::uint64_t{0xFFFF};
  return state == 0 ? std::uint64_t{1} << 16 : state;
}

std::string_view RowIndex::maximum_of(const Entry& entry) const {
  const std::size_t begin = entry.key + entry.key_size;
  return std::string_view(keys_).substr(begin, key_piece_end(keys_, begin) - begin);
}

// Groups of the last category, within those around it, by the greatest value in each.
void RowIndex::order_groups_by_maximum() {
  struct Group {
    std::size_t first = 0;
    std::size_t end = 0;
    std::string_view around;    // what it has in common with others of the same category around it
    std::string_view greatest;  // not inverted
    std::uint64_t id = 0;
  };
  const std::size_t level = plan_.order.categories - 1;
  const bool descending = is_descending(plan_.order.orders[level]);
  greatest_.clear();
  std::vector<Group> groups;
  for (std::size_t first = 0; first < entries_.size(); first = groups.back().end) {
    const std::string_view key = key_of(entries_[first]);
    const std::string_view path = key.substr(0, path_size(key, level));
    std::size_t end = first;
    std::size_t best = first;
    for (; end < entries_.size() && key_of(entries_[end]).starts_with(path); ++end) {
      if (maximum_of(entries_[end]) > maximum_of(entries_[best])) best = end;
    }
    const std::string_view around = path.substr(0, level == 0 ? 0 : path_size(path, level - 1));
    groups.push_back({first, end, around, maximum_of(entries_[best]), category_id(path, level)});
    greatest_.emplace(groups.back().id, std::pair(entries_[best].number, entries_[best].instance));
  }
  std::stable_sort(groups.begin(), groups.end(), [descending](const Group& a, const Group& b) {
    if (const int order = a.around.compare(b.around); order != 0) return order < 0;
    return descending ? a.greatest > b.greatest : a.greatest < b.greatest;
  });
  std::vector<Entry> ordered;
  ordered.reserve(entries_.size());
  for (const Group& group : groups) {
    ordered.insert(ordered.end(), entries_.begin() + static_cast<std::ptrdiff_t>(group.first),
                   entries_.begin() + static_cast<std::ptrdiff_t>(group.end));
  }
  entries_ = std::move(ordered);
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
