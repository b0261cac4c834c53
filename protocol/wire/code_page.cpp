#include "protocol/wire/code_page.hpp"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "protocol/wire/utf16.hpp"

namespace mapigate::wire {

namespace {

constexpr u32 utf8 = 65001;
constexpr char32_t replacement = 0xFFFD;

struct CodePage {
  u32 number;
  const char* name;     // iconv's
  bool shifts = false;  // bytes below 0x80 may stand for something else than ASCII
  // Bit n: the code page assigns nothing to the byte 0x80 + n. Windows takes such a byte for the control
  // character of that number, both ways (MS-UCODEREF section 2.2.2), iconv for an error.
  u32 controls = 0;
};

// In ascending order. Johab (1361) is not among them: iconv's has no backslash.
constexpr auto code_pages = std::to_array<CodePage>({
    {437, "CP437"},
    {737, "CP737"},
    {775, "CP775"},
    {850, "CP850"},
    {852, "CP852"},
    {855, "CP855"},
    {857, "CP857"},
    {858, "CP858"},
    {860, "CP860"},
    {861, "CP861"},
    {862, "CP862"},
    {863, "CP863"},
    {865, "CP865"},
    {866, "CP866"},
    {869, "CP869"},
    {874, "CP874", false, 0xFF01FFDE},
    {932, "CP932"},
    {936, "CP936"},
    {949, "CP949"},
    {950, "CP950"},
    {1250, "CP1250", false, 0x0101010A},
    {1251, "CP1251", false, 0x01000000},
    {1252, "CP1252", false, 0x2001A002},
    {1253, "CP1253", false, 0xF501F502},
    {1254, "CP1254", false, 0x6001E002},
    {1255, "CP1255", false, 0xF401F402},
    {1256, "CP1256"},
    {1257, "CP1257", false, 0x9501150A},
    {1258, "CP1258", false, 0x6401E402},
    {10000, "MACINTOSH"},
    {20127, "US-ASCII"},
    {20261, "T.61-8BIT"},
    {20866, "KOI8-R"},
    {20932, "EUC-JP"},
    {20936, "EUC-CN"},
    {20949, "EUC-KR"},
    {21866, "KOI8-U"},
    {28591, "ISO-8859-1"},
    {28592, "ISO-8859-2"},
    {28593, "ISO-8859-3"},
    {28594, "ISO-8859-4"},
    {28595, "ISO-8859-5"},
    {28596, "ISO-8859-6"},
    {28597, "ISO-8859-7"},
    {28598, "ISO-8859-8"},
    {28599, "ISO-8859-9"},
    {28603, "ISO-8859-13"},
    {28605, "ISO-8859-15"},
    {38598, "ISO-8859-8"},
    {50220, "ISO-2022-JP", true},
    {50221, "ISO-2022-JP", true},
    {50222, "ISO-2022-JP", true},
    {50225, "ISO-2022-KR", true},
    {51932, "EUC-JP-MS"},
    {51936, "EUC-CN"},
    {51949, "EUC-KR"},
    {54936, "GB18030"},
    {65000, "UTF-7", true},
    {utf8, "UTF-8"},
});
static_assert(std::ranges::is_sorted(code_pages, {}, &CodePage::number));

const CodePage* page_of(u32 number) {
  const auto* found = std::ranges::lower_bound(code_pages, number, {}, &CodePage::number);
  return found != code_pages.end() && found->number == number ? found : nullptr;
}

// Whether a byte and the character of the same number stand for each other although iconv refuses them.
// T.61 proper lacks some of ASCII; nobody means that.
bool is_itself(const CodePage& page, char32_t c) {
  if (c < 0x80) return !page.shifts;
  return c < 0xA0 && (page.controls >> (c - 0x80) & 1) != 0;
}

// Whether all units are below 0x80, eight bytes at a time.
template <class C>
bool is_ascii(std::basic_string_view<C> text) {
  constexpr u64 mask = sizeof(C) == 1 ? 0x8080808080808080 : 0xFF80FF80FF80FF80;
  constexpr std::size_t units = sizeof(u64) / sizeof(C);
  u64 seen = 0;
  std::size_t i = 0;
  for (; i + units <= text.size(); i += units) {
    u64 word;
    std::memcpy(&word, text.data() + i, sizeof word);
    seen |= word;
  }
  if ((seen & mask) != 0) return false;
  return std::all_of(text.begin() + i, text.end(),
                     [](C c) { return static_cast<std::make_unsigned_t<C>>(c) < 0x80; });
}

// An open conversion between a code page and char32_t. WCHAR_T is what glibc itself converts from and to in
// one step. With UTF-16 it takes two, and does the first again for thousands of characters whenever the
// second refuses one.
class Converter {
 public:
  enum class Stop { end, refused, cut };

