#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/base/result.hpp"

// Proof of self-receipt. A request of the self-check carries a challenge; only a gateway with the proof key
// can answer it. Challenge and proof are one line of text each, which goes both in a header field and in an
// element of the body (protocol/oxdscli/challenge.hpp), since proxies strip headers or rewrite bodies.
namespace mapigate::selfcheck {

// Known to all nodes of one installation, and to whoever checks it from outside. Used for nothing else.
struct ProofKey {
  std::array<std::uint8_t, 32> bytes{};
};

// "1 NONCE LABEL"
struct Challenge {
  std::string nonce;  // 32 hexadecimal digits, lower case, never sent before
  std::string label;  // what is tested, for example "srv/example.com"; at most 300 of [a-z0-9._/-]

  std::string to_string() const;
  // Nothing for any other text, so that a gateway answers nothing but challenges of the self-check.
  static std::optional<Challenge> parse(std::string_view text);
  bool operator==(const Challenge&) const = default;
};

// Where a challenge arrived.
struct Receipt {
  std::string instance;            // 32 hexadecimal digits that this gateway process drew at its start
  std::string host;                // of the Host header, lower case, without port; empty when absent
  std::string certificate_sha256;  // hexadecimal; of the certificate presented there; empty without TLS

  bool operator==(const Receipt&) const = default;
};

// "1 INSTANCE CERTIFICATE HOST MAC", with "-" for what is empty. MAC is the hexadecimal HMAC-SHA-256 over the
// version, the nonce, the label and the receipt, each with its length in front.
// Fails for a receipt whose parts are not of the form above.
Result<std::string> prove(const ProofKey& key, const Challenge& challenge, const Receipt& receipt);

enum class ProofFault {
  malformed,
  forged,  // made for another challenge (a replay), with another key, or changed on its way
};
using VerifiedProof = boost::system::result<Receipt, ProofFault>;
[[noreturn]] void throw_exception_from_error(ProofFault fault, const boost::source_location&);

// What a gateway with this key says of the arrival of this very challenge.
VerifiedProof verify(const ProofKey& key, const Challenge& challenge, std::string_view proof);

}  // namespace mapigate::selfcheck
