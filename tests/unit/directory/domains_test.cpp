#include "gateway/directory/domains.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/base/config_reader.hpp"
#include "gateway/directory/config.hpp"
#include "tests/fakes/process.hpp"

namespace mapigate::directory {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const Domains domains(std::vector<Domain>{{"example.org", {"example.net", "xn--exmple-cua.org"}},
                                          {"example.com", {}}});

std::string canonical(std::string_view address) {
  const auto result = canonical_address(address, domains);
  return result ? *result : "refused: " + result.error().message;
}

TEST(CanonicalAddress, IgnoresCaseAndMapsAliasDomains) {
  EXPECT_EQ(canonical("alice@example.org"), "alice@example.org");
  EXPECT_EQ(canonical("Alice.B+c@EXAMPLE.org."), "alice.b+c@example.org");
  EXPECT_EQ(canonical("alice@example.NET"), "alice@example.org");
  EXPECT_EQ(canonical("alice@ex\xC3\xA4mple.org"), "alice@example.org")
      << "an alias domain written as U-labels";
  EXPECT_EQ(canonical("alice@not-configured.example"), "alice@not-configured.example");
  EXPECT_EQ(canonical("\xC3\x84lice@example.org"), "\xC3\x84lice@example.org")
      << "only ASCII has a lower case here";
}

TEST(CanonicalAddress, RefusesWhatIsNoAddress) {
  for (const std::string_view text :
       {"", "@", "alice", "alice@", "@example.org", "alice@org", "a b@example.org", "alice@exa mple.org",
        ".alice@example.org", "alice.@example.org", "al..ice@example.org", "\"alice\"@example.org",
        "a@b@example.org", "alice@[192.0.2.1]", "alice@192.0.2.1", "<alice@example.org>",
        "al\nice@example.org", "al\xFFice@example.org", "alice@example.org\r\nX: y"}) {
    EXPECT_THAT(canonical(text), HasSubstr("refused: ")) << text;
  }
  EXPECT_THAT(canonical(std::string_view("al\0ice@example.org", 18)), HasSubstr("refused: "));
}

TEST(CanonicalAddress, HasTheLimitsOfSmtp) {
  const std::string local(64, 'a');
  EXPECT_EQ(canonical(local + "@example.org"), local + "@example.org");
  EXPECT_THAT(canonical(local + "a@example.org"), HasSubstr("longer than 64"));
  std::string host;
  while (host.size() < 250) host += "label-of-ten.";
  EXPECT_THAT(canonical("alice@" + host + "org"), HasSubstr("longer than 254"));
}

TEST(CanonicalAddress, ARefusalCanStandInALog) {
  EXPECT_EQ(canonical("al\x1B[31mice"), "refused: al?[31mice is not an e-mail address: there is no @ in it");
  EXPECT_LT(canonical(std::string(100'000, 'x')).size(), 400u);
}

class ParseDomains : public testing::Test {
 public:
  std::vector<Domain> parse(std::string_view text) {
    fakes::write_file(file, text);
    const ConfigFile config = ConfigFile::load(file).value();
    ConfigTable root = config.root();
    std::vector<Domain> parsed = parse_domains(root);
    for (const ConfigProblem& problem : config.problems())
      problems.push_back(problem.to_string().substr(file.size()));
    return parsed;
  }

  fakes::TempDir folder;
  std::string file = folder / "mapigate.toml";
  std::vector<std::string> problems;
};

TEST_F(ParseDomains, ReadsNamesAndAliases) {
  const auto parsed = parse(
      "[[domain]]\nname = \"Example.ORG\"\naliases = [\"ex\xC3\xA4mple.org\"]\n"
      "[[domain]]\nname = \"example.com\"\n");
  EXPECT_THAT(problems, ElementsAre());
  ASSERT_EQ(parsed.size(), 2u);
  EXPECT_EQ(parsed[0].name, "example.org");
  EXPECT_THAT(parsed[0].aliases, ElementsAre("xn--exmple-cua.org"));
  EXPECT_EQ(parsed[1].name, "example.com");
}

TEST_F(ParseDomains, SaysWhereANameIsWrong) {
  parse(
      "[[domain]]\nname = \"example.org\"\naliases = [\"ok.example\",\n \"under_score.example\"]\n"
      "[[domain]]\naliases = [\"x.example\"]\n"
      "[[domain]]\nname = \"localhost\"\n"
      "[[domain]]\nname = \"more.example\"\ntypo = 1\n");
  EXPECT_THAT(problems,
              ElementsAre(HasSubstr(":4: domain[0].aliases[1]: under_score.example is not a host name"),
                          HasSubstr(":5: domain[1].name: the domain needs a name"),
                          HasSubstr(":8: domain[2].name: localhost has only 1 label"),
                          HasSubstr(":11: domain[3].typo: there is no such key")));
}

TEST_F(ParseDomains, SaysWhereNamesOverlap) {
  parse(
      "[[domain]]\nname = \"example.org\"\naliases = [\"example.net\", \"EXAMPLE.org\"]\n"
      "[[domain]]\nname = \"example.net\"\n"
      "[[domain]]\nname = \"example.com\"\naliases = [\"example.org\"]\n");
  EXPECT_THAT(
      problems,
      ElementsAre(
          HasSubstr(":3: domain[0].aliases[1]: example.org is already a name of the domain example.org"),
          HasSubstr(":5: domain[1].name: example.net is already a name of the domain example.org"),
          HasSubstr(":8: domain[2].aliases[0]: example.org is already a name of")));
}

TEST_F(ParseDomains, NeedsADomain) {
  parse("");
  EXPECT_THAT(problems, ElementsAre(HasSubstr("domain: there must be at least one [[domain]]")));
}

TEST(DirectoryConfig, ReadsItsKeys) {
  const fakes::TempDir folder;
  const std::string file = folder / "mapigate.toml";
  fakes::write_file(file, "[directory]\nfile = \"users.sqlite\"\nbusy_timeout = \"250ms\"\n[other]\n");
  const ConfigFile config = ConfigFile::load(file).value();
  ConfigTable root = config.root();
  ConfigTable table = root.table("directory");
  const Config parsed = parse_config(table, "/var/lib/mapigate");
  EXPECT_EQ(parsed.file, folder / "users.sqlite") << "relative to the configuration";
  EXPECT_EQ(parsed.busy_timeout, std::chrono::milliseconds(250));
  ConfigTable absent = root.table("absent");
  EXPECT_EQ(parse_config(absent, "/var/lib/mapigate").file, "/var/lib/mapigate/directory.sqlite");
}

}  // namespace
}  // namespace mapigate::directory
