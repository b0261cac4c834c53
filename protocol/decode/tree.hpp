#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "protocol/decode/text.hpp"
#include "protocol/wire/reader.hpp"

// What a structure was read from, as a tree for people: each field with its name, its place and its value.

namespace mapigate::decode {

struct Node {
  std::string name;        // of the field, from its specification
  std::string text;        // of the value; empty for a structure
  std::size_t offset = 0;  // bytes from the start of the buffer
  std::size_t size = 0;    // bytes
  bool unread = false;     // the bytes could not be read as anything
  std::vector<Node> children;
};

// Makes a node of every field that a reader reads. Also where the reader fails: what was read before is
// there.
class TreeBuilder {
 public:
  explicit TreeBuilder(Node& root) : open_{&root} {}

  void begin(std::string name, std::size_t offset);
  void end(std::size_t offset);
  // The innermost field that is open. Children that were read for it are dropped: the text says it all.
  void set_text(std::string text);
  // A child without bytes of its own.
  Node& add(std::string name, std::string text);

 private:
  std::vector<Node*>
      open_;  // from the root to the innermost; only the last of a node's children is ever open
};

// The trace of a wire::BasicReader.
class TreeTrace {
 public:
  explicit TreeTrace(TreeBuilder& builder) : builder_(&builder) {}
  void begin(const char* name, std::size_t offset) { builder_->begin(name, offset); }
  void begin_element(std::size_t index, std::size_t offset) {
    builder_->begin("[" + std::to_string(index) + "]", offset);
  }
  void end(std::size_t offset) { builder_->end(offset); }
  template <class T>
  void value(const T& value) {
    if constexpr (requires { text_of(value); }) builder_->set_text(text_of(value));
  }

 private:
  TreeBuilder* builder_;
};

using Reader = wire::BasicReader<TreeTrace>;

// Where a reader of `bytes` failed, adds why, and the bytes that it could not read, to `node`.
void note_failure(const wire::Failure& failure, wire::ByteView bytes, Node& node);

}  // namespace mapigate::decode
