#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/address.hpp>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/random.hpp"

namespace mapigate::dns {

enum class RecordType : std::uint16_t { a = 1, cname = 5, txt = 16, aaaa = 28, srv = 33 };

// How a query ended. The first five are statements about the name and final; the others say that no resolver
// could be brought to make one.
enum class DnsStatus {
  ok,              // at least one record of the type asked for
  nodata,          // the name exists, but has no record of that type (RFC 2308 section 2.2)
  nxdomain,        // the name, or the end of its CNAME chain, does not exist (RFC 2308 section 2.1)
  cname_loop,      // its CNAME chain comes back to a name it has been at
  cname_too_long,  // its CNAME chain has more than kMaxCnameChain links
  servfail,
  refused,
  rejected,   // any other RCODE; see `rcode`
  malformed,  // the answer breaks the message format
  timeout,
  unreachable,   // no route, or nothing listens at the resolver's port
  invalid_name,  // the name asked for cannot be put in a query; nothing was sent
  cancelled,     // the caller's coroutine was cancelled, or the resolver destroyed
};

// "NXDOMAIN", "SERVFAIL", "timeout"...
std::string_view to_string(DnsStatus status);
std::string_view to_string(RecordType type);

// Whether the status says something about the name (the first five of the list).
inline bool is_about_the_name(DnsStatus status) { return status <= DnsStatus::cname_too_long; }

inline constexpr std::size_t kMaxCnameChain = 16;
// Records beyond this number are left out of an answer.
inline constexpr std::size_t kMaxRecords = 256;

// RFC 2782.
struct SrvRecord {
  std::uint16_t priority = 0;  // lower is tried first
  std::uint16_t weight = 0;    // share among targets of the same priority
  std::uint16_t port = 0;
  std::string target;  // "." where the service is decidedly not available at this domain

  bool service_unavailable() const { return target == "."; }
  bool operator==(const SrvRecord&) const = default;
};

// One packet sent to one resolver, and what became of it.
struct DnsAttempt {
  std::string resolver;  // "127.0.0.1:53", "[::1]:53"
  DnsStatus status = DnsStatus::timeout;
  std::chrono::steady_clock::duration elapsed{};
  bool tcp = false;  // the UDP answer was truncated, so that it was asked again over TCP
};

// Names are in presentation form (RFC 1035 section 5.1), lower case, without a final dot but for the root
// ".", with every byte that is not printable ASCII escaped as \DDD: safe to print, but not always a host
// name.
struct DnsAnswer {
  DnsStatus status = DnsStatus::timeout;
  // Records of the type asked for, in the order of the answer; all empty unless status is ok.
  std::vector<boost::asio::ip::address> addresses;  // A, AAAA
  std::vector<SrvRecord> srv;
  std::vector<std::string> txt;    // the character-strings of a record put together; arbitrary bytes
  std::vector<std::string> cname;  // the target, for a query of type CNAME

  // Where the name led to, in order, the name itself left out; also when status is not ok.
  std::vector<std::string> cname_chain;
  // Least TTL of what the answer rests on; for nodata and nxdomain as in RFC 2308 section 5, 0 when not said.
  std::uint32_t ttl = 0;  // seconds
  std::uint16_t rcode = 0;
  std::string resolver;  // whose answer this is; empty when nothing was sent
  bool tcp = false;
  std::chrono::steady_clock::duration
      elapsed{};                     // from the first packet to the end; waiting in line excluded
  std::vector<DnsAttempt> attempts;  // in order, the last one included
};

// The order in which the targets are to be tried: by priority, and within one priority drawn by weight
// (RFC 2782, "Weight").
std::vector<SrvRecord> srv_order(std::vector<SrvRecord> records, RandomSource& random);

class Resolver {
 public:
  virtual ~Resolver() = default;

  // Looks up `name` (presentation form, A-labels, with or without a final dot) in class IN. Never throws.
  virtual boost::asio::awaitable<DnsAnswer> query(std::string name, RecordType type) = 0;
};

}  // namespace mapigate::dns
