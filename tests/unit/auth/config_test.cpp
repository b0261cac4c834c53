#include "gateway/auth/config.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/base/config_reader.hpp"
#include "tests/fakes/process.hpp"

namespace mapigate::auth {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

class AuthConfig : public testing::Test {
 public:
  Config parse(std::string_view text) {
    const fakes::TempDir folder;
    fakes::write_file(folder / "mapigate.toml", text);
    const ConfigFile file = ConfigFile::load(folder / "mapigate.toml").value();
    ConfigTable root = file.root();
    ConfigTable table = root.table("auth");
    Config config = parse_config(table);
    for (const ConfigProblem& problem : file.problems()) problems.push_back(problem.to_string());
    return config;
  }
  std::vector<std::string> problems;
};

TEST_F(AuthConfig, HasDefaults) {
  EXPECT_EQ(parse("#\n"), Config());
  EXPECT_THAT(problems, ElementsAre());
}

TEST_F(AuthConfig, ReadsEveryKey) {
  const Config config = parse(R"(
[auth]
memory_kib = 1024
operations = 3
hash_threads = 4
hash_queue = 5
cache_life = "6s"
cache_max_life = "7m"
cache_entries = 8
[auth.throttle]
account_failures = 9
account_recovery = "10s"
address_failures = 11
address_recovery = "12s"
known_failures = 13
known_recovery = "14s"
known_life = "15h"
delay_min = "16ms"
delay_max = "17ms"
)");
  EXPECT_THAT(problems, ElementsAre());
  const Config expected{.hash = {1024, 3},
                        .hash_threads = 4,
                        .hash_queue = 5,
                        .cache_life = 6s,
                        .cache_max_life = 7min,
                        .cache_entries = 8,
                        .throttle = {9, 10s, 11, 12s, 13, 14s, 15h, 16ms, 17ms}};
  EXPECT_EQ(config, expected);
}

TEST_F(AuthConfig, RefusesWhatLibsodiumWould) {
  parse("[auth]\nmemory_kib = 7\noperations = 0\n");
  EXPECT_THAT(problems, ElementsAre(HasSubstr(":2: auth.memory_kib: must be from 8 to"),
                                    HasSubstr(":3: auth.operations: must be from 1 to")));
}

TEST_F(AuthConfig, RefusesADelayThatEndsBeforeItBegins) {
  parse("[auth.throttle]\ndelay_min = \"5s\"\n");
  EXPECT_THAT(problems,
              ElementsAre(HasSubstr(":2: auth.throttle.delay_min: delay_max must not be below delay_min")));
}

}  // namespace
}  // namespace mapigate::auth
