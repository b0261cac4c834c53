#include "gateway/mailbox/config.hpp"

#include <gmock/gmock.h>

#include "gateway/base/config_reader.hpp"
#include "tests/fakes/process.hpp"

namespace mapigate::mailbox {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class ConfigTest : public testing::Test {
 protected:
  Config parse(const std::string& text) {
    fakes::write_file(folder_ / "mapigate.toml", text);
    const ConfigFile file = ConfigFile::load(folder_ / "mapigate.toml").value();
    ConfigTable table = file.root().table("mailbox");
    Config config = parse_config(table);
    problems.clear();
    for (const ConfigProblem& problem : file.problems()) problems.push_back(problem.key);
    return config;
  }

  std::vector<std::string> problems;

 private:
  fakes::TempDir folder_;
};

TEST_F(ConfigTest, Defaults) {
  const Config config = parse("");
  EXPECT_THAT(problems, IsEmpty());
  EXPECT_EQ(config.quotas.full, 0u);
  EXPECT_EQ(config.retention, std::chrono::days(14));
  EXPECT_EQ(config.default_lcid, 0x0409u);
  EXPECT_EQ(config.limits.embedding_depth, 30u);
  EXPECT_THAT(config.public_folder_owners, IsEmpty());
}

TEST_F(ConfigTest, Values) {
  const Config config = parse(
      "[mailbox]\nquota_warning = \"1GiB\"\nquota_full = \"2GiB\"\nretention = \"30d\"\nlanguage = "
      "\"pt-BR\"\n"
      "message_size = \"50MiB\"\nmax_recipients = 10\nmax_attachments = 20\nembedding_depth = 3\n"
      "public_folder_owners = [\"a@example.org\"]\nidle = \"1m\"\n");
  EXPECT_THAT(problems, IsEmpty());
  EXPECT_EQ(config.quotas.warning, std::uint64_t{1} << 30);
  EXPECT_EQ(config.quotas.send, 0u);
  EXPECT_EQ(config.retention, std::chrono::days(30));
  EXPECT_EQ(config.default_lcid, 0x0416u);
  EXPECT_EQ(config.limits.size, 50u << 20);
  EXPECT_EQ(config.limits.recipients, 10u);
  EXPECT_EQ(config.limits.attachments, 20u);
  EXPECT_EQ(config.limits.embedding_depth, 3u);
  EXPECT_THAT(config.public_folder_owners, ElementsAre("a@example.org"));
  EXPECT_EQ(config.idle, std::chrono::minutes(1));
}

TEST_F(ConfigTest, Mistakes) {
  parse("[mailbox]\nlanguage = \"xx\"\n");
  EXPECT_THAT(problems, ElementsAre("mailbox.language"));
  parse("[mailbox]\nquota_warning = 3000\nquota_send = 2000\n");
  EXPECT_THAT(problems, ElementsAre("mailbox.quota_send"));
  parse("[mailbox]\nquota_send = 3000\nquota_full = 2000\n");
  EXPECT_THAT(problems, ElementsAre("mailbox.quota_full"));
  parse("[mailbox]\nembedding_depth = 0\nretentoin = \"1d\"\n");
  EXPECT_THAT(problems, ElementsAre("mailbox.embedding_depth", "mailbox.retentoin"));
}

}  // namespace
}  // namespace mapigate::mailbox
