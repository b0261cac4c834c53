#include "protocol/oxrtfex/decoded_text.hpp"

#include <algorithm>
#include <utility>

#include "protocol/wire/utf8.hpp"

namespace mapigate::oxrtfex {

namespace {

using wire::ByteView;
using wire::u16;

bool is_ascii(ByteView bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](wire::u8 byte) { return byte < 0x80; });
}

}  // namespace

const CodePage& DecodedText::page(u16 code_page) {
  if (current_ != nullptr && current_->number() == code_page) return *current_;
  const auto found = std::find_if(pages_.begin(), pages_.end(),
                                  [&](const auto& page) { return page->number() == code_page; });
  if (found != pages_.end()) return **found;
  pages_.push_back(std::make_unique<CodePage>(code_page));
  return *pages_.back();
}

void DecodedText::append(ByteView bytes, u16 code_page) {
  const auto& next = page(code_page);
  if (&next != current_ || high_surrogate_ != 0) flush();
  current_ = &next;
  if (next.single_byte()) {
    next.append(bytes, text_);
  } else if (pending_.empty() && is_ascii(bytes)) {
    text_.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  } else {
    pending_.insert(pending_.end(), bytes.begin(), bytes.end());
  }
}

void DecodedText::append(char32_t character) {
  flush();
  wire::append_utf8(text_, character);
}

void DecodedText::append_line_end() {
  flush();
  text_ += "\r\n";
}

void DecodedText::append_unicode(wire::i32 number) {
  const auto value = static_cast<char32_t>(number < 0 ? number + 0x10000 : number);
  if (value == 0) return;
  if (value >= 0xDC00 && value <= 0xDFFF && high_surrogate_ != 0) {
    const auto high = std::exchange(high_surrogate_, u16{0});
    return wire::append_utf8(text_, 0x10000 + ((high - 0xD800u) << 10) + (value - 0xDC00));
  }
  flush();
  if (value >= 0xD800 && value <= 0xDBFF) {
    high_surrogate_ = static_cast<u16>(value);
  } else {
    const bool low_surrogate = value >= 0xDC00 && value <= 0xDFFF;
    wire::append_utf8(text_, low_surrogate || value > 0x10FFFF ? wire::replacement_character : value);
  }
}

void DecodedText::flush() {
  if (!pending_.empty()) {
    current_->append(pending_, text_);
    pending_.clear();
  }
  if (std::exchange(high_surrogate_, u16{0}) != 0) wire::append_utf8(text_, wire::replacement_character);
}

std::string DecodedText::take() {
  flush();
  return std::exchange(text_, {});
}

}  // namespace mapigate::oxrtfex
