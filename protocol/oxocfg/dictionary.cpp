#include "protocol/oxocfg/dictionary.hpp"

#include <algorithm>
#include <unordered_set>

#include "protocol/oxocfg/xml_values.hpp"
#include "protocol/xml/reader.hpp"
#include "protocol/xml/writer.hpp"

namespace mapigate::oxocfg {

namespace {

using xml::ParseError;

// UserConfiguration, Info and Data beside the entries.
constexpr xml::Limits limits{.bytes = 512 * 1024, .depth = 8, .elements = 8192 + 3, .attributes = 8};

// The pattern "\d+\-.*".
std::optional<DictionaryText> read_typed(std::string_view attribute) {
  const auto dash = attribute.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const auto type = number_in<wire::u32>(attribute.substr(0, dash));
  if (!type) return std::nullopt;
  return DictionaryText{static_cast<DictionaryType>(*type), std::string(attribute.substr(dash + 1))};
}

void write_typed(xml::Writer& writer, const DictionaryText& text) {
  writer.text(std::to_string(static_cast<wire::u32>(text.type)) + "-" + text.text);
}

}  // namespace

std::optional<bool> DictionaryText::boolean() const {
  if (type != DictionaryType::boolean) return std::nullopt;
  if (text == "True") return true;
  if (text == "False") return false;
  return std::nullopt;
}

std::optional<wire::i32> DictionaryText::integer32() const {
  return type == DictionaryType::integer32 ? number_in<wire::i32>(text) : std::nullopt;
}

DictionaryText DictionaryText::of(wire::i32 value) {
  return {DictionaryType::integer32, std::to_string(value)};
}
DictionaryText DictionaryText::of(std::string value) { return {DictionaryType::string, std::move(value)}; }

const DictionaryText* Dictionary::find(std::string_view key) const {
  const auto entry = std::ranges::find_if(entries, [&](const DictionaryEntry& candidate) {
    return candidate.key.type == DictionaryType::string && candidate.key.text == key;
  });
  return entry == entries.end() ? nullptr : &entry->value;
}

xml::Parsed<Dictionary> parse_dictionary(std::string_view document) {
  const auto tree = xml::read(document, limits);
  if (!tree) return tree.error();
  const pugi::xml_node root = tree->document_element();
  const pugi::xml_node info = xml::child(root, "Info");
  const pugi::xml_node data = xml::child(root, "Data");
  if (!xml::is_named(root, "UserConfiguration") || !info || !data) return ParseError::schema;
  Dictionary dictionary;
  dictionary.version = info.attribute("version").value();
  std::unordered_set<std::string_view> keys;
  for (const pugi::xml_node element : data.children()) {
    if (!xml::is_named(element, "e")) continue;
    auto key = read_typed(element.attribute("k").value());
    auto value = read_typed(element.attribute("v").value());
    if (!key || !value || !keys.insert(element.attribute("k").value()).second) return ParseError::schema;
    dictionary.entries.push_back({*std::move(key), *std::move(value)});
  }
  return dictionary;
}

std::string write_dictionary(const Dictionary& dictionary) {
  xml::Writer writer(256 + 64 * dictionary.entries.size());
  writer.raw(
      "<?xml version=\"1.0\" encoding=\"utf-8\"?><UserConfiguration xmlns=\"dictionary.xsd\"><Info "
      "version=\"");
  writer.text(dictionary.version);
  writer.raw("\"/><Data>");
  for (const auto& entry : dictionary.entries) {
    writer.raw("<e k=\"");
    write_typed(writer, entry.key);
    writer.raw("\" v=\"");
    write_typed(writer, entry.value);
    writer.raw("\"/>");
  }
  writer.raw("</Data></UserConfiguration>");
  return writer.take();
}

}  // namespace mapigate::oxocfg
