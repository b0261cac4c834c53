#include "protocol/oxrtfex/font_table.hpp"

#include "protocol/oxrtfex/code_page.hpp"
#include "protocol/oxrtfex/control_words.hpp"

namespace mapigate::oxrtfex {

namespace {

using wire::i32;
using wire::u16;

// The number of \fN has 16 bits with a sign.
constexpr i32 max_font = 0x7FFF;

}  // namespace

void FontTable::set(i32 font, u16 code_page) {
  if (font < 0 || font > max_font) return;
  const auto at = static_cast<std::size_t>(font);
  if (at >= code_pages_.size()) code_pages_.resize(at + 1);
  code_pages_[at] = code_page;
}

// {\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1 ...;}}, with or without groups for the fonts.
void FontTable::read(Tokenizer& tokens) {
  i32 font = 0;
  bool has_code_page = false;
  std::size_t ignored = 0;  // the depth of a group with \*, which may name the code page of something else
  for (std::size_t depth = 1; depth > 0;) {
    const auto token = tokens.next();
    if (token.kind == Token::Kind::end) return;
    if (token.kind == Token::Kind::open) ++depth;
    if (token.kind == Token::Kind::close && --depth < ignored) ignored = 0;
    if (token.kind == Token::Kind::symbol && token.byte == '*' && ignored == 0) ignored = depth;
    if (token.kind != Token::Kind::word || ignored > 0) continue;
    const auto meaning = control_word(token.name).meaning;
    if (meaning == Meaning::font) {
      font = token.number;
      has_code_page = false;
      set(font, 0);
    } else if (meaning == Meaning::font_charset && !has_code_page) {
      const auto code_page = charset_code_page(token.number);
      set(font, is_known_code_page(code_page) ? code_page : u16{0});
    } else if (meaning == Meaning::font_code_page && is_known_code_page(token.number)) {
      has_code_page = true;
      set(font, static_cast<u16>(token.number));
    }
  }
}

}  // namespace mapigate::oxrtfex
