#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/backend/mime/export.hpp"
#include "gateway/backend/mime/import.hpp"
#include "gateway/store/spool.hpp"
#include "protocol/oxprops/named_properties.hpp"
#include "protocol/oxprops/property_tags.hpp"
#include "tests/fakes/process.hpp"

// What the tests of mail share: a mailbox's named properties, and short ways to look at a message.

namespace mapigate::mime {

class Mail {
 public:
  // Of a file below tests/vectors/mime, or of a text. Both must succeed.
  store::Content import_file(std::string_view name, const ImportOptions& options = {});
  store::Content import_text(std::string_view mail, ImportOptions options = {});
  std::string export_text(const store::Content& content, const ExportOptions& options = {});

  PropertyIds property_ids();
  PropertyNames property_names();
  // A header field without a property of its own; empty where there is none.
  std::string named_header(const store::Content& content, std::string_view name);
  template <class T>
  T named(const store::Content& content, const oxprops::NamedProperty& property) {
    const auto id = id_of(property.property_name());
    const auto* value = content.properties.get<T>(oxcdata::property_tag(id, property.type));
    return value ? *value : T{};
  }
  const std::vector<oxcdata::PropertyName>& names() const { return names_; }

 private:
  std::uint16_t id_of(const oxcdata::PropertyName& name);

  fakes::TempDir folder_;
  std::vector<oxcdata::PropertyName> names_;
};

std::string vector_file(std::string_view name);

// Whether large or not, in UTF-8; "(none)" where there is none.
std::string text(const store::Properties& properties, oxcdata::PropertyTag tag);
std::string bytes(const store::Properties& properties, oxcdata::PropertyTag tag);
inline std::string text(const store::Content& content, oxcdata::PropertyTag tag) {
  return text(content.properties, tag);
}
inline std::string bytes(const store::Content& content, oxcdata::PropertyTag tag) {
  return bytes(content.properties, tag);
}
// -12345 where there is none.
std::int32_t integer(const store::Properties& properties, oxcdata::PropertyTag tag);
bool flag(const store::Properties& properties, oxcdata::PropertyTag tag);
// "2025-03-04 09:11:13", or "(none)".
std::string time(const store::Properties& properties, oxcdata::PropertyTag tag);

std::string body(const store::Content& content);
std::string html(const store::Content& content);
std::string subject(const store::Content& content);
std::string message_class(const store::Content& content);
std::string data(const store::Attachment& attachment);
std::string file_name(const store::Attachment& attachment);
// "name <address>" of all of a type.
std::vector<std::string> recipients(const store::Content& content, int type);
std::vector<std::string> file_names(const store::Content& content);

// All that matters of a message: one line for each property, sorted.
std::vector<std::string> summary(const store::Content& content, Mail& mail);
// The lines of the two that are not the same: "- " of the first, "+ " of the second.
std::vector<std::string> difference(const store::Content& first, const store::Content& second, Mail& mail);

}  // namespace mapigate::mime