  Converter() = default;
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;
  ~Converter() {
    if (is_open()) iconv_close(descriptor_);
  }

  bool is_open() const { return descriptor_ != closed(); }
  void open(const char* from, const char* to) { descriptor_ = iconv_open(to, from); }
  // Back to where a string begins.
  void reset() { iconv(descriptor_, nullptr, nullptr, nullptr, nullptr); }

  // Converts until the end of `in`, or up to what the code page does not have; what is left stays in `in`.
  // `used` units of `out` are written.
  template <class In, class Out>
  Stop run(std::basic_string_view<In>& in, std::basic_string<Out>& out, std::size_t& used) {
    auto* next = const_cast<char*>(reinterpret_cast<const char*>(in.data()));
    auto left = in.size() * sizeof(In);
    const auto outcome = call(&next, &left, out, used);
    in.remove_prefix(in.size() - left / sizeof(In));
    return outcome;
  }
  // Writes what is held back: a letter that might have become an accented one, the way back to ASCII.
  template <class Out>
  void flush(std::basic_string<Out>& out, std::size_t& used) {
    call(nullptr, nullptr, out, used);
  }

 private:
  template <class Out>
  Stop call(char** next, std::size_t* left, std::basic_string<Out>& out, std::size_t& used) {
    for (;;) {
      auto* to = reinterpret_cast<char*>(out.data() + used);
      auto room = (out.size() - used) * sizeof(Out);
      const auto result = iconv(descriptor_, next, left, &to, &room);
      used = out.size() - room / sizeof(Out);
      if (result != static_cast<std::size_t>(-1)) return Stop::end;
      if (errno != E2BIG) return errno == EINVAL ? Stop::cut : Stop::refused;
      out.resize(out.size() * 2 + 16);
    }
  }
  static iconv_t closed() { return reinterpret_cast<iconv_t>(-1); }

