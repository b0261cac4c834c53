#include <algorithm>

#include "gateway/mailbox/table.hpp"
#include "protocol/wire/reader.hpp"
#include "protocol/wire/writer.hpp"

namespace mapigate::mailbox {

using oxcdata::PropertyTag;

namespace {

// The collapsed state of a table: a version, the signature of its order, a row, then the categories that are
// not as they were at first.
constexpr std::uint8_t state_version = 1;
constexpr std::size_t max_state = 0xFFFF;  // bytes that the response has room for

}  // namespace

std::uint32_t Table::signature() const {
  std::uint32_t state = 0x811C'9DC5;  // FNV-1a, 32 bits
  const auto add = [&state](std::uint32_t number) {
    for (int shift = 0; shift < 32; shift += 8) state = (state ^ (number >> shift & 0xFF)) * 0x0100'0193;
  };
  for (const oxcdata::SortOrder& order : order_.orders) {
    add(static_cast<std::uint32_t>(order.tag));
    add(static_cast<std::uint32_t>(order.order));
  }
  add(static_cast<std::uint32_t>(order_.categories));
  add(static_cast<std::uint32_t>(order_.maximum.value_or(PropertyTag{})));
  return state;
}

Outcome<std::uint64_t> Table::expand(std::uint64_t category, std::size_t count, const Visitor& visit) {
  if (!abilities_.sort) return ErrorCode::not_supported;
  if (auto refreshed = refresh(); !refreshed) return refreshed.error();
  if (!index_) return ErrorCode::not_found;
  const auto toggled = index_->expand(category);
  if (!toggled) return toggled.error();
  if (cursor_.position > toggled->position) {
    if (auto moved = move_to(cursor_.position + toggled->rows); !moved) return moved.error();
  }
  const std::uint64_t shown = std::min<std::uint64_t>(count, toggled->rows);
  if (shown > 0) {
    auto read = show(toggled->position + 1, true, shown,
                     [&](std::uint64_t, const TableRow& row) { return visit(row); });
    if (!read) return read.error();
  }
  return toggled->rows;
}

Outcome<std::uint64_t> Table::collapse(std::uint64_t category) {
  if (!abilities_.sort) return ErrorCode::not_supported;
  if (auto refreshed = refresh(); !refreshed) return refreshed.error();
  if (!index_) return ErrorCode::not_found;
  const auto toggled = index_->collapse(category);
  if (!toggled) return toggled.error();
  if (cursor_.position > toggled->position) {
    // From a row that has gone to the next one.
    const std::uint64_t next =
        std::max(cursor_.position, toggled->position + 1 + toggled->rows) - toggled->rows;
    if (auto moved = move_to(next); !moved) return moved.error();
  }
  return toggled->rows;
}

Outcome<wire::Bytes> Table::collapse_state(RowId row) {
  if (!abilities_.sort) return ErrorCode::not_supported;
  if (auto refreshed = refresh(); !refreshed) return refreshed.error();
  wire::Writer state;
  state.number(state_version);
  state.number(signature());
  state.number(row.instance_id);
  state.number(row.instance);
  if (index_) {
    for (const std::uint64_t category : index_->toggled()) state.number(category);
  }
  if (state.size() > max_state) return ErrorCode::too_complex;
  return state.take();
}

Outcome<wire::Bytes> Table::set_collapse_state(wire::ByteView state) {
  if (!abilities_.sort) return ErrorCode::not_supported;
  if (auto refreshed = refresh(); !refreshed) return refreshed.error();
  wire::Reader reader(state);
  const auto version = reader.number<std::uint8_t>();
  const auto its_signature = reader.number<std::uint32_t>();
  RowPlace row;
  row.row.instance_id = reader.number<std::uint64_t>();
  row.row.instance = reader.number<std::uint32_t>();
  std::unordered_set<std::uint64_t> categories;
  while (reader.ok() && reader.remaining() > 0) categories.insert(reader.number<std::uint64_t>());
  if (!reader.finish() || version != state_version || its_signature != signature()) {
    return ErrorCode::invalid_collapse_state;
  }
  if (index_) {
    index_->set_toggled(std::move(categories));
    moved_ = true;
    if (auto refreshed = refresh(); !refreshed) return refreshed.error();
  }
  return add_bookmark(std::move(row));
}

}  // namespace mapigate::mailbox
