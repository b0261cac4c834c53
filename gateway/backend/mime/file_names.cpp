#include "gateway/backend/mime/file_names.hpp"

#include <algorithm>

namespace mapigate::mime {

namespace {

constexpr std::size_t longest = 255;
constexpr std::size_t longest_extension = 32;

std::u16string short_piece(std::u16string_view piece) {
  std::u16string result;
  for (const char16_t c : piece) {
    if (c == u' ' || c == u'.' ||
        (c < 0x80 && std::u16string_view(u"+,;=[]").find(c) != std::u16string_view::npos))
      continue;
    result += c;
  }
  return result;
}

}  // namespace

std::u16string safe_file_name(std::u16string_view name) {
  std::u16string safe;
  for (const char16_t c : name) {
    if (c < 0x20 || c == 0x7F) continue;
    safe += std::u16string_view(u"\\/:*?\"<>|").find(c) == std::u16string_view::npos ? c : u'_';
  }
  const std::u16string_view edges = u". ";
  const auto begin = safe.find_first_not_of(u' ');
  const auto end = safe.find_last_not_of(edges);
  if (begin == std::u16string::npos || end == std::u16string::npos) return {};
  safe = safe.substr(begin, end + 1 - begin);
  if (safe.size() > longest) {
    const std::u16string extension(file_extension(safe));
    safe.resize(longest - extension.size());
    if ((safe.back() & 0xFC00) == 0xD800) safe.pop_back();  // half of a character
    safe += extension;
  }
  return safe;
}

std::u16string_view file_extension(std::u16string_view name) {
  const auto dot = name.rfind(u'.');
  if (dot == std::u16string_view::npos || dot + 1 == name.size() || name.size() - dot > longest_extension)
    return {};
  return name.substr(dot);
}

std::u16string short_file_name(std::u16string_view name) {
  const auto extension = file_extension(name);
  const auto stem = short_piece(name.substr(0, name.size() - extension.size()));
  const auto tail = short_piece(extension);
  std::u16string result = stem.size() <= 8 ? stem : stem.substr(0, 6) + u"~1";
  if (!tail.empty()) result.append(u".").append(tail.substr(0, 3));
  return result;
}

}  // namespace mapigate::mime
