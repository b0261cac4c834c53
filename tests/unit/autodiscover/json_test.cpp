#include "fixture.hpp"

namespace mapigate::autodiscover {
namespace {

class JsonTest : public AutodiscoverTest {
 protected:
  http::Response get(std::string path, std::string_view query, std::string_view method = "GET") {
    http::Request request;
    request.method = method;
    request.path = std::move(path);
    request.query = query;
    return run(&Service::json, request);
  }
};

constexpr const char* plain = "/autodiscover/autodiscover.json";

TEST_F(JsonTest, SaysWherePoxIsWithoutAskingForCredentials) {
  const http::Response response =
      get(plain, "Email=alice%40example.org&Protocol=Autodiscoverv1&RedirectCount=1");
  EXPECT_EQ(response.status, 200u);
  EXPECT_EQ(response.headers.get("Content-Type"), "application/json; charset=utf-8");
  EXPECT_EQ(
      response.body,
      R"({"Protocol":"AutodiscoverV1","Url":"https://mail.example.org/autodiscover/autodiscover.xml"})");
  EXPECT_EQ(authenticator.asked, 0);
  EXPECT_EQ(counted("json", "settings"), 1);
}

TEST_F(JsonTest, UnderstandsTheAddressInThePath) {
  for (const char* path : {"/autodiscover.json/v1.0/alice@example.org",
                           "/autodiscover/autodiscover.json/v1.0/alice%40example.org"}) {
    EXPECT_EQ(get(path, "Protocol=AutodiscoverV1").status, 200u) << path;
  }
}

TEST_F(JsonTest, EveryAddressOfADomainLooksTheSame) {
  const std::string known = get(plain, "Email=alice@example.org&Protocol=AutodiscoverV1").body;
  for (const char* address : {"nobody@example.org", "carol@example.org", "x@alias.example"}) {
    EXPECT_EQ(get(plain, std::string("Protocol=AutodiscoverV1&Email=") + address).body, known) << address;
  }
}

TEST_F(JsonTest, AnswersOnlyWhatExists) {
  for (const char* protocol : {"Ews", "ActiveSync", "Rest", "AutodiscoverV2", "%3Cscript%3E"}) {
    const http::Response response = get(plain, std::string("Email=alice@example.org&Protocol=") + protocol);
    EXPECT_EQ(response.status, 400u) << protocol;
    EXPECT_EQ(response.body,
              R"({"ErrorCode":"InvalidProtocol","ErrorMessage":"The given protocol value is invalid. )"
              R"(Supported values are 'AutodiscoverV1'"})");
  }
  EXPECT_EQ(counted("json", "unsupported"), 5);
}

TEST_F(JsonTest, ParametersAreMandatory) {
  for (const char* query :
       {"", "Protocol=AutodiscoverV1", "Email=&Protocol=AutodiscoverV1", "Email=alice&Protocol=x",
        "Email=alice@example.org", "Email=alice@example.org&Protocol=", "Email=%zz"}) {
    const http::Response response = get(plain, query);
    EXPECT_EQ(response.status, 400u) << query;
    EXPECT_NE(response.body.find("MandatoryParameterMissing"), std::string::npos) << query;
  }
  EXPECT_EQ(counted("json", "bad_request"), 7);
}

TEST_F(JsonTest, DomainsThatAreNotServedAreRefused) {
  for (const char* address : {"box@unserved.example", "who@foreign.example"}) {
    expect_not_served(get(plain, std::string("Protocol=AutodiscoverV1&Email=") + address));
  }
  EXPECT_EQ(counted("json", "not_served"), 2);
}

TEST_F(JsonTest, OtherMethodsAreRefused) {
  const http::Response response = get(plain, "Email=alice@example.org&Protocol=AutodiscoverV1", "POST");
  EXPECT_EQ(response.status, 405u);
  EXPECT_EQ(response.headers.get("Allow"), "GET, HEAD");
}

TEST_F(JsonTest, NamesThePortThatIsNotTheUsualOne) {
  site.https_port = 8443;
  EXPECT_NE(get(plain, "Email=a@example.org&Protocol=AutodiscoverV1")
                .body.find("https://mail.example.org:8443/autodiscover/autodiscover.xml"),
            std::string::npos);
}

}  // namespace
}  // namespace mapigate::autodiscover
