#include "protocol/oxrtfex/deencapsulate.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "protocol/oxrtfex/control_words.hpp"
#include "protocol/oxrtfex/decoded_text.hpp"
#include "protocol/oxrtfex/tokenizer.hpp"

namespace mapigate::oxrtfex {

namespace {

using wire::i32;
using wire::u16;
using wire::u8;

// Section 2.2.3.1.
constexpr int tokens_looked_at = 10;

// The code page of each font that says one.
class FontTable {
 public:
  // Of numbers that no writer uses, nothing is kept.
  void set(i32 font, u16 code_page) {
    if (font < 0 || font > max_font) return;
    const auto at = static_cast<std::size_t>(font);
    if (at >= code_pages_.size()) code_pages_.resize(at + 1);
    code_pages_[at] = code_page;
  }
  // 0 for none.
  u16 code_page(i32 font) const {
    const auto at = static_cast<std::size_t>(font);
    return font >= 0 && at < code_pages_.size() ? code_pages_[at] : u16{0};
  }

 private:
  static constexpr i32 max_font = 0x7FFF;
  std::vector<u16> code_pages_;
};

class Reader {
 public:
  Reader(wire::ByteView rtf, Original original, std::size_t max_depth)
      : rtf_(rtf), tokens_(rtf), original_(original), max_depth_(max_depth) {}

  wire::Result<std::string> read();

 private:
  // What a group changes only until its end.
  struct Group {
    i32 font = document_font;
    i32 unicode_skip = 1;   // \ucN: characters behind \uN that stand for it in other readers
    bool html_rtf = false;  // \htmlrtf: not from the HTML
    bool html_tag = false;  // \*\htmltag
    bool hidden = false;    // \v
  };
  static constexpr i32 document_font = -1;  // that of \deffN

  bool is_rtf() const { return original_ == Original::rtf; }
  // Section 2.2.3.2: what \htmlrtf marks is left out, but tags never are.
  bool copies() const { return !group_.hidden && (!group_.html_rtf || group_.html_tag); }
  u16 code_page() const;

  void append(wire::ByteView bytes);
  void append(char32_t character) {
    if (copies()) text_.append(character);
  }
  void append_line_end() {
    if (copies()) text_.append_line_end();
  }
  void read_symbol(u8 symbol);
  void read_word(const Token& token);
  void read_destination(Meaning meaning);
  void read_font_table();
  void skip_group();
  void leave_group() {
    to_skip_ = 0;
    group_ = outer_.back();
    outer_.pop_back();
  }

  wire::ByteView rtf_;
  Tokenizer tokens_;
  Original original_;
  std::size_t max_depth_;

  DecodedText text_;
  FontTable fonts_;
  i32 default_font_ = 0;
  u16 document_code_page_ = western_code_page;
  bool has_ansi_code_page_ = false;

