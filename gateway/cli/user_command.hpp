#pragma once

namespace CLI {
class App;
}

namespace mapigate::cli {

// `mapigate user add|list|set|passwd|remove`: the users of the embedded directory. Exit status 0 done, 1
// refused or failed, 2 the configuration has problems.
void add_user_command(CLI::App& app, int& status);

}  // namespace mapigate::cli
