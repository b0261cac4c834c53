#include <gtest/gtest.h>

#include "protocol/oxdscli/soap.hpp"
#include "vectors.hpp"

namespace mapigate::oxdscli {
namespace {

std::string envelope(const std::string& body, const std::string& header = "") {
  return "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/' "
         "xmlns:a='http://schemas.microsoft.com/exchange/2010/Autodiscover'><s:Header>" +
         header + "</s:Header><s:Body>" + body + "</s:Body></s:Envelope>";
}

TEST(SoapRequest, ReadsTheGetUserSettingsExample) {
  for (const char* file :
       {"MS-OXWSADISC/get-user-settings-request.xml", "MS-OXWSADISC/get-user-settings-request-https.xml"}) {
    const auto read = parse_soap_request(vector_file(file));
    ASSERT_TRUE(read) << file;
    EXPECT_EQ(read->operation, SoapOperation::get_user_settings);
    EXPECT_EQ(read->requested_server_version, "Exchange2010");
    EXPECT_EQ(read->message_id, "");
    EXPECT_EQ(read->names, std::vector<std::string>{"UserName@domain.contoso.com"});
    ASSERT_EQ(read->settings.size(), 8u);
    EXPECT_EQ(read->settings.front(), "UserDisplayName");
    EXPECT_EQ(read->settings.back(), "EwsSupportedSchemas");
  }
}

TEST(SoapRequest, ReadsTheGetDomainSettingsExample) {
  const auto read = parse_soap_request(vector_file("MS-OXWSADISC/get-domain-settings-request.xml"));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->operation, SoapOperation::get_domain_settings);
  EXPECT_EQ(read->names, std::vector<std::string>{"contoso.com"});
  EXPECT_EQ(read->settings, std::vector<std::string>{"ExternalEwsUrl"});
}

TEST(SoapRequest, RefusesEveryTruncation) {
  std::string body = vector_file("MS-OXWSADISC/get-user-settings-request.xml");
  body.erase(body.find_last_not_of(" \r\n") + 1);
  for (std::size_t length = 0; length < body.size(); ++length) {
    EXPECT_FALSE(parse_soap_request(body.substr(0, length))) << length;
  }
}

TEST(SoapRequest, ReadsTheMessageId) {
  const auto read = parse_soap_request(
      envelope("<a:GetDomainSettingsRequestMessage/>",
               "<w:MessageID xmlns:w='http://www.w3.org/2005/08/addressing'>urn:uuid:1</w:MessageID>"));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->message_id, "urn:uuid:1");
}

TEST(SoapRequest, LeavesEmptyListsToTheService) {
  const auto read = parse_soap_request(envelope("<a:GetUserSettingsRequestMessage/>"));
  ASSERT_TRUE(read);
  EXPECT_TRUE(read->names.empty());
  EXPECT_TRUE(read->settings.empty());
}

TEST(SoapRequest, KeepsAPlaceForAUserWithoutMailbox) {
  const auto read = parse_soap_request(
      envelope("<a:GetUserSettingsRequestMessage><a:Request><a:Users><a:User/><a:User><a:Mailbox>b@c.example"
               "</a:Mailbox></a:User></a:Users></a:Request></a:GetUserSettingsRequestMessage>"));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->names, (std::vector<std::string>{"", "b@c.example"}));
}

TEST(SoapRequest, RefusesOtherDocuments) {
  for (const std::string& body : {
           envelope("<a:GetFederationInformationRequestMessage/>"),
           envelope("<GetUserSettingsRequestMessage xmlns='urn:other'/>"),
           envelope("<a:GetUserSettingsRequestMessage/><a:GetUserSettingsRequestMessage/>"),
           envelope(""),
           std::string("<Envelope/>"),
           // SOAP 1.2, which the WSDL has no binding for
           std::string("<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'/>"),
       }) {
    const auto read = parse_soap_request(body);
    ASSERT_FALSE(read) << body;
    EXPECT_EQ(read.error(), xml::ParseError::schema) << body;
  }
}

TEST(SoapRequest, ListsAreLimited) {
  const auto with = [](std::size_t users, std::size_t settings) {
    std::string body = "<a:GetUserSettingsRequestMessage><a:Request><a:Users>";
    for (std::size_t i = 0; i < users; ++i) body += "<a:User><a:Mailbox>x</a:Mailbox></a:User>";
    body += "</a:Users><a:RequestedSettings>";
    for (std::size_t i = 0; i < settings; ++i) body += "<a:Setting>x</a:Setting>";
    return envelope(body + "</a:RequestedSettings></a:Request></a:GetUserSettingsRequestMessage>");
  };
  EXPECT_TRUE(parse_soap_request(with(max_soap_names, max_soap_settings)));
  EXPECT_EQ(parse_soap_request(with(max_soap_names + 1, 1)).error(), xml::ParseError::too_many);
  EXPECT_EQ(parse_soap_request(with(1, max_soap_settings + 1)).error(), xml::ParseError::too_many);
}

