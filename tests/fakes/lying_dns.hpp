#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tests/fakes/dns_message.hpp"

namespace mapigate::fakes {

struct DnsQuestion {
  std::uint16_t id = 0;
  std::string name;  // as it was asked, without a final dot
  std::uint16_t type = 0;
  bool tcp = false;
  bool edns = false;  // an OPT record came with it
  std::uint16_t source_port = 0;
  std::chrono::steady_clock::time_point at;

  // A response to this question.
  DnsMessage reply() const { return {id, name, type}; }
};

struct DnsReply {
  DnsBytes packet;
  std::chrono::milliseconds after{0};
  bool hang_up = false;  // over TCP: the connection is closed instead
  bool framed = true;    // over TCP: the two octets of the length go before it

  DnsReply(DnsBytes bytes) : packet(std::move(bytes)) {}
  DnsReply(const DnsMessage& message) : packet(message.bytes()) {}
};

// A DNS server on a free port of the loopback, UDP and TCP, that answers each query with whatever its script
// says.
class LyingDns {
 public:
  // Called in the server's thread, query by query. All replies are sent; none: the query is never answered.
  using Script = std::function<std::vector<DnsReply>(const DnsQuestion&)>;

  explicit LyingDns(Script script);
  ~LyingDns();

  std::uint16_t port() const;
  std::string address() const { return "127.0.0.1:" + std::to_string(port()); }
  // The queries so far, in the order in which they came.
  std::vector<DnsQuestion> seen() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mapigate::fakes
