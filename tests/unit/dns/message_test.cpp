#include "gateway/selfcheck/dns/message.hpp"

#include <gmock/gmock.h>

#include "gateway/selfcheck/dns/message_reader.hpp"
#include "tests/fakes/dns_message.hpp"
#include "tests/unit/dns/resolver_test_support.hpp"

namespace mapigate::dns {
namespace {

using fakes::dns_name;
using fakes::DnsBytes;
using fakes::DnsMessage;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::uint16_t kA = 1, kAaaa = 28, kSrv = 33, kTxt = 16, kCname = 5;

DnsAnswer read(const DnsMessage& message, RecordType type = RecordType::a) {
  return read_answer(message.bytes(), type).answer;
}

DnsMessage about_a(std::string_view name = "a.test") { return DnsMessage(7, name, kA); }

// The example of RFC 1035 section 4.1.4: F.ISI.ARPA at 20, FOO.F.ISI.ARPA at 40, ARPA at 64, the root at 92.
TEST(MessageReader, NamesOfTheExampleOfRfc1035) {
  DnsBytes bytes(93, 0xEE);
  const auto put = [&](std::size_t at, const DnsBytes& part) {
    std::copy(part.begin(), part.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at));
  };
  put(20, {1, 'F', 3, 'I', 'S', 'I', 4, 'A', 'R', 'P', 'A', 0});
  put(40, {3, 'F', 'O', 'O', 0xC0, 20});
  put(64, {0xC0, 26});
  put(92, {0});
  const auto name_at = [&](std::size_t at, std::size_t length) {
    MessageReader reader(bytes);
    reader.skip(at);
    const std::string name = reader.name();
    EXPECT_TRUE(reader.ok());
    if (at + length < bytes.size()) {
      EXPECT_EQ(reader.u8(), 0xEE);  // it stands right behind the name
    }
    return name;
  };
  EXPECT_EQ(name_at(20, 12), "f.isi.arpa");
  EXPECT_EQ(name_at(40, 6), "foo.f.isi.arpa");
  EXPECT_EQ(name_at(64, 2), "arpa");
  EXPECT_EQ(name_at(92, 1), ".");
}

TEST(MessageReader, NamesThatBreakTheRules) {
  const auto fails = [](const DnsBytes& bytes, std::size_t at) {
    MessageReader reader(bytes);
    reader.skip(at);
    reader.name();
    return !reader.ok();
  };
  EXPECT_TRUE(fails({0xC0, 0}, 0));           // to itself
  EXPECT_TRUE(fails({0xC0, 2, 0xC0, 0}, 0));  // forward
  EXPECT_TRUE(fails({0xC0, 2, 0xC0, 0}, 2));  // back to a pointer forward
  EXPECT_TRUE(fails({1, 'a', 0xC0, 0}, 0));   // its own beginning
  EXPECT_TRUE(fails({0, 1, 'a', 0xC0}, 1));   // half a pointer
  EXPECT_TRUE(fails({0xC0, 0xFF, 0}, 0));     // beyond the end
  EXPECT_TRUE(fails({0x40, 'a', 0}, 0));      // reserved
  EXPECT_TRUE(fails({0x80, 'a', 0}, 0));      // reserved
  EXPECT_TRUE(fails({5, 'a', 'b'}, 0));       // a label beyond the end
  EXPECT_TRUE(fails({1, 'a'}, 0));            // no end
  EXPECT_TRUE(fails({}, 0));
}

TEST(MessageReader, NamesAreAtMost255Octets) {
  const auto name = [](std::size_t last) {
    DnsBytes bytes;
    for (int i = 0; i < 3; ++i) {
      bytes.push_back(63);
      bytes.insert(bytes.end(), 63, 'x');
    }
    bytes.push_back(static_cast<std::uint8_t>(last));
    bytes.insert(bytes.end(), last, 'y');
    bytes.push_back(0);
    return bytes;
  };
  MessageReader longest(std::span<const std::uint8_t>{});
  const DnsBytes good = name(61), bad = name(62);
  longest = MessageReader(good);
  EXPECT_EQ(longest.name().size(), 253u);
  EXPECT_TRUE(longest.ok() && longest.at_end());
  MessageReader too_long(bad);
  too_long.name();
  EXPECT_FALSE(too_long.ok());
}

TEST(MessageReader, OctetsThatCannotBePrintedAreEscaped) {
  const DnsBytes bytes{6, 'A', '.', '\\', 0, 0x1B, 0xFF, 0};
  MessageReader reader(bytes);
  EXPECT_EQ(reader.name(), "a\\.\\\\\\000\\027\\255");
}

TEST(Message, RecordsOfEachType) {
  EXPECT_THAT(texts(read(about_a().a("a.test", "192.0.2.1").a("a.test", "192.0.2.2")).addresses),
              ElementsAre("192.0.2.1", "192.0.2.2"));
  EXPECT_THAT(
      texts(read(DnsMessage(7, "a.test", kAaaa).aaaa("a.test", "2001:db8::1"), RecordType::aaaa).addresses),
      ElementsAre("2001:db8::1"));
  EXPECT_THAT(
      read(DnsMessage(7, "_s._tcp.test", kSrv).srv("_s._tcp.test", 1, 2, 3, "host.test"), RecordType::srv)
          .srv,
      ElementsAre(SrvRecord{1, 2, 3, "host.test"}));
  EXPECT_TRUE(read(DnsMessage(7, "_s._tcp.test", kSrv).srv("_s._tcp.test", 0, 0, 0, "."), RecordType::srv)
                  .srv.at(0)
                  .service_unavailable());
  EXPECT_THAT(
      read(DnsMessage(7, "a.test", kTxt).txt("a.test", {"MS=", "ms1"}).txt("a.test", {""}), RecordType::txt)
          .txt,
      ElementsAre("MS=ms1", ""));
  EXPECT_THAT(read(DnsMessage(7, "a.test", kCname).cname("a.test", "b.test"), RecordType::cname).cname,
              ElementsAre("b.test"));
}

TEST(Message, CompressedTargetsAreRead) {
  // The question's name stands at 12; its "test" at 20.
  const DnsBytes data{0, 1, 0, 2, 1, 0xBB, 1, 'h', 0xC0, 20};
  const auto answer =
      read(DnsMessage(7, "_s._tcp.test", kSrv).record(0, {0xC0, 12}, kSrv, 1, 60, data), RecordType::srv);
  EXPECT_THAT(answer.srv, ElementsAre(SrvRecord{1, 2, 443, "h.test"}));
}

TEST(Message, ChainIsFollowedInOrderWhateverTheOrderOfItsRecords) {
  const auto answer = read(about_a()
                               .a("c.test", "192.0.2.3", 500)
                               .cname("b.test", "C.TEST", 30)
                               .cname("A.test", "b.test", 40)
                               .a("b.test", "203.0.113.66"));
  EXPECT_EQ(answer.status, DnsStatus::ok);
  EXPECT_THAT(answer.cname_chain, ElementsAre("b.test", "c.test"));
  EXPECT_THAT(texts(answer.addresses), ElementsAre("192.0.2.3"));
  EXPECT_EQ(answer.ttl, 30u);
}

TEST(Message, ChainThatLeadsNowhere) {
  const auto missing = read(about_a().cname("a.test", "b.test").rcode(3).soa("test", 100, 20));
  EXPECT_EQ(missing.status, DnsStatus::nxdomain);
  EXPECT_THAT(missing.cname_chain, ElementsAre("b.test"));
  EXPECT_EQ(missing.ttl, 20u);
  const auto empty = read(about_a().cname("a.test", "b.test"));
  EXPECT_EQ(empty.status, DnsStatus::nodata);
  EXPECT_THAT(empty.cname_chain, ElementsAre("b.test"));
  EXPECT_EQ(empty.ttl, 0u);
}

TEST(Message, ChainsOfTheGreatestLengthAndOneMore) {
  const auto chain = [](std::size_t links) {
    DnsMessage message = about_a("n0.test");
    for (std::size_t i = 0; i < links; ++i)
      message.cname("n" + std::to_string(i) + ".test", "n" + std::to_string(i + 1) + ".test");
    return read(message.a("n" + std::to_string(links) + ".test", "192.0.2.1"));
  };
  EXPECT_EQ(chain(kMaxCnameChain).status, DnsStatus::ok);
  EXPECT_THAT(chain(kMaxCnameChain).cname_chain, SizeIs(kMaxCnameChain));
  EXPECT_EQ(chain(kMaxCnameChain + 1).status, DnsStatus::cname_too_long);
  EXPECT_THAT(chain(kMaxCnameChain + 1).addresses, IsEmpty());
  EXPECT_EQ(chain(1000).status, DnsStatus::cname_too_long);
}

TEST(Message, NegativeTtlIsTheLesserOne) {
  EXPECT_EQ(read(about_a().rcode(3).soa("test", 300, 60)).ttl, 60u);
  EXPECT_EQ(read(about_a().rcode(3).soa("test", 30, 60)).ttl, 30u);
  EXPECT_EQ(read(about_a().rcode(3)).ttl, 0u);
  EXPECT_EQ(read(about_a().a("a.test", "192.0.2.1", 0x80000001)).ttl, 0u);
}

TEST(Message, ReferralsAreNotAboutTheName) {
  EXPECT_EQ(read(about_a().ns("test", "ns.test")).status, DnsStatus::rejected);
  EXPECT_EQ(read(about_a().ns("test", "ns.test").soa("test", 1, 1)).status, DnsStatus::nodata);
  EXPECT_EQ(read(about_a().flags(0x8580).ns("test", "ns.test")).status, DnsStatus::nodata);  // authoritative
  EXPECT_EQ(read(about_a().rcode(3).ns("test", "ns.test")).status, DnsStatus::nxdomain);
}

TEST(Message, ExtendedRcode) {
  const auto read_it = read_answer(about_a().opt(1).bytes(), RecordType::a);  // BADVERS
  EXPECT_EQ(read_it.answer.status, DnsStatus::rejected);
  EXPECT_EQ(read_it.answer.rcode, 16);
  EXPECT_TRUE(read_it.edns);
  EXPECT_FALSE(read_answer(about_a().bytes(), RecordType::a).edns);
}

TEST(Message, OtherClassesAndTypesAreIgnored) {
  const auto answer = read(about_a()
                               .record(0, dns_name("a.test"), kA, 3, 60, {1, 2, 3, 4})
                               .record(0, dns_name("a.test"), 46, 1, 60, {9, 9, 9}));
  EXPECT_EQ(answer.status, DnsStatus::nodata);
}

TEST(Message, DataThatIsNotWhatItsTypeSays) {
  const auto broken = [](RecordType type, const DnsBytes& data) {
    const auto number = static_cast<std::uint16_t>(type);
    const auto answer =
        read(DnsMessage(7, "a.test", number).record(0, dns_name("a.test"), number, 1, 60, data), type);
    EXPECT_EQ(answer.addresses.size() + answer.srv.size() + answer.txt.size() + answer.cname.size(), 0u);
    return answer.status == DnsStatus::malformed;
  };
  EXPECT_TRUE(broken(RecordType::a, {1, 2, 3}));
  EXPECT_TRUE(broken(RecordType::a, {1, 2, 3, 4, 5}));
  EXPECT_TRUE(broken(RecordType::aaaa, {1, 2, 3, 4}));
  EXPECT_TRUE(broken(RecordType::srv, {0, 0, 0, 0, 0}));
  EXPECT_TRUE(broken(RecordType::srv, {0, 0, 0, 0, 0, 0}));
  EXPECT_TRUE(broken(RecordType::srv, {0, 0, 0, 0, 0, 0, 0, 7}));
  EXPECT_TRUE(broken(RecordType::txt, {}));
  EXPECT_TRUE(broken(RecordType::txt, {5, 'a'}));
  EXPECT_TRUE(broken(RecordType::cname, {}));
  EXPECT_TRUE(broken(RecordType::cname, {1, 'b', 0, 0}));
}

TEST(Message, WhatIsNoAnswerToTheQuestion) {
  EXPECT_EQ(read(about_a().flags(0x0100)).status, DnsStatus::malformed);  // a query
  EXPECT_EQ(read(about_a().truncated()).status, DnsStatus::malformed);
  EXPECT_EQ(read(about_a().questions(0)).status, DnsStatus::malformed);
  EXPECT_EQ(read(about_a().questions(2)).status, DnsStatus::malformed);
  EXPECT_EQ(read(about_a(), RecordType::aaaa).status, DnsStatus::malformed);
  EXPECT_EQ(read_answer({}, RecordType::a).answer.status, DnsStatus::malformed);
}

TEST(Message, CountsAreNotBelieved) {
  for (int section = 0; section < 3; ++section)
    EXPECT_EQ(read(about_a().a("a.test", "192.0.2.1").count(section, 65535)).status, DnsStatus::malformed);
}

TEST(Message, EveryShorterMessageIsMalformed) {
  const DnsBytes whole = DnsMessage(7, "_s._tcp.test", kSrv)
                             .cname("_s._tcp.test", "_s._tcp.other.test")
                             .srv("_s._tcp.other.test", 1, 2, 443, "mail.other.test")
                             .soa("other.test", 60, 60)
                             .opt()
                             .bytes();
  ASSERT_EQ(read_answer(whole, RecordType::srv).answer.status, DnsStatus::ok);
  for (std::size_t length = 0; length < whole.size(); ++length) {
    // A copy of that very length, so that a read beyond it is found.
    const DnsBytes part(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length));
    EXPECT_EQ(read_answer(part, RecordType::srv).answer.status, DnsStatus::malformed) << length;
  }
}

TEST(Message, RecordsAreBounded) {
  DnsMessage message = about_a();
  for (int i = 0; i < 1000; ++i) message.a("a.test", "192.0.2.1");
  EXPECT_THAT(read(message).addresses, SizeIs(kMaxRecords));
}

}  // namespace
}  // namespace mapigate::dns
