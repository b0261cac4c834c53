#include "protocol/oxrtfex/encapsulate.hpp"
#include "protocol/oxrtfex/rtf_escapes.hpp"

namespace mapigate::oxrtfex {

wire::Bytes encapsulate_text(std::string_view text) {
  std::string rtf =
      "{\\rtf1\\ansi\\ansicpg1252\\fromtext \\deff0{\\fonttbl{\\f0\\fmodern\\fcharset0 Courier New;}}\r\n"
      "\\uc1\\pard\\plain\\deftab360 \\f0\\fs20 ";
  rtf.reserve(rtf.size() + text.size() + text.size() / 8);
  for (std::size_t at = 0; at < text.size();) {
    const auto line_end = text.find_first_of("\r\n", at);
    append_content(rtf, text.substr(at, line_end - at));
    if (line_end == text.npos) break;
    rtf += "\\par\r\n";
    at = line_end + (text.substr(line_end, 2) == "\r\n" ? 2 : 1);
  }
  rtf += '}';
  return {rtf.begin(), rtf.end()};
}

}  // namespace mapigate::oxrtfex
