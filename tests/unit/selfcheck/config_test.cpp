#include "gateway/selfcheck/config.hpp"

#include <gtest/gtest.h>

#include "gateway/selfcheck/names.hpp"
#include "tests/fakes/process.hpp"

namespace mapigate::selfcheck {
namespace {

using namespace std::chrono_literals;

struct Parsed {
  Config config;
  std::vector<std::string> problems;
};

Parsed parse(const std::string& toml) {
  const fakes::TempDir folder;
  const std::string file = folder / "mapigate.toml";
  fakes::write_file(folder / "ca.pem", "x");
  fakes::write_file(file, "[selfcheck]\n" + toml);
  const auto document = ConfigFile::load(file);
  EXPECT_TRUE(document);
  ConfigTable table = document->root().table("selfcheck");
  Parsed out{parse_config(table, "/var/lib/here"), {}};
  for (const ConfigProblem& problem : document->problems()) out.problems.push_back(problem.key);
  return out;
}

TEST(Config, HasDefaults) {
  const Parsed parsed = parse("");
  EXPECT_EQ(parsed.problems, std::vector<std::string>{});
  const Config defaults;
  EXPECT_TRUE(parsed.config.resolver.servers.empty());
  EXPECT_EQ(parsed.config.https_port, 443);
  EXPECT_EQ(parsed.config.http_port, 80);
  EXPECT_EQ(parsed.config.require, Require::any);
  EXPECT_EQ(parsed.config.recheck_interval, 1h);
  EXPECT_EQ(parsed.config.drop_after, 3);
  EXPECT_EQ(parsed.config.unknown_grace, 24h);
  EXPECT_EQ(parsed.config.certificate_days, 30);
  EXPECT_TRUE(parsed.config.tls_proxy);
  EXPECT_EQ(parsed.config.concurrency, defaults.concurrency);
  EXPECT_EQ(parsed.config.state_dir, "/var/lib/here");
  EXPECT_EQ(parsed.config.proof_key_file, "/var/lib/here/proof.key");
  EXPECT_EQ(parsed.config.state_file(), "/var/lib/here/selfcheck.json");
}

TEST(Config, ReadsEveryKey) {
  const Parsed parsed = parse(R"(
resolvers = ["127.0.0.1:5353", "[::1]"]
dns_timeout = "1s"
queries_per_second = 50
https_port = 8443
http_port = 8080
ca_file = "ca.pem"
connect_timeout = "1s"
tls_timeout = "2s"
http_timeout = "3s"
concurrency = 7
require = "all"
recheck_interval = "5m"
drop_after = 2
unknown_grace = "1h"
certificate_days = 14
tls_proxy = false
state_dir = "state"
)");
  EXPECT_EQ(parsed.problems, std::vector<std::string>{});
  const Config& config = parsed.config;
  ASSERT_EQ(config.resolver.servers.size(), 2u);
  EXPECT_EQ(config.resolver.servers[0].to_string(), "127.0.0.1:5353");
  EXPECT_EQ(config.resolver.servers[1].to_string(), "[::1]:53");
  EXPECT_EQ(config.resolver.timeout, 1s);
  EXPECT_EQ(config.resolver.queries_per_second, 50);
  EXPECT_EQ(config.https_port, 8443);
  EXPECT_EQ(config.http_port, 8080);
  EXPECT_TRUE(config.ca_file.ends_with("/ca.pem"));
  EXPECT_EQ(config.connect_timeout, 1s);
  EXPECT_EQ(config.tls_timeout, 2s);
  EXPECT_EQ(config.http_timeout, 3s);
  EXPECT_EQ(config.concurrency, 7u);
  EXPECT_EQ(config.require, Require::all);
  EXPECT_EQ(config.recheck_interval, 5min);
  EXPECT_EQ(config.drop_after, 2);
  EXPECT_EQ(config.unknown_grace, 1h);
  EXPECT_EQ(config.certificate_days, 14);
  EXPECT_FALSE(config.tls_proxy);
  EXPECT_EQ(config.proof_key_file, config.state_dir / "proof.key");
}

TEST(Config, RefusesWhatIsNone) {
  for (const char* line :
       {"resolvers = [\"dns.example\"]", "resolvers = \"127.0.0.1\"", "https_port = 0", "http_port = 65536",
        "ca_file = \"missing.pem\"", "concurrency = 0", "require = \"some\"", "drop_after = 0",
        "recheck_interval = \"0s\"", "certificate_days = -1", "tls_proxy = \"yes\"", "dns_timeout = 5",
        "proof_key = \"x\""}) {
    const Parsed parsed = parse(line);
    ASSERT_EQ(parsed.problems.size(), 1u) << line;
    EXPECT_TRUE(parsed.problems.front().starts_with("selfcheck.")) << parsed.problems.front();
  }
  EXPECT_EQ(parse("require = \"none\"").config.require, Require::none);
}

TEST(Names, AreDomainsAndTheirAliases) {
  EXPECT_EQ(names_of({{"a.test", {"b.test", "c.test"}}, {"d.test", {}}}),
            (std::vector<Name>{{"a.test", ""}, {"b.test", "a.test"}, {"c.test", "a.test"}, {"d.test", ""}}));
}

}  // namespace
}  // namespace mapigate::selfcheck
