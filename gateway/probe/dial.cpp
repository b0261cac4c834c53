#include "gateway/probe/dial.hpp"

#include <fmt/chrono.h>
#include <fmt/ranges.h>

#include <sstream>

namespace mapigate::probe {

namespace asio = boost::asio;
using asio::ip::tcp;
using selfcheck::StepStatus;

namespace {

asio::awaitable<std::vector<asio::ip::address>> resolve(const World& world, const std::string& host,
                                                        Trail& trail) {
  std::vector<asio::ip::address> addresses;
  for (const dns::RecordType type : {dns::RecordType::a, dns::RecordType::aaaa}) {
    const dns::DnsAnswer answer = co_await world.resolver.query(host, type);
    std::string text = fmt::format("{} {}: ", dns::to_string(type), host);
    for (const std::string& link : answer.cname_chain) text += fmt::format("CNAME {}, ", link);
    if (answer.status == dns::DnsStatus::ok) {
      std::vector<std::string> shown;
      for (const asio::ip::address& address : answer.addresses) shown.push_back(address.to_string());
      text += fmt::format("{}", fmt::join(shown, ", "));
      addresses.insert(addresses.end(), answer.addresses.begin(), answer.addresses.end());
    } else {
      text += dns::to_string(answer.status);
    }
    const bool no_record =
        answer.status == dns::DnsStatus::nodata || answer.status == dns::DnsStatus::nxdomain;
    trail.add(answer.status == dns::DnsStatus::ok ? StepStatus::ok
              : no_record                         ? StepStatus::info
                                                  : StepStatus::failed,
              answer.elapsed, text);
    // The name does not exist at all: no need to ask for the other family.
    if (answer.status == dns::DnsStatus::nxdomain) break;
  }
  co_return addresses;
}

// What the user would do about it; the name is Outlook's, the certificate the server's.
std::string repair_of(const http::TlsOutcome& tls, const std::string& host) {
  switch (tls.failure) {
    case http::TlsFailure::name_mismatch:
      return fmt::format("get a certificate that contains {}", host);
    case http::TlsFailure::expired:
      return "renew the certificate";
    case http::TlsFailure::incomplete_chain:
      return "let the server send the intermediate certificate as well (use the full chain file)";
    case http::TlsFailure::self_signed:
    case http::TlsFailure::untrusted_root:
      return "use a certificate of a public authority, or trust this one on every client";
    case http::TlsFailure::not_yet_valid:
      return "set the clocks of server and client right";
    default:
      return {};
  }
}

asio::awaitable<bool> secure(const World& world, const Options& options, http::ClientConnection& connection,
                             const std::string& host, Trail& trail) {
  const Stopwatch watch;
  const http::TlsOutcome tls = co_await connection.handshake(world.trust, host, options.tls_timeout);
  std::string text = "TLS: ";
  if (tls.ok()) {
    const http::Certificate& leaf = tls.chain.front();
    const auto days =
        std::chrono::duration_cast<std::chrono::hours>(leaf.not_after - world.clock.system_now()).count() /
        24;
    text += fmt::format("{}, certificate for {} by {}, {} days left", tls.protocol,
                        leaf.names.empty() ? leaf.subject : leaf.names.front(), leaf.issuer, days);
  } else {
    text += tls.detail;
    if (!tls.chain.empty())
      text += fmt::format(" (certificate for {})", fmt::join(tls.chain.front().names, ", "));
    trail.remark(Ending::warned, fmt::format("{} has no TLS that can be trusted: {}", host, tls.detail),
                 repair_of(tls, host));
  }
  trail.add(tls.ok() ? StepStatus::ok : StepStatus::failed, watch.elapsed(), text);
  co_return tls.ok();
}

}  // namespace

asio::awaitable<std::optional<http::ClientConnection>> dial(const World& world, const Options& options,
                                                            const selfcheck::Url& url, Trail& trail) {
  std::vector<asio::ip::address> addresses;
  if (const auto literal = url.address()) {
    addresses.push_back(*literal);
  } else {
    addresses = co_await resolve(world, url.host, trail);
  }
  for (const asio::ip::address& address : addresses) {
    std::optional<http::ClientConnection> connection(world.executor);
    const tcp::endpoint endpoint(address, url.port);
    std::ostringstream shown;
    shown << endpoint;
    const Stopwatch watch;
    const boost::system::error_code code = co_await connection->connect(endpoint, options.connect_timeout);
    trail.add(code ? StepStatus::failed : StepStatus::ok, watch.elapsed(),
              fmt::format("connect to {}{}", shown.str(), code ? ": " + code.message() : std::string()));
    if (code) continue;
    if (!url.secure) co_return connection;
    const bool secured = co_await secure(world, options, *connection, url.host, trail);
    if (secured) co_return connection;
  }
  co_return std::nullopt;
}

std::string basic_credentials(const Options& options) {
  const std::string plain = options.address + ":" + options.password;
  return "Basic " + to_base64({reinterpret_cast<const std::uint8_t*>(plain.data()), plain.size()});
}

}  // namespace mapigate::probe
