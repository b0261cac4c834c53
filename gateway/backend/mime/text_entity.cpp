#include "gateway/backend/mime/text_entity.hpp"

#include <algorithm>

#include "gateway/backend/mime/charset.hpp"
#include "gateway/backend/mime/transfer_encoding.hpp"
#include "gateway/backend/mime/values.hpp"
#include "protocol/wire/utf16.hpp"

namespace mapigate::mime {

namespace {

constexpr std::size_t longest_line = 998;

std::string fields_of(std::string_view subtype, std::string_view charset, std::string_view encoding) {
  return "Content-Type: " + content_type("text/" + std::string(subtype), charset, {}) +
         "\r\nContent-Transfer-Encoding: " + std::string(encoding) + "\r\n";
}

}  // namespace

std::string canonical_lines(std::string_view text) {
  std::string lines;
  lines.reserve(text.size() + text.size() / 32);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n' && (i == 0 || text[i - 1] != '\r')) lines += '\r';
    lines += text[i];
  }
  return lines;
}

bool is_seven_bit(std::string_view text) {
  std::size_t line = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x80 || c == 0) return false;
    if (c == '\r' && !text.substr(i + 1).starts_with('\n')) return false;
    if (c == '\n') {
      line = 0;
    } else if (++line > longest_line) {
      return false;
    }
  }
  return true;
}

Entity text_entity(std::string_view subtype, std::string_view charset, std::string bytes) {
  Entity entity;
  auto lines = canonical_lines(bytes);
  const auto eight_bit =
      std::ranges::count_if(lines, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  if (is_seven_bit(lines)) {
    entity.fields = fields_of(subtype, charset, "7bit");
  } else if (static_cast<std::size_t>(eight_bit) * 2 < lines.size()) {
    entity.fields = fields_of(subtype, charset, "quoted-printable");
    lines = quoted_printable(lines);
  } else {
    entity.fields = fields_of(subtype, charset, "base64");
    lines = base64(lines);
  }
  entity.body = [lines = std::move(lines)](const Sink& sink) { return sink(lines); };
  return entity;
}

Entity large_text_entity(std::string_view subtype, std::string_view charset,
                         const store::Property& property) {
  Entity entity;
  entity.fields = fields_of(subtype, charset, "base64");
  const bool is_utf16 = oxcdata::type_of(property.tag) == oxcdata::PropertyType::string;
  entity.body = [&property, is_utf16](const Sink& sink) -> store::StoreResult<void> {
    Base64Writer writer(sink);
    std::u16string text;
    const auto write_text = [&](bool last) {
      // Both halves of a character are needed.
      const bool cut = !last && !text.empty() && (text.back() & 0xFC00) == 0xD800;
      const auto whole = std::u16string_view(text).substr(0, text.size() - cut);
      auto written = writer.write(wire::to_utf8(whole));
      text.erase(0, whole.size());
      return written;
    };
    const auto done = pieces_of(property, [&](std::string_view piece) {
      if (!is_utf16) return writer.write(piece);
      const auto old = text.size();
      text.resize(old + piece.size() / sizeof(char16_t));
      std::memcpy(text.data() + old, piece.data(), (text.size() - old) * sizeof(char16_t));
      return write_text(false);
    });
    if (!done) return done;
    if (auto written = write_text(true); !written) return written;
    return writer.finish();
  };
  return entity;
}

}  // namespace mapigate::mime
