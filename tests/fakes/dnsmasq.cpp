#include "tests/fakes/dnsmasq.hpp"

#include <signal.h>
#include <unistd.h>

#include <filesystem>
#include <stdexcept>

namespace mapigate::fakes {
namespace {

// Debian keeps it where the PATH of ordinary users does not reach.
std::string program() {
  const std::string installed = "/usr/sbin/dnsmasq";
  return access(installed.c_str(), X_OK) == 0 ? installed : "dnsmasq";
}

}  // namespace

Dnsmasq::Dnsmasq(std::vector<std::string> configuration) : port_(free_port()) {
  restart(std::move(configuration));
}

void Dnsmasq::restart(std::vector<std::string> configuration) {
  stop();
  std::string lines;
  for (const std::string& line : configuration) lines += line + '\n';
  write_file(folder_ / "dnsmasq.conf", lines);
  // In its debug mode it stays in the foreground, forks nothing, writes no file and keeps its user.
  process_.emplace(std::vector<std::string>{
      program(), "--no-daemon", "--conf-file=" + folder_ / "dnsmasq.conf", "--port=" + std::to_string(port_),
      "--listen-address=127.0.0.1", "--bind-interfaces", "--no-resolv", "--no-hosts", "--cache-size=0",
      "--dns-forward-max=10000", "--user=root", "--group=root"});
  // Written when its sockets are bound.
  if (!process_->wait_for_err("started, version")) throw std::runtime_error("dnsmasq: " + process_->err());
}

void Dnsmasq::stop() {
  if (!process_) return;
  process_->signal(SIGTERM);
  process_->wait();
  process_.reset();
}

}  // namespace mapigate::fakes
