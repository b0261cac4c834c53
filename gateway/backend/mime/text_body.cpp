#include "gateway/backend/mime/text_body.hpp"

#include "gateway/backend/mime/charset.hpp"
#include "gateway/backend/mime/transfer_encoding.hpp"
#include "protocol/oxprops/property_tags.hpp"

namespace mapigate::mime {

namespace {

constexpr std::size_t block = 65536;
constexpr std::size_t longest_line = std::size_t{1} << 20;  // longer ones are cut

// Where decoding may stop without cutting a character: behind the last line, since neither characters nor
// shift states go beyond its end; UTF-16 and UTF-32 in their units. 0: not yet.
std::size_t safe_cut(std::string_view bytes, bool wide) {
  if (wide) return bytes.size() / 4 * 4;
  if (const auto line = bytes.rfind('\n'); line != std::string_view::npos) return line + 1;
  if (bytes.size() < longest_line) return 0;
  auto cut = bytes.size() - 1;
  while (cut > bytes.size() - 4 && (static_cast<unsigned char>(bytes[cut]) & 0xC0) == 0x80) --cut;
  return cut;
}

bool is_wide(std::string_view charset) {
  const auto name = lower_case(charset);
  return name.starts_with("utf-16") || name.starts_with("utf-32") || name.starts_with("utf16") ||
         name.starts_with("ucs") || name == "unicode";
}

}  // namespace

store::StoreResult<void> TextBody::convert(std::string_view bytes, const Part& part, FlowedText* flowed) {
  std::uint32_t page = 0;
  const auto text = decode(bytes, part.parameter("charset"), fallback_, &page);
  if (!code_page_ || *code_page_ == ascii_code_page) code_page_ = page;
  std::u16string lines;
  lines.reserve(text.size() + text.size() / 16);
  std::u16string line;
  for (const char16_t c : text) {
    const bool second = after_cr_ && c == u'\n';
    after_cr_ = c == u'\r';
    if (c == u'\0' || second) continue;
    if (c != u'\r' && c != u'\n') {
      (flowed ? line : lines) += c;
    } else if (flowed) {
      flowed->add(line, lines);
      line.clear();
    } else {
      lines += u"\r\n";
    }
  }
  if (flowed && !line.empty()) flowed->add(line, lines);
  return value_.append(lines);
}

store::StoreResult<void> TextBody::append(Source& source, const Part& part, Range body) {
  std::optional<FlowedText> flowed;
  if (equal_ignoring_case(part.parameter("format"), "flowed")) {
    flowed.emplace(equal_ignoring_case(part.parameter("delsp"), "yes"));
  }
  const bool wide = is_wide(part.parameter("charset"));
  std::string pending;
  const auto decoded =
      decode_body(source, part.encoding, body, [&](std::string_view piece) -> store::StoreResult<void> {
        pending += piece;
        if (pending.size() < block) return {};
        const auto size = safe_cut(pending, wide);
        if (size == 0) return {};
        auto converted =
            convert(std::string_view(pending).substr(0, size), part, flowed ? &*flowed : nullptr);
        pending.erase(0, size);
        return converted;
      });
  if (!decoded) return decoded;
  if (auto converted = convert(pending, part, flowed ? &*flowed : nullptr); !converted) return converted;
  if (!flowed) return {};
  std::u16string rest;
  flowed->finish(rest);
  return value_.append(rest);
}

store::StoreResult<void> TextBody::finish(store::Properties& properties) {
  return value_.finish(properties, oxprops::pid_tag_body);
}

}  // namespace mapigate::mime
