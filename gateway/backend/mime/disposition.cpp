#include "gateway/backend/mime/disposition.hpp"

#include "gateway/backend/mime/encoded_words.hpp"

namespace mapigate::mime {

Disposition disposition_of(const Part& part, std::uint32_t fallback) {
  Disposition disposition;
  const auto value = part.fields.value("Content-Disposition");
  if (!value.empty()) {
    const Object<GMimeContentDisposition> parsed(g_mime_content_disposition_parse(
        nullptr, clean_words(unfolded(value, {}, fallback), fallback).c_str()));
    const auto parameter = [&](const char* name) {
      const char* text = g_mime_content_disposition_get_parameter(parsed.get(), name);
      return std::string(text ? text : "");
    };
    disposition.type = lower_case(g_mime_content_disposition_get_disposition(parsed.get()));
    disposition.file_name = parameter("filename");
    disposition.creation_date = parameter("creation-date");
    disposition.modification_date = parameter("modification-date");
  }
  if (disposition.file_name.empty()) disposition.file_name = part.parameter("name");
  return disposition;
}

}  // namespace mapigate::mime
