#include <algorithm>

#include "gateway/backend/mime/export_context.hpp"
#include "gateway/backend/mime/header_fields.hpp"
#include "gateway/backend/mime/import_attachments.hpp"
#include "gateway/backend/mime/media_types.hpp"
#include "gateway/backend/mime/text_entity.hpp"
#include "gateway/backend/mime/transfer_encoding.hpp"
#include "gateway/backend/mime/values.hpp"
#include "protocol/oxprops/property_tags.hpp"
#include "protocol/wire/utf16.hpp"

namespace mapigate::mime {

using namespace oxprops;

namespace {

constexpr std::size_t longest_text = 4096;
constexpr std::size_t largest_looked_at = std::size_t{4} << 20;  // bytes of a message that is a file

class AttachmentExport {
 public:
  AttachmentExport(const ExportContext& context, const store::Attachment& attachment)
      : context_(context), attachment_(attachment), properties_(attachment.properties) {}

  Entity run() {
    if (attachment_.embedded) return embedded();
    auto type = text(pid_tag_attach_mime_tag);
    // Section 2.1.3.4.2.3.
    if (type.find('/') == std::string::npos) {
      const auto name = file_name();
      type = media_type_of(name.substr(std::min(name.rfind('.'), name.size())));
    }
    // These have no Base64 (RFC 2045 section 6.4).
    const bool no_base64 = lower_case(type).starts_with("message/");
    if (no_base64 || lower_case(type).starts_with("multipart/")) {
      if (no_base64 && is_plain_message()) return plain_message(type);
      type = "application/octet-stream";
    }
    Entity entity;
    entity.fields =
        "Content-Type: " +
        content_type(type, type.starts_with("text/") ? text(pid_tag_text_attachment_charset) : std::string(),
                     file_name()) +
        "\r\nContent-Transfer-Encoding: base64\r\n";
    entity.fields += other_fields();
    entity.body = [property = data()](const Sink& sink) -> store::StoreResult<void> {
      Base64Writer writer(sink);
      if (property) {
        if (auto written = pieces_of(*property, [&](std::string_view piece) { return writer.write(piece); });
            !written)
          return written;
      }
      return writer.finish();
    };
    return entity;
  }

 private:
  // Section 2.1.3.4.3.
  Entity embedded() {
    Entity entity;
    entity.fields = "Content-Type: message/rfc822\r\n" + other_fields();
    const ExportContext inner{context_.property_names, context_.options, context_.depth + 1};
    entity.body = [inner, content = attachment_.embedded](const Sink& sink) {
      return export_message(inner, *content, sink);
    };
    return entity;
  }

  const store::Property* data() const {
    const auto* property = properties_.find(oxcdata::id_of(pid_tag_attach_data_binary));
    return property && property->tag == pid_tag_attach_data_binary ? property : nullptr;
  }

  // The bytes of a message, or of a report, that may be sent as they are.
  bool is_plain_message() const {
    const auto* property = data();
    if (property == nullptr || (property->large && property->large->size() > largest_looked_at)) return false;
    const auto bytes = bytes_of(properties_, pid_tag_attach_data_binary, largest_looked_at);
    return bytes && is_seven_bit(canonical_lines(*bytes));
  }
  Entity plain_message(const std::string& type) const {
    Entity entity;
    entity.fields = "Content-Type: " + content_type(type, {}, file_name()) + "\r\n" + other_fields();
    entity.body = [this_properties = &properties_](const Sink& sink) -> store::StoreResult<void> {
      const auto bytes = bytes_of(*this_properties, pid_tag_attach_data_binary, largest_looked_at);
      if (!bytes) return bytes.error();
      return sink(canonical_lines(*bytes));
    };
    return entity;
  }

  // Sections 2.1.3.4.1 and 2.1.3.4.2.
  std::string other_fields() const {
    HeaderWriter fields;
    const auto* flags = properties_.get<std::int32_t>(pid_tag_attach_flags);
    const bool in_text = flags && (*flags & rendered_in_body) != 0;
    fields.raw("Content-Disposition",
               "Content-Disposition: " +
                   content_disposition(in_text ? "inline" : "attachment", file_name(),
                                       time(pid_tag_creation_time), time(pid_tag_last_modification_time)) +
                   "\r\n");
    const auto* name = properties_.get<std::u16string>(pid_tag_display_name);
    if (name && !name->empty() && wire::to_utf8(*name) != file_name())
      fields.text("Content-Description", *name);
    if (const auto id = text(pid_tag_attach_content_id); !id.empty())
      fields.token("Content-ID", "<" + id + ">");
    fields.token("Content-Location", text(pid_tag_attach_content_location));
    fields.token("Content-Base", text(pid_tag_attach_content_base));
    return fields.lines();
  }

  // Section 2.1.3.4.2.1.
  std::string file_name() const {
    auto name = text(pid_tag_attach_long_filename);
    return name.empty() ? text(pid_tag_attach_filename) : name;
  }
  std::string text(oxcdata::PropertyTag tag) const {
    const auto value = text_of(properties_, tag, longest_text);
    return value ? wire::to_utf8(*value) : std::string();
  }
  store::Time time(oxcdata::PropertyTag tag) const {
    const auto* value = properties_.get<wire::FileTime>(tag);
    return value ? value->ticks : 0;
  }

  const ExportContext& context_;
  const store::Attachment& attachment_;
  const store::Properties& properties_;
};

}  // namespace

Entity export_attachment(const ExportContext& context, const store::Attachment& attachment) {
  return AttachmentExport(context, attachment).run();
}

}  // namespace mapigate::mime
