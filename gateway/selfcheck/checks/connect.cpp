#include "gateway/selfcheck/checks/connect.hpp"

#include <fmt/core.h>

#include <boost/asio/error.hpp>

namespace mapigate::selfcheck {

namespace {

namespace error = boost::asio::error;

// This machine has no way to such an address, which says nothing about the address.
bool is_no_route(boost::system::error_code code) {
  return code == error::network_unreachable || code == error::address_family_not_supported ||
         code == boost::system::errc::address_not_available || code == error::access_denied ||
         code == boost::system::errc::operation_not_permitted;
}

// Nothing was tested: this machine is out of something, or the network does not find the host.
bool is_untested(boost::system::error_code code) {
  return code == error::host_unreachable || code == error::no_descriptors || code == error::no_buffer_space ||
         code == error::no_memory || code == boost::system::errc::too_many_files_open_in_system ||
         code == error::operation_aborted;
}

Finding timed_out(const Place& place, const std::string& where) {
  if (place.is_gateway()) {
    return place.finding(
        FindingId::hairpin_nat,
        fmt::format("{} does not answer from here, though it is the address of {} itself: a firewall "
                    "drops the connection, or the router does not lead its own public address back "
                    "inside (hairpin NAT)",
                    where, place.context.identity.gateway_host),
        "mapigate check --config FILE   # run it on a machine outside, with a copy of proof_key_file");
  }
  return place.finding(FindingId::connect_timeout,
                       fmt::format("{} does not answer; users wait for it", where),
                       fmt::format("open TCP port {} to this address in the firewall, or: {}", place.url.port,
                                   place.lead_here()));
}

Finding refused(const Place& place, const std::string& where) {
  // That port 80 is closed is no fault of a host that is there for https.
  if (!place.url.secure) {
    return place.finding(FindingId::redirect_missing,
                         fmt::format("nothing listens at {}, so that there is no redirect to https", where),
                         {});
  }
  std::string repair = place.lead_here();
  if (place.is_gateway()) {
    repair = "mapigate serve --config FILE   # or let the web server there pass requests on:\n" + repair;
  }
  return place.finding(FindingId::connect_refused, fmt::format("nothing listens at {}", where),
                       std::move(repair));
}

}  // namespace

bool judge_connect(const Place& place, boost::system::error_code result,
                   std::chrono::steady_clock::duration elapsed, Visit& visit) {
  const std::string address = place.address.to_string();
  const std::string where = fmt::format("port {} of {}", place.url.port, place.url.host);
  const auto step = [&](StepStatus status, std::string_view what) {
    visit.steps.add(status, elapsed, fmt::format("connect {} port {}: {}", address, place.url.port, what));
  };
  if (!result) {
    step(StepStatus::ok, "connected");
    visit.gateway_connected = visit.gateway_connected || place.is_gateway();
    return true;
  }
  if (result == error::timed_out) {
    step(StepStatus::skipped, "time-out");
    visit.outcome = {Outcome::untested, false};
    visit.findings.add(timed_out(place, where));
  } else if (result == error::connection_refused) {
    step(StepStatus::failed, "refused");
    visit.gateway_refused = visit.gateway_refused || place.is_gateway();
    visit.outcome = {Outcome::broken, false};
    visit.findings.add(refused(place, where));
  } else if (is_no_route(result)) {
    step(StepStatus::skipped, result.message());
    visit.outcome = {Outcome::untested, false};
    visit.findings.add(place.finding(FindingId::connect_no_route,
                                     fmt::format("this machine has no {} route, so that {} is not tested",
                                                 place.address.is_v6() ? "IPv6" : "IPv4", place.url.host),
                                     "mapigate check   # run it on a machine that has one"));
  } else {
    const bool untested = is_untested(result);
    step(untested ? StepStatus::skipped : StepStatus::failed, result.message());
    visit.outcome = {untested ? Outcome::untested : Outcome::broken, false};
    visit.findings.add(place.finding(FindingId::connect_failed,
                                     fmt::format("no connection to {}: {}", where, result.message()),
                                     place.lead_here()));
  }
  return false;
}

}  // namespace mapigate::selfcheck
