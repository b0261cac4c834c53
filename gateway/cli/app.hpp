#pragma once

namespace mapigate::cli {

// The command line: finds the sub-command, runs it, returns its exit status. 2 for a command line that cannot
// be understood.
int run(int argc, char** argv);

}  // namespace mapigate::cli
