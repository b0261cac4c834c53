// The resolver against servers that answer wrongly, late or not at all.
#include "tests/fakes/lying_dns.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <set>

#include "tests/fakes/process.hpp"
#include "tests/unit/dns/resolver_test_support.hpp"

namespace mapigate::dns {
namespace {

using fakes::DnsMessage;
using fakes::DnsQuestion;
using fakes::DnsReply;
using fakes::LyingDns;
using std::chrono::milliseconds;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr auto kTrue = "192.0.2.1";
constexpr auto kFalse = "203.0.113.66";
using Replies = std::vector<DnsReply>;

// The time limit where no answer is expected, and where one of two servers is to give one.
constexpr milliseconds kShort{200};
constexpr milliseconds kMedium{1000};

DnsReply honest(const DnsQuestion& question) { return question.reply().a(question.name, kTrue); }

LyingDns::Script always(std::function<DnsMessage(const DnsQuestion&)> make) {
  return [make](const DnsQuestion& question) { return Replies{make(question)}; };
}

class AgainstLies : public ResolverTest {
 protected:
  DnsAnswer ask_liar(LyingDns::Script script, milliseconds timeout = std::chrono::seconds(20)) {
    const LyingDns liar(std::move(script));
    return ask(asking({liar.address()}, timeout), "www.example.test", RecordType::a);
  }
};

TEST_F(AgainstLies, WrongNumberIsDroppedAndTheRightAnswerTaken) {
  const auto answer = ask_liar([](const DnsQuestion& question) {
    DnsQuestion other = question;
    ++other.id;
    return Replies{other.reply().a(question.name, kFalse), honest(question)};
  });
  EXPECT_EQ(answer.status, DnsStatus::ok);
  EXPECT_THAT(texts(answer.addresses), ElementsAre(kTrue));
}

TEST_F(AgainstLies, WrongNumberAloneIsATimeout) {
  const auto answer = ask_liar(always([](const DnsQuestion& question) {
                                 return DnsMessage(static_cast<std::uint16_t>(question.id ^ 0x8000),
                                                   question.name, question.type)
                                     .a(question.name, kFalse);
                               }),
                               kShort);
  EXPECT_EQ(answer.status, DnsStatus::timeout);
  EXPECT_THAT(answer.addresses, IsEmpty());
}

TEST_F(AgainstLies, WrongQuestionIsDropped) {
  const auto answer = ask_liar([](const DnsQuestion& question) {
    return Replies{DnsMessage(question.id, "evil.example.test", 1).a("evil.example.test", kFalse),
                   DnsMessage(question.id, question.name, 28).aaaa(question.name, "2001:db8::66"),
                   honest(question)};
  });
  EXPECT_EQ(answer.status, DnsStatus::ok);
  EXPECT_THAT(texts(answer.addresses), ElementsAre(kTrue));
}

TEST_F(AgainstLies, GarbageIsDropped) {
  const auto answer = ask_liar([](const DnsQuestion& question) {
    return Replies{fakes::DnsBytes{1, 2, 3}, fakes::DnsBytes(500, 0xFF), honest(question)};
  });
  EXPECT_EQ(answer.status, DnsStatus::ok);
  EXPECT_THAT(texts(answer.addresses), ElementsAre(kTrue));
}

TEST_F(AgainstLies, AnswerToAnotherNameIsNotTaken) {
  const auto answer = ask_liar(
      always([](const DnsQuestion& question) { return question.reply().a("other.example.test", kFalse); }));
  EXPECT_EQ(answer.status, DnsStatus::nodata);
}

TEST_F(AgainstLies, SilenceIsATimeout) {
  const auto started = clock.steady_now();
  const auto answer = ask_liar([](const DnsQuestion&) { return Replies{}; }, kShort);
  EXPECT_EQ(answer.status, DnsStatus::timeout);
  EXPECT_GE(clock.steady_now() - started, kShort);
  EXPECT_GE(answer.elapsed, kShort);
}

TEST_F(AgainstLies, AnswerThatComesTooLateIsATimeout) {
  const auto answer = ask_liar(
      [](const DnsQuestion& question) {
        DnsReply late = honest(question);
        late.after = 2 * kShort;
        return Replies{late};
      },
      kShort);
  EXPECT_EQ(answer.status, DnsStatus::timeout);
}

TEST_F(AgainstLies, SlowAnswerWithinTheLimitIsTaken) {
  const auto answer = ask_liar([](const DnsQuestion& question) {
    DnsReply late = honest(question);
    late.after = milliseconds(50);
    return Replies{late};
  });
  EXPECT_EQ(answer.status, DnsStatus::ok);
  EXPECT_GE(answer.elapsed, milliseconds(50));
}

TEST_F(AgainstLies, ErrorsAreToldApart) {
  const auto status = [&](std::uint16_t rcode) {
    return ask_liar(always([=](const DnsQuestion& question) { return question.reply().rcode(rcode).opt(); }));
  };
  EXPECT_EQ(status(2).status, DnsStatus::servfail);
  EXPECT_EQ(status(3).status, DnsStatus::nxdomain);
  EXPECT_EQ(status(5).status, DnsStatus::refused);
  EXPECT_EQ(status(4).status, DnsStatus::rejected);
  EXPECT_EQ(status(4).rcode, 4);
  EXPECT_EQ(status(1).status, DnsStatus::rejected);
  EXPECT_EQ(status(0).status, DnsStatus::nodata);
}

TEST_F(AgainstLies, NobodyListening) {
  const auto started = clock.steady_now();
  ResolverConfig config = asking({"127.0.0.1:" + std::to_string(fakes::free_port())});
  EXPECT_EQ(ask(config, "www.example.test", RecordType::a).status, DnsStatus::unreachable);
  EXPECT_LT(clock.steady_now() - started, config.timeout);
}

TEST_F(AgainstLies, TruncatedAnswerIsAskedAgainOverTcp) {
  const LyingDns liar([](const DnsQuestion& question) {
    if (!question.tcp) return Replies{question.reply().a(question.name, kFalse).truncated()};
    return Replies{honest(question)};
  });
  const auto answer = ask(asking({liar.address()}), "www.example.test", RecordType::a);
  EXPECT_EQ(answer.status, DnsStatus::ok);
  EXPECT_THAT(texts(answer.addresses), ElementsAre(kTrue));
  EXPECT_TRUE(answer.tcp);
  ASSERT_THAT(answer.attempts, SizeIs(1));
  EXPECT_TRUE(answer.attempts[0].tcp);
  const auto seen = liar.seen();
  ASSERT_THAT(seen, SizeIs(2));
  EXPECT_FALSE(seen[0].tcp);
  EXPECT_TRUE(seen[1].tcp);
}

TEST_F(AgainstLies, TruncatedOverTcpTooIsMalformed) {
  const auto answer = ask_liar(always(
      [](const DnsQuestion& question) { return question.reply().a(question.name, kFalse).truncated(); }));
  EXPECT_EQ(answer.status, DnsStatus::malformed);
  EXPECT_THAT(answer.addresses, IsEmpty());
}

TEST_F(AgainstLies, TcpThatHangsUpOrStaysSilent) {
  const auto over_tcp = [&](std::function<Replies(const DnsQuestion&)> tcp) {
    return ask_liar(
        [=](const DnsQuestion& question) {
          if (!question.tcp) return Replies{question.reply().truncated()};
          return tcp(question);
        },
        kShort);
  };
  EXPECT_EQ(over_tcp([](const DnsQuestion& question) {
              DnsReply reply = honest(question);
              reply.hang_up = true;
              return Replies{reply};
            }).status,
            DnsStatus::unreachable);
  EXPECT_EQ(over_tcp([](const DnsQuestion&) { return Replies{}; }).status, DnsStatus::timeout);
  // A length of 64 KiB, and then only some of it.
  EXPECT_EQ(over_tcp([](const DnsQuestion&) {
              DnsReply reply(fakes::DnsBytes{0xFF, 0xFF, 1, 2, 3});
              reply.framed = false;
              return Replies{reply};
            }).status,
            DnsStatus::timeout);
  // A message of no length at all.
  EXPECT_EQ(over_tcp([](const DnsQuestion&) {
              DnsReply reply(fakes::DnsBytes{0, 0});
              reply.framed = false;
              return Replies{reply};
            }).status,
            DnsStatus::unreachable);
}

TEST_F(AgainstLies, TcpAnswerInPieces) {
  const auto answer = ask_liar([](const DnsQuestion& question) {
    if (!question.tcp) return Replies{question.reply().truncated()};
    const auto packet = question.reply().a(question.name, kTrue).bytes();
    Replies pieces;
    fakes::DnsBytes all{0, static_cast<std::uint8_t>(packet.size())};
    all.insert(all.end(), packet.begin(), packet.end());
    for (std::size_t i = 0; i < all.size(); ++i) {
      DnsReply piece(fakes::DnsBytes{all[i]});
      piece.framed = false;
      piece.after = milliseconds(i);
      pieces.push_back(piece);
    }
    return pieces;
  });
  EXPECT_EQ(answer.status, DnsStatus::ok);
}

TEST_F(AgainstLies, EmptyPacketIsDropped) {
  const auto answer = ask_liar([](const DnsQuestion& question) {
    return Replies{fakes::DnsBytes{}, honest(question)};
  });
  EXPECT_EQ(answer.status, DnsStatus::ok);
}

TEST_F(AgainstLies, CnameLoops) {
  const auto loop = ask_liar(always([](const DnsQuestion& question) {
    return question.reply()
        .cname(question.name, "b.test")
        .cname("b.test", "c.test")
        .cname("c.test", "b.test");
  }));
  EXPECT_EQ(loop.status, DnsStatus::cname_loop);
  EXPECT_THAT(loop.cname_chain, ElementsAre("b.test", "c.test", "b.test"));

  const auto self = ask_liar(always([](const DnsQuestion& question) {
    return question.reply().cname(question.name, question.name).a(question.name, kFalse);
  }));
  EXPECT_EQ(self.status, DnsStatus::cname_loop);
  EXPECT_THAT(self.cname_chain, ElementsAre("www.example.test"));
  EXPECT_THAT(self.addresses, IsEmpty());
}

TEST_F(AgainstLies, CnameChainOfAHundredLinks) {
  const auto answer = ask_liar(always([](const DnsQuestion& question) {
    DnsMessage reply = question.reply();
    std::string from = question.name;
    for (int i = 0; i < 100; ++i) {
      const std::string to = "n" + std::to_string(i) + ".test";
      reply.cname(from, to);
      from = to;
    }
    return reply.a(from, kTrue);
  }));
  EXPECT_EQ(answer.status, DnsStatus::cname_too_long);
  EXPECT_THAT(answer.cname_chain, SizeIs(kMaxCnameChain));
  EXPECT_TRUE(answer.tcp);  // it does not fit into a UDP packet
}

TEST_F(AgainstLies, ServiceRecordThatPointsAtItself) {
  const LyingDns liar(always([](const DnsQuestion& question) {
    return question.reply().srv(question.name, 0, 0, 443, question.name);
  }));
  const auto answer = ask(asking({liar.address()}), "_autodiscover._tcp.example.test", RecordType::srv);
  EXPECT_EQ(answer.status, DnsStatus::ok);
  EXPECT_THAT(answer.srv, ElementsAre(SrvRecord{0, 0, 443, "_autodiscover._tcp.example.test"}));
}

TEST_F(AgainstLies, BrokenAnswersAreMalformed) {
  const auto status = [&](std::function<DnsMessage(const DnsQuestion&)> make) {
    return ask_liar(always(make)).status;
  };
  EXPECT_EQ(status([](const DnsQuestion& q) { return q.reply().a(q.name, kFalse).count(0, 65535); }),
            DnsStatus::malformed);
  EXPECT_EQ(status([](const DnsQuestion& q) { return q.reply().a(q.name, kFalse).count(2, 1); }),
            DnsStatus::malformed);
  // The owner's name is a pointer to itself: the header has 12 octets, the question 22.
  EXPECT_EQ(status([](const DnsQuestion& q) {
              return q.reply().record(0, {0xC0, 34}, 1, 1, 60, {1, 2, 3, 4});
            }),
            DnsStatus::malformed);
  EXPECT_EQ(status([](const DnsQuestion& q) {
              return q.reply().record(0, {0xC0, 12}, 1, 1, 60, {1, 2, 3});
            }),
            DnsStatus::malformed);
}

TEST_F(AgainstLies, SecondResolverIsAskedForWhatTheFirstCannotSay) {
  const LyingDns good([](const DnsQuestion& question) { return Replies{honest(question)}; });
  const auto fall_over = [&](LyingDns::Script script) {
    const LyingDns liar(std::move(script));
    const auto answer =
        ask(asking({liar.address(), good.address()}, kMedium), "www.example.test", RecordType::a);
    EXPECT_EQ(answer.status, DnsStatus::ok);
    EXPECT_EQ(answer.resolver, good.address());
    EXPECT_EQ(answer.attempts.size(), 2u);
    return answer.attempts.at(0).status;
  };
  EXPECT_EQ(fall_over([](const DnsQuestion&) { return Replies{}; }), DnsStatus::timeout);
  EXPECT_EQ(fall_over(always([](const DnsQuestion& q) { return q.reply().rcode(2); })), DnsStatus::servfail);
  EXPECT_EQ(fall_over(always([](const DnsQuestion& q) { return q.reply().rcode(5); })), DnsStatus::refused);
  EXPECT_EQ(fall_over(always([](const DnsQuestion& q) { return q.reply().rcode(9); })), DnsStatus::rejected);
  EXPECT_EQ(fall_over(always([](const DnsQuestion& q) { return q.reply().count(0, 7); })),
            DnsStatus::malformed);
  // An authoritative server that only says who else might know.
  EXPECT_EQ(fall_over(always([](const DnsQuestion& q) { return q.reply().ns("test", "ns.test"); })),
            DnsStatus::rejected);
}

TEST_F(AgainstLies, MissingNamesAreFinal) {
  const LyingDns good([](const DnsQuestion& question) { return Replies{honest(question)}; });
  for (const std::uint16_t rcode : {std::uint16_t{0}, std::uint16_t{3}}) {
    const LyingDns first(
        always([=](const DnsQuestion& q) { return q.reply().rcode(rcode).soa("test", 300, 60); }));
    const auto answer = ask(asking({first.address(), good.address()}), "www.example.test", RecordType::a);
    EXPECT_EQ(answer.status, rcode == 3 ? DnsStatus::nxdomain : DnsStatus::nodata);
    EXPECT_EQ(answer.ttl, 60u);
  }
  EXPECT_THAT(good.seen(), IsEmpty());
}

TEST_F(AgainstLies, TheFailureThatSaysMostIsReported) {
  const LyingDns silent([](const DnsQuestion&) { return Replies{}; });
  const LyingDns failing(always([](const DnsQuestion& q) { return q.reply().rcode(2); }));
  const LyingDns refusing(always([](const DnsQuestion& q) { return q.reply().rcode(5); }));
  ResolverConfig config = asking({silent.address(), refusing.address(), failing.address()});
  config.tries = 2;
  config.timeout = kMedium;
  const auto answer = ask(config, "www.example.test", RecordType::a);
  EXPECT_EQ(answer.status, DnsStatus::servfail);
  EXPECT_EQ(answer.resolver, failing.address());
  EXPECT_THAT(statuses(answer), ElementsAre(DnsStatus::timeout, DnsStatus::refused, DnsStatus::servfail,
                                            DnsStatus::timeout, DnsStatus::servfail));
}

TEST_F(AgainstLies, SecondRoundGoesWithoutEdns) {
  // A firewall that drops what has an OPT record.
  const LyingDns liar([](const DnsQuestion& q) { return q.edns ? Replies{} : Replies{honest(q)}; });
  ResolverConfig config = asking({liar.address()});
  config.timeout = kMedium;
  config.tries = 2;
  const auto answer = ask(config, "www.example.test", RecordType::a);
  EXPECT_THAT(statuses(answer), ElementsAre(DnsStatus::timeout, DnsStatus::ok));
}

TEST_F(AgainstLies, ServerThatDoesNotKnowEdns) {
  const LyingDns liar(
      [](const DnsQuestion& q) { return Replies{q.edns ? DnsReply(q.reply().rcode(1)) : honest(q)}; });
  const auto resolver = make(asking({liar.address()}));
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(ask(*resolver, "www.example.test", RecordType::a).status, DnsStatus::ok) << i;
}

class StoppedClock : public Clock {
 public:
  SystemTime system_now() const override { return {}; }
  SteadyTime steady_now() const override { return now; }
  SteadyTime now = SteadyTime{} + std::chrono::hours(1);
};

TEST_F(AgainstLies, SilentServerIsAskedLastForAWhile) {
  const LyingDns silent([](const DnsQuestion&) { return Replies{}; });
  const LyingDns good([](const DnsQuestion& question) { return Replies{honest(question)}; });
  StoppedClock stopped;
  CaresResolver resolver(io.get_executor(), asking({silent.address(), good.address()}, kMedium), stopped,
                         random);
  const auto ask_at_once = [&](std::size_t count) {
    std::vector<std::optional<DnsAnswer>> answers(count);
    for (auto& answer : answers) start(resolver, "www.example.test", RecordType::a, answer);
    run();
    for (const auto& answer : answers) EXPECT_EQ(answer->status, DnsStatus::ok);
  };
  ask_at_once(3);
  EXPECT_THAT(silent.seen(), SizeIs(3));
  ask_at_once(5);
  stopped.now += std::chrono::seconds(29);
  ask_at_once(1);
  EXPECT_THAT(silent.seen(), SizeIs(3));
  // Its time is over: one query tries it again.
  stopped.now += std::chrono::seconds(2);
  ask_at_once(5);
  EXPECT_THAT(silent.seen(), SizeIs(4));
  EXPECT_THAT(good.seen(), SizeIs(14));
}

TEST_F(AgainstLies, SilentServerThatAnswersAgainIsTrusted) {
  std::atomic<bool> awake{false};
  const LyingDns first(
      [&](const DnsQuestion& question) { return awake ? Replies{honest(question)} : Replies{}; });
  const LyingDns second([](const DnsQuestion& question) { return Replies{honest(question)}; });
  StoppedClock stopped;
  CaresResolver resolver(io.get_executor(), asking({first.address(), second.address()}, kMedium), stopped,
                         random);
  std::vector<std::optional<DnsAnswer>> answers(3);
  for (auto& answer : answers) start(resolver, "www.example.test", RecordType::a, answer);
  run();
  awake = true;
  EXPECT_EQ(ask(resolver, "www.example.test", RecordType::a).resolver, second.address());
  stopped.now += std::chrono::seconds(30);
  EXPECT_EQ(ask(resolver, "www.example.test", RecordType::a).resolver, first.address());
  EXPECT_EQ(ask(resolver, "www.example.test", RecordType::a).resolver, first.address());
}

TEST_F(AgainstLies, EachQueryHasAPortAndANumberOfItsOwn) {
  const LyingDns good([](const DnsQuestion& question) { return Replies{honest(question)}; });
  const auto resolver = make(asking({good.address()}));
  constexpr int count = 40;
  for (int i = 0; i < count; ++i) ask(*resolver, "www.example.test", RecordType::a);
  std::set<std::uint16_t> ports, numbers;
  for (const auto& question : good.seen()) {
    ports.insert(question.source_port);
    numbers.insert(question.id);
  }
  // Drawn at random, some may be equal; but far from all.
  EXPECT_GT(ports.size(), count / 2u);
  EXPECT_GT(numbers.size(), count / 2u);
}

TEST_F(AgainstLies, NoMoreQueriesAreInFlightThanAllowed) {
  const LyingDns server([](const DnsQuestion& question) {
    DnsReply reply = honest(question);
    reply.after = milliseconds(20);
    return Replies{reply};
  });
  ResolverConfig config = asking({server.address()});
  config.in_flight = 4;
  const auto resolver = make(config);
  std::vector<std::optional<DnsAnswer>> answers(20);
  for (auto& answer : answers) start(*resolver, "www.example.test", RecordType::a, answer);
  const auto started = clock.steady_now();
  run();
  // Twenty queries, four at a time, 20 ms each: the fifth goes out after the answer to the first, and so on.
  EXPECT_GE(clock.steady_now() - started, milliseconds(100));
  const auto seen = server.seen();
  ASSERT_THAT(seen, SizeIs(20));
  for (std::size_t i = 4; i < seen.size(); ++i) EXPECT_GE(seen[i].at - seen[i - 4].at, milliseconds(19)) << i;
}

TEST_F(AgainstLies, QueriesAreSpacedOut) {
  const LyingDns good([](const DnsQuestion& question) { return Replies{honest(question)}; });
  ResolverConfig config = asking({good.address()});
  config.queries_per_second = 100;  // ten at once, then one each 10 ms
  const auto resolver = make(config);
  std::vector<std::optional<DnsAnswer>> answers(30);
  for (auto& answer : answers) start(*resolver, "www.example.test", RecordType::a, answer);
  const auto started = clock.steady_now();
  run();
  EXPECT_GE(clock.steady_now() - started, milliseconds(200));
  for (const auto& answer : answers) EXPECT_EQ(answer->status, DnsStatus::ok);
}

TEST_F(AgainstLies, NamesThatCannotBeAskedFor) {
  const LyingDns good([](const DnsQuestion& question) { return Replies{honest(question)}; });
  const auto resolver = make(asking({good.address()}));
  for (const std::string& name : {std::string(), std::string("."), std::string("a..b"),
                                  std::string(64, 'x') + ".test", std::string("x\0y.test", 8), [] {
                                    std::string name;
                                    for (int i = 0; i < 130; ++i) name += "a.";
                                    return name;
                                  }()})
    EXPECT_EQ(ask(*resolver, name, RecordType::a).status, DnsStatus::invalid_name) << name;
  EXPECT_EQ(ask(*resolver, "hidden.onion", RecordType::a).status, DnsStatus::nxdomain);
  EXPECT_THAT(good.seen(), IsEmpty());
}

}  // namespace
}  // namespace mapigate::dns
