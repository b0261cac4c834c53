#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace mapigate::selfcheck {

// How Outlook finds the Autodiscover service of a domain, in its order (Microsoft KB3211279, steps 6, 7, 9
// and 10; [MS-OXDISCO] sections 3.1.5.2 to 3.1.5.4).
enum class Method : std::uint8_t {
  https_root,          // https://N/autodiscover/autodiscover.xml
  https_autodiscover,  // https://autodiscover.N/...
  http_redirect,       // http://autodiscover.N/... answered by a redirect to https
  srv,                 // SRV _autodiscover._tcp.N, then https://target:port/...
};

inline constexpr std::array all_methods{Method::https_root, Method::https_autodiscover, Method::http_redirect,
                                        Method::srv};

// How a method ended.
enum class Outcome : std::uint8_t {
  reached,    // at this gateway: it proved that it got the request
  elsewhere,  // somebody else answered
  broken,     // it is set up, but leads to no answer
  absent,     // it is not set up
  untested,   // it could not be tried from here: time-out, no resolver, no route
};

struct MethodOutcome {
  Outcome outcome = Outcome::absent;
  // Only for `elsewhere`: he answers Autodiscover, so that Outlook does not go on to the next method.
  bool captures = false;

  bool operator==(const MethodOutcome&) const = default;
};

// "https-root", "https-autodiscover", "http-redirect", "srv"
std::string_view to_string(Method method);
std::string_view to_string(Outcome outcome);
std::optional<Method> method_from_string(std::string_view text);
std::optional<Outcome> outcome_from_string(std::string_view text);

// What several addresses of one host, or targets of one SRV priority, come to. A client may take any of them,
// so that one who captures spoils all; apart from that what was tested goes before what was not.
MethodOutcome combine(MethodOutcome a, MethodOutcome b);

}  // namespace mapigate::selfcheck
