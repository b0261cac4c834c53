#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/mailbox/text_folding.hpp"

namespace mapigate::mailbox {

// The text that others are compared with, prepared once. Of binary values each byte is a code unit.
class TextPattern {
 public:
  enum class Kind : std::uint8_t { whole, prefix, substring };

  TextPattern(std::u16string_view text, Kind kind, Folding folding);

  Kind kind() const { return kind_; }
  Folding folding() const { return folding_; }

  // One text, fed in pieces that are folded already, each time until is_decided(). Costs as many steps as the
  // text has code units, whatever the two are.
  class Search {
   public:
    explicit Search(const TextPattern& pattern) : pattern_(pattern) {}
    void feed(std::u16string_view units);
    // What follows cannot change the outcome.
    bool is_decided() const { return decided_; }

    // The outcome, where nothing follows. Whether it is the whole, begins with it, contains it.
    bool found() const;
    // Of the text to the pattern, by characters; not for substrings.
    std::strong_ordering order() const;

   private:
    void compare(std::u16string_view units);
    void find(std::u16string_view units);

    const TextPattern& pattern_;
    std::size_t matched_ = 0;  // code units of the pattern
    bool decided_ = false;
    std::strong_ordering order_ = std::strong_ordering::equal;  // where decided
  };

 private:
  std::u16string units_;  // folded
  Kind kind_;
  Folding folding_;
  // Of substrings (Knuth, Morris, Pratt): how much still matches where the unit behind so many does not.
  std::vector<std::uint32_t> fallback_;
};

// The order of two code units in which texts are in the order of their characters.
std::strong_ordering compare_units(char16_t left, char16_t right);

}  // namespace mapigate::mailbox
