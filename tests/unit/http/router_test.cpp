#include "gateway/http/router.hpp"

#include <gtest/gtest.h>

namespace mapigate::http {
namespace {

TEST(Router, ExactPathsComeBeforePrefixesAndLongerPrefixesBeforeShorter) {
  Router router;
  router.add("/a/b", {{}, 1});
  router.add_prefix("/a/", {{}, 2});
  router.add_prefix("/a/bc/", {{}, 3});
  EXPECT_EQ(router.find("/a/b")->max_body, 1);
  EXPECT_EQ(router.find("/a/x")->max_body, 2);
  EXPECT_EQ(router.find("/a/bc/d")->max_body, 3);
  EXPECT_EQ(router.find("/a"), nullptr);
  EXPECT_EQ(router.find("/b"), nullptr);
}

TEST(Router, PathsAreComparedWithoutCaseQueryAndFinalSlash) {
  EXPECT_EQ(normal_path("/Autodiscover/Autodiscover.xml"), "/autodiscover/autodiscover.xml");
  EXPECT_EQ(normal_path("/mapi/emsmdb/?MailboxId=A@b"), "/mapi/emsmdb");
  EXPECT_EQ(normal_path("/"), "/");
  EXPECT_EQ(normal_path("//"), "/");
  EXPECT_EQ(normal_path("/?x=/y/"), "/");
  EXPECT_EQ(normal_path("HTTPS://Host.test:443/A/?b"), "/a");
  EXPECT_EQ(normal_path("http://host.test"), "/");
  EXPECT_EQ(normal_path("*"), "*");
  EXPECT_EQ(normal_path(""), "");
}

}  // namespace
}  // namespace mapigate::http
