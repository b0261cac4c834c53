#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace mapigate::selfcheck {

// `none`: not worth a word. Warnings make a name `warn`, errors say why it fails.
enum class Severity : std::uint8_t { none, notice, warning, error };

// All that the self-check can find. Ids are stable: they stand in reports, monitoring and state files.
enum class FindingId : std::uint8_t {
  // DNS
  dns_timeout,
  dns_servfail,
  dns_refused,
  dns_bad_answer,
  dns_unreachable,
  cname_loop,
  cname_dangling,
  domain_missing,
  autodiscover_host_missing,
  address_private,
  srv_missing,
  srv_disabled,
  srv_target_itself,
  srv_target_invalid,
  srv_target_missing,
  srv_target_cname,
  srv_port,
  srv_backup,
  srv_prompt,
  txt_ms,
  // TCP
  connect_refused,
  connect_timeout,
  connect_failed,
  connect_no_route,
  hairpin_nat,
  // TLS
  tls_failed,
  tls_timeout,
  cert_self_signed,
  cert_untrusted,
  cert_chain_incomplete,
  cert_expired,
  cert_not_yet_valid,
  cert_name_mismatch,
  cert_invalid,
  cert_expires_soon,
  // HTTP
  http_timeout,
  http_failed,
  http_elsewhere,
  autodiscover_elsewhere,
  proxy_error,
  answer_altered,
  proof_invalid,
  proof_not_seen,
  tls_proxy,
  tls_proxy_refused,
  proxy_rewrites_host,
  redirect_to_http,
  redirect_loop,
  redirect_too_many,
  redirect_invalid,
  redirect_status,
  redirect_missing,
  redirect_prompt,
  http_xml_ignored,
  // the report as a whole
  gateway_not_running,
};

// How much a finding matters depends on where Outlook ends.
struct FindingRule {
  FindingId id;
  std::string_view name;
  Severity blocking;  // Outlook does not end at this gateway
  Severity passed;    // Outlook goes on from here and ends at this gateway by a later method
  Severity beside;    // the very method by which Outlook ends at this gateway, perhaps another address
};

namespace detail {
using enum Severity;
using enum FindingId;
}  // namespace detail

// In the order of FindingId.
inline constexpr auto finding_rules = [] {
  using namespace detail;
  return std::to_array<FindingRule>({
      // A resolver that fails here fails or delays users too.
      {dns_timeout, "DNS_TIMEOUT", error, warning, warning},
      {dns_servfail, "DNS_SERVFAIL", error, warning, warning},
      {dns_refused, "DNS_REFUSED", error, warning, warning},
      {dns_bad_answer, "DNS_BAD_ANSWER", error, warning, warning},
      {dns_unreachable, "DNS_UNREACHABLE", error, warning, warning},
      {cname_loop, "CNAME_LOOP", error, warning, warning},
      // Whoever registers the missing name gets the passwords.
      {cname_dangling, "CNAME_DANGLING", error, warning, warning},
      {domain_missing, "DOMAIN_MISSING", error, none, none},
      {autodiscover_host_missing, "AUTODISCOVER_HOST_MISSING", error, notice, none},
      {address_private, "ADDRESS_PRIVATE", notice, none, notice},
      {srv_missing, "SRV_MISSING", warning, none, none},
      {srv_disabled, "SRV_DISABLED", warning, none, none},
      {srv_target_itself, "SRV_TARGET_ITSELF", error, notice, warning},
      {srv_target_invalid, "SRV_TARGET_INVALID", error, notice, warning},
      {srv_target_missing, "SRV_TARGET_MISSING", error, notice, warning},
      {srv_target_cname, "SRV_TARGET_CNAME", warning, notice, warning},
      {srv_port, "SRV_PORT", warning, notice, warning},
      {srv_backup, "SRV_BACKUP", warning, notice, warning},
      {srv_prompt, "SRV_PROMPT", none, none, warning},
      {txt_ms, "TXT_MS", warning, warning, warning},
      {connect_refused, "CONNECT_REFUSED", error, notice, warning},
      // Outlook waits for each of these.
      {connect_timeout, "CONNECT_TIMEOUT", error, warning, warning},
      {connect_failed, "CONNECT_FAILED", error, notice, warning},
      // Says something of this machine rather than of the name.
      {connect_no_route, "CONNECT_NO_ROUTE", warning, notice, notice},
      {hairpin_nat, "HAIRPIN_NAT", error, warning, warning},
      // Outlook or another client shows a security alert.
      {tls_failed, "TLS_FAILED", error, warning, warning},
      {tls_timeout, "TLS_TIMEOUT", error, warning, warning},
      {cert_self_signed, "CERT_SELF_SIGNED", error, warning, warning},
      {cert_untrusted, "CERT_UNTRUSTED", error, warning, warning},
      {cert_chain_incomplete, "CERT_CHAIN_INCOMPLETE", error, warning, warning},
      {cert_expired, "CERT_EXPIRED", error, warning, warning},
      {cert_not_yet_valid, "CERT_NOT_YET_VALID", error, warning, warning},
      {cert_name_mismatch, "CERT_NAME_MISMATCH", error, warning, warning},
      {cert_invalid, "CERT_INVALID", error, warning, warning},
      {cert_expires_soon, "CERT_EXPIRES_SOON", warning, notice, warning},
      {http_timeout, "HTTP_TIMEOUT", error, warning, warning},
      {http_failed, "HTTP_FAILED", error, notice, warning},
      {http_elsewhere, "HTTP_ELSEWHERE", error, notice, warning},
      {autodiscover_elsewhere, "AUTODISCOVER_ELSEWHERE", error, error, error},
      {proxy_error, "PROXY_ERROR", error, notice, warning},
      {answer_altered, "ANSWER_ALTERED", error, warning, warning},
      {proof_invalid, "PROOF_INVALID", error, warning, warning},
      {proof_not_seen, "PROOF_NOT_SEEN", error, warning, warning},
      {tls_proxy, "TLS_PROXY", notice, notice, notice},
      {tls_proxy_refused, "TLS_PROXY_REFUSED", error, warning, warning},
      {proxy_rewrites_host, "PROXY_REWRITES_HOST", notice, notice, notice},
      {redirect_to_http, "REDIRECT_TO_HTTP", error, notice, warning},
      {redirect_loop, "REDIRECT_LOOP", error, notice, warning},
      {redirect_too_many, "REDIRECT_TOO_MANY", error, notice, warning},
      {redirect_invalid, "REDIRECT_INVALID", error, notice, warning},
      {redirect_status, "REDIRECT_STATUS", warning, notice, warning},
      // Port 80 without a redirect is the usual case where https works.
      {redirect_missing, "REDIRECT_MISSING", notice, none, none},
      {redirect_prompt, "REDIRECT_PROMPT", none, none, warning},
      {http_xml_ignored, "HTTP_XML_IGNORED", warning, notice, notice},
      {gateway_not_running, "GATEWAY_NOT_RUNNING", error, error, error},
  });
}();

inline constexpr const FindingRule& rule_of(FindingId id) {
  return finding_rules[static_cast<std::size_t>(id)];
}

}  // namespace mapigate::selfcheck
