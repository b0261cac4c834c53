#include "gateway/store/sqlite/text_words.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "protocol/wire/utf16.hpp"
#include "protocol/wire/utf8.hpp"

namespace mapigate::store::sqlite {

namespace {

// Blocks of the Unicode Character Database.
constexpr std::array<std::pair<char32_t, char32_t>, 8> without_spaces{{
    {0x0E00, 0x0EFF},    // Thai, Lao
    {0x1000, 0x109F},    // Myanmar
    {0x1780, 0x17FF},    // Khmer
    {0x3040, 0x30FF},    // Hiragana, Katakana
    {0x3400, 0x4DBF},    // CJK Unified Ideographs Extension A
    {0x4E00, 0x9FFF},    // CJK Unified Ideographs
    {0xF900, 0xFAFF},    // CJK Compatibility Ideographs
    {0x20000, 0x3FFFF},  // the supplementary ideographic planes
}};

bool stands_alone(char32_t c) {
  return c >= without_spaces.front().first && std::ranges::any_of(without_spaces, [&](const auto& block) {
           return c >= block.first && c <= block.second;
         });
}

}  // namespace

std::string spaced_text(std::string_view text) {
  std::string spaced;
  spaced.reserve(text.size() + text.size() / 16);
  for (std::size_t at = 0; at < text.size();) {
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      spaced += text[at++];
      continue;
    }
    const char32_t c = wire::next_character(text, at);
    const bool alone = stands_alone(c);
    if (alone) spaced += ' ';
    wire::append_utf8(spaced, c);
    if (alone) spaced += ' ';
  }
  return spaced;
}

std::string text_query(std::u16string_view words) {
  const std::string text = wire::to_utf8(words);
  std::string query;
  std::size_t at = 0;
  while (true) {
    const auto begin = text.find_first_not_of(" \t\r\n", at);
    if (begin == std::string::npos) return query;
    at = std::min(text.find_first_of(" \t\r\n", begin), text.size());
    // A string of FTS5, in which a quotation mark is written twice; a zero would end the query.
    std::string quoted;
    for (const char c : spaced_text(std::string_view(text).substr(begin, at - begin))) {
      if (c == '"') quoted += '"';
      if (c != '\0') quoted += c;
    }
    while (!quoted.empty() && quoted.back() == ' ') quoted.pop_back();
    if (!query.empty()) query += " AND ";
    query += '"' + quoted + "\"*";
  }
}

}  // namespace mapigate::store::sqlite
