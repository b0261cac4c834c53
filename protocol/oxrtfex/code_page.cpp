#include "protocol/oxrtfex/code_page.hpp"

#include <iconv.h>

#include <algorithm>
#include <cerrno>
#include <string_view>

#include "protocol/wire/utf8.hpp"

namespace mapigate::oxrtfex {

namespace {

using wire::ByteView;
using wire::u16;
using wire::u8;

struct Charset {
  u8 charset;
  u16 code_page;
};
constexpr Charset charsets[] = {
    {0, 1252},   {77, 10000}, {78, 10001}, {79, 10003}, {80, 10008}, {81, 10002}, {83, 10005}, {84, 10004},
    {85, 10006}, {86, 10081}, {87, 10021}, {88, 10029}, {89, 10007}, {128, 932},  {129, 949},  {130, 1361},
    {134, 936},  {136, 950},  {161, 1253}, {162, 1254}, {163, 1258}, {177, 1255}, {178, 1256}, {186, 1257},
    {204, 1251}, {222, 874},  {238, 1250}, {254, 437},  {255, 850},
};

constexpr u16 utf8_code_page = 65001;

// Names that glibc knows. It lacks those of the Macintosh for East Asia; those of Windows, which differ in
// few characters, stand for them.
struct Known {
  u16 code_page;
  const char* name;
  bool single_byte = true;
};
constexpr Known known[] = {
    {437, "CP437"},           {708, "ISO-8859-6"},
    {737, "CP737"},           {775, "CP775"},
    {850, "CP850"},           {852, "CP852"},
    {855, "CP855"},           {857, "CP857"},
    {858, "CP858"},           {860, "CP860"},
    {861, "CP861"},           {862, "CP862"},
    {863, "CP863"},           {864, "CP864"},
    {865, "CP865"},           {866, "CP866"},
    {869, "CP869"},           {874, "WINDOWS-874"},
    {932, "CP932", false},    {936, "CP936", false},
    {949, "CP949", false},    {950, "CP950", false},
    {1250, "CP1250"},         {1251, "CP1251"},
    {1253, "CP1253"},         {1254, "CP1254"},
    {1255, "CP1255"},         {1256, "CP1256"},
    {1257, "CP1257"},         {1258, "CP1258"},
    {1361, "JOHAB", false},   {10000, "MACINTOSH"},
    {10001, "CP932", false},  {10002, "CP950", false},
    {10003, "CP949", false},  {10007, "MAC-CYRILLIC"},
    {10008, "CP936", false},  {10029, "MAC-CENTRALEUROPE"},
    {20866, "KOI8-R"},        {21866, "KOI8-U"},
    {28591, "ISO-8859-1"},    {28592, "ISO-8859-2"},
    {28593, "ISO-8859-3"},    {28594, "ISO-8859-4"},
    {28595, "ISO-8859-5"},    {28596, "ISO-8859-6"},
    {28597, "ISO-8859-7"},    {28598, "ISO-8859-8"},
    {28599, "ISO-8859-9"},    {28603, "ISO-8859-13"},
    {28605, "ISO-8859-15"},   {51932, "EUC-JP", false},
    {51949, "EUC-KR", false}, {54936, "GB18030", false},
};

// 0x80 to 0x9F. Those that are not assigned are control characters, as Windows has them.
constexpr std::array<char32_t, 32> western = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
};

const Known* find_known(wire::i32 code_page) {
  const auto* entry = std::find_if(std::begin(known), std::end(known),
                                   [&](const auto& page) { return page.code_page == code_page; });
  return entry == std::end(known) ? nullptr : entry;
}

const auto no_converter = reinterpret_cast<iconv_t>(-1);

// Converts what it can; returns errno, or 0. `bytes` is what remains.
int convert(iconv_t converter, ByteView& bytes, std::string& utf8) {
  auto* in = const_cast<char*>(reinterpret_cast<const char*>(bytes.data()));
  auto in_left = bytes.size();
  int error = 0;
  do {
    char buffer[1024];
    auto* out = buffer;
    auto out_left = sizeof(buffer);
    error = iconv(converter, &in, &in_left, &out, &out_left) == static_cast<std::size_t>(-1) ? errno : 0;
    utf8.append(buffer, sizeof(buffer) - out_left);
  } while (error == E2BIG);
  bytes = bytes.last(in_left);
  return error;
}

// Some converters hold a character back, since a combining one may follow.
void finish(iconv_t converter, std::string& utf8) {
  char buffer[16];
  auto* out = buffer;
  auto out_left = sizeof(buffer);
  iconv(converter, nullptr, nullptr, &out, &out_left);
  utf8.append(buffer, sizeof(buffer) - out_left);
}

}  // namespace

u16 charset_code_page(wire::i32 charset) {
  for (const auto& entry : charsets) {
    if (entry.charset == charset) return entry.code_page;
  }
  return 0;
}

bool is_known_code_page(wire::i32 number) {
  return number == western_code_page || number == utf8_code_page || find_known(number) != nullptr;
}

CodePage::CodePage(u16 number) : number_(number) {
  if (number == utf8_code_page) {
    single_byte_ = false;
    return;
  }
  if (const auto* entry = find_known(number)) {
    const auto opened = iconv_open("UTF-8", entry->name);
    if (opened != no_converter) {
      converter_ = opened;
      single_byte_ = entry->single_byte;
    }
  }
  if (single_byte_) read_table();
}

CodePage::~CodePage() {
  if (converter_ != nullptr) iconv_close(converter_);
}

void CodePage::read_table() {
  for (std::size_t i = 0; i < upper_half_.size(); ++i) {
    if (converter_ == nullptr) {
      upper_half_[i] = i < western.size() ? western[i] : static_cast<char32_t>(0x80 + i);
      continue;
    }
    const auto byte = static_cast<u8>(0x80 + i);
    ByteView bytes(&byte, 1);
    std::string utf8;
    const auto error = convert(converter_, bytes, utf8);
    finish(converter_, utf8);
    std::size_t at = 0;
    upper_half_[i] =
        error != 0 || utf8.empty() ? wire::replacement_character : wire::next_character(utf8, at);
  }
}

void CodePage::append(ByteView bytes, std::string& utf8) const {
  if (number_ == utf8_code_page) return append_utf8_bytes(bytes, utf8);
  if (!single_byte_) return append_converted(bytes, utf8);
  for (const auto byte : bytes) {
    if (byte < 0x80) {
      utf8 += static_cast<char>(byte);
    } else {
      wire::append_utf8(utf8, upper_half_[byte - 0x80u]);
    }
  }
}

void CodePage::append_utf8_bytes(ByteView bytes, std::string& utf8) const {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  for (std::size_t at = 0; at < text.size();) wire::append_utf8(utf8, wire::next_character(text, at));
}

void CodePage::append_converted(ByteView bytes, std::string& utf8) const {
  while (!bytes.empty()) {
    if (convert(converter_, bytes, utf8) == 0) break;
    wire::append_utf8(utf8, wire::replacement_character);
    bytes = bytes.subspan(1);
  }
  finish(converter_, utf8);
}

}  // namespace mapigate::oxrtfex
