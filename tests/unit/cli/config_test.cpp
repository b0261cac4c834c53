#include "gateway/cli/config.hpp"

#include <gmock/gmock.h>

#include "tests/fakes/process.hpp"
#include "tests/fakes/test_ca.hpp"

namespace mapigate::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class CliConfig : public ::testing::Test {
 protected:
  CliConfig() {
    const fakes::TestCa ca;
    const auto files = ca.write(folder_.path(), "site", {.names = {"mail.example.org"}});
    std::filesystem::create_directory(folder_.path() / "certs");
    std::filesystem::copy_file(files.chain, folder_.path() / "certs/fullchain.pem");
    std::filesystem::copy_file(files.key, folder_.path() / "certs/privkey.pem");
  }
  LoadedConfig load(const std::string& text, Purpose purpose = Purpose::serve) {
    fakes::write_file(folder_ / "mapigate.toml", text);
    return load_config(folder_ / "mapigate.toml", purpose);
  }

  fakes::TempDir folder_;
  const std::string minimal_ = R"([server]
hostname = "mail.example.org"
[[tls.certificate]]
chain_file = "certs/fullchain.pem"
key_file = "certs/privkey.pem"
[[domain]]
name = "example.org"
)";
};

// The example is the reference of all settings: what it says must be what happens without it.
TEST_F(CliConfig, TheExampleHasEveryKeyWithItsDefault) {
  const LoadedConfig example = load(fakes::read_file(MAPIGATE_EXAMPLE));
  const LoadedConfig defaults = load(minimal_);
  ASSERT_THAT(example.problems, IsEmpty());
  ASSERT_THAT(defaults.problems, IsEmpty());
  // These three follow store.folder and stand as comments.
  EXPECT_THAT(example.absent_keys,
              UnorderedElementsAre("selfcheck.state_dir", "selfcheck.proof_key_file", "directory.file"));

  const Config& a = example.config;
  const Config& b = defaults.config;
  EXPECT_EQ(a.server.listen, b.server.listen);
  EXPECT_EQ(a.server.redirect_listen, b.server.redirect_listen);
  EXPECT_EQ(a.server.admin_listen, b.server.admin_listen);
  EXPECT_EQ(a.server.public_port, b.server.public_port);
  EXPECT_EQ(a.server.threads, b.server.threads);
  EXPECT_EQ(a.server.drain_timeout, b.server.drain_timeout);
  EXPECT_EQ(a.store_folder, b.store_folder);
  EXPECT_EQ(a.selfcheck.require, b.selfcheck.require);
  EXPECT_EQ(a.selfcheck.https_port, b.selfcheck.https_port);
  EXPECT_EQ(a.selfcheck.http_port, b.selfcheck.http_port);
  EXPECT_EQ(a.selfcheck.ca_file, b.selfcheck.ca_file);
  EXPECT_EQ(a.selfcheck.resolver.timeout, b.selfcheck.resolver.timeout);
  EXPECT_EQ(a.selfcheck.resolver.queries_per_second, b.selfcheck.resolver.queries_per_second);
  EXPECT_EQ(a.selfcheck.connect_timeout, b.selfcheck.connect_timeout);
  EXPECT_EQ(a.selfcheck.tls_timeout, b.selfcheck.tls_timeout);
  EXPECT_EQ(a.selfcheck.http_timeout, b.selfcheck.http_timeout);
  EXPECT_EQ(a.selfcheck.concurrency, b.selfcheck.concurrency);
  EXPECT_EQ(a.selfcheck.recheck_interval, b.selfcheck.recheck_interval);
  EXPECT_EQ(a.selfcheck.drop_after, b.selfcheck.drop_after);
  EXPECT_EQ(a.selfcheck.unknown_grace, b.selfcheck.unknown_grace);
  EXPECT_EQ(a.selfcheck.certificate_days, b.selfcheck.certificate_days);
  EXPECT_EQ(a.selfcheck.tls_proxy, b.selfcheck.tls_proxy);
  EXPECT_EQ(a.directory.busy_timeout, b.directory.busy_timeout);
  EXPECT_EQ(a.auth, b.auth);
  EXPECT_EQ(a.autodiscover.deployment_id, b.autodiscover.deployment_id);
  EXPECT_EQ(a.autodiscover.retry_after, b.autodiscover.retry_after);
  EXPECT_EQ(a.mapi.pending_period, b.mapi.pending_period);
  EXPECT_EQ(a.mapi.session_expiry, b.mapi.session_expiry);
  EXPECT_EQ(a.mapi.notification_wait, b.mapi.notification_wait);
  EXPECT_EQ(a.mapi.sessions_per_user, b.mapi.sessions_per_user);
  EXPECT_EQ(a.mapi.max_sessions, b.mapi.max_sessions);
  EXPECT_EQ(a.log.level, b.log.level);
  EXPECT_EQ(a.log.json, b.log.json);
  EXPECT_EQ(a.log.file, b.log.file);
  EXPECT_EQ(a.limits.connections, b.limits.connections);
  EXPECT_EQ(a.limits.header_bytes, b.limits.header_bytes);
  EXPECT_EQ(a.limits.autodiscover_bytes, b.limits.autodiscover_bytes);
  EXPECT_EQ(a.limits.handshake_timeout, b.limits.handshake_timeout);
  EXPECT_EQ(a.limits.request_timeout, b.limits.request_timeout);
  EXPECT_EQ(a.limits.write_timeout, b.limits.write_timeout);
  EXPECT_EQ(a.limits.idle_timeout, b.limits.idle_timeout);
}

TEST_F(CliConfig, FilesFollowTheStoreFolder) {
  const LoadedConfig loaded = load(minimal_ + "[store]\nfolder = \"data\"\n");
  EXPECT_EQ(loaded.config.directory.file, folder_ / "data/directory.sqlite");
  EXPECT_EQ(loaded.config.selfcheck.state_dir, folder_ / "data");
  EXPECT_EQ(loaded.config.selfcheck.proof_key_file, folder_ / "data/proof.key");
}

TEST_F(CliConfig, EveryProblemIsNamedAtOnce) {
  const LoadedConfig loaded = load(R"([server]
hostnam = "mail.example.org"
[[domain]]
name = "example.org"
aliases = ["Example.ORG", "no host name"]
[[domain]]
name = "example.net"
aliases = ["example.org"]
)");
  EXPECT_THAT(
      loaded.problems,
      UnorderedElementsAre(HasSubstr(":1: server.hostname: is missing"),
                           HasSubstr(":2: server.hostnam: there is no such key"),
                           HasSubstr("tls.certificate: is missing"), HasSubstr(":5: domain[0].aliases[0]: "),
                           HasSubstr(":5: domain[0].aliases[1]: "), HasSubstr(":8: domain[1].aliases[0]: ")));
}

TEST_F(CliConfig, AToolDoesNotNeedTheCertificates) {
  std::filesystem::remove(folder_.path() / "certs/privkey.pem");
  EXPECT_THAT(load(minimal_).problems, ElementsAre(HasSubstr("tls.certificate[0].key_file")));
  EXPECT_THAT(load(minimal_, Purpose::tool).problems, IsEmpty());
}

}  // namespace
}  // namespace mapigate::cli
