#include <algorithm>
#include <array>
#include <utility>

#include "protocol/oxrtfex/character_references.hpp"
#include "protocol/oxrtfex/encapsulate.hpp"
#include "protocol/oxrtfex/html_elements.hpp"
#include "protocol/oxrtfex/html_fragments.hpp"
#include "protocol/oxrtfex/rtf_escapes.hpp"
#include "protocol/wire/utf8.hpp"

namespace mapigate::oxrtfex {

namespace {

using Format = HtmlElement::Format;
using Role = HtmlElement::Role;

// The HTML goes out in order, each piece of it either as text or in an HTMLTAG group. Between them stands
// what shows it in RTF, as \htmlrtf. HTMLTAG groups have no HTMLTagParameter but for the one that
// section 2.1.3.2 puts before the first text, as in the example of section 3.1: section 2.1.3.1.4.1 says not
// to write it.
class Writer {
 public:
  explicit Writer(std::size_t html_size) { rtf_.reserve(2 * html_size + 256); }

  void begin() {
    rtf_ +=
        "{\\rtf1\\ansi\\ansicpg1252\\fromhtml1 \\deff0{\\fonttbl{\\f0\\fswiss\\fcharset0 Arial;}}\r\n"
        "{\\*\\htmltag64}\r\n\\uc1\\pard\\plain\\deftab360 \\f0\\fs24 ";
  }
  void write(const HtmlFragment& fragment);
  wire::Bytes finish() {
    close_tag_group();
    rtf_ += '}';
    return {rtf_.begin(), rtf_.end()};
  }

 private:
  // HTML that is not also text of the RTF. Pieces that follow one another share a group.
  void keep(std::string_view html) {
    if (!std::exchange(in_tag_group_, true)) rtf_ += "{\\*\\htmltag ";
    append_content(rtf_, html);
  }
  void close_tag_group() {
    if (std::exchange(in_tag_group_, false)) rtf_ += '}';
  }
  // RTF that is not also HTML. Begins with a backslash, or with the space that ends \htmlrtf.
  void show(std::string_view rtf) {
    close_tag_group();
    rtf_ += "\\htmlrtf";
    rtf_ += rtf;
    rtf_ += "\\htmlrtf0 ";
  }

  bool at_line_begin() const { return line_ends_ > 0 || !line_has_text_; }
  void end_line(wire::u8 line_ends) {
    if (has_text_) line_ends_ = std::max(line_ends_, line_ends);
  }
  void before_text();
  void write_text(std::string_view html);
  void write_space(std::string_view html);
  void write_preformatted_space(std::string_view html);
  void write_reference(std::string_view html);
  void begin_element(const HtmlElement& element);
  void end_element(const HtmlElement& element);

  std::string rtf_;
  bool in_tag_group_ = false;

