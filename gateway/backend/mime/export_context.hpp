#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "gateway/backend/mime/export.hpp"
#include "gateway/backend/mime/header_writer.hpp"
#include "protocol/oxprops/named_properties.hpp"

namespace mapigate::mime {

// A MIME entity to be written: its header fields, and a body or children.
struct Entity {
  std::string fields;  // lines with their ends, without the empty one behind them
  std::string boundary;
  std::vector<Entity> children;
  std::function<store::StoreResult<void>(const Sink&)> body;
};

Entity multipart(std::string_view subtype, std::string_view parameters, std::vector<Entity> children);
store::StoreResult<void> write_entity(const Entity& entity, const Sink& sink);

struct ExportContext {
  const PropertyNames& property_names;
  const ExportOptions& options;
  std::size_t depth = 0;  // of embedded messages
};

// The named properties of a message.
using NamedProperties = std::vector<std::pair<oxcdata::PropertyName, const store::Property*>>;
NamedProperties named_properties(const ExportContext& context, const store::Properties& properties);
// Null where there is none of this name and type.
const store::Property* find_named(const NamedProperties& named, const oxprops::NamedProperty& name);

// The fields of the message itself, [MS-OXCMAIL] sections 2.1.3.1 and 2.1.3.2.
std::string export_headers(const ExportContext& context, const store::Content& content);

// The text, with the attachments that belong to it; those of the message that it has not used are in `rest`.
Entity export_bodies(const ExportContext& context, const store::Content& content,
                     std::vector<const store::Attachment*>& rest);

Entity export_attachment(const ExportContext& context, const store::Attachment& attachment);

// One message with all that is in it.
store::StoreResult<void> export_message(const ExportContext& context, const store::Content& content,
                                        const Sink& sink);

}  // namespace mapigate::mime
