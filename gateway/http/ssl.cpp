#include "gateway/http/ssl.hpp"

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <array>

#include "gateway/base/encoding.hpp"

namespace mapigate::http::ssl {

namespace {

using GeneralNamesPtr = std::unique_ptr<GENERAL_NAMES, Deleter<GENERAL_NAMES_free>>;

// More names than any certificate authority issues; a hostile certificate cannot fill the memory.
constexpr int max_names = 1000;

std::string as_string(const ASN1_STRING& text) {
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(&text)),
          static_cast<std::size_t>(ASN1_STRING_length(&text))};
}

std::string as_string(const X509_NAME& name) {
  const BioPtr out(BIO_new(BIO_s_mem()));
  X509_NAME_print_ex(out.get(), &name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
  char* data = nullptr;
  const long length = BIO_get_mem_data(out.get(), &data);
  return {data, static_cast<std::size_t>(length)};
}

std::chrono::system_clock::time_point as_time(const ASN1_TIME& time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(&time, &parts) != 1) return {};
  return std::chrono::system_clock::from_time_t(timegm(&parts));
}

}  // namespace

std::string take_errors() {
  std::string out;
  while (const unsigned long code = ERR_get_error()) {
    const char* reason = ERR_reason_error_string(code);
    if (!out.empty()) out += "; ";
    out += reason ? reason : "OpenSSL error " + std::to_string(code);
  }
  return out;
}

Certificate describe(X509& certificate) {
  Certificate out;
  out.subject = as_string(*X509_get_subject_name(&certificate));
  out.issuer = as_string(*X509_get_issuer_name(&certificate));
  out.self_issued =
      X509_NAME_cmp(X509_get_subject_name(&certificate), X509_get_issuer_name(&certificate)) == 0;
  out.not_before = as_time(*X509_get0_notBefore(&certificate));
  out.not_after = as_time(*X509_get0_notAfter(&certificate));

  std::array<std::uint8_t, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  if (X509_digest(&certificate, EVP_sha256(), digest.data(), &length) == 1) {
    out.sha256 = to_hex(std::span(digest).first(length));
  }

  const GeneralNamesPtr names(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(&certificate, NID_subject_alt_name, nullptr, nullptr)));
  for (int i = 0; names && i < std::min(sk_GENERAL_NAME_num(names.get()), max_names); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type == GEN_DNS) out.names.push_back(to_lower(as_string(*name->d.dNSName)));
  }
  if (out.names.empty()) {
    X509_NAME* subject = X509_get_subject_name(&certificate);
    if (const int at = X509_NAME_get_index_by_NID(subject, NID_commonName, -1); at >= 0) {
      out.names.push_back(to_lower(as_string(*X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at)))));
    }
  }
  return out;
}

}  // namespace mapigate::http::ssl
