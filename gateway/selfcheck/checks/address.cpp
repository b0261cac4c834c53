#include "gateway/selfcheck/checks/address.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>

#include "gateway/selfcheck/advice.hpp"
#include "gateway/selfcheck/concurrently.hpp"

namespace mapigate::selfcheck {

namespace asio = boost::asio;
using dns::DnsAnswer;
using dns::DnsStatus;
using dns::RecordType;

namespace {

asio::awaitable<void> ask(dns::Resolver& resolver, std::string host, RecordType type, DnsAnswer& out) {
  out = co_await resolver.query(std::move(host), type);
}

void take(Addresses& out, const DnsAnswer& answer, RecordType type, const std::string& host, Method method) {
  std::string text = describe(answer, type, host);
  if (answer.addresses.size() > max_addresses_of_family) {
    text += fmt::format(" (only the first {} are tested)", max_addresses_of_family);
  }
  out.steps.add(step_status(answer.status), answer.elapsed, std::move(text));
  const std::size_t count = std::min(answer.addresses.size(), max_addresses_of_family);
  out.addresses.insert(out.addresses.end(), answer.addresses.begin(),
                       answer.addresses.begin() + static_cast<std::ptrdiff_t>(count));
  if (out.cname_chain.empty()) out.cname_chain = answer.cname_chain;
  if (auto finding = dns_finding(answer, method, host)) out.findings.add(std::move(*finding));
}

bool is_loop(const DnsAnswer& answer) {
  return answer.status == DnsStatus::cname_loop || answer.status == DnsStatus::cname_too_long;
}

void judge_missing(Addresses& out, const DnsAnswer& v4, const DnsAnswer& v6, const Context& context,
                   Method method, const std::string& host) {
  if (is_loop(v4) || is_loop(v6) || v4.status == DnsStatus::invalid_name) {
    out.failure = Outcome::broken;
    return;
  }
  if (!dns::is_about_the_name(v4.status) || !dns::is_about_the_name(v6.status)) {
    out.failure = Outcome::untested;
    return;
  }
  out.failure = Outcome::absent;
  out.nxdomain = v4.status == DnsStatus::nxdomain && out.cname_chain.empty();
  if (out.cname_chain.empty()) return;
  out.findings.add(
      {FindingId::cname_dangling,
       {},
       method,
       fmt::format("{} is a CNAME for {}, {}", host, out.cname_chain.back(),
                   v4.status == DnsStatus::nxdomain
                       ? "which does not exist; whoever can register it gets your users' requests"
                       : "which has no address"),
       {},
       host_line(host, context.identity.gateway_host)});
}

}  // namespace

bool is_public(const asio::ip::address& address) {
  if (address.is_v6()) {
    const asio::ip::address_v6 v6 = address.to_v6();
    if (v6.is_v4_mapped()) return is_public(asio::ip::make_address_v4(asio::ip::v4_mapped, v6));
    const bool unique_local = (v6.to_bytes()[0] & 0xFE) == 0xFC;  // RFC 4193
    return !v6.is_loopback() && !v6.is_link_local() && !v6.is_unspecified() && !unique_local;
  }
  static constexpr std::array networks{"0.0.0.0/8",      "10.0.0.0/8",    "100.64.0.0/10", "127.0.0.0/8",
                                       "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"};
  const asio::ip::address_v4 v4 = address.to_v4();
  return std::ranges::none_of(networks, [&](const char* text) {
    const asio::ip::network_v4 network = asio::ip::make_network_v4(text);
    return (v4.to_uint() & network.netmask().to_uint()) == network.network().to_uint();
  });
}

StepStatus step_status(DnsStatus status) {
  switch (status) {
    case DnsStatus::ok:
      return StepStatus::ok;
    case DnsStatus::nodata:
    case DnsStatus::nxdomain:
      return StepStatus::info;
    case DnsStatus::cname_loop:
    case DnsStatus::cname_too_long:
      return StepStatus::failed;
    default:
      return StepStatus::skipped;
  }
}

std::string describe(const DnsAnswer& answer, RecordType type, std::string_view name) {
  std::string text = fmt::format("{} {}:", dns::to_string(type), name);
  for (const std::string& link : answer.cname_chain) text += fmt::format(" CNAME {},", link);
  switch (answer.status) {
    case DnsStatus::ok:
      for (const asio::ip::address& address : answer.addresses)
        text += fmt::format(" {},", address.to_string());
      for (const dns::SrvRecord& record : answer.srv) {
        text += fmt::format(" {} {} {} {},", record.priority, record.weight, record.port, record.target);
      }
      if (text.ends_with(',')) text.pop_back();
      break;
    case DnsStatus::nodata:
      text += " no such record";
      break;
    case DnsStatus::nxdomain:
      text += " no such name (NXDOMAIN)";
      break;
    default:
      text += fmt::format(" {}", dns::to_string(answer.status));
      break;
  }
  // Who was asked matters where he did not answer, or not at once.
  if (answer.attempts.size() > 1 || !dns::is_about_the_name(answer.status)) {
    for (const dns::DnsAttempt& attempt : answer.attempts) {
      text += fmt::format("; {}{} {}", attempt.resolver, attempt.tcp ? " over TCP" : "",
                          dns::to_string(attempt.status));
    }
  }
  return text;
}

std::optional<Finding> dns_finding(const DnsAnswer& answer, Method method, std::string_view name) {
  const auto finding = [&](FindingId id, std::string text, std::string repair) {
    return Finding{id, {}, method, std::move(text), {}, std::move(repair)};
  };
  const std::string asked =
      answer.resolver.empty() ? std::string("no resolver") : fmt::format("the resolver {}", answer.resolver);
  switch (answer.status) {
    case DnsStatus::ok:
    case DnsStatus::nodata:
    case DnsStatus::nxdomain:
      return std::nullopt;
    case DnsStatus::cname_loop:
    case DnsStatus::cname_too_long:
      return finding(FindingId::cname_loop, fmt::format("the CNAME chain of {} has no end", name),
                     "point the name straight to its host");
    case DnsStatus::timeout:
      return finding(
          FindingId::dns_timeout, fmt::format("no resolver answered for {} in time", name),
          "selfcheck.resolvers: name resolvers that answer, or allow port 53 (UDP and TCP) to them");
    case DnsStatus::servfail:
      return finding(FindingId::dns_servfail, fmt::format("{} cannot resolve {} (SERVFAIL)", asked, name),
                     fmt::format("dig +trace {}   # which name server fails? also check DNSSEC", name));
    case DnsStatus::refused:
      return finding(FindingId::dns_refused, fmt::format("{} refuses to resolve {} (REFUSED)", asked, name),
                     "selfcheck.resolvers: name resolvers that answer this machine");
    case DnsStatus::unreachable:
    case DnsStatus::cancelled:
      return finding(FindingId::dns_unreachable, fmt::format("no resolver could be reached for {}", name),
                     "selfcheck.resolvers: name resolvers that can be reached from here");
    case DnsStatus::rejected:
    case DnsStatus::malformed:
    case DnsStatus::invalid_name:
      return finding(
          FindingId::dns_bad_answer,
          fmt::format("{} gives no usable answer for {} ({})", asked, name, dns::to_string(answer.status)),
          fmt::format("dig {}   # compare with another resolver", name));
  }
  return std::nullopt;
}

asio::awaitable<Addresses> look_up_addresses(Context& context, Method method, std::string host) {
  DnsAnswer v4;
  DnsAnswer v6;
  std::vector<asio::awaitable<void>> queries;
  queries.push_back(ask(context.resolver, host, RecordType::a, v4));
  queries.push_back(ask(context.resolver, host, RecordType::aaaa, v6));
  co_await run_all(std::move(queries));

  Addresses out;
  take(out, v4, RecordType::a, host, method);
  take(out, v6, RecordType::aaaa, host, method);
  if (out.addresses.empty()) judge_missing(out, v4, v6, context, method, host);
  for (const asio::ip::address& address : out.addresses) {
    if (is_public(address)) continue;
    out.findings.add(
        {FindingId::address_private,
         {},
         method,
         fmt::format("{} leads to an address that only this network can reach; Outlook elsewhere, and "
                     "Microsoft's set-up of new accounts, see the public DNS alone",
                     host),
         {address.to_string()},
         "mapigate check   # run it from outside too"});
  }
  co_return out;
}

}  // namespace mapigate::selfcheck
