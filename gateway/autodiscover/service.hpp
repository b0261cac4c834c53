#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/auth/authenticator.hpp"
#include "gateway/autodiscover/challenge_responder.hpp"
#include "gateway/autodiscover/config.hpp"
#include "gateway/autodiscover/metrics.hpp"
#include "gateway/autodiscover/profile.hpp"
#include "gateway/base/clock.hpp"
#include "gateway/base/log.hpp"
#include "gateway/base/served_names.hpp"
#include "gateway/directory/directory.hpp"
#include "gateway/http/message.hpp"

namespace mapigate::autodiscover {

// All of them outlive the service and may be used from any thread.
struct Dependencies {
  const directory::Directory& directory;
  auth::Authenticator& authenticator;
  const ServedNames& served;
  const ChallengeResponder& responder;
  const Clock& clock;
  const Logger& log;
  prometheus::Registry& metrics;
};

// The handlers of Autodiscover. Each public function is an http::Handler and may run on any number of
// threads.
//
// In every one the order is: a challenge of the self-check, then the domain that is asked for, then who asks,
// then what for. So before a client has authenticated, an answer depends on nothing but the domain, and a
// domain that is not served never leads to a prompt for credentials.
class Service {
 public:
  Service(const Config& config, const Site& site, const Dependencies& use);

  // [MS-OXDSCLI], at /autodiscover/autodiscover.xml and /autodiscover.
  boost::asio::awaitable<http::Response> pox(http::Request& request) const;
  // [MS-OXWSADISC], at /autodiscover/autodiscover.svc.
  boost::asio::awaitable<http::Response> soap(http::Request& request) const;
  // "V2", at /autodiscover/autodiscover.json and, as prefixes, /autodiscover.json/v1.0/ and
  // /autodiscover/autodiscover.json/v1.0/. Needs no credentials: it says nothing of the address.
  boost::asio::awaitable<http::Response> json(http::Request& request) const;
  // For the listener without TLS, whatever the path: sends Autodiscover requests to https on the configured
  // host, asks nobody for credentials, looks at no host of the request, and knows nothing else.
  boost::asio::awaitable<http::Response> plain_http(http::Request& request) const;

 private:
  // gate.cpp
  // 503 with Retry-After and without a challenge, after a line in the log.
  http::Response not_served(Kind kind, std::string_view domain, const http::Request& request) const;
  // That, when the address is one and its domain is not served.
  std::optional<http::Response> gate(Kind kind, std::string_view address, const http::Request& request) const;
  // What the authenticator said instead of who it is, counted.
  http::Response refused(Kind kind, http::Response& refusal) const;
  http::Response wrong_method(Kind kind, std::string_view allowed) const;
  // The mailbox that `caller` asks for, by its address or, where given, by its LegacyDN: their own, one that
  // is shared with them, or the public folders of their domain. Null, after a line in the log, for any other
  // one and for one that does not exist.
  directory::UserPtr find_target(const directory::UserPtr& caller, std::string_view address,
                                 std::string_view legacy_dn) const;
  // Whether the user lives elsewhere, and that is not this very user again.
  bool redirects(const directory::User& user) const;

  // pox_handler.cpp
  http::Response pox_answer(const http::Request& request, const directory::UserPtr& caller,
                            const oxdscli::PoxRequest& asked) const;
  http::Response pox_error(Outcome outcome, oxdscli::PoxErrorCode code, std::string_view debug_data) const;

  // soap_handler.cpp
  // The first domain of a request that is about domains which are not served, and about nothing else.
  std::optional<std::string> domain_of_none_served(const oxdscli::SoapRequest& asked) const;
  http::Response soap_answer(const directory::UserPtr& caller, const oxdscli::SoapRequest& asked) const;
  oxdscli::SoapAnswer user_answer(const directory::UserPtr& caller, const std::string& address,
                                  const std::vector<std::string>& settings) const;
  oxdscli::SoapAnswer domain_answer(const std::string& domain,
                                    const std::vector<std::string>& settings) const;

  Dependencies use_;
  Profiles profiles_;
  Metrics metrics_;
  std::string retry_after_;  // seconds
  std::string server_id_;    // Id of a POX error
};

}  // namespace mapigate::autodiscover
