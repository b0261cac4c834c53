#pragma once

#include "gateway/mailbox/message_rows.hpp"
#include "gateway/mailbox/row_order.hpp"

namespace mapigate::mailbox {

// An order that the store has an index of.
struct StoreOrder {
  store::SortColumn column = store::SortColumn::number;
  bool descending = false;
};
// Nothing where it has none: several columns, categories, other columns.
std::optional<StoreOrder> store_order(const RowOrder& order);

// All messages of a folder in an order of the store: nothing is kept of them, and the first rows cost the
// same whatever the folder holds.
class StoreRows final : public RowSet {
 public:
  // `source` outlives it.
  StoreRows(MessageRows& source, StoreOrder order) : source_(source), order_(order) {}

  Outcome<std::uint64_t> size() override;
  Outcome<void> read(std::uint64_t from, bool forward, std::uint64_t count, const Visitor& visit,
                     const RowPlace* last = nullptr) override;
  Outcome<std::optional<RowPlace>> place(std::uint64_t) override { return std::nullopt; }
  Outcome<Found> find(const RowPlace& place) override;
  Outcome<void> show_whole(std::uint64_t position, const RowId& row, const Visitor& visit) override;
  void invalidate() override { size_.reset(); }
  void invalidate(std::span<const RowNumber>) override { size_.reset(); }

 private:
  store::MessageQuery query() const;

  MessageRows& source_;
  const StoreOrder order_;
  std::optional<std::uint64_t> size_;
};

}  // namespace mapigate::mailbox