  // Of the RTF as a reader sees it.
  bool in_head_ = false;
  bool has_text_ = false;
  bool line_has_text_ = false;
  bool after_space_ = false;
  bool bullet_due_ = false;
  bool row_has_cell_ = false;
  wire::u8 line_ends_ = 0;  // due before the next text
  std::size_t preformatted_ = 0;
  std::array<std::size_t, 5> formats_{};  // how many elements ask for it
};

constexpr std::array<std::pair<std::string_view, std::string_view>, 5> format_words = {{
    {"", ""},
    {"\\b", "\\b0"},
    {"\\i", "\\i0"},
    {"\\ul", "\\ul0"},
    {"\\strike", "\\strike0"},
}};

void Writer::before_text() {
  if (line_ends_ > 0) {
    show(line_ends_ == 1 ? "\\par" : "\\par\\par");
    line_ends_ = 0;
  }
  if (std::exchange(bullet_due_, false)) show("\\bullet\\tab");
  has_text_ = true;
  line_has_text_ = true;
  after_space_ = false;
}

void Writer::write(const HtmlFragment& fragment) {
  using Kind = HtmlFragment::Kind;
  switch (fragment.kind) {
    case Kind::end:
      return;
    case Kind::text:
      return write_text(fragment.html);
    case Kind::space:
      return preformatted_ > 0 ? write_preformatted_space(fragment.html) : write_space(fragment.html);
    case Kind::reference:
      return write_reference(fragment.html);
    case Kind::start_tag:
      keep(fragment.html);
      return begin_element(html_element(fragment.name));
    case Kind::end_tag:
      keep(fragment.html);
      return end_element(html_element(fragment.name));
    case Kind::hidden:
      return keep(fragment.html);
  }
}

// Characters that are markup elsewhere are kept apart: some readers escape them where they are text.
void Writer::write_text(std::string_view html) {
  before_text();
  for (std::size_t at = 0; at < html.size();) {
    const auto special = std::min(html.find_first_of("<>&", at), html.size());
    if (special > at) {
      close_tag_group();
      append_content(rtf_, html.substr(at, special - at));
    }
    at = special;
    if (at == html.size()) break;
    const auto character = html.substr(at++, 1);
    keep(character);
    show(std::string(" ").append(character));
  }
}

// White space is one space, or none where a line begins.
void Writer::write_space(std::string_view html) {
  if (in_head_ || at_line_begin() || after_space_) return keep(html);
  after_space_ = true;
  if (html == " ") {
    close_tag_group();
    rtf_ += ' ';
  } else {
    keep(html);
    show("  ");
  }
}

void Writer::write_preformatted_space(std::string_view html) {
  before_text();
  for (std::size_t at = 0; at < html.size();) {
    if (html[at] == ' ') {
      close_tag_group();
      rtf_ += ' ';
      ++at;
      continue;
    }
    const std::size_t size = html.substr(at, 2) == "\r\n" ? 2 : 1;
    keep(html.substr(at, size));
    show(html[at] == '\t' ? "\\tab" : "\\line");
    at += size;
  }
}

void Writer::write_reference(std::string_view html) {
  before_text();
  keep(html);
  std::string shown;
  if (const auto character = referenced_character(html); character != 0) {
    wire::append_utf8(shown, character);
  } else {
    shown = html;
  }
  std::string rtf;
  append_content(rtf, shown);
  if (!rtf.starts_with('\\')) rtf.insert(0, 1, ' ');
  show(rtf);
}

void Writer::begin_element(const HtmlElement& element) {
  if (element.role == Role::head) in_head_ = true;
  if (element.role == Role::body) in_head_ = false;
  if (in_head_) return;
  end_line(element.line_ends);
  switch (element.role) {
    case Role::line_break:
      before_text();
      show("\\line");
      line_has_text_ = false;
      break;
    case Role::list_item:
      bullet_due_ = true;
      break;
    case Role::row:
      row_has_cell_ = false;
      break;
    case Role::cell:
      if (std::exchange(row_has_cell_, true)) {
        before_text();
        show("\\tab");
        after_space_ = true;
      }
      break;
    case Role::preformatted:
      ++preformatted_;
      break;
    case Role::none:
    case Role::head:
    case Role::body:
      break;
  }
  const auto format = static_cast<std::size_t>(element.format);
  if (format > 0 && formats_[format]++ == 0) show(format_words[format].first);
}

void Writer::end_element(const HtmlElement& element) {
  if (element.role == Role::head) in_head_ = false;
  if (in_head_) return;
  end_line(element.line_ends);
  if (element.role == Role::preformatted && preformatted_ > 0) --preformatted_;
  const auto format = static_cast<std::size_t>(element.format);
  if (format > 0 && formats_[format] > 0 && --formats_[format] == 0) show(format_words[format].second);
}

}  // namespace

wire::Bytes encapsulate_html(std::string_view html) {
  Writer writer(html.size());
  writer.begin();
  HtmlFragments fragments(html);
  for (auto fragment = fragments.next(); fragment.kind != HtmlFragment::Kind::end;
       fragment = fragments.next()) {
    writer.write(fragment);
  }
  return writer.finish();
}

}  // namespace mapigate::oxrtfex
