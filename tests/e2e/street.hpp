#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/e2e/installation.hpp"
#include "tests/fakes/full_listener.hpp"
#include "tests/fakes/lying_dns.hpp"
#include "tests/fakes/web_server.hpp"

namespace mapigate::e2e {

// What one name of a self-check came to.
struct NameResult {
  std::string verdict;
  std::map<std::string, std::string> findings;  // severity by id
};

// By name, from the JSON report.
std::map<std::string, NameResult> parse_report(const std::string& json);
// The severities by id of what it says of no name in particular.
std::map<std::string, std::string> parse_general_findings(const std::string& json);

// A name with a DNS and web set-up of its own, and the verdict that follows from it. In texts, NAME stands
// for the name, ADDRESS for an address of its own (127.0.x.y), HTTPS and HTTP for the ports.
struct House {
  std::string name;  // below .test
  std::string verdict;
  std::set<std::string> findings = {};    // ids that must be among the findings
  std::vector<std::string> dns = {};      // lines of dnsmasq's configuration
  std::vector<std::string> gateway = {};  // the gateway has a certificate for these host names
  std::chrono::hours gateway_ends_in{90 * 24};
  // Listeners at ADDRESS. Made when all else is there.
  using Handlers = std::function<fakes::WebHandler(const Installation&)>;
  Handlers https = {};
  fakes::CertificateOptions certificate = {};  // of the https listener; plain text without names
  const fakes::TestCa* authority = nullptr;    // who signed it, if not the installation's own
  Handlers http = {};
  enum class Door { open, silent, reset, full } door = Door::open;  // of the https port, before any byte
  // Answers the DNS server's questions for everything below the name; with it, `dns` must be empty.
  fakes::LyingDns::Script script = {};
};

inline void PrintTo(const House& house, std::ostream* out) { *out << house.name; }

// All of them together, with the foreign servers they need.
class Street {
 public:
  Street(Installation& installation, const std::vector<House>& houses);

 private:
  std::vector<std::unique_ptr<fakes::LyingDns>> liars_;
  std::vector<std::unique_ptr<fakes::FullListener>> full_;
  std::unique_ptr<fakes::WebServer> web_;
};

}  // namespace mapigate::e2e
