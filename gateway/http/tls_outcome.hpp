#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace mapigate::http {

// What a certificate says. Text is untrusted: print it through printable().
struct Certificate {
  std::string subject;  // RFC 2253 form
  std::string issuer;
  std::vector<std::string> names;  // DNS names of subjectAltName; the common name when there are none
  std::chrono::system_clock::time_point not_before;
  std::chrono::system_clock::time_point not_after;
  std::string sha256;        // of the DER form, lower-case hex
  bool self_issued = false;  // subject and issuer are the same name
};

enum class TlsFailure {
  none,
  handshake,  // no TLS: plain text, protocol alert, reset, time-out
  timeout,
  self_signed,       // the server's certificate is self-signed and not trusted
  untrusted_root,    // the chain ends in a root that is not trusted here
  incomplete_chain,  // the issuer of the last certificate sent is neither sent nor trusted
  expired,           // any certificate of the chain
  not_yet_valid,
  name_mismatch,  // the chain is good, but not for the name asked
  invalid,        // anything else that verification refuses (signature, purpose, revoked...)
};

std::string_view to_string(TlsFailure failure);

// How a TLS handshake ended. `chain` is what the server sent, leaf first, also when verification refused it.
struct TlsOutcome {
  TlsFailure failure = TlsFailure::handshake;  // the weightiest of `failures`
  std::vector<TlsFailure> failures;            // everything that is wrong, each once; empty when all is well
  std::string detail;                          // OpenSSL's sentence for `failure`
  std::string protocol;                        // "TLSv1.3"
  std::vector<Certificate> chain;

  bool ok() const { return failure == TlsFailure::none; }
};

}  // namespace mapigate::http
