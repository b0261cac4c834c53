#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/ip/address.hpp>
#include <string>
#include <vector>

#include "gateway/base/clock.hpp"
#include "gateway/selfcheck/config.hpp"
#include "gateway/selfcheck/dns/resolver.hpp"
#include "gateway/selfcheck/finding.hpp"
#include "gateway/selfcheck/method.hpp"
#include "gateway/selfcheck/nonces.hpp"
#include "gateway/selfcheck/prober.hpp"
#include "gateway/selfcheck/proof.hpp"
#include "gateway/selfcheck/step.hpp"

namespace mapigate::selfcheck {

// Who checks. All outlive the check, which runs on one thread.
struct Identity {
  std::string gateway_host;  // canonical; where Outlook is to be sent (server.hostname)
  std::string instance;      // of this process; a proof that names it must have been noted in `nonces`
  ProofKey key;
};

// What every step of a check works with.
struct Context {
  boost::asio::any_io_executor executor;
  const Config& config;
  const Identity& identity;
  dns::Resolver& resolver;
  Prober& prober;
  Nonces& nonces;
  const Clock& clock;
  // Of identity.gateway_host, as DNS says: they tell "your DNS leads elsewhere" from "your web server in
  // front does not pass the request on".
  std::vector<boost::asio::ip::address> gateway_addresses = {};

  bool is_gateway(const boost::asio::ip::address& address) const;
};

// What came out of a part of a method.
struct Visit {
  MethodOutcome outcome;
  Steps steps;
  Findings findings;
  // Connections to the gateway's own address: whether one was refused, and whether one was made.
  bool gateway_refused = false;
  bool gateway_connected = false;
  // Of the first host visited: the name it is a CNAME for, empty when it is none; whether it does not exist;
  // whether it has addresses, none of which could be connected to or told that it cannot.
  std::string alias;
  bool nxdomain = false;
  bool silent = false;

  // Takes over steps (below the last one), findings and flags; the outcome is the caller's affair.
  void absorb(Visit other);
};

}  // namespace mapigate::selfcheck
