#include "protocol/oxocfg/category_list.hpp"

#include <gtest/gtest.h>

#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxocfg {
namespace {

using xml::ParseError;

CategoryList parse() {
  return parse_category_list(wire::vector_text("MS-OXOCFG/2.2.5.2.2-category-list.xml")).value();
}

TEST(CategoryList, Read) {
  const auto list = parse();
  EXPECT_EQ(list.default_category, "Red Category");
  EXPECT_EQ(list.last_saved_session, 5u);
  EXPECT_EQ(list.last_saved_time, "2008-02-15T23:48:59.344");
  ASSERT_EQ(list.categories.size(), 2u);
  const auto& red = list.categories[0];
  EXPECT_EQ(red.name, "Red Category");
  EXPECT_EQ(red.color, 0);
  EXPECT_EQ(red.keyboard_shortcut, 1u);
  EXPECT_EQ(red.usage_count, 7u);
  EXPECT_EQ(red.last_time_used_notes, "1601-01-01T00:00:00.000");
  EXPECT_EQ(red.last_time_used_journal, "1601-01-02T00:00:00.000");
  EXPECT_EQ(red.last_time_used_contacts, "1601-01-03T00:00:00.000");
  EXPECT_EQ(red.last_time_used_tasks, "1601-01-04T00:00:00.000");
  EXPECT_EQ(red.last_time_used_calendar, "1601-01-05T00:00:00.000");
  EXPECT_EQ(red.last_time_used_mail, "2008-02-15T23:48:59.344");
  EXPECT_EQ(red.last_time_used, "2008-02-15T23:48:59.344");
  EXPECT_EQ(red.last_session_used, 5u);
  EXPECT_EQ(red.guid.braced(), "{2B7FC69C-7046-44A2-8FF3-007D7467DC82}");
  EXPECT_TRUE(red.rename_on_first_use);
  Category other;
  other.name = "Tom & Jerry";
  EXPECT_EQ(list.categories[1], other);
}

TEST(CategoryList, Written) {
  const auto list = parse();
  EXPECT_EQ(parse_category_list(write_category_list(list)).value(), list);
  CategoryList small;
  small.categories.resize(1);
  small.categories[0].name = "\"<b>\"";
  EXPECT_EQ(
      write_category_list(small),
      "<?xml version=\"1.0\"?><categories default=\"\" lastSavedSession=\"0\" xmlns=\"CategoryList.xsd\">"
      "<category name=\"&quot;&lt;b&gt;&quot;\" color=\"-1\" keyboardShortcut=\"0\" usageCount=\"0\" "
      "lastSessionUsed=\"0\" renameOnFirstUse=\"0\"/></categories>");
}

TEST(CategoryList, SchemaOfTheSection) {
  EXPECT_TRUE(parse_category_list("<categories/>").value().categories.empty());
  EXPECT_EQ(parse_category_list("<other/>").error(), ParseError::schema);
  EXPECT_EQ(parse_category_list("<categories lastSavedSession='x'/>").error(), ParseError::schema);
  for (const auto* attributes : {"", "name=''", "name='a' color='red'", "name='a' color='2147483648'",
                                 "name='a' keyboardShortcut='-1'", "name='a' usageCount=''",
                                 "name='a' lastSessionUsed='1.5'", "name='a' guid='{}'", "name='a' guid=''",
                                 "name='a' renameOnFirstUse='2'", "name='a' renameOnFirstUse='true'"}) {
    const auto read =
        parse_category_list("<categories><category " + std::string(attributes) + "/></categories>");
    ASSERT_FALSE(read) << attributes;
    EXPECT_EQ(read.error(), ParseError::schema) << attributes;
  }
}

TEST(CategoryList, Hostile) {
  std::string categories = "<categories>";
  for (int i = 0; i < 4097; ++i) categories += "<category name='a'/>";
  EXPECT_EQ(parse_category_list(categories + "</categories>").error(), ParseError::too_many);
  EXPECT_EQ(parse_category_list("<!DOCTYPE categories SYSTEM 'file:///etc/passwd'><categories/>").error(),
            ParseError::dtd);
}

}  // namespace
}  // namespace mapigate::oxocfg
