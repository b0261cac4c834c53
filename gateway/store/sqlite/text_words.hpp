#pragma once

#include <string>
#include <string_view>

namespace mapigate::store::sqlite {

// The text as full-text search takes it: characters of scripts that do without spaces between words (Han,
// kana, Thai, Lao, Khmer, Myanmar) become words of their own. Both what is indexed and what is asked for.
// UTF-8; what is not becomes U+FFFD.
std::string spaced_text(std::string_view text);

// The query of FTS5 for all of the words, the last letters of each open. Empty where there is none.
std::string text_query(std::u16string_view words);

}  // namespace mapigate::store::sqlite
