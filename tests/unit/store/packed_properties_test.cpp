#include "gateway/store/packed_properties.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "gateway/store/message_record.hpp"
#include "gateway/store/spool.hpp"
#include "protocol/oxcdata/restriction.hpp"
#include "protocol/oxprops/property_tags.hpp"

namespace mapigate::store {
namespace {

using oxcdata::PropertyType;
using oxprops::pid_tag_body;
using testing::ElementsAre;

LargeReference keep_none(const LargeValue&) {
  ADD_FAILURE() << "nothing is large";
  return {};
}
LargeValuePtr open_none(LargeReference) { return nullptr; }

constexpr auto tag(std::uint16_t id, PropertyType type) { return oxcdata::property_tag(id, type); }

// One of each type.
Properties of_all_types() {
  Properties properties;
  std::uint16_t id = 0x6001;
  const auto add = [&](oxcdata::PropertyValue value) {
    const auto type = oxcdata::type_of(value);
    properties.set(tag(id++, type), std::move(value));
  };
  add(std::monostate{});
  add(std::int16_t{-2});
  add(std::int32_t{-3});
  add(1.5F);
  add(2.5);
  add(oxcdata::Currency{-40000});
  add(oxcdata::FloatingTime{1.25});
  add(oxcdata::ErrorCode{0x80040102});
  add(true);
  add(oxcdata::Object{{1, 2, 3}});
  add(std::int64_t{-5});
  add(oxcdata::String8{"eight"});
  add(std::u16string(u"zero \0 \xD800 inside", 16));
  add(std::u16string());
  add(wire::FileTime{0x01D000000000ABCD});
  add(wire::Guid{{1, 2}});
  add(oxcdata::ServerId{});
  add(oxcdata::RuleActions{{1, 0, 0, 0, 2, 0, 0, 0, 9, 9}});
  add(wire::Bytes{0, 1, 0xFF});
  add(wire::Bytes{});
  add(std::vector<std::int16_t>{1, 2});
  add(std::vector<std::int32_t>{3});
  add(std::vector<float>{});
  add(std::vector<double>{1, 2});
  add(std::vector<oxcdata::Currency>(2));
  add(std::vector<oxcdata::FloatingTime>(1));
  add(std::vector<std::int64_t>{7});
  add(std::vector<std::u16string>{u"a", u"", u"b"});
  add(std::vector<wire::FileTime>(3));
  add(std::vector<wire::Guid>(2));
  add(std::vector<wire::Bytes>(2));
  return properties;
}

bool same(const Properties& a, const Properties& b) {
  return std::ranges::equal(a.all(), b.all(), [](const Property& one, const Property& other) {
    return one.tag == other.tag && one.value == other.value;
  });
}

TEST(PackedProperties, EveryTypeComesBack) {
  const auto properties = of_all_types();
  const auto bytes = pack(properties, keep_none).value();
  const auto packed = PackedProperties::read(bytes).value();
  EXPECT_EQ(packed.size(), properties.size());
  const auto unpacked = packed.unpack(open_none);
  ASSERT_TRUE(unpacked);
  EXPECT_TRUE(same(*unpacked, properties));
  const auto tags = packed.tags();
  for (std::size_t i = 0; i < properties.size(); ++i) {
    const auto& property = properties.all()[i];
    EXPECT_EQ(tags[i], property.tag);
    const auto id = id_of(property.tag);
    EXPECT_TRUE(packed.contains(id));
    const auto value = packed.value(id);
    ASSERT_TRUE(value) << i;
    EXPECT_EQ(value->tag, property.tag);
    EXPECT_TRUE(value->value == property.value) << i;
    EXPECT_FALSE(packed.large(id));
  }
  EXPECT_FALSE(packed.contains(0x6000));
  EXPECT_FALSE(packed.value(0x7FFF));
  EXPECT_FALSE(packed.large(0x7FFF));
}

TEST(PackedProperties, NoneAreNoBytes) {
  EXPECT_TRUE(pack(Properties(), keep_none)->empty());
  const auto packed = PackedProperties::read({}).value();
  EXPECT_EQ(packed.size(), 0u);
  EXPECT_FALSE(packed.contains(0x37));
  EXPECT_TRUE(packed.unpack(open_none)->empty());
  EXPECT_TRUE(packed.tags().empty());
}

TEST(PackedProperties, LargeValuesAreReferences) {
  Properties properties;
  properties.set(pid_tag_body, memory_value(wire::Bytes(10, 1)));
  properties.set(oxprops::pid_tag_html, wire::Bytes(100, 2));
  properties.set(oxprops::pid_tag_subject, std::u16string(49, u's'));
  properties.set(oxprops::pid_tag_attach_data_object, memory_value(wire::Bytes(3, 1)));
  std::vector<std::uint64_t> sizes;
  std::uint64_t next = 70;
  const auto bytes = pack(
      properties,
      [&](const LargeValue& value) {
        sizes.push_back(value.size());
        wire::Bytes content(value.size() + 5);
        EXPECT_EQ(value.read(0, content).value(), value.size());
        EXPECT_EQ(value.read(value.size(), content).value(), 0u);
        EXPECT_EQ(content[0], value.size() == 100 ? 2 : 1);
        return LargeReference{next++, value.size()};
      },
      99);
  EXPECT_THAT(sizes, ElementsAre(10, 100, 3)) << "in the order of the ids; 98 bytes are not";
  const auto packed = PackedProperties::read(*bytes).value();
  EXPECT_EQ(packed.large(id_of(pid_tag_body)), (LargeReference{70, 10}));
  EXPECT_EQ(packed.large(id_of(oxprops::pid_tag_html)), (LargeReference{71, 100}));
  EXPECT_FALSE(packed.value(id_of(pid_tag_body)));
  EXPECT_TRUE(packed.contains(id_of(pid_tag_body)));
  EXPECT_THAT(packed.large_values(),
              ElementsAre(LargeReference{70, 10}, LargeReference{71, 100}, LargeReference{72, 3}));
  const auto opened = packed.unpack([](LargeReference reference) {
    return memory_value(wire::Bytes(reference.size, static_cast<std::uint8_t>(reference.id)));
  });
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->find(id_of(oxprops::pid_tag_html))->large->size(), 100u);
  EXPECT_FALSE(opened->find(id_of(oxprops::pid_tag_subject))->large);
}

TEST(PackedProperties, WhatCannotBeWrittenIsLeftOut) {
  Properties properties;
  properties.set(tag(0x6001, PropertyType::integer32), std::u16string(u"another type"));
  properties.set(tag(0x6002, PropertyType::string), std::int32_t{5});
  properties.set(tag(0x6003, PropertyType::multiple_string),
                 std::vector<std::u16string>{std::u16string(u"\0", 1)});
  properties.set(tag(0x6004, PropertyType::restriction), oxcdata::RestrictionValue{});
  properties.set(tag(0x6005, PropertyType::integer32), memory_value({}));
  properties.set(tag(0x6006, PropertyType::integer32), std::int32_t{6});
  const auto bytes = pack(properties, keep_none).value();
  const auto packed = PackedProperties::read(bytes).value();
  EXPECT_THAT(packed.tags(), ElementsAre(tag(0x6006, PropertyType::integer32)));
  EXPECT_EQ(std::get<std::int32_t>(packed.value(0x6006)->value), 6);
}

void touch(wire::ByteView bytes) {
  // In memory of its own, so that the sanitizer sees a read outside.
  const std::vector<std::uint8_t> copy(bytes.begin(), bytes.end());
  const auto packed = PackedProperties::read(copy);
  if (!packed) return;
  for (const auto one : packed->tags()) {
    packed->contains(id_of(one));
    packed->value(id_of(one));
    packed->large(id_of(one));
  }
  packed->large_values();
  packed->unpack(open_none);
}

TEST(PackedProperties, DamagedBytesAreNeverReadOutside) {
  auto properties = of_all_types();
  properties.set(pid_tag_body, memory_value(wire::Bytes(10, 1)));
  const auto bytes = pack(properties, [](const LargeValue&) { return LargeReference{1, 2}; }).value();
  for (std::size_t size = 0; size < bytes.size(); ++size) touch(wire::ByteView(bytes).first(size));
  EXPECT_FALSE(PackedProperties::read(wire::ByteView(bytes).first(3)));
  EXPECT_FALSE(PackedProperties::read(wire::ByteView(bytes).first(100))) << "half a table";
  std::mt19937 random(1);
  for (int round = 0; round < 20'000; ++round) {
    auto damaged = bytes;
    for (int i = 0; i < 3; ++i)
      damaged[random() % (round % 2 ? damaged.size() : 200)] = static_cast<std::uint8_t>(random());
    touch(damaged);
  }
  touch(wire::Bytes{0xFF, 0xFF, 0xFF, 0xFF, 1, 2, 3});
}

TEST(PackedProperties, OrderOfTheTableIsChecked) {
  Properties properties;
  properties.set(tag(0x6001, PropertyType::integer32), std::int32_t{1});
  properties.set(tag(0x6002, PropertyType::integer32), std::int32_t{2});
  auto bytes = pack(properties, keep_none).value();
  std::swap_ranges(bytes.begin() + 4, bytes.begin() + 12, bytes.begin() + 12);
  EXPECT_FALSE(PackedProperties::read(bytes));
}

TEST(PackedRecipients, ComeBackAndAreNeverReadOutside) {
  std::vector<Recipient> recipients;
  for (std::uint32_t i = 0; i < 3; ++i) {
    recipients.push_back({i * 100, static_cast<std::uint8_t>(i), i == 1 ? Properties() : of_all_types()});
  }
  const auto bytes = pack(recipients, keep_none).value();
  std::size_t count = 0;
  EXPECT_TRUE(read_recipients(bytes, [&](const PackedRecipient& recipient) {
    EXPECT_EQ(recipient.row_id, recipients[count].row_id);
    EXPECT_EQ(recipient.type, recipients[count].type);
    EXPECT_TRUE(same(*recipient.properties.unpack(open_none), recipients[count].properties));
    ++count;
  }));
  EXPECT_EQ(count, 3u);
  EXPECT_TRUE(pack(std::vector<Recipient>(), keep_none)->empty());
  for (std::size_t size = 1; size < bytes.size(); ++size) {
    const std::vector<std::uint8_t> cut(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size));
    read_recipients(cut, [](const PackedRecipient& recipient) { recipient.properties.unpack(open_none); });
  }
  EXPECT_FALSE(read_recipients(wire::ByteView(bytes).first(bytes.size() - 1), [](const PackedRecipient&) {}));
}

}  // namespace
}  // namespace mapigate::store
