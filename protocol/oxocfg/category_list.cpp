#include "protocol/oxocfg/category_list.hpp"

#include <array>

#include "protocol/oxocfg/xml_values.hpp"
#include "protocol/xml/reader.hpp"
#include "protocol/xml/writer.hpp"

namespace mapigate::oxocfg {

namespace {

using xml::ParseError;

constexpr xml::Limits limits{.bytes = 512 * 1024, .depth = 4, .elements = 4096 + 1, .attributes = 32};

struct TimeAttribute {
  const char* name;
  std::string Category::*member;
};
constexpr std::array time_attributes{
    TimeAttribute{"lastTimeUsedNotes", &Category::last_time_used_notes},
    TimeAttribute{"lastTimeUsedJournal", &Category::last_time_used_journal},
    TimeAttribute{"lastTimeUsedContacts", &Category::last_time_used_contacts},
    TimeAttribute{"lastTimeUsedTasks", &Category::last_time_used_tasks},
    TimeAttribute{"lastTimeUsedCalendar", &Category::last_time_used_calendar},
    TimeAttribute{"lastTimeUsedMail", &Category::last_time_used_mail},
    TimeAttribute{"lastTimeUsed", &Category::last_time_used},
};

// False where the attribute is there and is no such number.
template <class N>
bool read_number(pugi::xml_node element, const char* name, N& out) {
  const pugi::xml_attribute attribute = element.attribute(name);
  if (!attribute) return true;
  const auto number = number_in<N>(attribute.value());
  if (number) out = *number;
  return number.has_value();
}

bool read_category(pugi::xml_node element, Category& category) {
  category.name = element.attribute("name").value();
  for (const auto& [name, member] : time_attributes) category.*member = element.attribute(name).value();
  if (const pugi::xml_attribute guid = element.attribute("guid")) {
    const auto value = wire::Guid::from_text(guid.value());
    if (!value) return false;
    category.guid = *value;
  }
  wire::u32 rename = 0;
  if (!read_number(element, "renameOnFirstUse", rename) || rename > 1) return false;
  category.rename_on_first_use = rename == 1;
  return !category.name.empty() && read_number(element, "color", category.color) &&
         read_number(element, "keyboardShortcut", category.keyboard_shortcut) &&
         read_number(element, "usageCount", category.usage_count) &&
         read_number(element, "lastSessionUsed", category.last_session_used);
}

void write_attribute(xml::Writer& writer, std::string_view name, std::string_view value) {
  writer.raw(" ");
  writer.raw(name);
  writer.raw("=\"");
  writer.text(value);
  writer.raw("\"");
}

void write_category(xml::Writer& writer, const Category& category) {
  writer.raw("<category");
  write_attribute(writer, "name", category.name);
  write_attribute(writer, "color", std::to_string(category.color));
  write_attribute(writer, "keyboardShortcut", std::to_string(category.keyboard_shortcut));
  write_attribute(writer, "usageCount", std::to_string(category.usage_count));
  for (const auto& [name, member] : time_attributes) {
    if (!(category.*member).empty()) write_attribute(writer, name, category.*member);
  }
  write_attribute(writer, "lastSessionUsed", std::to_string(category.last_session_used));
  if (!category.guid.is_nil()) write_attribute(writer, "guid", category.guid.braced());
  write_attribute(writer, "renameOnFirstUse", category.rename_on_first_use ? "1" : "0");
  writer.raw("/>");
}

}  // namespace

xml::Parsed<CategoryList> parse_category_list(std::string_view document) {
  const auto tree = xml::read(document, limits);
  if (!tree) return tree.error();
  const pugi::xml_node root = tree->document_element();
  if (!xml::is_named(root, "categories")) return ParseError::schema;
  CategoryList list;
  list.default_category = root.attribute("default").value();
  list.last_saved_time = root.attribute("lastSavedTime").value();
  if (!read_number(root, "lastSavedSession", list.last_saved_session)) return ParseError::schema;
  for (const pugi::xml_node element : root.children()) {
    if (!xml::is_named(element, "category")) continue;
    if (!read_category(element, list.categories.emplace_back())) return ParseError::schema;
  }
  return list;
}

std::string write_category_list(const CategoryList& list) {
  xml::Writer writer(256 + 512 * list.categories.size());
  writer.raw("<?xml version=\"1.0\"?><categories");
  write_attribute(writer, "default", list.default_category);
  write_attribute(writer, "lastSavedSession", std::to_string(list.last_saved_session));
  if (!list.last_saved_time.empty()) write_attribute(writer, "lastSavedTime", list.last_saved_time);
  writer.raw(" xmlns=\"CategoryList.xsd\">");
  for (const auto& category : list.categories) write_category(writer, category);
  writer.raw("</categories>");
  return writer.take();
}

}  // namespace mapigate::oxocfg
