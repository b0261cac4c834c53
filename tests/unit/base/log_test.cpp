#include "gateway/base/log.hpp"

#include <gmock/gmock.h>

#include <boost/json/parse.hpp>
#include <filesystem>
#include <vector>

#include "tests/fakes/process.hpp"

namespace mapigate {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr LogMessage<std::string_view, int> sample{"TEST_SAMPLE", LogLevel::warning, "{} has {}", "Mend it"};
constexpr LogMessage<std::string_view> detail{"TEST_DETAIL", LogLevel::debug, "{}", ""};

TEST(Log, TextLineHasLevelIdTextAndAdvice) {
  const fakes::TempDir folder;
  const Logger log = make_logger({.file = folder / "log"}).value();
  log(sample, "x", 3);
  log(detail, "not at this level");
  const std::string text = fakes::read_file(folder / "log");
  EXPECT_THAT(text, HasSubstr("warning TEST_SAMPLE x has 3. Mend it\n"));
  EXPECT_EQ(text.find("TEST_DETAIL"), std::string::npos);
}

TEST(Log, JsonLinesStayValidWhateverTheTextHolds) {
  const fakes::TempDir folder;
  const Logger log = make_logger({.json = true, .file = folder / "log"}).value();
  log(sample, "quote \" backslash \\ percent %v newline \n", 3);
  const std::string text = fakes::read_file(folder / "log");
  const auto line = boost::json::parse(text);
  EXPECT_EQ(line.at("id").as_string(), "TEST_SAMPLE");
  EXPECT_EQ(line.at("level").as_string(), "warning");
  EXPECT_EQ(line.at("message").as_string(), "quote \" backslash \\ percent %v newline \n has 3");
  EXPECT_EQ(line.at("advice").as_string(), "Mend it");
}

TEST(Log, ReopenedItGoesOnInANewFile) {
  const fakes::TempDir folder;
  const Logger log = make_logger({.file = folder / "log"}).value();
  log(sample, "before", 1);
  std::filesystem::rename(folder / "log", folder / "log.1");
  log(sample, "between", 2);
  ASSERT_TRUE(log.reopen());
  log(sample, "after", 3);
  EXPECT_THAT(fakes::read_file(folder / "log.1"),
              AllOf(HasSubstr("before has 1"), HasSubstr("between has 2")));
  EXPECT_THAT(fakes::read_file(folder / "log"), HasSubstr("warning TEST_SAMPLE after has 3. Mend it\n"));
  // Where the new file cannot be opened the old one stays in use.
  std::filesystem::remove(folder / "log");
  std::filesystem::create_directory(folder / "log");
  EXPECT_TRUE(log.reopen().has_error());
  log(sample, "still", 4);
}

TEST(Log, AFileThatCannotBeOpenedIsAnError) {
  EXPECT_TRUE(make_logger({.file = "/dev/null/log"}).has_error());
}

}  // namespace
}  // namespace mapigate
