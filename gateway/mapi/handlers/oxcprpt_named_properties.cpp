// Named properties: [MS-OXCPRPT] sections 3.2.5.6, 3.2.5.9 and 3.2.5.10.

#include <algorithm>

#include "gateway/mapi/handlers/oxcprpt_parts.hpp"
#include "protocol/oxcprpt/named_properties.hpp"
#include "protocol/oxprops/property_sets.hpp"

namespace mapigate::mapi::handlers {

using oxcdata::PropertyName;

namespace {

constexpr std::size_t head_size = 8;  // RopId, InputHandleIndex, ReturnValue and a count

// Names that one who is not the owner may add beyond: the table of a mailbox must not be filled up by others.
constexpr std::size_t names_of_others = 8192;

// Bytes of a name in a response.
std::size_t wire_size(const PropertyName& name) {
  constexpr std::size_t kind_and_guid = 17;
  if (name.kind == PropertyName::Kind::lid) return kind_and_guid + sizeof(wire::u32);
  if (name.kind == PropertyName::Kind::name) return kind_and_guid + 1 + 2 * (name.name.size() + 1);
  return kind_and_guid;
}

// Names of header fields are the same in upper and lower case (section 3.2.5.10); those fields are ASCII.
void make_lower(std::u16string& name) {
  for (char16_t& unit : name) {
    if (unit >= u'A' && unit <= u'Z') unit = static_cast<char16_t>(unit + (u'a' - u'A'));
  }
}

// Whether the user may give a name an id that has none.
bool may_add(const mailbox::Logon& logon) {
  if (logon.actor().owner) return true;
  if (logon.actor().mailbox_guid.empty()) return false;  // anonymous
  return logon.mailbox().named_properties().size() < names_of_others;
}

// 0 where the name cannot be mapped.
mailbox::Outcome<std::uint16_t> id_of_name(const mailbox::Logon& logon, PropertyName name, bool add) {
  if (name.guid == oxprops::ps_mapi) {
    const bool is_id = name.kind == PropertyName::Kind::lid && name.lid < oxcdata::first_named_property_id;
    return static_cast<std::uint16_t>(is_id ? name.lid : 0);
  }
  if (name.kind == PropertyName::Kind::none) return std::uint16_t{0};
  if (name.kind == PropertyName::Kind::name && name.guid == oxprops::ps_internet_headers)
    make_lower(name.name);
  auto id = logon.mailbox().property_id(name, false);
  if (!id || *id != 0 || !add || !may_add(logon)) return id;
  return logon.mailbox().property_id(name, true);
}

RopOutcome get_property_ids_from_names(RopCall& call, const oxcprpt::GetPropertyIdsFromNamesRequest& request,
                                       oxcprpt::GetPropertyIdsFromNamesResponse& response) {
  auto* object = call.input<PropertyObject>();
  if (!object) return call.missing();
  if (request.flags != 0 && request.flags != oxcprpt::GetPropertyIdsFromNamesRequest::flag_create) {
    return ErrorCode::invalid_parameter;
  }
  const mailbox::Logon& logon = *object->logon;
  if (request.property_names.empty() && object->kind() == ObjectKind::logon) {
    for (const auto& named : logon.mailbox().named_properties()) response.property_ids.push_back(named.id);
  }
  const std::size_t count = std::max(request.property_names.size(), response.property_ids.size());
  if (head_size + count * sizeof(wire::u16) > call.room()) return RopOutcome::too_big();
  bool all = true;
  for (const PropertyName& name : request.property_names) {
    const auto id = id_of_name(logon, name, request.flags != 0);
    if (!id && id.error() != ErrorCode::named_property_quota) return id.error();
    response.property_ids.push_back(id ? *id : 0);
    all = all && response.property_ids.back() != 0;
  }
  // [MS-OXCDATA] section 2.4.3: the ids are there, but not of all names.
  return all ? RopOutcome() : RopOutcome::with_response(ErrorCode::errors_returned);
}

RopOutcome get_names_from_property_ids(RopCall& call, const oxcprpt::GetNamesFromPropertyIdsRequest& request,
                                       oxcprpt::GetNamesFromPropertyIdsResponse& response) {
  auto* object = call.input<PropertyObject>();
  if (!object) return call.missing();
  const std::size_t room = call.room();
  std::size_t size = head_size;
  for (const wire::u16 id : request.property_ids) {
    PropertyName name;
    if (id < oxcdata::first_named_property_id) {
      name = {PropertyName::Kind::lid, oxprops::ps_mapi, id, {}};
    } else if (const PropertyName* known = object->logon->mailbox().property_name(id)) {
      name = *known;
    }
    size += wire_size(name);
    if (size > room) return RopOutcome::too_big();
    response.property_names.push_back(std::move(name));
  }
  return {};
}

// Section 2.2.9: of a logon those of the mailbox, of other objects those that it has.
RopOutcome query_named_properties(RopCall& call, const oxcprpt::QueryNamedPropertiesRequest& request,
                                  oxcprpt::QueryNamedPropertiesResponse& response) {
  using Request = oxcprpt::QueryNamedPropertiesRequest;
  auto* object = call.input<PropertyObject>();
  if (!object) return call.missing();
  std::vector<store::NamedPropertyId> candidates;
  mailbox::Mailbox& mailbox = object->logon->mailbox();
  if (object->kind() == ObjectKind::logon) {
    candidates = mailbox.named_properties();
  } else {
    const auto tags = object->current_tags();
    if (!tags) return tags.error();
    for (const oxcdata::PropertyTag tag : *tags) {
      if (!oxcdata::is_named(tag)) continue;
      if (const PropertyName* name = mailbox.property_name(oxcdata::id_of(tag))) {
        candidates.push_back({oxcdata::id_of(tag), *name});
      }
    }
  }
  const std::size_t room = call.room();
  std::size_t size = head_size;
  for (store::NamedPropertyId& named : candidates) {
    const auto kind = named.name.kind;
    if (kind == PropertyName::Kind::name && (request.query_flags & Request::no_strings) != 0) continue;
    if (kind == PropertyName::Kind::lid && (request.query_flags & Request::no_ids) != 0) continue;
    if (request.property_guid && named.name.guid != *request.property_guid) continue;
    size += sizeof(wire::u16) + wire_size(named.name);
    if (size > room) return RopOutcome::too_big();
    response.property_ids.push_back(named.id);
    response.property_names.push_back(std::move(named.name));
  }
  return {};
}

}  // namespace

void register_oxcprpt_named_properties(RopRegistry& registry) {
  using namespace oxcprpt;
  registry.add<GetPropertyIdsFromNamesRequest, GetPropertyIdsFromNamesResponse>(get_property_ids_from_names);
  registry.add<GetNamesFromPropertyIdsRequest, GetNamesFromPropertyIdsResponse>(get_names_from_property_ids);
  registry.add<QueryNamedPropertiesRequest, QueryNamedPropertiesResponse>(query_named_properties);
}

}  // namespace mapigate::mapi::handlers
