#include "tests/unit/selfcheck/world.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include "protocol/oxdscli/pox.hpp"

namespace mapigate::selfcheck {

namespace asio = boost::asio;
using dns::DnsAnswer;
using dns::DnsStatus;
using dns::RecordType;

const std::string foreign_autodiscover =
    R"(<?xml version="1.0" encoding="utf-8"?><Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006">)"
    R"(<Response xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a">)"
    R"(<Account><AccountType>email</AccountType><Action>settings</Action></Account></Response></Autodiscover>)";

// ---- DNS

void ScriptedResolver::address(const std::string& name, const std::string& text) {
  const auto address = asio::ip::make_address(text);
  (address.is_v4() ? v4_ : v6_)[name].addresses.push_back(address);
}

void ScriptedResolver::srv(const std::string& domain, dns::SrvRecord record) {
  srv_["_autodiscover._tcp." + domain].srv.push_back(std::move(record));
}

void ScriptedResolver::txt(const std::string& name, const std::string& text) {
  txt_[name].txt.push_back(text);
}

void ScriptedResolver::fail(const std::string& name, DnsStatus status, std::optional<RecordType> type) {
  failures_[{name, type}] = status;
}

DnsAnswer ScriptedResolver::answer(const std::string& asked_name, RecordType type) const {
  DnsAnswer out;
  out.resolver = "192.0.2.53:53";
  std::string name = asked_name;
  for (;;) {
    for (const auto& kind : {std::optional<RecordType>(type), std::optional<RecordType>()}) {
      const auto failure = failures_.find({name, kind});
      if (failure == failures_.end()) continue;
      out.status = failure->second;
      out.attempts.push_back({out.resolver, out.status, {}, false});
      return out;
    }
    const auto alias = cnames_.find(name);
    if (alias == cnames_.end()) break;
    name = alias->second;
    out.cname_chain.push_back(name);
  }
  const auto& table = type == RecordType::a      ? v4_
                      : type == RecordType::aaaa ? v6_
                      : type == RecordType::srv  ? srv_
                                                 : txt_;
  const auto found = table.find(name);
  if (found != table.end()) {
    out.status = DnsStatus::ok;
    out.addresses = found->second.addresses;
    out.srv = found->second.srv;
    out.txt = found->second.txt;
    return out;
  }
  const bool exists = v4_.contains(name) || v6_.contains(name) || srv_.contains(name) || txt_.contains(name);
  out.status = exists ? DnsStatus::nodata : DnsStatus::nxdomain;
  return out;
}

asio::awaitable<DnsAnswer> ScriptedResolver::query(std::string name, RecordType type) {
  ++asked[{name, type}];
  co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
  co_return answer(name, type);
}

// ---- servers

namespace {

class ScriptedConnection final : public ProbeConnection {
 public:
  ScriptedConnection(ScriptedProber& prober, const Server* server) : prober_(prober), server_(server) {
    prober_.open_most = std::max(prober_.open_most, ++prober_.open_now);
  }
  ~ScriptedConnection() override { --prober_.open_now; }

  asio::awaitable<boost::system::error_code> connect() override {
    co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
    co_return server_ ? server_->connect : make_error_code(asio::error::connection_refused);
  }
  asio::awaitable<http::TlsOutcome> handshake() override { co_return server_->tls; }
  asio::awaitable<Answer> exchange(http::ClientRequest request) override {
    co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
    prober_.requests.push_back(request);
    co_return server_->answer(request);
  }

 private:
  ScriptedProber& prober_;
  const Server* server_;
};

}  // namespace

std::unique_ptr<ProbeConnection> ScriptedProber::open(asio::ip::tcp::endpoint endpoint, std::string) {
  const auto server = servers.find({endpoint.address().to_string(), endpoint.port()});
  return std::make_unique<ScriptedConnection>(*this, server == servers.end() ? nullptr : &server->second);
}

