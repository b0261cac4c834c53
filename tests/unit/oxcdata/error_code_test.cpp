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

struct Documented {
  std::string_view name;
  std::uint32_t value;
};

// Rows of the tables of the document.
constexpr Documented documented[] = {
    // Section 2.4.
    {"Success", 0x00000000},
    {"GeneralFailure", 0x80004005},
    {"OutOfMemory", 0x8007000E},
    {"InvalidParameter", 0x80070057},
    {"NoInterface", 0x80004002},
    {"AccessDenied", 0x80070005},
    {"NotSupported", 0x80040102},
    {"InvalidEntryID", 0x80040107},
    {"InvalidObject", 0x80040108},
    {"NotFound", 0x8004010F},
    {"LogonFailed", 0x80040111},
    {"TooComplex", 0x80040117},
    {"InvalidBookmark", 0x80040405},
    {"CollidingNames", 0x80040604},
    {"NotImplemented", 0x80040FFF},
    // Section 2.4.1.
    {"IsamError", 0x000003EA},
    {"UnknownUser", 0x000003EB},
    {"Exiting", 0x000003ED},
    {"BadConfiguration", 0x000003EE},
    {"UnknownCodePage", 0x000003EF},
    {"ServerMemory", 0x000003F0},
    {"LoginPermission", 0x000003F2},
    {"DatabaseRolledBack", 0x000003F3},
    {"DatabaseCopiedError", 0x000003F4},
    {"WrongServer", 0x00000478},
    {"BufferTooSmall", 0x0000047D},
    {"RpcFormat", 0x000004B6},
    {"NullObject", 0x000004B9},
    {"QuotaExceeded", 0x000004D9},
    {"NullDestinationObject", 0x00000503},
    {"MailboxDisabled", 0x0000096C},
    // Section 2.4.2.
    {"BadValue", 0x80040301},
    {"InvalidType", 0x80040302},
    {"UnsupportedType", 0x80040303},
    {"UnexpectedType", 0x80040304},
    {"TooBig", 0x80040305},
    {"DeclineCopy", 0x80040306},
    {"UnexpectedId", 0x80040307},
    // Section 2.4.3.
    {"ErrorsReturned", 0x00040380},
    {"PositionChanged", 0x00040481},
    {"ApproximateCount", 0x00040482},
    {"PartiallyComplete", 0x00040680},
    {"SyncProgress", 0x00040820},
    {"NewerClientChange", 0x00040821},
    {"UnbindSuccess", 0x00000001},
    {"UnbindFailure", 0x00000002},
};

TEST(ErrorCode, AreThoseOfTheDocument) {
  for (const auto& [expected, value] : documented) {
    EXPECT_EQ(name(static_cast<ErrorCode>(value)), expected);
  }
}

// Without those of the database engine the tables have 69, 200, 9 and 8 rows, of which two say again what
// stands in section 2.4.
TEST(ErrorCode, AreComplete) {
  constexpr ErrorCode all[] = {
#define X(enumerator, value, name, ec_name) ErrorCode::enumerator,
#include "protocol/oxcdata/error_codes.inc"
#undef X
  };
  EXPECT_EQ(std::size(all), 69u + 200u + 9u + 8u - 2u);
}

TEST(PropertyTag, TypeAndId) {
  constexpr auto tag = property_tag(0x3001, PropertyType::string);
  EXPECT_EQ(static_cast<std::uint32_t>(tag), 0x3001001Fu);
  EXPECT_EQ(type_of(tag), PropertyType::string);
  EXPECT_EQ(id_of(tag), 0x3001);
}

}  // namespace
}  // namespace mapigate::oxcdata
