#include "gateway/mailbox/store_rows.hpp"

#include <algorithm>

#include "protocol/oxprops/property_tags.hpp"

namespace mapigate::mailbox {

using oxcdata::id_of;
using store::SortColumn;

namespace {

std::optional<SortColumn> column_of(oxcdata::PropertyTag tag) {
  switch (id_of(tag)) {
    case id_of(oxprops::pid_tag_mid):
      return SortColumn::number;
    case id_of(oxprops::pid_tag_message_delivery_time):
      return SortColumn::delivery_time;
    case id_of(oxprops::pid_tag_client_submit_time):
      return SortColumn::submit_time;
    case id_of(oxprops::pid_tag_last_modification_time):
      return SortColumn::modified;
    case id_of(oxprops::pid_tag_creation_time):
      return SortColumn::created;
    case id_of(oxprops::pid_tag_message_size):
      return SortColumn::size;
    case id_of(oxprops::pid_tag_normalized_subject):
      return SortColumn::subject;
    case id_of(oxprops::pid_tag_sent_representing_name):
      return SortColumn::sender;
    case id_of(oxprops::pid_tag_display_to):
      return SortColumn::display_to;
    case id_of(oxprops::pid_tag_message_class):
      return SortColumn::message_class;
    case id_of(oxprops::pid_tag_importance):
      return SortColumn::importance;
    case id_of(oxprops::pid_tag_flag_status):
      return SortColumn::flag_status;
    case id_of(oxprops::pid_tag_has_attachments):
      return SortColumn::has_attachments;
    case id_of(oxprops::pid_tag_conversation_id):
      return SortColumn::conversation;
    default:
      return std::nullopt;
  }
}

}  // namespace

std::optional<StoreOrder> store_order(const RowOrder& order) {
  if (order.categories > 0) return std::nullopt;
  if (order.orders.empty()) return StoreOrder{};
  const auto column = column_of(order.orders.front().tag);
  if (!column || !store::is_indexed(*column)) return std::nullopt;
  const auto direction = order.orders.front().order;
  // Equal rows are in the order of their numbers in any case, and numbers are never equal.
  for (std::size_t i = 1; i < order.orders.size() && *column != SortColumn::number; ++i) {
    const oxcdata::SortOrder& next = order.orders[i];
    if (column_of(next.tag) == column) continue;
    if (column_of(next.tag) != SortColumn::number || next.order != direction) return std::nullopt;
    break;
  }
  return StoreOrder{*column, direction == oxcdata::SortDirection::descending};
}

store::MessageQuery StoreRows::query() const {
  store::MessageQuery query;
  query.sort = order_.column;
  query.descending = order_.descending;
  return query;
}

Outcome<std::uint64_t> StoreRows::size() {
  if (!size_) {
    auto count = source_.count();
    if (!count) return count.error();
    size_ = *count;
  }
  return *size_;
}

Outcome<void> StoreRows::read(std::uint64_t from, bool forward, std::uint64_t count, const Visitor& visit,
                              const RowPlace* last) {
  store::MessageQuery query = this->query();
  query.limit = count;
  query.from_end = !forward;
  std::uint64_t next = from;
  bool any = false;
  const MessageRows::Visitor visit_message = [&](RowNumber number, const PropertySource& source, bool) {
    any = true;
    TableRow row(source);
    row.id.instance_id = source_.instance_id(number);
    return visit(forward ? next++ : --next, row);
  };
  if (last) {
    query.behind = source_.number_of(last->row.instance_id);
    if (auto listed = source_.list(query, visit_message); !listed || any) return listed;
    // There are no more, or it has just gone.
    query.behind = 0;
  }
  query.offset = from;
  if (!forward) {
    const auto all = size();
    if (!all) return all.error();
    next = std::min(from, *all);
    query.offset = *all - next;
  }
  return source_.list(query, visit_message);
}

Outcome<RowSet::Found> StoreRows::find(const RowPlace& place) {
  const auto position = source_.position(query(), source_.number_of(place.row.instance_id));
  if (!position) return position.error();
  if (*position) return Found{**position, false};
  const auto all = size();
  if (!all) return all.error();
  // As if it were the only one that has gone.
  return Found{std::min(place.position, *all), true};
}

Outcome<void> StoreRows::show_whole(std::uint64_t position, const RowId& row, const Visitor& visit) {
  return source_.show_whole(source_.number_of(row.instance_id),
                            [&](RowNumber, const PropertySource& source, bool) {
                              TableRow whole(source);
                              whole.id = row;
                              whole.is_whole = true;
                              return visit(position, whole);
                            });
}

}  // namespace mapigate::mailbox
