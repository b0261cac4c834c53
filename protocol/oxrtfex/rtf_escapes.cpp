#include "protocol/oxrtfex/rtf_escapes.hpp"

#include "protocol/wire/utf8.hpp"

namespace mapigate::oxrtfex {

namespace {

// \uN takes a signed 16-bit number. The ? is for readers that do not know it, and is also what ends it.
void append_unit(std::string& rtf, unsigned unit) {
  const auto number = unit < 0x8000 ? static_cast<int>(unit) : static_cast<int>(unit) - 0x10000;
  rtf += "\\u";
  rtf += std::to_string(number);
  rtf += '?';
}

void append_hex(std::string& rtf, unsigned char byte) {
  constexpr std::string_view digits = "0123456789abcdef";
  rtf += "\\'";
  rtf += digits[byte >> 4];
  rtf += digits[byte & 0x0F];
}

// Whether a character of ASCII can stand in RTF as it is.
bool is_plain(char byte) {
  return byte >= ' ' && byte < '\x7F' && byte != '\\' && byte != '{' && byte != '}';
}

}  // namespace

void append_escaped(std::string& rtf, std::string_view utf8, std::size_t& at) {
  const auto character = wire::next_character(utf8, at);
  if (character >= 0x10000) {
    append_unit(rtf, static_cast<unsigned>(0xD800 + ((character - 0x10000) >> 10)));
    append_unit(rtf, static_cast<unsigned>(0xDC00 + ((character - 0x10000) & 0x3FF)));
  } else if (character >= 0x80) {
    append_unit(rtf, static_cast<unsigned>(character));
  } else if (character == '\t') {
    rtf += "\\tab ";
  } else if (character == '\\' || character == '{' || character == '}') {
    rtf += {'\\', static_cast<char>(character)};
  } else if (character < ' ' || character == 0x7F) {
    if (character != 0) append_hex(rtf, static_cast<unsigned char>(character));
  } else {
    rtf += static_cast<char>(character);
  }
}

void append_content(std::string& rtf, std::string_view html) {
  for (std::size_t at = 0; at < html.size();) {
    auto stop = at;
    while (stop < html.size() && is_plain(html[stop])) ++stop;
    rtf += html.substr(at, stop - at);
    at = stop;
    if (at == html.size()) break;
    if (html.substr(at, 2) == "\r\n") {
      rtf += "\\par ";
      at += 2;
    } else {
      append_escaped(rtf, html, at);
    }
  }
}

}  // namespace mapigate::oxrtfex
