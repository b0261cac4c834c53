#pragma once

namespace CLI {
class App;
}

namespace mapigate::cli {

// mapigate store verify | repair | stats
void add_store_command(CLI::App& app, int& status);

}  // namespace mapigate::cli
