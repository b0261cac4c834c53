#include "gateway/cli/password_input.hpp"

#include <gmock/gmock.h>

#include "tests/fakes/process.hpp"

namespace mapigate::cli {
namespace {

using ::testing::HasSubstr;

class PasswordInput : public ::testing::Test {
 protected:
  Result<std::string> from(std::string_view content) {
    fakes::write_file(folder_ / "password", content);
    return read_password("", folder_ / "password");
  }
  fakes::TempDir folder_;
};

TEST_F(PasswordInput, IsTheFirstLineOfTheFile) {
  EXPECT_EQ(from("s3cret\n").value(), "s3cret");
  EXPECT_EQ(from("s3cret").value(), "s3cret");
  EXPECT_EQ(from(" two words \r\nnot this").value(), " two words ");
}

TEST_F(PasswordInput, MustBeThereAndOfSensibleLength) {
  EXPECT_THAT(from("").error().message, HasSubstr("holds no password"));
  EXPECT_THAT(from("\nsecond").error().message, HasSubstr("holds no password"));
  EXPECT_THAT(from(std::string(1025, 'x')).error().message, HasSubstr("more than 1024 bytes"));
  EXPECT_THAT(read_password("", folder_ / "none").error().message, HasSubstr("No such file"));
}

}  // namespace
}  // namespace mapigate::cli
