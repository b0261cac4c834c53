#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/address.hpp>
#include <optional>
#include <string>
#include <vector>

#include "gateway/selfcheck/context.hpp"

namespace mapigate::selfcheck {

// The addresses of a host, v4 first, and the way to them.
struct Addresses {
  // Nothing when there is at least one address; else absent, broken (CNAME loop) or untested.
  std::optional<Outcome> failure;
  std::vector<boost::asio::ip::address> addresses;
  std::vector<std::string> cname_chain;
  bool nxdomain = false;  // the host itself does not exist
  Steps steps;
  Findings findings;
};

// Tested for each host; the rest is only counted.
inline constexpr std::size_t max_addresses_of_family = 8;

// A and AAAA side by side.
boost::asio::awaitable<Addresses> look_up_addresses(Context& context, Method method, std::string host);

// "A mail.example.net: CNAME lb.example.net, 192.0.2.1", or what went wrong instead.
std::string describe(const dns::DnsAnswer& answer, dns::RecordType type, std::string_view name);
StepStatus step_status(dns::DnsStatus status);
// For an answer that says nothing about the name, or that its CNAME chain has no end; else nothing.
std::optional<Finding> dns_finding(const dns::DnsAnswer& answer, Method method, std::string_view name);

// Whether everybody can reach it: not private, loopback, link-local or shared (RFC 6890).
bool is_public(const boost::asio::ip::address& address);

}  // namespace mapigate::selfcheck
