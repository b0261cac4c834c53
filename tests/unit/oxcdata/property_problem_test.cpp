#include "protocol/oxcdata/property_problem.hpp"

#include <gtest/gtest.h>

#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxcdata {
namespace {

TEST(PropertyProblem, EveryField) {
  const auto bytes = wire::hex_vector("MS-OXCDATA/2.7-property-problem.hex");
  wire::expect_exact<PropertyProblem>(bytes);
  EXPECT_EQ(wire::parse<PropertyProblem>(bytes).value(),
            (PropertyProblem{258, property_tag(0x0017, PropertyType::integer32), ErrorCode::access_denied}));
}

}  // namespace
}  // namespace mapigate::oxcdata
