#include "gateway/http/message.hpp"

#include <gmock/gmock.h>

namespace mapigate::http {
namespace {

TEST(Headers, NamesAreComparedWithoutCase) {
  Headers headers;
  headers.add("Set-Cookie", "a=1");
  headers.add("set-cookie", "b=2");
  headers.add("Host", "x");
  EXPECT_EQ(headers.get("SET-COOKIE"), "a=1");
  EXPECT_THAT(headers.all("Set-Cookie"), ::testing::ElementsAre("a=1", "b=2"));
  EXPECT_EQ(headers.get("Missing"), "");
  EXPECT_FALSE(headers.has("Missing"));
  headers.set("SET-cookie", "c=3");
  EXPECT_THAT(headers.all("Set-Cookie"), ::testing::ElementsAre("c=3"));
  EXPECT_EQ(headers.size(), 2);
}

TEST(Request, HostLosesItsPortAndCase) {
  const auto host_of = [](std::string_view value) {
    Request request;
    request.headers.add("Host", value);
    return request.host();
  };
  EXPECT_EQ(host_of("Mail.Example.org:8443"), "mail.example.org");
  EXPECT_EQ(host_of("mail.example.org"), "mail.example.org");
  EXPECT_EQ(host_of("[::1]:443"), "[::1]");
  EXPECT_EQ(host_of("[::1"), "[::1");
  EXPECT_EQ(Request().host(), "");
}

}  // namespace
}  // namespace mapigate::http
