#pragma once

#include <gtest/gtest.h>

#include <algorithm>

#include "gateway/mailbox/table.hpp"
#include "protocol/oxcdata/restriction.hpp"
#include "protocol/oxprops/property_tags.hpp"

namespace mapigate::mailbox {

inline oxcdata::SortOrder ascending(oxcdata::PropertyTag tag) {
  return {tag, oxcdata::SortDirection::ascending};
}
inline oxcdata::SortOrder descending(oxcdata::PropertyTag tag) {
  return {tag, oxcdata::SortDirection::descending};
}
inline oxcdata::SortOrderSet orders(std::vector<oxcdata::SortOrder> list, wire::u16 categories = 0,
                                    wire::u16 expanded = 0) {
  oxcdata::SortOrderSet set;
  set.sort_orders = std::move(list);
  set.categorized_count = categories;
  set.expanded_count = expanded;
  return set;
}
// A column of which each row has one value.
inline oxcdata::PropertyTag instances(oxcdata::PropertyTag tag) {
  return oxcdata::with_type(tag, static_cast<oxcdata::PropertyType>(static_cast<wire::u16>(type_of(tag)) |
                                                                    oxcdata::multivalue_instance_flag));
}

inline oxcdata::RestrictionValue property_is(oxcdata::PropertyTag tag, oxcdata::RelOp rel_op,
                                             oxcdata::PropertyValue value) {
  oxcdata::PropertyRestriction it;
  it.rel_op = rel_op;
  it.property_tag = tag;
  it.tagged_value.tag = oxcdata::with_type(tag, oxcdata::type_of(value));
  it.tagged_value.value = std::move(value);
  return oxcdata::operand(std::move(it));
}
inline oxcdata::RestrictionValue contains(oxcdata::PropertyTag tag, std::u16string text) {
  oxcdata::ContentRestriction it;
  it.fuzzy_level_low = oxcdata::fuzzy_substring;
  it.fuzzy_level_high = oxcdata::fuzzy_ignore_case;
  it.property_tag = tag;
  it.tagged_value.tag = tag;
  it.tagged_value.value = std::move(text);
  return oxcdata::operand(std::move(it));
}

// What a table shows of its rows, as one text each: the values of its columns with "|" between them.
inline std::string text_of(const TableRow& row, std::span<const oxcdata::PropertyTag> columns) {
  std::string text;
  for (const oxcdata::PropertyTag tag : columns) {
    if (!text.empty()) text += '|';
    store::Property scratch;
    const store::Property* property = row.column(tag, scratch);
    if (!property) {
      text += '-';
    } else if (const auto* string = std::get_if<std::u16string>(&property->value)) {
      text.append(string->begin(), string->end());
    } else if (const auto* number = std::get_if<wire::i32>(&property->value)) {
      text += std::to_string(*number);
    } else if (const auto* large_number = std::get_if<wire::i64>(&property->value)) {
      text += std::to_string(*large_number);
    } else if (const auto* flag = std::get_if<bool>(&property->value)) {
      text += *flag ? "true" : "false";
    } else if (property->large) {
      text += "large";
    } else {
      text += '?';
    }
  }
  return text;
}

using Texts = std::vector<std::string>;

inline Texts read_rows(Table& table, std::size_t count = 1000, bool forward = true, bool advance = true) {
  Texts texts;
  const auto read = table.read(forward, count, advance, [&](const TableRow& row) {
    texts.push_back(text_of(row, table.columns()));
    return true;
  });
  EXPECT_TRUE(read);
  if (!read) return texts;
  EXPECT_EQ(read->rows, texts.size());
  return texts;
}
// All rows from the beginning; the cursor stays.
inline Texts all_rows(Table& table) {
  const auto before = table.position();
  EXPECT_TRUE(before);
  EXPECT_TRUE(table.seek(TableOrigin::beginning, 0));
  Texts texts = read_rows(table, 100'000, true, false);
  EXPECT_TRUE(table.seek(TableOrigin::beginning, static_cast<std::int32_t>(before->row)));
  return texts;
}

// Rows in memory that a test changes.
class MemoryRows final : public RowSource {
 public:
  struct Row {
    RowNumber number = 0;
    store::Properties properties;
    bool read = true;
  };

  Outcome<void> scan(const Visitor& visit) override {
    ++scans;
    if (failure != ErrorCode::success) return failure;
    for (const Row& row : rows) {
      if (!visit(row.number, PropertiesSource(row.properties), row.read)) break;
    }
    return boost::system::in_place_value;
  }
  Outcome<void> fetch(std::span<const RowNumber> numbers, const Visitor& visit) override {
    if (failure != ErrorCode::success) return failure;
    for (const RowNumber number : numbers) {
      ++fetched;
      const Row* row = find(number);
      if (row && !visit(number, PropertiesSource(row->properties), row->read)) break;
    }
    return boost::system::in_place_value;
  }
  Outcome<void> show_whole(RowNumber number, const Visitor& visit) override {
    ++whole;
    return fetch(std::span(&number, 1), visit);
  }
  std::uint64_t instance_id(RowNumber number) const override { return number << 16 | 1; }
  RowNumber number_of(std::uint64_t instance_id) const override { return instance_id >> 16; }
  bool is_by_number() const override { return by_number; }
  void invalidate() override {}
  Outcome<std::vector<oxcdata::PropertyTag>> tags() override {
    return std::vector{oxprops::pid_tag_subject, oxprops::pid_tag_importance};
  }

  const Row* find(RowNumber number) const {
    const auto found =
        std::find_if(rows.begin(), rows.end(), [&](const Row& row) { return row.number == number; });
    return found == rows.end() ? nullptr : &*found;
  }
  Row& add(RowNumber number, std::u16string subject, wire::i32 importance = 1) {
    Row row;
    row.number = number;
    row.properties.set(oxprops::pid_tag_subject, std::move(subject));
    row.properties.set(oxprops::pid_tag_importance, importance);
    rows.push_back(std::move(row));
    return rows.back();
  }
  void remove(RowNumber number) {
    std::erase_if(rows, [&](const Row& row) { return row.number == number; });
  }

  std::vector<Row> rows;
  ErrorCode failure{};
  bool by_number = false;  // the test keeps them so
  int scans = 0;
  int fetched = 0;
  int whole = 0;
};

// A table of these with all abilities; nobody says when they change.
class MemoryTable final : public Table {
 public:
  static std::pair<std::unique_ptr<MemoryTable>, MemoryRows*> make(Abilities abilities = {true, true, true,
                                                                                          true, false}) {
    auto rows = std::make_unique<MemoryRows>();
    MemoryRows* its_rows = rows.get();
    return {std::unique_ptr<MemoryTable>(new MemoryTable(std::move(rows), abilities)), its_rows};
  }

 private:
  MemoryTable(std::unique_ptr<MemoryRows> rows, Abilities abilities)
      : Table(nullptr, std::move(rows), abilities, nullptr) {
    make_rows();
  }
};

}  // namespace mapigate::mailbox
