#include "gateway/backend/mime/header_values.hpp"

#include <algorithm>
#include <array>
#include <memory>

#include "gateway/backend/mime/gmime.hpp"
#include "gateway/backend/mime/header_fields.hpp"

namespace mapigate::mime {

namespace {

struct Word {
  std::string_view name;
  std::int32_t value;
};

constexpr auto importances = std::to_array<Word>({{"low", 0}, {"normal", 1}, {"high", 2}});
constexpr auto priorities = std::to_array<Word>({{"non-urgent", 0}, {"normal", 1}, {"urgent", 2}});
constexpr auto sensitivities =
    std::to_array<Word>({{"personal", 1}, {"private", 2}, {"company-confidential", 3}});
constexpr auto responses = std::to_array<Word>(
    {{"DR", 0x01}, {"NDR", 0x02}, {"RN", 0x04}, {"NRN", 0x08}, {"OOF", 0x10}, {"AutoReply", 0x20}});

template <std::size_t n>
std::int32_t find(const std::array<Word, n>& words, std::string_view name, std::int32_t otherwise) {
  const auto* found =
      std::ranges::find_if(words, [&](const Word& word) { return equal_ignoring_case(word.name, name); });
  return found == words.end() ? otherwise : found->value;
}

}  // namespace

std::optional<store::Time> parse_date(const std::string& text) {
  constexpr std::int64_t unix_epoch = 11644473600;  // seconds from 1601 to 1970
  constexpr std::int64_t ticks_per_second = 10'000'000;
  struct DateUnref {
    void operator()(GDateTime* date) const { g_date_time_unref(date); }
  };
  const std::unique_ptr<GDateTime, DateUnref> date(g_mime_utils_header_decode_date(text.c_str()));
  if (!date) return std::nullopt;
  const std::int64_t seconds = g_date_time_to_unix(date.get()) + unix_epoch;
  if (seconds <= 0) return std::nullopt;
  return static_cast<store::Time>(seconds * ticks_per_second);
}

std::int32_t importance_of(KnownField field, std::string_view value) {
  if (field == KnownField::priority) return find(priorities, value, 1);
  if (field != KnownField::x_priority) return find(importances, value, 1);
  if (value.starts_with('1') || value.starts_with('2')) return 2;
  return value.starts_with('4') || value.starts_with('5') ? 0 : 1;
}

std::int32_t sensitivity_of(std::string_view value) { return find(sensitivities, value, 0); }

std::int32_t auto_response_suppress_of(std::string_view value) {
  std::int32_t bits = 0;
  for (std::size_t begin = 0; begin < value.size();) {
    const auto end = std::min(value.find(',', begin), value.size());
    const auto word = trimmed(value.substr(begin, end - begin));
    bits |= equal_ignoring_case(word, "all") ? -1 : find(responses, word, 0);
    begin = end + 1;
  }
  return bits;
}

std::string auto_response_suppress_text(std::int32_t bits) {
  if (bits == -1) return "All";
  std::string text;
  for (const Word& word : responses) {
    if ((bits & word.value) == 0) continue;
    if (!text.empty()) text += ", ";
    text += word.name;
  }
  return text;
}

Subject split_subject(std::u16string_view subject) {
  const auto colon = subject.substr(0, 4).find(u':');
  const auto letters = subject.substr(0, colon);
  const bool is_prefix = colon != std::u16string_view::npos && colon > 0 &&
                         subject.substr(colon).starts_with(u": ") &&
                         letters.find_first_of(u" 0123456789") == std::u16string_view::npos;
  if (!is_prefix) return {{}, std::u16string(subject)};
  const auto behind = std::min(subject.find_first_not_of(u' ', colon + 1), subject.size());
  return {std::u16string(subject.substr(0, behind)), std::u16string(subject.substr(behind))};
}

std::vector<std::u16string> keywords_of(std::u16string_view value) {
  constexpr std::size_t most = 100;
  std::vector<std::u16string> words;
  for (std::size_t begin = 0; begin < value.size() && words.size() < most;) {
    const auto end = std::min(value.find_first_of(u",;", begin), value.size());
    auto word = value.substr(begin, end - begin);
    word.remove_prefix(std::min(word.find_first_not_of(u' '), word.size()));
    while (word.ends_with(u' ')) word.remove_suffix(1);
    if (!word.empty()) words.emplace_back(word);
    begin = end + 1;
  }
  return words;
}

}  // namespace mapigate::mime
