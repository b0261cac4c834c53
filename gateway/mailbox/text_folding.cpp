#include "gateway/mailbox/text_folding.hpp"

#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>

#include <array>
#include <atomic>
#include <cstdlib>
#include <memory>
#include <new>

namespace mapigate::mailbox {

namespace {

constexpr char32_t replacement = 0xFFFD;

struct Free {
  void operator()(void* buffer) const { std::free(buffer); }
};

// A buffer of libunistring's.
class Points {
 public:
  Points(std::uint32_t* data, std::size_t size) : data_(data), size_(size) {
    if (!data_) throw std::bad_alloc();
  }
  const std::uint32_t* data() const { return data_.get(); }
  std::size_t size() const { return size_; }

 private:
  std::unique_ptr<std::uint32_t, Free> data_;
  std::size_t size_;
};

Points normalized(const std::uint32_t* text, std::size_t size, uninorm_t form) {
  std::size_t length = 0;
  std::uint32_t* result = u32_normalize(form, text, size, nullptr, &length);
  return {result, length};
}

Points case_folded(const Points& text, uninorm_t form) {
  std::size_t length = 0;
  std::uint32_t* result = u32_casefold(text.data(), text.size(), nullptr, form, nullptr, &length);
  return {result, length};
}

void append(std::u16string& out, char32_t point) {
  if (point >= 0x10000) {
    out += static_cast<char16_t>(0xD7C0 + (point >> 10));
    out += static_cast<char16_t>(0xDC00 | (point & 0x3FF));
  } else {
    out += static_cast<char16_t>(point);
  }
}

// Compatibility characters have capital letters in them, so that normalization comes before and after.
void append_folded_point(std::u16string& out, std::uint32_t point, Folding folding) {
  const uninorm_t form = folding == Folding::loose ? UNINORM_NFKD : UNINORM_NFD;
  const bool ignore_case = folding != Folding::marks;
  const bool ignore_marks = folding != Folding::case_;
  Points points = normalized(&point, 1, form);
  if (ignore_case) points = case_folded(points, form);
  for (std::size_t i = 0; i < points.size(); ++i) {
    // By the combining class, not by the general category: the vowel signs of Indic scripts are no accents.
    if (ignore_marks && uc_combining_class(points.data()[i]) != 0) continue;
    append(out, points.data()[i]);
  }
}

// What 256 characters in a row become.
struct Page {
  std::array<std::uint16_t, 257> offsets{};
  std::u16string text;

  std::u16string_view of(char16_t unit) const {
    const std::size_t i = unit & 0xFF;
    return {text.data() + offsets[i], static_cast<std::size_t>(offsets[i + 1] - offsets[i])};
  }
};

// Of the basic plane. Made when a character of it is first met, never freed.
const Page& page_of(char16_t unit, Folding folding) {
  using Pages = std::array<std::atomic<const Page*>, 256>;
  static std::array<Pages, 5> tables{};
  std::atomic<const Page*>& slot = tables[static_cast<std::size_t>(folding)][unit >> 8];
  if (const Page* page = slot.load(std::memory_order_acquire)) return *page;

  auto made = std::make_unique<Page>();
  for (std::uint32_t i = 0; i < 256; ++i) {
    const std::uint32_t point = (unit & 0xFF00u) | i;
    const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
    append_folded_point(made->text, surrogate ? replacement : point, folding);
    made->offsets[i + 1] = static_cast<std::uint16_t>(made->text.size());
  }
  const Page* there = nullptr;
  if (slot.compare_exchange_strong(there, made.get(), std::memory_order_acq_rel)) return *made.release();
  return *there;
}

bool is_lead(char16_t unit) { return (unit & 0xFC00) == 0xD800; }
bool is_trail(char16_t unit) { return (unit & 0xFC00) == 0xDC00; }

}  // namespace

void append_folded(std::u16string& out, std::u16string_view text, Folding folding, std::size_t limit) {
  if (folding == Folding::none) {
    out.append(text.substr(0, limit > out.size() ? limit - out.size() : 0));
    return;
  }
  for (std::size_t i = 0; i < text.size() && out.size() < limit; ++i) {
    const char16_t unit = text[i];
    if (unit < 0x80) {
      const bool lower = folding != Folding::marks && unit >= u'A' && unit <= u'Z';
      out += static_cast<char16_t>(lower ? unit | 0x20 : unit);
    } else if (is_lead(unit) && i + 1 < text.size() && is_trail(text[i + 1])) {
      const char32_t point = 0x10000 + ((unit & 0x3FFu) << 10 | (text[i + 1] & 0x3FFu));
      append_folded_point(out, point, folding);
      ++i;
    } else {
      out += page_of(unit, folding).of(unit);
    }
  }
}

std::u16string fold(std::u16string_view text, Folding folding) {
  std::u16string out;
  out.reserve(text.size());
  append_folded(out, text, folding);
  return out;
}

}  // namespace mapigate::mailbox
