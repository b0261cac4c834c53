#include "gateway/auth/basic_credentials.hpp"

#include <gtest/gtest.h>

#include "gateway/base/encoding.hpp"

namespace mapigate::auth {
namespace {

std::string base64(std::string_view text) {
  return to_base64({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

std::string_view token_of(const std::vector<std::pair<std::string_view, std::string_view>>& fields) {
  static http::HeaderViews headers;
  headers.clear();
  for (const auto& [name, value] : fields) headers.add(name, value);
  return basic_token(headers);
}

TEST(BasicToken, IsWhatStandsBehindTheScheme) {
  EXPECT_EQ(token_of({{"Authorization", "Basic YTpi"}}), "YTpi");
  EXPECT_EQ(token_of({{"Host", "x"}, {"aUTHORIZATION", "  bAsIc   YTpi  "}}), "YTpi");
}

TEST(BasicToken, IsEmptyForAnythingElse) {
  EXPECT_EQ(token_of({}), "");
  EXPECT_EQ(token_of({{"Authorization", ""}}), "");
  EXPECT_EQ(token_of({{"Authorization", "Basic"}}), "");
  EXPECT_EQ(token_of({{"Authorization", "Basic "}}), "");
  EXPECT_EQ(token_of({{"Authorization", "BasicYTpi"}}), "");
  EXPECT_EQ(token_of({{"Authorization", "Bearer YTpi"}}), "");
  EXPECT_EQ(token_of({{"Authorization", "Negotiate YTpi"}}), "");
  EXPECT_EQ(token_of({{"Proxy-Authorization", "Basic YTpi"}}), "");
  EXPECT_EQ(token_of({{"Authorization", "Basic YTpi"}, {"Authorization", "Basic YTpj"}}), "") << "which one?";
}

TEST(DecodeBasic, SplitsAtTheFirstColon) {
  // The examples of RFC 7617 sections 2 and 2.1.
  const auto aladdin = decode_basic("QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
  ASSERT_TRUE(aladdin);
  EXPECT_EQ(aladdin->login, "Aladdin");
  EXPECT_EQ(aladdin->password.view(), "open sesame");
  const auto pound = decode_basic("dGVzdDoxMjPCow==");
  ASSERT_TRUE(pound);
  EXPECT_EQ(pound->login, "test");
  EXPECT_EQ(pound->password.view(), "123\xC2\xA3");

  EXPECT_EQ(decode_basic(base64("a:b:c"))->password.view(), "b:c");
  EXPECT_EQ(decode_basic(base64("a:"))->password.view(), "");
  EXPECT_EQ(decode_basic(base64(":b"))->login, "");
  EXPECT_TRUE(decode_basic("YTpi")) << "no padding needed";
  EXPECT_EQ(decode_basic("dGVzdDoxMjPCow")->password.view(), "123\xC2\xA3") << "padding left out";
}

TEST(DecodeBasic, ReadsBytesThatAreNotUtf8AsWindows1252) {
  const auto credentials = decode_basic(base64("ren\xE9@example.org:caf\xE9 \x80 \xFC"));
  ASSERT_TRUE(credentials);
  EXPECT_EQ(credentials->login, "ren\xC3\xA9@example.org");
  EXPECT_EQ(credentials->password.view(), "caf\xC3\xA9 \xE2\x82\xAC \xC3\xBC");
  // Each part by itself: Outlook may send the one in UTF-8 and the other in the code page.
  const auto mixed = decode_basic(base64("ren\xC3\xA9@example.org:caf\xE9"));
  ASSERT_TRUE(mixed);
  EXPECT_EQ(mixed->login, "ren\xC3\xA9@example.org");
  EXPECT_EQ(mixed->password.view(), "caf\xC3\xA9");
}

TEST(DecodeBasic, RefusesWhatIsMalformed) {
  EXPECT_FALSE(decode_basic(""));
  EXPECT_FALSE(decode_basic("===="));
  EXPECT_FALSE(decode_basic("not base64!"));
  EXPECT_FALSE(decode_basic("YTpi YTpi"));
  EXPECT_FALSE(decode_basic(base64("no colon")));
  EXPECT_FALSE(decode_basic(base64(std::string("a:b\0c", 5))));
  EXPECT_FALSE(decode_basic(base64("a:b\r\n")));
  EXPECT_FALSE(decode_basic(base64("a\x7F:b")));
}

TEST(DecodeBasic, HasALimit) {
  const std::string longest = "a:" + std::string(1022, 'x');
  ASSERT_TRUE(decode_basic(base64(longest)));
  EXPECT_EQ(decode_basic(base64(longest))->password.view().size(), 1022u);
  EXPECT_FALSE(decode_basic(base64(longest + "xxx")));
  EXPECT_FALSE(decode_basic(std::string(1'000'000, 'A')));
}

TEST(AddressOfLogin, IsTheLoginOrWhatOutlookPutsADomainInFrontOf) {
  EXPECT_EQ(address_of_login("alice@example.org"), "alice@example.org");
  EXPECT_EQ(address_of_login("  alice@example.org "), "alice@example.org");
  EXPECT_EQ(address_of_login("EXAMPLE\\alice@example.org"), "alice@example.org");
  EXPECT_EQ(address_of_login("\\alice@example.org"), "alice@example.org");
  EXPECT_EQ(address_of_login("A\\B\\alice@example.org"), "alice@example.org");
  EXPECT_EQ(address_of_login("example.org\\alice"), "alice@example.org");
  EXPECT_EQ(address_of_login("EXAMPLE\\alice"), "alice") << "no address: nobody is found under it";
  EXPECT_EQ(address_of_login("alice"), "alice");
  EXPECT_EQ(address_of_login("\\"), "");
  EXPECT_EQ(address_of_login(""), "");
}

}  // namespace
}  // namespace mapigate::auth
