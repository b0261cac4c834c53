#pragma once

#include <string>

namespace mapigate::mime {

// Encoded words, RFC 2047, in a value that unfolded() made. Words of one charset that follow each other are
// decoded as one text, since mailers cut them within characters; of any charset, since they may lie about it.

// The text with all of them decoded.
std::u16string decoded_text(const std::string& unfolded_value, std::uint32_t fallback = 1252);
// The value with one well-formed encoded word in UTF-8 in the place of each row of them: for values that have
// a syntax, which must be understood before they are decoded.
std::string clean_words(const std::string& unfolded_value, std::uint32_t fallback = 1252);

}  // namespace mapigate::mime
