#include "gateway/backend/mime/import.hpp"

#include "gateway/backend/mime/body_parts.hpp"
#include "gateway/backend/mime/charset.hpp"
#include "gateway/backend/mime/html_body.hpp"
#include "gateway/backend/mime/import_attachments.hpp"
#include "gateway/backend/mime/import_context.hpp"
#include "gateway/backend/mime/import_headers.hpp"
#include "gateway/backend/mime/inline_files.hpp"
#include "gateway/backend/mime/reports.hpp"
#include "gateway/backend/mime/signed_messages.hpp"
#include "gateway/backend/mime/text_body.hpp"
#include "protocol/oxprops/property_tags.hpp"

namespace mapigate::mime {

using namespace oxprops;

namespace {

// PidTagNativeBody, [MS-OXCMSG] section 2.2.1.58.2.
constexpr std::int32_t native_plain = 1;
constexpr std::int32_t native_html = 3;

class MessageImport {
 public:
  MessageImport(const ImportContext& context, const Structure& structure)
      : context_(context), root_(structure.root) {}

  store::StoreResult<store::Content> run(Range range, bool beyond_limits) {
    content_.properties.set(pid_tag_message_class, std::u16string(u"IPM.Note"));
    import_headers(context_, root_.fields, content_);
    if (beyond_limits) return keep_whole(range);
    const auto fallback = context_.options.default_code_page;
    const auto bodies = select_bodies(root_, fallback);
    if (auto done = import_bodies(bodies); !done) return done.error();
    if (const auto protection = protection_of(root_, fallback); protection != Protection::none) {
      if (auto done = import_protected(context_, root_, protection, content_); !done) return done.error();
      return std::move(content_);
    }
    const Part* report = find_report(root_);
    if (report && !import_report(context_, *report, content_)) report = nullptr;
    const auto attached = attached_parts(root_, bodies);
    if (attached.size() > context_.options.max_attachments) return keep_whole(range);
    for (AttachedPart part : attached) {
      // What a report says is in properties; the part is kept for what they do not hold.
      if (part.part == report) part.alternative = true;
      if (auto done = import_attachment(context_, part, content_ids_, content_); !done) return done.error();
    }
    mark_hidden_attachments();
    return std::move(content_);
  }

 private:
  store::StoreResult<store::Content> keep_whole(Range range) {
    content_.attachments.clear();
    if (auto done = attach_message_bytes(context_, range, content_); !done) return done.error();
    return std::move(content_);
  }

  store::StoreResult<void> import_bodies(const BodyParts& bodies) {
    const auto& folder = context_.options.spool_folder;
    const auto fallback = context_.options.default_code_page;
    std::uint32_t code_page = 0;
    if (!bodies.plain.empty()) {
      TextBody text(folder, fallback);
      for (const Part* part : bodies.plain) {
        const bool alone = bodies.html.empty() && bodies.plain.size() == 1;
        auto done = alone && is_without_mime() ? import_inline_files(context_, *part, text, content_)
                                               : text.append(context_.source, *part);
        if (!done) return done;
      }
      code_page = text.code_page();
      if (auto done = text.finish(content_.properties); !done) return done;
    }
    if (!bodies.html.empty()) {
      HtmlBody html(folder, fallback);
      auto done = bodies.html.size() == 1 ? html.read(context_.source, *bodies.html.front())
                                          : html.join(context_.source, bodies.html);
      if (!done) return done;
      code_page = html.code_page();
      content_ids_ = html.content_ids();
      if (done = html.finish(content_.properties); !done) return done;
    }
    if (code_page == 0) return {};
    content_.properties.set(pid_tag_internet_codepage, static_cast<std::int32_t>(code_page));
    content_.properties.set(pid_tag_native_body, bodies.html.empty() ? native_plain : native_html);
    return {};
  }

  // [MS-OXCMAIL] section 2.2.3.9.1: mail of before MIME, which had files in its text.
  bool is_without_mime() const {
    return !root_.fields.contains("MIME-Version") && root_.encoding == Encoding::identity;
  }

  // PidLidSmartNoAttach, [MS-OXCMSG] section 2.2.1.14: nothing to be seen as an attachment.
  void mark_hidden_attachments() {
    if (content_.attachments.empty()) return;
    for (const store::Attachment& attachment : content_.attachments) {
      if (!attachment.properties.get<bool>(pid_tag_attachment_hidden)) return;
    }
    context_.set_named(content_.properties, pid_lid_smart_no_attach, true);
  }

  const ImportContext& context_;
  const Part& root_;
  store::Content content_;
  std::set<std::string> content_ids_;
};

// Of the first part that says one.
std::string charset_of_text(const Part& part) {
  if (part.type == "text") {
    if (auto charset = part.parameter("charset"); !charset.empty()) return charset;
  }
  for (const Part& child : part.children) {
    if (auto charset = charset_of_text(child); !charset.empty()) return charset;
  }
  return {};
}

}  // namespace

store::StoreResult<store::Content> import_message(const ImportContext& outer, Range range) {
  const auto structure = read_structure(outer.source, range, outer.options.default_code_page);
  ImportContext context{outer.source, outer.options, outer.property_ids, outer.depth,
                        charset_of_text(structure.root)};
  return MessageImport(context, structure).run(range, structure.beyond_limits);
}

store::StoreResult<store::Content> to_content(const store::LargeValue& value, const ImportOptions& options,
                                              const PropertyIds& property_ids) {
  Source source(value);
  auto content = import_message({source, options, property_ids, 0, {}}, {0, source.size()});
  if (source.error()) return *source.error();
  return content;
}

}  // namespace mapigate::mime
