#include "gateway/mapi/config.hpp"

#include <gmock/gmock.h>

#include "gateway/base/config_reader.hpp"
#include "tests/fakes/process.hpp"

namespace mapigate::mapi {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class MapiConfigFile : public ::testing::Test {
 protected:
  MapiConfig read(std::string_view text) {
    fakes::write_file(folder / "mapigate.toml", text);
    const ConfigFile file = ConfigFile::load(folder / "mapigate.toml").value();
    ConfigTable table = file.root().table("mapi");
    const MapiConfig config = parse_config(table);
    problems = file.problems();
    return config;
  }
  fakes::TempDir folder;
  std::vector<ConfigProblem> problems;
};

TEST_F(MapiConfigFile, Defaults) {
  const MapiConfig config = read("");
  EXPECT_THAT(problems, IsEmpty());
  EXPECT_EQ(config.pending_period, 30s);
  EXPECT_EQ(config.session_expiry, 15min);
  EXPECT_EQ(config.notification_wait, 5min);
  EXPECT_EQ(config.sessions_per_user, 64u);
  EXPECT_EQ(config.max_sessions, 50'000u);
  EXPECT_EQ(config.workers, 0u);
  EXPECT_EQ(config.max_running, 1'000u);
}

TEST_F(MapiConfigFile, AllKeys) {
  const MapiConfig config = read(R"([mapi]
pending_period = "15s"
session_expiry = "1h"
notification_wait = "2m"
sessions_per_user = 3
max_sessions = 4)");
  EXPECT_THAT(problems, IsEmpty());
  EXPECT_EQ(config.pending_period, 15s);
  EXPECT_EQ(config.session_expiry, 1h);
  EXPECT_EQ(config.notification_wait, 2min);
  EXPECT_EQ(config.sessions_per_user, 3u);
  EXPECT_EQ(config.max_sessions, 4u);
}

TEST_F(MapiConfigFile, OutOfRange) {
  for (const char* line : {"pending_period = \"0s\"", "session_expiry = \"1s\"", "sessions_per_user = 0",
                           "max_sessions = 0", "notification_wait = \"15m\"", "unknown = 1"}) {
    read("[mapi]\n" + std::string(line));
    ASSERT_EQ(problems.size(), 1u) << line;
    EXPECT_EQ(problems[0].line, 2u);
    EXPECT_THAT(problems[0].key, HasSubstr("mapi."));
  }
}

}  // namespace
}  // namespace mapigate::mapi
