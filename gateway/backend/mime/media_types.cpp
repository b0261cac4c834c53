#include "gateway/backend/mime/media_types.hpp"

#include <algorithm>
#include <array>

#include "gateway/backend/mime/header_fields.hpp"

namespace mapigate::mime {

namespace {

struct MediaType {
  std::string_view extension;
  std::string_view name;
};

// Of several extensions the usual one comes first, and so does the registered one of several types.
constexpr auto media_types = std::to_array<MediaType>({
    {".txt", "text/plain"},
    {".htm", "text/html"},
    {".html", "text/html"},
    {".ics", "text/calendar"},
    {".csv", "text/csv"},
    {".xml", "text/xml"},
    {".xml", "application/xml"},
    {".css", "text/css"},
    {".vcf", "text/vcard"},
    {".vcf", "text/x-vcard"},
    {".vcf", "text/directory"},
    {".rtf", "text/rtf"},
    {".rtf", "application/rtf"},
    {".md", "text/markdown"},
    {".patch", "text/x-patch"},
    {".diff", "text/x-diff"},
    {".eml", "message/rfc822"},
    {".jpg", "image/jpeg"},
    {".jpeg", "image/jpeg"},
    {".jpg", "image/jpg"},
    {".jpg", "image/pjpeg"},
    {".png", "image/png"},
    {".png", "image/x-png"},
    {".gif", "image/gif"},
    {".bmp", "image/bmp"},
    {".tif", "image/tiff"},
    {".tiff", "image/tiff"},
    {".svg", "image/svg+xml"},
    {".webp", "image/webp"},
    {".heic", "image/heic"},
    {".mp3", "audio/mpeg"},
    {".wav", "audio/wav"},
    {".m4a", "audio/mp4"},
    {".mp4", "video/mp4"},
    {".mov", "video/quicktime"},
    {".avi", "video/x-msvideo"},
    {".pdf", "application/pdf"},
    {".zip", "application/zip"},
    {".zip", "application/x-zip-compressed"},
    {".gz", "application/gzip"},
    {".gz", "application/x-gzip"},
    {".tar", "application/x-tar"},
    {".7z", "application/x-7z-compressed"},
    {".json", "application/json"},
    {".doc", "application/msword"},
    {".xls", "application/vnd.ms-excel"},
    {".ppt", "application/vnd.ms-powerpoint"},
    {".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    {".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    {".pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
    {".odt", "application/vnd.oasis.opendocument.text"},
    {".ods", "application/vnd.oasis.opendocument.spreadsheet"},
    {".p7m", "application/pkcs7-mime"},
    {".p7m", "application/x-pkcs7-mime"},
    {".p7s", "application/pkcs7-signature"},
    {".p7s", "application/x-pkcs7-signature"},
    {".asc", "application/pgp-signature"},
    {".asc", "application/pgp-encrypted"},
    {".asc", "application/pgp-keys"},
    {".dat", "application/ms-tnef"},
    {".dat", "application/octet-stream"},
});

}  // namespace

std::string_view extension_of(std::string_view media_type) {
  const auto* found =
      std::ranges::find_if(media_types, [&](const MediaType& known) { return known.name == media_type; });
  return found == media_types.end() ? std::string_view() : found->extension;
}

std::string_view media_type_of(std::string_view extension) {
  const auto* found = std::ranges::find_if(
      media_types, [&](const MediaType& known) { return equal_ignoring_case(known.extension, extension); });
  return found == media_types.end() || extension == ".dat" ? "application/octet-stream" : found->name;
}

}  // namespace mapigate::mime
