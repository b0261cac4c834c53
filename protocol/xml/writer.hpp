#pragma once

#include <string>
#include <string_view>

#include "protocol/xml/text.hpp"

namespace mapigate::xml {

// Appends markup to a string. Names and raw() are literals of the program; every other text is escaped.
class Writer {
 public:
  explicit Writer(std::size_t reserve) { out_.reserve(reserve); }

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

  std::string& buffer() { return out_; }
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

}  // namespace mapigate::xml
