#pragma once

#include "protocol/oxcdata/restriction.hpp"
#include "protocol/wire/failure.hpp"

// How restrictions are read and written. Included only where they are instantiated for an archive
// (restriction.cpp for the reader and the writer).

namespace mapigate::oxcdata {
namespace detail {

// Section 2.11.1.1: COUNT.
template <class Archive>
void restrictions(Archive& archive, auto& values) {
  const auto one = [](auto& value, auto& inner) { inner("Restriction", wire::nested(value)); };
  if (archive.format() == wire::ValueFormat::rop) {
    archive("Restricts", wire::counted_with<wire::u16>(values, one));
  } else {
    archive("Restricts", wire::counted_with<wire::u32>(values, one));
  }
}

// TaggedValue. In address book requests a HasValue stands in front of it, besides that of the value itself:
// MS-OXCMAPIHTTP does not say so, but a server that Outlook works with (Gromox) insists on it. Read without
// it too, since no PropertyType that has a value begins with the byte 0x00 or 0xFF.
template <class Archive>
void tagged_value(Archive& archive, auto& tagged) {
  if (archive.format() == wire::ValueFormat::address_book) {
    auto present = has_value;
    if constexpr (Archive::reading) {
      const auto next = archive.peek();
      if (next.empty() || next[0] == 0 || next[0] == has_value) archive("HasValue", present);
      if (present == 0) tagged = {};
    } else {
      if (tagged == TaggedPropertyValue{}) present = 0;
      archive("HasValue", present);
    }
    if (present == 0) return;
  }
  archive("TaggedValue", tagged);
}

}  // namespace detail

void RestrictionValue::fields(auto& self, auto& archive) {
  if constexpr (std::remove_reference_t<decltype(archive)>::reading) {
    auto restriction = std::make_shared<Restriction>();
    archive("Restriction", wire::nested(*restriction));
    self.restriction = std::move(restriction);
  } else {
    if (!self.restriction) return archive.fail(wire::Fault::invalid);
    archive("Restriction", wire::nested(*self.restriction));
  }
}
void AndRestriction::fields(auto& self, auto& archive) { detail::restrictions(archive, self.restrictions); }
void OrRestriction::fields(auto& self, auto& archive) { detail::restrictions(archive, self.restrictions); }
void NotRestriction::fields(auto& self, auto& archive) { archive("Restriction", self.restriction); }
void ContentRestriction::fields(auto& self, auto& archive) {
  archive("FuzzyLevelLow", self.fuzzy_level_low);
  archive("FuzzyLevelHigh", self.fuzzy_level_high);
  archive("PropertyTag", self.property_tag);
  detail::tagged_value(archive, self.tagged_value);
}
void PropertyRestriction::fields(auto& self, auto& archive) {
  archive("RelOp", self.rel_op);
  archive("PropTag", self.property_tag);
  detail::tagged_value(archive, self.tagged_value);
}
void ComparePropertiesRestriction::fields(auto& self, auto& archive) {
  archive("RelOp", self.rel_op);
  archive("PropTag1", self.property_tag_1);
  archive("PropTag2", self.property_tag_2);
}
void BitMaskRestriction::fields(auto& self, auto& archive) {
  archive("BitmapRelOp", self.rel_op);
  archive("PropTag", self.property_tag);
  archive("Mask", self.mask);
}
void SizeRestriction::fields(auto& self, auto& archive) {
  archive("RelOp", self.rel_op);
  archive("PropTag", self.property_tag);
  archive("Size", self.size);
}
void ExistRestriction::fields(auto& self, auto& archive) { archive("PropTag", self.property_tag); }
void SubObjectRestriction::fields(auto& self, auto& archive) {
  archive("Subobject", self.subobject);
  archive("Restriction", self.restriction);
}
void CommentRestriction::fields(auto& self, auto& archive) {
  archive("TaggedValues", wire::counted<wire::u8>(self.tagged_values));
  bool present = self.restriction.restriction != nullptr;
  archive("RestrictionPresent", present);
  archive("Restriction", wire::when(present, self.restriction));
}
void CountRestriction::fields(auto& self, auto& archive) {
  archive("Count", self.count);
  archive("SubRestriction", self.restriction);
}

void Restriction::fields(auto& self, auto& archive) {
  auto type = self.type();
  archive("RestrictType", type);
  archive("Restriction", wire::alternative(static_cast<std::size_t>(type), self.alternative));
}

}  // namespace mapigate::oxcdata
