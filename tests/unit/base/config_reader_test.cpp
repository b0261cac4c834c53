#include "gateway/base/config_reader.hpp"

#include <gmock/gmock.h>

#include "tests/fakes/process.hpp"

namespace mapigate {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class ConfigReader : public ::testing::Test {
 protected:
  ConfigFile load(std::string_view text) {
    fakes::write_file(folder_ / "test.toml", text);
    return ConfigFile::load(folder_ / "test.toml").value();
  }
  std::vector<std::string> problems(const ConfigFile& file) {
    std::vector<std::string> out;
    const std::string prefix = (folder_ / "test.toml") + ":";
    for (const ConfigProblem& problem : file.problems()) {
      const std::string text = problem.to_string();
      EXPECT_TRUE(text.starts_with(prefix)) << text;
      out.push_back(text.substr(prefix.size()));
    }
    return out;
  }
  fakes::TempDir folder_;
};

TEST_F(ConfigReader, ReadsEveryType) {
  const ConfigFile file = load(R"(
flag = true
number = 12
text = "x"
choice = "b"
list = ["p", "q"]
time = "90s"
size = "64KiB"
plain_size = 100
path = "sub/file"
)");
  ConfigTable root = file.root();
  EXPECT_TRUE(root.flag("flag", false));
  EXPECT_EQ(root.integer("number", 0, 1, 20), 12);
  EXPECT_EQ(root.text("text", ""), "x");
  EXPECT_EQ(root.choice("choice", "a", {"a", "b"}), "b");
  EXPECT_THAT(root.texts("list", {}), ElementsAre("p", "q"));
  EXPECT_EQ(root.duration("time", 1s, 1s, 1h), 90s);
  EXPECT_EQ(root.bytes("size", 0, 0, 1 << 20), 65536);
  EXPECT_EQ(root.bytes("plain_size", 0, 0, 1 << 20), 100);
  EXPECT_EQ(root.path("path", ""), folder_ / "sub/file");
  EXPECT_THAT(problems(file), ElementsAre());
}

TEST_F(ConfigReader, AbsentKeysGiveTheDefault) {
  const ConfigFile file = load("");
  ConfigTable root = file.root();
  EXPECT_EQ(root.integer("number", 7, 1, 20), 7);
  EXPECT_EQ(root.table("section").text("text", "d"), "d");
  EXPECT_TRUE(root.tables("list").empty());
  EXPECT_FALSE(root.has("number"));
  EXPECT_THAT(problems(file), ElementsAre());
}

TEST_F(ConfigReader, UnknownKeysAreNamedWithTheirLine) {
  const ConfigFile file = load("known = 1\nunknwon = 2\n[server]\nx = 1\n[[tls.certificate]]\nkey = \"a\"\n");
  ConfigTable root = file.root();
  root.integer("known", 0, 0, 9);
  root.table("server");
  root.table("tls").tables("certificate");
  EXPECT_THAT(problems(file),
              ElementsAre(HasSubstr("2: unknwon: there is no such key"), HasSubstr("4: server.x: "),
                          HasSubstr("6: tls.certificate[0].key: ")));
}

TEST_F(ConfigReader, WrongTypesAndValuesOutOfRangeAreNamedAndGiveTheDefault) {
  const ConfigFile file =
      load("a = \"x\"\nb = 100\nc = \"10\"\nd = \"5 parsecs\"\ne = [1]\nf = \"z\"\ng = 1\nh = \"2d\"\n");
  ConfigTable root = file.root();
  EXPECT_EQ(root.integer("a", 3, 0, 9), 3);
  EXPECT_EQ(root.integer("b", 3, 0, 9), 3);
  EXPECT_EQ(root.duration("c", 1s, 1s, 1h), 1s);
  EXPECT_EQ(root.bytes("d", 5, 0, 9), 5);
  EXPECT_THAT(root.texts("e", {"d"}), ElementsAre("d"));
  EXPECT_EQ(root.choice("f", "a", {"a", "b"}), "a");
  EXPECT_EQ(root.text("g", "t"), "t");
  EXPECT_EQ(root.duration("h", 1s, 500ms, 90s), 1s);
  EXPECT_THAT(
      problems(file),
      ElementsAre("1: a: must be an integer, not a text", "2: b: must be from 0 to 9",
                  HasSubstr("3: c: must be a time such as"), HasSubstr("4: d: must be a number of bytes"),
                  "5: e[0]: must be a text, not an integer", "6: f: must be one of a, b",
                  "7: g: must be a text, not an integer", "8: h: must be from 500ms to 90s"));
}

TEST_F(ConfigReader, AQuantityThatOverflowsIsRefused) {
  const ConfigFile file = load("a = \"9223372036854775807d\"\n");
  EXPECT_EQ(file.root().duration("a", 1s, 1s, 1h), 1s);
  EXPECT_EQ(problems(file).size(), 1);
}

TEST_F(ConfigReader, FilesThatCannotBeReadAreNamed) {
  fakes::write_file(folder_ / "empty.pem", "");
  const ConfigFile file = load("a = \"missing.pem\"\nb = \"empty.pem\"\n");
  ConfigTable root = file.root();
  root.readable_file("a");
  root.readable_file("b");
  EXPECT_THAT(problems(file), ElementsAre(HasSubstr("missing.pem cannot be read: No such file"),
                                          HasSubstr("empty.pem is empty")));
}

TEST_F(ConfigReader, ProblemsOfElementsCarryTheirIndexAndLine) {
  const ConfigFile file = load("names = [\n\"a\",\n\"b\"]\n");
  ConfigTable root = file.root();
  root.texts("names", {});
  root.problem("names", 1, "is taken");
  EXPECT_THAT(problems(file), ElementsAre("3: names[1]: is taken"));
}

TEST_F(ConfigReader, BrokenTomlNamesFileAndLine) {
  fakes::write_file(folder_ / "bad.toml", "a = 1\nb = \n");
  const auto loaded = ConfigFile::load(folder_ / "bad.toml");
  ASSERT_TRUE(loaded.has_error());
  EXPECT_THAT(loaded.error().message, HasSubstr("bad.toml:2: "));
}

TEST_F(ConfigReader, AFileThatIsNotThereOrTooLargeIsAnError) {
  EXPECT_TRUE(ConfigFile::load(folder_ / "none.toml").has_error());
  fakes::write_file(folder_ / "large.toml", std::string(5 << 20, '#'));
  EXPECT_TRUE(ConfigFile::load(folder_ / "large.toml").has_error());
}

}  // namespace
}  // namespace mapigate
