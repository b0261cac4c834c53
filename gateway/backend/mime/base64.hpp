#pragma once

#include <string>
#include <string_view>

namespace mapigate::mime {

// Reads Base64, RFC 2045 section 6.8, piece by piece. Passes over what is none of its digits. Padding ends a
// group, not the data: some mailers encode piece by piece. (GMime's decoder ends at the first padding.)
class Base64Decoder {
 public:
  // Appends to `bytes`.
  void add(std::string_view text, std::string& bytes);
  // What is left of a group without padding.
  void finish(std::string& bytes);

 private:
  unsigned group_ = 0;
  int digits_ = 0;
};

std::string from_base64(std::string_view text);
bool is_base64_digit(char c);  // padding too

}  // namespace mapigate::mime
