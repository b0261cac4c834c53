#pragma once

#include <cstddef>

namespace mapigate {

// Lets this process open as many files and connections as it may: the soft limit, which systems keep low for
// programs that use select(2), becomes the hard one (setrlimit(2), RLIMIT_NOFILE). Returns how many that are.
std::size_t raise_file_limit();

}  // namespace mapigate
