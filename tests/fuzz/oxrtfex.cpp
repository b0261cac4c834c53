#include "protocol/oxrtfex/deencapsulate.hpp"
#include "protocol/oxrtfex/encapsulate.hpp"
#include "protocol/wire/utf8.hpp"
#include "tests/fuzz/round_trip.hpp"

namespace {

using namespace mapigate;

// Well-formed and without NUL.
std::string clean(std::string_view utf8) {
  std::string text;
  for (std::size_t at = 0; at < utf8.size();) {
    if (const auto character = wire::next_character(utf8, at); character != 0) {
      wire::append_utf8(text, character);
    }
  }
  return text;
}

// Lines end with CRLF.
std::string with_line_ends(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r' && text[i] != '\n') {
      result += text[i];
      continue;
    }
    if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') ++i;
    result += "\r\n";
  }
  return result;
}

}  // namespace

// The bytes are read as RTF, then they are the HTML and the text that become RTF.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const wire::ByteView bytes(data, size);
  if (const auto result = oxrtfex::deencapsulate(bytes)) {
    fuzz::require(result->text == clean(result->text));
    fuzz::require(result->text.size() <= 4 * size);
  }
  if (const auto text = oxrtfex::visible_text(bytes)) fuzz::require(*text == clean(*text));

  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto from_html = oxrtfex::deencapsulate(oxrtfex::encapsulate_html(text)).value();
  fuzz::require(from_html.original == oxrtfex::Original::html);
  fuzz::require(from_html.text == clean(text));
  const auto from_text = oxrtfex::deencapsulate(oxrtfex::encapsulate_text(text)).value();
  fuzz::require(from_text.original == oxrtfex::Original::text);
  fuzz::require(from_text.text == clean(with_line_ends(text)));
  return 0;
}
