#include "gateway/cli/probe_command.hpp"

#include <fmt/core.h>
#include <sodium.h>
#include <unistd.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <memory>

#include "gateway/cli/config.hpp"
#include "gateway/cli/password_input.hpp"
#include "gateway/probe/report.hpp"
#include "gateway/selfcheck/dns/cares_resolver.hpp"

namespace mapigate::cli {

namespace asio = boost::asio;

namespace {

constexpr int could_not_run = 3;

struct ProbeArguments {
  std::string address;
  std::string config_file;  // for the four below, where they are not given
  std::vector<std::string> resolvers;
  std::string ca_file;
  int https_port = 0;
  int http_port = 0;
  std::string password_file;
  bool read_only = false;
  bool json = false;
  bool no_colour = false;
};

// What the probe goes by: the command line, then the configuration, then what Outlook does.
Result<selfcheck::Config> settings(const ProbeArguments& arguments) {
  selfcheck::Config config;
  if (!arguments.config_file.empty()) {
    LoadedConfig loaded = load_config(arguments.config_file, Purpose::tool);
    if (!loaded.problems.empty()) return Error{loaded.problems.front()};
    config = std::move(loaded.config.selfcheck);
  }
  if (!arguments.resolvers.empty()) {
    auto servers = dns::parse_servers(arguments.resolvers);
    if (servers.has_error()) return servers.error();
    config.resolver.servers = std::move(*servers);
  }
  if (!arguments.ca_file.empty()) config.ca_file = arguments.ca_file;
  if (arguments.https_port != 0) config.https_port = static_cast<std::uint16_t>(arguments.https_port);
  if (arguments.http_port != 0) config.http_port = static_cast<std::uint16_t>(arguments.http_port);
  return config;
}

int fail(const std::string& reason) {
  fmt::print(stderr, "mapigate probe: {}\n", reason);
  return could_not_run;
}

int run_probe(const ProbeArguments& arguments) {
  if (sodium_init() < 0) return fail("libsodium cannot be initialized");
  const auto config = settings(arguments);
  if (config.has_error()) return fail(config.error().message);
  const auto trust = http::TrustStore::load(config->ca_file);
  if (trust.has_error()) return fail(trust.error().message);
  auto password = read_password(fmt::format("Password of {}: ", arguments.address), arguments.password_file);
  if (password.has_error()) return fail(password.error().message);

  asio::io_context io(1);
  const RealClock clock;
  SystemRandom random;
  dns::CaresResolver resolver(io.get_executor(), config->resolver, clock, random);
  probe::Options options;
  options.address = arguments.address;
  options.password = std::move(*password);
  options.read_only = arguments.read_only;
  options.https_port = config->https_port;
  options.http_port = config->http_port;
  options.connect_timeout = config->connect_timeout;
  options.tls_timeout = config->tls_timeout;
  const probe::World world{io.get_executor(), resolver, *trust, random, clock};
  auto running = asio::co_spawn(io, probe::run(world, std::move(options)), asio::use_future);
  io.run();
  const probe::Report report = running.get();
  if (arguments.json) {
    fmt::print("{}\n", probe::as_json(report));
  } else {
    fmt::print("{}", probe::as_tree(report, !arguments.no_colour && isatty(STDOUT_FILENO) == 1));
  }
  return static_cast<int>(report.ending);
}

}  // namespace

void add_probe_command(CLI::App& app, int& status) {
  auto arguments = std::make_shared<ProbeArguments>();
  CLI::App* probe = app.add_subcommand(
      "probe", "Connect as Outlook would: discovery, address book, mail store, a first look at the mail");
  probe->add_option("ADDRESS", arguments->address, "Whose mailbox, for example anna@example.org")->required();
  probe
      ->add_option("-c,--config", arguments->config_file,
                   "Take resolvers, ports and trusted certificates from this file's [selfcheck]")
      ->check(CLI::ExistingFile);
  probe->add_option("--resolver", arguments->resolvers,
                    "Ask this DNS resolver, ADDRESS or ADDRESS:PORT (may be repeated)");
  probe->add_option("--ca-file", arguments->ca_file, "Trust these certificates (PEM) beside the system's")
      ->check(CLI::ExistingFile);
  probe->add_option("--https-port", arguments->https_port, "Instead of 443")->check(CLI::Range(1, 65535));
  probe->add_option("--http-port", arguments->http_port, "Instead of 80")->check(CLI::Range(1, 65535));
  probe->add_option(
      "--password-file", arguments->password_file,
      "Read the password from the first line of this file (- is standard input), not from the terminal");
  probe->add_flag("--read-only", arguments->read_only,
                  "Only look at the mailbox; without it a draft is made, read back and deleted");
  probe->add_flag("--json", arguments->json, "The report as JSON");
  probe->add_flag("--no-color", arguments->no_colour, "No colours, also on a terminal");
  probe->footer(
      "The password is sent to no server whose certificate is not valid for the name asked.\n"
      "Exit status: 0 passed, 1 passed with warnings, 2 failed, 3 could not run.\n\n"
      "Examples:\n"
      "  mapigate probe anna@example.org\n"
      "  mapigate probe anna@example.org --resolver 9.9.9.9 --password-file anna.password --json");
  probe->callback([arguments, &status] { status = run_probe(*arguments); });
}

}  // namespace mapigate::cli
