#include "gateway/cli/check_command.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <iostream>

#include "gateway/base/encoding.hpp"
#include "gateway/base/file_limit.hpp"
#include "gateway/base/host_name.hpp"
#include "gateway/selfcheck/checker.hpp"
#include "gateway/selfcheck/dns/cares_resolver.hpp"
#include "gateway/selfcheck/http_prober.hpp"
#include "gateway/selfcheck/proof_key.hpp"
#include "gateway/selfcheck/report_json.hpp"
#include "gateway/selfcheck/report_nagios.hpp"
#include "gateway/selfcheck/report_tree.hpp"
#include "gateway/selfcheck/saved_state.hpp"

namespace mapigate::cli {

namespace asio = boost::asio;
using namespace selfcheck;

namespace {

constexpr int could_not_run = 3;

// Writes the names as they come and the rest at the end, in the form that was asked for.
class ReportOutput {
 public:
  ReportOutput(const CheckOptions& options, const CheckOutput& output)
      : options_(options),
        output_(output),
        tree_(output.out, {.colour = output.colour && !options.no_colour, .brief = options.brief}) {
    if (options.json) json_.emplace(output.out);
  }

  void name(const NameReport& name) {
    if (json_) {
      json_->name(name);
    } else if (options_.nagios) {
      nagios_.name(name);
    } else {
      if (progress_shown_) clear_progress();
      tree_.name(name);
    }
  }

  void end(const RunReport& run, const std::optional<std::vector<Change>>& changes) {
    if (progress_shown_) clear_progress();
    if (json_) {
      json_->end(run, changes);
    } else if (options_.nagios) {
      output_.out << nagios_.end(run) << "\n";
    } else {
      tree_.end(run);
      if (changes) tree_.changes(*changes);
    }
    output_.out.flush();
  }

  void progress(std::size_t done, std::size_t total) {
    if (!output_.progress) return;
    output_.err << fmt::format("\rchecked {} of {} names", done, total) << std::flush;
    progress_shown_ = true;
  }

 private:
  void clear_progress() {
    output_.err << "\r\x1b[K" << std::flush;
    progress_shown_ = false;
  }

