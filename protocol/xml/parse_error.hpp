#pragma once

#include <boost/system/result.hpp>
#include <cstdint>
#include <string_view>

namespace mapigate::xml {

// Why a document was not taken.
enum class ParseError : std::uint8_t {
  too_large,  // the document, or one text in it, is over the limit
  encoding,   // neither UTF-8 nor UTF-16, or not well-formed, or a character that XML 1.0 forbids
  dtd,        // a document type declaration: refused whatever it says
  malformed,  // not well-formed XML, an entity that XML does not predefine
  too_deep,   // elements nested over the limit
  too_many,   // elements, attributes or list entries over the limit
  schema,     // well-formed, but not the document expected here
};

// A sentence for a log line.
std::string_view to_string(ParseError error);

template <class T>
using Parsed = boost::system::result<T, ParseError>;

// What value() on a failure does: std::logic_error, since the caller forgot to check.
[[noreturn]] void throw_exception_from_error(ParseError error, const boost::source_location&);

}  // namespace mapigate::xml
