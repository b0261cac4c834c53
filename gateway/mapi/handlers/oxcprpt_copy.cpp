// Copying between objects, and the progress of what takes long: [MS-OXCPRPT] sections 3.2.5.7, 3.2.5.8 and
// 3.2.5.20.

#include <map>
#include <optional>
#include <set>

#include "gateway/mailbox/message_copy.hpp"
#include "gateway/mapi/handlers/oxcprpt_copy_folder.hpp"
#include "gateway/mapi/handlers/oxcprpt_parts.hpp"
#include "gateway/mapi/objects/attachment_object.hpp"
#include "gateway/mapi/objects/message_object.hpp"
#include "protocol/oxcprpt/copy.hpp"
#include "protocol/oxprops/property_tags.hpp"

namespace mapigate::mapi::handlers {

using oxcdata::id_of;
using oxcdata::PropertyTag;

namespace {

constexpr auto recipients_id = id_of(oxprops::pid_tag_message_recipients);
constexpr auto attachments_id = id_of(oxprops::pid_tag_message_attachments);
constexpr auto embedded_id = id_of(oxprops::pid_tag_attach_data_object);

// One copy that is under way.
struct Copy {
  Copy(PropertyObject& its_source, PropertyObject& its_destination, wire::u8 flags)
      : source(its_source),
        destination(its_destination),
        overwrite((flags & oxcprpt::copy_no_overwrite) == 0),
        move((flags & oxcprpt::copy_move) != 0),
        translator(source.logon->mailbox(), destination.logon->mailbox()) {}

  PropertyObject& source;
  PropertyObject& destination;
  const bool overwrite;
  const bool move;
  mailbox::MailboxTranslator translator;
};

// Whether both are the same thing, be it opened twice: a copy onto itself could only lose something.
bool is_same(const PropertyObject& a, const PropertyObject& b) {
  if (&a == &b) return true;
  if (&a.logon->mailbox() != &b.logon->mailbox()) return false;
  const auto* folder = dynamic_cast<const FolderObject*>(&a);
  const auto* other = dynamic_cast<const FolderObject*>(&b);
  return folder && other && folder->number == other->number;
}

// What both ROPs ask before they do anything.
template <class Request, class Response>
RopOutcome check(RopCall& call, const Request& request, Response& response) {
  if ((request.copy_flags & ~(oxcprpt::copy_move | oxcprpt::copy_no_overwrite)) != 0) {
    return ErrorCode::invalid_parameter;
  }
  auto* source = call.input<PropertyObject>();
  if (!source) return call.missing();
  if (source->kind() == ObjectKind::logon) return ErrorCode::not_supported;
  auto* destination = call.object<PropertyObject>(request.dest_handle_index);
  if (!destination && call.missing(request.dest_handle_index) == ErrorCode::null_object) {
    response.dest_handle_index = request.dest_handle_index;
    return RopOutcome::with_response(ErrorCode::null_destination_object);
  }
  if (!destination || destination->kind() != source->kind()) return ErrorCode::decline_copy;
  if (is_same(*source, *destination)) return ErrorCode::access_denied;
  if (source->kind() == ObjectKind::folder && (request.copy_flags & oxcprpt::copy_move) != 0) {
    return ErrorCode::not_supported;
  }
  if (auto may = destination->writable(); !may) return may.error();
  if (auto taken = source->take_streams(); !taken) return taken.error();
  if (auto taken = destination->take_streams(); !taken) return taken.error();
  return {};
}

// Recipients, attachments or the message that an attachment is; false where it is none of these.
mailbox::Outcome<bool> copy_sub_object(Copy& copy, std::uint16_t id) {
  mailbox::Outcome<void> outcome;
  if (auto* from = dynamic_cast<MessageObject*>(&copy.source)) {
    auto& to = static_cast<MessageObject&>(copy.destination);
    if (id == recipients_id) {
      const auto present = to.message->recipients();
      if (!present) return present.error();
      if (copy.overwrite || (*present)->empty()) {
        outcome = copy_recipients(*from->message, *to.message, copy.translator);
      }
    } else if (id == attachments_id) {
      const auto present = to.message->attachments();
      if (!present) return present.error();
      if (copy.overwrite || (*present)->empty()) {
        outcome = copy_attachments(*from->message, *to.message, copy.translator);
      }
    } else {
      return false;
    }
  } else if (auto* attachment = dynamic_cast<AttachmentObject*>(&copy.source)) {
    if (id != embedded_id || !attachment->attachment->has_embedded()) return false;
    auto& to = *static_cast<AttachmentObject&>(copy.destination).attachment;
    if (copy.overwrite || !to.property(embedded_id)) {
      outcome = copy_embedded(*attachment->attachment, to, copy.translator);
    }
  } else {
    return false;
  }
  if (!outcome) return outcome.error();
  return true;
}

// The property as the destination is to have it; nothing where it keeps its own.
mailbox::Outcome<std::optional<store::Property>> copied(Copy& copy, std::uint16_t id) {
  auto property = copy.source.property(id);
  if (!property) return property.error();
  auto there = mailbox::translated(std::move(*property), copy.translator);
  if (!there) return there.error();
  if (!copy.overwrite && copy.destination.property(id_of(there->tag)))
    return std::optional<store::Property>();
  return std::optional<store::Property>(std::move(*there));
}

// Section 3.2.5.7 lets the server delete what was moved. `problems`: what was not.
void delete_moved(Copy& copy, std::vector<PropertyTag> tags,
                  const std::vector<oxcdata::PropertyProblem>& problems) {
  if (!copy.move || !copy.source.writable()) return;
  std::set<std::uint16_t> left;
  for (const auto& problem : problems) left.insert(id_of(problem.property_tag));
  std::erase_if(tags, [&](PropertyTag tag) { return left.contains(id_of(tag)); });
  (void)copy.source.delete_properties(tags);
}

// What is to be set, with where in the request it came from.
struct Values {
  // Where the destination is to have the source's property.
  void add(Copy& copy, std::size_t index, std::uint16_t id, ProblemList& problems) {
    auto property = copied(copy, id);
    if (!property) {
      problems.add(index, property.error());
    } else if (*property) {
      indexes.emplace(id_of((*property)->tag), index);
      properties.push_back(std::move(**property));
    }
  }