  const CheckOptions& options_;
  const CheckOutput& output_;
  TreeWriter tree_;
  NagiosWriter nagios_;
  std::optional<JsonWriter> json_;
  bool progress_shown_ = false;
};

int fail(const CheckOptions& options, const CheckOutput& output, const std::string& why) {
  if (options.nagios) output.out << "MAPIGATE UNKNOWN - " << why << "\n";
  output.err << "mapigate check: " << why << "\n";
  return could_not_run;
}

// Runs a coroutine to its end on this thread.
template <class T>
T await(asio::io_context& io, asio::awaitable<T> task) {
  std::optional<T> result;
  std::exception_ptr failure;
  asio::co_spawn(io, std::move(task), [&](std::exception_ptr thrown, T value) {
    failure = thrown;
    result = std::move(value);
  });
  io.run();
  if (failure) std::rethrow_exception(failure);
  return *std::move(result);
}

// The names of --domain, in the order of the configuration.
Result<std::vector<Name>> pick(const std::vector<Name>& names, const std::vector<std::string>& domains) {
  if (domains.empty()) return names;
  std::vector<Name> picked;
  for (const std::string& domain : domains) {
    const auto canonical = canonical_host_name(domain);
    if (!canonical) return canonical.error();
    const auto found = std::ranges::find(names, *canonical, &Name::name);
    if (found == names.end())
      return Error{fmt::format("{} is not a domain or an alias of the configuration", *canonical)};
    if (std::ranges::find(picked, *found) == picked.end()) picked.push_back(*found);
  }
  return picked;
}

// What the last run of this command knew, or failing that the gateway.
SavedState last_state(const Config& config, const CheckOptions& options, const CheckOutput& output) {
  for (const auto& file : {config.check_state_file(), config.state_file()}) {
    auto state = load_state(file);
    if (state && !state->empty()) return *std::move(state);
    if (!state && options.changes) output.err << "mapigate check: " << state.error().message << "\n";
  }
  return {};
}

Results of_names(const SavedState& state, const std::vector<Name>& names) {
  Results results;
  for (const Name& name : names) {
    const auto found = state.find(name.name);
    if (found != state.end()) results.emplace(name.name, found->second.result);
  }
  return results;
}

void remember(const Results& results, SavedState state, const Config& config, const CheckOptions& options,
              const CheckOutput& output) {
  for (const auto& [name, result] : results)
    state.insert_or_assign(name, SavedName{result, std::nullopt, {}});
  const auto saved = save_state(config.check_state_file(), state);
  if (!saved && options.changes) output.err << "mapigate check: " << saved.error().message << "\n";
}

int check_here(const CheckOptions& options, const CheckSetup& setup, const std::vector<Name>& names,
               const CheckOutput& output) {
  const Config& config = setup.selfcheck;
  auto key = load_proof_key(config.proof_key_file);
  if (!key) {
    return fail(
        options, output,
        key.error().message + " (the gateway makes it at its first start; elsewhere a copy is needed)");
  }
  auto trust = http::TrustStore::load(config.ca_file);
  if (!trust) return fail(options, output, trust.error().message);

  asio::io_context io{1};
  const RealClock clock;
  SystemRandom random;
  Nonces nonces(random);
  HttpProber prober(io.get_executor(), config, *std::move(trust));
  Checker checker(config, {setup.gateway_host, random.hex(Nonces::bytes), *key},
                  {io.get_executor(),
                   std::make_shared<dns::CaresResolver>(io.get_executor(), config.resolver, clock, random),
                   prober, nonces, clock});
  ReportOutput report(options, output);
  Results results;
  const RunReport run =
      await(io, checker.run(
                    names,
                    [&](NameReport name) {
                      results.emplace(name.name.name, result_of(name));
                      report.name(name);
                    },
                    [&](std::size_t done, std::size_t total) { report.progress(done, total); }));
  SavedState before = last_state(config, options, output);
  std::optional<std::vector<Change>> changed;
  if (options.changes) changed = changes(of_names(before, names), results);
  report.end(run, changed);
  remember(results, std::move(before), config, options, output);
  return run.summary.exit_status();
}

// The recheck of the admin listener (gateway/status/admin_endpoint.hpp).
asio::awaitable<Result<http::ClientResponse>> ask_gateway(asio::io_context& io, asio::ip::tcp::endpoint admin,
                                                          std::string query) {
  using namespace std::chrono_literals;
  constexpr std::size_t max_report = 256 * 1024 * 1024;
  http::ClientConnection connection(io.get_executor());
  const boost::system::error_code refused = co_await connection.connect(admin, 5s);
  if (refused) {
    co_return Error{fmt::format("no gateway answers at {} port {}: {}", admin.address().to_string(),
                                admin.port(), refused.message())};
  }
  http::ClientRequest request;
  request.method = "POST";
  request.target = "/selfcheck/recheck" + (query.empty() ? query : "?" + query);
  request.host = "localhost";
  request.headers.add("X-Mapigate-Admin", "1");
  co_return co_await connection.exchange(request, max_report, 1h);
}

int check_by_gateway(const CheckOptions& options, const CheckSetup& setup, const std::vector<Name>& names,
                     const CheckOutput& output) {
  if (!setup.admin)
    return fail(options, output, "--now needs the gateway's admin listener (server.admin_listen)");
  std::string query;
  if (!options.domains.empty()) {
    for (const Name& name : names) query += (query.empty() ? "domain=" : "&domain=") + name.name;
  }
  asio::io_context io{1};
  const auto answer = await(io, ask_gateway(io, *setup.admin, query));
  if (!answer) return fail(options, output, answer.error().message);
  if (answer->status != 200) {
    return fail(options, output,
                fmt::format("the gateway answers {}: {}", answer->status, printable(trim(answer->body))));
  }
  auto report = read_report(answer->body);
  if (!report) return fail(options, output, report.error().message);
  ReportOutput writer(options, output);
  for (const NameReport& name : report->names) writer.name(name);
  if (!options.changes) report->changes.reset();
  writer.end(report->run, report->changes);
  return report->run.summary.exit_status();
}

}  // namespace

int run_check(const CheckOptions& options, CheckSetup setup, const CheckOutput& output) {
  raise_file_limit();  // a query may have a socket of its own
  const auto names = pick(setup.names, options.domains);
  if (!names) return fail(options, output, names.error().message);
  if (!options.resolvers.empty()) {
    auto servers = dns::parse_servers(options.resolvers);
    if (!servers) return fail(options, output, "--resolver: " + servers.error().message);
    setup.selfcheck.resolver.servers = *std::move(servers);
  }
  try {
    return options.now ? check_by_gateway(options, setup, *names, output)
                       : check_here(options, setup, *names, output);
  } catch (const std::exception& failure) {
    return fail(options, output, failure.what());
  }
}

void add_check_command(CLI::App& app, LoadCheckSetup load, int& status) {
  auto options = std::make_shared<CheckOptions>();
  CLI::App* check =
      app.add_subcommand("check", "Check whether Outlook's discovery for each name ends at the gateway");
  check->add_option("-c,--config", options->config_file, "Configuration file")->capture_default_str();
  check->add_option("-d,--domain", options->domains, "Only this domain or alias (may be repeated)");
  check->add_option(
      "--resolver", options->resolvers,
      "Ask this DNS resolver, ADDRESS or ADDRESS:PORT (may be repeated), not those of the configuration");
  check->add_flag("--changes", options->changes, "Say what has changed since the last check");
  check->add_flag("--brief", options->brief, "No steps of names that pass");
  check->add_flag("--no-color", options->no_colour, "No colours, also on a terminal");
  CLI::Option* json = check->add_flag("--json", options->json, "The report as JSON");
  check->add_flag("--nagios", options->nagios, "One line and an exit status for monitoring")->excludes(json);
  check->add_flag("--now", options->now, "Let the running gateway check, through its admin listener");
  check->footer(
      "Exit status: 0 all names pass, 1 warnings, 2 a name fails, 3 the check could not run.\n"
      "Examples:\n"
      "  mapigate check --config mapigate.toml --domain example.com\n"
      "  mapigate check --config mapigate.toml --nagios\n"
      "On a machine outside, with a copy of the configuration and of the proof key, it sees what users there "
      "see:\n"
      "  mapigate check --config mapigate.toml --resolver 9.9.9.9");
  check->callback([options, load = std::move(load), &status] {
    auto setup = load(options->config_file);
    if (!setup) {
      status = could_not_run;
      if (options->nagios) std::cout << "MAPIGATE UNKNOWN - the configuration has problems\n";
      return;
    }
    const CheckOutput output{std::cout, std::cerr, ::isatty(STDOUT_FILENO) == 1,
                             ::isatty(STDERR_FILENO) == 1};
    status = run_check(*options, *std::move(setup), output);
  });
}

}  // namespace mapigate::cli
