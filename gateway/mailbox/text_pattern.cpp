#include "gateway/mailbox/text_pattern.hpp"

#include <algorithm>

namespace mapigate::mailbox {

std::strong_ordering compare_units(char16_t left, char16_t right) {
  // Surrogates stand for characters above those of all other code units.
  const auto rank = [](char16_t unit) {
    if (unit < 0xD800) return unit;
    return static_cast<char16_t>(unit >= 0xE000 ? unit - 0x800 : unit + 0x2000);
  };
  return rank(left) <=> rank(right);
}

TextPattern::TextPattern(std::u16string_view text, Kind kind, Folding folding)
    : units_(fold(text, folding)), kind_(kind), folding_(folding) {
  if (kind != Kind::substring) return;
  fallback_.resize(units_.size());
  std::uint32_t matched = 0;
  for (std::size_t i = 1; i < units_.size(); ++i) {
    while (matched > 0 && units_[i] != units_[matched]) matched = fallback_[matched - 1];
    if (units_[i] == units_[matched]) ++matched;
    fallback_[i] = matched;
  }
}

void TextPattern::Search::feed(std::u16string_view units) {
  if (decided_) return;
  if (pattern_.kind_ == Kind::substring) {
    find(units);
  } else {
    compare(units);
  }
}

void TextPattern::Search::compare(std::u16string_view units) {
  const std::u16string_view rest = std::u16string_view(pattern_.units_).substr(matched_);
  const std::size_t common = std::min(rest.size(), units.size());
  const auto [mine, theirs] = std::mismatch(rest.begin(), rest.begin() + common, units.begin());
  matched_ += static_cast<std::size_t>(mine - rest.begin());
  if (mine != rest.begin() + common) {
    decided_ = true;
    order_ = compare_units(*theirs, *mine);
  } else if (units.size() > common ||
             (pattern_.kind_ == Kind::prefix && matched_ == pattern_.units_.size())) {
    decided_ = true;
    if (units.size() > common) order_ = std::strong_ordering::greater;
  }
}

void TextPattern::Search::find(std::u16string_view units) {
  const std::u16string& pattern = pattern_.units_;
  if (matched_ == pattern.size()) {
    decided_ = true;
    return;
  }
  for (const char16_t unit : units) {
    while (matched_ > 0 && unit != pattern[matched_]) matched_ = pattern_.fallback_[matched_ - 1];
    if (unit == pattern[matched_] && ++matched_ == pattern.size()) {
      decided_ = true;
      return;
    }
  }
}

bool TextPattern::Search::found() const {
  const bool all = matched_ == pattern_.units_.size();
  return pattern_.kind_ == Kind::whole ? all && order() == std::strong_ordering::equal : all;
}

std::strong_ordering TextPattern::Search::order() const {
  if (decided_) return order_;
  return matched_ < pattern_.units_.size() ? std::strong_ordering::less : std::strong_ordering::equal;
}

}  // namespace mapigate::mailbox
