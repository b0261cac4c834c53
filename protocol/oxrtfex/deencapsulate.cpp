#include "protocol/oxrtfex/deencapsulate.hpp"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "protocol/oxrtfex/control_words.hpp"
#include "protocol/oxrtfex/decoded_text.hpp"
#include "protocol/oxrtfex/font_table.hpp"
#include "protocol/oxrtfex/tokenizer.hpp"

namespace mapigate::oxrtfex {

namespace {

using wire::i32;
using wire::u16;
using wire::u8;

// Section 2.2.3.1.
constexpr int tokens_looked_at = 10;

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
  void append_text(wire::ByteView bytes);
  void append_unicode(i32 number);
  void append(char32_t character) {
    if (copies()) text_.append(character);
  }
  void append_line_end() {
    if (copies()) text_.append_line_end();
  }
  void read_symbol(u8 symbol);
  void read_word(const Token& token);
  void read_destination(Meaning meaning);
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
  if (copies()) append_text(bytes);
}

// Markup stands in tags (section 2.1.3.2), so that < and > elsewhere are characters of the text.
void Reader::append_text(wire::ByteView bytes) {
  const auto append_some = [&](wire::ByteView some) {
    if (!some.empty()) text_.append(some, code_page());
  };
  if (original_ != Original::html || group_.html_tag) return append_some(bytes);
  while (true) {
    const auto bracket =
        std::find_if(bytes.begin(), bytes.end(), [](u8 byte) { return byte == '<' || byte == '>'; });
    append_some({bytes.begin(), bracket});
    if (bracket == bytes.end()) return;
    const std::string_view reference = *bracket == '<' ? "&lt;" : "&gt;";
    append_some({reinterpret_cast<const u8*>(reference.data()), reference.size()});
    bytes = {bracket + 1, bytes.end()};
  }
}

void Reader::append_unicode(i32 number) {
  if (!copies()) return;
  if (number == '<' || number == '>') {
    const auto byte = static_cast<u8>(number);
    append_text({&byte, 1});
  } else {
    text_.append_unicode(number);
  }
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
      append_unicode(token.number);
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
  if (meaning == Meaning::font_table) {
    fonts_.read(tokens_);
    return leave_group();
  }
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
    if (kind == Token::Kind::end) break;
    if (kind == Token::Kind::open) ++depth;
    if (kind == Token::Kind::close) --depth;
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
