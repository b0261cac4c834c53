#include <fmt/core.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <csignal>

#include "gateway/http/client.hpp"
#include "gateway/http/ssl.hpp"

namespace mapigate::http {

namespace {

// A chain longer than this is not looked at further.
constexpr int max_chain = 10;

int outcome_index() {
  static const int index = SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
  return index;
}

TlsFailure classify(int error, const TlsOutcome& outcome) {
  switch (error) {
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
      return TlsFailure::self_signed;
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
      return TlsFailure::untrusted_root;
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
      // A server that sends nothing but its own certificate has left out the intermediate: no public
      // authority signs with its root.
      return outcome.chain.size() == 1 ? TlsFailure::incomplete_chain : TlsFailure::untrusted_root;
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return TlsFailure::expired;
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return TlsFailure::not_yet_valid;
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
      return TlsFailure::name_mismatch;
    default:
      return TlsFailure::invalid;
  }
}

TlsOutcome& outcome_of(X509_STORE_CTX* store) {
  auto* connection =
      static_cast<SSL*>(X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
  return *static_cast<TlsOutcome*>(SSL_get_ex_data(connection, outcome_index()));
}

// Notes each error and goes on, so that a certificate with several faults gets them all reported.
int note_error(int ok, X509_STORE_CTX* store) {
  if (ok == 1) return 1;
  TlsOutcome& outcome = outcome_of(store);
  const int error = X509_STORE_CTX_get_error(store);
  const TlsFailure failure = classify(error, outcome);
  if (std::ranges::find(outcome.failures, failure) == outcome.failures.end()) {
    // "Self-signed" and "no issuer" are each reported by several codes for one fault.
    if (outcome.failures.empty()) {
      outcome.failure = failure;
      outcome.detail = X509_verify_cert_error_string(error);
    }
    outcome.failures.push_back(failure);
  }
  return 1;
}

int verify_chain(X509_STORE_CTX* store, void*) {
  TlsOutcome& outcome = outcome_of(store);
  X509* leaf = X509_STORE_CTX_get0_cert(store);
  outcome.chain.push_back(ssl::describe(*leaf));
  const STACK_OF(X509)* sent = X509_STORE_CTX_get0_untrusted(store);
  for (int i = 0; i < std::min(sk_X509_num(sent), max_chain); ++i) {
    X509* certificate = sk_X509_value(sent, i);
    if (X509_cmp(certificate, leaf) != 0) outcome.chain.push_back(ssl::describe(*certificate));
  }
  X509_STORE_CTX_set_verify_cb(store, note_error);
  const int verified = X509_verify_cert(store);
  if (verified != 1 && outcome.failures.empty()) note_error(0, store);
  if (outcome.failures.empty()) return 1;
  if (X509_STORE_CTX_get_error(store) == X509_V_OK) {
    X509_STORE_CTX_set_error(store, X509_V_ERR_APPLICATION_VERIFICATION);
  }
  return 0;
}

}  // namespace

std::string_view to_string(TlsFailure failure) {
  switch (failure) {
    case TlsFailure::none:
      return "none";
    case TlsFailure::handshake:
      return "handshake";
    case TlsFailure::timeout:
      return "timeout";
    case TlsFailure::self_signed:
      return "self_signed";
    case TlsFailure::untrusted_root:
      return "untrusted_root";
    case TlsFailure::incomplete_chain:
      return "incomplete_chain";
    case TlsFailure::expired:
      return "expired";
    case TlsFailure::not_yet_valid:
      return "not_yet_valid";
    case TlsFailure::name_mismatch:
      return "name_mismatch";
    case TlsFailure::invalid:
      return "invalid";
  }
  return "invalid";
}

Result<TrustStore> TrustStore::load(const std::string& ca_file) {
  // OpenSSL writes with write(2), which has no MSG_NOSIGNAL.
  std::signal(SIGPIPE, SIG_IGN);
  ssl::take_errors();
  TrustStore trust;
  trust.context_ = std::shared_ptr<SSL_CTX>(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
  SSL_CTX* context = trust.context_.get();
  if (!context) return Error{ssl::take_errors()};
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_options(context, SSL_OP_IGNORE_UNEXPECTED_EOF);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  // Not SSL_CTX_set_default_verify_paths(): that adds a lookup which lists the whole folder of the system's
  // certificates at every verification (OpenSSL 3.0, crypto/x509/by_store.c).
  SSL_CTX_set_default_verify_file(context);
  SSL_CTX_set_default_verify_dir(context);
  if (!ca_file.empty() && SSL_CTX_load_verify_file(context, ca_file.c_str()) != 1) {
    return Error{fmt::format("the certificates in {} cannot be read: {}", ca_file, ssl::take_errors())};
  }
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_cert_verify_callback(context, verify_chain, nullptr);
  return trust;
}

SSL* TrustStore::new_connection(TlsOutcome& outcome, const std::string& server_name) const {
  // OpenSSL checks no name at all for "", and any name below for one that begins with a dot.
  if (server_name.empty() || server_name.starts_with('.') || server_name.find('\0') != server_name.npos) {
    return nullptr;
  }
  SSL* connection = SSL_new(context_.get());
  if (!connection) return nullptr;
  SSL_set_ex_data(connection, outcome_index(), &outcome);
  SSL_set_hostflags(connection, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  if (SSL_set1_host(connection, server_name.c_str()) != 1 ||
      SSL_set_tlsext_host_name(connection, server_name.c_str()) != 1) {
    SSL_free(connection);
    return nullptr;
  }
  SSL_set_connect_state(connection);
  return connection;
}

}  // namespace mapigate::http
