#include "protocol/xml/parse_error.hpp"

#include <stdexcept>
#include <string>

namespace mapigate::xml {

std::string_view to_string(ParseError error) {
  switch (error) {
    case ParseError::too_large:
      return "the document or a text in it is too large";
    case ParseError::encoding:
      return "the document is not well-formed UTF-8 or UTF-16 text";
    case ParseError::dtd:
      return "the document has a document type declaration";
    case ParseError::malformed:
      return "the document is not well-formed XML";
    case ParseError::too_deep:
      return "the elements are nested too deeply";
    case ParseError::too_many:
      return "the document has too many elements, attributes or entries";
    case ParseError::schema:
      return "the document is not of the expected schema";
  }
  return "unknown";
}

void throw_exception_from_error(ParseError error, const boost::source_location&) {
  throw std::logic_error(std::string(to_string(error)));
}

}  // namespace mapigate::xml