TEST(SoapResponse, WritesTheGetUserSettingsExample) {
  SoapResponse response;
  response.server_version = {14, 0, 478, 0, "Exchange2010"};
  SoapAnswer& answer = response.answers.emplace_back();
  answer.message = "No error.";
  answer.settings = {
      {"UserDisplayName", "UserDisplayName"},
      {"UserDN",
       "/o=First Organization/ou=Exchange Administrative Group (SDASDASDJ)/cn=Recipients/cn=UserDisplayName"},
      {"UserDeploymentId", "a40E2742-21c6-4050-8Ed2-d41f100c22b8"},
      {"CasVersion", "14.00.0478.000"}};
  EXPECT_EQ(normalized(write_soap_response(response)),
            normalized(vector_file("MS-OXWSADISC/get-user-settings-response.xml")));
}

TEST(SoapResponse, WritesTheRedirectExample) {
  SoapResponse response;
  response.server_version = {14, 3, 136, 1, "Exchange2010_SP2"};
  SoapAnswer& answer = response.answers.emplace_back();
  answer.error = SoapError::redirect_address;
  answer.message = "Redirection address.";
  answer.redirect_target = "elvin@mail.contoso.com";
  EXPECT_EQ(normalized(write_soap_response(response)),
            normalized(vector_file("MS-OXWSADISC/get-user-settings-redirect.xml")));
}

TEST(SoapResponse, WritesTheGetDomainSettingsExample) {
  SoapResponse response;
  response.operation = SoapOperation::get_domain_settings;
  response.server_version = {14, 0, 639, 20, "Exchange2010"};
  SoapAnswer& answer = response.answers.emplace_back();
  answer.message = "No error.";
  answer.settings = {{"ExternalEwsUrl", "https://emea.mail.microsoft.com/EWS/Exchange.asmx"}};
  EXPECT_EQ(normalized(write_soap_response(response)),
            normalized(vector_file("MS-OXWSADISC/get-domain-settings-response.xml")));
}

TEST(SoapResponse, WritesErrorsMailboxesAndRelatesTo) {
  SoapResponse response;
  response.relates_to = "urn:<1>";
  response.error = SoapError::invalid_request;
  response.message = "a & b";
  SoapAnswer& answer = response.answers.emplace_back();
  answer.setting_errors = {{SoapError::setting_is_not_available, "no", "Some<Setting>"}};
  answer.settings = {
      {"AlternateMailboxes", std::vector<AlternateMailbox>{
                                 {"Delegate", "Sales", "", "", "sales@contoso.com", "sales@contoso.com"}}}};
  const std::string xml = write_soap_response(response);
  EXPECT_NE(xml.find("<a:RelatesTo>urn:&lt;1&gt;</a:RelatesTo>"), std::string::npos);
  EXPECT_NE(xml.find("<ErrorCode>InvalidRequest</ErrorCode><ErrorMessage>a &amp; b</ErrorMessage>"),
            std::string::npos);
  EXPECT_NE(xml.find("<UserSettingErrors><UserSettingError><ErrorCode>SettingIsNotAvailable</ErrorCode>"
                     "<ErrorMessage>no</ErrorMessage><SettingName>Some&lt;Setting&gt;</SettingName>"
                     "</UserSettingError></UserSettingErrors>"),
            std::string::npos);
  EXPECT_NE(
      xml.find("<UserSetting i:type=\"AlternateMailboxCollectionSetting\"><Name>AlternateMailboxes</Name>"
               "<AlternateMailboxes><AlternateMailbox><Type>Delegate</Type><DisplayName>Sales</DisplayName>"
               "<SmtpAddress>sales@contoso.com</SmtpAddress>"
               "<OwnerSmtpAddress>sales@contoso.com</OwnerSmtpAddress></AlternateMailbox>"),
      std::string::npos);
}

TEST(SoapResponse, EveryErrorCodeHasItsDocumentedText) {
  constexpr std::string_view texts[] = {
      "NoError",        "RedirectAddress", "RedirectUrl",           "InvalidUser",
      "InvalidRequest", "InvalidSetting",  "SettingIsNotAvailable", "ServerBusy",
      "InvalidDomain",  "NotFederated",    "InternalServerError"};
  for (std::size_t i = 0; i < std::size(texts); ++i) {
    EXPECT_EQ(to_string(static_cast<SoapError>(i)), texts[i]);
  }
}

TEST(SoapFault, EscapesItsReason) {
  const std::string xml = write_soap_fault(true, "<no>");
  EXPECT_NE(
      xml.find("<s:Fault><faultcode>s:Client</faultcode><faultstring>&lt;no&gt;</faultstring></s:Fault>"),
      std::string::npos);
  EXPECT_NE(write_soap_fault(false, "x").find("s:Server"), std::string::npos);
}

}  // namespace
}  // namespace mapigate::oxdscli