  iconv_t descriptor_ = closed();
};
static_assert(sizeof(wchar_t) == sizeof(char32_t));

struct Converters {
  Converter from;
  Converter to;
};
// Of this thread, since a converter has a state. Once open they stay so.
Converters& converters(const CodePage& page) {
  thread_local std::array<Converters, code_pages.size()> all;
  return all[static_cast<std::size_t>(&page - code_pages.data())];
}

// Null where iconv does not have the code page.
Converter* converter_from(const CodePage& page) {
  auto& converter = converters(page).from;
  if (!converter.is_open()) converter.open(page.name, "WCHAR_T");
  return converter.is_open() ? &converter : nullptr;
}
Converter* converter_to(const CodePage& page) {
  auto& converter = converters(page).to;
  if (!converter.is_open()) converter.open("WCHAR_T", page.name);
  return converter.is_open() ? &converter : nullptr;
}

template <class Out>
void append(std::basic_string<Out>& out, std::size_t& used, Out unit) {
  if (used == out.size()) out.resize(out.size() * 2 + 16);
  out[used++] = unit;
}

std::u16string units_of(std::u32string_view characters) {
  std::u16string text;
  text.reserve(characters.size());
  for (const auto c : characters) {
    if (c < 0x10000) {
      text += static_cast<char16_t>(c);
    } else {
      text += static_cast<char16_t>(0xD800 + ((c - 0x10000) >> 10));
      text += static_cast<char16_t>(0xDC00 + ((c - 0x10000) & 0x3FF));
    }
  }
  return text;
}

// An unpaired surrogate becomes what lies beyond Unicode and thus in no code page.
std::u32string characters_of(std::u16string_view text) {
  constexpr char32_t none = 0x110000;
  std::u32string characters;
  characters.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char32_t unit = text[i];
    if ((unit & 0xF800) != 0xD800) {
      characters += unit;
    } else if (unit < 0xDC00 && i + 1 < text.size() && (text[i + 1] & 0xFC00) == 0xDC00) {
      characters += 0x10000 + ((unit - 0xD800) << 10) + (text[++i] - char32_t{0xDC00});
    } else {
      characters += none;
    }
  }
  return characters;
}

std::u16string decode(Converter& converter, const CodePage& page, std::string_view bytes) {
  converter.reset();
  std::u32string characters(bytes.size() + 1, U'\0');
  std::size_t used = 0;
  for (;;) {
    const auto stop = converter.run(bytes, characters, used);
    if (stop == Converter::Stop::end) break;
    // Where bytes shift they go on to mean what they did before.
    if (!page.shifts) converter.flush(characters, used);
    const auto byte = static_cast<u8>(bytes.front());
    append<char32_t>(characters, used, is_itself(page, byte) ? byte : replacement);
    bytes.remove_prefix(stop == Converter::Stop::cut ? bytes.size() : 1);
  }
  converter.flush(characters, used);
  return units_of(std::u32string_view(characters).substr(0, used));
}

std::string encode(Converter& converter, const CodePage& page, std::u16string_view text) {
  converter.reset();
  const auto characters = characters_of(text);
  std::u32string_view left = characters;
  std::string bytes(left.size() * 2 + 16, '\0');
  std::size_t used = 0;
  while (converter.run(left, bytes, used) != Converter::Stop::end) {
    const auto instead = is_itself(page, left.front()) ? left.front() : U'?';
    if (is_itself(page, instead)) {
      append(bytes, used, static_cast<char>(instead));
    } else {
      std::u32string_view converted(&instead, 1);  // after the way back to ASCII
      converter.run(converted, bytes, used);
    }
    left.remove_prefix(1);
  }
  converter.flush(bytes, used);
  bytes.resize(used);
  return bytes;
}

const Failure not_known{Fault::invalid, 0, "CodePage"};

}  // namespace

bool is_known(u32 code_page) { return page_of(code_page) != nullptr; }

Result<std::u16string> from_code_page(std::string_view bytes, u32 code_page) {
  const auto* page = page_of(code_page);
  if (page == nullptr) return not_known;
  if (!page->shifts && is_ascii(bytes)) return std::u16string(bytes.begin(), bytes.end());
  if (page->number == utf8) return to_utf16(bytes);
  auto* converter = converter_from(*page);
  if (converter == nullptr) return not_known;
  return decode(*converter, *page, bytes);
}

Result<std::string> to_code_page(std::u16string_view text, u32 code_page) {
  const auto* page = page_of(code_page);
  if (page == nullptr) return not_known;
  if (text.empty()) return std::string();  // for which ISO-2022-KR has four bytes
  if (!page->shifts && is_ascii(text)) {
    std::string bytes(text.size(), '\0');
    std::ranges::transform(text, bytes.begin(), [](char16_t c) { return static_cast<char>(c); });
    return bytes;
  }
  if (page->number == utf8) return to_utf8(text);
  auto* converter = converter_to(*page);
  if (converter == nullptr) return not_known;
  return encode(*converter, *page, text);
}

}  // namespace mapigate::wire
