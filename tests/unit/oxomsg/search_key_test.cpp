#include "protocol/oxomsg/search_key.hpp"

#include <gtest/gtest.h>

namespace mapigate::oxomsg {
namespace {

using namespace std::string_view_literals;

wire::Bytes bytes(std::string_view text) { return {text.begin(), text.end()}; }

TEST(SearchKey, OfAnAddress) {
  EXPECT_EQ(search_key("smtp", "User@Example.org"), bytes("SMTP:USER@EXAMPLE.ORG\0"sv));
  EXPECT_EQ(search_key("EX", "/o=Org/cn=Recipients/cn=user"), bytes("EX:/O=ORG/CN=RECIPIENTS/CN=USER\0"sv));
  // Only the letters of ASCII: the code page of others is not known.
  EXPECT_EQ(search_key("SMTP", "j\xC3\xB6rg@example.org"), bytes("SMTP:J\xC3\xB6RG@EXAMPLE.ORG\0"sv));
}

TEST(SearchKey, AddressOfIt) {
  EXPECT_EQ(address_of(search_key("SMTP", "A@B")), (SearchKeyAddress{"SMTP", "A@B"}));
  EXPECT_EQ(address_of(bytes("FAX:1:2\0"sv)), (SearchKeyAddress{"FAX", "1:2"}));
  EXPECT_EQ(address_of(bytes("SMTP:\0"sv)), (SearchKeyAddress{"SMTP", ""}));
}

TEST(SearchKey, OtherForms) {
  EXPECT_EQ(address_of({}), std::nullopt);
  EXPECT_EQ(address_of(bytes("\0"sv)), std::nullopt);
  EXPECT_EQ(address_of(bytes("SMTP:A@B")), std::nullopt);
  EXPECT_EQ(address_of(bytes("SMTP\0"sv)), std::nullopt);
  EXPECT_EQ(address_of(bytes(":A@B\0"sv)), std::nullopt);
  EXPECT_EQ(address_of(bytes("SMTP:A\0B\0"sv)), std::nullopt);
  EXPECT_EQ(address_of(wire::Bytes(16, 0x41)), std::nullopt);  // the GUID of a message
}

}  // namespace
}  // namespace mapigate::oxomsg
