#include "protocol/oxnspi/entry_id.hpp"

#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxnspi {
namespace {

using wire::Fault;
using wire::hex_vector;

TEST(EntryId, Ephemeral) {
  const auto bytes = hex_vector("MS-OXNSPI/2.2.9.2-ephemeral-entry-id.hex");
  ASSERT_EQ(bytes.size(), EphemeralEntryId::wire_size);
  wire::expect_exact<EphemeralEntryId>(bytes);
  const auto id = std::get<EphemeralEntryId>(parse_entry_id(bytes).value());
  EXPECT_EQ(id.provider_uid.text(), "868bbcab-3379-48c4-a1ef-1b53e63bdc46");
  EXPECT_EQ(id.display_type, DisplayType::remote_mail_user);
  EXPECT_EQ(id.mid, MinimalEntryId{0x1928});
}

TEST(EntryId, Permanent) {
  const auto bytes = hex_vector("MS-OXNSPI/2.2.9.3-permanent-entry-id.hex");
  wire::expect_exact<PermanentEntryId>(bytes);
  EXPECT_EQ(std::get<PermanentEntryId>(parse_entry_id(bytes).value()),
            (PermanentEntryId{DisplayType::container, "/guid=00112233445566778899AABBCCDDEEFF"}));
}

TEST(EntryId, OfAnotherProvider) {
  EXPECT_EQ(parse_entry_id(hex_vector("MS-OXCDATA/2.2.5.1-one-off-entry-id.hex")).error().fault,
            Fault::invalid);
}

TEST(EntryId, OfNoKind) {
  EXPECT_EQ(parse_entry_id({}).error().fault, Fault::truncated);
  for (const auto* file : {"2.2.9.2-ephemeral-entry-id.hex", "2.2.9.3-permanent-entry-id.hex"}) {
    // What is constant: the reserved bytes and R4, and the ID Type.
    for (const std::size_t at : {0, 1, 2, 3, 20, 21, 22, 23}) {
      auto bytes = hex_vector("MS-OXNSPI/" + std::string(file));
      bytes[at] ^= 0x10;
      EXPECT_EQ(parse_entry_id(bytes).error().fault, Fault::invalid) << file << ' ' << at;
    }
  }
}

}  // namespace
}  // namespace mapigate::oxnspi
