#pragma once

#include <fstream>
#include <iterator>
#include <pugixml.hpp>
#include <sstream>
#include <stdexcept>
#include <string>

namespace mapigate::oxdscli {

// The bytes of a file under tests/vectors.
inline std::string vector_file(const std::string& name) {
  std::ifstream file(std::string(MAPIGATE_TEST_VECTORS) + "/" + name, std::ios::binary);
  if (!file) throw std::runtime_error("no test vector " + name);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The document without declaration and insignificant white space, so that two can be compared.
inline std::string normalized(const std::string& xml) {
  pugi::xml_document document;
  if (!document.load_string(xml.c_str())) return "not XML: " + xml;
  std::ostringstream out;
  document.save(out, " ", pugi::format_indent | pugi::format_no_declaration);
  return out.str();
}

}  // namespace mapigate::oxdscli
