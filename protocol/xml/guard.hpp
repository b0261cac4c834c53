#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "protocol/xml/parse_error.hpp"

namespace mapigate::xml {

// How much XML is taken from a stranger. A request of Autodiscover has 400 bytes, 4 elements and 2 levels.
struct Limits {
  std::size_t bytes = 64 * 1024;
  std::size_t depth = 24;
  std::size_t elements = 1024;
  std::size_t attributes = 32;  // of one element
};

// The document as UTF-8 without a byte order mark. UTF-16 is recognized by its byte order mark or its first
// '<' (XML 1.0 appendix F); what the XML declaration says of the encoding is not looked at, since clients
// send UTF-8 that is declared as "utf-16". Every character is checked.
Parsed<std::string> to_utf8_document(std::string_view bytes, std::size_t max_bytes);

// One pass before a tree is built, so that a hostile document costs no memory. Refuses document type
// declarations (hence external entities and entity expansion), references other than the five predefined ones
// and allowed characters, and whatever is over a limit. It is not a parser: a document that passes can still
// be malformed.
std::optional<ParseError> guard(std::string_view document, const Limits& limits);

}  // namespace mapigate::xml
