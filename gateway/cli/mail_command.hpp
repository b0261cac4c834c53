#pragma once

namespace CLI {
class App;
}

namespace mapigate::cli {

// mapigate mail import | export
void add_mail_command(CLI::App& app, int& status);

}  // namespace mapigate::cli
