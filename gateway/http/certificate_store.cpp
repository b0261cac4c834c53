#include "gateway/http/certificate_store.hpp"

#include <fmt/core.h>
#include <openssl/pem.h>
#include <sys/stat.h>

#include <unordered_map>

#include "gateway/base/encoding.hpp"
#include "gateway/http/messages.hpp"

namespace mapigate::http {

namespace {

// The fingerprint hangs on the SSL_CTX, where a connection finds it without a search.
int fingerprint_index() {
  static const int index = SSL_CTX_get_ex_new_index(
      0, nullptr, nullptr, nullptr,
      [](void*, void* value, CRYPTO_EX_DATA*, int, long, void*) { delete static_cast<std::string*>(value); });
  return index;
}

int choose_http11(SSL*, const unsigned char** out, unsigned char* length, const unsigned char* in,
                  unsigned in_length, void*) {
  static constexpr unsigned char http11[] = "\x08http/1.1";
  unsigned char* selected = nullptr;
  if (SSL_select_next_proto(&selected, length, http11, sizeof http11 - 1, in, in_length) !=
      OPENSSL_NPN_NEGOTIATED) {
    return SSL_TLSEXT_ERR_NOACK;
  }
  *out = selected;
  return SSL_TLSEXT_ERR_OK;
}

}  // namespace

struct CertificateStore::Table {
  std::vector<ssl::ContextPtr> contexts;  // in the order of the configuration
  std::vector<Certificate> certificates;
  std::unordered_map<std::string, SSL_CTX*> by_name;  // "*.example.org" for wildcards

  SSL_CTX* find(std::string name) const {
    if (const auto exact = by_name.find(name); exact != by_name.end()) return exact->second;
    const std::size_t dot = name.find('.');
    if (dot == std::string::npos) return nullptr;
    name.replace(0, dot, "*");
    const auto wildcard = by_name.find(name);
    return wildcard != by_name.end() ? wildcard->second : nullptr;
  }

