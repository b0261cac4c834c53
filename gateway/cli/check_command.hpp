#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "gateway/selfcheck/config.hpp"
#include "gateway/selfcheck/names.hpp"

namespace CLI {
class App;
}

namespace mapigate::cli {

// `mapigate check`: the self-check from wherever it is run, or, with --now, by the running gateway.
struct CheckOptions {
  std::string config_file = "/etc/mapigate/mapigate.toml";
  std::vector<std::string> domains;    // none: all that are configured
  std::vector<std::string> resolvers;  // none: those of the configuration
  bool json = false;
  bool nagios = false;
  bool changes = false;
  bool now = false;
  bool brief = false;
  bool no_colour = false;
};

// What the command needs of the configuration.
struct CheckSetup {
  selfcheck::Config selfcheck;
  std::string gateway_host;
  std::vector<selfcheck::Name> names;
  std::optional<boost::asio::ip::tcp::endpoint> admin;  // of the running gateway
};

// Where the output goes, and whether a person sits there.
struct CheckOutput {
  std::ostream& out;
  std::ostream& err;
  bool colour = false;    // `out` is a terminal
  bool progress = false;  // `err` is one
};

// Exit status: 0 all pass, 1 warnings, 2 a name fails, 3 the check could not run.
int run_check(const CheckOptions& options, CheckSetup setup, const CheckOutput& output);

// Reads the configuration file; nothing, after a message on standard error, when it has problems.
using LoadCheckSetup = std::function<std::optional<CheckSetup>(const std::string& config_file)>;

// Adds the sub-command. When it is chosen, parsing runs it and puts its exit status in `status`.
void add_check_command(CLI::App& app, LoadCheckSetup load, int& status);

}  // namespace mapigate::cli
