#include <fstream>
#include <iterator>
#include <pugixml.hpp>

#include "fixture.hpp"
#include "gateway/directory/public_store.hpp"

namespace mapigate::autodiscover {
namespace {

class SoapTest : public AutodiscoverTest {
 protected:
  static std::string request_body(const std::string& operation, const std::vector<std::string>& names,
                                  const std::vector<std::string>& settings) {
    const bool users = operation == "GetUserSettings";
    std::string body =
        "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/' "
        "xmlns:a='http://schemas.microsoft.com/exchange/2010/Autodiscover' "
        "xmlns:w='http://www.w3.org/2005/08/addressing'><s:Header><w:MessageID>urn:uuid:7</w:MessageID></"
        "s:Header>"
        "<s:Body><a:" +
        operation + "RequestMessage><a:Request>";
    body += users ? "<a:Users>" : "<a:Domains>";
    for (const std::string& name : names) {
      body += users ? "<a:User><a:Mailbox>" + name + "</a:Mailbox></a:User>"
                    : "<a:Domain>" + name + "</a:Domain>";
    }
    body += users ? "</a:Users>" : "</a:Domains>";
    body += "<a:RequestedSettings>";
    for (const std::string& setting : settings) body += "<a:Setting>" + setting + "</a:Setting>";
    return body + "</a:RequestedSettings></a:Request></a:" + operation +
           "RequestMessage></s:Body></s:Envelope>";
  }

  http::Response post(std::string_view caller, std::string body) {
    http::Request request;
    request.method = "POST";
    request.path = "/autodiscover/autodiscover.svc";
    request.body = std::move(body);
    const std::string authorization = "Test " + std::string(caller);
    if (!caller.empty()) request.headers.add("Authorization", authorization);
    return run(&Service::soap, request);
  }

  // The Response element.
  pugi::xml_node parse(const http::Response& response) {
    EXPECT_EQ(response.status, 200u) << response.body;
    EXPECT_EQ(response.headers.get("Content-Type"), "text/xml; charset=utf-8");
    EXPECT_TRUE(document_.load_string(response.body.c_str())) << response.body;
    return document_.child("s:Envelope").child("s:Body").first_child().child("Response");
  }

  static std::string setting(pugi::xml_node answer, const char* name) {
    for (const pugi::xml_node node : answer.child("UserSettings").children("UserSetting")) {
      if (std::string_view(node.child_value("Name")) == name) return node.child_value("Value");
    }
    return "absent";
  }

