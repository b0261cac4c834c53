// certificates FOLDER NAMES: a CA in FOLDER/root.pem and, for the domains n00001.test and on, certificates of
// 100 names each as Let's Encrypt issues them at most: 50 domains, each with its "autodiscover." name. Their
// files are FOLDER/c000.pem and c000.key and so on; mail.bench.test is in the first one as well.
#include <fmt/core.h>

#include <cstdlib>

#include "tests/fakes/test_ca.hpp"

int main(int argc, char** argv) {
  if (argc != 3) {
    fmt::print(stderr, "usage: certificates FOLDER NAMES\n");
    return 2;
  }
  constexpr int domains_each = 50;
  const int count = std::atoi(argv[2]);
  const mapigate::fakes::TestCa ca("Mapigate benchmark");
  ca.write_root(argv[1]);
  for (int file = 0; file * domains_each < count; ++file) {
    mapigate::fakes::CertificateOptions options;
    if (file == 0) options.names.push_back("mail.bench.test");
    for (int i = file * domains_each; i < std::min((file + 1) * domains_each, count); ++i) {
      const std::string name = fmt::format("n{:05}.test", i + 1);
      options.names.push_back(name);
      options.names.push_back("autodiscover." + name);
    }
    ca.write(argv[1], fmt::format("c{:03}", file), options);
  }
}
