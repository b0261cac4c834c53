#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

// The header of a message or of a part of one.

namespace mapigate::mime {

struct HeaderField {
  std::string_view name;
  std::string_view value;  // as it is written: folded, encoded
};

// What a line of a header is by itself.
enum class HeaderLine { field, continuation, malformed };
HeaderLine classify(std::string_view line);

// The fields of a header in their order, repeated ones included. Keeps their text.
class HeaderFields {
 public:
  HeaderFields() = default;
  // A header without the empty line at its end. A malformed line, which mailers make when they fold wrongly,
  // continues the field before it; before the first field it is left out, as an mbox separator.
  HeaderFields(std::string text, char end_of_line);

  const std::vector<HeaderField>& all() const { return fields_; }
  // All of the text.
  std::string_view text() const { return text_ ? std::string_view(*text_) : std::string_view(); }
  // The value of the first field of this name, in any case; empty where there is none.
  std::string_view value(std::string_view name) const;
  bool contains(std::string_view name) const { return find(name) != nullptr; }

 private:
  const HeaderField* find(std::string_view name) const;

  std::unique_ptr<const std::string> text_;  // does not move when this does
  std::vector<HeaderField> fields_;
};

bool equal_ignoring_case(std::string_view a, std::string_view b);
std::string lower_case(std::string_view text);    // of ASCII
std::string_view trimmed(std::string_view text);  // of blanks and line ends

// The value on one line, well-formed UTF-8 and without NUL: what GMime can be given. `charset` is what bytes
// beyond ASCII are that are not UTF-8 (RFC 6532), where it is known; `fallback` is a code page.
std::string unfolded(std::string_view value, std::string_view charset, std::uint32_t fallback);

// The value as it is, but with CRLF where its lines end and a blank where the next one begins, and without
// NUL: whatever it holds, it is one field.
std::string refolded(std::string_view value);

}  // namespace mapigate::mime
