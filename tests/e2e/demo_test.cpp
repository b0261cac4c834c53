// conf/demo.sh, from its start to its end.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <filesystem>

#include "tests/fakes/process.hpp"

namespace mapigate::e2e {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

class Demo : public testing::Test {
 protected:
  fakes::Process start(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"bash", MAPIGATE_SOURCE "/conf/demo.sh", "--programs",
                                         std::filesystem::path(MAPIGATE_PROGRAM).parent_path().string()});
    return fakes::Process(arguments, {.environment = {"TMPDIR=" + folder.path().string()}});
  }
  void expect_nothing_left() {
    EXPECT_TRUE(std::filesystem::is_empty(folder.path())) << "the demo must remove what it made";
  }

  fakes::TempDir folder, other;
};

TEST_F(Demo, GivesEveryNameItsVerdictTwiceAtOnce) {
  auto one = start({"--once"}), two = start({"--once"});
  for (auto* demo : {&one, &two}) {
    EXPECT_EQ(demo->wait(120s), 0) << demo->out() << demo->err();
    EXPECT_THAT(demo->out(), HasSubstr("Every name got the verdict"));
  }
  expect_nothing_left();
}

TEST_F(Demo, FailsWhenANameGetsAnotherVerdictOrFinding) {
  auto names = fakes::read_file(MAPIGATE_SOURCE "/conf/demo/names.conf");
  const auto change = [&](const std::string& from, const std::string& to) {
    const auto at = names.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    names.replace(at, from.size(), to);
  };
  change("at-root.test pass", "at-root.test warn");
  change("impostor.test fail PROOF_INVALID", "impostor.test fail TLS_FAILED");
  fakes::write_file(other / "names.conf", names);
  auto demo = start({"--once", "--names", other / "names.conf"});
  EXPECT_EQ(demo.wait(120s), 1);
  EXPECT_THAT(demo.out(), HasSubstr("expected warn"));
  EXPECT_THAT(demo.out(), HasSubstr("expected the finding TLS_FAILED"));
  EXPECT_THAT(demo.out(), HasSubstr("Not every name got the verdict"));
  expect_nothing_left();
}

TEST_F(Demo, StaysUntilItIsInterruptedAndLeavesNothing) {
  auto demo = start({});
  ASSERT_TRUE(demo.wait_for_out("until Ctrl-C", 120s)) << demo.out() << demo.err();
  EXPECT_TRUE(demo.running());
  demo.signal(SIGINT);
  EXPECT_EQ(demo.wait(30s), 0);
  expect_nothing_left();
}

TEST_F(Demo, CleansUpWhenItIsStoppedHalfWay) {
  auto demo = start({});
  ASSERT_TRUE(demo.wait_for_out("The self-check", 120s)) << demo.out() << demo.err();
  demo.signal(SIGTERM);
  EXPECT_EQ(demo.wait(30s), 143);
  expect_nothing_left();
}

}  // namespace
}  // namespace mapigate::e2e
