#include "protocol/oxocfg/search_folder_definition.hpp"

#include <gmock/gmock.h>

#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxocfg {
namespace {

using namespace oxcdata;
using testing::ElementsAre;
using testing::IsEmpty;
using wire::Bytes;
using wire::Fault;
using wire::from_hex;
using wire::hex_vector;

constexpr auto every_part = "MS-OXOSRCH/2.2.1.2.8-search-folder-definition.hex";

SearchFolderDefinition parse() { return wire::parse<SearchFolderDefinition>(hex_vector(every_part)).value(); }

constexpr auto subject = property_tag(0x0037, PropertyType::string);
constexpr auto has_attachments = property_tag(0x0E1B, PropertyType::boolean);
constexpr auto delivery_time = property_tag(0x0E06, PropertyType::time);

TEST(SearchFolderDefinition, EveryPart) {
  wire::expect_exact<SearchFolderDefinition>(hex_vector(every_part));
  const auto definition = parse();
  EXPECT_EQ(definition.version, SearchFolderDefinition{}.version);
  EXPECT_EQ(definition.flags, sf_folder_list_2 | sf_advanced_search | sf_search_restriction | sf_addresses |
                                  sf_text_search | sf_weekly_refresh);
  EXPECT_EQ(definition.numerical_search, 0x00010003u);
  EXPECT_EQ(definition.text_search, u"Word");
  EXPECT_THAT(definition.skip_block_1, IsEmpty());
  EXPECT_TRUE(definition.deep_search);
  EXPECT_EQ(definition.folder_list_1, u"My");
  EXPECT_THAT(definition.folder_list_2.entry_ids,
              ElementsAre(Bytes{0xE1, 0xE2, 0xE3, 0xE4}, Bytes{0xF1, 0xF2}));
  EXPECT_THAT(definition.skip_block_2, ElementsAre(0x99, 0x98));
  EXPECT_THAT(definition.advanced_search, ElementsAre(0xAD, 0x5E, 0xAC));
  EXPECT_THAT(definition.skip_block_3, IsEmpty());
}

TEST(SearchFolderDefinition, Addresses) {
  const auto addresses = parse().addresses;
  ASSERT_EQ(addresses.size(), 1u);
  const std::vector<TaggedPropertyValue> expected{
      {property_tag(0x3001, PropertyType::string), u"Jo"},
      {property_tag(0x3002, PropertyType::string8), String8{"SMTP"}},
      {property_tag(0x0FFF, PropertyType::binary), Bytes{0x0A, 0x0B, 0x0C}},
      {property_tag(0x0FFE, PropertyType::integer32), wire::i32{6}},
      {property_tag(0x6600, PropertyType::multiple_binary), std::vector<Bytes>{{0xAA}, {0xBB, 0xCC}}},
  };
  EXPECT_EQ(addresses[0].values, expected);
}

TEST(SearchFolderDefinition, EveryKindOfRestriction) {
  const auto message_class = property_tag(0x001A, PropertyType::string);
  const auto topic = property_tag(0x0070, PropertyType::string);
  const auto message_flags = property_tag(0x0E07, PropertyType::integer32);
  const OrRestriction either{{
      {ContentRestriction{fuzzy_substring, fuzzy_ignore_case, subject, {subject, u"Hi"}}},
      {PropertyRestriction{RelOp::equal, has_attachments, {has_attachments, true}}},
  }};
  CommentRestriction comment;
  comment.tagged_values = {{delivery_time, wire::FileTime{0x0807060504030201}}};
  comment.restriction = operand(CountRestriction{0, operand(ExistRestriction{delivery_time})});
  const Restriction expected{AndRestriction{{
      {NotRestriction{operand(ExistRestriction{message_class})}},
      {either},
      {ComparePropertiesRestriction{RelOp::not_equal, subject, topic}},
      {BitMaskRestriction{BitMapRelOp::not_equal_to_zero, message_flags, 0x80}},
      {comment},
      {SizeRestriction{RelOp::greater_than, subject, 64}},
  }}};
  EXPECT_EQ(parse().search_restriction, expected);
}

TEST(SearchFolderDefinition, SubObjects) {
  SearchFolderDefinition definition;
  definition.flags = sf_search_restriction;
  const auto recipients = property_tag(0x0E12, PropertyType::object);
  definition.search_restriction = {SubObjectRestriction{recipients, operand(ExistRestriction{subject})}};
  const auto bytes = wire::serialize(definition).value();
  wire::expect_exact<SearchFolderDefinition>(bytes);
  EXPECT_EQ(wire::parse<SearchFolderDefinition>(bytes).value(), definition);
}

TEST(SearchFolderDefinition, NothingButTheFixedParts) {
  const auto bytes = from_hex(
      "04 10 00 00  00 00 00 00  00 00 00 00  00  00 00 00 00  00 00 00 00  00  00 00 00 00  00 00 00 00  00 "
      "00 00 00");
  wire::expect_exact<SearchFolderDefinition>(bytes);
  EXPECT_EQ(wire::parse<SearchFolderDefinition>(bytes).value(), SearchFolderDefinition{});
}

TEST(SearchFolderDefinition, SkipBlocks) {
  const auto bytes = hex_vector("MS-OXOSRCH/2.2.1.2.8-search-folder-definition-skip-blocks.hex");
  wire::expect_exact<SearchFolderDefinition>(bytes);
  SearchFolderDefinition expected;
  expected.skip_block_1 = {0xA1};
  expected.skip_block_2 = {0xB1, 0xB2};
  expected.skip_block_3 = {0xC1, 0xC2, 0xC3};
  EXPECT_EQ(wire::parse<SearchFolderDefinition>(bytes).value(), expected);
}

TEST(SearchFolderDefinition, LongTexts) {
  SearchFolderDefinition definition;
  definition.text_search.assign(254, u'a');
  const auto short_size = wire::serialize(definition).value().size();
  definition.text_search.assign(255, u'a');
  EXPECT_EQ(wire::serialize(definition).value().size(), short_size + 4);
  definition.folder_list_1.assign(65'535, u'b');
  EXPECT_EQ(wire::parse<SearchFolderDefinition>(wire::serialize(definition).value()).value(), definition);
  definition.folder_list_1.assign(65'536, u'b');
  EXPECT_EQ(wire::serialize(definition).error().fault, Fault::invalid);
  // Two bytes of length where one would do.
  EXPECT_EQ(
      wire::parse<SearchFolderDefinition>(from_hex("04 10 00 00 02 00 00 00 00 00 00 00 FF 01 00 61 00"))
          .error()
          .fault,
      Fault::invalid);
}

TEST(SearchFolderDefinition, Malformed) {
  const auto bytes = hex_vector(every_part);
  const auto fault_with = [&](std::size_t offset, const Bytes& replacement) {
    auto changed = bytes;
    std::ranges::copy(replacement, changed.begin() + static_cast<std::ptrdiff_t>(offset));
    const auto read = wire::parse<SearchFolderDefinition>(changed);
    return read ? Fault::none : read.error().fault;
  };
  const auto folder_list_2 = static_cast<std::size_t>(
      std::ranges::search(bytes, from_hex("1E 00 00 00 02 00 00 00")).begin() - bytes.begin());
  EXPECT_EQ(fault_with(4, {0x1E}), Fault::invalid);  // folders without their flag
  EXPECT_EQ(fault_with(folder_list_2, {0x1D}), Fault::truncated);
  EXPECT_EQ(fault_with(folder_list_2, {0x1F}), Fault::trailing);
  EXPECT_EQ(fault_with(folder_list_2 + 4, from_hex("FF FF FF FF")), Fault::truncated);   // EntryCount
  EXPECT_EQ(fault_with(folder_list_2 + 12, from_hex("FF FF FF FF")), Fault::truncated);  // EntryLength
  const auto addresses = folder_list_2 + 4 + 30;
  EXPECT_EQ(fault_with(addresses, from_hex("FF FF FF FF")), Fault::truncated);
  EXPECT_EQ(fault_with(addresses + 4, from_hex("FF FF FF FF")), Fault::truncated);
  EXPECT_EQ(fault_with(addresses + 12, {0x14}), Fault::invalid);   // a PtypInteger64
  EXPECT_EQ(fault_with(addresses + 16, {0x08}), Fault::trailing);  // more than the string
  EXPECT_EQ(fault_with(addresses + 16, {0x04}), Fault::unterminated);
  const auto restriction = static_cast<std::size_t>(
      std::ranges::search(bytes, from_hex("00 00 00 00 06 00 00 00 02 00 00 00")).begin() - bytes.begin());
  EXPECT_EQ(fault_with(restriction, {0x0C}), Fault::invalid);
  EXPECT_EQ(fault_with(restriction, from_hex("00 01")), Fault::invalid);
  EXPECT_EQ(fault_with(restriction + 4, from_hex("FF FF FF FF")), Fault::truncated);
}

TEST(SearchFolderDefinition, Nesting) {
  SearchFolderDefinition definition;
  definition.flags = sf_search_restriction;
  definition.search_restriction = {ExistRestriction{subject}};
  for (int depth = 0; depth < wire::max_depth; ++depth) {
    definition.search_restriction = {
        NotRestriction{operand(std::move(definition.search_restriction.alternative))}};
  }
  auto bytes = wire::serialize(definition).value();
  EXPECT_EQ(wire::parse<SearchFolderDefinition>(bytes).value(), definition);
  const auto one_more = from_hex("02 00 00 00");
  bytes.insert(bytes.end() - 12, one_more.begin(), one_more.end());
  EXPECT_EQ(wire::parse<SearchFolderDefinition>(bytes).error().fault, Fault::limit);
}

TEST(SearchFolderDefinition, WhatCannotBeWritten) {
  const auto fault_of = [](RestrictionAlternatives alternative) {
    SearchFolderDefinition definition;
    definition.flags = sf_search_restriction;
    definition.search_restriction = {std::move(alternative)};
    const auto written = wire::serialize(definition);
    return written ? Fault::none : written.error().fault;
  };
  EXPECT_EQ(fault_of(NotRestriction{}), Fault::invalid);
  EXPECT_EQ(fault_of(CountRestriction{1, operand(ExistRestriction{subject})}), Fault::invalid);
  EXPECT_EQ(fault_of(PropertyRestriction{RelOp::equal, subject, {subject, true}}), Fault::invalid);
  const auto number = property_tag(0x6600, PropertyType::integer64);
  EXPECT_EQ(fault_of(PropertyRestriction{RelOp::equal, number, {number, wire::i64{1}}}), Fault::invalid);
  EXPECT_EQ(fault_of(PropertyRestriction{RelOp::equal, subject, {subject, std::u16string(32'767, u'a')}}),
            Fault::too_long);
}

}  // namespace
}  // namespace mapigate::oxocfg
