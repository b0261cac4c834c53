#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/backend/mime/flowed_text.hpp"
#include "gateway/backend/mime/part.hpp"
#include "gateway/backend/mime/values.hpp"

namespace mapigate::mime {

// A plain text as PidTagBody has it: UTF-16, CRLF at the ends of lines, no NUL. Converted piece by piece.
class TextBody {
 public:
  // `fallback`: a code page, as in decode().
  TextBody(const std::filesystem::path& folder, std::uint32_t fallback)
      : value_(folder), fallback_(fallback) {}

  // Appends the content of a part of type text.
  store::StoreResult<void> append(Source& source, const Part& part) {
    return append(source, part, part.body);
  }
  // Or of a piece of its body.
  store::StoreResult<void> append(Source& source, const Part& part, Range body);
  bool empty() const { return value_.size() == 0; }
  // Of the first part.
  std::uint32_t code_page() const { return code_page_.value_or(0); }
  store::StoreResult<void> finish(store::Properties& properties);

 private:
  store::StoreResult<void> convert(std::string_view bytes, const Part& part, FlowedText* flowed);

  ValueWriter value_;
  std::uint32_t fallback_;
  std::optional<std::uint32_t> code_page_;
  bool after_cr_ = false;
};

}  // namespace mapigate::mime
