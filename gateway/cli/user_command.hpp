#pragma once

namespace CLI {
class App;
}

namespace mapigate::cli {

// `mapigate user add|set|passwd|list|remove`: the users of the embedded directory, also while the gateway
// runs. Exit status 0 done, 1 refused or failed, 2 the command line or the configuration has problems.
void add_user_command(CLI::App& app, int& status);

}  // namespace mapigate::cli
