#include <algorithm>
#include <optional>

#include "gateway/backend/mime/charset.hpp"
#include "gateway/backend/mime/export_context.hpp"
#include "gateway/backend/mime/header_fields.hpp"
#include "gateway/backend/mime/import_attachments.hpp"
#include "gateway/backend/mime/text_entity.hpp"
#include "gateway/backend/mime/values.hpp"
#include "protocol/oxprops/property_tags.hpp"
#include "protocol/oxrtfcp/compressed_rtf.hpp"
#include "protocol/oxrtfex/deencapsulate.hpp"
#include "protocol/wire/code_page.hpp"
#include "protocol/wire/utf16.hpp"

namespace mapigate::mime {

using namespace oxprops;

namespace {

// Larger texts are not looked at before they are written.
constexpr std::uint64_t largest_text = std::uint64_t{1} << 20;
constexpr std::size_t largest_rtf = std::size_t{64} << 20;

class BodyExport {
 public:
  explicit BodyExport(const store::Content& content)
      : properties_(content.properties), code_page_(code_page(content.properties)) {}

  std::optional<Entity> plain() const {
    const store::Property* property = find(pid_tag_body);
    if (property == nullptr)
      return rtf_text_ ? std::optional(text_entity("plain", "utf-8", *rtf_text_)) : std::nullopt;
    if (property->large && property->large->size() > largest_text)
      return large_text_entity("plain", "utf-8", *property);
    const auto text = text_of(properties_, pid_tag_body, largest_text);
    return text ? std::optional(plain_entity(*text)) : std::nullopt;
  }

  std::optional<Entity> html() const {
    const store::Property* property = find(pid_tag_html);
    if (property == nullptr)
      return rtf_html_ ? std::optional(text_entity("html", "utf-8", *rtf_html_)) : std::nullopt;
    const auto charset = charset_of(code_page_ != 0 ? code_page_ : utf8_code_page);
    if (property->large && property->large->size() > largest_text)
      return large_text_entity("html", charset, *property);
    auto bytes = bytes_of(properties_, pid_tag_html, largest_text);
    return bytes ? std::optional(html_entity(std::move(*bytes), charset)) : std::nullopt;
  }

  // Looks into the RTF, where there is no HTML.
  void read_rtf() {
    if (find(pid_tag_html) != nullptr) return;
    const auto compressed = bytes_of(properties_, pid_tag_rtf_compressed, largest_rtf);
    if (!compressed || compressed->empty()) return;
    const auto rtf = oxrtfcp::decompress(
        {reinterpret_cast<const std::uint8_t*>(compressed->data()), compressed->size()}, largest_rtf);
    if (!rtf) return;
    auto text = oxrtfex::deencapsulate(*rtf);
    if (!text) return;
    (text->original == oxrtfex::Original::html ? rtf_html_ : rtf_text_) = std::move(text->text);
  }

 private:
  const store::Property* find(oxcdata::PropertyTag tag) const {
    const auto* property = properties_.find(oxcdata::id_of(tag));
    return property && property->tag == tag ? property : nullptr;
  }
  static std::uint32_t code_page(const store::Properties& properties) {
    const auto* value = properties.get<std::int32_t>(pid_tag_internet_codepage);
    const auto page = value ? static_cast<std::uint32_t>(*value) : 0;
    return charset_of(page).empty() ? 0 : page;
  }

  // Section 2.1.3.3.3: the code page is a wish.
  Entity plain_entity(const std::u16string& text) const {
    if (code_page_ != 0 && code_page_ != utf8_code_page) {
      const auto bytes = wire::to_code_page(text, code_page_);
      const auto back = bytes ? wire::from_code_page(*bytes, code_page_) : bytes.error();
      if (back && *back == text) return text_entity("plain", charset_of(code_page_), *bytes);
    }
    return text_entity("plain", "utf-8", wire::to_utf8(text));
  }

  // The bytes may be others than the code page says, such as those of a client that does not set it.
  static Entity html_entity(std::string bytes, std::string_view charset) {
    if (charset == "us-ascii" && !is_ascii(bytes)) charset = is_utf8(bytes) ? "utf-8" : "windows-1252";
    return text_entity("html", charset, std::move(bytes));
  }

  const store::Properties& properties_;
  std::uint32_t code_page_;
  std::optional<std::string> rtf_html_;  // UTF-8
  std::optional<std::string> rtf_text_;
};

bool flag(const store::Properties& properties, oxcdata::PropertyTag tag) {
  const auto* value = properties.get<bool>(tag);
  return value && *value;
}

std::string media_type(const store::Attachment& attachment) {
  const auto* tag = attachment.properties.get<std::u16string>(pid_tag_attach_mime_tag);
  return tag ? lower_case(wire::to_utf8(*tag)) : std::string();
}

// Section 2.1.3.4.1.2.
bool is_inline(const store::Attachment& attachment) {
  const auto* flags = attachment.properties.get<std::int32_t>(pid_tag_attach_flags);
  const bool has_id = attachment.properties.find(oxcdata::id_of(pid_tag_attach_content_id)) ||
                      attachment.properties.find(oxcdata::id_of(pid_tag_attach_content_location));
  return has_id && ((flags && (*flags & rendered_in_body) != 0) ||
                    flag(attachment.properties, pid_tag_attachment_hidden));
}

// Another form of the text, which an import has kept.
bool is_alternative(const store::Attachment& attachment) {
  return !attachment.embedded && flag(attachment.properties, pid_tag_attachment_hidden) &&
         !is_inline(attachment) && media_type(attachment).starts_with("text/");
}

template <class Predicate>
std::vector<Entity> take(const ExportContext& context, std::vector<const store::Attachment*>& attachments,
                         Predicate predicate) {
  std::vector<Entity> taken;
  for (const store::Attachment* attachment : attachments) {
    if (predicate(*attachment)) taken.push_back(export_attachment(context, *attachment));
  }
  std::erase_if(attachments, [&](const store::Attachment* attachment) { return predicate(*attachment); });
  return taken;
}

}  // namespace

// Sections 2.1.3.3.3 to 2.1.3.3.6.
Entity export_bodies(const ExportContext& context, const store::Content& content,
                     std::vector<const store::Attachment*>& rest) {
  BodyExport bodies(content);
  bodies.read_rtf();
  auto plain = bodies.plain();
  auto html = bodies.html();
  if (!plain && !html) plain = text_entity("plain", "us-ascii", {});
  std::vector<Entity> forms;
  if (plain) forms.push_back(std::move(*plain));
  for (auto& other : take(context, rest, is_alternative)) forms.push_back(std::move(other));
  const bool has_html = html.has_value();
  if (html) forms.push_back(std::move(*html));
  Entity text = forms.size() == 1 ? std::move(forms.front()) : multipart("alternative", {}, std::move(forms));
  if (!has_html) return text;
  auto related = take(context, rest, is_inline);
  if (related.empty()) return text;
  const std::string_view type =
      text.children.empty() ? "; type=\"text/html\"" : "; type=\"multipart/alternative\"";
  related.insert(related.begin(), std::move(text));
  return multipart("related", type, std::move(related));
}

}  // namespace mapigate::mime
