#include <gtest/gtest.h>

#include "protocol/oxdscli/pox.hpp"
#include "protocol/oxdscli/soap.hpp"

namespace mapigate::oxdscli {
namespace {

// What the guard refuses is tested in tests/unit/xml.
TEST(HostileXml, TheSameGuardStandsBeforeEveryParser) {
  const std::string dtd = "<!DOCTYPE x [<!ENTITY e 'e'>]><x>&e;</x>";
  EXPECT_EQ(parse_pox_request(dtd).error(), xml::ParseError::dtd);
  EXPECT_EQ(parse_pox_response(dtd).error(), xml::ParseError::dtd);
  EXPECT_EQ(parse_soap_request(dtd).error(), xml::ParseError::dtd);
}

TEST(HostileXml, ARequestHasTheLimitsOfAStranger) {
  const std::string schema(outlook_request_schema);
  const auto request = [&](std::size_t spaces) {
    return "<Autodiscover xmlns='" + schema + "'><Request>" + std::string(spaces, ' ') +
           "</Request></Autodiscover>";
  };
  EXPECT_TRUE(parse_pox_request(request(60'000)));
  EXPECT_EQ(parse_pox_request(request(70'000)).error(), xml::ParseError::too_large);
  EXPECT_EQ(parse_soap_request(request(70'000)).error(), xml::ParseError::too_large);
}

}  // namespace
}  // namespace mapigate::oxdscli
