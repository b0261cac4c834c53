#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "gateway/backend/mime/content_ids.hpp"
#include "gateway/backend/mime/part.hpp"
#include "gateway/backend/mime/values.hpp"

namespace mapigate::mime {

// An HTML text as PidTagHtml has it: bytes in the code page that PidTagInternetCodepage says.
class HtmlBody {
 public:
  // `fallback`: a code page, as in decode().
  HtmlBody(const std::filesystem::path& folder, std::uint32_t fallback)
      : value_(folder), fallback_(fallback) {}

  // One part stays in the charset that it is in.
  store::StoreResult<void> read(Source& source, const Part& part);
  // Several parts, of HTML or plain text, one below the other, become one text in UTF-8.
  store::StoreResult<void> join(Source& source, const std::vector<const Part*>& parts);

  std::uint32_t code_page() const { return code_page_; }
  // What it refers to in other parts, as in ContentIdScanner.
  const std::set<std::string>& content_ids() { return content_ids_.found(); }
  store::StoreResult<void> finish(store::Properties& properties);

 private:
  store::StoreResult<void> to_utf8(const std::string& charset);

  ValueWriter value_;
  std::uint32_t fallback_;
  std::uint32_t code_page_ = 0;
  ContentIdScanner content_ids_;
};

}  // namespace mapigate::mime
