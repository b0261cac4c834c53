#include "gateway/selfcheck/proof.hpp"

#include <fmt/core.h>
#include <sodium.h>

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "gateway/base/encoding.hpp"

namespace mapigate::selfcheck {

namespace {

constexpr std::string_view version = "1";
constexpr std::size_t max_label = 300;
constexpr std::size_t max_host = 255;
constexpr std::size_t nonce_digits = 32;
constexpr std::size_t sha256_digits = 64;

bool is_hex(std::string_view text, std::size_t digits) {
  return text.size() == digits &&
         std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool is_label(std::string_view text) {
  return !text.empty() && text.size() <= max_label && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '/' || c == '-';
  });
}

// A host name or an address; "-" stands for none in the text form and is no host.
bool is_host(std::string_view text) {
  return text.size() <= max_host && text != "-" && std::ranges::all_of(text, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                  std::string_view("._-:[]").find(c) != std::string_view::npos;
         });
}

bool is_valid(const Receipt& receipt) {
  return is_hex(receipt.instance, nonce_digits) && is_host(receipt.host) &&
         (receipt.certificate_sha256.empty() || is_hex(receipt.certificate_sha256, sha256_digits));
}

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> words;
  for (;;) {
    const std::size_t end = text.find(' ');
    words.push_back(text.substr(0, end));
    if (end == text.npos || words.size() > 8) return words;
    text.remove_prefix(end + 1);
  }
}

std::string_view dash_for_empty(const std::string& text) {
  return text.empty() ? std::string_view("-") : text;
}
std::string empty_for_dash(std::string_view text) { return text == "-" ? std::string() : std::string(text); }

std::string mac(const ProofKey& key, const Challenge& challenge, const Receipt& receipt) {
  std::string message;
  // Lengths in front keep one field from running into the next.
  for (const std::string_view field :
       {std::string_view("mapigate self-check proof"), version, std::string_view(challenge.nonce),
        std::string_view(challenge.label), std::string_view(receipt.instance), std::string_view(receipt.host),
        std::string_view(receipt.certificate_sha256)}) {
    message += fmt::format("{}:", field.size());
    message += field;
  }
  static_assert(sizeof(ProofKey::bytes) == crypto_auth_hmacsha256_KEYBYTES);
  std::array<std::uint8_t, crypto_auth_hmacsha256_BYTES> out{};
  crypto_auth_hmacsha256(out.data(), reinterpret_cast<const unsigned char*>(message.data()), message.size(),
                         key.bytes.data());
  return to_hex(out);
}

}  // namespace

std::string Challenge::to_string() const { return fmt::format("{} {} {}", version, nonce, label); }

std::optional<Challenge> Challenge::parse(std::string_view text) {
  if (text.size() > version.size() + nonce_digits + max_label + 2) return std::nullopt;
  const std::vector<std::string_view> words = split(text);
  if (words.size() != 3 || words[0] != version || !is_hex(words[1], nonce_digits) || !is_label(words[2])) {
    return std::nullopt;
  }
  return Challenge{std::string(words[1]), std::string(words[2])};
}

Result<std::string> prove(const ProofKey& key, const Challenge& challenge, const Receipt& receipt) {
  if (!is_valid(receipt)) return Error{"the request was not received in a way that can be described"};
  return fmt::format("{} {} {} {} {}", version, receipt.instance, dash_for_empty(receipt.certificate_sha256),
                     dash_for_empty(receipt.host), mac(key, challenge, receipt));
}

VerifiedProof verify(const ProofKey& key, const Challenge& challenge, std::string_view proof) {
  proof = trim(proof);
  if (proof.size() > 1024) return ProofFault::malformed;
  const std::vector<std::string_view> words = split(proof);
  if (words.size() != 5 || words[0] != version || !is_hex(words[4], sha256_digits))
    return ProofFault::malformed;
  Receipt receipt{std::string(words[1]), empty_for_dash(words[3]), empty_for_dash(words[2])};
  if (!is_valid(receipt)) return ProofFault::malformed;
  const std::string expected = mac(key, challenge, receipt);
  if (sodium_memcmp(expected.data(), words[4].data(), expected.size()) != 0) return ProofFault::forged;
  return receipt;
}

void throw_exception_from_error(ProofFault, const boost::source_location&) {
  throw std::logic_error("a proof was used that is not one");
}

}  // namespace mapigate::selfcheck
