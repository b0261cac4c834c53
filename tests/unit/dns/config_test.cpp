#include "gateway/selfcheck/dns/config.hpp"

#include <gmock/gmock.h>

#include "tests/fakes/process.hpp"

namespace mapigate::dns {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(ServerAddress, FormsThatAreRead) {
  const auto read = [](std::string_view text) { return parse_server_address(text).value().to_string(); };
  EXPECT_EQ(read("9.9.9.9"), "9.9.9.9:53");
  EXPECT_EQ(read("127.0.0.1:5353"), "127.0.0.1:5353");
  EXPECT_EQ(read("2620:fe::fe"), "[2620:fe::fe]:53");
  EXPECT_EQ(read("[::1]"), "[::1]:53");
  EXPECT_EQ(read("[::1]:65535"), "[::1]:65535");
  EXPECT_EQ(read("2001:db8::1:53"), "[2001:db8::1:53]:53");  // an address, not a port
}

TEST(ServerAddress, FormsThatAreRefused) {
  const auto error = [](std::string_view text) { return parse_server_address(text).error().message; };
  EXPECT_EQ(error("dns.example"),
            "\"dns.example\" is not an IP address; write a resolver as \"9.9.9.9\", \"127.0.0.1:5353\" or "
            "\"[::1]:53\"");
  for (const char* text : {"", ":53", "localhost:53", "1.2.3", "1.2.3.4.5", "01.2.3.4x", "[::1"})
    EXPECT_FALSE(parse_server_address(text)) << text;
  for (const char* text :
       {"1.2.3.4:", "1.2.3.4:0", "1.2.3.4:65536", "1.2.3.4:-1", "1.2.3.4:5 3", "[::1]:", "[::1]:x"})
    EXPECT_THAT(error(text), HasSubstr("port between 1 and 65535")) << text;
  for (const char* text : {"0.0.0.0", "::", "224.0.0.1", "ff02::fb", "255.255.255.255"})
    EXPECT_THAT(error(text), HasSubstr("not the address of one host")) << text;
  EXPECT_THAT(error("fe80::1%eth0"), HasSubstr("zone"));
  EXPECT_THAT(error("[fe80::1%eth0]:53"), HasSubstr("zone"));
  EXPECT_THAT(error("[1.2.3.4]:53"), HasSubstr("not an IPv6 address in brackets"));
  EXPECT_THAT(error("[::1]53"), HasSubstr("something else than a port"));
  EXPECT_THAT(error("\x1b[31m"), ::testing::Not(HasSubstr("\x1b")));
}

TEST(Servers, ListIsReadInOrder) {
  const auto servers = parse_servers({"127.0.0.1:5353", "[::1]:53"}).value();
  ASSERT_EQ(servers.size(), 2u);
  EXPECT_EQ(servers[0].port, 5353);
  EXPECT_TRUE(servers[1].address.is_v6());
  EXPECT_TRUE(parse_servers({}).value().empty());

  EXPECT_THAT(parse_servers({"9.9.9.9", "9.9.9.9:53"}).error().message, HasSubstr("named twice"));
  EXPECT_THAT(parse_servers({"9.9.9.9", "nine"}).error().message, HasSubstr("\"nine\""));
  std::vector<std::string> many;
  for (int i = 1; i <= 17; ++i) many.push_back("192.0.2." + std::to_string(i));
  EXPECT_THAT(parse_servers(many).error().message, HasSubstr("at most 16"));
}

TEST(Servers, OfTheSystem) {
  const fakes::TempDir folder;
  fakes::write_file(
      folder / "resolv.conf",
      "search example.test\nnameserver 192.0.2.53\nnameserver 2001:db8::53\noptions timeout:1\n");
  EXPECT_THAT(
      system_servers(folder / "resolv.conf"),
      ElementsAre(parse_server_address("192.0.2.53").value(), parse_server_address("2001:db8::53").value()));
  EXPECT_THAT(system_servers(folder / "none"), ElementsAre(parse_server_address("127.0.0.1").value()));
}

TEST(ResolverConfigTest, Ranges) {
  EXPECT_TRUE(validate(ResolverConfig{}));
  const auto refused = [](auto change) {
    ResolverConfig config;
    change(config);
    const auto result = validate(config);
    return result ? std::string() : result.error().message;
  };
  EXPECT_EQ(refused([](auto& c) { c.timeout = std::chrono::milliseconds(9); }),
            "the resolver time-out in milliseconds is 9, but must be from 10 to 60000");
  EXPECT_NE(refused([](auto& c) { c.timeout = std::chrono::minutes(2); }), "");
  EXPECT_NE(refused([](auto& c) { c.tries = 0; }), "");
  EXPECT_NE(refused([](auto& c) { c.tries = 11; }), "");
  EXPECT_NE(refused([](auto& c) { c.queries_per_second = 0; }), "");
  EXPECT_NE(refused([](auto& c) { c.queries_per_second = 100'001; }), "");
  EXPECT_NE(refused([](auto& c) { c.in_flight = 0; }), "");
  EXPECT_NE(refused([](auto& c) { c.in_flight = 4097; }), "");
  EXPECT_NE(refused([](auto& c) { c.servers.resize(17); }), "");
}

}  // namespace
}  // namespace mapigate::dns
