// Reading, setting and deleting properties: [MS-OXCPRPT] sections 3.2.5.1 to 3.2.5.5.

#include <unordered_map>

#include "gateway/mailbox/property_values.hpp"
#include "gateway/mapi/handlers/oxcprpt_parts.hpp"
#include "gateway/mapi/text.hpp"
#include "gateway/mapi/value_limits.hpp"
#include "protocol/oxcprpt/properties.hpp"

namespace mapigate::mapi::handlers {

using oxcdata::PropertyTag;
using oxcdata::PropertyType;
using oxcdata::PropertyValue;

namespace {

constexpr std::size_t head_size = 6;  // RopId, InputHandleIndex and ReturnValue

// Behind other responses only what is worth a stream gives way to them: the client asks for the rest again,
// in a buffer of its own.
constexpr std::size_t worth_a_stream = 512;  // bytes

// The values of one response, of which the largest are left out where not all have room.
class ValueReader {
 public:
  ValueReader(const RopCall& call, PropertyObject& object, std::size_t head, std::size_t value_limit)
      : object_(object),
        budget_(call.room() > head ? call.room() - head : 0,
                call.response.size() == 0 ? ValueBudget::error_size + 1 : worth_a_stream),
        value_limit_(value_limit) {}

  // `overhead`: bytes around the value.
  void add(std::uint16_t id, const WantedType& wanted, std::size_t overhead) {
    PropertyValue value = read(id, wanted);
    auto size = wire_size(value);
    if (!size) {
      value = ErrorCode::corrupt_data;
      size = ValueBudget::error_size;
    }
    if (*size > value_limit_ && !std::holds_alternative<ErrorCode>(value)) {
      value = ErrorCode::out_of_memory;
      size = ValueBudget::error_size;
    }
    values_.push_back(std::move(value));
    for (auto given_up = budget_.add(values_.size() - 1, overhead, *size); given_up;
         given_up = budget_.drop()) {
      values_[*given_up] = ErrorCode::out_of_memory;
    }
  }
  // The same value as the one at `index` again.
  void repeat(std::size_t index, std::size_t overhead) {
    PropertyValue value = values_[index];
    const std::size_t size = wire_size(value).value_or(0);
    values_.push_back(std::move(value));
    for (auto given_up = budget_.add(values_.size() - 1, overhead, size); given_up;
         given_up = budget_.drop()) {
      values_[*given_up] = ErrorCode::out_of_memory;
    }
  }
  bool fits() const { return budget_.fits(); }
  std::vector<PropertyValue> take() { return std::move(values_); }

 private:
  // ErrorCode where there is none: NotFound, NotEnoughMemory, ...
  PropertyValue read(std::uint16_t id, const WantedType& wanted) {
    if (oxcdata::name(wanted.type).empty()) return ErrorCode::invalid_type;
    auto property = object_.current_property(id);
    if (!property) return property.error();
    const PropertyType kept = oxcdata::type_of(property->tag);
    // An attachment has one of PidTagAttachDataBinary and PidTagAttachDataObject, whose ids are the same.
    const bool kept_object = kept == PropertyType::object;
    if (kept_object != (wanted.type == PropertyType::object) && wanted.type != PropertyType::unspecified) {
      return ErrorCode::not_found;
    }
    if (kept_object) return ErrorCode::out_of_memory;  // no response carries one
    if (!property->large) return as_wanted(std::move(property->value), wanted);
    return read_large(*property, kept, wanted);
  }

  PropertyValue read_large(const store::Property& property, PropertyType kept, const WantedType& wanted) {
    const bool unicode =
        wanted.type == PropertyType::unspecified ? wanted.unicode : wanted.type != PropertyType::string8;
    // Before anything is read: most large values are larger than any response.
    const std::size_t room = std::min(budget_.room(), value_limit_);
    if (least_wire_size(kept, unicode, property.large->size()) > room) return ErrorCode::out_of_memory;
    const auto size = static_cast<std::size_t>(property.large->size());
    if (kept == PropertyType::string) {
      auto text = mailbox::text_of(property, size / 2);
      return text ? as_wanted(std::move(*text), wanted) : ErrorCode::not_found;
    }
    auto bytes = mailbox::bytes_of(property, size);
    return bytes ? as_wanted(std::move(*bytes), wanted) : ErrorCode::not_found;
  }

