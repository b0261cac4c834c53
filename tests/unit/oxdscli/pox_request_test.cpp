#include <gtest/gtest.h>

#include "protocol/oxdscli/pox.hpp"
#include "vectors.hpp"

namespace mapigate::oxdscli {
namespace {

std::string request(const std::string& children,
                    const std::string& schema = std::string(outlook_request_schema)) {
  return "<Autodiscover xmlns=\"" + schema + "\"><Request>" + children + "</Request></Autodiscover>";
}

TEST(PoxRequest, ReadsTheDocumentedExample) {
  for (const char* file : {"MS-OXDSCLI/request.xml", "MS-OXDSCLI/request-https.xml"}) {
    const auto parsed = parse_pox_request(vector_file(file));
    ASSERT_TRUE(parsed) << file;
    EXPECT_EQ(parsed->email_address, "user@contoso.com");
    EXPECT_EQ(parsed->legacy_dn, "");
    EXPECT_TRUE(parsed->accepts_outlook_response());
    EXPECT_FALSE(parsed->challenge);
  }
}

TEST(PoxRequest, WritesTheDocumentedExample) {
  PoxRequest example;
  example.email_address = "user@contoso.com";
  EXPECT_EQ(normalized(write_pox_request(example)), normalized(vector_file("MS-OXDSCLI/request.xml")));
}

TEST(PoxRequest, RoundTripsEveryField) {
  PoxRequest written;
  written.email_address = "o'brien&\"<sons>@contoso.com";
  written.legacy_dn = "/o=contoso/cn=Recipients/cn=ü";
  written.acceptable_response_schema = "urn:x";
  written.challenge = Challenge{{{{"round", "3"}}, "00ff"}};
  const auto read = parse_pox_request(write_pox_request(written));
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, written);
}

TEST(PoxRequest, RefusesEveryTruncation) {
  std::string body = vector_file("MS-OXDSCLI/request.xml");
  body.erase(body.find_last_not_of(" \r\n") + 1);
  for (std::size_t length = 0; length < body.size(); ++length) {
    EXPECT_FALSE(parse_pox_request(body.substr(0, length))) << length;
  }
}

TEST(PoxRequest, LeavesMissingElementsEmpty) {
  const auto parsed = parse_pox_request(request(""));
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->email_address, "");
  EXPECT_EQ(parsed->legacy_dn, "");
  EXPECT_EQ(parsed->acceptable_response_schema, "");
  EXPECT_FALSE(parsed->accepts_outlook_response());
}

TEST(PoxRequest, ReadsPrefixedElementsCommentsAndSections) {
  const auto parsed =
      parse_pox_request("<?xml version='1.0'?><!-- & <!DOCTYPE no> --><a:AutoDiscover xmlns:a='" +
                        std::string(outlook_request_schema) +
                        "'><a:Request><a:LegacyDN> /o=a<!-- x -->/cn=<![CDATA[b&c]]> "
                        "</a:LegacyDN></a:Request></a:AutoDiscover>");
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->legacy_dn, "/o=a/cn=b&c");
}

TEST(PoxRequest, TakesActiveSyncRequestsWithoutTakingThemForOutlooks) {
  const auto parsed =
      parse_pox_request(request("<EMailAddress>a@b.example</EMailAddress><AcceptableResponseSchema>" +
                                    std::string(mobilesync_response_schema) + "</AcceptableResponseSchema>",
                                std::string(mobilesync_request_schema)));
  ASSERT_TRUE(parsed);
  EXPECT_FALSE(parsed->accepts_outlook_response());
}

TEST(PoxRequest, RefusesOtherDocuments) {
  for (const std::string& body : {
           request("", "urn:other"),
           std::string("<Autodiscover><Request/></Autodiscover>"),  // no schema
           "<Autodiscover xmlns='" + std::string(outlook_request_schema) + "'/>",
           "<Other xmlns='" + std::string(outlook_request_schema) + "'><Request/></Other>",
           vector_file("MS-OXDSCLI/response-error.xml"),
       }) {
    const auto parsed = parse_pox_request(body);
    ASSERT_FALSE(parsed) << body;
    EXPECT_EQ(parsed.error(), xml::ParseError::schema) << body;
  }
}

TEST(PoxRequest, RefusesTextsOverTheLimit) {
  const auto parsed =
      parse_pox_request(request("<EMailAddress>" + std::string(3000, 'a') + "</EMailAddress>"));
  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.error(), xml::ParseError::too_large);
}

TEST(PoxRequest, KeepsUnicodeOfAnAddress) {
  const auto parsed = parse_pox_request(request("<EMailAddress>jos&#xE9;@ex\xC3\xA4mple.org</EMailAddress>"));
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->email_address, "jos\xC3\xA9@ex\xC3\xA4mple.org");
}

}  // namespace
}  // namespace mapigate::oxdscli
