// The resolver against a real DNS server.
#include "tests/fakes/dnsmasq.hpp"

#include <gmock/gmock.h>

#include "tests/unit/dns/resolver_test_support.hpp"

namespace mapigate::dns {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

std::vector<std::string> zone() {
  std::vector<std::string> lines{
      "local=/example.test/",
      "local-ttl=77",
      "host-record=mail.example.test,192.0.2.7,2001:db8::7",
      "host-record=two.example.test,192.0.2.1",
      "host-record=two.example.test,192.0.2.2",
      "cname=www.example.test,web.example.test,55",
      "cname=web.example.test,mail.example.test",
      "srv-host=_autodiscover._tcp.example.test,mail.example.test,443,10,20",
      "srv-host=_autodiscover._tcp.example.test,two.example.test,8443,5,0",
      "srv-host=_autodiscover._tcp.none.example.test",
      "txt-record=example.test,MS=ms12345678",
      "txt-record=example.test,v=spf1 -all",
  };
  for (int i = 0; i < 20; ++i)
    lines.push_back("txt-record=big.example.test," + std::to_string(i) + std::string(200, 'x'));
  return lines;
}

class AgainstDnsmasq : public ResolverTest {
 protected:
  static void SetUpTestSuite() { server = std::make_unique<fakes::Dnsmasq>(zone()); }
  static void TearDownTestSuite() { server.reset(); }

  DnsAnswer ask_it(const std::string& name, RecordType type) {
    return ask(asking({server->address()}), name, type);
  }

