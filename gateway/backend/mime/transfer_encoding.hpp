#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "gateway/backend/mime/part.hpp"
#include "gateway/backend/mime/source.hpp"

namespace mapigate::mime {

// Takes a piece of a value; pieces come in order. A failure ends the whole.
using Take = std::function<store::StoreResult<void>(std::string_view)>;

// The content of a part without its transfer encoding, RFC 2045 section 6. What is not as the encoding says
// is passed over where it is noise, and taken as it is where the encoding cannot be meant. Failures of the
// source show only there.
store::StoreResult<void> decode_body(Source& source, Encoding encoding, Range body, const Take& take);
store::StoreResult<void> decode_body(Source& source, const Part& part, const Take& take);
// At most `limit` bytes of it.
std::string decoded_body(Source& source, const Part& part, std::size_t limit);

// Base64 in lines of 76 characters that end with CRLF, piece by piece.
class Base64Writer {
 public:
  explicit Base64Writer(Take take);
  store::StoreResult<void> write(std::string_view bytes);
  store::StoreResult<void> finish();

 private:
  store::StoreResult<void> pass_on(std::size_t size);

  Take take_;
  GMimeEncoding state_;
  std::string buffer_;
  std::string lines_;
};

// A whole text with CRLF at the ends of its lines, RFC 2045 section 6.7.
std::string quoted_printable(std::string_view text);
std::string base64(std::string_view bytes);

}  // namespace mapigate::mime
