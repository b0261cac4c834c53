// Autodiscover in its three forms, against the gateway's process: what users of a served domain get.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/e2e/installation.hpp"

namespace mapigate::e2e {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

const std::string password = "Käsekuchen 12";
const std::string anna = "anna@good.test";

class Autodiscover : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    installation = std::make_unique<Installation>();
    installation->set("auth", "memory_kib", "1024");
    installation->add_good_domain("good.test");
    installation->add_domain("other.test", {"alias.test"});
    installation->add_dns("host-record=alias.test,127.0.0.1");
    installation->add_dns("host-record=other.test,127.0.0.1");
    installation->add_certificate({.names = {"other.test", "alias.test"}});
    installation->add_user(anna, password);
    installation->add_user("otto@other.test", password);
    installation->start();
  }
  static void TearDownTestSuite() {
    EXPECT_EQ(installation->stop(), 0);
    installation.reset();
  }

  static std::string base_url() {
    return "https://mail.gateway.test:" + std::to_string(installation->https_port);
  }
  static http::ClientResponse get(const std::string& target, const std::string& authorization = {}) {
    http::ClientRequest request;
    request.target = target;
    if (!authorization.empty()) request.headers.add("Authorization", authorization);
    return installation->send(std::move(request));
  }

  static std::unique_ptr<Installation> installation;
};

std::unique_ptr<Installation> Autodiscover::installation;

TEST_F(Autodiscover, PoxGivesTheMapiHttpSettings) {
  const auto answer = installation->send(pox_request(anna, basic(anna, password)));
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_THAT(answer.body, HasSubstr("mapiHttp"));
  EXPECT_THAT(answer.body, HasSubstr(base_url() + "/mapi/emsmdb/?MailboxId="));
  EXPECT_THAT(answer.body, HasSubstr(base_url() + "/mapi/nspi/?MailboxId="));
  EXPECT_THAT(answer.body, HasSubstr("@good.test"));
  EXPECT_THAT(answer.body, HasSubstr("<AutoDiscoverSMTPAddress>anna@good.test</AutoDiscoverSMTPAddress>"));
}

TEST_F(Autodiscover, PoxTakesThePathInAnyCaseAndWithoutTheFileName) {
  for (const auto& path : {"/Autodiscover/Autodiscover.xml", "/AUTODISCOVER/AUTODISCOVER.XML",
                           "/autodiscover", "/autodiscover/"}) {
    auto request = pox_request(anna, basic(anna, password));
    request.target = path;
    EXPECT_EQ(installation->send(std::move(request)).status, 200) << path;
  }
}

TEST_F(Autodiscover, PoxForAnAliasDomain) {
  const auto answer = installation->send(pox_request("otto@alias.test", basic("otto@alias.test", password)));
  ASSERT_EQ(answer.status, 200);
  EXPECT_THAT(answer.body, HasSubstr("otto@other.test"));
}

TEST_F(Autodiscover, PasswordsInLatin1AreTaken) {
  const auto answer = installation->send(pox_request(anna, basic(anna, "K\xE4sekuchen 12")));
  EXPECT_EQ(answer.status, 200);
}

TEST_F(Autodiscover, WhoHasNotAuthenticatedLearnsNothingOfAnAddress) {
  const auto known = installation->send(pox_request(anna));
  const auto unknown = installation->send(pox_request("nobody@good.test"));
  EXPECT_EQ(known.status, 401);
  EXPECT_THAT(std::string(known.headers.get("WWW-Authenticate")), StartsWith("Basic"));
  EXPECT_EQ(unknown.status, known.status);
  EXPECT_EQ(unknown.body, known.body);
  EXPECT_EQ(unknown.headers.get("WWW-Authenticate"), known.headers.get("WWW-Authenticate"));
}

TEST_F(Autodiscover, WrongPasswordsAreRefused) {
  EXPECT_EQ(installation->send(pox_request(anna, basic(anna, "wrong"))).status, 401);
  EXPECT_EQ(installation->send(pox_request(anna, basic("nobody@good.test", password))).status, 401);
}

TEST_F(Autodiscover, AnotherUsersSettingsAreNotGiven) {
  const auto answer = installation->send(pox_request("otto@other.test", basic(anna, password)));
  EXPECT_THAT(answer.body, Not(HasSubstr("otto@other.test")));
  EXPECT_THAT(answer.body, HasSubstr("<ErrorCode>500</ErrorCode>"));
}

TEST_F(Autodiscover, JsonInBothForms) {
  const std::string expected =
      "{\"Protocol\":\"AutodiscoverV1\",\"Url\":\"" + base_url() + "/autodiscover/autodiscover.xml\"}";
  for (const std::string target :
       {"/autodiscover/autodiscover.json?Email=anna%40good.test&Protocol=AutodiscoverV1",
        "/autodiscover.json/v1.0/anna@good.test?Protocol=Autodiscoverv1",
        "/autodiscover/autodiscover.json/v1.0/anna%40good.test?Protocol=autodiscoverv1"}) {
    const auto answer = get(target);
    EXPECT_EQ(answer.status, 200) << target;
    EXPECT_EQ(answer.body, expected) << target;
  }
  EXPECT_EQ(get("/autodiscover/autodiscover.json?Email=anna@good.test&Protocol=Ews").status, 400);
  EXPECT_EQ(get("/autodiscover/autodiscover.json?Email=anna@elsewhere.test&Protocol=AutodiscoverV1").status,
            503);
}

