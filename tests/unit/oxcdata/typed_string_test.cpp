#include "protocol/oxcdata/typed_string.hpp"

#include <gmock/gmock.h>

#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxcdata {
namespace {

using testing::ElementsAre;
using wire::Fault;
using wire::from_hex;
using wire::parse;
using wire::serialize;

struct FiveStrings {
  std::array<TypedString, 5> strings;
  static void fields(auto& self, auto& archive) { archive("Strings", self.strings); }
};

TEST(TypedString, OfEachType) {
  const auto bytes = wire::hex_vector("MS-OXCDATA/2.11.7-typed-strings.hex");
  EXPECT_THAT(parse<FiveStrings>(bytes).value().strings,
              ElementsAre(TypedString{}, TypedString{StringType::empty, "", u""},
                          TypedString{StringType::string8, "RE: ", u""},
                          TypedString{StringType::reduced_unicode, "", u"J\u00F6rg"},
                          TypedString{StringType::unicode, "", u"\u263B"}));
  wire::expect_exact<FiveStrings>(bytes);
}

TEST(TypedString, ShortestFormOfAString) {
  EXPECT_EQ(serialize(typed_string(u"")).value(), from_hex("01"));
  EXPECT_EQ(serialize(typed_string(u"a\u00FF")).value(), from_hex("03 61 FF 00"));
  EXPECT_EQ(serialize(typed_string(u"a\u0100")).value(), from_hex("04 61 00 00 01 00 00"));
}

TEST(TypedString, ReducedHoldsLowBytesOnly) {
  EXPECT_EQ(serialize(TypedString{StringType::reduced_unicode, "", u"\u0100"}).error().fault, Fault::invalid);
  EXPECT_EQ(serialize(TypedString{StringType::reduced_unicode, "", std::u16string(1, u'\0')}).error().fault,
            Fault::invalid);
}

TEST(TypedString, OtherTypesAreInvalid) {
  EXPECT_EQ(parse<TypedString>(from_hex("05 61 00")).error().fault, Fault::invalid);
  EXPECT_EQ(parse<TypedString>(from_hex("FF")).error().fault, Fault::invalid);
}

}  // namespace
}  // namespace mapigate::oxcdata
