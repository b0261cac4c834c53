#include "fixture.hpp"

namespace mapigate::autodiscover {
namespace {

class PlainHttpTest : public AutodiscoverTest {
 protected:
  http::Response get(std::string path, std::string_view query = "",
                     std::string_view host = "autodiscover.example.org") {
    http::Request request;
    request.method = "GET";
    request.path = std::move(path);
    request.query = query;
    request.headers.add("Host", host);
    request.headers.add("Authorization", "Test nobody");
    return run(&Service::plain_http, request);
  }
};

TEST_F(PlainHttpTest, SendsDiscoveryToTheConfiguredHostWhateverHostWasAsked) {
  for (const char* host : {"autodiscover.example.org", "evil.example", "evil.example:80@x", ""}) {
    for (const char* path : {"/autodiscover", "/autodiscover/autodiscover.xml"}) {
      const http::Response response = get(path, "x=//evil.example", host);
      EXPECT_EQ(response.status, 302u);
      EXPECT_EQ(response.headers.get("Location"), "https://mail.example.org/autodiscover/autodiscover.xml");
      EXPECT_EQ(response.body.find("evil"), std::string::npos);
    }
  }
  EXPECT_EQ(counted("plain_http", "redirected"), 8);
}

TEST_F(PlainHttpTest, KeepsWhatTheOtherServicesNeed) {
  EXPECT_EQ(get("/autodiscover/autodiscover.svc").headers.get("Location"),
            "https://mail.example.org/autodiscover/autodiscover.svc");
  EXPECT_EQ(
      get("/autodiscover/autodiscover.json", "Email=a%40b.example&Protocol=Ews").headers.get("Location"),
      "https://mail.example.org/autodiscover/autodiscover.json?Email=a%40b.example&Protocol=Ews");
  EXPECT_EQ(get("/autodiscover.json/v1.0/a@b.example").headers.get("Location"),
            "https://mail.example.org/autodiscover.json/v1.0/a@b.example");
}

TEST_F(PlainHttpTest, PutsNothingSuspiciousIntoAHeader) {
  for (const char* query : {"a=\r\nSet-Cookie: x", "a=<script>", "a=\"", "a= b", "a=\x01"}) {
    EXPECT_EQ(get("/autodiscover/autodiscover.json", query).status, 404u) << query;
  }
  EXPECT_EQ(get("/autodiscover/autodiscover.json/\r\nx").status, 404u);
  EXPECT_EQ(get("/autodiscover/autodiscover.json", std::string(3000, 'a')).status, 404u);
}

TEST_F(PlainHttpTest, KnowsNothingElse) {
  for (const char* path :
       {"/", "/mapi/emsmdb", "/autodiscover2", "/autodiscover/other", "/autodiscover.jsonx"}) {
    const http::Response response = get(path);
    EXPECT_EQ(response.status, 404u) << path;
    EXPECT_FALSE(response.headers.has("Location"));
  }
  EXPECT_EQ(counted("plain_http", "unsupported"), 5);
}

TEST_F(PlainHttpTest, NeverAsksForCredentials) {
  for (const char* path : {"/autodiscover/autodiscover.xml", "/autodiscover/autodiscover.svc", "/"}) {
    EXPECT_FALSE(get(path).headers.has("WWW-Authenticate"));
  }
  EXPECT_EQ(authenticator.asked, 0);
}

TEST_F(PlainHttpTest, NamesThePortThatIsNotTheUsualOne) {
  site.https_port = 8443;
  EXPECT_EQ(get("/autodiscover").headers.get("Location"),
            "https://mail.example.org:8443/autodiscover/autodiscover.xml");
}

}  // namespace
}  // namespace mapigate::autodiscover
