#include "gateway/backend/mime/import_attachments.hpp"

#include "gateway/backend/mime/content_ids.hpp"
#include "gateway/backend/mime/disposition.hpp"
#include "gateway/backend/mime/encoded_words.hpp"
#include "gateway/backend/mime/file_names.hpp"
#include "gateway/backend/mime/header_values.hpp"
#include "gateway/backend/mime/media_types.hpp"
#include "gateway/backend/mime/transfer_encoding.hpp"
#include "gateway/backend/mime/values.hpp"
#include "protocol/oxprops/property_tags.hpp"
#include "protocol/wire/utf16.hpp"

namespace mapigate::mime {

using namespace oxprops;

namespace {

// RFC 5322 messages by any of their names.
bool is_message(const Part& part) {
  return part.type == "message" && (part.subtype == "rfc822" || part.subtype == "rfc2822" ||
                                    part.subtype == "global" || part.subtype == "news");
}

class AttachmentImport {
 public:
  AttachmentImport(const ImportContext& context, const AttachedPart& attached,
                   const std::set<std::string>& content_ids, store::Content& content)
      : context_(context),
        part_(*attached.part),
        attached_(attached),
        content_ids_(content_ids),
        content_(content),
        disposition_(disposition_of(part_, context.options.default_code_page)) {}

  store::StoreResult<void> run() {
    if (is_message(part_) && context_.depth < context_.options.max_embedding_depth) return import_embedded();
    store::Attachment& attachment = add_attachment(content_, attached_by_value);
    set_all(attachment.properties, file_name());
    return import_data(attachment.properties);
  }

 private:
  // Section 2.2.3.4.2.1: an embedded message.
  store::StoreResult<void> import_embedded() {
    auto embedded = part_.encoding == Encoding::identity ? import_message(deeper(context_.source), part_.body)
                                                         : import_encoded_message();
    if (!embedded) return embedded.error();
    store::Attachment& attachment = add_attachment(content_, attached_message);
    const auto subject = subject_of(*embedded);
    set_all(attachment.properties, {});
    if (!attachment.properties.find(oxcdata::id_of(pid_tag_display_name))) {
      set_text(attachment.properties, pid_tag_display_name, subject);
    }
    attachment.embedded = std::make_shared<const store::Content>(std::move(*embedded));
    return {};
  }

  // RFC 2046 section 5.2.1 forbids it, RFC 6532 section 3.7 does not, and mailers do it.
  store::StoreResult<store::Content> import_encoded_message() {
    store::Spool spool(context_.options.spool_folder);
    const auto decoded = decode_body(context_.source, part_, [&](std::string_view piece) {
      return spool.append({reinterpret_cast<const std::uint8_t*>(piece.data()), piece.size()});
    });
    if (!decoded) return decoded.error();
    const auto value = spool.finish();
    Source source(*value);
    auto message = import_message(deeper(source), {0, source.size()});
    if (source.error()) return *source.error();
    return message;
  }

  ImportContext deeper(Source& source) const {
    return {source, context_.options, context_.property_ids, context_.depth + 1, {}};
  }

  static std::u16string subject_of(const store::Content& message) {
    const auto prefix = text_of(message.properties, pid_tag_subject_prefix, 255);
    const auto normalized = text_of(message.properties, pid_tag_normalized_subject, 255);
    return (prefix ? *prefix : u"") + (normalized ? *normalized : u"");
  }

  // Section 2.2.3.4.1.1.
  std::u16string file_name() const {
    auto name = safe_file_name(wire::to_utf16(disposition_.file_name));
    if (name.empty()) name = safe_file_name(description());
    const std::string media_type = part_.type + "/" + part_.subtype;
    if (name.empty() && part_.is("application", "ms-tnef")) name = u"winmail.dat";
    if (name.empty()) {
      const auto extension = attached_.part->type == "multipart" ? ".txt" : extension_of(media_type);
      name = wire::to_utf16("attachment" + std::to_string(content_.attachments.size()) +
                            std::string(extension.empty() ? ".dat" : extension));
    }
    return name;
  }

  std::string field(std::string_view name) const {
    return unfolded(part_.fields.value(name), context_.charset, context_.options.default_code_page);
  }
  std::u16string description() const { return decoded_text(field("Content-Description")); }

