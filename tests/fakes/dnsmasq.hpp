#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/fakes/process.hpp"

namespace mapigate::fakes {

// A real DNS server (dnsmasq) on a free port of the loopback, that knows the given lines of dnsmasq
// configuration and asks nobody else:
//
//   host-record=mail.example.test,127.0.0.1,::1
//   address=/wild.test/127.0.0.1                            (the name and all below it)
//   cname=autodiscover.example.test,mail.example.test       (the target must be known here)
//   srv-host=_autodiscover._tcp.example.test,mail.example.test,443,0,0
//   srv-host=_autodiscover._tcp.none.test                   (target ".")
//   txt-record=example.test,MS=ms12345678
//   local=/#/                                               (other names: NXDOMAIN instead of REFUSED)
//
// Needs no root. It dies with this object, or with the thread that made it.
class Dnsmasq {
 public:
  // Returns when it answers; throws std::runtime_error with its own words when it does not start.
  explicit Dnsmasq(std::vector<std::string> configuration);

  std::uint16_t port() const { return port_; }
  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }

  // Starts it anew at the same port with another configuration.
  void restart(std::vector<std::string> configuration);
  // From now on nobody listens at the port, until restart().
  void stop();

 private:
  TempDir folder_;
  std::uint16_t port_;
  std::optional<Process> process_;
};

}  // namespace mapigate::fakes