TEST_F(Autodiscover, SoapGivesUserSettings) {
  http::ClientRequest request;
  request.method = "POST";
  request.target = "/autodiscover/autodiscover.svc";
  request.headers.add("Content-Type", "text/xml; charset=utf-8");
  request.headers.add("Authorization", basic(anna, password));
  // [MS-OXWSADISC] section 4
  request.body = R"(<?xml version="1.0" encoding="utf-8"?>
<soap:Envelope xmlns:a="http://schemas.microsoft.com/exchange/2010/Autodiscover"
    xmlns:wsa="http://www.w3.org/2005/08/addressing" xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/">
  <soap:Header>
    <a:RequestedServerVersion>Exchange2010</a:RequestedServerVersion>
    <wsa:Action>http://schemas.microsoft.com/exchange/2010/Autodiscover/Autodiscover/GetUserSettings</wsa:Action>
  </soap:Header>
  <soap:Body>
    <a:GetUserSettingsRequestMessage>
      <a:Request>
        <a:Users><a:User><a:Mailbox>anna@good.test</a:Mailbox></a:User></a:Users>
        <a:RequestedSettings><a:Setting>UserDisplayName</a:Setting><a:Setting>AutoDiscoverSMTPAddress</a:Setting>
        </a:RequestedSettings>
      </a:Request>
    </a:GetUserSettingsRequestMessage>
  </soap:Body>
</soap:Envelope>)";
  const auto answer = installation->send(std::move(request));
  EXPECT_EQ(answer.status, 200);
  EXPECT_THAT(answer.body, HasSubstr("GetUserSettingsResponseMessage"));
  EXPECT_THAT(answer.body, HasSubstr("anna@good.test"));
  EXPECT_THAT(answer.body, HasSubstr("NoError"));
}

TEST_F(Autodiscover, HostileXmlIsRefusedAndNotRepeated) {
  const std::string entity =
      "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><Autodiscover "
      "xmlns=\"http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006\"><Request>"
      "<EMailAddress>&x;</EMailAddress></Request></Autodiscover>";
  std::string bomb = "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\">";
  for (char name = 'b'; name < 'k'; ++name) {
    bomb += std::string("<!ENTITY ") + name + " \"";
    for (int i = 0; i < 10; ++i) bomb += std::string("&") + static_cast<char>(name - 1) + ";";
    bomb += "\">";
  }
  bomb += "]><a>&j;</a>";
  std::string deep;
  for (int i = 0; i < 10000; ++i) deep += "<a>";
  const std::string script = pox_request("<script>alert(1)</script>@good.test").body;

  for (const auto& body : {entity, bomb, deep, script, std::string("\0\1\2", 3), std::string()}) {
    auto request = pox_request(anna, basic(anna, password));
    request.body = body;
    const auto answer = installation->send(std::move(request));
    EXPECT_LT(answer.status, 500u) << body.substr(0, 40);
    EXPECT_THAT(answer.body, Not(HasSubstr("root:")));
    EXPECT_THAT(answer.body, Not(HasSubstr("<script>")));
    EXPECT_THAT(answer.body, Not(HasSubstr("aaaaaaaaaaaaaaaaaaaa")));
  }
  EXPECT_EQ(installation->send(pox_request(anna, basic(anna, password))).status, 200)
      << "as if nothing had been";
}

TEST_F(Autodiscover, Port80RedirectsToTheConfiguredHostAndAsksNobody) {
  fakes::BlockingClient plain({.port = installation->http_port});
  http::ClientRequest request;
  request.target = "/autodiscover/autodiscover.xml";
  request.host = "attacker.test";
  request.headers.add("Authorization", basic(anna, password));
  const auto answer = plain.send(std::move(request));
  EXPECT_EQ(answer.status, 302);
  EXPECT_EQ(answer.headers.get("Location"), base_url() + "/autodiscover/autodiscover.xml");
  EXPECT_FALSE(answer.headers.has("WWW-Authenticate"));
}

TEST_F(Autodiscover, ThePasswordIsInNoLog) {
  installation->send(pox_request(anna, basic(anna, password)));
  EXPECT_THAT(installation->log(), Not(HasSubstr("sekuchen")));
}

// Last: it leaves the account throttled.
TEST(Throttling, SlowsGuessesButNotTheUserWhereSheHasLoggedIn) {
  Installation installation;
  installation.set("auth", "memory_kib", "1024");
  installation.set("auth.throttle", "account_failures", "3");
  installation.set("auth.throttle", "delay_min", "\"10ms\"");
  installation.set("auth.throttle", "delay_max", "\"20ms\"");
  installation.add_good_domain("good.test");
  installation.add_user(anna, password);
  installation.add_user("otto@good.test", password);
  installation.start();
  EXPECT_EQ(installation.send(pox_request(anna, basic(anna, password))).status, 200);
  for (int i = 0; i < 20; ++i)
    EXPECT_EQ(installation.send(pox_request(anna, basic(anna, "guess " + std::to_string(i)))).status, 401);
  EXPECT_EQ(installation.send(pox_request(anna, basic(anna, password))).status, 200)
      << "remembered as verified";
  EXPECT_EQ(installation.send(pox_request("otto@good.test", basic("otto@good.test", password))).status, 200)
      << "another account";
}

}  // namespace
}  // namespace mapigate::e2e
