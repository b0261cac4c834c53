// The process: configuration errors, signals, limits.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <atomic>
#include <filesystem>
#include <thread>

#include "tests/e2e/mapi_client.hpp"

namespace mapigate::e2e {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

const std::string password = "correct horse";
const std::string anna = "anna@good.test";

struct Mistake {
  std::string name;
  std::function<void(Installation&)> make;
  std::string key;  // that the message names
};

class ConfigurationErrors : public testing::TestWithParam<Mistake> {};

TEST_P(ConfigurationErrors, NameFileLineAndKeyAndStartNothing) {
  Installation installation;
  installation.add_good_domain("good.test");
  GetParam().make(installation);
  const auto started = [&] {
    auto& gateway = installation.launch();
    EXPECT_EQ(gateway.wait(), 2) << installation.log();
    return installation.log();
  }();
  const std::string place = "mapigate.toml:";
  ASSERT_THAT(started, HasSubstr(place));
  EXPECT_TRUE(std::isdigit(static_cast<unsigned char>(started[started.find(place) + place.size()])))
      << started;
  EXPECT_THAT(started, HasSubstr(GetParam().key));
  EXPECT_FALSE(std::filesystem::exists(installation.folder.path() / "store")) << "nothing must be created";

  const auto checked = installation.run({"config", "check"});
  EXPECT_EQ(checked.status, 2);
  EXPECT_THAT(checked.out + checked.err, HasSubstr(GetParam().key));
}

INSTANTIATE_TEST_SUITE_P(
    All, ConfigurationErrors,
    testing::Values(
        Mistake{"unknown_key", [](Installation& i) { i.set("server", "hostnam", "\"a.test\""); },
                "server.hostnam"},
        Mistake{"unknown_section", [](Installation& i) { i.set("sever", "threads", "1"); }, "sever"},
        Mistake{"wrong_type", [](Installation& i) { i.set("server", "threads", "\"two\""); },
                "server.threads"},
        Mistake{"out_of_range", [](Installation& i) { i.set("selfcheck", "https_port", "70000"); },
                "selfcheck.https_port"},
        Mistake{"not_a_duration", [](Installation& i) { i.set("selfcheck", "dns_timeout", "\"soon\""); },
                "selfcheck.dns_timeout"},
        Mistake{"unreadable_file", [](Installation& i) { i.set("selfcheck", "ca_file", "\"/nonexistent\""); },
                "selfcheck.ca_file"},
        Mistake{"same_domain_twice", [](Installation& i) { i.add_domain("good.test"); }, "domain[1].name"},
        Mistake{"alias_of_two", [](Installation& i) { i.add_domain("other.test", {"good.test"}); },
                "domain[1].aliases"},
        Mistake{"not_a_host_name", [](Installation& i) { i.add_domain("under_score.test"); },
                "domain[1].name"},
        Mistake{"no_host_name_of_two_labels", [](Installation& i) { i.add_domain("test"); },
                "domain[1].name"},
        Mistake{"bad_address", [](Installation& i) { i.set("server", "listen", "[\"somewhere\"]"); },
                "server.listen"}),
    [](const auto& test) { return test.param.name; });

TEST(Configuration, IsCheckedWithoutStarting) {
  Installation installation;
  installation.add_good_domain("good.test");
  installation.write_config();
  EXPECT_EQ(installation.run({"config", "check"}).status, 0);
}

TEST(Configuration, TheExampleIsValidButForItsFiles) {
  const auto checked =
      fakes::run({MAPIGATE_PROGRAM, "config", "check", "--config", MAPIGATE_SOURCE "/conf/mapigate.toml"});
  for (const char* word : {"unknown", "must be"})
    EXPECT_THAT(checked.out + checked.err, Not(HasSubstr(word)));
}

long resident_kib(pid_t pid) {
  const std::string status = fakes::read_file("/proc/" + std::to_string(pid) + "/status");
  const std::string key = "VmRSS:";
  return std::stol(status.substr(status.find(key) + key.size()));
}

class ProcessTest : public testing::Test {
 protected:
  ProcessTest() {
    installation.set("auth", "memory_kib", "1024");
    installation.add_good_domain("good.test");
  }
  Installation installation;
};

TEST_F(ProcessTest, SigtermLetsRequestsEnd) {
  installation.set("server", "drain_timeout", "\"10s\"");
  installation.set("auth", "memory_kib", "262144");  // a password takes long to verify
  installation.set("auth", "operations", "4");
  installation.add_user(anna, password);
  installation.start();
  auto client = installation.client();
  unsigned status = 0;
  std::thread request([&] {
    const auto answer = client.try_send(pox_request(anna, basic(anna, password)));
    status = answer ? answer->status : 0;
  });
  // The memory shows that the verification runs.
  while (resident_kib(installation.gateway().pid()) < 200'000) std::this_thread::sleep_for(1ms);
  EXPECT_EQ(installation.stop(), 0);
  request.join();
  EXPECT_EQ(status, 200);
}

TEST_F(ProcessTest, SigtermEndsNotificationWaitsAtOnce) {
  installation.add_user(anna, password);
  installation.start();
  MapiClient mapi(installation, anna, password);
  mapi.connect();
  auto waiting = mapi.start_waiting();
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(installation.stop(), 0);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 5s) << "it would have waited for five minutes";
  EXPECT_TRUE(waiting.wait());
  EXPECT_THAT(waiting.out(), HasSubstr("DONE\r\n"));
}

TEST_F(ProcessTest, SigtermInTheFirstCheckEndsIt) {
  const fakes::WebServer silent(
      {installation.site("127.0.9.6", fakes::web::never(), {.names = {"slow.test"}})});
  installation.set("selfcheck", "http_timeout", "\"2m\"");
  installation.add_domain("slow.test");
  installation.add_dns("host-record=slow.test,127.0.9.6");
  installation.launch();
  const auto end = std::chrono::steady_clock::now() + 20s;
  while (silent.requests().empty() && std::chrono::steady_clock::now() < end)
    std::this_thread::sleep_for(5ms);
  ASSERT_FALSE(silent.requests().empty()) << installation.log();
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(installation.stop(), 0);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 5s);
}