Answer answer(unsigned status, std::string body, http::Headers headers) {
  Answer out;
  out.failure = Answer::Failure::none;
  out.response = {status, std::move(headers), std::move(body)};
  return out;
}

Answer redirect(std::string location, unsigned status) {
  http::Headers headers;
  headers.add("Location", std::move(location));
  return answer(status, {}, std::move(headers));
}

Answer no_answer(Answer::Failure failure, std::string detail) {
  Answer out;
  out.failure = failure;
  out.detail = std::move(detail);
  return out;
}

http::Certificate certificate(std::vector<std::string> names, int days_left) {
  http::Certificate out;
  out.subject = names.empty() ? "CN=nobody" : "CN=" + names.front();
  out.issuer = "CN=Test CA";
  out.names = std::move(names);
  const auto now = ManualClock().now;
  out.not_before = now - std::chrono::days(30);
  out.not_after = now + std::chrono::days(days_left);
  out.sha256 = std::string(64, 'c');
  return out;
}

http::TlsOutcome tls_failure(http::TlsFailure failure, std::vector<http::Certificate> chain) {
  http::TlsOutcome out;
  out.failure = failure;
  out.failures = {failure};
  out.detail = "OpenSSL says no";
  out.chain = std::move(chain);
  return out;
}

// ---- the world

World::World()
    : identity{"mail.gateway.test", std::string(32, 'a'), {}},
      responder(identity.key, identity.instance, nonces) {
  resolver->address("mail.gateway.test", "192.0.2.1");
  serve_gateway("192.0.2.1");
}

Checker World::checker() {
  return Checker(config, identity, {io.get_executor(), resolver, prober, nonces, clock});
}

World::Checked World::check_all(const std::vector<Name>& names) {
  Checker checking = checker();
  Checked out;
  auto future = asio::co_spawn(
      io, checking.run(names, [&](NameReport report) { out.names.push_back(std::move(report)); }, {}),
      asio::use_future);
  io.run();
  io.restart();
  out.run = future.get();
  return out;
}

NameReport World::check(const std::string& name) { return check_all({{name, {}}}).names.front(); }

Server& World::serve(const std::string& address, std::function<Answer(const http::ClientRequest&)> answering,
                     unsigned port) {
  Server& server = prober.servers[{address, port}];
  server.answer = std::move(answering);
  server.tls.failure = http::TlsFailure::none;
  server.tls.protocol = "TLSv1.3";
  server.tls.chain = {certificate({"*.test"})};
  return server;
}

Server& World::serve_gateway(const std::string& address, unsigned port) {
  return serve(
      address, [this](const http::ClientRequest& request) { return gateway_answer(request); }, port);
}

Answer World::gateway_answer(const http::ClientRequest& sent) {
  http::Request request;
  request.headers.add("Host", sent.host);
  for (const auto& [name, value] : sent.headers) request.headers.add(name, value);
  const std::string sha256(64, 'c');
  request.certificate_sha256 = sha256;
  const auto body = oxdscli::parse_pox_request(sent.body);
  const std::string_view in_body = body && body->challenge ? std::string_view(body->challenge->text) : "";
  const auto proof = responder.answer(request, in_body);
  if (!proof) return answer(401);
  oxdscli::PoxResponse response;
  response.proof.emplace();
  response.proof->text = *proof;
  http::Headers headers;
  headers.add("X-Mapigate-Proof", *proof);
  return answer(200, oxdscli::write_pox_response(response), std::move(headers));
}

std::vector<std::string> ids(const NameReport& report, Severity least) {
  std::vector<std::string> out;
  for (const Finding& finding : report.findings) {
    const std::string id(to_string(finding.id));
    if (finding.severity >= least && std::find(out.begin(), out.end(), id) == out.end()) out.push_back(id);
  }
  return out;
}

const Finding* find(const NameReport& report, FindingId id) {
  for (const Finding& finding : report.findings) {
    if (finding.id == id) return &finding;
  }
  return nullptr;
}

}  // namespace mapigate::selfcheck
