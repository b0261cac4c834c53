#include "gateway/backend/mime/html_body.hpp"

#include "gateway/backend/mime/charset.hpp"
#include "gateway/backend/mime/transfer_encoding.hpp"
#include "protocol/oxprops/property_tags.hpp"
#include "protocol/wire/code_page.hpp"
#include "protocol/wire/utf16.hpp"

namespace mapigate::mime {

namespace {

constexpr std::size_t head_size = 4096;  // where a charset is looked for
constexpr std::size_t largest_converted = std::size_t{16} << 20;

// Where <meta> says the charset: begin and size of the name in `html`.
std::string_view meta_charset(std::string_view html) {
  html = html.substr(0, head_size);
  const std::string lower = lower_case(html);
  const auto meta = lower.find("<meta");
  const auto charset = meta == std::string::npos ? meta : lower.find("charset=", meta);
  if (charset == std::string::npos) return {};
  const auto begin = lower.find_first_not_of("\"' ", charset + 8);
  const auto end = lower.find_first_of("\"' />;", begin);
  return begin == std::string::npos || end == std::string::npos ? std::string_view()
                                                                : html.substr(begin, end - begin);
}

void say_utf8(std::string& html) {
  const auto name = meta_charset(html);
  if (!name.empty()) html.replace(static_cast<std::size_t>(name.data() - html.data()), name.size(), "utf-8");
}

std::string escaped(std::string_view text) {
  std::string html;
  for (const char c : text) {
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
      default:
        html += c;
    }
  }
  return html;
}

}  // namespace

store::StoreResult<void> HtmlBody::read(Source& source, const Part& part) {
  std::string head;
  bool eight_bit = false;
  bool utf8 = true;
  std::string cut;  // what may be the beginning of a character
  const auto charset = part.parameter("charset");
  const auto said = code_page_of(charset);
  const bool wide =
      said != 0 && !wire::is_known(said);  // UTF-16 and the like, where zeros belong to characters
  const auto decoded = decode_body(source, part, [&](std::string_view piece) -> store::StoreResult<void> {
    std::string text;
    if (!wide && piece.find('\0') != std::string_view::npos) {
      for (const char c : piece) {
        if (c != '\0') text += c;
      }
      piece = text;
    }
    if (value_.size() == 0 && piece.starts_with("\xEF\xBB\xBF")) {
      code_page_ = utf8_code_page;
      piece.remove_prefix(3);
    }
    if (head.size() < head_size) head += piece.substr(0, head_size - head.size());
    if (!is_ascii(piece)) eight_bit = true;
    if (eight_bit && utf8) {
      cut += piece;
      std::size_t end = cut.size();
      while (end > 0 && end + 4 > cut.size() && (static_cast<unsigned char>(cut[end - 1]) & 0xC0) == 0x80)
        --end;
      if (end > 0 && static_cast<unsigned char>(cut[end - 1]) >= 0xC0) --end;
      utf8 = is_utf8(std::string_view(cut).substr(0, end));
      cut.erase(0, end);
    }
    content_ids_.add(piece);
    return value_.append(piece);
  });
  if (!decoded) return decoded;
  utf8 = utf8 && is_utf8(cut);
  if (wide) return to_utf8(charset);
  if (code_page_ == 0) code_page_ = said;
  const bool unnamed = code_page_ == 0 && charset.empty();
  if (code_page_ == 0 && !unnamed && eight_bit && !utf8) return to_utf8(charset);
  if (code_page_ == 0 || code_page_ == ascii_code_page) {
    const auto meta = code_page_of(meta_charset(head));
    if (!eight_bit) {
      code_page_ = ascii_code_page;
    } else if (utf8) {
      code_page_ = utf8_code_page;
    } else {
      code_page_ = meta != utf8_code_page && wire::is_known(meta) ? meta : fallback_;
    }
  }
  return {};
}

store::StoreResult<void> HtmlBody::to_utf8(const std::string& charset) {
  code_page_ = utf8_code_page;
  if (value_.size() > largest_converted) return {};
  const auto bytes = value_.bytes();
  if (!bytes) return bytes.error();
  auto html = wire::to_utf8(decode(*bytes, charset, fallback_));
  std::erase(html, '\0');
  say_utf8(html);
  value_.clear();
  content_ids_.add(html);
  return value_.append(html);
}

store::StoreResult<void> HtmlBody::join(Source& source, const std::vector<const Part*>& parts) {
  code_page_ = utf8_code_page;
  std::string all;
  for (const Part* part : parts) {
    auto text =
        wire::to_utf8(decode(decoded_body(source, *part, SIZE_MAX), part->parameter("charset"), fallback_));
    std::erase(text, '\0');
    if (part->is("text", "html")) {
      say_utf8(text);
    } else {
      text = "<pre>" + escaped(text) + "</pre>";
    }
    if (all.empty()) {
      all = std::move(text);
      continue;
    }
    // Inside of the first document, so that what reads it sees the end behind all of it.
    const auto end = lower_case(all).rfind("</body");
    all.insert(end == std::string::npos ? all.size() : end, "<div>" + text + "</div>\r\n");
  }
  content_ids_.add(all);
  return value_.append(all);
}

store::StoreResult<void> HtmlBody::finish(store::Properties& properties) {
  return value_.finish(properties, oxprops::pid_tag_html);
}

}  // namespace mapigate::mime