  // Sections 2.2.3.4.1.2 to 2.2.3.4.1.5.
  void set_all(store::Properties& properties, const std::u16string& name) {
    if (!name.empty()) set_file_name(properties, name);
    if (auto text = description(); !text.empty()) properties.set(pid_tag_display_name, std::move(text));
    set_token(properties, pid_tag_attach_mime_tag,
              part_.type == "multipart" ? "text/plain" : part_.type + "/" + part_.subtype);
    if (part_.type == "text")
      set_token(properties, pid_tag_text_attachment_charset, part_.parameter("charset"));
    set_token(properties, pid_tag_attach_content_id,
              std::string(bare_content_id(part_.fields.value("Content-ID"))));
    set_token(properties, pid_tag_attach_content_location, field("Content-Location"));
    set_token(properties, pid_tag_attach_content_base, field("Content-Base"));
    if (const auto time = parse_date(disposition_.creation_date))
      properties.set(pid_tag_creation_time, wire::FileTime{*time});
    if (const auto time = parse_date(disposition_.modification_date))
      properties.set(pid_tag_last_modification_time, wire::FileTime{*time});
    if (is_inline()) {
      properties.set(pid_tag_attach_flags, rendered_in_body);
      properties.set(pid_tag_attachment_hidden, true);
    } else if (attached_.alternative) {
      properties.set(pid_tag_attachment_hidden, true);
    }
  }

  static void set_token(store::Properties& properties, oxcdata::PropertyTag tag, const std::string& value) {
    if (!value.empty()) set_text(properties, tag, wire::to_utf16(value));
  }

  // Section 2.2.3.4.1.4.1. A reference from the HTML is asked for of those with a Content-ID; what the
  // section says of the media type is kept for those that only stand beside the text.
  bool is_inline() const {
    const bool related = attached_.parent && attached_.parent->is("multipart", "related");
    const auto id = lower_case(bare_content_id(part_.fields.value("Content-ID")));
    if (!id.empty() && content_ids_.contains(id)) return related || part_.type == "image";
    return related && part_.type == "image" && id.empty() && part_.fields.contains("Content-Location");
  }

  store::StoreResult<void> import_data(store::Properties& properties) {
    ValueWriter data(context_.options.spool_folder);
    const auto decoded =
        decode_body(context_.source, part_, [&](std::string_view piece) { return data.append(piece); });
    if (!decoded) return decoded;
    return data.finish(properties, pid_tag_attach_data_binary);
  }

  const ImportContext& context_;
  const Part& part_;
  const AttachedPart& attached_;
  const std::set<std::string>& content_ids_;
  store::Content& content_;
  Disposition disposition_;
};

}  // namespace

store::Attachment& add_attachment(store::Content& content, std::int32_t method) {
  store::Attachment& attachment = content.attachments.emplace_back();
  attachment.number = static_cast<std::uint32_t>(content.attachments.size() - 1);
  attachment.properties.set(pid_tag_attach_method, method);
  // Nowhere in the text, [MS-OXCMSG] section 2.2.2.16.
  attachment.properties.set(pid_tag_rendering_position, std::int32_t{-1});
  return attachment;
}

void set_file_name(store::Properties& properties, const std::u16string& name) {
  properties.set(pid_tag_attach_long_filename, name);
  properties.set(pid_tag_attach_filename, short_file_name(name));
  properties.set(pid_tag_attach_extension, std::u16string(file_extension(name)));
  properties.set(pid_tag_display_name, name);
}

store::StoreResult<void> import_attachment(const ImportContext& context, const AttachedPart& attached,
                                           const std::set<std::string>& content_ids,
                                           store::Content& content) {
  return AttachmentImport(context, attached, content_ids, content).run();
}

store::StoreResult<void> attach_message_bytes(const ImportContext& context, Range range,
                                              store::Content& content) {
  Part whole;
  whole.type = "message";
  whole.subtype = "rfc822";
  whole.body = range;
  store::Attachment& attachment = add_attachment(content, attached_by_value);
  set_file_name(attachment.properties, u"message.eml");
  attachment.properties.set(pid_tag_attach_mime_tag, std::u16string(u"message/rfc822"));
  ValueWriter data(context.options.spool_folder);
  const auto decoded =
      decode_body(context.source, whole, [&](std::string_view piece) { return data.append(piece); });
  if (!decoded) return decoded;
  return data.finish(attachment.properties, pid_tag_attach_data_binary);
}

}  // namespace mapigate::mime
