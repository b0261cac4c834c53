#pragma once

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "gateway/mailbox/property_source.hpp"
#include "gateway/mailbox/text_pattern.hpp"
#include "gateway/mailbox/value_order.hpp"
#include "protocol/oxcdata/restriction.hpp"

// A restriction as Matcher keeps it. Internal to restriction.cpp and restriction_evaluation.cpp.

namespace mapigate::mailbox::restriction_tree {

struct Node;
using NodePtr = std::unique_ptr<const Node>;

struct All {
  std::vector<Node> nodes;
};
struct Any {
  std::vector<Node> nodes;
};
struct Not {
  NodePtr node;
};
// Content restrictions, and property restrictions on a single text or binary value, which may be large.
struct Pattern {
  std::uint16_t id = 0;
  ValueFamily family{};  // text or binary
  TextPattern pattern;
  bool is_content = false;  // found(); otherwise order()
  oxcdata::RelOp rel_op{};
};
// Other property restrictions: the keys of the value, or values.
struct Keys {
  std::uint16_t id = 0;
  ValueFamily family{};
  oxcdata::RelOp rel_op{};
  Folding folding{};
  bool multiple = false;
  std::vector<std::string> keys;
};
struct Compare {
  std::uint16_t left = 0;
  std::uint16_t right = 0;
  ValueFamily family{};
  oxcdata::RelOp rel_op{};
  Folding folding{};
};
struct BitMask {
  std::uint16_t id = 0;
  std::uint32_t mask = 0;
  bool set = false;  // some of the bits; otherwise none
};
struct Size {
  std::uint16_t id = 0;
  oxcdata::RelOp rel_op{};
  std::uint64_t size = 0;
};
struct Exist {
  std::uint16_t id = 0;
};
struct SubObject {
  bool recipients = false;  // otherwise attachments
  NodePtr node;
};
struct Count {
  std::size_t index = 0;  // of its counter
  std::uint32_t limit = 0;
  NodePtr node;
};

struct Node {
  std::variant<All, Any, Not, Pattern, Keys, Compare, BitMask, Size, Exist, SubObject, Count> kind;
};

// While a tree is tried on one source. Remembers the property that was asked for last: alternatives often ask
// for the same.
class Trial {
 public:
  Trial(const PropertySource& source, std::vector<std::uint32_t>& counts)
      : source_(source), counts_(counts) {}
  Match operator()(const Node& node);

 private:
  template <class Nodes>
  Match combine(const Nodes& nodes, Match decisive);
  Match of(const All& all);
  Match of(const Any& any);
  Match of(const Not& its_not);
  Match of(const Pattern& pattern);
  Match of(const Keys& keys);
  Match of(const Compare& compare);
  Match of(const BitMask& mask);
  Match of(const Size& size);
  Match of(const Exist& exist);
  Match of(const SubObject& subobject);
  Match of(const Count& count);

  const store::Property* find(std::uint16_t id);
  const std::u16string& folded(const std::u16string& text, Folding folding);
  Match search_large(const store::LargeValue& value, const Pattern& pattern);
  Match search_one(std::u16string_view units, const Pattern& pattern) const;

  const PropertySource& source_;
  std::vector<std::uint32_t>& counts_;
  bool found_ = false;
  std::uint16_t id_ = 0;
  const store::Property* property_ = nullptr;  // of id_, where found_
  store::Property scratch_;
  bool is_folded_ = false;
  Folding folding_{};
  std::u16string folded_;  // the text of property_
};

}  // namespace mapigate::mailbox::restriction_tree