TEST_F(ProcessTest, SaysWhichAddressIsTaken) {
  const fakes::WebServer other(
      {{.address = "127.0.0.1", .port = installation.https_port, .handler = fakes::web::page(200)}});
  EXPECT_EQ(installation.launch().wait(), 1);
  EXPECT_THAT(installation.log(), HasSubstr("127.0.0.1:" + std::to_string(installation.https_port)));
}

TEST_F(ProcessTest, SigtermStopsWithinItsLimitWhateverClientsDo) {
  installation.set("server", "drain_timeout", "\"300ms\"");
  installation.start();
  std::vector<std::unique_ptr<fakes::BlockingClient>> idle;
  for (int i = 0; i < 20; ++i)
    idle.push_back(std::make_unique<fakes::BlockingClient>(
        fakes::BlockingClient::Target{.port = installation.https_port,
                                      .server_name = "mail.gateway.test",
                                      .trust = &installation.trust()}));
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(installation.stop(), 0);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 5s);
}

TEST_F(ProcessTest, ReloadsCertificatesUnderLoad) {
  const auto files = installation.add_certificate({.names = {"load.gateway.test"}});
  installation.start();
  std::atomic<bool> stop = false;
  std::atomic<int> answered = 0, failed = 0;
  std::vector<std::thread> clients;
  for (int i = 0; i < 4; ++i) {
    clients.emplace_back([&] {
      while (!stop) {
        try {
          auto client = installation.client("load.gateway.test");
          for (int request = 0; request < 5; ++request)
            client.send(pox_request(anna)).status == 401 ? ++answered : ++failed;
        } catch (const std::exception& error) {
          ++failed;
          ADD_FAILURE() << error.what();
        }
      }
    });
  }
  const auto shown = [&] { return installation.client("load.gateway.test").tls().chain.at(0).sha256; };
  const auto old = shown();
  for (int round = 0; round < 5; ++round) {
    const auto renewed = installation.ca.issue({.names = {"load.gateway.test"}});
    // Not both at once, as certbot does: a pair that does not match must never be used.
    fakes::write_file(files.key, renewed.key);
    fakes::write_file(files.chain, renewed.chain);
    const auto before = installation.gateway().err().size();
    installation.gateway().signal(SIGHUP);
    EXPECT_TRUE(installation.gateway().wait_for_err("TLS_CERTIFICATES_LOADED", 10s, before));
  }
  EXPECT_NE(shown(), old);
  stop = true;
  for (auto& client : clients) client.join();
  EXPECT_GT(answered, 0);
  EXPECT_EQ(failed, 0);
}