  Group group_;
  std::vector<Group> outer_;  // as they were where the group within began; one for each open group
  bool starred_ = false;      // the last token was \*
  i32 to_skip_ = 0;           // of the characters behind \uN
};

// Inside a tag the code page is that of the document, elsewhere that of the font (section 2.2.3.2).
u16 Reader::code_page() const {
  if (group_.html_tag) return document_code_page_;
  const auto of_font = fonts_.code_page(group_.font == document_font ? default_font_ : group_.font);
  return of_font != 0 ? of_font : document_code_page_;
}

void Reader::append(wire::ByteView bytes) {
  if (to_skip_ > 0) {
    const auto skipped = std::min(static_cast<std::size_t>(to_skip_), bytes.size());
    to_skip_ -= static_cast<i32>(skipped);
    bytes = bytes.subspan(skipped);
  }
  if (!bytes.empty() && copies()) text_.append(bytes, code_page());
}

void Reader::read_symbol(u8 symbol) {
  if (to_skip_ > 0) {
    --to_skip_;
    return;
  }
  switch (symbol) {
    case '\\':
    case '{':
    case '}':
      return append({&symbol, 1});
    case '\t':
      return append(U'\t');
    case '\r':
    case '\n':
      return append_line_end();
    case '~':
      return append(char32_t{0xA0});
    case '_':
      // A non-breaking hyphen, but a soft one in section 2.1.3.1.4.2.
      return append(char32_t{group_.html_tag ? 0xADu : 0x2011u});
    case '-':
      return append(char32_t{0xAD});
    default:
      return;
  }
}

void Reader::read_word(const Token& token) {
  const auto& word = control_word(token.name);
  const bool on = !token.has_number || token.number != 0;
  // A word among the characters that stand for \uN counts as one of them and writes nothing, but what it says
  // about the text that follows holds.
  const bool counted = to_skip_ > 0 && word.meaning != Meaning::unicode;
  if (counted) --to_skip_;
  switch (word.meaning) {
    case Meaning::nothing:
      return;
    case Meaning::character:
      if (!counted) append(word.character);
      return;
    case Meaning::new_line:
      if (!counted) append_line_end();
      return;
    case Meaning::row_end:
      if (!counted && is_rtf()) append_line_end();
      return;
    case Meaning::cell_end:
      if (!counted && is_rtf()) append(U'\t');
      return;
    case Meaning::unicode:
      if (copies()) text_.append_unicode(token.number);
      to_skip_ = group_.unicode_skip;
      return;
    case Meaning::unicode_skip:
      group_.unicode_skip = std::max(token.number, 0);
      return;
    case Meaning::font:
      group_.font = std::max(token.number, 0);
      return;
    case Meaning::plain:
      group_.font = document_font;
      group_.hidden = false;
      return;
    case Meaning::hidden:
      group_.hidden = on && is_rtf();
      return;
    case Meaning::default_font:
      default_font_ = std::max(token.number, 0);
      return;
    case Meaning::ansi_code_page:
      if (!is_known_code_page(token.number)) return;
      has_ansi_code_page_ = true;
      document_code_page_ = static_cast<u16>(token.number);
      return;
    case Meaning::code_page:
      if (!has_ansi_code_page_) document_code_page_ = static_cast<u16>(word.character);
      return;
    case Meaning::html_rtf:
      group_.html_rtf = on && original_ == Original::html;
      return;
    case Meaning::font_charset:
    case Meaning::font_code_page:
    case Meaning::from_html:
    case Meaning::from_text:
      return;
    case Meaning::font_table:
    case Meaning::html_tag:
    case Meaning::list_text:
    case Meaning::skipped:
      return read_destination(word.meaning);
  }
}

void Reader::read_destination(Meaning meaning) {
  if (meaning == Meaning::font_table) return read_font_table();
  if (meaning == Meaning::html_tag && original_ == Original::html) {
    group_.html_tag = true;
    return;
  }
  // To a reader that draws no lists of its own, their numbers are text.
  if (meaning == Meaning::list_text && is_rtf()) return;
  skip_group();
}

// To the end of the group, which the main loop does not see any more. Nothing is kept for groups within.
void Reader::skip_group() {
  for (std::size_t depth = 1; depth > 0;) {
    const auto kind = tokens_.next().kind;
    if (kind == Token::Kind::end) return;
    if (kind == Token::Kind::open) ++depth;
    if (kind == Token::Kind::close) --depth;
  }
  leave_group();
}

// {\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1 ...;}}, with or without groups for the fonts.
void Reader::read_font_table() {
  i32 font = 0;
  bool has_code_page = false;
  std::size_t ignored = 0;  // the depth of a group with \*, which may name the code page of something else
  for (std::size_t depth = 1; depth > 0;) {
    const auto token = tokens_.next();
    if (token.kind == Token::Kind::end) return;
    if (token.kind == Token::Kind::open) ++depth;
    if (token.kind == Token::Kind::close && --depth < ignored) ignored = 0;
    if (token.kind == Token::Kind::symbol && token.byte == '*' && ignored == 0) ignored = depth;
    if (token.kind != Token::Kind::word || ignored > 0) continue;
    const auto meaning = control_word(token.name).meaning;
    if (meaning == Meaning::font) {
      font = token.number;
      has_code_page = false;
      fonts_.set(font, 0);
    } else if (meaning == Meaning::font_charset && !has_code_page) {
      const auto code_page = charset_code_page(token.number);
      fonts_.set(font, is_known_code_page(code_page) ? code_page : u16{0});
    } else if (meaning == Meaning::font_code_page && is_known_code_page(token.number)) {
      has_code_page = true;
      fonts_.set(font, static_cast<u16>(token.number));
    }
  }
  leave_group();
}

wire::Result<std::string> Reader::read() {
  const auto first = tokens_.next();
  const auto second = tokens_.next();
  if (first.kind != Token::Kind::open || second.kind != Token::Kind::word || second.name != "rtf") {
    return wire::Failure{wire::Fault::invalid, 0, "rtf"};
  }
  outer_.emplace_back();
  text_.reserve(rtf_.size() / 2);
  while (!outer_.empty()) {
    const auto token = tokens_.next();
    const bool starred = std::exchange(starred_, false);
    switch (token.kind) {
      case Token::Kind::end:
        return text_.take();
      case Token::Kind::open:
        if (outer_.size() == max_depth_) {
          return wire::Failure{wire::Fault::limit, tokens_.offset(), "group"};
        }
        to_skip_ = 0;
        outer_.push_back(group_);
        break;
      case Token::Kind::close:
        leave_group();
        break;
      case Token::Kind::word:
        if (starred && control_word(token.name).meaning != Meaning::html_tag) {
          skip_group();
        } else {
          read_word(token);
        }
        break;
      case Token::Kind::symbol:
        starred_ = token.byte == '*';
        read_symbol(token.byte);
        break;
      case Token::Kind::byte:
        if (token.byte != 0) append({&token.byte, 1});
        break;
      case Token::Kind::text:
        append(token.text);
        break;
      case Token::Kind::binary:
        if (to_skip_ > 0) --to_skip_;
        break;
    }
  }
  return text_.take();
}

}  // namespace

Original recognize(wire::ByteView rtf) {
  Tokenizer tokens(rtf);
  for (int i = 0; i < tokens_looked_at; ++i) {
    const auto token = tokens.next();
    if (i == 0 && token.kind != Token::Kind::open) break;
    if (i == 1 && (token.kind != Token::Kind::word || token.name != "rtf")) break;
    if (token.kind == Token::Kind::open) continue;
    if (token.kind != Token::Kind::word) break;
    const auto meaning = control_word(token.name).meaning;
    if (meaning == Meaning::from_html && token.number == 1) return Original::html;
    if (meaning == Meaning::from_text) return Original::text;
  }
  return Original::rtf;
}

wire::Result<Deencapsulated> deencapsulate(wire::ByteView rtf, std::size_t max_depth) {
  const auto original = recognize(rtf);
  auto text = Reader(rtf, original, max_depth).read();
  if (!text) return text.error();
  return Deencapsulated{original, std::move(*text)};
}

wire::Result<std::string> visible_text(wire::ByteView rtf, std::size_t max_depth) {
  return Reader(rtf, Original::rtf, max_depth).read();
}

}  // namespace mapigate::oxrtfex
