#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/backend/mime/addresses.hpp"
#include "gateway/store/numbers.hpp"

namespace mapigate::mime {

// Writes header fields, encoded (RFC 2047, RFC 2231) and folded. Control characters in values become blanks.
class HeaderWriter {
 public:
  // Unstructured text.
  void text(std::string_view name, std::u16string_view value);
  // Message ids and the like. Beyond ASCII it is written as unstructured text.
  void token(std::string_view name, std::string_view value);
  void date(std::string_view name, store::Time time);
  // Those with an e-mail address; nothing where there are none.
  void addresses(std::string_view name, const std::vector<Address>& addresses);
  // Lines as they are, with their ends.
  void raw(std::string_view name, std::string_view lines);

  // Whether a field of this name has been written, in any case.
  bool has(std::string_view name) const;
  const std::string& lines() const { return lines_; }

 private:
  std::string lines_;
  std::set<std::string> names_;  // in lower case
};

// The value of Content-Type with parameters, folded behind the name. `name` and `charset` may be empty.
std::string content_type(std::string_view media_type, std::string_view charset, std::string_view name);
std::string content_disposition(std::string_view type, std::string_view file_name, store::Time created,
                                store::Time modified);
// RFC 5322 section 3.3, in UTC.
std::string formatted_date(store::Time time);

}  // namespace mapigate::mime
