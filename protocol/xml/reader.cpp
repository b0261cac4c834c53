#include "protocol/xml/reader.hpp"

#include <algorithm>

namespace mapigate::xml {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, lower, lower);
}

}  // namespace

Parsed<pugi::xml_document> read(std::string_view bytes, const Limits& limits) {
  Parsed<std::string> text = to_utf8_document(bytes, limits.bytes);
  if (!text) return text.error();
  if (const auto refused = guard(*text, limits)) return *refused;
  pugi::xml_document document;
  const auto outcome =
      document.load_buffer(text->data(), text->size(), pugi::parse_default, pugi::encoding_utf8);
  if (!outcome || !document.document_element()) return ParseError::malformed;
  return document;
}

std::string_view local_name(std::string_view name) {
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

bool is_named(pugi::xml_node element, std::string_view name) {
  return element.type() == pugi::node_element && equal_ignoring_case(local_name(element.name()), name);
}

std::string_view namespace_of(pugi::xml_node element) {
  const std::string_view name = element.name();
  const std::size_t colon = name.find(':');
  std::string declaration = "xmlns";
  if (colon != std::string_view::npos) declaration.append(":").append(name.substr(0, colon));
  for (pugi::xml_node at = element; at; at = at.parent()) {
    if (const pugi::xml_attribute bound = at.attribute(declaration.c_str())) return bound.value();
  }
  return {};
}

pugi::xml_node child(pugi::xml_node parent, std::string_view name) {
  for (const pugi::xml_node node : parent.children()) {
    if (is_named(node, name)) return node;
  }
  return {};
}

Parsed<std::string> text_of(pugi::xml_node element, std::size_t max) {
  std::string text;
  for (const pugi::xml_node node : element.children()) {
    if (node.type() != pugi::node_pcdata && node.type() != pugi::node_cdata) continue;
    text += node.value();
    if (text.size() > max) return ParseError::too_large;
  }
  constexpr std::string_view space = " \t\r\n";
  text.erase(text.find_last_not_of(space) + 1);
  text.erase(0, text.find_first_not_of(space));
  return text;
}

bool read_text(pugi::xml_node parent, std::string_view name, std::string& out) {
  const pugi::xml_node node = child(parent, name);
  if (!node) return true;
  Parsed<std::string> text = text_of(node);
  if (!text) return false;
  out = *std::move(text);
  return true;
}

}  // namespace mapigate::xml
