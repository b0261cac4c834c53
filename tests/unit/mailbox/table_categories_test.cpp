#include <gtest/gtest.h>

#include "tests/unit/mailbox/table_rig.hpp"

namespace mapigate::mailbox {
namespace {

using namespace oxcdata;
using namespace oxprops;

constexpr auto keywords = property_tag(0x8001, PropertyType::multiple_string);

// Rows: importance, subject; in the categories of their importance, and of their sensitivity in these.
class CategoriesTest : public testing::Test {
 protected:
  CategoriesTest() {
    auto made = MemoryTable::make();
    table_ = std::move(made.first);
    rows_ = made.second;
    add(1, u"a", 2, 0, true);
    add(2, u"b", 1, 0, false);
    add(3, u"c", 2, 1, false);
    add(4, u"d", 1, 0, true);
    add(5, u"e", 0, 0, true);
    columns({pid_tag_row_type, pid_tag_depth, pid_tag_importance, pid_tag_subject, pid_tag_content_count,
             pid_tag_content_unread_count});
  }
  void add(RowNumber number, std::u16string subject, wire::i32 importance, wire::i32 sensitivity, bool read) {
    auto& row = rows_->add(number, std::move(subject), importance);
    row.properties.set(pid_tag_sensitivity, sensitivity);
    row.read = read;
  }
  void columns(std::vector<PropertyTag> tags) { ASSERT_TRUE(table_->set_columns(std::move(tags))); }
  void sort(wire::u16 categories, wire::u16 expanded) {
    ASSERT_TRUE(table_->sort(
        orders({descending(pid_tag_importance), ascending(pid_tag_sensitivity), ascending(pid_tag_subject)},
               categories, expanded)));
  }
  std::uint64_t header(std::size_t position) {
    std::uint64_t id = 0;
    EXPECT_TRUE(table_->seek(TableOrigin::beginning, static_cast<std::int32_t>(position)));
    EXPECT_TRUE(table_->read(true, 1, false, [&](const TableRow& row) {
      id = row.id.instance_id;
      EXPECT_TRUE(row.header);
      return true;
    }));
    return id;
  }
  Outcome<std::uint64_t> expand(std::uint64_t id, std::size_t count = 0) {
    shown_.clear();
    return table_->expand(id, count, [this](const TableRow& row) {
      shown_.push_back(text_of(row, table_->columns()));
      return true;
    });
  }