  pugi::xml_document document_;
};

TEST_F(SoapTest, GetUserSettingsReturnsWhatExistsAndErrorsForTheRest) {
  const http::Response response =
      post("alice@example.org",
           request_body("GetUserSettings", {"a.smith@alias.example"},
                        {"UserDisplayName", "UserDN", "UserDeploymentId", "AutoDiscoverSMTPAddress",
                         "MapiHttpEnabled", "UserMSOnline", "CasVersion", "AlternateMailboxes",
                         "PublicFolderInformation", "ExternalEwsUrl", "NoSuchSetting"}));
  const pugi::xml_node body = parse(response);
  const pugi::xml_node header = document_.child("s:Envelope").child("s:Header");
  EXPECT_STREQ(header.child("h:ServerVersionInfo").child_value("h:MajorVersion"), "15");
  EXPECT_STREQ(header.child_value("a:RelatesTo"), "urn:uuid:7");
  EXPECT_STREQ(
      header.child_value("a:Action"),
      "http://schemas.microsoft.com/exchange/2010/Autodiscover/Autodiscover/GetUserSettingsResponse");
  EXPECT_STREQ(body.child_value("ErrorCode"), "NoError");
  const pugi::xml_node answer = body.child("UserResponses").child("UserResponse");
  EXPECT_STREQ(answer.child_value("ErrorCode"), "NoError");
  EXPECT_EQ(setting(answer, "UserDisplayName"), "Alice \"<Smith>\"");
  EXPECT_EQ(setting(answer, "UserDN"), directory->find("alice@example.org")->legacy_dn);
  EXPECT_EQ(setting(answer, "UserDeploymentId"), "30c3a927-42aa-5de8-91e3-8e5b4655ed00");
  EXPECT_EQ(setting(answer, "AutoDiscoverSMTPAddress"), "alice@example.org");
  EXPECT_EQ(setting(answer, "MapiHttpEnabled"), "True");
  EXPECT_EQ(setting(answer, "UserMSOnline"), "False");
  EXPECT_EQ(setting(answer, "CasVersion"), "15.00.0847.032");
  EXPECT_EQ(setting(answer, "PublicFolderInformation"), directory::public_store("example.org").address);
  EXPECT_EQ(setting(answer, "ExternalEwsUrl"), "absent");
  const pugi::xml_node errors = answer.child("UserSettingErrors");
  EXPECT_STREQ(errors.first_child().child_value("SettingName"), "ExternalEwsUrl");
  EXPECT_STREQ(errors.first_child().child_value("ErrorCode"), "SettingIsNotAvailable");
  EXPECT_STREQ(errors.last_child().child_value("SettingName"), "NoSuchSetting");
  EXPECT_STREQ(errors.last_child().child_value("ErrorCode"), "InvalidSetting");
  const pugi::xml_node mailboxes =
      answer.child("UserSettings").find_child_by_attribute("i:type", "AlternateMailboxCollectionSetting");
  EXPECT_STREQ(mailboxes.child("AlternateMailboxes").child("AlternateMailbox").child_value("SmtpAddress"),
               "sales@example.org");
  EXPECT_FALSE(mailboxes.child("AlternateMailboxes").first_child().next_sibling());
  EXPECT_EQ(counted("soap", "settings"), 1);
}

TEST_F(SoapTest, TheDocumentedExampleIsUnderstood) {
  served.names.insert("domain.contoso.com");
  std::ifstream file(std::string(MAPIGATE_TEST_VECTORS) + "/MS-OXWSADISC/get-user-settings-request.xml");
  const std::string example{std::istreambuf_iterator<char>(file), {}};
  const pugi::xml_node body = parse(post("alice@example.org", example));
  EXPECT_STREQ(body.child("UserResponses").child("UserResponse").child_value("ErrorCode"), "InvalidUser");
}

TEST_F(SoapTest, EachUserHasAnAnswerOfItsOwn) {
  const http::Response response =
      post("alice@example.org", request_body("GetUserSettings",
                                             {"alice@example.org", "sales@example.org", "bob@example.org",
                                              "nobody@example.org", "junk", "box@unserved.example"},
                                             {"UserDisplayName", "AlternateMailboxes"}));
  std::vector<std::string> codes;
  for (const pugi::xml_node answer : parse(response).child("UserResponses").children()) {
    codes.emplace_back(answer.child_value("ErrorCode"));
  }
  EXPECT_EQ(codes, (std::vector<std::string>{"NoError", "NoError", "InvalidUser", "InvalidUser",
                                             "InvalidUser", "ServerBusy"}));
}

TEST_F(SoapTest, UsersWhoLiveElsewhereAreSentThere) {
  pugi::xml_node answer =
      parse(post("carol@example.org", request_body("GetUserSettings", {"carol@example.org"}, {"UserDN"})))
          .child("UserResponses")
          .child("UserResponse");
  EXPECT_STREQ(answer.child_value("ErrorCode"), "RedirectAddress");
  EXPECT_STREQ(answer.child_value("RedirectTarget"), "carol@elsewhere.example");
  answer = parse(post("dave@example.org", request_body("GetUserSettings", {"dave@example.org"}, {"UserDN"})))
               .child("UserResponses")
               .child("UserResponse");
  EXPECT_STREQ(answer.child_value("ErrorCode"), "RedirectUrl");
  EXPECT_STREQ(answer.child_value("RedirectTarget"),
               "https://elsewhere.example/autodiscover/autodiscover.xml");
}

TEST_F(SoapTest, GetDomainSettingsKnowsServedDomainsOnly) {
  const http::Response response =
      post("alice@example.org",
           request_body("GetDomainSettings", {"Example.ORG", "unserved.example", "not a name"},
                        {"ExternalEwsUrl", "UserDN"}));
  const pugi::xml_node answers = parse(response).child("DomainResponses");
  const pugi::xml_node served_answer = answers.first_child();
  EXPECT_STREQ(served_answer.child_value("ErrorCode"), "NoError");
  const pugi::xml_node errors = served_answer.child("DomainSettingErrors");
  EXPECT_STREQ(errors.first_child().child_value("ErrorCode"), "SettingIsNotAvailable");
  EXPECT_STREQ(errors.last_child().child_value("ErrorCode"), "InvalidSetting");
  EXPECT_STREQ(served_answer.next_sibling().child_value("ErrorCode"), "InvalidDomain");
  EXPECT_STREQ(answers.last_child().child_value("ErrorCode"), "InvalidDomain");
}

TEST_F(SoapTest, CredentialsAreNeeded) {
  for (const std::string& body :
       {request_body("GetUserSettings", {"alice@example.org"}, {"UserDN"}),
        request_body("GetUserSettings", {"nobody@example.org"}, {"UserDN"}),
        request_body("GetDomainSettings", {"example.org"}, {"UserDN"}), std::string("junk")}) {
    const http::Response response = post("", body);
    EXPECT_EQ(response.status, 401u);
    EXPECT_TRUE(response.headers.has("WWW-Authenticate"));
  }
  EXPECT_EQ(counted("soap", "not_authenticated"), 4);
}

TEST_F(SoapTest, DomainsThatAreNotServedAreRefusedWithoutAPrompt) {
  expect_not_served(
      post("", request_body("GetUserSettings", {"a@unserved.example", "b@foreign.example"}, {"UserDN"})));
  expect_not_served(post("", request_body("GetDomainSettings", {"foreign.example"}, {"ExternalEwsUrl"})));
  EXPECT_EQ(authenticator.asked, 0);
  expect_not_served(
      post("box@unserved.example", request_body("GetUserSettings", {"alice@example.org"}, {"UserDN"})));
}

TEST_F(SoapTest, RequestsWithoutNamesOrSettingsAreInvalid) {
  for (const std::string& body : {request_body("GetUserSettings", {}, {"UserDN"}),
                                  request_body("GetUserSettings", {"alice@example.org"}, {}),
                                  request_body("GetDomainSettings", {}, {})}) {
    EXPECT_STREQ(parse(post("alice@example.org", body)).child_value("ErrorCode"), "InvalidRequest");
  }
  EXPECT_EQ(counted("soap", "bad_request"), 3);
}

TEST_F(SoapTest, WhatIsNoRequestIsAFault) {
  const http::Response unknown = post("alice@example.org", request_body("GetFederationInformation", {}, {}));
  EXPECT_EQ(unknown.status, 500u);
  EXPECT_NE(unknown.body.find("<faultcode>s:Client</faultcode>"), std::string::npos);
  const http::Response junk = post("alice@example.org", "<!DOCTYPE x><x/>");
  EXPECT_EQ(junk.status, 400u);
  EXPECT_EQ(counted("soap", "bad_request"), 2);
}

TEST_F(SoapTest, OtherMethodsAreRefused) {
  http::Request request;
  request.method = "GET";
  const http::Response response = run(&Service::soap, request);
  EXPECT_EQ(response.status, 405u);
  EXPECT_EQ(response.headers.get("Allow"), "POST");
}

TEST_F(SoapTest, InventedSettingsDoNotBlowUpTheAnswer) {
  const http::Response response = post(
      "alice@example.org", request_body("GetUserSettings", std::vector<std::string>(100, "alice@example.org"),
                                        std::vector<std::string>(20, std::string(1800, 'x'))));
  EXPECT_EQ(response.status, 200u);
  EXPECT_LT(response.body.size(), 1024u * 1024);
}

TEST(KnownSettings, BelongToTheirOperation) {
  using oxdscli::SoapOperation;
  EXPECT_TRUE(is_known_setting(SoapOperation::get_user_settings, "UserDisplayName"));
  EXPECT_TRUE(is_known_setting(SoapOperation::get_user_settings, "ExternalEwsUrl"));
  EXPECT_FALSE(is_known_setting(SoapOperation::get_user_settings, "userdisplayname"));
  EXPECT_TRUE(is_known_setting(SoapOperation::get_domain_settings, "ExternalEwsUrl"));
  EXPECT_FALSE(is_known_setting(SoapOperation::get_domain_settings, "UserDisplayName"));
}

}  // namespace
}  // namespace mapigate::autodiscover
