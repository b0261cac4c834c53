#include "gateway/mailbox/table.hpp"

#include <random>

#include "tests/unit/mailbox/table_rig.hpp"

namespace mapigate::mailbox {
namespace {

using namespace oxcdata;
using namespace oxprops;

constexpr auto keywords = property_tag(0x8001, PropertyType::multiple_string);

class TableTest : public testing::Test {
 protected:
  TableTest() {
    auto made = MemoryTable::make();
    table_ = std::move(made.first);
    rows_ = made.second;
    EXPECT_TRUE(table_->set_columns({pid_tag_subject}));
  }
  void fill(std::size_t count) {
    for (std::size_t i = 1; i <= count; ++i) {
      const std::string name = "s" + std::to_string(100 + i);
      rows_->add(i, std::u16string(name.begin(), name.end()));
    }
  }
  std::uint64_t at() { return table_->position()->row; }

  std::unique_ptr<Table> table_;
  MemoryRows* rows_ = nullptr;
};

TEST_F(TableTest, Columns) {
  fill(1);
  EXPECT_EQ(table_->set_columns({}).error(), ErrorCode::invalid_parameter);
  for (const PropertyType type :
       {PropertyType::unspecified, PropertyType::error_code, static_cast<PropertyType>(0x0123)}) {
    EXPECT_EQ(table_->set_columns({with_type(pid_tag_subject, type)}).error(), ErrorCode::invalid_parameter);
  }
  EXPECT_EQ(table_->columns().size(), 1u) << "as before";
  EXPECT_TRUE(table_->set_columns({pid_tag_importance, pid_tag_body, pid_tag_row_type, pid_tag_depth,
                                   pid_tag_inst_id, pid_tag_instance_num}));
  EXPECT_EQ(read_rows(*table_), Texts{"1|-|1|0|65537|0"});
  const auto all = table_->all_columns();
  ASSERT_TRUE(all);
  EXPECT_TRUE(std::is_sorted(all->begin(), all->end()));
  for (const PropertyTag tag : {pid_tag_subject, pid_tag_inst_id, pid_tag_row_type}) {
    EXPECT_EQ(std::count(all->begin(), all->end(), tag), 1);
  }
}

TEST_F(TableTest, AbilitiesAreAsked) {
  auto [table, rows] = MemoryTable::make({});
  rows->add(1, u"x");
  EXPECT_EQ(table->sort(orders({ascending(pid_tag_subject)})).error(), ErrorCode::not_supported);
  EXPECT_EQ(table->restrict_rows({}).error(), ErrorCode::not_supported);
  EXPECT_EQ(table->create_bookmark().error(), ErrorCode::not_supported);
  EXPECT_EQ(table->free_bookmark({}).error(), ErrorCode::not_supported);
  EXPECT_EQ(table->seek_bookmark({}, 0).error(), ErrorCode::not_supported);
  EXPECT_EQ(table->expand(0, 0, nullptr).error(), ErrorCode::not_supported);
  EXPECT_EQ(table->collapse(0).error(), ErrorCode::not_supported);
  EXPECT_EQ(table->collapse_state({}).error(), ErrorCode::not_supported);
  EXPECT_EQ(table->set_collapse_state({}).error(), ErrorCode::not_supported);
  EXPECT_EQ(table->set_columns({instances(keywords)}).error(), ErrorCode::not_supported);
  const auto any = property_is(pid_tag_importance, RelOp::equal, wire::i32{1});
  EXPECT_EQ(table->find(*any.restriction, {}, nullptr).error(), ErrorCode::not_supported);
  ASSERT_TRUE(table->set_columns({pid_tag_subject}));
  EXPECT_EQ(read_rows(*table), Texts{"x"});
  EXPECT_TRUE(table->seek(TableOrigin::end, -1));
  EXPECT_TRUE(table->seek_fraction(1, 2));
}

TEST_F(TableTest, ReadForwards) {
  fill(5);
  EXPECT_EQ(read_rows(*table_, 2), (Texts{"s101", "s102"}));
  EXPECT_EQ(at(), 2u);
  EXPECT_EQ(read_rows(*table_, 2, true, false), (Texts{"s103", "s104"}));
  EXPECT_EQ(at(), 2u) << "not advanced";
  EXPECT_EQ(read_rows(*table_, 10), (Texts{"s103", "s104", "s105"}));
  EXPECT_EQ(at(), 5u);
  EXPECT_EQ(read_rows(*table_, 10), Texts{});
}

TEST_F(TableTest, ReadBackwards) {
  fill(5);
  EXPECT_EQ(read_rows(*table_, 2, false), Texts{});
  EXPECT_TRUE(table_->seek(TableOrigin::end, 0));
  EXPECT_EQ(read_rows(*table_, 2, false), (Texts{"s105", "s104"}));
  EXPECT_EQ(at(), 3u);
  EXPECT_EQ(read_rows(*table_, 2, false, false), (Texts{"s103", "s102"}));
  EXPECT_EQ(read_rows(*table_, 10, false), (Texts{"s103", "s102", "s101"}));
  EXPECT_EQ(at(), 0u);
}

TEST_F(TableTest, RowsThatHaveNoRoom) {
  fill(5);
  std::size_t taken = 0;
  const auto two = [&](const TableRow&) { return ++taken <= 2; };
  const auto read = table_->read(true, 4, true, two);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->rows, 2u);
  EXPECT_TRUE(read->refused);
  EXPECT_EQ(at(), 2u);
  const auto none = table_->read(true, 4, true, [](const TableRow&) { return false; });
  EXPECT_EQ(none->rows, 0u);
  EXPECT_TRUE(none->refused);
  EXPECT_EQ(at(), 2u);
  taken = 0;
  EXPECT_TRUE(table_->read(false, 2, true, two));
  EXPECT_EQ(at(), 0u);
}

TEST_F(TableTest, LongReadsComeInPieces) {
  fill(200);
  EXPECT_EQ(read_rows(*table_, 150).size(), 150u);
  EXPECT_EQ(at(), 150u);
  EXPECT_EQ(read_rows(*table_, 150).size(), 50u);
  const Texts all = all_rows(*table_);
  EXPECT_EQ(all.size(), 200u);
  EXPECT_TRUE(std::is_sorted(all.begin(), all.end()));
}

TEST_F(TableTest, Seek) {
  fill(10);
  const auto seek = [this](TableOrigin origin, std::int32_t rows) {
    const auto sought = table_->seek(origin, rows);
    return std::tuple(at(), sought->rows, sought->less);
  };
  EXPECT_EQ(seek(TableOrigin::beginning, 3), std::tuple(3u, 3, false));
  EXPECT_EQ(seek(TableOrigin::current, 4), std::tuple(7u, 4, false));
  EXPECT_EQ(seek(TableOrigin::current, -2), std::tuple(5u, -2, false));
  EXPECT_EQ(seek(TableOrigin::end, -1), std::tuple(9u, -1, false));
  EXPECT_EQ(seek(TableOrigin::current, 5), std::tuple(10u, 1, true));
  EXPECT_EQ(seek(TableOrigin::end, -11), std::tuple(0u, -10, true));
  EXPECT_EQ(seek(TableOrigin::beginning, INT32_MIN), std::tuple(0u, 0, true));
  EXPECT_EQ(seek(TableOrigin::end, INT32_MAX), std::tuple(10u, 0, true));
}

TEST_F(TableTest, SeekFraction) {
  fill(10);
  const auto seek = [this](std::uint32_t numerator, std::uint32_t denominator) {
    EXPECT_TRUE(table_->seek_fraction(numerator, denominator));
    return at();
  };
  EXPECT_EQ(seek(1, 2), 5u);
  EXPECT_EQ(seek(0, 7), 0u);
  EXPECT_EQ(seek(7, 7), 10u);
  EXPECT_EQ(seek(UINT32_MAX, 1), 10u);
  EXPECT_EQ(seek(UINT32_MAX - 1, UINT32_MAX), 9u);
  EXPECT_EQ(table_->seek_fraction(1, 0).error(), ErrorCode::invalid_bookmark);
}

TEST_F(TableTest, SortByColumns) {
  rows_->add(1, u"b", 1);
  rows_->add(2, u"\u00E4", 2);
  rows_->add(3, u"A", 0);
  rows_->add(4, u"C", 2);
  rows_->add(5, u"b", 0).properties.erase(id_of(pid_tag_importance));
  ASSERT_TRUE(table_->sort(orders({ascending(pid_tag_subject)})));
  EXPECT_EQ(read_rows(*table_), (Texts{"\xE4", "A", "b", "b", "C"}));
  ASSERT_TRUE(table_->set_columns({pid_tag_inst_id}));
  const auto numbers = [&](SortOrderSet set) {
    EXPECT_TRUE(table_->sort(set));
    std::string text;
    for (const std::string& id : read_rows(*table_)) text += std::to_string(std::stoul(id) >> 16);
    return text;
  };
  EXPECT_EQ(numbers(orders({ascending(pid_tag_subject)})), "23154");
  EXPECT_EQ(numbers(orders({descending(pid_tag_subject)})), "45132");
  EXPECT_EQ(numbers(orders({ascending(pid_tag_importance)})), "53124") << "without a value first";
  EXPECT_EQ(numbers(orders({descending(pid_tag_importance)})), "42135");
  EXPECT_EQ(numbers(orders({descending(pid_tag_importance), ascending(pid_tag_subject)})), "24135");
  EXPECT_EQ(numbers(orders({ascending(pid_tag_importance), descending(pid_tag_subject)})), "53142");
  EXPECT_EQ(numbers(orders({})), "12345");
}

TEST_F(TableTest, SortErrors) {
  fill(3);
  const auto error = [this](SortOrderSet set) { return table_->sort(set).error(); };
  EXPECT_EQ(error(orders({ascending(pid_tag_depth)})), ErrorCode::invalid_parameter);
  EXPECT_EQ(error(orders({ascending(pid_tag_content_unread_count)})), ErrorCode::invalid_parameter);
  EXPECT_EQ(error(orders({{pid_tag_subject, static_cast<SortDirection>(2)}})), ErrorCode::invalid_parameter);
  EXPECT_EQ(error(orders({{pid_tag_subject, SortDirection::maximum_category}})),
            ErrorCode::invalid_parameter);
  EXPECT_EQ(error(orders({ascending(with_type(pid_tag_subject, PropertyType::object))})),
            ErrorCode::invalid_parameter);
  EXPECT_EQ(error(orders({ascending(keywords)})), ErrorCode::not_supported);
  EXPECT_EQ(error(orders({ascending(instances(keywords)),
                          ascending(instances(property_tag(0x8002, PropertyType::multiple_string)))})),
            ErrorCode::too_complex);
  EXPECT_EQ(error(orders({ascending(pid_tag_subject)}, 2)), ErrorCode::invalid_parameter);
  EXPECT_EQ(error(orders(std::vector(max_sort_columns + 1, ascending(pid_tag_subject)))),
            ErrorCode::too_complex);
  EXPECT_EQ(read_rows(*table_).size(), 3u) << "the order of before";
}

TEST_F(TableTest, Restrict) {
  fill(20);
  ASSERT_TRUE(table_->seek(TableOrigin::end, 0));
  ASSERT_TRUE(table_->restrict_rows(contains(pid_tag_subject, u"S11")));
  EXPECT_EQ(at(), 0u) << "the cursor moves to the beginning";
  EXPECT_EQ(read_rows(*table_).size(), 10u);
  EXPECT_EQ(table_->restrict_rows(property_is(pid_tag_subject, RelOp::equal, wire::i32{1})).error(),
            ErrorCode::too_complex);
  EXPECT_EQ(table_->position()->rows, 10u) << "the restriction of before";
  ASSERT_TRUE(table_->restrict_rows({}));
  EXPECT_EQ(table_->position()->rows, 20u);
}

TEST_F(TableTest, RestrictAndSortTogether) {
  fill(20);
  ASSERT_TRUE(table_->restrict_rows(contains(pid_tag_subject, u"s11")));
  ASSERT_TRUE(table_->sort(orders({descending(pid_tag_subject)})));
  EXPECT_EQ(read_rows(*table_, 2), (Texts{"s119", "s118"}));
}

TEST_F(TableTest, RowsThatAreLookedAtWhole) {
  class Unreadable final : public store::LargeValue {
   public:
    std::uint64_t size() const override { return 10; }
    store::StoreResult<std::size_t> read(std::uint64_t, std::span<std::uint8_t>) const override {
      return store::StoreError{store::StoreFault::unavailable, "not now"};
    }
  };
  fill(4);
  rows_->rows[1].properties.set(pid_tag_body, std::make_shared<Unreadable>());
  ASSERT_TRUE(table_->restrict_rows(contains(pid_tag_body, u"x")));
  EXPECT_EQ(table_->position()->rows, 0u);
  EXPECT_GT(rows_->whole, 0);
  ASSERT_TRUE(table_->restrict_rows({}));
  rows_->whole = 0;
  EXPECT_EQ(table_->find(*contains(pid_tag_body, u"x").restriction, {}, nullptr).error(),
            ErrorCode::not_found);
  EXPECT_EQ(rows_->whole, 1);
}

TEST_F(TableTest, CountRestrictions) {
  fill(20);
  CountRestriction count;
  count.count = 3;
  count.restriction = contains(pid_tag_subject, u"s11");
  ASSERT_TRUE(table_->restrict_rows(operand(count)));
  EXPECT_EQ(read_rows(*table_), (Texts{"s110", "s111", "s112"}));
  ASSERT_TRUE(table_->seek(TableOrigin::beginning, 0));
  EXPECT_EQ(read_rows(*table_).size(), 3u);
}

TEST_F(TableTest, TheCursorStaysAtItsRow) {
  fill(10);
  ASSERT_TRUE(table_->sort(orders({ascending(pid_tag_subject)})));
  EXPECT_EQ(read_rows(*table_, 4).back(), "s104");
  rows_->add(20, u"s1015");
  rows_->add(21, u"s1099");
  EXPECT_EQ(read_rows(*table_, 1), Texts{"s105"});
  for (const RowNumber gone : {2u, 5u, 6u, 7u}) rows_->remove(gone);
  EXPECT_EQ(read_rows(*table_, 1), Texts{"s108"}) << "the next that is there";
  rows_->rows.clear();
  EXPECT_EQ(read_rows(*table_, 1), Texts{});
  EXPECT_EQ(table_->position()->rows, 0u);
}

TEST_F(TableTest, RowsBehindTheLastAreFound) {
  fill(2);
  EXPECT_EQ(read_rows(*table_).size(), 2u);
  rows_->add(3, u"new");
  EXPECT_EQ(read_rows(*table_), Texts{"new"});
}

TEST_F(TableTest, DeletingWhatWasRead) {
  fill(100);
  std::size_t read = 0;
  for (Texts texts = read_rows(*table_, 10); !texts.empty(); texts = read_rows(*table_, 10)) {
    read += texts.size();
    for (std::size_t i = 0; i < texts.size(); ++i) rows_->rows.erase(rows_->rows.begin());
  }
  EXPECT_EQ(read, 100u);
}

TEST_F(TableTest, Bookmarks) {
  fill(10);
  ASSERT_TRUE(table_->sort(orders({ascending(pid_tag_subject)})));
  ASSERT_TRUE(table_->seek(TableOrigin::beginning, 4));
  const auto bookmark = table_->create_bookmark();
  ASSERT_TRUE(bookmark);
  ASSERT_TRUE(table_->seek(TableOrigin::beginning, 0));
  rows_->add(20, u"s1001");
  const auto sought = table_->seek_bookmark(*bookmark, 0);
  ASSERT_TRUE(sought);
  EXPECT_FALSE(sought->gone);
  EXPECT_EQ(read_rows(*table_, 1), Texts{"s105"});
  EXPECT_EQ(table_->seek_bookmark(*bookmark, -2)->rows, -2);
  EXPECT_EQ(read_rows(*table_, 1), Texts{"s103"});
  EXPECT_TRUE(table_->seek_bookmark(*bookmark, 100)->less);

  rows_->remove(5);
  EXPECT_TRUE(table_->seek_bookmark(*bookmark, 0)->gone);
  EXPECT_EQ(read_rows(*table_, 1), Texts{"s106"}) << "the next row";

  EXPECT_TRUE(table_->free_bookmark(*bookmark));
  EXPECT_EQ(table_->free_bookmark(*bookmark).error(), ErrorCode::invalid_bookmark);
  EXPECT_EQ(table_->seek_bookmark(*bookmark, 0).error(), ErrorCode::invalid_bookmark);
  EXPECT_EQ(table_->seek_bookmark({}, 0).error(), ErrorCode::invalid_bookmark);
}

TEST_F(TableTest, BookmarkOfTheEnd) {
  fill(3);
  ASSERT_TRUE(table_->seek(TableOrigin::end, 0));
  const auto bookmark = table_->create_bookmark();
  rows_->add(9, u"x");
  EXPECT_TRUE(table_->seek_bookmark(*bookmark, 0));
  EXPECT_EQ(at(), 4u);
}

TEST_F(TableTest, BookmarksBecomeInvalid) {
  fill(3);
  const auto valid = [this](const wire::Bytes& bookmark) {
    return table_->seek_bookmark(bookmark, 0).has_value();
  };
  auto bookmark = *table_->create_bookmark();
  EXPECT_TRUE(table_->set_columns({pid_tag_subject, pid_tag_importance}));
  EXPECT_TRUE(valid(bookmark));
  EXPECT_TRUE(table_->sort(orders({ascending(pid_tag_subject)})));
  EXPECT_FALSE(valid(bookmark));
  bookmark = *table_->create_bookmark();
  EXPECT_TRUE(table_->restrict_rows({}));
  EXPECT_FALSE(valid(bookmark));
  bookmark = *table_->create_bookmark();
  table_->reset();
  EXPECT_FALSE(valid(bookmark));
  EXPECT_TRUE(table_->columns().empty());
}

TEST_F(TableTest, TooManyBookmarks) {
  fill(1);
  Outcome<wire::Bytes> bookmark = table_->create_bookmark();
  for (int i = 0; i < 10'000 && bookmark; ++i) bookmark = table_->create_bookmark();
  EXPECT_EQ(bookmark.error(), ErrorCode::out_of_memory);
}

TEST_F(TableTest, Find) {
  fill(10);
  const auto find = [this](const RestrictionValue& what, Table::FindFrom from) -> std::string {
    std::string found;
    const auto result = table_->find(*what.restriction, from, [&](const TableRow& row) {
      found = text_of(row, table_->columns());
      return true;
    });
    if (!result) return to_string(result.error());
    return found + (result->gone ? " gone" : "") + " at " + std::to_string(at());
  };
  const auto even = [](wire::i32 importance) {
    return property_is(pid_tag_importance, RelOp::equal, importance);
  };
  for (auto& row : rows_->rows) {
    row.properties.set(pid_tag_importance, static_cast<wire::i32>(row.number % 2));
  }
  EXPECT_EQ(find(even(0), {TableOrigin::beginning, {}, false}), "s102 at 1");
  EXPECT_EQ(find(even(0), {TableOrigin::current, {}, false}), "s102 at 1") << "from the row at the cursor on";
  ASSERT_TRUE(table_->seek(TableOrigin::current, 1));
  EXPECT_EQ(find(even(0), {TableOrigin::current, {}, false}), "s104 at 3");
  EXPECT_EQ(find(even(1), {TableOrigin::end, {}, true}), "s109 at 8");
  EXPECT_EQ(find(even(0), {TableOrigin::current, {}, true}), "s108 at 7");
  EXPECT_EQ(find(even(7), {TableOrigin::beginning, {}, false}), to_string(ErrorCode::not_found));
  EXPECT_EQ(at(), 7u);
  EXPECT_EQ(find(property_is(pid_tag_subject, RelOp::equal, wire::i32{1}), {}),
            to_string(ErrorCode::too_complex));

  ASSERT_TRUE(table_->seek(TableOrigin::beginning, 4));
  const auto bookmark = *table_->create_bookmark();
  EXPECT_EQ(find(even(1), {TableOrigin::current, bookmark, false}), "s105 at 4");
  EXPECT_EQ(find(even(1), {TableOrigin::current, bookmark, true}), "s105 at 4");
  rows_->remove(5);
  EXPECT_EQ(find(even(0), {TableOrigin::current, bookmark, false}), "s106 gone at 4");
  EXPECT_EQ(find(even(0), {TableOrigin::current, bookmark, true}), "s104 gone at 3");
  EXPECT_EQ(find(even(0), {TableOrigin::current, wire::ByteView(), true}),
            to_string(ErrorCode::invalid_bookmark));
}

TEST_F(TableTest, FailuresOfTheSource) {
  fill(3);
  rows_->failure = ErrorCode::disk_error;
  EXPECT_EQ(table_->position().error(), ErrorCode::disk_error);
  EXPECT_EQ(table_->read(true, 1, true, nullptr).error(), ErrorCode::disk_error);
  EXPECT_EQ(table_->seek(TableOrigin::end, 0).error(), ErrorCode::disk_error);
  EXPECT_EQ(table_->create_bookmark().error(), ErrorCode::disk_error);
  rows_->failure = ErrorCode::success;
  EXPECT_EQ(read_rows(*table_).size(), 3u);
}

TEST(RowIndexTest, ItsMemoryIsLimited) {
  MemoryRows rows;
  for (RowNumber i = 1; i <= 100; ++i) rows.add(i, std::u16string(50, u'x'));
  RowIndex::Plan plan;
  plan.order = *row_order(orders({ascending(pid_tag_subject)}));
  plan.limit = 4000;
  RowIndex index(rows, std::move(plan));
  EXPECT_EQ(index.size().error(), ErrorCode::out_of_memory);
  EXPECT_LT(rows.scans, 2);
}

TEST(RowIndexTest, IsMadeOnce) {
  MemoryRows rows;
  for (RowNumber i = 1; i <= 100; ++i) rows.add(i, u"x");
  RowIndex index(rows, {});
  EXPECT_EQ(*index.size(), 100u);
  EXPECT_EQ(*index.size(), 100u);
  EXPECT_EQ(rows.scans, 1);
  EXPECT_EQ(rows.fetched, 0);
  EXPECT_GT(index.memory(), 100u);
  index.invalidate();
  EXPECT_EQ(*index.size(), 100u);
  EXPECT_EQ(rows.scans, 2);
}

// What is changed in an index is as if it were made anew.
TEST(RowIndexTest, ChangesOfSomeRows) {
  std::mt19937 random(1);
  const auto below = [&random](unsigned limit) { return static_cast<unsigned>(random()) % limit; };
  struct Case {
    SortOrderSet orders;
    bool restricted;
  };
  const SortOrder greatest{pid_tag_sensitivity, SortDirection::maximum_category};
  for (const Case& its_case :
       {Case{orders({}), false}, Case{orders({}), true}, Case{orders({descending(pid_tag_subject)}), true},
        Case{orders({ascending(pid_tag_importance), descending(pid_tag_subject)}, 1, 1), false},
        Case{orders({ascending(pid_tag_importance), descending(pid_tag_subject)}, 2, 1), true},
        Case{orders({descending(pid_tag_importance), greatest, ascending(pid_tag_subject)}, 1, 1), true},
        Case{orders({ascending(instances(keywords)), ascending(pid_tag_importance), greatest}, 2, 2),
             false}}) {
    MemoryRows rows;
    rows.by_number = true;
    const auto put = [&](RowNumber number) {
      rows.remove(number);
      const char16_t letter = static_cast<char16_t>(u'a' + below(6));
      MemoryRows::Row& row = rows.add(number, std::u16string(1, letter), static_cast<wire::i32>(below(4)));
      row.properties.set(pid_tag_sensitivity, static_cast<wire::i32>(below(100)));
      row.read = below(2) == 0;
      if (below(2) == 0)
        row.properties.set(keywords, std::vector<std::u16string>(below(3), std::u16string(1, letter)));
      std::sort(rows.rows.begin(), rows.rows.end(),
                [](const auto& a, const auto& b) { return a.number < b.number; });
    };
    for (RowNumber number = 1; number <= 60; ++number) put(number);
    const auto plan = [&] {
      RowIndex::Plan made;
      made.order = *row_order(its_case.orders);
      made.instance_tag = *instance_column(made.order, {});
      if (its_case.restricted) {
        made.restriction.emplace(*Matcher::compile(
            *property_is(pid_tag_importance, RelOp::greater_than, wire::i32{0}).restriction));
      }
      return made;
    };
    RowIndex index(rows, plan());
    const auto shown = [](RowIndex& its_index) {
      std::vector<std::tuple<std::uint64_t, std::uint32_t, std::uint32_t, std::uint32_t>> all;
      EXPECT_TRUE(its_index.read(0, true, 1000, [&](std::uint64_t, const TableRow& row) {
        all.emplace_back(row.id.instance_id, row.id.instance, row.header ? row.header->count : 0,
                         row.header ? row.header->unread : 0);
        return true;
      }));
      return all;
    };
    ASSERT_TRUE(index.size());
    const int scans = rows.scans;
    RowNumber next = 61;
    for (int round = 0; round < 30; ++round) {
      std::vector<RowNumber> changed;
      for (unsigned i = below(4); i <= 3; ++i) {
        const RowNumber number = below(3) == 0 ? next++ : 1 + below(static_cast<unsigned>(next));
        if (below(3) == 0) {
          rows.remove(number);
        } else {
          put(number);
        }
        changed.push_back(number);
      }
      index.invalidate(changed);
      RowIndex anew(rows, plan());
      const int before = rows.scans;
      const auto as_changed = shown(index);
      EXPECT_LE(rows.scans, before + 1);
      ASSERT_EQ(as_changed, shown(anew)) << round;
    }
    EXPECT_LT(rows.scans - scans, 45) << "mostly without looking at all rows";
  }
}

TEST(RowIndexTest, AFailureWhileChanging) {
  MemoryRows rows;
  rows.by_number = true;
  for (RowNumber number = 1; number <= 10; ++number) rows.add(number, u"x");
  RowIndex index(rows, {});
  EXPECT_EQ(*index.size(), 10u);
  rows.remove(3);
  const RowNumber changed[] = {3};
  index.invalidate(changed);
  rows.failure = ErrorCode::disk_error;
  EXPECT_EQ(index.size().error(), ErrorCode::disk_error);
  rows.failure = ErrorCode::success;
  EXPECT_EQ(*index.size(), 9u);
}

TEST(RowChangesTest, TooManyAreAll) {
  RowChanges changes;
  EXPECT_TRUE(changes.take().empty());
  changes.add(7);
  auto taken = changes.take();
  EXPECT_EQ(taken.numbers, std::vector<RowNumber>{7});
  EXPECT_FALSE(taken.all);
  EXPECT_TRUE(changes.take().empty());
  for (RowNumber number = 0; number < 100'000; ++number) changes.add(number);
  taken = changes.take();
  EXPECT_TRUE(taken.all);
  EXPECT_TRUE(taken.numbers.empty());
  changes.add(1);
  changes.add_all();
  changes.add(2);
  EXPECT_TRUE(changes.take().all);
}

TEST(RowOrderTest, KeysOfLongAndOddValues) {
  const auto key = [](const wire::Bytes& bytes, bool is_descending = false) {
    store::Property property{pid_tag_search_key, bytes, nullptr};
    std::string piece;
    append_key_piece(piece, &property, 0, is_descending);
    EXPECT_EQ(key_piece_end(piece + "rest", 0), piece.size());
    return piece;
  };
  const std::vector<wire::Bytes> sorted{{},  {0},    {0, 0}, {0, 1}, {0, 2},   {0, 0xFF},
                                        {1}, {1, 0}, {2},    {0xFF}, {0xFF, 0}};
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    EXPECT_LT(key(sorted[i - 1]), key(sorted[i])) << i;
    EXPECT_GT(key(sorted[i - 1], true), key(sorted[i], true)) << i;
  }
  std::string none;
  append_key_piece(none, nullptr, 0, false);
  EXPECT_LT(none, key({}));
  EXPECT_LE(key(wire::Bytes(10'000, 0)).size(), 2 * 128 + 3u);
}

}  // namespace
}  // namespace mapigate::mailbox
