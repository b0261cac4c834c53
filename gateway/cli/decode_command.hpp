#pragma once

namespace CLI {
class App;
}

namespace mapigate::cli {

// `mapigate decode`: shows what MAPI/HTTP requests and responses hold. Sets `status` to its exit status.
void add_decode_command(CLI::App& app, int& status);

}  // namespace mapigate::cli
