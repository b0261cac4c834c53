#include "gateway/backend/mime/export.hpp"

#include <algorithm>

#include "gateway/backend/mime/export_context.hpp"
#include "gateway/backend/mime/gmime.hpp"
#include "gateway/backend/mime/header_fields.hpp"
#include "gateway/backend/mime/reports.hpp"
#include "gateway/backend/mime/text_entity.hpp"
#include "gateway/backend/mime/transfer_encoding.hpp"
#include "gateway/backend/mime/values.hpp"
#include "gateway/base/random.hpp"
#include "protocol/oxprops/property_tags.hpp"
#include "protocol/wire/utf16.hpp"

namespace mapigate::mime {

using namespace oxprops;

namespace {

constexpr std::size_t deepest = 100;

// Not to be guessed, or a message could have a line in it that ends its part. "=_" is in no text in Base64 or
// quoted-printable.
std::string new_boundary() { return "=_" + SystemRandom().hex(16); }

class MessageExport {
 public:
  MessageExport(const ExportContext& context, const store::Content& content)
      : context_(context), content_(content) {
    auto text = text_of(content.properties, pid_tag_message_class, 256);
    if (text) message_class_ = std::move(*text);
  }

  store::StoreResult<void> run(const Sink& sink) {
    auto root = entity();
    if (!root) return root.error();
    root->fields = export_headers(context_, content_) + "MIME-Version: 1.0\r\n" + root->fields;
    char last = '\n';
    auto written = write_entity(*root, [&](std::string_view piece) {
      if (!piece.empty()) last = piece.back();
      return sink(piece);
    });
    if (!written || last == '\n') return written;
    return sink("\r\n");
  }

 private:
  store::StoreResult<Entity> entity() {
    if (is_protected()) {
      auto as_it_was = protected_entity();
      if (!as_it_was) return as_it_was.error();
      if (*as_it_was) return std::move(**as_it_was);
    }
    std::vector<const store::Attachment*> rest;
    for (const auto& attachment : content_.attachments) rest.push_back(&attachment);
    if (auto encrypted = pgp_encrypted(rest)) return std::move(*encrypted);
    const auto report = report_kind(message_class_);
    Entity report_part;
    if (report != ReportKind::none) report_part = report_entity(report, rest);
    Entity text = export_bodies(context_, content_, rest);
    std::vector<Entity> parts;
    parts.push_back(std::move(text));
    if (report != ReportKind::none) parts.push_back(std::move(report_part));
    for (const auto* attachment : rest) parts.push_back(export_attachment(context_, *attachment));
    if (report != ReportKind::none) {
      return multipart("report",
                       report == ReportKind::delivery ? "; report-type=delivery-status"
                                                      : "; report-type=disposition-notification",
                       std::move(parts));
    }
    return parts.size() == 1 ? std::move(parts.front()) : multipart("mixed", {}, std::move(parts));
  }

  static std::string media_type(const store::Attachment& attachment) {
    const auto* tag = attachment.properties.get<std::u16string>(pid_tag_attach_mime_tag);
    return tag ? lower_case(wire::to_utf8(*tag)) : std::string();
  }

  // The part that an import has kept, or else one made of the properties.
  Entity report_entity(ReportKind report, std::vector<const store::Attachment*>& rest) const {
    const std::string type =
        report == ReportKind::delivery ? "message/delivery-status" : "message/disposition-notification";
    const auto kept = std::ranges::find_if(rest, [&](const store::Attachment* attachment) {
      return !attachment->embedded && media_type(*attachment) == type;
    });
    std::string body;
    HeaderWriter fields;
    fields.token("Content-Type", type);
    if (kept != rest.end()) {
      const auto bytes = bytes_of((*kept)->properties, pid_tag_attach_data_binary, std::size_t{1} << 20);
      if (bytes && is_seven_bit(canonical_lines(*bytes))) body = canonical_lines(*bytes);
      const auto* name = (*kept)->properties.get<std::u16string>(pid_tag_display_name);
      if (name && !body.empty()) fields.text("Content-Description", *name);
      if (!body.empty()) rest.erase(kept);
    }
    if (body.empty()) body = report_body(content_, message_class_);
    Entity entity;
    entity.fields = fields.lines();
    entity.body = [body = std::move(body)](const Sink& sink) { return sink(body); };
    return entity;
  }

  // PGP/MIME, RFC 3156 section 4: an import has made two attachments of it.
  std::optional<Entity> pgp_encrypted(const std::vector<const store::Attachment*>& rest) const {
    const auto& properties = content_.properties;
    if (rest.size() != 2 || rest[1]->embedded || media_type(*rest[0]) != "application/pgp-encrypted" ||
        properties.find(oxcdata::id_of(pid_tag_body)) || properties.find(oxcdata::id_of(pid_tag_html)))
      return std::nullopt;
    std::vector<Entity> parts;
    for (const auto* attachment : rest) parts.push_back(export_attachment(context_, *attachment));
    return multipart("encrypted", "; protocol=\"application/pgp-encrypted\"", std::move(parts));
  }

