#include "protocol/oxocfg/search_restriction.hpp"

#include "protocol/wire/reader.hpp"
#include "protocol/wire/writer.hpp"

namespace mapigate::oxocfg {

using oxcdata::PropertyType;

namespace {

// Calls `visit` with the alternative T of the value, which a reader puts there first.
template <class T, class Archive>
void with(Archive& archive, auto& value, auto&& visit) {
  if constexpr (Archive::reading) {
    visit(value.template emplace<T>());
  } else if (auto* held = std::get_if<T>(&value)) {
    visit(*held);
  } else {
    archive.fail(wire::Fault::invalid);
  }
}

// Makes the variant hold the alternative of that index; false where there is none.
template <std::size_t i = 0>
bool hold(oxcdata::RestrictionAlternatives& alternatives, std::size_t index) {
  if constexpr (i == std::variant_size_v<oxcdata::RestrictionAlternatives>) {
    return false;
  } else {
    if (index != i) return hold<i + 1>(alternatives, index);
    alternatives.emplace<i>();
    return true;
  }
}

void boolean(auto& value, auto& archive) {
  wire::u16 number = value ? 1 : 0;
  archive("Value", number);
  if constexpr (std::remove_reference_t<decltype(archive)>::reading) value = number != 0;
}

// One restriction inside another.
void operand(auto& value, auto& archive) {
  if constexpr (std::remove_reference_t<decltype(archive)>::reading) {
    auto restriction = std::make_shared<oxcdata::Restriction>();
    archive("Restriction", wire::nested(search_restriction(*restriction)));
    value.restriction = std::move(restriction);
  } else {
    if (!value.restriction) return archive.fail(wire::Fault::invalid);
    archive("Restriction", wire::nested(search_restriction(*value.restriction)));
  }
}

// An operator, and the three zero bytes above it.
void rel_op(auto& value, auto& archive) {
  archive("RelOp", value);
  archive("RelOp", wire::reserved(3));
}

// RestrictionData, for each RestrictionType.
void data(auto& restriction, auto& archive) {
  using Type = std::remove_cvref_t<decltype(restriction)>;
  if constexpr (std::is_same_v<Type, oxcdata::AndRestriction> ||
                std::is_same_v<Type, oxcdata::OrRestriction>) {
    archive("Restrictions",
            wire::counted_with<wire::u32>(restriction.restrictions, [](auto& one, auto& inner) {
              inner("Restriction", wire::nested(search_restriction(one)));
            }));
  } else if constexpr (std::is_same_v<Type, oxcdata::NotRestriction>) {
    operand(restriction.restriction, archive);
  } else if constexpr (std::is_same_v<Type, oxcdata::ContentRestriction>) {
    archive("ulFuzzyLevel", restriction.fuzzy_level_low);
    archive("ulFuzzyLevel", restriction.fuzzy_level_high);
    archive("PropertyTag", restriction.property_tag);
    archive("PropertyValue", search_value(restriction.tagged_value));
  } else if constexpr (std::is_same_v<Type, oxcdata::PropertyRestriction>) {
    rel_op(restriction.rel_op, archive);
    archive("PropertyTag", restriction.property_tag);
    archive("PropertyValue", search_value(restriction.tagged_value));
  } else if constexpr (std::is_same_v<Type, oxcdata::ComparePropertiesRestriction>) {
    rel_op(restriction.rel_op, archive);
    archive("PropertyTag", restriction.property_tag_1);
    archive("PropertyTag", restriction.property_tag_2);
  } else if constexpr (std::is_same_v<Type, oxcdata::BitMaskRestriction>) {
    rel_op(restriction.rel_op, archive);
    archive("PropertyTag", restriction.property_tag);
    archive("Mask", restriction.mask);
  } else if constexpr (std::is_same_v<Type, oxcdata::SizeRestriction>) {
    rel_op(restriction.rel_op, archive);
    archive("PropertyTag", restriction.property_tag);
    archive("Size", restriction.size);
  } else if constexpr (std::is_same_v<Type, oxcdata::ExistRestriction>) {
    archive("PropertyTag", restriction.property_tag);
  } else if constexpr (std::is_same_v<Type, oxcdata::SubObjectRestriction>) {
    archive("Subobject", restriction.subobject);
    operand(restriction.restriction, archive);
  } else if constexpr (std::is_same_v<Type, oxcdata::CommentRestriction>) {
    // The count of the annotations stands in front of the restriction, they themselves behind it.
    auto count = static_cast<wire::u32>(restriction.tagged_values.size());
    archive("Count", count);
    operand(restriction.restriction, archive);
    archive("Annotations",
            wire::repeated_with(count, restriction.tagged_values, [](auto& value, auto& inner) {
              inner("PropertyValue", search_value(value));
            }));
  } else {
    static_assert(std::is_same_v<Type, oxcdata::CountRestriction>);
    archive.check(restriction.count == 0);
    operand(restriction.restriction, archive);
  }
}

}  // namespace

template <class V>
void SearchValue<V>::fields(auto& self, auto& archive) {
  archive("PropertyTag", self.value.tag);
  const auto type = oxcdata::type_of(self.value.tag);
  switch (type) {
    case PropertyType::boolean:
      return with<bool>(archive, self.value.value, [&](auto& held) { boolean(held, archive); });
    case PropertyType::string:
      return with<std::u16string>(archive, self.value.value, [&](auto& held) {
        archive("Value", wire::sized_field<wire::u16>(wire::utf16_z(held)));
      });
    case PropertyType::string8:
      return with<oxcdata::String8>(archive, self.value.value, [&](auto& held) {
        archive("Value", wire::sized_field<wire::u16>(wire::ascii_z(held.bytes)));
      });
    case PropertyType::integer32:
    case PropertyType::error_code:
    case PropertyType::time:
    case PropertyType::binary:
    case PropertyType::multiple_string8:
    case PropertyType::multiple_binary:
      return archive("Value", oxcdata::value_of(type, self.value.value));
    default:
      archive.fail(wire::Fault::invalid);
  }
}

template <class R>
void SearchRestriction<R>::fields(auto& self, auto& archive) {
  auto type = static_cast<wire::u32>(self.restriction.type());
  archive("RestrictionType", type);
  if constexpr (std::remove_reference_t<decltype(archive)>::reading) {
    if (!hold(self.restriction.alternative, type)) return archive.fail(wire::Fault::invalid);
  }
  std::visit([&](auto& held) { data(held, archive); }, self.restriction.alternative);
}

template void SearchValue<oxcdata::TaggedPropertyValue>::fields(SearchValue<oxcdata::TaggedPropertyValue>&,
                                                                wire::Reader&);
template void SearchValue<const oxcdata::TaggedPropertyValue>::fields(
    const SearchValue<const oxcdata::TaggedPropertyValue>&, wire::Writer&);
template void SearchRestriction<oxcdata::Restriction>::fields(SearchRestriction<oxcdata::Restriction>&,
                                                              wire::Reader&);
template void SearchRestriction<const oxcdata::Restriction>::fields(
    const SearchRestriction<const oxcdata::Restriction>&, wire::Writer&);

}  // namespace mapigate::oxocfg
