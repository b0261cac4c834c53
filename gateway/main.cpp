#include "gateway/cli/app.hpp"

int main(int argc, char** argv) { return mapigate::cli::run(argc, argv); }
