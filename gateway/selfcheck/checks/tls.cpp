#include "gateway/selfcheck/checks/tls.hpp"

#include <fmt/chrono.h>
#include <fmt/core.h>

#include <algorithm>

#include "gateway/base/encoding.hpp"
#include "gateway/base/host_name.hpp"
#include "gateway/selfcheck/advice.hpp"

namespace mapigate::selfcheck {

namespace {

using http::Certificate;
using http::TlsFailure;
using http::TlsOutcome;

constexpr std::size_t max_names_shown = 5;
constexpr std::size_t max_names_in_line = 20;

std::string date(std::chrono::system_clock::time_point time) {
  return fmt::format("{:%Y-%m-%d}", fmt::gmtime(std::chrono::system_clock::to_time_t(time)));
}

std::string names_text(const Certificate& certificate) {
  std::string text;
  for (std::size_t i = 0; i < std::min(certificate.names.size(), max_names_shown); ++i) {
    text += fmt::format("{}{}", text.empty() ? "" : ", ", printable(certificate.names[i], 100));
  }
  if (certificate.names.size() > max_names_shown) {
    text += fmt::format(" and {} more", certificate.names.size() - max_names_shown);
  }
  return text.empty() ? "no host name" : text;
}

// The certificate of the chain that ends first, as users meet it.
const Certificate& first_to_end(const TlsOutcome& outcome) {
  return *std::ranges::min_element(outcome.chain, {}, &Certificate::not_after);
}

long days_left(const Certificate& certificate, std::chrono::system_clock::time_point now) {
  return std::chrono::duration_cast<std::chrono::days>(certificate.not_after - now).count();
}

std::string describe(const TlsOutcome& outcome, std::chrono::system_clock::time_point now) {
  std::string text = outcome.protocol.empty() ? std::string("TLS") : printable(outcome.protocol, 20);
  if (outcome.chain.empty()) return text;
  const Certificate& leaf = outcome.chain.front();
  return fmt::format("{}, certificate for {}, issued by {}, until {} ({} days), {} sent", text,
                     names_text(leaf), printable(leaf.issuer, 100), date(leaf.not_after),
                     days_left(leaf, now), outcome.chain.size());
}

// A certificate that also covers the host. Of one with many names the rest is left as it is: the gateway
// takes several certificates, and authorities limit the names of one.
std::string certificate_with(const std::string& host, const Certificate* present) {
  std::vector<std::string> names{host};
  if (present && present->names.size() <= max_names_in_line) {
    std::vector<std::string> all;
    for (const std::string& name : present->names) {
      // The line is made for a shell, and the certificate may be a stranger's: host names only.
      const auto canonical = canonical_host_name(name);
      if (canonical && *canonical != host) all.push_back(*canonical);
    }
    all.push_back(host);
    names = std::move(all);
  }
  return certificate_line(names);
}

Finding finding_of(const Place& place, const TlsOutcome& outcome, TlsFailure failure) {
  const std::string& host = place.url.host;
  const Certificate* leaf = outcome.chain.empty() ? nullptr : &outcome.chain.front();
  const std::string detail = printable(outcome.detail);
  switch (failure) {
    case TlsFailure::timeout:
      return place.finding(FindingId::tls_timeout,
                           fmt::format("{} accepts the connection, but does not answer to TLS in time", host),
                           place.lead_here());
    case TlsFailure::self_signed:
      return place.finding(
          FindingId::cert_self_signed,
          fmt::format("the certificate of {} is signed by itself: clients show a security alert", host),
          certificate_with(host, nullptr));
    case TlsFailure::untrusted_root:
      return place.finding(
          FindingId::cert_untrusted,
          fmt::format("the certificate of {} is issued by {}, which clients do not trust", host,
                      leaf ? printable(outcome.chain.back().issuer, 100) : std::string("an authority")),
          certificate_with(host, nullptr) +
              "\nselfcheck.ca_file = \"...\"   # where all clients trust that authority");
    case TlsFailure::incomplete_chain:
      return place.finding(
          FindingId::cert_chain_incomplete,
          fmt::format(
              "{} does not send the certificate of {}: clients that do not know it show a security alert",
              host, leaf ? printable(outcome.chain.back().issuer, 100) : std::string("the issuer")),
          "cat certificate.pem intermediate.pem > fullchain.pem   # and name fullchain.pem as "
          "tls.certificate.chain_file");
    case TlsFailure::expired: {
      const std::string since =
          leaf ? fmt::format(" since {}", date(first_to_end(outcome).not_after)) : std::string();
      return place.finding(FindingId::cert_expired,
                           fmt::format("the certificate of {} is expired{}", host, since), "certbot renew");
    }
    case TlsFailure::not_yet_valid:
      return place.finding(
          FindingId::cert_not_yet_valid,
          fmt::format("the certificate of {} is not valid yet{}", host,
                      leaf ? fmt::format(", but from {}", date(leaf->not_before)) : std::string()),
          "timedatectl   # is the clock of the machine that issued it, and of this one, right?");
    case TlsFailure::name_mismatch:
      return place.finding(
          FindingId::cert_name_mismatch,
          fmt::format("the certificate at {} is for {}, not for {}", host,
                      leaf ? names_text(*leaf) : std::string("another name"), host),
          certificate_with(host, leaf) + (place.is_gateway() ? std::string() : "\n" + place.lead_here()));
    case TlsFailure::invalid:
      return place.finding(FindingId::cert_invalid,
                           fmt::format("the certificate of {} is refused: {}", host, detail),
                           certificate_with(host, nullptr));
    case TlsFailure::handshake:
    case TlsFailure::none:
      break;
  }
  return place.finding(
      FindingId::tls_failed,
      fmt::format("port {} of {} does not complete a TLS handshake: {}", place.url.port, host, detail),
      place.lead_here());
}

}  // namespace

bool judge_tls(const Place& place, const TlsOutcome& outcome, std::chrono::steady_clock::duration elapsed,
               Visit& visit) {
  const auto now = place.context.clock.system_now();
  if (!outcome.ok()) {
    const bool untested = outcome.failure == TlsFailure::timeout;
    visit.outcome = {untested ? Outcome::untested : Outcome::broken, false};
    const std::vector<TlsFailure> failures =
        outcome.failures.empty() ? std::vector{outcome.failure} : outcome.failures;
    std::string what;
    for (const TlsFailure failure : failures) {
      what += fmt::format("{}{}", what.empty() ? "" : ", ", http::to_string(failure));
    }
    visit.steps.add(
        untested ? StepStatus::skipped : StepStatus::failed, elapsed,
        fmt::format("{}: {}{}", describe(outcome, now), what,
                    outcome.detail.empty() ? std::string() : " (" + printable(outcome.detail) + ")"));
    for (const TlsFailure failure : failures) visit.findings.add(finding_of(place, outcome, failure));
    return false;
  }
  bool soon = false;
  if (!outcome.chain.empty()) {
    const Certificate& certificate = first_to_end(outcome);
    const long days = days_left(certificate, now);
    soon = days < place.context.config.certificate_days;
    if (soon) {
      visit.findings.add(place.finding(FindingId::cert_expires_soon,
                                       fmt::format("a certificate of {} ends on {}, in {} days",
                                                   place.url.host, date(certificate.not_after), days),
                                       "certbot renew"));
    }
  }
  visit.steps.add(soon ? StepStatus::warning : StepStatus::ok, elapsed, describe(outcome, now));
  return true;
}

}  // namespace mapigate::selfcheck
