#pragma once

namespace CLI {
class App;
}

namespace mapigate::cli {

// `mapigate probe ADDRESS`: the connectivity test. Exit status 0 passed, 1 passed with warnings, 2 failed, 3
// could not run.
void add_probe_command(CLI::App& app, int& status);

}  // namespace mapigate::cli
