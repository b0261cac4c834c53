#pragma once

#include <string>

namespace mapigate::cli {

// Shows how far a long command is: on standard error, each line in the place of the last one, at most ten
// times a second; nothing where that is no terminal. An empty text takes the line away.
void progress_line(const std::string& text);

}  // namespace mapigate::cli
