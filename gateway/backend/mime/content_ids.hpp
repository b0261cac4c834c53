#pragma once

#include <set>
#include <string>
#include <string_view>

namespace mapigate::mime {

// Finds what an HTML text refers to with URLs of the scheme "cid", RFC 2392, piece by piece.
class ContentIdScanner {
 public:
  void add(std::string_view piece);
  // Without the angle brackets, in lower case. After the last piece.
  const std::set<std::string>& found();

 private:
  void scan(bool last);

  std::string pending_;
  std::set<std::string> found_;
};

// A Content-ID without its angle brackets.
std::string_view bare_content_id(std::string_view value);

}  // namespace mapigate::mime
