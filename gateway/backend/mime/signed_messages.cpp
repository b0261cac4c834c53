#include "gateway/backend/mime/signed_messages.hpp"

#include "gateway/backend/mime/disposition.hpp"
#include "gateway/backend/mime/import_attachments.hpp"
#include "gateway/backend/mime/transfer_encoding.hpp"
#include "gateway/backend/mime/values.hpp"
#include "protocol/oxprops/property_tags.hpp"
#include "protocol/wire/utf16.hpp"

namespace mapigate::mime {

using namespace oxprops;

Protection protection_of(const Part& root, std::uint32_t fallback) {
  if (root.is_multipart() && root.subtype == "signed") return Protection::clear_signed;
  if (root.type != "application") return Protection::none;
  if (root.subtype == "pkcs7-mime" || root.subtype == "x-pkcs7-mime") return Protection::opaque;
  const auto name = lower_case(disposition_of(root, fallback).file_name);
  return root.subtype == "octet-stream" && name.ends_with(".p7m") ? Protection::opaque : Protection::none;
}

store::StoreResult<void> import_protected(const ImportContext& context, const Part& root,
                                          Protection protection, store::Content& content) {
  const bool clear = protection == Protection::clear_signed;
  const std::string content_type =
      unfolded(root.fields.value("Content-Type"), context.charset, context.options.default_code_page);
  content.properties.set(pid_tag_message_class,
                         std::u16string(clear ? u"IPM.Note.SMIME.MultipartSigned" : u"IPM.Note.SMIME"));
  context.set_named(content.properties, pid_name_content_type, wire::to_utf16(content_type));
  store::Attachment& attachment = add_attachment(content, attached_by_value);
  set_file_name(attachment.properties, u"SMIME.p7m");
  attachment.properties.set(pid_tag_attach_mime_tag, wire::to_utf16(root.type + "/" + root.subtype));
  ValueWriter data(context.options.spool_folder);
  if (!clear) {
    const auto decoded =
        decode_body(context.source, root, [&](std::string_view piece) { return data.append(piece); });
    if (!decoded) return decoded;
    return data.finish(attachment.properties, pid_tag_attach_data_binary);
  }
  // The MIME entity: its header, and the body in canonical form, which is what was signed (RFC 1847
  // section 2.1).
  if (auto written = data.append("Content-Type: " + content_type + "\r\n\r\n"); !written) return written;
  Lines lines(context.source, root.body, end_of_line(context.source, root.body));
  for (Line line; lines.next(line);) {
    // Long lines, of which only the head is at hand, are read piece by piece.
    for (auto at = line.content.begin; at < line.content.end;) {
      const auto piece = context.source.at(at).substr(0, line.content.end - at);
      if (piece.empty()) break;
      at += piece.size();
      if (auto written = data.append(piece); !written) return written;
    }
    if (line.next > line.content.end) {
      if (auto written = data.append("\r\n"); !written) return written;
    }
  }
  return data.finish(attachment.properties, pid_tag_attach_data_binary);
}

}  // namespace mapigate::mime
