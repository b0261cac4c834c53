#include "gateway/mailbox/row_order.hpp"

#include <algorithm>

#include "gateway/mailbox/sort_key.hpp"
#include "gateway/mailbox/value_order.hpp"
#include "protocol/oxprops/property_tags.hpp"

namespace mapigate::mailbox {

using oxcdata::PropertyTag;
using oxcdata::PropertyType;
using oxcdata::SortDirection;
using oxcdata::SortOrder;

namespace {

bool is_instance(PropertyTag tag) {
  return (static_cast<wire::u16>(oxcdata::type_of(tag)) & oxcdata::multivalue_instance_flag) != 0;
}

// What tables make themselves, for what stands in them.
bool is_of_table(PropertyTag tag) {
  switch (oxcdata::id_of(tag)) {
    case id_of(oxprops::pid_tag_inst_id):
    case id_of(oxprops::pid_tag_instance_num):
    case id_of(oxprops::pid_tag_row_type):
    case id_of(oxprops::pid_tag_depth):
    case id_of(oxprops::pid_tag_content_count):
    case id_of(oxprops::pid_tag_content_unread_count):
      return true;
    default:
      return false;
  }
}

// Success where rows can be sorted by it.
ErrorCode check(const SortOrder& order) {
  const PropertyType type = oxcdata::type_of(order.tag);
  if (is_of_table(order.tag)) return ErrorCode::invalid_parameter;
  if (is_instance(order.tag) && !is_multiple(type)) return ErrorCode::invalid_parameter;
  // [MS-OXCDATA] section 2.13.1: one row for each value, or not at all.
  if (is_multiple(type) && !is_instance(order.tag)) return ErrorCode::not_supported;
  if (family_of(type) == ValueFamily::none) return ErrorCode::invalid_parameter;
  return ErrorCode::success;
}

// Every piece begins with one of these, or its complement.
constexpr char no_value = 0x01;
constexpr char has_value = 0x02;
// A zero in a piece is followed by `escaped`, the one that ends it by `end`, so that a shorter one is less.
constexpr char escaped = 0x02;
constexpr char end = 0x01;

}  // namespace

Outcome<RowOrder> row_order(const oxcdata::SortOrderSet& set) {
  if (set.sort_orders.size() > max_sort_columns) return ErrorCode::too_complex;
  if (set.categorized_count > set.sort_orders.size() || set.expanded_count > set.categorized_count) {
    return ErrorCode::invalid_parameter;
  }
  RowOrder order;
  order.categories = set.categorized_count;
  order.expanded = set.expanded_count;
  for (std::size_t i = 0; i < set.sort_orders.size(); ++i) {
    const SortOrder& one = set.sort_orders[i];
    if (const ErrorCode error = check(one); error != ErrorCode::success) return error;
    switch (one.order) {
      case SortDirection::ascending:
      case SortDirection::descending:
        order.orders.push_back(one);
        break;
      case SortDirection::maximum_category:
        // It follows the categories, whose last it is of.
        if (order.categories == 0 || i != order.categories) return ErrorCode::invalid_parameter;
        if (is_instance(one.tag)) return ErrorCode::invalid_parameter;
        order.maximum = one.tag;
        break;
      default:
        return ErrorCode::invalid_parameter;
    }
  }
  if (auto column = instance_column(order, {}); !column) return column.error();
  return order;
}

Outcome<PropertyTag> instance_column(const RowOrder& order, const std::vector<PropertyTag>& columns) {
  PropertyTag found{};
  const auto add = [&found](PropertyTag tag) {
    if (!is_instance(tag)) return true;
    if (found != PropertyTag{} && found != tag) return false;
    found = tag;
    return true;
  };
  for (const SortOrder& one : order.orders) {
    if (!add(one.tag)) return ErrorCode::too_complex;
  }
  for (const PropertyTag tag : columns) {
    if (!add(tag)) return ErrorCode::too_complex;
  }
  return found;
}

void append_key_piece(std::string& key, const store::Property* property, std::size_t index, bool descending) {
  const std::size_t begin = key.size();
  if (property && !property->large && index < value_count(property->value)) {
    key += has_value;
    std::string scratch;
    std::string_view bytes = value_key(property->value, index, {Folding::loose, max_sort_key}, scratch);
    for (const char byte : bytes.substr(0, max_sort_key)) {
      key += byte;
      if (byte == 0) key += escaped;
    }
  } else {
    key += no_value;
  }
  key += '\0';
  key += end;
  if (descending) {
    std::string piece = key.substr(begin);
    invert_key_piece(piece);
    key.replace(begin, piece.size(), piece);
  }
}

void invert_key_piece(std::string& piece) {
  for (char& byte : piece) byte = static_cast<char>(~byte);
}

std::size_t key_piece_end(std::string_view key, std::size_t from) {
  const bool inverted = from < key.size() && key[from] != no_value && key[from] != has_value;
  const auto at = [&](std::size_t i) { return inverted ? static_cast<char>(~key[i]) : key[i]; };
  for (std::size_t i = from; i + 1 < key.size(); ++i) {
    if (at(i) != 0) continue;
    if (at(i + 1) == end) return i + 2;
    ++i;
  }
  return key.size();
}

}  // namespace mapigate::mailbox
