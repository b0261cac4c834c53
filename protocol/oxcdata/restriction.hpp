#pragma once

#include <memory>
#include <variant>
#include <vector>

#include "protocol/oxcdata/property_value.hpp"

// MS-OXCDATA section 2.12: the conditions by which rows and messages are chosen.

namespace mapigate::oxcdata {

enum class RestrictType : wire::u8 {
  and_ = 0x00,
  or_ = 0x01,
  not_ = 0x02,
  content = 0x03,
  property = 0x04,
  compare_properties = 0x05,
  bit_mask = 0x06,
  size = 0x07,
  exist = 0x08,
  sub_object = 0x09,
  comment = 0x0A,
  count = 0x0B,
};

// Section 2.12.5.1. A value outside the table is kept.
enum class RelOp : wire::u8 {
  less_than = 0x00,
  less_than_or_equal = 0x01,
  greater_than = 0x02,
  greater_than_or_equal = 0x03,
  equal = 0x04,
  not_equal = 0x05,
  member_of_dl = 0x64,
};

// Section 2.12.7.1.
enum class BitMapRelOp : wire::u8 { equal_to_zero = 0x00, not_equal_to_zero = 0x01 };

// Section 2.12.4.1: FuzzyLevelLow.
inline constexpr wire::u16 fuzzy_full_string = 0x0000;
inline constexpr wire::u16 fuzzy_substring = 0x0001;
inline constexpr wire::u16 fuzzy_prefix = 0x0002;
// FuzzyLevelHigh, flags.
inline constexpr wire::u16 fuzzy_ignore_case = 0x0001;
inline constexpr wire::u16 fuzzy_ignore_non_space = 0x0002;
inline constexpr wire::u16 fuzzy_loose = 0x0004;

// Section 2.12.1
struct AndRestriction {
  std::vector<Restriction> restrictions;
  bool operator==(const AndRestriction&) const;
  static void fields(auto& self, auto& archive);
};

// Section 2.12.2
struct OrRestriction {
  std::vector<Restriction> restrictions;
  bool operator==(const OrRestriction&) const;
  static void fields(auto& self, auto& archive);
};

// Section 2.12.3
struct NotRestriction {
  RestrictionValue restriction;
  bool operator==(const NotRestriction&) const = default;
  static void fields(auto& self, auto& archive);
};

// Section 2.12.4. The tag of the value names another property where that is multivalued.
struct ContentRestriction {
  wire::u16 fuzzy_level_low = 0;
  wire::u16 fuzzy_level_high = 0;
  PropertyTag property_tag{};
  TaggedPropertyValue tagged_value;
  bool operator==(const ContentRestriction&) const = default;
  static void fields(auto& self, auto& archive);
};

// Section 2.12.5
struct PropertyRestriction {
  RelOp rel_op{};
  PropertyTag property_tag{};
  TaggedPropertyValue tagged_value;
  bool operator==(const PropertyRestriction&) const = default;
  static void fields(auto& self, auto& archive);
};

// Section 2.12.6
struct ComparePropertiesRestriction {
  RelOp rel_op{};
  PropertyTag property_tag_1{};
  PropertyTag property_tag_2{};
  bool operator==(const ComparePropertiesRestriction&) const = default;
  static void fields(auto& self, auto& archive);
};

// Section 2.12.7
struct BitMaskRestriction {
  BitMapRelOp rel_op{};
  PropertyTag property_tag{};
  wire::u32 mask = 0;
  bool operator==(const BitMaskRestriction&) const = default;
  static void fields(auto& self, auto& archive);
};

// Section 2.12.8
struct SizeRestriction {
  RelOp rel_op{};
  PropertyTag property_tag{};
  wire::u32 size = 0;  // bytes
  bool operator==(const SizeRestriction&) const = default;
  static void fields(auto& self, auto& archive);
};

// Section 2.12.9
struct ExistRestriction {
  PropertyTag property_tag{};
  bool operator==(const ExistRestriction&) const = default;
  static void fields(auto& self, auto& archive);
};

// Section 2.12.10. `subobject` is PidTagMessageRecipients or PidTagMessageAttachments.
struct SubObjectRestriction {
  PropertyTag subobject{};
  RestrictionValue restriction;
  bool operator==(const SubObjectRestriction&) const = default;
  static void fields(auto& self, auto& archive);
};

// Section 2.12.11. The values are a client's own notes; only the restriction, if there is one, decides.
struct CommentRestriction {
  std::vector<TaggedPropertyValue> tagged_values;
  RestrictionValue restriction;  // may be null
  bool operator==(const CommentRestriction&) const = default;
  static void fields(auto& self, auto& archive);
};

// Section 2.12.12
struct CountRestriction {
  wire::u32 count = 0;
  RestrictionValue restriction;
  bool operator==(const CountRestriction&) const = default;
  static void fields(auto& self, auto& archive);
};

// In the order of RestrictType.
using RestrictionAlternatives =
    std::variant<AndRestriction, OrRestriction, NotRestriction, ContentRestriction, PropertyRestriction,
                 ComparePropertiesRestriction, BitMaskRestriction, SizeRestriction, ExistRestriction,
                 SubObjectRestriction, CommentRestriction, CountRestriction>;

// Nested at most wire::max_depth deep. Read and written in the wire::ValueFormat of its surroundings, which
// says how wide counts are.
struct Restriction {
  RestrictionAlternatives alternative;

  RestrictType type() const { return static_cast<RestrictType>(alternative.index()); }
  bool operator==(const Restriction&) const;
  static void fields(auto& self, auto& archive);
};

inline bool AndRestriction::operator==(const AndRestriction& other) const {
  return restrictions == other.restrictions;
}
inline bool OrRestriction::operator==(const OrRestriction& other) const {
  return restrictions == other.restrictions;
}
inline bool Restriction::operator==(const Restriction& other) const {
  return alternative == other.alternative;
}

// A restriction as the operand of another.
template <class T>
RestrictionValue operand(T restriction) {
  return {std::make_shared<const Restriction>(Restriction{std::move(restriction)})};
}

}  // namespace mapigate::oxcdata
