#include "gateway/capture/report.hpp"

#include <fmt/core.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <iterator>

namespace mapigate::capture {

namespace {

using decode::Node;

std::string cut(const std::string& text, std::size_t width) {
  if (width == 0 || text.size() <= width) return text;
  std::size_t end = width;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;  // not within a character
  return text.substr(0, end) + " ...";
}

void tree_lines(const Node& node, const TreeStyle& style, std::size_t depth, std::string& out) {
  out.append(2 * depth, ' ');
  const auto paint = [&](std::string_view text, std::string_view sgr) {
    return style.colour ? fmt::format("\x1b[{}m{}\x1b[0m", sgr, text) : std::string(text);
  };
  if (style.offsets) out += paint(fmt::format("{:05x}+{:<4x} ", node.offset, node.size), "2");
  out += node.unread ? paint("!! " + node.name, "31") : paint(node.name, depth == 0 ? "1" : "36");
  if (!node.text.empty()) out.append(": ").append(cut(node.text, style.width));
  out += '\n';
  for (const Node& child : node.children) tree_lines(child, style, depth + 1, out);
}

boost::json::object object_of(const Node& node) {
  boost::json::object object{{"name", node.name}, {"offset", node.offset}, {"size", node.size}};
  if (!node.text.empty()) object["value"] = node.text;
  if (node.unread) object["unread"] = true;
  if (!node.children.empty()) {
    boost::json::array fields;
    for (const Node& child : node.children) fields.push_back(object_of(child));
    object["fields"] = std::move(fields);
  }
  return object;
}

}  // namespace

std::string as_tree(const Node& node, const TreeStyle& style) {
  std::string out;
  tree_lines(node, style, 0, out);
  return out;
}

std::string as_json(const Node& node) { return boost::json::serialize(object_of(node)); }

}  // namespace mapigate::capture
