#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gateway/http/client.hpp"
#include "tests/fakes/blocking_client.hpp"
#include "tests/fakes/dnsmasq.hpp"
#include "tests/fakes/process.hpp"
#include "tests/fakes/test_ca.hpp"
#include "tests/fakes/web_server.hpp"

namespace mapigate::e2e {

// Everything a gateway needs, in a folder and on ports of its own: a certification authority, a DNS server, a
// configuration file; and the gateway's process. The gateway listens on 127.0.0.1 and is mail.gateway.test;
// the other addresses 127.0.0.x with the same ports are free for others.
class Installation {
 public:
  Installation();
  ~Installation();

  const std::uint16_t https_port = fakes::free_port();
  const std::uint16_t http_port = fakes::free_port();
  const std::uint16_t admin_port = fakes::free_port();
  fakes::TempDir folder;
  fakes::TestCa ca;
  const std::string ca_file;

  // --- Set-up ---

  // A line `key = value` of a section, value in TOML. Replaces an earlier one.
  void set(const std::string& section, const std::string& key, const std::string& value);
  void add_domain(const std::string& name, const std::vector<std::string>& aliases = {});
  // One of the gateway's certificates; the first one, for mail.gateway.test, is there already.
  fakes::CertificateFiles add_certificate(const fakes::CertificateOptions& options);
  // A line of dnsmasq's configuration. mail.gateway.test is there already; other names do not exist.
  void add_dns(const std::string& line);
  // A domain whose users find the gateway at once: autodiscover.DOMAIN is a CNAME of it, with a certificate.
  void add_good_domain(const std::string& name);
  // Writes the configuration; returns its path.
  std::string write_config() const;
  // Makes the DNS server answer what add_dns() was told so far; start() does that the first time.
  void reload_dns();
  fakes::Dnsmasq& dns();

  // A site of a foreign web server. Over TLS with a certificate of these names unless there are none; it is
  // signed by this installation's authority unless another is named.
  fakes::WebServer::Site site(const std::string& address, fakes::WebHandler handler,
                              const fakes::CertificateOptions& options,
                              const fakes::TestCa* authority = nullptr) const;

  // --- The gateway ---

  // Starts `mapigate serve` and returns when it is ready; throws with its log when it ends instead. `command`
  // is one that starts another, such as prlimit.
  void start(std::vector<std::string> command = {});
  // The same without waiting for anything.
  fakes::Process& launch(std::vector<std::string> command = {});
  fakes::Process& gateway() { return *gateway_; }
  // SIGTERM and the exit status; nothing when it does not end.
  std::optional<int> stop();
  std::string log() const;

  // `mapigate COMMAND... --config FILE`
  fakes::Finished run(std::vector<std::string> arguments, const std::string& input = {},
                      fakes::Process::Duration limit = std::chrono::seconds(60)) const;
  // A gateway that runs learns of it only some time later.
  void add_user(const std::string& address, const std::string& password);

  // --- Clients ---

  const http::TrustStore& trust() const { return trust_; }
  // One connection to the gateway; `host` is verified.
  fakes::BlockingClient client(const std::string& host = "mail.gateway.test") const;
  http::ClientResponse send(http::ClientRequest request, const std::string& host = "mail.gateway.test") const;
  http::ClientResponse admin(const std::string& method, const std::string& target) const;
  // The value of a metric line that begins with `name`; -1 when there is none.
  double metric(const std::string& name) const;

 private:
  std::map<std::string, std::map<std::string, std::string>> settings_;
  std::string domains_, certificates_;
  std::vector<std::string> dns_lines_;
  mutable int certificate_count_ = 0;
  std::optional<fakes::Dnsmasq> dns_;
  std::optional<fakes::Process> gateway_;
  http::TrustStore trust_;
};

// "Basic ..." (RFC 7617)
std::string basic(const std::string& user, const std::string& password);
// A POST of a POX Autodiscover request for the address ([MS-OXDSCLI] section 2.2.3).
http::ClientRequest pox_request(const std::string& address, const std::string& authorization = {});

}  // namespace mapigate::e2e