  std::vector<store::Property> properties;
  std::map<std::uint16_t, std::size_t> indexes;  // by the id that the destination knows
};

RopOutcome copy_properties(RopCall& call, const oxcprpt::CopyPropertiesRequest& request,
                           oxcprpt::CopyPropertiesResponse& response) {
  RopOutcome checked = check(call, request, response);
  if (checked.error != ErrorCode::success) return checked;
  if (!has_room_for_problems(call, request.property_tags.size())) return RopOutcome::too_big();
  Copy copy(*call.input<PropertyObject>(), *call.object<PropertyObject>(request.dest_handle_index),
            request.copy_flags);
  ProblemList problems(request.property_tags);
  Values values;
  for (std::size_t i = 0; i < request.property_tags.size(); ++i) {
    const std::uint16_t id = id_of(request.property_tags[i]);
    const auto sub_object = copy_sub_object(copy, id);
    if (!sub_object) {
      problems.add(i, sub_object.error());
    } else if (!*sub_object) {
      values.add(copy, i, id, problems);
    }
  }
  const auto failed = copy.destination.set_properties(std::move(values.properties));
  if (!failed) return failed.error();
  for (const Problem& problem : *failed) problems.add(values.indexes[id_of(problem.tag)], problem.error);
  response.property_problems = problems.take();
  delete_moved(copy, request.property_tags, response.property_problems);
  return {};
}

// Of messages and attachments those that are kept: what follows from them follows from the copies as well.
mailbox::Outcome<std::vector<PropertyTag>> tags_to_copy(PropertyObject& source,
                                                        const std::set<std::uint16_t>& excluded) {
  std::vector<PropertyTag> tags;
  const auto append = [&tags](const store::Properties& kept) {
    for (const store::Property& property : kept.all()) tags.push_back(property.tag);
  };
  if (auto* message = dynamic_cast<MessageObject*>(&source)) {
    const auto kept = message->message->kept_properties();
    if (!kept) return kept.error();
    append(**kept);
  } else if (auto* attachment = dynamic_cast<AttachmentObject*>(&source)) {
    append(attachment->attachment->kept_properties());
  } else {
    auto all = source.property_tags();
    if (!all) return all;
    tags = std::move(*all);
  }
  std::erase_if(tags, [&](PropertyTag tag) { return excluded.contains(id_of(tag)); });
  return tags;
}

ErrorCode copy_sub_objects(Copy& copy, const std::set<std::uint16_t>& excluded) {
  if (auto* folder = dynamic_cast<FolderObject*>(&copy.source)) {
    FolderParts parts;
    parts.subfolders = !excluded.contains(id_of(oxprops::pid_tag_container_hierarchy));
    parts.messages = !excluded.contains(id_of(oxprops::pid_tag_container_contents));
    parts.associated = !excluded.contains(id_of(oxprops::pid_tag_folder_associated_contents));
    return copy_folder_parts(*folder, static_cast<FolderObject&>(copy.destination), parts);
  }
  for (const std::uint16_t id : {recipients_id, attachments_id, embedded_id}) {
    if (excluded.contains(id)) continue;
    if (const auto done = copy_sub_object(copy, id); !done) return done.error();
  }
  return ErrorCode::success;
}

// Section 3.2.5.8: only what can be written is copied, so what cannot is no problem.
bool is_read_only(ErrorCode error) {
  return error == ErrorCode::access_denied || error == ErrorCode::computed_value;
}

RopOutcome copy_to(RopCall& call, const oxcprpt::CopyToRequest& request, oxcprpt::CopyToResponse& response) {
  RopOutcome checked = check(call, request, response);
  if (checked.error != ErrorCode::success) return checked;
  Copy copy(*call.input<PropertyObject>(), *call.object<PropertyObject>(request.dest_handle_index),
            request.copy_flags);
  // The specification has the server refuse this of the ROP, not of its subobjects only.
  if (copy.source.kind() == ObjectKind::folder &&
      (copy.source.logon->mailbox().is_public() || copy.destination.logon->mailbox().is_public())) {
    return ErrorCode::not_supported;
  }
  std::set<std::uint16_t> excluded;
  for (const PropertyTag tag : request.excluded_tags) excluded.insert(id_of(tag));
  const auto tags = tags_to_copy(copy.source, excluded);
  if (!tags) return tags.error();
  if (!has_room_for_problems(call, tags->size())) return RopOutcome::too_big();

  ErrorCode outcome = ErrorCode::success;
  if (request.want_sub_objects) outcome = copy_sub_objects(copy, excluded);
  if (outcome != ErrorCode::success && outcome != ErrorCode::partially_complete) return outcome;
  ProblemList problems(*tags);
  Values values;
  for (std::size_t i = 0; i < tags->size(); ++i) values.add(copy, i, id_of((*tags)[i]), problems);
  const auto failed = copy.destination.set_properties(std::move(values.properties));
  if (!failed) return failed.error();
  for (const Problem& problem : *failed) {
    if (!is_read_only(problem.error)) problems.add(values.indexes[id_of(problem.tag)], problem.error);
  }
  response.property_problems = problems.take();
  delete_moved(copy, *tags, response.property_problems);
  return outcome;
}

// Every ROP is done before it is answered, so there is never anything under way to be asked for.
RopOutcome progress(RopCall&, const oxcprpt::ProgressRequest&, oxcprpt::ProgressResponse&) {
  return ErrorCode::not_supported;
}

}  // namespace

void register_oxcprpt_copy(RopRegistry& registry) {
  using namespace oxcprpt;
  registry.add<CopyPropertiesRequest, CopyPropertiesResponse>(copy_properties);
  registry.add<CopyToRequest, CopyToResponse>(copy_to);
  registry.add<ProgressRequest, ProgressResponse>(progress);
}

}  // namespace mapigate::mapi::handlers
