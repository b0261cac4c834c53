#include <algorithm>
#include <array>
#include <compare>

#include "gateway/mailbox/property_values.hpp"
#include "gateway/mailbox/restriction.hpp"
#include "gateway/mailbox/restriction_tree.hpp"

namespace mapigate::mailbox::restriction_tree {

using oxcdata::RelOp;

namespace {

// Two large values are compared by so much of their beginning.
constexpr std::size_t compared_beginning = 64 * 1024;

Match when(bool condition) { return condition ? Match::yes : Match::no; }

bool holds(RelOp rel_op, std::strong_ordering order) {
  switch (rel_op) {
    case RelOp::less_than:
      return order < 0;
    case RelOp::less_than_or_equal:
      return order <= 0;
    case RelOp::greater_than:
      return order > 0;
    case RelOp::greater_than_or_equal:
      return order >= 0;
    case RelOp::equal:
      return order == 0;
    case RelOp::not_equal:
      return order != 0;
    case RelOp::member_of_dl:
      break;
  }
  return false;
}

bool is_of(const store::Property* property, ValueFamily family) {
  return property && family_of(type_of(property->tag)) == family;
}

// By the bytes, not by char, which is signed.
std::strong_ordering compare(std::string_view left, std::string_view right) {
  return left.compare(right) <=> 0;
}

std::u16string_view units(const wire::Bytes& bytes, std::u16string& scratch) {
  scratch.assign(bytes.begin(), bytes.end());
  return scratch;
}

// Every value of it, as keys; of a large one the beginning. Nothing where it cannot be read.
std::optional<std::vector<std::string>> keys_of(const store::Property& property, Folding folding) {
  store::Property beginning;
  const store::Property* whole = &property;
  if (property.large) {
    beginning.tag = property.tag;
    if (auto text = text_of(property, compared_beginning / sizeof(char16_t))) {
      beginning.value = std::move(*text);
    } else if (auto bytes = bytes_of(property, compared_beginning)) {
      beginning.value = std::move(*bytes);
    } else {
      return std::nullopt;
    }
    whole = &beginning;
  }
  std::vector<std::string> keys(value_count(whole->value));
  std::string scratch;
  for (std::size_t i = 0; i < keys.size(); ++i) keys[i] = value_key(whole->value, i, {folding}, scratch);
  return keys;
}

std::strong_ordering compare(const std::vector<std::string>& left, const std::vector<std::string>& right) {
  return std::lexicographical_compare_three_way(left.begin(), left.end(), right.begin(), right.end(),
                                                [](const std::string& a, const std::string& b) {
                                                  return compare(std::string_view(a), std::string_view(b));
                                                });
}

}  // namespace

Match Trial::operator()(const Node& node) {
  return std::visit([this](const auto& it) { return of(it); }, node.kind);
}

template <class Nodes>
Match Trial::combine(const Nodes& nodes, Match decisive) {
  Match result = decisive == Match::no ? Match::yes : Match::no;
  for (const Node& node : nodes) {
    const Match match = (*this)(node);
    if (match == decisive) return match;
    if (match == Match::unknown) result = match;
  }
  return result;
}

Match Trial::of(const All& all) { return combine(all.nodes, Match::no); }
Match Trial::of(const Any& any) { return combine(any.nodes, Match::yes); }

Match Trial::of(const Not& its_not) {
  switch ((*this)(*its_not.node)) {
    case Match::no:
      return Match::yes;
    case Match::yes:
      return Match::no;
    case Match::unknown:
      break;
  }
  return Match::unknown;
}

const store::Property* Trial::find(std::uint16_t id) {
  if (found_ && id_ == id) return property_;
  property_ = source_.find(id, scratch_);
  id_ = id;
  found_ = true;
  is_folded_ = false;
  return property_;
}

const std::u16string& Trial::folded(const std::u16string& text, Folding folding) {
  if (folding == Folding::none) return text;
  if (!is_folded_ || folding_ != folding) {
    folded_.clear();
    append_folded(folded_, text, folding);
    is_folded_ = true;
    folding_ = folding;
  }
  return folded_;
}

Match Trial::search_one(std::u16string_view units, const Pattern& pattern) const {
  TextPattern::Search search(pattern.pattern);
  search.feed(units);
  return when(pattern.is_content ? search.found() : holds(pattern.rel_op, search.order()));
}

// Piece by piece: it may be a hundred megabytes.
Match Trial::search_large(const store::LargeValue& value, const Pattern& pattern) {
  const bool is_text = pattern.family == ValueFamily::text;
  TextPattern::Search search(pattern.pattern);
  std::array<std::uint8_t, 16 * 1024> buffer;
  std::u16string raw;  // not folded yet
  std::u16string piece;
  for (std::uint64_t offset = 0; offset < value.size() && !search.is_decided();) {
    if (pattern.pattern.kind() == TextPattern::Kind::substring && offset >= max_searched) break;
    const auto count = value.read(offset, buffer);
    if (!count) return Match::unknown;
    if (*count == 0) break;
    offset += *count;
    if (!is_text) {
      piece.assign(buffer.begin(), buffer.begin() + *count);
      search.feed(piece);
      continue;
    }
    for (std::size_t i = 0; i + 1 < *count; i += 2) {
      raw += static_cast<char16_t>(buffer[i] | buffer[i + 1] << 8);
    }
    // The first half of a pair waits for the second.
    std::u16string kept;
    if (offset < value.size() && !raw.empty() && (raw.back() & 0xFC00) == 0xD800) {
      kept = raw.back();
      raw.pop_back();
    }
    piece.clear();
    append_folded(piece, raw, pattern.pattern.folding());
    search.feed(piece);
    raw = std::move(kept);
  }
  return when(pattern.is_content ? search.found() : holds(pattern.rel_op, search.order()));
}

Match Trial::of(const Pattern& pattern) {
  const store::Property* property = find(pattern.id);
  if (is_of(property, pattern.family)) {
    if (property->large) return search_large(*property->large, pattern);
    const oxcdata::PropertyValue& value = property->value;
    std::u16string scratch;
    if (const auto* text = std::get_if<std::u16string>(&value)) {
      return search_one(folded(*text, pattern.pattern.folding()), pattern);
    }
    if (const auto* bytes = std::get_if<wire::Bytes>(&value))
      return search_one(units(*bytes, scratch), pattern);
    if (const auto* texts = std::get_if<std::vector<std::u16string>>(&value)) {
      for (const std::u16string& one : *texts) {
        const Match match = search_one(fold(one, pattern.pattern.folding()), pattern);
        if (match == Match::yes) return match;
      }
      return Match::no;
    }
    if (const auto* all = std::get_if<std::vector<wire::Bytes>>(&value)) {
      for (const wire::Bytes& one : *all) {
        const Match match = search_one(units(one, scratch), pattern);
        if (match == Match::yes) return match;
      }
      return Match::no;
    }
  }
  return when(!pattern.is_content && holds(pattern.rel_op, std::strong_ordering::less));
}

Match Trial::of(const Keys& keys) {
  const store::Property* property = find(keys.id);
  if (!is_of(property, keys.family)) return when(holds(keys.rel_op, std::strong_ordering::less));
  if (keys.multiple) {
    const auto its_keys = keys_of(*property, keys.folding);
    if (!its_keys) return Match::unknown;
    return when(holds(keys.rel_op, compare(*its_keys, keys.keys)));
  }
  std::string scratch;
  for (std::size_t i = 0; i < value_count(property->value); ++i) {
    const std::string_view key = value_key(property->value, i, {keys.folding}, scratch);
    if (holds(keys.rel_op, compare(key, keys.keys.front()))) return Match::yes;
  }
  return Match::no;
}

Match Trial::of(const Compare& its) {
  store::Property scratch;
  const store::Property* right = source_.find(its.right, scratch);
  const store::Property* left = find(its.left);
  const bool has_left = is_of(left, its.family);
  const bool has_right = is_of(right, its.family);
  if (!has_left || !has_right) return when(holds(its.rel_op, has_left <=> has_right));
  const auto left_keys = keys_of(*left, its.folding);
  const auto right_keys = keys_of(*right, its.folding);
  if (!left_keys || !right_keys) return Match::unknown;
  return when(holds(its.rel_op, compare(*left_keys, *right_keys)));
}

Match Trial::of(const BitMask& mask) {
  std::uint32_t bits = 0;
  if (const store::Property* property = find(mask.id)) {
    if (const auto* number = std::get_if<wire::i32>(&property->value))
      bits = static_cast<std::uint32_t>(*number);
    if (const auto* number = std::get_if<wire::i16>(&property->value))
      bits = static_cast<std::uint16_t>(*number);
    if (const auto* number = std::get_if<wire::i64>(&property->value))
      bits = static_cast<std::uint32_t>(*number);
  }
  return when(((bits & mask.mask) != 0) == mask.set);
}

Match Trial::of(const Size& size) {
  const store::Property* property = find(size.id);
  return when(holds(size.rel_op, (property ? size_of(*property) : 0) <=> size.size));
}

Match Trial::of(const Exist& exist) { return when(find(exist.id) != nullptr); }

Match Trial::of(const SubObject& subobject) {
  const PropertySource::Visitor visit = [this, &subobject](const PropertySource& source) {
    return Trial(source, counts_)(*subobject.node);
  };
  return subobject.recipients ? source_.any_recipient(visit) : source_.any_attachment(visit);
}

Match Trial::of(const Count& count) {
  std::uint32_t& so_far = counts_[count.index];
  if (so_far >= count.limit) return Match::no;
  const Match match = (*this)(*count.node);
  if (match == Match::yes) ++so_far;
  return match;
}

}  // namespace mapigate::mailbox::restriction_tree
