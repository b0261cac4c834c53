#include "protocol/oxoab/template_file.hpp"

#include <gmock/gmock.h>

#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxoab {
namespace {

using wire::Bytes;
using wire::Fault;

TEST(DisplayTemplateFile, OneTemplate) {
  const auto bytes = wire::hex_vector("MS-OXOAB/2.2-display-template-file.hex");
  const auto file = wire::parse<DisplayTemplateFile>(bytes);
  ASSERT_TRUE(file) << to_string(file.error());
  const auto& first = file->templates[0];
  EXPECT_EQ(first.dn, (TemplatePart{256, 6}));
  EXPECT_EQ(first.tmplt, (TemplatePart{262, 8}));
  EXPECT_FALSE(first.script.is_present());
  EXPECT_EQ(first.disp_name, (TemplatePart{270, 5}));
  EXPECT_EQ(file->templates[1], TmpltEntry{});
  EXPECT_EQ(file->names, NamesStruct{});
  EXPECT_EQ(file->data, Bytes(bytes.begin() + 252, bytes.end()));
  const auto name = first.disp_name.in(bytes).value();
  EXPECT_EQ(std::string(name.begin(), name.end()), std::string("User\0", 5));
  EXPECT_EQ(wire::serialize(*file).value(), bytes);
  // What the offsets refer to is not a structure of its own.
  for (std::size_t size = 0; size < 252; ++size) {
    EXPECT_FALSE(wire::parse<DisplayTemplateFile>(wire::ByteView(bytes).first(size))) << size;
  }
  wire::expect_bounded(bytes, [](wire::ByteView hostile) { wire::parse<DisplayTemplateFile>(hostile); });
}

TEST(DisplayTemplateFile, OtherVersions) {
  auto bytes = wire::hex_vector("MS-OXOAB/2.2-display-template-file.hex");
  bytes[0] = 0x06;
  EXPECT_EQ(to_string(wire::parse<DisplayTemplateFile>(bytes).error()),
            "ulVersion at offset 0: invalid value");
}

TEST(DisplayTemplateFile, NamesStruct) {
  wire::expect_exact<NamesStruct>(wire::from_hex("02 00 01 00 10 00 00 00 20 00 00 00 30 00 00 00"));
  EXPECT_EQ(
      wire::parse<NamesStruct>(wire::from_hex("02 00 01 00 10 00 00 00 20 00 00 00 30 00 00 00")).value(),
      (NamesStruct{2, 1, 16, 32, 48}));
}

TEST(DisplayTemplateFile, WithoutTemplates) {
  const auto bytes = wire::serialize(DisplayTemplateFile{}).value();
  auto expected = wire::from_hex("07 00 00 00");
  expected.resize(256);
  EXPECT_EQ(bytes, expected);
}

TEST(DisplayTemplateFile, PartOutsideTheFile) {
  const Bytes file(300);
  EXPECT_TRUE((TemplatePart{256, 44}.in(file)));
  EXPECT_EQ((TemplatePart{256, 45}.in(file).error().fault), Fault::truncated);
  EXPECT_EQ((TemplatePart{301, 0}.in(file).error().fault), Fault::truncated);
  EXPECT_EQ((TemplatePart{0xFFFFFFFF, 0xFFFFFFFF}.in(file).error().fault), Fault::truncated);
}

}  // namespace
}  // namespace mapigate::oxoab
