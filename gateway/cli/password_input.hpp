#pragma once

#include <string>

#include "gateway/base/result.hpp"

namespace mapigate::cli {

// A password that somebody gives to a command: the first line of `file` ("-" is standard input) or, when that
// is empty, what is typed on the terminal without echo after `prompt`. At most 1024 bytes; fails for an empty
// one, and when there is no terminal to ask on.
Result<std::string> read_password(const std::string& prompt, const std::string& file);

// The same for a new password: on a terminal it must be typed twice alike.
Result<std::string> read_new_password(const std::string& prompt, const std::string& file);

}  // namespace mapigate::cli