TEST_F(ProcessTest, NoticesChangedCertificatesByItself) {
  const auto files = installation.add_certificate({.names = {"load.gateway.test"}});
  installation.start();
  const auto shown = [&] { return installation.client("load.gateway.test").tls().chain.at(0).sha256; };
  const auto old = shown();
  const auto renewed = installation.ca.issue({.names = {"load.gateway.test"}});
  fakes::write_file(files.key, renewed.key);
  fakes::write_file(files.chain, renewed.chain);
  const auto end = std::chrono::steady_clock::now() + 20s;
  while (shown() == old && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(50ms);
  EXPECT_NE(shown(), old);
}

TEST_F(ProcessTest, KeepsTheOldCertificatesWhenTheNewOnesAreBroken) {
  const auto files = installation.add_certificate({.names = {"load.gateway.test"}});
  installation.start();
  fakes::write_file(files.chain, "no certificate");
  installation.gateway().signal(SIGHUP);
  EXPECT_TRUE(installation.gateway().wait_for_err("TLS_CERTIFICATES_KEPT"));
  EXPECT_EQ(installation.client("load.gateway.test").send(pox_request(anna)).status, 401);
}

TEST_F(ProcessTest, ServesADomainThatIsAddedByAReload) {
  installation.start();
  installation.add_good_domain("added.test");
  installation.reload_dns();
  EXPECT_EQ(installation.send(pox_request("anna@added.test")).status, 503);
  installation.write_config();
  installation.gateway().signal(SIGHUP);
  const auto end = std::chrono::steady_clock::now() + 20s;
  while (installation.send(pox_request("anna@added.test")).status != 401 &&
         std::chrono::steady_clock::now() < end)
    std::this_thread::sleep_for(20ms);
  EXPECT_EQ(installation.send(pox_request("anna@added.test")).status, 401);
  EXPECT_EQ(installation.client("autodiscover.added.test").send(pox_request("anna@added.test")).status, 401);
}

TEST_F(ProcessTest, KeepsRunningWhenAReloadFails) {
  installation.start();
  installation.set("server", "nonsense", "1");
  installation.write_config();
  installation.gateway().signal(SIGHUP);
  EXPECT_TRUE(installation.gateway().wait_for_err("server.nonsense"));
  EXPECT_EQ(installation.send(pox_request(anna)).status, 401);
}

TEST_F(ProcessTest, AnswersConnectionsBeyondTheLimitOverTls) {
  installation.set("limits", "connections", "8");
  installation.start();
  std::vector<std::unique_ptr<fakes::BlockingClient>> clients;
  unsigned refused = 0;
  for (int i = 0; i < 12; ++i) {
    clients.push_back(std::make_unique<fakes::BlockingClient>(
        fakes::BlockingClient::Target{.port = installation.https_port,
                                      .server_name = "mail.gateway.test",
                                      .trust = &installation.trust()}));
    const auto answer = clients.back()->send(pox_request(anna));
    if (answer.status == 503) ++refused;
  }
  EXPECT_GE(refused, 4u);
  clients.clear();
}

TEST_F(ProcessTest, OpensAsManyFilesAsItMay) {
  installation.set("limits", "connections", "500");
  installation.start({"prlimit", "--nofile=256:4000"});
  EXPECT_THAT(fakes::run({"prlimit", "--nofile", "--noheadings", "--output=SOFT", "--pid",
                          std::to_string(installation.gateway().pid())})
                  .out,
              HasSubstr("4000"));
  EXPECT_EQ(installation.log().find("SERVE_FILE_LIMIT"), std::string::npos);
  EXPECT_EQ(installation.stop(), 0);
  installation.start({"prlimit", "--nofile=256:600"});
  EXPECT_THAT(installation.log(), HasSubstr("SERVE_FILE_LIMIT"));
}

TEST(Command, TellsItsVersionAndHelps) {
  EXPECT_THAT(fakes::run({MAPIGATE_PROGRAM, "--version"}).out, HasSubstr("0.1.0"));
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{{},
                                                                                     {"serve"},
                                                                                     {"check"},
                                                                                     {"probe"},
                                                                                     {"user"},
                                                                                     {"user", "add"},
                                                                                     {"config"},
                                                                                     {"config", "check"},
                                                                                     {"decode"}}) {
    std::vector<std::string> command{MAPIGATE_PROGRAM};
    command.insert(command.end(), words.begin(), words.end());
    command.push_back("--help");
    const auto help = fakes::run(command);
    EXPECT_EQ(help.status, 0);
    EXPECT_THAT(help.out, HasSubstr("mapigate"));
  }
  EXPECT_EQ(fakes::run({MAPIGATE_PROGRAM, "nonsense"}).status, 2);
}

}  // namespace
}  // namespace mapigate::e2e
