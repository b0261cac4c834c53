#include <gtest/gtest.h>

#include "protocol/oxdscli/pox.hpp"

namespace mapigate::oxdscli {
namespace {

const std::string nonce = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

std::string request_with(const std::string& children) {
  return "<Autodiscover xmlns=\"" + std::string(outlook_request_schema) + "\"><Request>" + children +
         "</Request></Autodiscover>";
}

std::string response_with(const std::string& children) {
  return "<Autodiscover xmlns=\"" + std::string(response_schema) + "\"><Response xmlns=\"" +
         std::string(outlook_response_schema) + "\">" + children + "</Response></Autodiscover>";
}

TEST(Challenge, IsWrittenAsAnExtraChildOfTheRequest) {
  PoxRequest request;
  request.email_address = "probe@contoso.com";
  request.challenge = Challenge{{{}, nonce}};
  const std::string xml = write_pox_request(request);
  EXPECT_NE(xml.find("<Challenge xmlns=\"urn:mapigate:selfcheck:1\">" + nonce + "</Challenge></Request>"),
            std::string::npos);
  const auto read = parse_pox_request(xml);
  ASSERT_TRUE(read);
  ASSERT_TRUE(read->challenge);
  EXPECT_EQ(read->challenge->text, nonce);
}

TEST(Challenge, CountsInItsOwnNamespaceOnly) {
  for (const char* element :
       {"<Challenge>x</Challenge>", "<Challenge xmlns='urn:mapigate:selfcheck:2'>x</Challenge>",
        "<Challenge xmlns=''>x</Challenge>"}) {
    const auto read = parse_pox_request(request_with(element));
    ASSERT_TRUE(read) << element;
    EXPECT_FALSE(read->challenge) << element;
  }
  const auto prefixed = parse_pox_request(
      request_with("<c:Challenge xmlns:c='urn:mapigate:selfcheck:1' run='7'>x</c:Challenge>"));
  ASSERT_TRUE(prefixed);
  ASSERT_TRUE(prefixed->challenge);
  EXPECT_EQ(prefixed->challenge->text, "x");
  EXPECT_EQ(prefixed->challenge->get("run"), "7");
  EXPECT_EQ(prefixed->challenge->attributes.size(), 1u);
}

TEST(Challenge, OutsideOfTheRequestIsNoChallenge) {
  const auto read = parse_pox_request("<Autodiscover xmlns=\"" + std::string(outlook_request_schema) +
                                      "\"><Challenge xmlns='urn:mapigate:selfcheck:1'>x</Challenge><Request/>"
                                      "</Autodiscover>");
  ASSERT_TRUE(read);
  EXPECT_FALSE(read->challenge);
}

TEST(Challenge, IsLimited) {
  std::string attributes;
  for (int i = 0; i < 17; ++i) attributes += " a" + std::to_string(i) + "='1'";
  const std::string start = "<Challenge xmlns='urn:mapigate:selfcheck:1'";
  EXPECT_EQ(parse_pox_request(request_with(start + attributes + "/>")).error(), xml::ParseError::too_many);
  EXPECT_EQ(parse_pox_request(request_with(start + " a='" + std::string(3000, 'x') + "'/>")).error(),
            xml::ParseError::too_large);
  EXPECT_EQ(parse_pox_request(request_with(start + ">" + std::string(3000, 'x') + "</Challenge>")).error(),
            xml::ParseError::too_large);
}

TEST(Proof, KeepsTheOrderOfItsAttributes) {
  PoxResponse response;
  response.proof =
      Proof{{{{"instance", "i-1"}, {"certificate-sha256", "ab"}, {"host", "a\"<b"}, {"mac", "cd"}}, ""}};
  const std::string xml = write_pox_response(response);
  const auto read = parse_pox_response(xml);
  ASSERT_TRUE(read) << xml;
  EXPECT_EQ(*read, response);
  EXPECT_EQ(read->proof->get("mac"), "cd");
  EXPECT_EQ(read->proof->get("absent"), "");
  EXPECT_LT(xml.find("instance"), xml.find("certificate-sha256"));
}

TEST(Proof, CountsInItsOwnNamespaceOnly) {
  const auto read = parse_pox_response(response_with("<Proof mac='1'/>"));
  ASSERT_TRUE(read);
  EXPECT_FALSE(read->proof);
}

}  // namespace
}  // namespace mapigate::oxdscli
