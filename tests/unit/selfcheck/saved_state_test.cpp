#include "gateway/selfcheck/saved_state.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>

#include "gateway/selfcheck/atomic_file.hpp"
#include "tests/fakes/process.hpp"
#include "tests/unit/selfcheck/world.hpp"

namespace mapigate::selfcheck {
namespace {

class State : public testing::Test {
 protected:
  fakes::TempDir folder;
  std::filesystem::path file = folder / "selfcheck.json";
  const SavedState state{
      {"a.test", {{Verdict::pass, {}}, Verdict::pass, ManualClock().now}},
      {"b.test",
       {{Verdict::unknown, {FindingId::dns_timeout, FindingId::txt_ms}}, Verdict::warn, ManualClock().now}},
      {"c.test", {{Verdict::unknown, {}}, {}, {}}}};
};

TEST_F(State, ReadsBack) {
  ASSERT_TRUE(save_state(file, state));
  const auto loaded = load_state(file);
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(*loaded, state);
  EXPECT_EQ(results_of(*loaded).at("b.test").findings.size(), 2u);
}

TEST_F(State, IsEmptyWhereThereIsNoFile) {
  const auto loaded = load_state(file);
  ASSERT_TRUE(loaded);
  EXPECT_TRUE(loaded->empty());
}

TEST_F(State, MakesItsFolder) {
  const auto below = folder.path() / "x" / "y" / "selfcheck.json";
  ASSERT_TRUE(save_state(below, state));
  EXPECT_EQ(*load_state(below), state);
}

TEST_F(State, ThatIsBrokenIsAnError) {
  ASSERT_TRUE(save_state(file, state));
  const std::string whole = fakes::read_file(file);
  std::vector<std::string> broken{
      "",
      "[]",
      "{}",
      "null",
      "\xff",
      R"({"version":1})",
      R"({"version":2,"names":{}})",
      R"({"version":1,"names":[]})",
      R"({"version":1,"names":{"a":1}})",
      R"({"version":1,"names":{"a":{"verdict":"great","findings":[]}}})",
      R"({"version":1,"names":{"a":{"verdict":"pass","findings":[1]}}})",
      R"({"version":1,"names":{"a":{"verdict":"pass","findings":[],"known":"pass"}}})",
      R"({"version":1,"names":{"a":{"verdict":"pass","findings":[],"known":"pass","known_at":"x"}}})"};
  for (std::size_t length = 0; length + 1 < whole.size(); ++length) broken.push_back(whole.substr(0, length));
  for (const std::string& text : broken) {
    fakes::write_file(file, text);
    EXPECT_FALSE(load_state(file)) << text;
  }
  fakes::write_file(
      file, R"({"version":1,"names":{"a.test":{"verdict":"fail","findings":["FROM_THE_FUTURE","TXT_MS"]}}})");
  EXPECT_EQ(load_state(file)->at("a.test").result.findings, std::vector{FindingId::txt_ms});
}

TEST_F(State, OfAFileThatCannotBeReadIsAnError) {
  EXPECT_FALSE(load_state(folder.path()));
  fakes::write_file(folder / "plain", "");
  EXPECT_FALSE(load_state(folder.path() / "plain" / "selfcheck.json"));
}

TEST_F(State, ThatCannotBeWrittenLeavesTheOldOne) {
  ASSERT_TRUE(save_state(file, state));
  // No room: as on a full disk, the write fails in the middle.
  std::signal(SIGXFSZ, SIG_IGN);
  struct rlimit before {};
  ::getrlimit(RLIMIT_FSIZE, &before);
  const struct rlimit none { 16, before.rlim_max };
  ::setrlimit(RLIMIT_FSIZE, &none);
  const auto saved = save_state(file, {});
  ::setrlimit(RLIMIT_FSIZE, &before);
  ASSERT_FALSE(saved);
  EXPECT_NE(saved.error().message.find("selfcheck.json cannot be written"), std::string::npos);
  EXPECT_EQ(*load_state(file), state);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1)
      << "nothing is left beside it";
}

TEST_F(State, InAFolderThatIsNoneIsAnError) {
  fakes::write_file(folder / "plain", "");
  EXPECT_FALSE(save_state(folder.path() / "plain" / "selfcheck.json", state));
}

TEST_F(State, InAFolderOfSomebodyElseIsAnError) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may write everywhere";
  ::chmod(folder.path().c_str(), 0500);
  EXPECT_FALSE(save_state(file, state));
  ::chmod(folder.path().c_str(), 0700);
}

TEST_F(State, IsReadableByItsOwnerAlone) {
  ASSERT_TRUE(save_state(file, state));
  struct stat status {};
  ::stat(file.c_str(), &status);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
}

}  // namespace
}  // namespace mapigate::selfcheck
