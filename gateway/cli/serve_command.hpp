#pragma once

#include <filesystem>

namespace CLI {
class App;
}

namespace mapigate::cli {

// Exit statuses of `mapigate serve`.
inline constexpr int serve_stopped = 0;        // by SIGTERM or SIGINT
inline constexpr int serve_failed = 1;         // a port, a file or the store cannot be used
inline constexpr int serve_configuration = 2;  // the configuration has problems; nothing was started
inline constexpr int serve_refused = 3;        // the self-check left too few names

// Runs the gateway until a signal ends it. SIGHUP reads the configuration anew.
int run_serve(const std::filesystem::path& config_file);

// Adds the sub-command. When it is chosen, parsing runs it and puts its exit status in `status`.
void add_serve_command(CLI::App& app, int& status);

}  // namespace mapigate::cli
