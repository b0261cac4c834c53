#pragma once

namespace CLI {
class App;
}

namespace mapigate::cli {

// `mapigate config check`: reads a configuration file and names every problem in it. Exit status 0 or 2.
void add_config_command(CLI::App& app, int& status);

}  // namespace mapigate::cli
