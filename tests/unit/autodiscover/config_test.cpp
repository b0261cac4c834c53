#include "gateway/autodiscover/config.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <regex>

namespace mapigate::autodiscover {
namespace {

// A configuration file with this text, removed at the end.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& text)
      : path_(std::filesystem::temp_directory_path() / ("autodiscover-config-" + std::to_string(::getpid()) +
                                                        "-" + std::to_string(++count_) + ".toml")) {
    std::ofstream(path_) << text;
  }
  ~TemporaryFile() { std::filesystem::remove(path_); }
  const std::filesystem::path& path() const { return path_; }

 private:
  static inline int count_ = 0;
  std::filesystem::path path_;
};

struct Outcome {
  Config config;
  std::vector<ConfigProblem> problems;
};

Outcome parse(const std::string& text) {
  const TemporaryFile file(text);
  ConfigFile document = ConfigFile::load(file.path()).value();
  ConfigTable root = document.root();
  ConfigTable table = root.table("autodiscover");
  Outcome outcome;
  outcome.config = parse_config(table);
  outcome.problems = document.problems();
  return outcome;
}

TEST(AutodiscoverConfig, HasDefaults) {
  const Outcome outcome = parse("");
  EXPECT_TRUE(outcome.problems.empty());
  EXPECT_EQ(outcome.config.deployment_id, "");
  EXPECT_EQ(outcome.config.retry_after, std::chrono::seconds(300));
}

TEST(AutodiscoverConfig, IsRead) {
  const Outcome outcome = parse(
      "[autodiscover]\ndeployment_id = \"30C3A927-42AA-5DE8-91E3-8E5B4655ED00\"\nretry_after = \"2m\"\n");
  EXPECT_TRUE(outcome.problems.empty());
  EXPECT_EQ(outcome.config.deployment_id, "30c3a927-42aa-5de8-91e3-8e5b4655ed00");
  EXPECT_EQ(outcome.config.retry_after, std::chrono::minutes(2));
}

TEST(AutodiscoverConfig, MistakesAreNamed) {
  for (const char* id : {"x", "30c3a92742aa5de891e38e5b4655ed00", "30c3a927-42aa-5de8-91e3-8e5b4655ed0g",
                         "30c3a927-42aa-5de8-91e38-e5b4655ed00", "{30c3a927-42aa-5de8-91e3-8e5b4655ed00}"}) {
    const Outcome outcome = parse("[autodiscover]\ndeployment_id = \"" + std::string(id) + "\"\n");
    ASSERT_EQ(outcome.problems.size(), 1u) << id;
    EXPECT_EQ(outcome.problems[0].line, 2u);
    EXPECT_EQ(outcome.problems[0].key, "autodiscover.deployment_id");
  }
  EXPECT_EQ(parse("[autodiscover]\nretry_after = \"0s\"\n").problems.size(), 1u);
  EXPECT_EQ(parse("[autodiscover]\nretry = 1\n").problems.size(), 1u);
}

TEST(DeploymentId, IsAGuidThatStaysTheSame) {
  const std::string id = default_deployment_id("mail.example.org");
  EXPECT_TRUE(
      std::regex_match(id, std::regex("[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")))
      << id;
  EXPECT_EQ(id, default_deployment_id("mail.example.org"));
  EXPECT_NE(id, default_deployment_id("mail.example.net"));
}

TEST(Site, WritesItsPortWhereItIsNotTheUsualOne) {
  EXPECT_EQ((Site{"mail.example.org"}.base_url()), "https://mail.example.org");
  EXPECT_EQ((Site{"mail.example.org", 8443}.base_url()), "https://mail.example.org:8443");
}

}  // namespace
}  // namespace mapigate::autodiscover