  std::unique_ptr<Table> table_;
  MemoryRows* rows_ = nullptr;
  Texts shown_;
};

TEST_F(CategoriesTest, Expanded) {
  sort(1, 1);
  EXPECT_EQ(read_rows(*table_), (Texts{"3|0|2|-|2|1", "1|1|2|a|-|-", "1|1|2|c|-|-", "3|0|1|-|2|1",
                                       "1|1|1|b|-|-", "1|1|1|d|-|-", "3|0|0|-|1|0", "1|1|0|e|-|-"}));
}

TEST_F(CategoriesTest, Collapsed) {
  sort(1, 0);
  EXPECT_EQ(read_rows(*table_), (Texts{"4|0|2|-|2|1", "4|0|1|-|2|1", "4|0|0|-|1|0"}));
}

TEST_F(CategoriesTest, WithinOneAnother) {
  columns({pid_tag_row_type, pid_tag_depth, pid_tag_importance, pid_tag_sensitivity, pid_tag_subject,
           pid_tag_content_count});
  sort(2, 2);
  EXPECT_EQ(all_rows(*table_), (Texts{"3|0|2|-|-|2", "3|1|2|0|-|1", "1|2|2|0|a|-", "3|1|2|1|-|1",
                                      "1|2|2|1|c|-", "3|0|1|-|-|2", "3|1|1|0|-|2", "1|2|1|0|b|-",
                                      "1|2|1|0|d|-", "3|0|0|-|-|1", "3|1|0|0|-|1", "1|2|0|0|e|-"}));
  sort(2, 1);
  EXPECT_EQ(all_rows(*table_), (Texts{"3|0|2|-|-|2", "4|1|2|0|-|1", "4|1|2|1|-|1", "3|0|1|-|-|2",
                                      "4|1|1|0|-|2", "3|0|0|-|-|1", "4|1|0|0|-|1"}));
  sort(2, 0);
  EXPECT_EQ(all_rows(*table_).size(), 3u);
}

TEST_F(CategoriesTest, ExpandAndCollapse) {
  sort(1, 0);
  const std::uint64_t first = header(0);
  const std::uint64_t second = header(1);
  EXPECT_NE(first, second);
  EXPECT_TRUE(is_header_id(first));
  EXPECT_EQ(*expand(second, 10), 2u);
  EXPECT_EQ(shown_, (Texts{"1|1|1|b|-|-", "1|1|1|d|-|-"}));
  EXPECT_EQ(all_rows(*table_),
            (Texts{"4|0|2|-|2|1", "3|0|1|-|2|1", "1|1|1|b|-|-", "1|1|1|d|-|-", "4|0|0|-|1|0"}));
  EXPECT_EQ(expand(second).error(), ErrorCode::not_collapsed);
  EXPECT_EQ(*expand(first, 1), 2u);
  EXPECT_EQ(shown_, Texts{"1|1|2|a|-|-"});
  EXPECT_EQ(*table_->collapse(second), 2u);
  EXPECT_EQ(table_->collapse(second).error(), ErrorCode::not_expanded);
  EXPECT_EQ(expand(0x7777'0000).error(), ErrorCode::not_found);
  EXPECT_EQ(table_->collapse(65537).error(), ErrorCode::not_found) << "a row that is no header";
  EXPECT_EQ(all_rows(*table_).size(), 5u);
}

TEST_F(CategoriesTest, TheCursorStaysWhenCategoriesOpenAndClose) {
  sort(1, 0);
  const std::uint64_t first = header(0);
  ASSERT_TRUE(table_->seek(TableOrigin::beginning, 1));
  ASSERT_TRUE(expand(first));
  EXPECT_EQ(table_->position()->row, 3u);
  ASSERT_TRUE(table_->collapse(first));
  EXPECT_EQ(table_->position()->row, 1u);
  ASSERT_TRUE(expand(first));
  ASSERT_TRUE(table_->seek(TableOrigin::beginning, 2));
  ASSERT_TRUE(table_->collapse(first));
  EXPECT_EQ(table_->position()->row, 1u) << "from a row that is hidden to the next";
}

TEST_F(CategoriesTest, StatesOutliveChanges) {
  sort(1, 0);
  const std::uint64_t second = header(1);
  ASSERT_TRUE(expand(second));
  add(6, u"f", 1, 0, false);
  add(7, u"g", 9, 0, true);
  EXPECT_EQ(all_rows(*table_), (Texts{"4|0|9|-|1|0", "4|0|2|-|2|1", "3|0|1|-|3|2", "1|1|1|b|-|-",
                                      "1|1|1|d|-|-", "1|1|1|f|-|-", "4|0|0|-|1|0"}));
  EXPECT_EQ(header(2), second);
}

TEST_F(CategoriesTest, BookmarksOfRowsThatAreHidden) {
  sort(1, 1);
  ASSERT_TRUE(table_->seek(TableOrigin::beginning, 2));
  const auto bookmark = *table_->create_bookmark();
  ASSERT_TRUE(table_->collapse(header(0)));
  const auto sought = table_->seek_bookmark(bookmark, 0);
  ASSERT_TRUE(sought);
  EXPECT_TRUE(sought->gone);
  EXPECT_EQ(read_rows(*table_, 1), Texts{"3|0|1|-|2|1"});
}

TEST_F(CategoriesTest, BookmarksOfHeaders) {
  sort(1, 0);
  ASSERT_TRUE(table_->seek(TableOrigin::beginning, 1));
  const auto bookmark = *table_->create_bookmark();
  ASSERT_TRUE(expand(header(0)));
  EXPECT_FALSE(table_->seek_bookmark(bookmark, 0)->gone);
  EXPECT_EQ(table_->position()->row, 3u);
  rows_->remove(2);
  rows_->remove(4);
  EXPECT_TRUE(table_->seek_bookmark(bookmark, 0)->gone);
  EXPECT_EQ(read_rows(*table_, 1), Texts{"4|0|0|-|1|0"});
}

TEST_F(CategoriesTest, CollapseState) {
  sort(1, 0);
  ASSERT_TRUE(expand(header(1)));
  const auto state = table_->collapse_state({rows_->instance_id(4), 0});
  ASSERT_TRUE(state);
  const Texts before = all_rows(*table_);
  ASSERT_TRUE(table_->collapse(header(1)));
  ASSERT_TRUE(expand(header(0)));
  const auto bookmark = table_->set_collapse_state(*state);
  ASSERT_TRUE(bookmark);
  EXPECT_EQ(all_rows(*table_), before);
  EXPECT_FALSE(table_->seek_bookmark(*bookmark, 0)->gone);
  EXPECT_EQ(read_rows(*table_, 1), Texts{"1|1|1|d|-|-"});
  EXPECT_TRUE(table_->free_bookmark(*bookmark));

  for (std::size_t size = 0; size < state->size(); ++size) {
    const auto cut = table_->set_collapse_state(wire::ByteView(*state).first(size));
    EXPECT_EQ(cut.has_value(), size == 17) << size << ": a state without categories";
  }
  sort(2, 0);
  EXPECT_EQ(table_->set_collapse_state(*state).error(), ErrorCode::invalid_collapse_state) << "another order";
}

TEST_F(CategoriesTest, GroupsInTheOrderOfTheirGreatestValue) {
  columns({pid_tag_row_type, pid_tag_subject, pid_tag_importance, pid_tag_inst_id});
  rows_->rows.clear();
  add(1, u"topic a", 5, 0, true);
  add(2, u"topic b", 7, 0, true);
  add(3, u"topic a", 9, 0, true);
  add(4, u"topic c", 1, 0, true);
  add(5, u"TOPIC B", 2, 0, true);
  SortOrder greatest{pid_tag_importance, SortDirection::maximum_category};
  ASSERT_TRUE(
      table_->sort(orders({descending(pid_tag_subject), greatest, ascending(pid_tag_importance)}, 1, 1)));
  Texts rows = all_rows(*table_);
  for (std::string& text : rows) text.resize(text.rfind('|'));
  EXPECT_EQ(rows, (Texts{"3|topic a|9", "1|topic a|5", "1|topic a|9", "3|topic b|7", "1|TOPIC B|2",
                         "1|topic b|7", "3|topic c|1", "1|topic c|1"}))
      << "the newest first, in the groups the oldest first";
  const std::uint64_t b = header(3);
  add(6, u"topic b", 10, 0, true);
  EXPECT_EQ(header(0), b) << "the same category, elsewhere";
  ASSERT_TRUE(table_->sort(orders({ascending(pid_tag_subject), greatest}, 1, 0)));
  rows = all_rows(*table_);
  for (std::string& text : rows) text.resize(text.rfind('|'));
  EXPECT_EQ(rows, (Texts{"4|topic c|1", "4|topic a|9", "4|topic b|10"}));
}

TEST_F(CategoriesTest, GreatestValueErrors) {
  SortOrder greatest{pid_tag_importance, SortDirection::maximum_category};
  EXPECT_EQ(table_->sort(orders({greatest, ascending(pid_tag_subject)}, 1)).error(),
            ErrorCode::invalid_parameter);
  EXPECT_EQ(
      table_->sort(orders({ascending(pid_tag_subject), ascending(pid_tag_sensitivity), greatest}, 1)).error(),
      ErrorCode::invalid_parameter);
}

TEST_F(CategoriesTest, MultivalueInstances) {
  rows_->rows.clear();
  rows_->add(1, u"one").properties.set(keywords, std::vector<std::u16string>{u"red", u"blue"});
  rows_->add(2, u"two");
  rows_->add(3, u"three").properties.set(keywords, std::vector<std::u16string>{u"blue"});
  columns({pid_tag_subject, instances(keywords), pid_tag_instance_num});
  EXPECT_EQ(all_rows(*table_), (Texts{"one|red|0", "one|blue|1", "two|-|0", "three|blue|0"}));
  ASSERT_TRUE(table_->sort(orders({ascending(instances(keywords)), ascending(pid_tag_subject)})));
  EXPECT_EQ(all_rows(*table_), (Texts{"two|-|0", "one|blue|1", "three|blue|0", "one|red|0"}));
  columns({pid_tag_row_type, pid_tag_subject, instances(keywords), pid_tag_content_count});
  ASSERT_TRUE(table_->sort(orders({ascending(instances(keywords)), ascending(pid_tag_subject)}, 1, 1)));
  EXPECT_EQ(all_rows(*table_), (Texts{"3|-|-|1", "1|two|-|-", "3|-|blue|2", "1|one|blue|-", "1|three|blue|-",
                                      "3|-|red|1", "1|one|red|-"}));
  columns({pid_tag_subject});
  ASSERT_TRUE(table_->sort(orders({})));
  EXPECT_EQ(all_rows(*table_).size(), 3u) << "no instances any more";
}

TEST_F(CategoriesTest, InstancesWithARestriction) {
  rows_->rows.clear();
  rows_->add(1, u"one").properties.set(keywords, std::vector<std::u16string>{u"red", u"blue"});
  rows_->add(2, u"two").properties.set(keywords, std::vector<std::u16string>{u"green"});
  columns({pid_tag_subject, instances(keywords)});
  ASSERT_TRUE(table_->restrict_rows(property_is(keywords, RelOp::equal, std::u16string(u"blue"))));
  EXPECT_EQ(all_rows(*table_), (Texts{"one|red", "one|blue"})) << "of the whole property";
}

TEST_F(CategoriesTest, FindsHeaders) {
  sort(1, 0);
  const auto find = [this](wire::i32 importance) {
    const auto found =
        table_->find(*property_is(pid_tag_importance, RelOp::equal, importance).restriction,
                     {TableOrigin::beginning, {}, false}, [](const TableRow&) { return true; });
    return found ? static_cast<int>(table_->position()->row) : -1;
  };
  EXPECT_EQ(find(1), 1);
  EXPECT_EQ(find(0), 2);
  EXPECT_EQ(find(5), -1);
}

TEST_F(CategoriesTest, EmptyTable) {
  rows_->rows.clear();
  sort(2, 1);
  EXPECT_EQ(all_rows(*table_), Texts{});
  EXPECT_EQ(expand(0x1'0000).error(), ErrorCode::not_found);
  SortOrder greatest{pid_tag_importance, SortDirection::maximum_category};
  ASSERT_TRUE(table_->sort(orders({ascending(pid_tag_subject), greatest}, 1, 0)));
  EXPECT_EQ(all_rows(*table_), Texts{});
}

}  // namespace
}  // namespace mapigate::mailbox
