#include "protocol/oxcfxics/predecessor_change_list.hpp"

#include <gmock/gmock.h>

#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxcfxics {
namespace {

using testing::ElementsAre;
using wire::Bytes;
using wire::Fault;
using wire::from_hex;
using wire::Guid;
using wire::hex_vector;

const Guid guid_1 = Guid::from_text("00112233-4455-6677-8899-aabbccddeeff").value();
const Guid guid_2 = Guid::from_text("00112234-4455-6677-8899-aabbccddeeff").value();

Xid change(const Guid& guid, wire::u64 number) { return {guid, oxcdata::global_counter(number)}; }

PredecessorChangeList list(std::initializer_list<Xid> xids) {
  PredecessorChangeList result;
  for (const auto& xid : xids) result.add(xid);
  return result;
}

TEST(Xid, Fields) {
  const auto bytes = hex_vector("MS-OXCFXICS/2.2.2.2-xid.hex");
  const auto xid = wire::parse<Xid>(bytes).value();
  EXPECT_EQ(xid, change(guid_1, 0x1234));
  EXPECT_EQ(xid.counter(), oxcdata::global_counter(0x1234));
  EXPECT_EQ(wire::serialize(xid).value(), bytes);
}

TEST(Xid, LocalIdHasOneToEightBytes) {
  auto bytes = hex_vector("MS-OXCFXICS/2.2.2.2-xid.hex");
  for (std::size_t size = 0; size < 30; ++size) {
    bytes.resize(size, 0xAA);
    const auto xid = wire::parse<Xid>(bytes);
    EXPECT_EQ(xid.has_value(), size >= 17 && size <= 24) << size;
    if (!xid) {
      EXPECT_EQ(xid.error().fault, size < 16 ? Fault::truncated : Fault::invalid);
      continue;
    }
    EXPECT_EQ(xid->local_id().size(), size - 16);
    EXPECT_EQ(xid->counter().has_value(), size == 22);
    EXPECT_EQ(wire::serialize(*xid).value(), bytes);
  }
  EXPECT_EQ(wire::serialize(Xid{}).error().fault, Fault::invalid);
  EXPECT_EQ(wire::parse<Xid>(Bytes(0x10000)).error().fault, Fault::invalid);
}

TEST(PredecessorChangeList, Fields) {
  const auto bytes = hex_vector("MS-OXCFXICS/2.2.2.3-predecessor-change-list.hex");
  const auto parsed = wire::parse<PredecessorChangeList>(bytes).value();
  EXPECT_THAT(parsed.xids(), ElementsAre(change(guid_1, 0x1234), Xid(guid_2, from_hex("00 00 00 07"))));
  EXPECT_EQ(wire::serialize(parsed).value(), bytes);
  for (std::size_t size = 1; size < bytes.size(); ++size) {
    EXPECT_EQ(wire::parse<PredecessorChangeList>(wire::ByteView(bytes).first(size)).has_value(), size == 23);
  }
  EXPECT_TRUE(wire::parse<PredecessorChangeList>({}).value().empty());
  wire::expect_bounded(bytes, [](wire::ByteView hostile) { wire::parse<PredecessorChangeList>(hostile); });
}

TEST(PredecessorChangeList, Malformed) {
  auto bytes = hex_vector("MS-OXCFXICS/2.2.2.3-predecessor-change-list.hex");
  const auto fault = [](const Bytes& changed) {
    return wire::parse<PredecessorChangeList>(changed).error().fault;
  };
  auto changed = bytes;
  changed[0] = 16;  // no LocalId
  EXPECT_EQ(fault(changed), Fault::invalid);
  changed[0] = 25;
  EXPECT_EQ(fault(changed), Fault::invalid);
  changed[0] = 15;
  EXPECT_EQ(fault(changed), Fault::truncated);
  changed = bytes;
  changed[24] = 0x33;  // the same namespace again
  EXPECT_EQ(fault(changed), Fault::invalid);
}

TEST(PredecessorChangeList, ReadInAnyOrder) {
  const auto bytes = hex_vector("MS-OXCFXICS/2.2.2.3-predecessor-change-list.hex");
  Bytes turned(bytes.begin() + 23, bytes.end());
  turned.insert(turned.end(), bytes.begin(), bytes.begin() + 23);
  EXPECT_EQ(wire::serialize(wire::parse<PredecessorChangeList>(turned).value()).value(), bytes);
}

TEST(PredecessorChangeList, KeepsTheLastChangeOfEach) {
  const auto changes = list({change(guid_2, 5), change(guid_1, 9), change(guid_2, 4), change(guid_1, 0x100)});
  EXPECT_THAT(changes.xids(), ElementsAre(change(guid_1, 0x100), change(guid_2, 5)));
}

// Section 3.1.5.6.1.
TEST(PredecessorChangeList, Precedence) {
  const auto base = list({change(guid_1, 5), change(guid_2, 5)});
  EXPECT_EQ(base.compare(base), Precedence::same);
  EXPECT_EQ(base.compare(list({change(guid_1, 5)})), Precedence::newer);
  EXPECT_EQ(list({change(guid_1, 5)}).compare(base), Precedence::older);
  EXPECT_EQ(base.compare(list({change(guid_1, 6), change(guid_2, 5)})), Precedence::older);
  EXPECT_EQ(base.compare(list({change(guid_1, 6)})), Precedence::conflict);
  EXPECT_EQ(base.compare(list({change(guid_1, 6), change(guid_2, 4)})), Precedence::conflict);
  EXPECT_EQ(base.compare({}), Precedence::newer);
  EXPECT_TRUE(base.includes(change(guid_1, 4)));
  EXPECT_FALSE(base.includes(change(guid_1, 0x100)));
}

TEST(PredecessorChangeList, LocalIdsOfDifferentLengthDoNotCompare) {
  const auto six = list({change(guid_1, 5)});
  const auto four = list({Xid(guid_1, from_hex("00 00 00 05"))});
  EXPECT_EQ(six.compare(four), Precedence::conflict);
}

TEST(PredecessorChangeList, Merge) {
  auto merged = list({change(guid_1, 6), change(guid_2, 4)});
  const auto other = list({change(guid_1, 5), change(guid_2, 5)});
  EXPECT_EQ(merged.compare(other), Precedence::conflict);
  merged.merge(other);
  EXPECT_EQ(merged, list({change(guid_1, 6), change(guid_2, 5)}));
  EXPECT_EQ(merged.compare(other), Precedence::newer);
  PredecessorChangeList empty;
  empty.merge(other);
  EXPECT_EQ(empty, other);
  empty.merge({});
  EXPECT_EQ(empty, other);
  empty.merge(empty);
  EXPECT_EQ(empty, other);
  const auto one = list({change(guid_2, 9)});
  auto two = list({change(guid_1, 9)});
  two.merge(one);
  EXPECT_EQ(two, list({change(guid_1, 9), change(guid_2, 9)}));
}

}  // namespace
}  // namespace mapigate::oxcfxics
