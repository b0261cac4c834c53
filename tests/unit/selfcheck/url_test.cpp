#include "gateway/selfcheck/url.hpp"

#include <gtest/gtest.h>

namespace mapigate::selfcheck {
namespace {

const Url base{true, "a.test", 443, "/autodiscover/autodiscover.xml?x=1"};

std::string resolved(std::string_view location, const Url& from = base) {
  const auto url = resolve_location(from, location);
  return url ? url->to_string() : "error: " + url.error().message;
}

TEST(Location, IsResolved) {
  EXPECT_EQ(resolved("https://b.test/x"), "https://b.test/x");
  EXPECT_EQ(resolved(" HTTPS://B.Test:8443/X?y#z "), "https://b.test:8443/X?y");
  EXPECT_EQ(resolved("http://b.test"), "http://b.test/");
  EXPECT_EQ(resolved("https://b.test:443/"), "https://b.test/");
  EXPECT_EQ(resolved("https://b.test?q"), "https://b.test/?q");
  EXPECT_EQ(resolved("//b.test/x"), "https://b.test/x");
  EXPECT_EQ(resolved("/x"), "https://a.test/x");
  EXPECT_EQ(resolved("x/y"), "https://a.test/autodiscover/x/y");
  EXPECT_EQ(resolved("?y=2"), "https://a.test/autodiscover/autodiscover.xml?y=2");
  EXPECT_EQ(resolved("#top"), base.to_string());
  EXPECT_EQ(resolved("https://192.0.2.7/x"), "https://192.0.2.7/x");
  EXPECT_EQ(resolved("https://[2001:DB8::1]:8443/x"), "https://[2001:db8::1]:8443/x");
  EXPECT_EQ(resolved("/x", {false, "a.test", 8080, "/"}), "http://a.test:8080/x");
}

TEST(Location, ThatIsNoUrlOfAHostIsRefused) {
  for (const char* location : {"",
                               "  ",
                               "https://",
                               "https:///x",
                               "https:b.test",
                               "ftp://b.test/",
                               "javascript:alert(1)",
                               "https://user@b.test/",
                               "https://a.test@b.test/",
                               "https://b.test:0/",
                               "https://b.test:70000/",
                               "https://b.test:x/",
                               "https://b test/",
                               "https://b.test/a b",
                               "https://b.test/\r\nX: y",
                               "https://b_x.test/",
                               "https://-b.test/",
                               "https://[::1",
                               "https://[fe80::1%25eth0]/",
                               "https://1.2.3/",
                               "https://b..test/",
                               "file:///etc/passwd",
                               "https://\xff.test/"}) {
    EXPECT_TRUE(resolved(location).starts_with("error: ")) << location << " -> " << resolved(location);
  }
  EXPECT_TRUE(resolved("https://b.test/" + std::string(3000, 'a')).starts_with("error: "));
}

TEST(Url, NamesItsHost) {
  EXPECT_EQ(base.authority(), "a.test");
  EXPECT_EQ((Url{true, "a.test", 8443, "/"}).authority(), "a.test:8443");
  EXPECT_EQ((Url{false, "a.test", 80, "/"}).authority(), "a.test");
  EXPECT_EQ((Url{true, "2001:db8::1", 443, "/"}).authority(), "[2001:db8::1]");
  EXPECT_FALSE(base.address());
  EXPECT_EQ((Url{true, "2001:db8::1", 443, "/"}).address()->to_string(), "2001:db8::1");
}

}  // namespace
}  // namespace mapigate::selfcheck
