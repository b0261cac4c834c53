#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gateway/base/clock.hpp"
#include "gateway/base/random.hpp"
#include "gateway/selfcheck/checker.hpp"
#include "gateway/selfcheck/proof_responder.hpp"

namespace mapigate::selfcheck {

// 2025-03-01T12:00:00Z; stands still unless it is moved.
class ManualClock final : public Clock {
 public:
  SystemTime system_now() const override { return now; }
  SteadyTime steady_now() const override { return Clock::SteadyTime(now.time_since_epoch()); }

  SystemTime now = std::chrono::sys_days{std::chrono::year(2025) / 3 / 1} + std::chrono::hours(12);
};

// Counts upwards, so that nothing is drawn twice and all is the same in each run.
class CountingRandom final : public RandomSource {
 public:
  void fill(std::span<std::uint8_t> out) override {
    ++count_;
    for (std::size_t i = 0; i < out.size(); ++i) {
      out[i] = i < 8 ? static_cast<std::uint8_t>(count_ >> (8 * i)) : std::uint8_t{0};
    }
  }

 private:
  std::uint64_t count_ = 0;
};

// DNS as a table. A name that is not in it does not exist.
class ScriptedResolver final : public dns::Resolver {
 public:
  boost::asio::awaitable<dns::DnsAnswer> query(std::string name, dns::RecordType type) override;

  void address(const std::string& name, const std::string& address);
  void cname(const std::string& name, const std::string& target) { cnames_[name] = target; }
  void srv(const std::string& domain, dns::SrvRecord record);
  void txt(const std::string& name, const std::string& text);
  // All queries for the name, or those of one type, end like this.
  void fail(const std::string& name, dns::DnsStatus status, std::optional<dns::RecordType> type = {});

  std::map<std::pair<std::string, dns::RecordType>, int> asked;  // how often

 private:
  dns::DnsAnswer answer(const std::string& name, dns::RecordType type) const;

  std::map<std::string, std::string> cnames_;
  std::map<std::string, dns::DnsAnswer> v4_, v6_, srv_, txt_;
  std::map<std::pair<std::string, std::optional<dns::RecordType>>, dns::DnsStatus> failures_;
};

// What happens at an address and port. Without an entry the connection is refused.
struct Server {
  boost::system::error_code connect;
  http::TlsOutcome tls;  // ok unless it is changed; for whatever name is asked
  std::function<Answer(const http::ClientRequest&)> answer;
};

class ScriptedProber final : public Prober {
 public:
  explicit ScriptedProber(boost::asio::any_io_executor executor) : executor_(std::move(executor)) {}
  std::unique_ptr<ProbeConnection> open(boost::asio::ip::tcp::endpoint endpoint,
                                        std::string server_name) override;

  std::map<std::pair<std::string, unsigned>, Server> servers;  // by address and port
  std::vector<http::ClientRequest> requests;
  std::size_t open_now = 0;
  std::size_t open_most = 0;

 private:
  boost::asio::any_io_executor executor_;
};

Answer answer(unsigned status, std::string body = {}, http::Headers headers = {});
Answer redirect(std::string location, unsigned status = 302);
Answer no_answer(Answer::Failure failure, std::string detail = {});
http::Certificate certificate(std::vector<std::string> names, int days_left = 90);
http::TlsOutcome tls_failure(http::TlsFailure failure, std::vector<http::Certificate> chain = {});
extern const std::string foreign_autodiscover;  // a document

// A gateway mail.gateway.test at 192.0.2.1 and 2001:db8::1 (not in DNS unless it is put there), and whatever
// else a test puts up.
class World {
 public:
  World();

  NameReport check(const std::string& name);
  struct Checked {
    RunReport run;
    std::vector<NameReport> names;
  };
  Checked check_all(const std::vector<Name>& names);
  Checker checker();

  // Puts a server up. `port`: 443 unless told.
  Server& serve(const std::string& address, std::function<Answer(const http::ClientRequest&)> answer,
                unsigned port = 443);
  // The gateway itself, at another address too; what it answers. `sha256`: of the certificate it presents.
  Server& serve_gateway(const std::string& address, unsigned port = 443);
  Answer gateway_answer(const http::ClientRequest& request);

  // autodiscover.NAME is a CNAME of the gateway.
  void usual(const std::string& name) { resolver->cname("autodiscover." + name, "mail.gateway.test"); }
  // SRV record of NAME with the gateway as target.
  void usual_srv(const std::string& name) { resolver->srv(name, {0, 0, 443, "mail.gateway.test"}); }

  boost::asio::io_context io{1};
  ManualClock clock;
  CountingRandom random;
  Nonces nonces{random};
  Config config;
  Identity identity;
  ProofResponder responder;
  std::shared_ptr<ScriptedResolver> resolver = std::make_shared<ScriptedResolver>();
  ScriptedProber prober{io.get_executor()};
};

// The ids of the findings of at least that severity, in the order of the report, with repetitions left out.
std::vector<std::string> ids(const NameReport& report, Severity least = Severity::notice);
const Finding* find(const NameReport& report, FindingId id);
inline MethodOutcome outcome(const NameReport& report, Method method) {
  return report.methods[static_cast<std::size_t>(method)].outcome;
}

}  // namespace mapigate::selfcheck
