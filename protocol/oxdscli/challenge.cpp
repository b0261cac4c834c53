#include "protocol/oxdscli/challenge.hpp"

#include "protocol/oxdscli/challenge_xml.hpp"
#include "protocol/xml/text.hpp"

namespace mapigate::oxdscli {

namespace {

constexpr std::size_t max_attributes = 16;
constexpr std::size_t max_value = 2048;

}  // namespace

std::string_view SelfCheckElement::get(std::string_view name) const {
  for (const auto& [key, value] : attributes) {
    if (key == name) return value;
  }
  return {};
}

void append_element(std::string& out, std::string_view name, const SelfCheckElement& element) {
  out.append("<").append(name).append(" xmlns=\"").append(selfcheck_namespace).append("\"");
  for (const auto& [key, value] : element.attributes) {
    out.append(" ").append(key).append("=\"");
    xml::append_escaped(out, value);
    out.append("\"");
  }
  out.append(">");
  xml::append_escaped(out, element.text);
  out.append("</").append(name).append(">");
}

xml::Parsed<std::optional<SelfCheckElement>> read_element(pugi::xml_node parent, std::string_view name) {
  for (const pugi::xml_node node : parent.children()) {
    if (!xml::is_named(node, name) || xml::namespace_of(node) != selfcheck_namespace) continue;
    SelfCheckElement element;
    for (const pugi::xml_attribute attribute : node.attributes()) {
      const std::string_view key = attribute.name();
      const std::string_view value = attribute.value();
      if (key == "xmlns" || key.find(':') != std::string_view::npos) continue;
      if (element.attributes.size() == max_attributes) return xml::ParseError::too_many;
      if (value.size() > max_value) return xml::ParseError::too_large;
      element.attributes.emplace_back(key, value);
    }
    xml::Parsed<std::string> text = xml::text_of(node, max_value);
    if (!text) return text.error();
    element.text = *std::move(text);
    return std::optional(std::move(element));
  }
  return std::optional<SelfCheckElement>();
}

}  // namespace mapigate::oxdscli
