#include "gateway/base/host_name.hpp"

#include <gtest/gtest.h>

namespace mapigate {
namespace {

TEST(HostName, BecomesLowerCaseWithoutFinalDot) {
  EXPECT_EQ(canonical_host_name("Mail.Example.ORG.").value(), "mail.example.org");
}

TEST(HostName, InternationalNamesBecomeALabels) {
  EXPECT_EQ(canonical_host_name("b\xc3\xbc"
                                "cher.example")
                .value(),
            "xn--bcher-kva.example");
  // UTS 46 maps capital letters before.
  EXPECT_EQ(canonical_host_name("B\xc3\x9c"
                                "CHER.example")
                .value(),
            "xn--bcher-kva.example");
  EXPECT_EQ(display_host_name("xn--bcher-kva.example"),
            "b\xc3\xbc"
            "cher.example");
}

TEST(HostName, WhatIsNoHostNameIsRefused) {
  for (const char* name : {"", ".", "a..b", "-a.example", "a-.example", "a b.example", "a_b.example", "a/b",
                           "192.0.2.1", "example.org:443", "\xff.example"}) {
    EXPECT_TRUE(canonical_host_name(name).has_error()) << name;
  }
  EXPECT_TRUE(canonical_host_name(std::string(64, 'a') + ".example").has_error());
  EXPECT_TRUE(canonical_host_name(std::string(63, 'a') + ".example").has_value());
  std::string long_name;
  for (int i = 0; i < 64; ++i) long_name += "abc.";
  EXPECT_TRUE(canonical_host_name(long_name).has_error());
  EXPECT_TRUE(canonical_host_name(std::string_view("a\0b.example", 11)).has_error());
}

TEST(HostName, LabelsAreCounted) {
  EXPECT_TRUE(canonical_host_name("localhost").has_value());
  EXPECT_TRUE(canonical_host_name("localhost", 2).has_error());
}

TEST(HostName, DomainOfAddressIsBehindTheLastAt) {
  EXPECT_EQ(domain_of_address("Anna@Example.org").value(), "example.org");
  EXPECT_EQ(domain_of_address("\"a@b\"@example.org").value(), "example.org");
  EXPECT_TRUE(domain_of_address("example.org").has_error());
  EXPECT_TRUE(domain_of_address("@example.org").has_error());
  EXPECT_TRUE(domain_of_address("anna@").has_error());
}

}  // namespace
}  // namespace mapigate
