#include "protocol/oxcfxics/idset.hpp"

#include <gmock/gmock.h>

#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxcfxics {
namespace {

using oxcdata::MessageId;
using wire::Bytes;
using wire::Fault;
using wire::from_hex;
using wire::Guid;
using wire::hex_vector;

const Guid replica = Guid::from_text("00112233-4455-6677-8899-aabbccddeeff").value();
const Guid other_replica = Guid::from_text("00112234-4455-6677-8899-aabbccddeeff").value();

TEST(Idset, ExampleWithReplids) {
  const auto bytes = hex_vector("MS-OXCFXICS/4.4-idset-replid.hex");
  const auto set = wire::parse<ReplidIdset>(bytes);
  ASSERT_TRUE(set) << to_string(set.error());
  ReplidIdset expected;
  for (const auto* id : {"01 00 00 00 00 00 00 05", "01 00 00 00 00 00 00 06", "01 00 00 00 00 00 00 10",
                         "02 00 00 00 00 00 00 09"}) {
    const auto message = wire::parse<MessageId>(from_hex(id)).value();
    EXPECT_TRUE(set->contains(message)) << id;
    expected.add(message);
  }
  EXPECT_EQ(*set, expected);
  EXPECT_EQ(set->size(), 4u);
  EXPECT_EQ((*set)[1], (Globset{{5, 6}, {0x10, 0x10}}));
  EXPECT_TRUE((*set)[3].empty());
  EXPECT_EQ(wire::serialize(*set).value(), bytes);
}

TEST(Idset, WithReplguids) {
  const auto bytes = hex_vector("MS-OXCFXICS/2.2.2.4.2-idset-replguid.hex");
  const auto set = wire::parse<ReplguidIdset>(bytes);
  ASSERT_TRUE(set) << to_string(set.error());
  EXPECT_EQ((*set)[replica], (Globset{{0x110, 0x110},
                                      {0x112, 0x112},
                                      {0x114, 0x114},
                                      {0x180, 0x19F},
                                      {0x200, 0x3FF},
                                      {0x0001'0000'0000, 0x0001'0000'0000}}));
  EXPECT_EQ((*set)[other_replica], (Globset{{1, oxcdata::max_global_counter}}));
  EXPECT_TRUE(set->contains(oxcdata::LongTermId{other_replica, oxcdata::global_counter(77)}));
  const auto written = wire::serialize(*set).value();
  EXPECT_LE(written.size(), bytes.size());
  EXPECT_EQ(wire::parse<ReplguidIdset>(written).value(), *set);
}

TEST(Idset, TruncationIsAFailureOrFewerReplicas) {
  const auto bytes = hex_vector("MS-OXCFXICS/4.4-idset-replid.hex");
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const auto set = wire::parse<ReplidIdset>(wire::ByteView(bytes).first(size));
    EXPECT_EQ(set.has_value(), size == 0 || size == 15) << size;
    if (!set) {
      EXPECT_EQ(set.error().fault, Fault::truncated);
    }
  }
  EXPECT_EQ(wire::parse<ReplidIdset>(from_hex("01 00 50 00")).error().fault, Fault::invalid);
}

TEST(Idset, ReadInAnyOrderWrittenInOne) {
  const auto set = wire::parse<ReplidIdset>(from_hex("02 00 06 000000000009 00"
                                                     "01 00 06 000000000005 00"
                                                     "03 00 00"
                                                     "02 00 06 00000000000A 00"
                                                     "02 00 06 000000000001 00"))
                       .value();
  ReplidIdset expected;
  expected.add(1, 5);
  expected.add(2, {9, 10});
  expected.add(2, 1);
  EXPECT_EQ(set, expected);
  EXPECT_EQ(set.entries().size(), 2u);
  EXPECT_EQ(wire::serialize(set).value(), from_hex("01 00 06 000000000005 00"
                                                   "02 00 05 0000000000 01 01 52 09 0A 50 00"));
}

TEST(Idset, MemoryOfHostileBytes) {
  wire::expect_bounded(hex_vector("MS-OXCFXICS/4.4-idset-replid.hex"),
                       [](wire::ByteView hostile) { wire::parse<ReplidIdset>(hostile); });
  wire::expect_bounded(hex_vector("MS-OXCFXICS/2.2.2.4.2-idset-replguid.hex"),
                       [](wire::ByteView hostile) { wire::parse<ReplguidIdset>(hostile); });
}

// As many replicas as fit, and the same one again and again: both end soon.
TEST(Idset, HostileInput) {
  Bytes many, same;
  for (unsigned i = 0; i < 60'000; ++i) {
    many.insert(many.end(),
                {static_cast<wire::u8>(~i), static_cast<wire::u8>(~i >> 8), 1, 0, 5, 0, 0, 0, 0, 1, 0x50, 0});
    same.insert(same.end(), {1, 0, 6, 0, 0, 0, static_cast<wire::u8>(i >> 15), static_cast<wire::u8>(i >> 7),
                             static_cast<wire::u8>(i << 1), 0});
  }
  const auto of_many = wire::parse<ReplidIdset>(many).value();
  EXPECT_EQ(of_many.entries().size(), 60'000u);
  std::vector<ReplidIdset::Entry> turned;
  for (const auto& entry : of_many.entries()) {
    turned.push_back({static_cast<wire::u16>(~entry.replica), Globset{{2, 2}}});
  }
  EXPECT_EQ((of_many | ReplidIdset(turned)).size(), 120'000u);
  EXPECT_EQ(wire::parse<ReplidIdset>(same).value().size(), 60'000u);
}

TEST(Idset, Algebra) {
  ReplidIdset a, b;
  a.add(1, {1, 10});
  a.add(2, {1, 10});
  b.add(2, {5, 15});
  b.add(3, {1, 2});

  ReplidIdset united;
  united.add(1, {1, 10});
  united.add(2, {1, 15});
  united.add(3, {1, 2});
  EXPECT_EQ(a | b, united);
  EXPECT_EQ(b | a, united);
  EXPECT_EQ(a | ReplidIdset(), a);
  EXPECT_EQ(ReplidIdset() | a, a);
  auto twice = a;
  twice |= twice;
  EXPECT_EQ(twice, a);
  ReplidIdset common;
  common.add(2, {5, 10});
  EXPECT_EQ(a & b, common);
  ReplidIdset left;
  left.add(1, {1, 10});
  left.add(2, {1, 4});
  EXPECT_EQ(a - b, left);
  EXPECT_TRUE(united.includes(a));
  EXPECT_FALSE(a.includes(united));
  EXPECT_TRUE((a - a).empty());
  EXPECT_EQ((a - a).entries().size(), 0u);

  a.remove(1, {1, 10});
  EXPECT_EQ(a.entries().size(), 1u);
  a.remove(7, 1);
  a.add(8, {2, 1});
  EXPECT_EQ(a.entries().size(), 1u);
}

TEST(Idset, OtherForm) {
  ReplidIdset set;
  set.add(1, {1, 10});
  set.add(2, 7);
  const auto known = [](wire::u16 id) -> std::optional<Guid> {
    if (id == 1) return other_replica;
    if (id == 2) return replica;
    return std::nullopt;
  };
  const auto mapped = with_replicas<Guid>(set, known);
  ASSERT_TRUE(mapped);
  ReplguidIdset expected;
  expected.add(replica, 7);
  expected.add(other_replica, {1, 10});
  EXPECT_EQ(*mapped, expected);
  set.add(3, 1);
  EXPECT_FALSE(with_replicas<Guid>(set, known));
}

}  // namespace
}  // namespace mapigate::oxcfxics
