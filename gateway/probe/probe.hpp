#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "gateway/base/clock.hpp"
#include "gateway/base/random.hpp"
#include "gateway/http/client.hpp"
#include "gateway/selfcheck/dns/resolver.hpp"
#include "gateway/selfcheck/step.hpp"

namespace mapigate::probe {

struct Options {
  std::string address;  // whose mailbox; in any form
  std::string password;
  bool read_only = false;  // nothing is written into the mailbox
  // Where Outlook would connect to; other than 443 and 80 only for demonstrations and tests.
  std::uint16_t https_port = 443;
  std::uint16_t http_port = 80;
  std::chrono::milliseconds connect_timeout{5000};
  std::chrono::milliseconds tls_timeout{5000};
  std::chrono::milliseconds http_timeout{25'000};  // as Outlook's
};

// What a probe works with; all outlive it. One thread's.
struct World {
  boost::asio::any_io_executor executor;
  dns::Resolver& resolver;
  const http::TrustStore& trust;
  RandomSource& random;
  const Clock& clock;
};

enum class Ending : std::uint8_t {
  passed,
  warned,  // a user gets in, but is asked or kept waiting on the way
  failed,
};

// A problem and what to do about it; text is safe to print.
struct Remark {
  Ending weight = Ending::warned;
  std::string text;
  std::string repair;  // may be empty
};

struct Report {
  std::string address;
  Ending ending = Ending::failed;
  std::vector<selfcheck::Step> steps;
  std::vector<Remark> remarks;
  std::chrono::milliseconds elapsed{};
};

// The connectivity test that Outlook's start amounts to: Autodiscover in Outlook's order (Microsoft
// KB3211279, steps 6, 7, 9 and 10) against whatever server the address leads to, then Bind and Unbind at the
// address book endpoint and a session at the mailbox endpoint ([MS-OXCMAPIHTTP] sections 3.1.5 and 2.2.5) in
// which the inbox is listed and a draft made, read and deleted (mail_store.hpp). The password goes to nobody
// whose certificate was not verified for the name asked, and never to another address than the one it is for.
boost::asio::awaitable<Report> run(World world, Options options);

}  // namespace mapigate::probe
