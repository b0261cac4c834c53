#include "gateway/mapi/value_limits.hpp"

#include <gtest/gtest.h>

#include "protocol/wire/writer.hpp"

namespace mapigate::mapi {
namespace {

using oxcdata::PropertyValue;

TEST(WireSize, IsWhatIsWritten) {
  const std::vector<PropertyValue> values{
      wire::i16{1},
      wire::i32{1},
      1.0f,
      1.0,
      oxcdata::Currency{1},
      oxcdata::FloatingTime{1},
      true,
      wire::i64{1},
      oxcdata::String8{"abc"},
      std::u16string(u"abc"),
      wire::FileTime{1},
      wire::Guid{},
      wire::Bytes(70),
      std::vector<wire::i32>{1, 2},
      std::vector<std::u16string>{u"a", u"bc"},
      std::vector<wire::Bytes>{wire::Bytes(3)},
      oxcdata::ServerId{},
  };
  for (const PropertyValue& value : values) {
    wire::Writer writer;
    writer.write(oxcdata::value_of(oxcdata::type_of(value), value));
    ASSERT_TRUE(writer.ok());
    EXPECT_EQ(wire_size(value), writer.size()) << "of type " << int(oxcdata::type_of(value));
  }
}

TEST(WireSize, IsNoneOfWhatCannotBeWritten) {
  EXPECT_EQ(wire_size(std::vector<std::u16string>{std::u16string(1, u'\0')}), std::nullopt);
  EXPECT_EQ(wire_size(oxcdata::Object{}), std::nullopt) << "only a stream carries it";
}

TEST(ValueBudget, KeepsAllThatFits) {
  ValueBudget budget(100, 5);
  EXPECT_EQ(budget.add(0, 1, 49), std::nullopt);
  EXPECT_EQ(budget.add(1, 1, 49), std::nullopt);
  EXPECT_TRUE(budget.fits());
}

TEST(ValueBudget, TheLargestGivesWay) {
  ValueBudget budget(100, 5);
  EXPECT_EQ(budget.add(0, 1, 60), std::nullopt);
  EXPECT_EQ(budget.add(1, 1, 30), std::nullopt);
  EXPECT_EQ(budget.add(2, 1, 40), 0u);
  EXPECT_EQ(budget.drop(), std::nullopt);
  EXPECT_TRUE(budget.fits());
}

TEST(ValueBudget, AValueThatIsTooLargeAloneGivesWayItself) {
  ValueBudget budget(100, 5);
  EXPECT_EQ(budget.add(0, 1, 10), std::nullopt);
  EXPECT_EQ(budget.add(1, 1, 1000), 1u);
  EXPECT_TRUE(budget.fits());
}

TEST(ValueBudget, SeveralGiveWayWhereOneIsNotEnough) {
  ValueBudget budget(30, 5);
  EXPECT_EQ(budget.add(0, 0, 10), std::nullopt);
  EXPECT_EQ(budget.add(1, 0, 11), std::nullopt);
  EXPECT_EQ(budget.add(2, 10, 8), 1u);
  EXPECT_EQ(budget.drop(), 0u);
  EXPECT_EQ(budget.drop(), std::nullopt);
  EXPECT_TRUE(budget.fits());
}

TEST(ValueBudget, SmallOnesNeverGiveWay) {
  ValueBudget budget(30, 20);
  EXPECT_EQ(budget.add(0, 0, 19), std::nullopt);
  EXPECT_EQ(budget.add(1, 0, 19), std::nullopt);
  EXPECT_FALSE(budget.fits());
}

}  // namespace
}  // namespace mapigate::mapi
