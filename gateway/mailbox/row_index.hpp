#pragma once

#include <unordered_map>
#include <unordered_set>

#include "gateway/mailbox/row_order.hpp"
#include "gateway/mailbox/table_rows.hpp"

namespace mapigate::mailbox {

// The rows of a source that a restriction lets through, in an order that the source does not have itself,
// with categories and with an instance for each of several values. Kept in memory are the numbers of the rows
// and the keys that they are sorted by, not the rows. Made when it is first asked for something, and again
// after invalidate().
class RowIndex final : public RowSet {
 public:
  struct Plan {
    RowOrder order;
    oxcdata::PropertyTag instance_tag{};  // 0: none
    std::optional<Matcher> restriction;
    // Bytes of numbers and keys. More are OutOfMemory: the client is to ask for less.
    std::size_t limit = std::size_t{40} << 20;
  };
  // `source` outlives it.
  RowIndex(RowSource& source, Plan plan) : source_(source), plan_(std::move(plan)) {}

  Outcome<std::uint64_t> size() override;
  Outcome<void> read(std::uint64_t from, bool forward, std::uint64_t count, const Visitor& visit,
                     const RowPlace* last = nullptr) override;
  Outcome<std::optional<RowPlace>> place(std::uint64_t position) override;
  Outcome<Found> find(const RowPlace& place) override;
  Outcome<void> show_whole(std::uint64_t position, const RowId& row, const Visitor& visit) override;
  void invalidate() override { ready_ = false; }
  void invalidate(std::span<const RowNumber> numbers) override;
  std::size_t memory() const override;

  // Categories, [MS-OXCTABL] sections 3.2.5.17 to 3.2.5.20. NotFound: there is none of this PidTagInstID.
  struct Toggled {
    std::uint64_t position = 0;  // of the header
    std::uint64_t rows = 0;      // that have come or gone below it
  };
  Outcome<Toggled> expand(std::uint64_t category);    // NotCollapsed
  Outcome<Toggled> collapse(std::uint64_t category);  // NotExpanded
  // Those that are not as they were at first.
  const std::unordered_set<std::uint64_t>& toggled() const { return toggled_; }
  void set_toggled(std::unordered_set<std::uint64_t> categories);
  bool has_categories() const { return plan_.order.categories > 0; }
  const RowOrder& order() const { return plan_.order; }

 private:
  struct Entry {
    RowNumber number = 0;
    std::uint32_t key = 0;  // offset in keys_, where the value of the maximum column follows the key
    std::uint16_t key_size = 0;
    std::uint16_t instance = 0;
    bool read = true;
  };
  struct Category {
    std::uint64_t id = 0;     // PidTagInstID
    std::uint32_t first = 0;  // its entries
    std::uint32_t end = 0;
    std::uint32_t unread = 0;  // of these
    std::uint16_t level = 0;
    // Whose values of the category columns the header has.
    RowNumber shown_number = 0;
    std::uint16_t shown_instance = 0;
  };
  // What is at a position: an entry, or a category with the highest bit set.
  using Slot = std::uint32_t;
  static constexpr Slot category_bit = 0x8000'0000;

  // row_index_build.cpp
  Outcome<void> prepare();
  Outcome<void> apply_changes();
  // Takes in what `list` shows and the restriction lets through.
  Outcome<void> take(const std::function<Outcome<void>(const RowSource::Visitor&)>& list);
  bool add(RowNumber number, const PropertySource& row, bool read);
  void arrange();
  bool ties_descend() const;  // rows of equal keys are in the order of their numbers
  void order_groups_by_maximum();
  void make_categories();
  std::string_view maximum_of(const Entry& entry) const;
  std::string_view key_of(const Entry& entry) const {
    return std::string_view(keys_).substr(entry.key, entry.key_size);
  }
  // Bytes of the key that all entries of a category of this level have in common.
  std::size_t path_size(std::string_view key, std::size_t level) const;
  std::uint64_t category_id(std::string_view key, std::size_t level) const;

  // row_index.cpp
  bool is_expanded(const Category& category) const;
  void show();
  std::uint64_t shown() const { return has_categories() ? slots_.size() : entries_.size(); }
  Slot slot(std::uint64_t position) const {
    return has_categories() ? slots_[position] : static_cast<Slot>(position);
  }
  RowId row_id(Slot slot) const;
  // The first position that is not before the entry; of a header that begins with it, by its level.
  std::uint64_t position_of(std::uint32_t entry, std::uint32_t level) const;
  std::optional<std::uint64_t> exact_position(const RowId& row) const;
  RowNumber shown_number(Slot slot) const;
  bool show_row(std::uint64_t position, const PropertySource& source, bool whole, const Visitor& visit) const;
  Outcome<Toggled> toggle(std::uint64_t category, bool expand);

  RowSource& source_;
  Plan plan_;
  std::unordered_set<std::uint64_t> toggled_;

  bool ready_ = false;
  std::vector<RowNumber> changed_;  // rows, while ready_
  std::vector<Entry> entries_;
  std::string keys_;
  std::size_t unused_ = 0;  // bytes of keys_, of rows that have gone
  // By their ids: the entry with the greatest value of the maximum column.
  std::unordered_map<std::uint64_t, std::pair<RowNumber, std::uint16_t>> greatest_;
  std::vector<Category> categories_;       // a header before those within it
  std::vector<Slot> slots_;                // where there are categories
  std::vector<std::uint16_t> header_ids_;  // property ids: the folder, the category columns, the maximum
};

}  // namespace mapigate::mailbox
