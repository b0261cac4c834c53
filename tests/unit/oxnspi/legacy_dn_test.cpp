#include "protocol/oxnspi/legacy_dn.hpp"

#include <gmock/gmock.h>

#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxnspi {
namespace {

using testing::ElementsAre;

const std::string group = "First Administrative Group (FYDIBOHF23SPDLT)";

std::string repeated(std::string_view text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

TEST(LegacyDn, OfARecipient) {
  const auto text = "/o=Example/ou=" + group + "/cn=Recipients/cn=0a1b-Alice";
  const auto dn = LegacyDn::from_text(text).value();
  EXPECT_EQ(dn.organization, "Example");
  EXPECT_EQ(dn.organizational_unit, group);
  EXPECT_THAT(dn.common_names, ElementsAre("Recipients", "0a1b-Alice"));
  EXPECT_EQ(dn.text(), text);
  EXPECT_EQ(recipient_dn("Example", group, "0a1b-Alice"), dn);
}

TEST(LegacyDn, OfAnOrganization) {
  const auto dn = LegacyDn::from_text("/o=Example").value();
  EXPECT_EQ(dn.organization, "Example");
  EXPECT_TRUE(dn.organizational_unit.empty());
  EXPECT_TRUE(dn.common_names.empty());
  EXPECT_EQ(dn.text(), "/o=Example");
}

// Letters of either case are the same, and what was read keeps its own.
TEST(LegacyDn, CaseIsIgnored) {
  const auto dn = LegacyDn::from_text("/O=EXAMPLE/OU=a/CN=recipients/Cn=Bob").value();
  EXPECT_EQ(dn, recipient_dn("Example", "A", "bOB"));
  EXPECT_EQ(dn.text(), "/o=EXAMPLE/ou=a/cn=recipients/cn=Bob");
  EXPECT_NE(dn, recipient_dn("Example", "A", "bo"));
  EXPECT_TRUE(same_dn("/o=[x", "/O=[X"));
  EXPECT_FALSE(same_dn("/o=[", "/o={")) << "no letters";
  EXPECT_FALSE(same_dn("/o=a", "/o=ab"));
  EXPECT_EQ(dn_key("/o=Example/cn=z{"), "/O=EXAMPLE/CN=Z{");
}

TEST(LegacyDn, WhatIsNoDn) {
  for (const auto* text : {"",
                           "/",
                           "o=a",
                           "/o=",
                           "/ou=a",
                           "/cn=a",
                           "/o=a/",
                           "/o=a/ou=b",
                           "/o=a/cn=b",
                           "/o=a/ou=/cn=c",
                           "/o=a/ou=b/cn=",
                           "/o=a/ou=b/cn=c/",
                           "/o=a/ou=b/cn=c/ou=d",
                           "/o=a/o=b/cn=c",
                           "/o= a",
                           "/o=a ",
                           "/o=a/ou=b/cn= ",
                           "/o=a\n",
                           "/o=a\x7F",
                           "/o=\xC3\xA4",
                           "EX:/o=a",
                           "/guid=a"}) {
    EXPECT_FALSE(LegacyDn::from_text(text)) << text;
  }
  EXPECT_FALSE(LegacyDn::from_text(std::string_view("/o=a\0b", 6)));
}

TEST(LegacyDn, Limits) {
  const std::string longest(64, 'x');
  EXPECT_TRUE(LegacyDn::from_text("/o=" + longest));
  EXPECT_FALSE(LegacyDn::from_text("/o=" + longest + "x"));
  EXPECT_TRUE(LegacyDn::from_text("/o=a/ou=b" + repeated("/cn=c", 14)));
  EXPECT_FALSE(LegacyDn::from_text("/o=a/ou=b" + repeated("/cn=c", 15)));
  EXPECT_TRUE(LegacyDn::from_text("/o=" + longest + "/ou=" + longest + "/cn=" + longest + "/cn=" + longest));
  EXPECT_FALSE(LegacyDn::from_text("/o=" + longest + "/ou=" + longest + "/cn=" + longest + "/cn=" + longest +
                                   "/cn=y"));
}

TEST(LegacyDn, Valid) {
  EXPECT_TRUE((LegacyDn{"a", "", {}}.valid()));
  EXPECT_FALSE((LegacyDn{}.valid()));
  EXPECT_FALSE((LegacyDn{"a", "b", {}}.valid()));
  EXPECT_FALSE((LegacyDn{"a", "", {"c"}}.valid()));
  EXPECT_FALSE((LegacyDn{"a", "b", {"c/cn=d"}}.valid()));
  EXPECT_FALSE((LegacyDn{"a", "b", std::vector<std::string>(15, "c")}.valid()));
}

TEST(AddressListDn, ByGuid) {
  const auto dn = AddressListDn::from_text("/guid=00112233445566778899AABBCCDDEEFF").value();
  EXPECT_EQ(dn.container->text(), "00112233-4455-6677-8899-aabbccddeeff");
  EXPECT_EQ(dn.text(), "/guid=00112233445566778899AABBCCDDEEFF");
  EXPECT_EQ(AddressListDn::from_text("/GUID=00112233445566778899aabbccddeeff"), dn);
}

TEST(AddressListDn, GlobalAddressList) {
  EXPECT_EQ(AddressListDn::from_text("/").value().container, std::nullopt);
  EXPECT_EQ(AddressListDn{}.text(), "/");
}

TEST(AddressListDn, WhatIsNone) {
  for (const auto* text :
       {"", "/guid=", "guid=00112233445566778899AABBCCDDEEFF", "/guid=00112233445566778899AABBCCDDEEF",
        "/guid=00112233445566778899AABBCCDDEEFF0", "/guid=0011223G445566778899AABBCCDDEEFF",
        "/guid=00112233-455-6677-8899-AABBCCDDE", "//", "/o=a"}) {
    EXPECT_FALSE(AddressListDn::from_text(text)) << text;
  }
}

}  // namespace
}  // namespace mapigate::oxnspi
