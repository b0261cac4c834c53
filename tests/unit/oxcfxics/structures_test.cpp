#include "protocol/oxcfxics/structures.hpp"

#include <gmock/gmock.h>

#include "protocol/oxcfxics/ics_state.hpp"
#include "protocol/oxcfxics/meta_properties.hpp"
#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxcfxics {
namespace {

using oxcdata::PropertyTag;
using wire::Bytes;
using wire::Fault;
using wire::from_hex;
using wire::Guid;
using wire::hex_vector;

TEST(Structures, ProgressInformation) {
  const auto bytes = hex_vector("MS-OXCFXICS/2.2.2.7-progress-information.hex");
  wire::expect_exact<ProgressInformation>(bytes);
  EXPECT_EQ(wire::parse<ProgressInformation>(bytes).value(),
            (ProgressInformation{2, 0x0102030405060708, 3, 0x1000}));
  auto later = bytes;
  later[0] = 1;
  EXPECT_EQ(wire::parse<ProgressInformation>(later).error().fault, Fault::invalid);
}

TEST(Structures, PropertyGroupInfo) {
  const auto bytes = hex_vector("MS-OXCFXICS/2.2.2.8-property-group-info.hex");
  wire::expect_exact<PropertyGroupInfo>(bytes);
  const auto info = wire::parse<PropertyGroupInfo>(bytes).value();
  EXPECT_EQ(info.group_id, 5u);
  ASSERT_EQ(info.groups.size(), 2u);
  EXPECT_EQ(info.groups[0].property_tags,
            (std::vector<GroupProperty>{{PropertyTag{0x0037001F}, {}}, {PropertyTag{0x0E1D001F}, {}}}));
  const auto common = Guid::from_text("00062008-0000-0000-c000-000000000046").value();
  EXPECT_EQ(info.groups[1].property_tags,
            (std::vector<GroupProperty>{
                {PropertyTag{0x80010003}, {common, GroupPropertyName::Kind::lid, 0x8503, u""}},
                {PropertyTag{0x8002001F}, {common, GroupPropertyName::Kind::name, 0, u"Key"}}}));
}

TEST(Structures, PropertyGroupInfoMalformed) {
  const auto fault = [](std::string_view hex) {
    return wire::parse<PropertyGroupInfo>(from_hex(hex)).error().fault;
  };
  EXPECT_EQ(fault("01000000 00000000 00000000"), Fault::invalid);           // no group
  EXPECT_EQ(fault("01000000 00000000 01000000 00000000"), Fault::invalid);  // no property
  EXPECT_EQ(fault("01000000 00000000 FFFFFFFF 01000000 1F003700"), Fault::truncated);
  EXPECT_EQ(fault("01000000 00000000 01000000 FFFFFFFF 1F003700"), Fault::truncated);
  EXPECT_EQ(fault("01000000 00000000 01000000 01000000 03000180 082006000000 0000C000000000000046 02000000"),
            Fault::invalid);  // of no kind
  EXPECT_EQ(fault("01000000 00000000 01000000 01000000 03000180 082006000000 0000C000000000000046 01000000"
                  "03000000 610062"),
            Fault::invalid);  // half a character
  EXPECT_EQ(fault("01000000 00000000 01000000 01000000 03000180 082006000000 0000C000000000000046 01000000"
                  "FEFFFFFF 6100"),
            Fault::truncated);
}

TEST(Structures, FolderReplicaInfo) {
  const auto bytes = hex_vector("MS-OXCFXICS/2.2.2.9-folder-replica-info.hex");
  wire::expect_exact<FolderReplicaInfo>(bytes);
  const auto info = wire::parse<FolderReplicaInfo>(bytes).value();
  EXPECT_EQ(info.folder_long_term_id.database_guid,
            Guid::from_text("00112233-4455-6677-8899-aabbccddeeff").value());
  EXPECT_EQ(oxcdata::to_number(info.folder_long_term_id.counter), 0x1234u);
  EXPECT_EQ(info.cheap_server_dn_count, 1u);
  EXPECT_THAT(info.server_dns, testing::ElementsAre("/o=x/cn=a", "/o=x/cn=b"));

  auto changed = bytes;
  changed[36] = 3;  // more near servers than servers
  EXPECT_EQ(wire::parse<FolderReplicaInfo>(changed).error().fault, Fault::invalid);
  changed[32] = 3;
  EXPECT_EQ(wire::parse<FolderReplicaInfo>(changed).error().fault, Fault::unterminated);
  changed[32] = changed[36] = 0;
  EXPECT_EQ(wire::parse<FolderReplicaInfo>(changed).error().fault, Fault::invalid);
}

TEST(IcsState, Properties) {
  const auto replica = Guid::from_text("00112233-4455-6677-8899-aabbccddeeff").value();
  IcsState state;
  state.idset_given.add(replica, {1, 5});
  state.cnset_seen.add(replica, {1, 100});
  state.cnset_seen_fai.add(replica, 7);

  const auto contents = state.properties(SynchronizationType::contents);
  ASSERT_EQ(contents.size(), 4u);
  EXPECT_EQ(contents[0].tag, PropertyTag{0x40170003});
  EXPECT_EQ(contents[0].value,
            from_hex("33 22 11 00 55 44 77 66 88 99 AA BB CC DD EE FF 05 00 00 00 00 00 52 01 05 50 00"));
  EXPECT_EQ(contents[1].tag, PropertyTag{0x67960102});
  EXPECT_EQ(contents[2].tag, PropertyTag{0x67DA0102});
  EXPECT_EQ(contents[3].tag, PropertyTag{0x67D20102});
  EXPECT_TRUE(contents[3].value.empty());
  const auto hierarchy = state.properties(SynchronizationType::hierarchy);
  ASSERT_EQ(hierarchy.size(), 2u);
  EXPECT_EQ(hierarchy[0].tag, meta_tag_idset_given);
  EXPECT_EQ(hierarchy[1].tag, meta_tag_cnset_seen);

  IcsState read;
  for (const auto& property : contents) EXPECT_FALSE(read.set(property.tag, property.value));
  EXPECT_EQ(read, state);
}

TEST(IcsState, Set) {
  IcsState state;
  const auto ids = from_hex("33 22 11 00 55 44 77 66 88 99 AA BB CC DD EE FF 06 00 00 00 00 00 09 00");
  EXPECT_FALSE(state.set(PropertyTag{0x40170102}, ids));  // as PtypBinary
  EXPECT_EQ(state.idset_given.size(), 1u);
  EXPECT_EQ(state.set(PropertyTag{0x40170003}, wire::ByteView(ids).first(20)).fault, Fault::truncated);
  EXPECT_EQ(state.idset_given.size(), 1u);
  EXPECT_EQ(state.set(PropertyTag{0x67E50102}, ids).fault, Fault::invalid);  // MetaTagIdsetDeleted
  EXPECT_EQ(state.find(PropertyTag{0x67D20102}), &state.cnset_read);
  EXPECT_EQ(state.find(PropertyTag{0x0037001F}), nullptr);
}

}  // namespace
}  // namespace mapigate::oxcfxics