  PropertyObject& object_;
  ValueBudget budget_;
  const std::size_t value_limit_;
  std::vector<PropertyValue> values_;
};

// Section 3.2.5.1. PropertySizeLimit is ignored, as it says; what has no room is NotEnoughMemory all the
// same.
RopOutcome get_properties_specific(RopCall& call, const oxcprpt::GetPropertiesSpecificRequest& request,
                                   oxcprpt::GetPropertiesSpecificResponse& response) {
  auto* object = call.input<PropertyObject>();
  if (!object) return call.missing();
  ValueReader reader(call, *object, head_size + 1, SIZE_MAX);
  const wire::u32 code_page = code_page_of(call.session, *object);
  std::unordered_map<PropertyTag, std::size_t> seen;  // nobody is served the same work twice
  for (std::size_t i = 0; i < request.property_tags.size(); ++i) {
    const PropertyTag tag = request.property_tags[i];
    const PropertyType type = oxcdata::type_of(tag);
    const std::size_t overhead = type == PropertyType::unspecified ? 3 : 1;
    const auto [first, is_new] = seen.emplace(tag, i);
    if (!is_new) {
      reader.repeat(first->second, overhead);
    } else {
      reader.add(oxcdata::id_of(tag), {type, request.want_unicode != 0, code_page}, overhead);
    }
  }
  if (!reader.fits()) return RopOutcome::too_big();
  response.columns = request.property_tags;
  response.row_data = oxcdata::property_row(reader.take(), request.property_tags);
  return {};
}

// Sections 2.2.3.2 and 3.2.5.2.
RopOutcome get_properties_all(RopCall& call, const oxcprpt::GetPropertiesAllRequest& request,
                              oxcprpt::GetPropertiesAllResponse& response) {
  auto* object = call.input<PropertyObject>();
  if (!object) return call.missing();
  const auto tags = object->current_tags();
  if (!tags) return tags.error();
  const std::size_t limit = request.property_size_limit != 0 ? request.property_size_limit : SIZE_MAX;
  ValueReader reader(call, *object, head_size + sizeof(wire::u16), limit);
  const WantedType wanted{PropertyType::unspecified, request.want_unicode != 0,
                          code_page_of(call.session, *object)};
  for (const PropertyTag tag : *tags) reader.add(oxcdata::id_of(tag), wanted, sizeof(PropertyTag));
  if (!reader.fits()) return RopOutcome::too_big();
  std::vector<PropertyValue> values = reader.take();
  response.property_values.reserve(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const PropertyTag tag = oxcdata::with_type((*tags)[i], oxcdata::type_of(values[i]));
    response.property_values.push_back({tag, std::move(values[i])});
  }
  return {};
}

// Section 3.2.5.3.
RopOutcome get_properties_list(RopCall& call, const oxcprpt::GetPropertiesListRequest&,
                               oxcprpt::GetPropertiesListResponse& response) {
  auto* object = call.input<PropertyObject>();
  if (!object) return call.missing();
  auto tags = object->current_tags();
  if (!tags) return tags.error();
  if (head_size + sizeof(wire::u16) + tags->size() * sizeof(PropertyTag) > call.room()) {
    return RopOutcome::too_big();
  }
  response.property_tags = std::move(*tags);
  return {};
}

// Sections 3.2.5.4 and 2.2.6: of folders the other ROP does not replicate what it changes, and there is one
// replica only.
template <class Request, class Response>
RopOutcome set_properties(RopCall& call, const Request& request, Response& response) {
  auto* object = call.input<PropertyObject>();
  if (!object) return call.missing();
  if (!has_room_for_problems(call, request.property_values.size())) return RopOutcome::too_big();
  if (auto may = object->writable(); !may) return may.error();
  if (auto taken = object->take_streams(); !taken) return taken.error();
  const wire::u32 code_page = code_page_of(call.session, *object);
  std::vector<PropertyTag> tags;
  std::vector<store::Property> properties;
  for (const oxcdata::TaggedPropertyValue& value : request.property_values) tags.push_back(value.tag);
  ProblemList problems(std::move(tags));
  for (std::size_t i = 0; i < request.property_values.size(); ++i) {
    oxcdata::TaggedPropertyValue value = request.property_values[i];
    const PropertyType type = oxcdata::type_of(value.tag);
    if (type == PropertyType::null || type == PropertyType::error_code) {
      problems.add(i, ErrorCode::unsupported_type);
    } else if (const ErrorCode error = check_id(*object, oxcdata::id_of(value.tag));
               error != ErrorCode::success) {
      problems.add(i, error);
    } else {
      make_unicode(value, code_page);
      properties.push_back({value.tag, std::move(value.value), nullptr});
    }
  }
  const auto failed = object->set_properties(std::move(properties));
  if (!failed) return failed.error();
  problems.add(*failed);
  response.property_problems = problems.take();
  return {};
}

// Sections 3.2.5.5 and 2.2.8.
template <class Request, class Response>
RopOutcome delete_properties(RopCall& call, const Request& request, Response& response) {
  auto* object = call.input<PropertyObject>();
  if (!object) return call.missing();
  if (!has_room_for_problems(call, request.property_tags.size())) return RopOutcome::too_big();
  if (auto may = object->writable(); !may) return may.error();
  if (auto taken = object->take_streams(); !taken) return taken.error();
  std::vector<PropertyTag> tags = request.property_tags;
  for (PropertyTag& tag : tags) tag = unicode_tag(tag);
  const auto failed = object->delete_properties(tags);
  if (!failed) return failed.error();
  ProblemList problems(request.property_tags);
  problems.add(*failed);
  response.property_problems = problems.take();
  return {};
}

}  // namespace

void register_oxcprpt_properties(RopRegistry& registry) {
  using namespace oxcprpt;
  registry.add<GetPropertiesSpecificRequest, GetPropertiesSpecificResponse>(get_properties_specific);
  registry.add<GetPropertiesAllRequest, GetPropertiesAllResponse>(get_properties_all);
  registry.add<GetPropertiesListRequest, GetPropertiesListResponse>(get_properties_list);
  registry.add<SetPropertiesRequest, SetPropertiesResponse>(
      set_properties<SetPropertiesRequest, SetPropertiesResponse>);
  registry.add<SetPropertiesNoReplicateRequest, SetPropertiesNoReplicateResponse>(
      set_properties<SetPropertiesNoReplicateRequest, SetPropertiesNoReplicateResponse>);
  registry.add<DeletePropertiesRequest, DeletePropertiesResponse>(
      delete_properties<DeletePropertiesRequest, DeletePropertiesResponse>);
  registry.add<DeletePropertiesNoReplicateRequest, DeletePropertiesNoReplicateResponse>(
      delete_properties<DeletePropertiesNoReplicateRequest, DeletePropertiesNoReplicateResponse>);
}

}  // namespace mapigate::mapi::handlers
