#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/clock.hpp"
#include "gateway/base/log.hpp"
#include "gateway/base/result.hpp"
#include "gateway/http/ssl.hpp"

namespace mapigate::http {

struct CertificateFiles {
  std::filesystem::path chain;  // PEM, the server's certificate first, then the intermediates
  std::filesystem::path key;    // PEM
  bool operator==(const CertificateFiles&) const = default;
};

// The server's certificates, chosen by SNI (RFC 6066 section 3): exact names before wildcards, the first
// configured one when no name fits. May be used from any thread.
class CertificateStore {
 public:
  // Fails, naming the file, when one cannot be read, a key does not fit, or there is none at all. Logs a
  // warning for certificates that have expired or will within 30 days.
  static Result<std::unique_ptr<CertificateStore>> load(std::vector<CertificateFiles> files,
                                                        const Clock& clock, const Logger& log);

  // Reads the files again, also when their list has changed; connections that stand keep what they have.
  // On failure all stays as it was.
  Result<void> reload(std::vector<CertificateFiles> files);
  // Reads the files again if one of them is another one, or has another time or size, than when it was last
  // read: a fault is reported once and not at every call.
  Result<bool> reload_if_changed();

  // A new connection's TLS state, in accept state; null when OpenSSL has no memory.
  ssl::SslPtr new_connection() const;

  // SHA-256 of the certificate that this connection presented, lower-case hex; valid while the SSL lives.
  static std::string_view presented_sha256(const SSL& connection);

  std::vector<Certificate> certificates() const;

 private:
  struct Table;
  struct Stamp {
    std::uint64_t inode = 0;
    std::int64_t size = -1;    // -1: there is no such file
    std::int64_t changed = 0;  // ns since 1970
    bool operator==(const Stamp&) const = default;
  };
  static std::vector<Stamp> stamps_of(const std::vector<CertificateFiles>& files);
  CertificateStore(const Clock& clock, const Logger& log) : clock_(clock), log_(log) {}
  Result<void> reload_locked(std::vector<CertificateFiles> files);
  Result<std::shared_ptr<const Table>> read(const std::vector<CertificateFiles>& files) const;
  std::shared_ptr<const Table> table() const;

  const Clock& clock_;
  const Logger& log_;
  std::mutex reload_mutex_;  // one reload at a time, so that an older reading never replaces a newer one
  std::vector<CertificateFiles> files_;
  std::vector<Stamp> stamps_;  // of files_, when they were last read
  mutable std::mutex table_mutex_;
  std::shared_ptr<const Table> table_;
};

}  // namespace mapigate::http
