#pragma once

#include <string>
#include <string_view>

#include "protocol/oxrtfex/deencapsulate.hpp"
#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxrtfex {

inline wire::ByteView view(std::string_view text) {
  return {reinterpret_cast<const wire::u8*>(text.data()), text.size()};
}
inline std::string string_of(const wire::Bytes& bytes) { return {bytes.begin(), bytes.end()}; }

// The vectors of MS-OXRTFEX are RTF, HTML and text as they are. Their lines end with LF here, and with CRLF
// where it matters.
inline std::string vector_file(const std::string& name) { return wire::vector_text("MS-OXRTFEX/" + name); }
inline std::string with_crlf(std::string_view text) {
  std::string result;
  for (const auto c : text) {
    if (c == '\n') result += '\r';
    result += c;
  }
  return result;
}

// What comes out of a document with this behind its header.
inline std::string html_of(std::string_view body) {
  return deencapsulate(
             view("{\\rtf1\\ansi\\ansicpg1252\\fromhtml1 \\deff0{\\fonttbl{\\f0 A;}{\\f1\\fcharset204 B;}"
                  "{\\f2\\fcharset128 C;}}\\uc1 " +
                  std::string(body) + "}"))
      .value()
      .text;
}
inline std::string text_of_rtf(std::string_view body) {
  return deencapsulate(view("{\\rtf1\\ansi " + std::string(body) + "}")).value().text;
}

}  // namespace mapigate::oxrtfex
