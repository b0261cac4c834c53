#include "gateway/http/config.hpp"

#include <gmock/gmock.h>

#include <sstream>

#include "tests/fakes/process.hpp"

namespace mapigate::http {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> endpoints(const std::string& text) {
  std::vector<std::string> out;
  const auto parsed = parse_endpoint(text);
  if (!parsed) return out;
  for (const auto& endpoint : *parsed) {
    std::ostringstream stream;
    stream << endpoint;
    out.push_back(stream.str());
  }
  return out;
}

TEST(HttpConfig, EndpointsAreAnAddressAndAPort) {
  EXPECT_THAT(endpoints("127.0.0.1:8443"), ElementsAre("127.0.0.1:8443"));
  EXPECT_THAT(endpoints("[::1]:443"), ElementsAre("[::1]:443"));
  EXPECT_THAT(endpoints(":443"), ElementsAre("0.0.0.0:443", "[::]:443"));
  for (const char* bad : {"", "443", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:x", "::1:443",
                          "localhost:443", "127.0.0.1:443 "}) {
    EXPECT_THAT(endpoints(bad), ElementsAre()) << bad;
  }
}

TEST(HttpConfig, EveryFaultIsNamed) {
  const fakes::TempDir folder;
  fakes::write_file(folder / "c.toml", R"([server]
listen = ["127.0.0.1:99999"]
trusted_proxies = ["10.0.0.0/8", "10.0.0.0/33"]
[[tls.certificate]]
chain_file = "missing.pem"
)");
  const ConfigFile file = ConfigFile::load(folder / "c.toml").value();
  ConfigTable root = file.root();
  ConfigTable server = root.table("server");
  ConfigTable tls = root.table("tls");
  EXPECT_EQ(parse_server(server).trusted_proxies_v4.size(), 1);
  parse_tls(tls);
  std::vector<std::string> keys;
  for (const ConfigProblem& problem : file.problems()) keys.push_back(problem.key);
  EXPECT_THAT(keys,
              ElementsAre("server.hostname", "server.listen[0]", "server.listen", "server.trusted_proxies[1]",
                          "tls.certificate[0].key_file", "tls.certificate[0].chain_file"));
}

}  // namespace
}  // namespace mapigate::http
