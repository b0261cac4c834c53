#pragma once

#include <string>
#include <string_view>

#include "protocol/oxdscli/xml_text.hpp"

namespace mapigate::oxdscli {

// Appends markup to a string. Names and raw() are literals of this folder; every other text is escaped.
class XmlWriter {
 public:
  explicit XmlWriter(std::size_t reserve) { out_.reserve(reserve); }

  void raw(std::string_view markup) { out_ += markup; }
  void text(std::string_view value) { append_escaped(out_, value); }
  void open(std::string_view name) { out_.append("<").append(name).append(">"); }
  void close(std::string_view name) { out_.append("</").append(name).append(">"); }
  // <name>value</name>
  void element(std::string_view name, std::string_view value) {
    open(name);
    text(value);
    close(name);
  }
  // As element(), but nothing at all for an empty value.
  void optional(std::string_view name, std::string_view value) {
    if (!value.empty()) element(name, value);
  }
  // `fields`: a table of pox_fields.hpp. Empty members are left out.
  template <class Fields, class Struct>
  void fields(const Fields& fields, const Struct& from) {
    for (const auto& field : fields) optional(field.element, from.*field.member);
  }

  std::string& buffer() { return out_; }
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

}  // namespace mapigate::oxdscli