  static std::unique_ptr<fakes::Dnsmasq> server;
};
std::unique_ptr<fakes::Dnsmasq> AgainstDnsmasq::server;

TEST_F(AgainstDnsmasq, Addresses) {
  const DnsAnswer v4 = ask_it("mail.example.test", RecordType::a);
  EXPECT_EQ(v4.status, DnsStatus::ok);
  EXPECT_THAT(texts(v4.addresses), ElementsAre("192.0.2.7"));
  EXPECT_EQ(v4.resolver, server->address());
  EXPECT_EQ(v4.ttl, 77u);
  EXPECT_FALSE(v4.tcp);
  EXPECT_GT(v4.elapsed.count(), 0);
  ASSERT_THAT(v4.attempts, SizeIs(1));
  EXPECT_EQ(v4.attempts[0].resolver, server->address());

  EXPECT_THAT(texts(ask_it("mail.example.test", RecordType::aaaa).addresses), ElementsAre("2001:db8::7"));
  EXPECT_THAT(texts(ask_it("two.example.test", RecordType::a).addresses),
              UnorderedElementsAre("192.0.2.1", "192.0.2.2"));
}

TEST_F(AgainstDnsmasq, FinalDotAndCaseMakeNoDifference) {
  EXPECT_THAT(texts(ask_it("MAIL.Example.Test.", RecordType::a).addresses), ElementsAre("192.0.2.7"));
}

TEST_F(AgainstDnsmasq, CnameChainInOrder) {
  const DnsAnswer answer = ask_it("www.example.test", RecordType::aaaa);
  EXPECT_EQ(answer.status, DnsStatus::ok);
  EXPECT_THAT(answer.cname_chain, ElementsAre("web.example.test", "mail.example.test"));
  EXPECT_THAT(texts(answer.addresses), ElementsAre("2001:db8::7"));
  EXPECT_EQ(answer.ttl, 55u);

  const DnsAnswer alias = ask_it("www.example.test", RecordType::cname);
  EXPECT_EQ(alias.status, DnsStatus::ok);
  EXPECT_THAT(alias.cname, ElementsAre("web.example.test"));
}

TEST_F(AgainstDnsmasq, ServiceRecords) {
  const DnsAnswer answer = ask_it("_autodiscover._tcp.example.test", RecordType::srv);
  EXPECT_EQ(answer.status, DnsStatus::ok);
  EXPECT_THAT(answer.srv, UnorderedElementsAre(SrvRecord{10, 20, 443, "mail.example.test"},
                                               SrvRecord{5, 0, 8443, "two.example.test"}));

  const DnsAnswer none = ask_it("_autodiscover._tcp.none.example.test", RecordType::srv);
  ASSERT_THAT(none.srv, SizeIs(1));
  EXPECT_TRUE(none.srv[0].service_unavailable());
}

TEST_F(AgainstDnsmasq, Texts) {
  EXPECT_THAT(ask_it("example.test", RecordType::txt).txt,
              UnorderedElementsAre("MS=ms12345678", "v=spf1 -all"));
}

TEST_F(AgainstDnsmasq, LongAnswerComesOverTcp) {
  const DnsAnswer answer = ask_it("big.example.test", RecordType::txt);
  EXPECT_EQ(answer.status, DnsStatus::ok);
  EXPECT_THAT(answer.txt, SizeIs(20));
  EXPECT_TRUE(answer.tcp);
}

TEST_F(AgainstDnsmasq, MissingNameAndMissingTypeAreTold) {
  EXPECT_EQ(ask_it("no.example.test", RecordType::a).status, DnsStatus::nxdomain);
  EXPECT_EQ(ask_it("two.example.test", RecordType::aaaa).status, DnsStatus::nodata);
  EXPECT_EQ(ask_it("mail.example.test", RecordType::srv).status, DnsStatus::nodata);
  EXPECT_EQ(ask_it("elsewhere.test", RecordType::a).status, DnsStatus::refused);
}

TEST_F(AgainstDnsmasq, AliasOfAMissingNameShowsTheChain) {
  fakes::Dnsmasq other({"local=/example.test/", "cname=a.example.test,b.example.test"});
  const DnsAnswer answer = ask(asking({other.address()}), "a.example.test", RecordType::a);
  EXPECT_THAT(answer.status, ::testing::AnyOf(DnsStatus::nodata, DnsStatus::nxdomain));
  EXPECT_THAT(answer.cname_chain, ElementsAre("b.example.test"));
}

TEST_F(AgainstDnsmasq, ServerThatIsDownIsPassedOverAndSeenAgain) {
  fakes::Dnsmasq second({"host-record=mail.example.test,192.0.2.99"});
  const std::string address = second.address();
  second.stop();
  const auto resolver = make(asking({address, server->address()}));
  const DnsAnswer over = ask(*resolver, "mail.example.test", RecordType::a);
  EXPECT_EQ(over.status, DnsStatus::ok);
  EXPECT_EQ(over.resolver, server->address());
  EXPECT_THAT(statuses(over), ElementsAre(DnsStatus::unreachable, DnsStatus::ok));

  second.restart({"host-record=mail.example.test,192.0.2.99"});
  EXPECT_THAT(texts(ask(*resolver, "mail.example.test", RecordType::a).addresses), ElementsAre("192.0.2.99"));
}

TEST_F(AgainstDnsmasq, ManyAtOnce) {
  constexpr int count = 500;
  std::vector<std::string> lines{"local=/many.test/"};
  for (int i = 0; i < count; ++i)
    lines.push_back("host-record=n" + std::to_string(i) + ".many.test,10.0." + std::to_string(i / 256) + "." +
                    std::to_string(i % 256));
  fakes::Dnsmasq many(lines);
  ResolverConfig config = asking({many.address()});
  config.in_flight = 20;
  const auto resolver = make(config);
  std::vector<std::optional<DnsAnswer>> answers(count);
  for (int i = 0; i < count; ++i)
    start(*resolver, "n" + std::to_string(i) + ".many.test", RecordType::a,
          answers[static_cast<std::size_t>(i)]);
  run();
  for (int i = 0; i < count; ++i) {
    const auto& answer = answers[static_cast<std::size_t>(i)];
    ASSERT_TRUE(answer);
    EXPECT_THAT(texts(answer->addresses),
                ElementsAre("10.0." + std::to_string(i / 256) + "." + std::to_string(i % 256)));
  }
}

}  // namespace
}  // namespace mapigate::dns
