#include "protocol/oxcdata/error_code.hpp"

#include <gtest/gtest.h>

#include "protocol/oxcdata/property_tag.hpp"

namespace mapigate::oxcdata {
namespace {

TEST(ErrorCode, NamesOfTheDocumentAndOfTheField) {
  EXPECT_EQ(name(ErrorCode::success), "Success");
  EXPECT_EQ(to_string(ErrorCode::success), "ecNone (0x00000000)");
  EXPECT_EQ(to_string(static_cast<ErrorCode>(0x000004B6)), "ecRpcFormat (0x000004B6)");
  EXPECT_EQ(to_string(static_cast<ErrorCode>(0x80040111)), "ecLoginFailure (0x80040111)");
  EXPECT_EQ(to_string(ErrorCode::not_implemented), "NotImplemented (0x80040FFF)");
}

TEST(ErrorCode, UnknownValueIsItsNumber) {
  const auto code = static_cast<ErrorCode>(0xDEADBEEF);
  EXPECT_EQ(name(code), "");
  EXPECT_EQ(to_string(code), "0xDEADBEEF");
}

// The values that section 2.4 gives for names used by other documents of this project.
TEST(ErrorCode, Values) {
  EXPECT_EQ(static_cast<std::uint32_t>(ErrorCode::general_failure), 0x80004005u);
  EXPECT_EQ(static_cast<std::uint32_t>(ErrorCode::out_of_memory), 0x8007000Eu);
  EXPECT_EQ(static_cast<std::uint32_t>(ErrorCode::invalid_parameter), 0x80070057u);
  EXPECT_EQ(static_cast<std::uint32_t>(ErrorCode::access_denied), 0x80070005u);
  EXPECT_EQ(static_cast<std::uint32_t>(ErrorCode::unknown_user), 0x000003EBu);
  EXPECT_EQ(static_cast<std::uint32_t>(ErrorCode::wrong_server), 0x00000478u);
  EXPECT_EQ(static_cast<std::uint32_t>(ErrorCode::null_object), 0x000004B9u);
  EXPECT_EQ(static_cast<std::uint32_t>(ErrorCode::mailbox_disabled), 0x0000096Cu);
}

TEST(PropertyTag, TypeAndId) {
  constexpr auto tag = property_tag(0x3001, PropertyType::string);
  EXPECT_EQ(static_cast<std::uint32_t>(tag), 0x3001001Fu);
  EXPECT_EQ(type_of(tag), PropertyType::string);
  EXPECT_EQ(id_of(tag), 0x3001);
}

}  // namespace
}  // namespace mapigate::oxcdata
