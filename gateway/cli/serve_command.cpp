#include "gateway/cli/serve_command.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <memory>

#include "gateway/base/file_limit.hpp"
#include "gateway/cli/gateway.hpp"
#include "gateway/cli/messages.hpp"
#include "gateway/selfcheck/report_tree.hpp"

namespace mapigate::cli {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::seconds unwind_limit{3};
// Files and sockets beside those of clients: the store, the log, the self-check's queries and connections.
constexpr std::size_t other_files = 500;

// On a terminal the whole report; in a journal only what does not pass.
void print(const selfcheck::Report& report) {
  const bool terminal = isatty(STDERR_FILENO) == 1;
  selfcheck::TreeWriter tree(std::cerr, {.colour = terminal, .brief = !terminal});
  for (const selfcheck::NameReport& name : report.names) tree.name(name);
  tree.end(report.run);
  std::cerr.flush();
}

void show_progress(std::size_t done, std::size_t total) {
  if (isatty(STDERR_FILENO) != 1) return;
  fmt::print(stderr, "\rself-check: {} of {} names{}", done, total, done == total ? "\r\x1b[K" : "");
  std::fflush(stderr);
}

class Serve {
 public:
  Serve(asio::io_context& io, Gateway& gateway, const Logger& log, std::filesystem::path config_file)
      : io_(io), gateway_(gateway), log_(log), config_file_(std::move(config_file)) {}

  int run() {
    const auto on_end = [this](std::exception_ptr failure) { note(failure); };
    asio::co_spawn(io_, check(), asio::bind_cancellation_slot(cancel_check_.slot(), on_end));
    asio::co_spawn(io_, handle_signals(), on_end);
    io_.run();
    gateway_.stop();
    unwind();
    log_(messages::stopped);
    return status_;
  }

 private:
  asio::awaitable<void> check() {
    const selfcheck::Report report = co_await gateway_.first_check(show_progress);
    const bool may_serve = gateway_.may_serve();
    if (!may_serve || isatty(STDERR_FILENO) == 1) print(report);
    if (!may_serve) {
      end(serve_refused);
      co_return;
    }
    co_await gateway_.keep_checking();
  }

  asio::awaitable<void> handle_signals() {
    for (;;) {
      const int number = co_await signals_.async_wait(asio::use_awaitable);
      if (number == SIGHUP) {
        co_await reload();
        continue;
      }
      log_(messages::stopping, number == SIGTERM ? "SIGTERM" : "SIGINT");
      end(serve_stopped);
      co_return;
    }
  }

  asio::awaitable<void> reload() {
    if (const auto reopened = log_.reopen(); !reopened)
      log_(messages::log_not_reopened, reopened.error().message);
    LoadedConfig loaded = load_config(config_file_, Purpose::serve);
    for (const std::string& problem : loaded.problems) log_(messages::reload_refused, problem);
    if (loaded.problems.empty()) co_await gateway_.reload(std::move(loaded.config));
  }

  void note(std::exception_ptr failure) {
    if (!failure || ending_) return;  // what is cancelled at the end says so by an exception
    try {
      std::rethrow_exception(failure);
    } catch (const std::exception& exception) {
      log_(messages::cannot_start, exception.what());
    }
    end(serve_failed);
  }

  void end(int status) {
    ending_ = true;
    status_ = status;
    io_.stop();
  }

  // Suspended coroutines refer to parts of the gateway: they must end before it does. One that does not, such
  // as a recheck that the admin asked for a moment ago, is left to the end of the process.
  void unwind() {
    signals_.cancel();
    cancel_check_.emit(asio::cancellation_type::terminal);
    io_.restart();
    io_.run_for(unwind_limit);
    if (io_.stopped()) return;
    log_(messages::stopped);
    std::cerr.flush();
    std::_Exit(status_);
  }

  asio::io_context& io_;
  Gateway& gateway_;
  const Logger& log_;
  std::filesystem::path config_file_;
  asio::signal_set signals_{io_, SIGTERM, SIGINT, SIGHUP};
  asio::cancellation_signal cancel_check_;
  bool ending_ = false;
  int status_ = serve_stopped;
};

}  // namespace

int run_serve(const std::filesystem::path& config_file) {
  LoadedConfig loaded = load_config(config_file, Purpose::serve);
  for (const std::string& problem : loaded.problems) fmt::print(stderr, "{}\n", problem);
  if (!loaded.problems.empty()) return serve_configuration;
  const auto log = make_logger(loaded.config.log);
  if (log.has_error()) {
    fmt::print(stderr, "{}\n", log.error().message);
    return serve_failed;
  }
  const std::size_t files = raise_file_limit();
  if (const std::size_t wanted = loaded.config.limits.connections + other_files; files < wanted) {
    (*log)(messages::file_limit, files, loaded.config.limits.connections, wanted);
  }
  asio::io_context io(1);
  auto gateway = Gateway::open(std::move(loaded.config), io, *log);
  if (gateway.has_error()) {
    (*log)(messages::cannot_start, gateway.error().message);
    return serve_failed;
  }
  return Serve(io, **gateway, *log, config_file).run();
}

void add_serve_command(CLI::App& app, int& status) {
  CLI::App* command = app.add_subcommand("serve", "Check all names, then serve Outlook those that pass");
  auto config_file = std::make_shared<std::string>("/etc/mapigate/mapigate.toml");
  command->add_option("-c,--config", *config_file, "Configuration file")->capture_default_str();
  command->footer(
      "Exit status: 0 stopped by a signal, 1 a port, a file or the store cannot be used,\n"
      "2 the configuration has problems, 3 the self-check left too few names (selfcheck.require).\n"
      "SIGHUP reads certificates and domains anew and reopens the log file; SIGTERM lets running requests "
      "finish.\n\n"
      "Example:\n  mapigate serve --config /etc/mapigate/mapigate.toml");
  command->callback([config_file, &status] { status = run_serve(*config_file); });
}

}  // namespace mapigate::cli
