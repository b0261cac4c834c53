#include "protocol/oxnspi/stat.hpp"

#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxnspi {
namespace {

TEST(Stat, FieldsInTheirOrder) {
  const auto bytes = wire::hex_vector("MS-OXNSPI/2.2.8-stat.hex");
  ASSERT_EQ(bytes.size(), Stat::wire_size);
  wire::expect_exact<Stat>(bytes);
  EXPECT_EQ(wire::parse<Stat>(bytes).value(), (Stat{0, 0x10, 2, -5, 7, 100, 1252, 0x0409, 0x080C}));
}

}  // namespace
}  // namespace mapigate::oxnspi
