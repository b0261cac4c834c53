#include "gateway/backend/mime/charset.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "gateway/backend/mime/gmime.hpp"
#include "protocol/wire/code_page.hpp"
#include "protocol/wire/utf16.hpp"
#include "protocol/wire/utf8.hpp"

namespace mapigate::mime {

namespace {

constexpr char16_t replacement = u'\uFFFD';

// These have no eight-bit characters and are not among wire's code pages.
constexpr std::uint32_t utf16_le = 1200;
constexpr std::uint32_t utf16_be = 1201;
constexpr std::uint32_t utf32_le = 12000;
constexpr std::uint32_t utf32_be = 12001;
constexpr bool is_wide(std::uint32_t page) {
  return page == utf16_le || page == utf16_be || (page >= utf32_le && page <= utf32_be);
}

struct Alias {
  std::string_view name;  // letters and digits only, in lower case, without a leading "x"
  std::uint32_t code_page;
};

// Sorted by name. ISO 8859-1 is read as Windows-1252, which has all of it and what is really sent under its
// name; likewise the national standards of East Asia as the code pages that extend them.
constexpr auto aliases = std::to_array<Alias>({
    {"646", ascii_code_page},
    {"ansix341968", ascii_code_page},
    {"ansix341986", ascii_code_page},
    {"ascii", ascii_code_page},
    {"big5", 950},
    {"big5hkscs", 950},
    {"euccn", 936},
    {"eucjp", 51932},
    {"euckr", 949},
    {"gb18030", 54936},
    {"gb2312", 936},
    {"gb231280", 936},
    {"gbk", 936},
    {"iso2022jp", 50220},
    {"iso2022jp1", 50220},
    {"iso2022jp2", 50220},
    {"iso2022kr", 50225},
    {"iso885915", 28605},
    {"iso646us", ascii_code_page},
    {"koi8r", 20866},
    {"koi8u", 21866},
    {"koi8", 20866},
    {"ksc5601", 949},
    {"ksc56011987", 949},
    {"ksc56011989", 949},
    {"latin1", 28591},
    {"latin2", 28592},
    {"latin9", 28605},
    {"mac", 10000},
    {"macintosh", 10000},
    {"macroman", 10000},
    {"ms932", 932},
    {"mskanji", 932},
    {"shiftjis", 932},
    {"sjis", 932},
    {"tis620", 874},
    {"uhc", 949},
    {"ucs2", utf16_be},
    {"ucs2be", utf16_be},
    {"ucs2le", utf16_le},
    {"ucs4", utf32_be},
    {"unicode", utf16_le},
    {"unicode11utf7", 65000},
    {"unicode11utf8", utf8_code_page},
    {"unicode20utf8", utf8_code_page},
    {"us", ascii_code_page},
    {"usascii", ascii_code_page},
    {"utf16", utf16_be},
    {"utf16be", utf16_be},
    {"utf16le", utf16_le},
    {"utf32", utf32_be},
    {"utf32be", utf32_be},
    {"utf32le", utf32_le},
    {"utf7", 65000},
    {"utf8", utf8_code_page},
    {"utf8mb4", utf8_code_page},
    {"windows31j", 932},
});

struct Name {
  std::uint32_t code_page;
  std::string_view charset;
};

// The preferred MIME names.
constexpr auto names = std::to_array<Name>({
    {874, "windows-874"},   {932, "shift_jis"},      {936, "gb2312"},        {949, "euc-kr"},
    {950, "big5"},          {1250, "windows-1250"},  {1251, "windows-1251"}, {1252, "windows-1252"},
    {1253, "windows-1253"}, {1254, "windows-1254"},  {1255, "windows-1255"}, {1256, "windows-1256"},
    {1257, "windows-1257"}, {1258, "windows-1258"},  {20127, "us-ascii"},    {20866, "koi8-r"},
    {20932, "euc-jp"},      {21866, "koi8-u"},       {28591, "iso-8859-1"},  {28592, "iso-8859-2"},
    {28593, "iso-8859-3"},  {28594, "iso-8859-4"},   {28595, "iso-8859-5"},  {28596, "iso-8859-6"},
    {28597, "iso-8859-7"},  {28598, "iso-8859-8"},   {28599, "iso-8859-9"},  {28603, "iso-8859-13"},
    {28605, "iso-8859-15"}, {38598, "iso-8859-8-i"}, {50220, "iso-2022-jp"}, {50221, "iso-2022-jp"},
    {50222, "iso-2022-jp"}, {50225, "iso-2022-kr"},  {51932, "euc-jp"},      {51949, "euc-kr"},
    {54936, "gb18030"},     {65001, "utf-8"},
});

std::string plain_name(std::string_view charset) {
  std::string plain;
  for (const char c : charset.substr(0, 64)) {
    if (c >= 'A' && c <= 'Z') {
      plain += static_cast<char>(c - 'A' + 'a');
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      plain += c;
    }
  }
  if (plain.size() > 1 && plain[0] == 'x') plain.erase(0, 1);
  return plain;
}

// The number behind a prefix, or 0.
std::uint32_t number_behind(std::string_view name, std::string_view prefix) {
  if (!name.starts_with(prefix)) return 0;
  name.remove_prefix(prefix.size());
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  return error == std::errc() && end == name.data() + name.size() ? number : 0;
}

std::u16string decode_wide(std::string_view bytes, std::uint32_t page) {
  const std::size_t width = page >= utf32_le ? 4 : 2;
  bool big = page == utf16_be || page == utf32_be;
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  if (bytes.size() >= 2 && byte(0) == 0xFF && byte(1) == 0xFE) big = false;
  if (bytes.size() >= 2 && byte(0) == 0xFE && byte(1) == 0xFF) big = true;
  std::u16string text;
  text.reserve(bytes.size() / 2);
  for (std::size_t at = 0; at + width <= bytes.size(); at += width) {
    char32_t unit = 0;
    for (std::size_t i = 0; i < width; ++i) unit = unit << 8 | byte(at + (big ? i : width - 1 - i));
    if (unit == 0xFEFF && at == 0) continue;
    if (unit > 0x10FFFF) unit = replacement;
    if (unit >= 0x10000) {
      text += static_cast<char16_t>(0xD800 + ((unit - 0x10000) >> 10));
      unit = 0xDC00 + ((unit - 0x10000) & 0x3FF);
    }
    text += static_cast<char16_t>(unit);
  }
  return text;
}

std::u16string from_page(std::string_view bytes, std::uint32_t page) {
  auto text = wire::from_code_page(bytes, page == 28591 ? western_code_page : page);
  return text ? std::move(*text) : std::u16string();
}

// UTF-8 where it is well-formed, and the fallback for each byte in between that is not.
std::u16string decode_mixed(std::string_view bytes, std::uint32_t fallback) {
  std::array<std::string, 128> upper_half;  // as far as it has been needed
  std::string utf8;
  utf8.reserve(bytes.size());
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t begin = at;
    const char32_t character = wire::next_character(bytes, at);
    if (character == wire::replacement_character && at == begin + 1) {
      auto& single = upper_half[static_cast<unsigned char>(bytes[begin]) & 0x7F];
      if (single.empty()) single = wire::to_utf8(from_page(bytes.substr(begin, 1), fallback));
      utf8 += single;
    } else {
      utf8 += bytes.substr(begin, at - begin);
    }
  }
  return wire::to_utf16(utf8);
}

// By a name that only iconv knows. Empty where it does not, or where the bytes do not fit.
std::u16string decode_by_iconv(std::string_view bytes, std::string_view charset) {
  const std::string name(charset.substr(0, 64));
  if (name.find('/') != std::string::npos) return {};  // iconv's options, which could drop bytes
  gsize size = 0;
  const CText utf8(g_convert(bytes.data(), static_cast<gssize>(bytes.size()), "UTF-8", name.c_str(), nullptr,
                             &size, nullptr));
  return utf8 ? wire::to_utf16(std::string_view(utf8.get(), size)) : std::u16string();
}

}  // namespace

