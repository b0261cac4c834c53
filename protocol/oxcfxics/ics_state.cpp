#include "protocol/oxcfxics/ics_state.hpp"

#include "protocol/oxcfxics/meta_properties.hpp"
#include "protocol/wire/reader.hpp"
#include "protocol/wire/writer.hpp"

namespace mapigate::oxcfxics {

namespace {

struct Member {
  oxcdata::PropertyTag tag;
  ReplguidIdset IcsState::*set;
  bool of_hierarchy;
};
constexpr Member members[] = {
    {meta_tag_idset_given, &IcsState::idset_given, true},
    {meta_tag_cnset_seen, &IcsState::cnset_seen, true},
    {meta_tag_cnset_seen_fai, &IcsState::cnset_seen_fai, false},
    {meta_tag_cnset_read, &IcsState::cnset_read, false},
};

}  // namespace

ReplguidIdset* IcsState::find(oxcdata::PropertyTag property) {
  for (const auto& member : members) {
    if (oxcdata::id_of(member.tag) == oxcdata::id_of(property)) return &(this->*member.set);
  }
  return nullptr;
}

wire::Failure IcsState::set(oxcdata::PropertyTag property, wire::ByteView value) {
  auto* const target = find(property);
  if (target == nullptr) return {wire::Fault::invalid, 0, "StateProperty"};
  auto parsed = wire::parse<ReplguidIdset>(value);
  if (!parsed) return parsed.error();
  *target = std::move(*parsed);
  return {};
}

std::vector<IcsState::Property> IcsState::properties(SynchronizationType type) const {
  std::vector<Property> properties;
  for (const auto& member : members) {
    if (type == SynchronizationType::hierarchy && !member.of_hierarchy) continue;
    // Each set can be written.
    properties.push_back({member.tag, wire::serialize(this->*member.set).value()});
  }
  return properties;
}

}  // namespace mapigate::oxcfxics
