#include "tests/e2e/installation.hpp"

#include <signal.h>

#include <stdexcept>

#include "gateway/base/encoding.hpp"

namespace mapigate::e2e {

using namespace std::chrono_literals;

namespace {

std::string in_quotes(const std::string& text) { return '"' + text + '"'; }

http::TrustStore load(const std::string& ca_file) {
  auto trust = http::TrustStore::load(ca_file);
  if (!trust) throw std::runtime_error(trust.error().message);
  return *std::move(trust);
}

}  // namespace

Installation::Installation() : ca_file(ca.write_root(folder.path())), trust_(load(ca_file)) {
  const auto listen = [](std::uint16_t port) { return "[\"127.0.0.1:" + std::to_string(port) + "\"]"; };
  set("server", "hostname", in_quotes("mail.gateway.test"));
  set("server", "public_port", std::to_string(https_port));
  set("server", "listen", listen(https_port));
  set("server", "redirect_listen", listen(http_port));
  set("server", "admin_listen", listen(admin_port));
  set("server", "threads", "2");
  set("store", "folder", in_quotes(folder / "store"));
  set("selfcheck", "https_port", std::to_string(https_port));
  set("selfcheck", "http_port", std::to_string(http_port));
  set("selfcheck", "ca_file", in_quotes(ca_file));
  set("selfcheck", "dns_timeout", in_quotes("300ms"));
  add_certificate({.names = {"mail.gateway.test"}});
  dns_lines_ = {"local=/#/", "host-record=mail.gateway.test,127.0.0.1"};
}

Installation::~Installation() = default;

void Installation::set(const std::string& section, const std::string& key, const std::string& value) {
  settings_[section][key] = value;
}

void Installation::add_domain(const std::string& name, const std::vector<std::string>& aliases) {
  std::string list;
  for (const auto& alias : aliases) list += (list.empty() ? "" : ", ") + in_quotes(alias);
  domains_ += "[[domain]]\nname = " + in_quotes(name) + "\naliases = [" + list + "]\n";
}

fakes::CertificateFiles Installation::add_certificate(const fakes::CertificateOptions& options) {
  auto files = ca.write(folder.path(), "certificate" + std::to_string(++certificate_count_), options);
  certificates_ += "[[tls.certificate]]\nchain_file = " + in_quotes(files.chain) +
                   "\nkey_file = " + in_quotes(files.key) + '\n';
  return files;
}

void Installation::add_dns(const std::string& line) { dns_lines_.push_back(line); }

void Installation::add_good_domain(const std::string& name) {
  add_domain(name);
  add_dns("cname=autodiscover." + name + ",mail.gateway.test");
  add_certificate({.names = {"autodiscover." + name}});
}

std::string Installation::write_config() const {
  std::string text;
  for (const auto& [section, lines] : settings_) {
    text += '[' + section + "]\n";
    for (const auto& [key, value] : lines) text += key + " = " + value + '\n';
  }
  const std::string file = folder.path() / "mapigate.toml";
  fakes::write_file(file, text + certificates_ + domains_);
  return file;
}

void Installation::reload_dns() { dns().restart(dns_lines_); }

fakes::Dnsmasq& Installation::dns() {
  if (!dns_) dns_.emplace(dns_lines_);
  return *dns_;
}

fakes::WebServer::Site Installation::site(const std::string& address, fakes::WebHandler handler,
                                          const fakes::CertificateOptions& options,
                                          const fakes::TestCa* authority) const {
  fakes::WebServer::Site site{.address = address, .port = https_port, .handler = std::move(handler)};
  if (options.names.empty()) return site;
  const auto files = (authority ? *authority : ca)
                         .write(folder.path(), "foreign" + std::to_string(++certificate_count_), options);
  site.chain_file = files.chain;
  site.key_file = files.key;
  return site;
}

fakes::Process& Installation::launch(std::vector<std::string> command) {
  if (!settings_["selfcheck"].contains("resolvers"))
    set("selfcheck", "resolvers", '[' + in_quotes(dns().address()) + ']');
  command.insert(command.end(), {MAPIGATE_PROGRAM, "serve", "--config", write_config()});
  gateway_.emplace(command);
  return *gateway_;
}

void Installation::start(std::vector<std::string> command) {
  if (!launch(std::move(command)).wait_for_err("SERVE_READY", 60s))
    throw std::runtime_error("the gateway is not ready:\n" + log());
}

std::optional<int> Installation::stop() {
  gateway_->signal(SIGTERM);
  return gateway_->wait();
}

std::string Installation::log() const { return gateway_->out() + gateway_->err(); }

fakes::Finished Installation::run(std::vector<std::string> arguments, const std::string& input,
                                  fakes::Process::Duration limit) const {
  arguments.insert(arguments.begin(), MAPIGATE_PROGRAM);
  arguments.insert(arguments.end(), {"--config", folder.path() / "mapigate.toml"});
  return fakes::run(arguments, {.input = input}, limit);
}

void Installation::add_user(const std::string& address, const std::string& password) {
  write_config();
  const auto added = run({"user", "add", address, "--password-file", "-"}, password + '\n');
  if (added.status != 0) throw std::runtime_error("user add: " + added.out + added.err);
}

fakes::BlockingClient Installation::client(const std::string& host) const {
  return fakes::BlockingClient({.port = https_port, .server_name = host, .trust = &trust_});
}

http::ClientResponse Installation::send(http::ClientRequest request, const std::string& host) const {
  return client(host).send(std::move(request));
}

http::ClientResponse Installation::admin(const std::string& method, const std::string& target) const {
  http::ClientRequest request;
  request.method = method;
  request.target = target;
  request.headers.add("X-Mapigate-Admin", "1");
  return fakes::BlockingClient({.port = admin_port}).send(std::move(request), 60s);
}

double Installation::metric(const std::string& name) const {
  const std::string text = '\n' + admin("GET", "/metrics").body;
  const auto at = text.find('\n' + name);
  if (at == std::string::npos) return -1;
  const auto end = text.find('\n', at + 1);
  return std::stod(text.substr(text.rfind(' ', end) + 1));
}

std::string basic(const std::string& user, const std::string& password) {
  const std::string text = user + ':' + password;
  return "Basic " + to_base64({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

http::ClientRequest pox_request(const std::string& address, const std::string& authorization) {
  http::ClientRequest request;
  request.method = "POST";
  request.target = "/autodiscover/autodiscover.xml";
  request.headers.add("Content-Type", "text/xml");
  request.headers.add("X-MapiHttpCapability", "1");
  if (!authorization.empty()) request.headers.add("Authorization", authorization);
  request.body =
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>"
      "<Autodiscover "
      "xmlns=\"http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006\"><Request>"
      "<EMailAddress>" +
      address +
      "</EMailAddress><AcceptableResponseSchema>"
      "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a"
      "</AcceptableResponseSchema></Request></Autodiscover>";
  return request;
}

}  // namespace mapigate::e2e
