#include "gateway/mailbox/bodies.hpp"

#include <fmt/core.h>

#include "gateway/base/encoding.hpp"
#include "gateway/mailbox/property_values.hpp"
#include "gateway/store/spool.hpp"
#include "protocol/oxprops/property_tags.hpp"
#include "protocol/oxrtfcp/compressed_rtf.hpp"
#include "protocol/oxrtfex/deencapsulate.hpp"
#include "protocol/oxrtfex/encapsulate.hpp"
#include "protocol/wire/code_page.hpp"
#include "protocol/wire/utf16.hpp"
#include "protocol/wire/utf8.hpp"

namespace mapigate::mailbox {

using oxcdata::id_of;
using store::Properties;
using store::Property;

namespace {

constexpr std::uint32_t utf8_code_page = 65001;
constexpr std::uint32_t western_code_page = 1252;
// Markup is many times the text in it.
constexpr std::size_t markup_per_text = 8;

constexpr std::uint16_t id_body = id_of(oxprops::pid_tag_body);
constexpr std::uint16_t id_html = id_of(oxprops::pid_tag_html);
constexpr std::uint16_t id_rtf = id_of(oxprops::pid_tag_rtf_compressed);

// Outlook ends some values with a zero.
std::string_view without_zeros(std::string_view text) {
  while (!text.empty() && text.back() == '\0') text.remove_suffix(1);
  return text;
}

std::string_view as_text(const wire::Bytes& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

wire::Bytes as_bytes(std::string_view text) { return {text.begin(), text.end()}; }

std::uint64_t value_size(const Property& property) { return size_of(property); }

std::uint32_t code_page_of(const Properties& properties) {
  return static_cast<std::uint32_t>(
      value_or(properties, oxprops::pid_tag_internet_codepage, std::int32_t{0}));
}

// PidTagHtml as UTF-8. Where PidTagInternetCodepage does not say what it is in, its bytes do.
std::string decoded_html(std::string_view html, std::uint32_t code_page) {
  html = without_zeros(html);
  if (html.starts_with("\xEF\xBB\xBF")) {
    html.remove_prefix(3);
    code_page = utf8_code_page;
  }
  if (!wire::is_known(code_page)) code_page = is_valid_utf8(html) ? utf8_code_page : western_code_page;
  if (code_page == utf8_code_page) return std::string(html);
  const auto text = wire::from_code_page(html, code_page);
  return text ? wire::to_utf8(*text) : std::string(html);
}

// For a code page that may lack a character: each that is not ASCII as a reference.
std::string with_references(std::string_view html) {
  std::string ascii;
  ascii.reserve(html.size());
  for (std::size_t at = 0; at < html.size();) {
    const char32_t character = wire::next_character(html, at);
    if (character < 0x80) {
      ascii += static_cast<char>(character);
    } else {
      ascii += fmt::format("&#{};", static_cast<std::uint32_t>(character));
    }
  }
  return ascii;
}

std::string text_to_html(std::string_view text) {
  std::string html = "<html><body>\r\n";
  html.reserve(text.size() + text.size() / 8 + 64);
  bool blank = true;  // a blank here would not be seen
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool was_blank = std::exchange(blank, false);
    switch (c) {
      case '&':
        html += "&amp;";
        break;
      case '<':
        html += "&lt;";
        break;
      case '>':
        html += "&gt;";
        break;
      case '"':
        html += "&quot;";
        break;
      case '\r':
        if (i + 1 < text.size() && text[i + 1] == '\n') {
          blank = was_blank;
          break;
        }
        [[fallthrough]];
      case '\n':
        html += "<br>\r\n";
        blank = true;
        break;
      case ' ':
        html += was_blank ? "&nbsp;" : " ";
        blank = true;
        break;
      default:
        html += c;
    }
  }
  html += "\r\n</body></html>\r\n";
  return html;
}

// What is kept of a message's body, decoded.
struct Source {
  enum class Format { none, text, html, rtf };
  Format format = Format::none;
  std::string text;  // UTF-8: text or HTML
  wire::Bytes rtf;   // not compressed
};

Outcome<wire::Bytes> decompressed(const Property& property, std::size_t limit) {
  const auto value = bytes_of(property, limit);
  if (!value) return ErrorCode::corrupt_data;
  auto rtf = oxrtfcp::decompress(*value, limit);
  if (!rtf) return rtf.error().fault == wire::Fault::limit ? ErrorCode::too_big : ErrorCode::corrupt_data;
  return std::move(*rtf);
}

const Property* kept(const Properties& properties, std::uint16_t id) { return properties.find(id); }

// Which of the formats that are kept the others are made from.
std::uint16_t best_kept(const Properties& properties) {
  const bool html = kept(properties, id_html) != nullptr;
  const bool rtf = kept(properties, id_rtf) != nullptr;
  // [MS-OXBBODY] section 2.1.3.1: between the two PidTagRtfInSync decides.
  if (html && rtf) return value_or(properties, oxprops::pid_tag_rtf_in_sync, false) ? id_rtf : id_html;
  if (html) return id_html;
  if (rtf) return id_rtf;
  return kept(properties, id_body) ? id_body : 0;
}

Outcome<Source> source_of(const Properties& properties, std::size_t limit) {
  const std::uint16_t id = best_kept(properties);
  if (id == 0) return ErrorCode::not_found;
  const Property& property = *kept(properties, id);
  if (value_size(property) > limit) return ErrorCode::too_big;
  Source source;
  if (id == id_html) {
    const auto html = bytes_of(property, limit);
    if (!html) return ErrorCode::not_found;
    source.format = Source::Format::html;
    source.text = decoded_html(as_text(*html), code_page_of(properties));
  } else if (id == id_rtf) {
    auto rtf = decompressed(property, limit);
    if (!rtf) return rtf.error();
    source.format = Source::Format::rtf;
    source.rtf = std::move(*rtf);
  } else {
    const auto text = text_of(property, limit);
    if (!text) return ErrorCode::not_found;
    source.format = Source::Format::text;
    source.text = wire::to_utf8(*text);
  }
  return source;
}

// RTF that was made from HTML or text becomes that again.
Outcome<Source> unwrapped(Source source) {
  if (source.format != Source::Format::rtf) return source;
  auto original = oxrtfex::deencapsulate(source.rtf);
  if (!original) return ErrorCode::corrupt_data;
  const bool html = original->original == oxrtfex::Original::html;
  source.format = html ? Source::Format::html : Source::Format::text;
  source.text = std::move(original->text);
  return source;
}

// What a reader of RTF would see of the HTML is its text, with lines where its blocks are.
std::string html_to_text(std::string_view html) {
  auto text = oxrtfex::visible_text(oxrtfex::encapsulate_html(html));
  return text ? std::move(*text) : std::string();
}

Property property_of(oxcdata::PropertyTag tag, wire::Bytes bytes) {
  return Property{tag, {}, store::memory_value(std::move(bytes))};
}

Outcome<Property> as_plain_text(Source source) {
  if (source.format == Source::Format::rtf) {
    auto original = oxrtfex::deencapsulate(source.rtf);
    if (!original) return ErrorCode::corrupt_data;
    if (original->original == oxrtfex::Original::html) {
      auto text = oxrtfex::visible_text(source.rtf);
      if (!text) return ErrorCode::corrupt_data;
      source.text = std::move(*text);
    } else {
      source.text = std::move(original->text);
    }
  } else if (source.format == Source::Format::html) {
    source.text = html_to_text(source.text);
  }
  return Property{oxprops::pid_tag_body, wire::to_utf16(source.text), nullptr};
}

Outcome<Property> as_html(Source source, std::uint32_t code_page) {
  auto original = unwrapped(std::move(source));
  if (!original) return original.error();
  std::string html =
      original->format == Source::Format::html ? std::move(original->text) : text_to_html(original->text);
  if (code_page != utf8_code_page) html = with_references(html);
  return property_of(oxprops::pid_tag_html, as_bytes(html));
}

Outcome<Property> as_rtf(const Source& source) {
  const wire::Bytes rtf = source.format == Source::Format::html ? oxrtfex::encapsulate_html(source.text)
                                                                : oxrtfex::encapsulate_text(source.text);
  auto value = oxrtfcp::compress(rtf);
  if (!value) return ErrorCode::too_big;
  return property_of(oxprops::pid_tag_rtf_compressed, std::move(*value));
}

}  // namespace

bool is_body(std::uint16_t id) { return id == id_body || id == id_html || id == id_rtf; }

void normalize_body(Properties& properties) {
  const Property* html = properties.find(id_html);
  if (!html || html->tag != oxprops::pid_tag_body_html) return;
  const auto text = text_of(*html, max_converted_body);
  if (!text) return;
  properties.set(property_of(oxprops::pid_tag_html, as_bytes(wire::to_utf8(*text))));
  properties.set(oxprops::pid_tag_internet_codepage, static_cast<std::int32_t>(utf8_code_page));
}

NativeBody native_body(const Properties& properties) {
  switch (best_kept(properties)) {
    case id_body:
      return NativeBody::plain_text;
    case id_html:
      return NativeBody::html;
    case id_rtf: {
      const auto rtf = decompressed(*properties.find(id_rtf), max_converted_body);
      if (!rtf) return NativeBody::rtf;
      switch (oxrtfex::recognize(*rtf)) {
        case oxrtfex::Original::html:
          return NativeBody::html;
        case oxrtfex::Original::text:
          return NativeBody::plain_text;
        case oxrtfex::Original::rtf:
          return NativeBody::rtf;
      }
      return NativeBody::rtf;
    }
    default:
      return NativeBody::undefined;
  }
}

bool rtf_in_sync(const Properties& properties) { return best_kept(properties) == id_rtf; }

Outcome<Property> body(const Properties& properties, std::uint16_t id) {
  if (!is_body(id)) return ErrorCode::not_found;
  if (const Property* property = kept(properties, id)) return *property;
  auto source = source_of(properties, max_converted_body);
  if (!source) return source.error();
  if (id == id_body) return as_plain_text(std::move(*source));
  if (id == id_html) return as_html(std::move(*source), code_page_of(properties));
  return as_rtf(*source);
}

std::string body_text(const Properties& properties, std::size_t limit) {
  if (const Property* text = kept(properties, id_body)) {
    return wire::to_utf8(text_of(*text, limit).value_or(std::u16string()));
  }
  if (best_kept(properties) == id_html) {
    const auto html = bytes_of(*kept(properties, id_html), limit * markup_per_text);
    return html ? html_to_text(decoded_html(as_text(*html), code_page_of(properties))) : std::string();
  }
  auto source = source_of(properties, max_converted_body);
  if (!source) return {};
  auto text = as_plain_text(std::move(*source));
  return text ? wire::to_utf8(std::get<std::u16string>(text->value)) : std::string();
}

}  // namespace mapigate::mailbox
