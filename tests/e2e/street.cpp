#include "tests/e2e/street.hpp"

#include <boost/json/parse.hpp>
#include <stdexcept>

namespace mapigate::e2e {

namespace {

void replace_all(std::string& text, std::string_view from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

boost::json::value parse(const std::string& text) {
  boost::system::error_code error;
  auto report = boost::json::parse(text, error);
  if (error || !report.is_object()) throw std::runtime_error("not a report: " + text);
  return report;
}

std::map<std::string, std::string> severities(const boost::json::value& findings) {
  std::map<std::string, std::string> by_id;
  for (const auto& finding : findings.as_array())
    by_id[std::string(finding.at("id").as_string())] = finding.at("severity").as_string();
  return by_id;
}

}  // namespace

std::map<std::string, NameResult> parse_report(const std::string& text) {
  std::map<std::string, NameResult> results;
  const auto report = parse(text);
  for (const auto& name : report.at("names").as_array())
    results[std::string(name.at("name").as_string())] = {std::string(name.at("verdict").as_string()),
                                                         severities(name.at("findings"))};
  return results;
}

std::map<std::string, std::string> parse_general_findings(const std::string& text) {
  return severities(parse(text).at("findings"));
}

Street::Street(Installation& installation, const std::vector<House>& houses) {
  std::vector<fakes::WebServer::Site> sites;
  int number = 0;
  for (const House& house : houses) {
    ++number;
    const std::string name = house.name + ".test";
    const std::string address =
        "127.0." + std::to_string(1 + number / 250) + "." + std::to_string(1 + number % 250);
    const auto expand = [&](std::string text) {
      replace_all(text, "NAME", name);
      replace_all(text, "ADDRESS", address);
      replace_all(text, "HTTPS", std::to_string(installation.https_port));
      replace_all(text, "HTTP", std::to_string(installation.http_port));
      return text;
    };
    installation.add_domain(name);
    for (const auto& line : house.dns) installation.add_dns(expand(line));
    if (house.script) {
      liars_.push_back(std::make_unique<fakes::LyingDns>(house.script));
      installation.add_dns("server=/" + name + "/127.0.0.1#" + std::to_string(liars_.back()->port()));
    }
    for (const auto& host : house.gateway)
      installation.add_certificate({.names = {expand(host)}, .ends_in = house.gateway_ends_in});

    if (house.http) {
      auto site = installation.site(address, house.http(installation), {});
      site.port = installation.http_port;
      sites.push_back(std::move(site));
    }
    if (house.door == House::Door::full) {
      full_.push_back(std::make_unique<fakes::FullListener>(address, installation.https_port));
    } else if (house.https || house.door != House::Door::open) {
      auto certificate = house.certificate;
      for (auto& host : certificate.names) host = expand(host);
      auto site = installation.site(address, house.https ? house.https(installation) : fakes::WebHandler(),
                                    certificate, house.authority);
      site.silent = house.door == House::Door::silent;
      site.reset_on_first_byte = house.door == House::Door::reset;
      sites.push_back(std::move(site));
    }
  }
  web_ = std::make_unique<fakes::WebServer>(std::move(sites));
}

}  // namespace mapigate::e2e
