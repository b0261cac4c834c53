#include "protocol/oxcdata/ids.hpp"

#include <gtest/gtest.h>

#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxcdata {
namespace {

constexpr GlobalCounter counter{0x00, 0x00, 0x00, 0x01, 0x02, 0x03};

TEST(GlobalCounter, IsANumberWithItsHighestByteFirst) {
  static_assert(to_number(counter) == 0x010203);
  static_assert(global_counter(0x010203) == counter);
  EXPECT_EQ(global_counter(max_global_counter), (GlobalCounter{0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF}));
  EXPECT_EQ(to_number(global_counter(max_global_counter)), max_global_counter);
  EXPECT_LT(global_counter(0xFF), global_counter(0x100));
}

// MS-OXCDATA section 2.2.1.1: ReplicaId, little endian, then the bytes of GlobalCounter.
TEST(FolderId, IsReplicaIdAndGlobalCounter) {
  constexpr auto id = make_id<FolderId>(0x0201, counter);
  wire::Writer writer;
  writer.write(id);
  EXPECT_EQ(writer.take(), wire::from_hex("01 02 00 00 00 01 02 03"));
  EXPECT_EQ(replica_id(id), 0x0201);
  EXPECT_EQ(counter_of(id), counter);
}

TEST(LongTermId, DatabaseGuidAndGlobalCounter) {
  const auto bytes = wire::hex_vector("MS-OXCDATA/2.2.1.3.1-long-term-id.hex");
  const auto id = wire::parse<LongTermId>(bytes).value();
  EXPECT_EQ(id.database_guid.braced(), "{00112233-4455-6677-8899-AABBCCDDEEFF}");
  EXPECT_EQ(id.counter, counter);
  wire::expect_exact<LongTermId>(bytes);
}

}  // namespace
}  // namespace mapigate::oxcdata
