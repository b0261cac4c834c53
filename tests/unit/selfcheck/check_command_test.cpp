#include "gateway/cli/check_command.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <sstream>

#include "gateway/selfcheck/report_json.hpp"
#include "gateway/selfcheck/saved_state.hpp"
#include "tests/fakes/process.hpp"
#include "tests/fakes/web_server.hpp"

namespace mapigate::cli {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

class CheckCommand : public testing::Test {
 protected:
  CheckCommand() {
    setup.gateway_host = "mail.gateway.test";
    setup.names = {{"a.test", ""}, {"b.test", "a.test"}};
    setup.selfcheck.state_dir = folder.path();
    setup.selfcheck.proof_key_file = folder / "proof.key";
    setup.selfcheck.resolver.timeout = 50ms;
    setup.selfcheck.resolver.tries = 1;
    // Nobody listens there, so that nothing can be found out about any name.
    options.resolvers = {"127.0.0.1:" + std::to_string(fakes::free_port())};
    fakes::write_file(setup.selfcheck.proof_key_file, std::string(64, '1'));
    std::filesystem::permissions(setup.selfcheck.proof_key_file, std::filesystem::perms::owner_read);
  }
  int run() {
    out.str({});
    err.str({});
    return run_check(options, setup, {out, err});
  }

