#include "protocol/oxcdata/recipient_row.hpp"

#include <gmock/gmock.h>

#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxcdata {
namespace {

using wire::Fault;
using wire::from_hex;
using wire::parse;
using wire::serialize;

constexpr PropertyTag columns[]{property_tag(0x3900, PropertyType::integer32),
                                property_tag(0x39FE, PropertyType::string)};

template <std::size_t n>
struct Rows {
  std::array<RecipientRow, n> rows;
  static void fields(auto& self, auto& archive) {
    for (auto& row : self.rows) archive("RecipientRow", recipient_row_of(columns, row));
  }
};

TEST(RecipientRow, OfEachKindOfAddress) {
  const auto bytes = wire::hex_vector("MS-OXCDATA/2.8.3.2-recipient-rows.hex");
  const auto rows = parse<Rows<8>>(bytes).value().rows;

  RecipientRow expected;
  expected.address_kind = AddressKind::x500_dn;
  expected.same_display_names = true;
  expected.address_prefix_used = 12;
  expected.display_type = DisplayType::distribution_list;
  expected.x500_dn = "ann";
  expected.display_name = u"A";
  expected.simple_display_name = u"a";
  expected.properties = {{1, u"a@b"}, false};
  EXPECT_EQ(rows[0], expected);

  expected = {};
  expected.address_kind = AddressKind::smtp;
  expected.no_rich_text = true;
  expected.email_address = u"a@b";
  expected.display_name = u"B";
  expected.transmittable_display_name = u"C";
  expected.properties = {{std::monostate{}}, true};
  EXPECT_EQ(rows[1], expected);

  expected = {};
  expected.other_transport = true;
  expected.unicode = false;
  expected.address_type = "NOTES";
  expected.email_address = String8{"Ann/a"};
  expected.display_name = String8{"J\xF6rg"};
  EXPECT_EQ(rows[2], expected);

  expected = {};
  expected.address_kind = AddressKind::personal_distribution_list_1;
  expected.unicode = false;
  expected.entry_id = {0xA1, 0xA2, 0xA3, 0xA4};
  expected.search_key = {0xB1, 0xB2};
  EXPECT_EQ(rows[3], expected);

  expected = {};
  expected.address_kind = AddressKind::personal_distribution_list_2;
  expected.entry_id = {0xA1};
  expected.display_name = u"D";
  EXPECT_EQ(rows[4], expected);

  expected = {};
  expected.address_kind = AddressKind::ms_mail;
  expected.email_address = u"M";
  EXPECT_EQ(rows[5], expected);

  expected = {};
  expected.address_kind = AddressKind::fax;
  expected.unicode = false;
  expected.email_address = String8{"F"};
  EXPECT_EQ(rows[6], expected);

  expected.address_kind = AddressKind::professional_office_system;
  expected.email_address = String8{"P"};
  EXPECT_EQ(rows[7], expected);

  wire::expect_exact<Rows<8>>(bytes);
}

using OneRow = Rows<1>;

TEST(RecipientRow, ReservedFlagsAreIgnored) {
  const auto row = parse<OneRow>(from_hex("00 78 00 00 00")).value();
  EXPECT_EQ(serialize(row).value(), from_hex("00 00 00 00 00"));
}

// O says that AddressType follows, which it does only where there is no other kind.
TEST(RecipientRow, AddressTypeBesideAnotherKindIsIgnored) {
  const auto row = parse<OneRow>(from_hex("03 82 00 00 00")).value().rows[0];
  EXPECT_EQ(row.address_kind, AddressKind::smtp);
  EXPECT_FALSE(row.address_type);
  RecipientRow wrong;
  wrong.address_kind = AddressKind::smtp;
  wrong.address_type = "SMTP";
  EXPECT_EQ(serialize(OneRow{{wrong}}).error().fault, Fault::invalid);
}

TEST(RecipientRow, NoMoreValuesThanColumns) {
  EXPECT_EQ(parse<OneRow>(from_hex("00 00 03 00 00 01 00 00 00 00 00 00")).error().fault, Fault::invalid);
  RecipientRow row;
  row.properties.values.resize(3);
  EXPECT_EQ(serialize(OneRow{{row}}).error().fault, Fault::invalid);
}

TEST(RecipientRow, TextsAreOfOneKind) {
  RecipientRow row;
  row.display_name = String8{"A"};
  EXPECT_EQ(serialize(OneRow{{row}}).error().fault, Fault::invalid);
  row.unicode = false;
  EXPECT_EQ(serialize(OneRow{{row}}).value(), from_hex("10 00 41 00 00 00 00"));
}

TEST(RecipientRow, FailuresNameTheField) {
  EXPECT_EQ(to_string(parse<OneRow>(from_hex("10 02 41 00")).error()),
            "DisplayName at offset 2: unterminated string");
  EXPECT_EQ(to_string(parse<OneRow>(from_hex("06 00 05 00 A1")).error()), "EntryID at offset 4: truncated");
}

}  // namespace
}  // namespace mapigate::oxcdata
