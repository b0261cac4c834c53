#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/backend/mime/header_names.hpp"
#include "gateway/store/numbers.hpp"

// What the words in header fields stand for. Case does not matter.

namespace mapigate::mime {

// A date of RFC 5322 section 3.3, also of the kinds that are seen instead. Nothing where it is none, or
// before 1601.
std::optional<store::Time> parse_date(const std::string& text);

// PidTagImportance for a value of one of the fields Importance, Priority, X-Priority and X-MSMail-Priority,
// [MS-OXCMAIL] section 2.2.3.2.5.
std::int32_t importance_of(KnownField field, std::string_view value);

// PidTagSensitivity, section 2.2.3.2.4.
std::int32_t sensitivity_of(std::string_view value);

// PidTagAutoResponseSuppress, section 2.1.3.2.20, and back.
std::int32_t auto_response_suppress_of(std::string_view value);
std::string auto_response_suppress_text(std::int32_t bits);

struct Subject {
  std::u16string prefix;  // with the colon and the blanks behind it; empty for none
  std::u16string normalized;
};
// Section 2.2.3.2.6.1; a colon without a blank behind it ends no prefix ("a:b").
Subject split_subject(std::u16string_view subject);

// The words between commas or semicolons, at most 100.
std::vector<std::u16string> keywords_of(std::u16string_view value);

}  // namespace mapigate::mime