  fakes::TempDir folder;
  CheckOptions options;
  CheckSetup setup;
  std::ostringstream out, err;
};

TEST_F(CheckCommand, ChecksAllNames) {
  EXPECT_EQ(run(), 3);
  EXPECT_THAT(out.str(), HasSubstr("UNKNOWN  a.test\n"));
  EXPECT_THAT(out.str(), HasSubstr("UNKNOWN  b.test, alias of a.test\n"));
  EXPECT_THAT(out.str(), HasSubstr("0 pass, 0 warn, 0 fail, 2 unknown"));
  EXPECT_EQ(out.str().find('\x1b'), std::string::npos);
  EXPECT_EQ(err.str(), "");
}

TEST_F(CheckCommand, ChecksSomeNames) {
  options.domains = {"B.Test", "b.test"};
  options.json = true;
  EXPECT_EQ(run(), 3);
  const auto report = selfcheck::read_report(out.str());
  ASSERT_TRUE(report) << out.str();
  ASSERT_EQ(report->names.size(), 1u);
  EXPECT_EQ(report->names[0].name, (selfcheck::Name{"b.test", "a.test"}));
  EXPECT_EQ(report->changes, std::nullopt);
}

TEST_F(CheckCommand, WritesOneLineForMonitoring) {
  options.nagios = true;
  EXPECT_EQ(run(), 3);
  EXPECT_THAT(out.str(), testing::StartsWith("MAPIGATE UNKNOWN - 0 of 2 names pass; 2 unknown: a.test ("));
  EXPECT_EQ(std::ranges::count(out.str(), '\n'), 1);
}

TEST_F(CheckCommand, SaysWhatHasChanged) {
  options.changes = true;
  EXPECT_EQ(run(), 3);
  EXPECT_THAT(out.str(), HasSubstr("a.test: new, unknown"));
  EXPECT_EQ(run(), 3);
  EXPECT_THAT(out.str(), HasSubstr("nothing has changed since the last check"));
  auto state = *selfcheck::load_state(setup.selfcheck.check_state_file());
  state["a.test"].result = {selfcheck::Verdict::pass, {}};
  ASSERT_TRUE(selfcheck::save_state(setup.selfcheck.check_state_file(), state));
  options.domains = {"a.test"};
  run();
  EXPECT_THAT(out.str(), HasSubstr("a.test: pass -> unknown"));
  EXPECT_EQ(selfcheck::load_state(setup.selfcheck.check_state_file())->size(), 2u) << "b.test is still known";
}

TEST_F(CheckCommand, ComparesWithTheGatewayWhereItHasNotRunBefore) {
  ASSERT_TRUE(selfcheck::save_state(setup.selfcheck.state_file(),
                                    {{"a.test", {{selfcheck::Verdict::pass, {}}, {}, {}}}}));
  options.changes = true;
  run();
  EXPECT_THAT(out.str(), HasSubstr("a.test: pass -> unknown"));
}

TEST_F(CheckCommand, ShowsProgressToPeople) {
  EXPECT_EQ(run_check(options, setup, {out, err, true, true}), 3);
  EXPECT_THAT(err.str(), HasSubstr("checked 2 of 2 names"));
  EXPECT_TRUE(err.str().ends_with("\r\x1b[K"));
  EXPECT_NE(out.str().find("\x1b["), std::string::npos);
  options.no_colour = true;
  out.str({});
  run_check(options, setup, {out, err, true, false});
  EXPECT_EQ(out.str().find('\x1b'), std::string::npos);
}

TEST_F(CheckCommand, DoesNotRunWithoutAKey) {
  std::filesystem::remove(setup.selfcheck.proof_key_file);
  EXPECT_EQ(run(), 3);
  EXPECT_THAT(err.str(), HasSubstr("proof.key cannot be read"));
  EXPECT_THAT(err.str(), HasSubstr("a copy is needed"));
  EXPECT_FALSE(std::filesystem::exists(setup.selfcheck.proof_key_file))
      << "none is made: it would never match";
  options.nagios = true;
  EXPECT_EQ(run(), 3);
  EXPECT_THAT(out.str(), testing::StartsWith("MAPIGATE UNKNOWN - the proof key file"));
}

TEST_F(CheckCommand, DoesNotRunForStrangers) {
  options.domains = {"c.test"};
  EXPECT_EQ(run(), 3);
  EXPECT_THAT(err.str(), HasSubstr("c.test is not a domain or an alias of the configuration"));
  options.domains = {"not a name"};
  EXPECT_EQ(run(), 3);
}

TEST_F(CheckCommand, DoesNotRunWithWrongFiles) {
  options.resolvers = {"dns.example"};
  EXPECT_EQ(run(), 3);
  EXPECT_THAT(err.str(), HasSubstr("--resolver: "));
  options.resolvers.clear();
  setup.selfcheck.ca_file = folder / "missing.pem";
  EXPECT_EQ(run(), 3);
  EXPECT_THAT(err.str(), HasSubstr("missing.pem"));
}

class CheckNow : public CheckCommand {
 protected:
  CheckNow() {
    options.now = true;
    setup.admin = boost::asio::ip::tcp::endpoint(boost::asio::ip::make_address("127.0.0.1"), port);
  }
  fakes::WebServer answering(std::string body, unsigned status = 200) {
    return fakes::WebServer({{.port = port, .handler = [=](const fakes::WebRequest&) {
                                return fakes::WebReply{.status = status, .body = body};
                              }}});
  }
  const std::uint16_t port = fakes::free_port();
};

TEST_F(CheckNow, AsksTheGateway) {
  std::ostringstream json;
  selfcheck::JsonWriter writer(json);
  selfcheck::NameReport name;
  name.name.name = "b.test";
  name.verdict = selfcheck::Verdict::warn;
  name.served = true;
  writer.name(name);
  selfcheck::RunReport report;
  report.gateway_host = "mail.gateway.test";
  writer.end(report, std::vector<selfcheck::Change>{{"b.test", {}, selfcheck::Verdict::warn, {}, {}}});
  const auto gateway = answering(json.str());
  options.domains = {"b.test"};
  EXPECT_EQ(run(), 1);
  EXPECT_THAT(out.str(), HasSubstr("WARN     b.test"));
  EXPECT_THAT(out.str(), HasSubstr("; served"));
  EXPECT_EQ(out.str().find("since the last check"), std::string::npos);
  ASSERT_EQ(gateway.requests().size(), 1u);
  EXPECT_EQ(gateway.requests()[0].method, "POST");
  EXPECT_EQ(gateway.requests()[0].target, "/selfcheck/recheck?domain=b.test");
  EXPECT_NE(gateway.requests()[0].header("X-Mapigate-Admin"), "");
  options.changes = true;
  options.domains.clear();
  EXPECT_EQ(run(), 1);
  EXPECT_THAT(out.str(), HasSubstr("b.test: new, warn"));
  EXPECT_EQ(gateway.requests()[1].target, "/selfcheck/recheck");
}

TEST_F(CheckNow, SaysWhyItCannot) {
  EXPECT_EQ(run(), 3);
  EXPECT_THAT(err.str(), HasSubstr("no gateway answers at 127.0.0.1 port"));
  setup.admin.reset();
  EXPECT_EQ(run(), 3);
  EXPECT_THAT(err.str(), HasSubstr("server.admin_listen"));
}

TEST_F(CheckNow, TakesNoOtherAnswer) {
  {
    const auto somebody = answering("busy\x1b[31m", 503);
    EXPECT_EQ(run(), 3);
    EXPECT_THAT(err.str(), HasSubstr("the gateway answers 503: busy?[31m"));
  }
  {
    const auto somebody = answering("<html>");
    EXPECT_EQ(run(), 3);
    EXPECT_THAT(err.str(), HasSubstr("the report is not JSON"));
  }
}

TEST_F(CheckCommand, IsASubcommand) {
  CLI::App app;
  int status = -1;
  std::string loaded;
  add_check_command(
      app,
      [&](const std::string& file) -> std::optional<CheckSetup> {
        loaded = file;
        return std::nullopt;
      },
      status);
  app.parse(
      "check --config x.toml --domain a.test --domain b.test --brief --changes --no-color --resolver "
      "127.0.0.1",
      false);
  EXPECT_EQ(loaded, "x.toml");
  EXPECT_EQ(status, 3);
  EXPECT_THROW(app.parse("check --json --nagios", false), CLI::ParseError);
  EXPECT_THAT(app.get_subcommand("check")->help(), HasSubstr("Exit status"));
}

}  // namespace
}  // namespace mapigate::cli