std::uint32_t code_page_of(std::string_view charset) {
  const std::string name = plain_name(charset);
  for (const Alias& alias : aliases) {
    if (alias.name == name) return alias.code_page;
  }
  for (const std::string_view prefix : {"windows", "win", "cp", "ibm", "dos", "ms"}) {
    if (const auto number = number_behind(name, prefix); wire::is_known(number)) return number;
  }
  if (name == "iso88598i") return 38598;
  if (const auto part = number_behind(name, "iso8859"); wire::is_known(28590 + part)) return 28590 + part;
  return 0;
}

std::string_view charset_of(std::uint32_t code_page) {
  const auto* found = std::ranges::find(names, code_page, &Name::code_page);
  return found == names.end() ? std::string_view() : found->charset;
}

bool is_ascii(std::string_view bytes) {
  return std::ranges::all_of(bytes, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool is_utf8(std::string_view bytes) {
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t begin = at;
    if (wire::next_character(bytes, at) == wire::replacement_character && at == begin + 1) return false;
  }
  return true;
}

std::u16string decode(std::string_view bytes, std::string_view charset, std::uint32_t fallback,
                      std::uint32_t* used) {
  std::uint32_t ignored = 0;
  std::uint32_t& page = used ? *used : ignored;
  page = code_page_of(charset);
  if (is_wide(page)) {
    auto text = decode_wide(bytes, page);
    page = utf8_code_page;
    return text;
  }
  if (bytes.starts_with("\xEF\xBB\xBF")) {
    bytes.remove_prefix(3);
    page = utf8_code_page;
  }
  if (page == 0 && !charset.empty() && !is_ascii(bytes)) {
    if (auto text = decode_by_iconv(bytes, charset); !text.empty()) {
      page = utf8_code_page;
      return text;
    }
  }
  if (page == 0 || page == ascii_code_page) {
    if (is_ascii(bytes)) {
      page = ascii_code_page;
      return {bytes.begin(), bytes.end()};
    }
    page = is_utf8(bytes) ? utf8_code_page : fallback;
  }
  if (page == utf8_code_page) return is_utf8(bytes) ? wire::to_utf16(bytes) : decode_mixed(bytes, fallback);
  auto text = from_page(bytes, page);
  // Mail that says a single-byte or national charset and is UTF-8 is common.
  if (text.find(replacement) != std::u16string::npos && is_utf8(bytes)) {
    page = utf8_code_page;
    return wire::to_utf16(bytes);
  }
  return text;
}

}  // namespace mapigate::mime