  // [MS-OXOSMIME] section 2.1: the one attachment is the message.
  bool is_protected() const {
    const auto name = lower_case(wire::to_utf8(message_class_));
    return name.starts_with("ipm.note.smime") && content_.attachments.size() == 1 &&
           !content_.attachments.front().embedded &&
           content_.attachments.front().properties.find(oxcdata::id_of(pid_tag_attach_data_binary));
  }

  store::StoreResult<std::optional<Entity>> protected_entity() const {
    const auto* data =
        content_.attachments.front().properties.find(oxcdata::id_of(pid_tag_attach_data_binary));
    Entity entity;
    if (media_type(content_.attachments.front()).starts_with("multipart/")) return signed_entity(*data);
    const auto* type = find_named(named_properties(context_, content_.properties), pid_name_content_type);
    const auto* text = type ? std::get_if<std::u16string>(&type->value) : nullptr;
    HeaderWriter fields;
    fields.token("Content-Type", text ? wire::to_utf8(*text)
                                      : "application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m");
    fields.token("Content-Disposition", "attachment; filename=smime.p7m");
    fields.token("Content-Transfer-Encoding", "base64");
    entity.fields = fields.lines();
    entity.body = [data](const Sink& sink) -> store::StoreResult<void> {
      Base64Writer writer(sink);
      if (auto written = pieces_of(*data, [&](std::string_view piece) { return writer.write(piece); });
          !written)
        return written;
      return writer.finish();
    };
    return std::optional(std::move(entity));
  }

  // Its header is that of the entity in the attachment. Nothing where there is none that can be written.
  store::StoreResult<std::optional<Entity>> signed_entity(const store::Property& data) const {
    constexpr std::size_t longest_header = 65536;
    const auto beginning =
        bytes_of(content_.attachments.front().properties, pid_tag_attach_data_binary, longest_header);
    if (!beginning) return beginning.error();
    const auto end = beginning->find("\r\n\r\n");
    if (end == std::string::npos) return std::optional<Entity>();
    const HeaderFields fields(beginning->substr(0, end + 2), '\n');
    const auto type = unfolded(fields.value("Content-Type"), "utf-8", 1252);
    if (!lower_case(type).starts_with("multipart/") || !is_seven_bit(type) ||
        type.find("=?") != std::string::npos) {
      return std::optional<Entity>();
    }
    HeaderWriter lines;
    lines.token("Content-Type", type);
    Entity entity;
    entity.fields = lines.lines();
    entity.body = [&data, skip = end + 4](const Sink& sink) {
      std::size_t left = skip;
      return pieces_of(data, [&](std::string_view piece) -> store::StoreResult<void> {
        const auto skipped = std::min(left, piece.size());
        left -= skipped;
        return sink(piece.substr(skipped));
      });
    };
    return std::optional(std::move(entity));
  }

  const ExportContext& context_;
  const store::Content& content_;
  std::u16string message_class_;
};

}  // namespace

Entity multipart(std::string_view subtype, std::string_view parameters, std::vector<Entity> children) {
  Entity entity;
  entity.boundary = new_boundary();
  entity.fields = "Content-Type: multipart/" + std::string(subtype) + std::string(parameters) +
                  ";\r\n boundary=\"" + entity.boundary + "\"\r\n";
  entity.children = std::move(children);
  return entity;
}

store::StoreResult<void> write_entity(const Entity& entity, const Sink& sink) {
  if (auto written = sink(entity.fields + "\r\n"); !written) return written;
  if (entity.children.empty()) return entity.body ? entity.body(sink) : store::StoreResult<void>();
  std::string_view before;
  for (const Entity& child : entity.children) {
    if (auto written = sink(std::string(before) + "--" + entity.boundary + "\r\n"); !written) return written;
    if (auto written = write_entity(child, sink); !written) return written;
    before = "\r\n";
  }
  return sink("\r\n--" + entity.boundary + "--\r\n");
}

store::StoreResult<void> export_message(const ExportContext& context, const store::Content& content,
                                        const Sink& sink) {
  if (context.depth > deepest) return sink("Subject: (nested too deep)\r\n\r\n");
  return MessageExport(context, content).run(sink);
}

store::StoreResult<void> to_mime(const store::Content& content, const PropertyNames& property_names,
                                 const ExportOptions& options, const Sink& sink) {
  initialize_gmime();
  return export_message({property_names, options, 0}, content, sink);
}

}  // namespace mapigate::mime
