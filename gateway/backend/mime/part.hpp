#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/backend/mime/gmime.hpp"
#include "gateway/backend/mime/header_fields.hpp"
#include "gateway/backend/mime/source.hpp"

// The structure of a message, RFC 2045 and 2046: where each part of it lies in the source.

namespace mapigate::mime {

enum class Encoding { identity, base64, quoted_printable, uuencode };

struct Part {
  Range header;
  Range body;  // in its transfer encoding; of a multipart from behind its header to where it ends
  HeaderFields fields;
  std::string type;                       // "text", in lower case
  std::string subtype;                    // "plain", in lower case
  Object<GMimeContentType> content_type;  // with the parameters; null where there is no such field
  Encoding encoding = Encoding::identity;
  // Of a multipart. None where it has no boundary or where no boundary follows: then its body is text.
  std::vector<Part> children;

  bool is(std::string_view wanted_type, std::string_view wanted_subtype) const {
    return type == wanted_type && subtype == wanted_subtype;
  }
  bool is_multipart() const { return !children.empty(); }
  // Decoded UTF-8; empty where there is none.
  std::string parameter(const char* name) const;
};

struct StructureLimits {
  std::size_t depth = 64;                     // parts in parts; deeper ones stay in the body of their parent
  std::size_t parts = 10000;                  // of one message
  std::size_t header = std::size_t{1} << 20;  // bytes, of a part or the message
};

struct Structure {
  Part root;
  char end_of_line = '\n';
  // The message goes beyond the limits of headers or parts: there is more in it than `root` says.
  bool beyond_limits = false;
};

// Reads the structure of the message in `range`. There is no malformed message: what is missing at its end,
// between header and body, or of boundaries is made up for. Takes time in proportion to the size of the
// message. `fallback` is the code page of what is neither ASCII nor UTF-8 in headers.
Structure read_structure(Source& source, Range range, std::uint32_t fallback,
                         const StructureLimits& limits = {});

}  // namespace mapigate::mime
