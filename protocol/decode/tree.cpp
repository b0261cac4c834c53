#include "protocol/decode/tree.hpp"

#include <algorithm>
#include <utility>

namespace mapigate::decode {

void TreeBuilder::begin(std::string name, std::size_t offset) {
  Node& node = open_.back()->children.emplace_back();
  node.name = std::move(name);
  node.offset = offset;
  open_.push_back(&node);
}

void TreeBuilder::end(std::size_t offset) {
  Node& node = *open_.back();
  node.size = offset - node.offset;
  open_.pop_back();
}

void TreeBuilder::set_text(std::string text) {
  open_.back()->text = std::move(text);
  open_.back()->children.clear();
}

Node& TreeBuilder::add(std::string name, std::string text) {
  Node& node = open_.back()->children.emplace_back();
  node.name = std::move(name);
  node.text = std::move(text);
  return node;
}

void note_failure(const wire::Failure& failure, wire::ByteView bytes, Node& node) {
  if (!failure) return;
  const auto offset = std::min(failure.offset, bytes.size());
  Node& rest = node.children.emplace_back();
  rest.name = "not read: " + to_string(failure);
  rest.text = text_of(bytes.subspan(offset));
  rest.offset = offset;
  rest.size = bytes.size() - offset;
  rest.unread = true;
}

}  // namespace mapigate::decode
