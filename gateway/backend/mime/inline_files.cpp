#include "gateway/backend/mime/inline_files.hpp"

#include <utility>

#include "gateway/backend/mime/charset.hpp"
#include "gateway/backend/mime/file_names.hpp"
#include "gateway/backend/mime/import_attachments.hpp"
#include "gateway/backend/mime/media_types.hpp"
#include "gateway/backend/mime/uuencode.hpp"
#include "gateway/backend/mime/values.hpp"
#include "protocol/oxprops/property_tags.hpp"
#include "protocol/wire/utf16.hpp"

namespace mapigate::mime {

using namespace oxprops;

namespace {

// Reads the data behind a line "begin". False, with `lines` anywhere, where they are no such file.
store::StoreResult<bool> read_file(Lines& lines, ValueWriter& data) {
  Line line;
  while (lines.next(line)) {
    const auto bytes = decode_uuencoded_line(line.head);
    if (!bytes) return line.head == "end";  // the line without data is often missing
    if (bytes->empty()) return lines.next(line) && trimmed(line.head) == "end";
    if (auto written = data.append(*bytes); !written) return written.error();
  }
  return false;
}

store::StoreResult<void> add_file(store::Content& content, std::string_view name, std::uint32_t fallback,
                                  ValueWriter& data) {
  auto file_name = safe_file_name(decode(name, "utf-8", fallback));
  if (file_name.empty()) file_name = u"attachment.dat";
  store::Attachment& attachment = add_attachment(content, attached_by_value);
  set_file_name(attachment.properties, file_name);
  const auto media_type = media_type_of(wire::to_utf8(file_extension(file_name)));
  attachment.properties.set(pid_tag_attach_mime_tag, wire::to_utf16(media_type));
  return data.finish(attachment.properties, pid_tag_attach_data_binary);
}

}  // namespace

store::StoreResult<void> import_inline_files(const ImportContext& context, const Part& part, TextBody& text,
                                             store::Content& content) {
  Lines lines(context.source, part.body, end_of_line(context.source, part.body));
  auto text_begin = part.body.begin;  // of what is not yet in `text`
  const auto flush = [&](std::uint64_t end, std::uint64_t next) {
    return text.append(context.source, part, {std::exchange(text_begin, next), end});
  };
  for (Line line; lines.next(line);) {
    if (uuencoded_file_name(line.head).empty() ||
        content.attachments.size() >= context.options.max_attachments)
      continue;
    const auto begin = line.content.begin;
    const auto next = line.next;
    const std::string name(uuencoded_file_name(line.head));
    ValueWriter data(context.options.spool_folder);
    const auto is_file = read_file(lines, data);
    if (!is_file) return is_file.error();
    if (!*is_file) {
      lines.seek(next);
      continue;
    }
    if (auto written = flush(begin, lines.position()); !written) return written;
    if (auto added = add_file(content, name, context.options.default_code_page, data); !added) return added;
  }
  return flush(part.body.end, part.body.end);
}

}  // namespace mapigate::mime