  static int on_server_name(SSL* connection, int*, void* self) {
    const char* name = SSL_get_servername(connection, TLSEXT_NAMETYPE_host_name);
    if (!name) return SSL_TLSEXT_ERR_NOACK;
    if (SSL_CTX* context = static_cast<const Table*>(self)->find(to_lower(name))) {
      SSL_set_SSL_CTX(connection, context);
    }
    return SSL_TLSEXT_ERR_OK;
  }
};

namespace {

Result<ssl::ContextPtr> make_context(const CertificateFiles& files) {
  const auto failure = [](std::string_view what, const std::filesystem::path& file) {
    return Error{fmt::format("{} {}: {}", what, file.string(), ssl::take_errors())};
  };
  ssl::take_errors();
  ssl::ContextPtr context(SSL_CTX_new(TLS_server_method()));
  if (!context) return Error{ssl::take_errors()};
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  // Buffers go back when idle: thousands of Outlook connections mostly wait. One read for header and record.
  SSL_CTX_set_mode(context.get(), SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                                      SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_read_ahead(context.get(), 1);
  SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE |
                                         SSL_OP_PRIORITIZE_CHACHA | SSL_OP_IGNORE_UNEXPECTED_EOF);
  // Resumption by tickets, which cost no memory here; one is enough.
  SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
  SSL_CTX_set_num_tickets(context.get(), 1);
  SSL_CTX_set_alpn_select_cb(context.get(), choose_http11, nullptr);

  // A key with a password would make OpenSSL ask for it on the terminal and wait.
  SSL_CTX_set_default_passwd_cb(context.get(), [](char*, int, int, void*) { return -1; });
  if (SSL_CTX_use_certificate_chain_file(context.get(), files.chain.c_str()) != 1) {
    return failure("the certificate cannot be read from", files.chain);
  }
  if (SSL_CTX_use_PrivateKey_file(context.get(), files.key.c_str(), SSL_FILETYPE_PEM) != 1) {
    return failure("the private key cannot be used:", files.key);
  }
  if (SSL_CTX_check_private_key(context.get()) != 1) {
    return Error{fmt::format("the key {} does not belong to the certificate {}", files.key.string(),
                             files.chain.string())};
  }
  return context;
}

}  // namespace

Result<std::unique_ptr<CertificateStore>> CertificateStore::load(std::vector<CertificateFiles> files,
                                                                 const Clock& clock, const Logger& log) {
  std::unique_ptr<CertificateStore> store(new CertificateStore(clock, log));
  if (auto loaded = store->reload(std::move(files)); loaded.has_error()) return loaded.error();
  return store;
}

std::vector<CertificateStore::Stamp> CertificateStore::stamps_of(const std::vector<CertificateFiles>& files) {
  std::vector<Stamp> stamps;
  for (const CertificateFiles& pair : files) {
    for (const std::filesystem::path& file : {pair.chain, pair.key}) {
      struct stat status {};
      if (::stat(file.c_str(), &status) != 0) {
        stamps.emplace_back();
        continue;
      }
      stamps.push_back(
          {status.st_ino, status.st_size, status.st_mtim.tv_sec * 1'000'000'000 + status.st_mtim.tv_nsec});
    }
  }
  return stamps;
}

Result<void> CertificateStore::reload(std::vector<CertificateFiles> files) {
  const std::lock_guard lock(reload_mutex_);
  return reload_locked(std::move(files));
}

Result<bool> CertificateStore::reload_if_changed() {
  const std::lock_guard lock(reload_mutex_);
  if (stamps_of(files_) == stamps_) return false;
  if (auto loaded = reload_locked(files_); loaded.has_error()) return loaded.error();
  return true;
}

Result<void> CertificateStore::reload_locked(std::vector<CertificateFiles> files) {
  // Before the files are read: one that changes meanwhile is read again the next time.
  std::vector<Stamp> stamps = stamps_of(files);
  auto table = read(files);
  if (table.has_error()) {
    if (files == files_) stamps_ = std::move(stamps);
    return table.error();
  }
  log_(messages::certificates_loaded, (*table)->certificates.size(), (*table)->by_name.size());
  files_ = std::move(files);
  stamps_ = std::move(stamps);
  const std::lock_guard lock(table_mutex_);
  table_ = *table;
  return {};
}

Result<std::shared_ptr<const CertificateStore::Table>> CertificateStore::read(
    const std::vector<CertificateFiles>& files) const {
  if (files.empty()) return Error{"no certificate is configured"};
  auto table = std::make_shared<Table>();
  const auto now = clock_.system_now();
  for (const CertificateFiles& pair : files) {
    auto context = make_context(pair);
    if (context.has_error()) return context.error();
    Certificate certificate = ssl::describe(*SSL_CTX_get0_certificate(context->get()));
    SSL_CTX_set_ex_data(context->get(), fingerprint_index(), new std::string(certificate.sha256));
    const std::string first_name =
        certificate.names.empty() ? "no name" : printable(certificate.names.front());
    const auto days =
        std::chrono::duration_cast<std::chrono::hours>(certificate.not_after - now).count() / 24;
    if (certificate.not_after <= now) {
      log_(messages::certificate_ended, pair.chain.string(), first_name);
    } else if (days < 30) {
      log_(messages::certificate_ends, pair.chain.string(), first_name, days);
    }
    for (const std::string& name : certificate.names) table->by_name.emplace(name, context->get());
    table->certificates.push_back(std::move(certificate));
    table->contexts.push_back(std::move(*context));
  }
  // Connections start with the first context; its callback then moves them to the one for their name. The
  // contexts refer to the table, which lives as long as they do: each connection holds a reference.
  SSL_CTX* first = table->contexts.front().get();
  SSL_CTX_set_tlsext_servername_callback(first, &Table::on_server_name);
  SSL_CTX_set_tlsext_servername_arg(first, table.get());
  return std::shared_ptr<const Table>(std::move(table));
}

std::shared_ptr<const CertificateStore::Table> CertificateStore::table() const {
  const std::lock_guard lock(table_mutex_);
  return table_;
}

namespace {

// Keeps a table alive as long as a connection: the server name callback uses it.
int table_index() {
  using Holder = std::shared_ptr<const void>;
  static const int index = SSL_get_ex_new_index(
      0, nullptr, nullptr, nullptr,
      [](void*, void* value, CRYPTO_EX_DATA*, int, long, void*) { delete static_cast<Holder*>(value); });
  return index;
}

}  // namespace

ssl::SslPtr CertificateStore::new_connection() const {
  const auto current = table();
  ssl::SslPtr connection(SSL_new(current->contexts.front().get()));
  if (!connection) return nullptr;
  SSL_set_ex_data(connection.get(), table_index(), new std::shared_ptr<const void>(current));
  SSL_set_accept_state(connection.get());
  return connection;
}

std::string_view CertificateStore::presented_sha256(const SSL& connection) {
  const auto* text =
      static_cast<const std::string*>(SSL_CTX_get_ex_data(SSL_get_SSL_CTX(&connection), fingerprint_index()));
  return text ? std::string_view(*text) : std::string_view();
}

std::vector<Certificate> CertificateStore::certificates() const { return table()->certificates; }

}  // namespace mapigate::http
