#include "gateway/mailbox/restriction.hpp"

#include "gateway/mailbox/restriction_tree.hpp"
#include "protocol/oxprops/property_tags.hpp"

namespace mapigate::mailbox {

using namespace restriction_tree;
using oxcdata::PropertyTag;
using oxcdata::PropertyType;
using oxcdata::RelOp;

namespace {

// Of FuzzyLevelLow the document has three values. Newer clients set bits above them for matches at the
// beginning of words, which a substring matches all of.
constexpr wire::u16 fuzzy_kinds = 0x000F;

bool is_order(RelOp rel_op) { return rel_op != RelOp::equal && rel_op != RelOp::not_equal; }
Folding folding_of(RelOp rel_op) { return is_order(rel_op) ? Folding::loose : Folding::case_; }

std::u16string units_of(const wire::Bytes& bytes) { return {bytes.begin(), bytes.end()}; }

// Null where the value is neither text nor binary.
std::optional<std::u16string> units_of(const oxcdata::PropertyValue& value) {
  if (const auto* text = std::get_if<std::u16string>(&value)) return *text;
  if (const auto* bytes = std::get_if<wire::Bytes>(&value)) return units_of(*bytes);
  return std::nullopt;
}

class Compiler {
 public:
  Outcome<Node> operator()(const oxcdata::Restriction& restriction) {
    return std::visit([this](const auto& it) { return node(it); }, restriction.alternative);
  }
  std::size_t counters() const { return counters_; }

 private:
  Outcome<NodePtr> pointer(const oxcdata::RestrictionValue& operand) {
    if (!operand.restriction) return ErrorCode::too_complex;
    auto made = (*this)(*operand.restriction);
    if (!made) return made.error();
    return std::make_unique<const Node>(std::move(*made));
  }

  template <class T>
  Outcome<Node> list(const std::vector<oxcdata::Restriction>& restrictions) {
    T result;
    result.nodes.reserve(restrictions.size());
    for (const auto& restriction : restrictions) {
      auto made = (*this)(restriction);
      if (!made) return made.error();
      result.nodes.push_back(std::move(*made));
    }
    return Node{std::move(result)};
  }

  Outcome<Node> node(const oxcdata::AndRestriction& it) { return list<All>(it.restrictions); }
  Outcome<Node> node(const oxcdata::OrRestriction& it) { return list<Any>(it.restrictions); }
  Outcome<Node> node(const oxcdata::NotRestriction& it) {
    auto operand = pointer(it.restriction);
    if (!operand) return operand.error();
    return Node{Not{std::move(*operand)}};
  }

  // Section 2.12.4.
  Outcome<Node> node(const oxcdata::ContentRestriction& it) {
    const ValueFamily family = family_of(type_of(it.property_tag));
    const auto units = units_of(it.tagged_value.value);
    if ((family != ValueFamily::text && family != ValueFamily::binary) || !units ||
        family != family_of(type_of(it.tagged_value.tag))) {
      return ErrorCode::too_complex;
    }
    TextPattern::Kind kind = TextPattern::Kind::substring;
    if ((it.fuzzy_level_low & ~fuzzy_kinds) == 0) {
      switch (it.fuzzy_level_low) {
        case oxcdata::fuzzy_full_string:
          kind = TextPattern::Kind::whole;
          break;
        case oxcdata::fuzzy_substring:
          break;
        case oxcdata::fuzzy_prefix:
          kind = TextPattern::Kind::prefix;
          break;
        default:
          return ErrorCode::too_complex;
      }
    }
    Folding folding = Folding::none;
    if (family == ValueFamily::text) {
      const bool ignore_case = (it.fuzzy_level_high & oxcdata::fuzzy_ignore_case) != 0;
      const bool ignore_marks = (it.fuzzy_level_high & oxcdata::fuzzy_ignore_non_space) != 0;
      if (ignore_case) folding = ignore_marks ? Folding::case_and_marks : Folding::case_;
      if (ignore_marks && !ignore_case) folding = Folding::marks;
      if ((it.fuzzy_level_high & oxcdata::fuzzy_loose) != 0) folding = Folding::loose;
    }
    return Node{Pattern{id_of(it.property_tag), family, TextPattern(*units, kind, folding), true, {}}};
  }

  // Section 2.12.5.
  Outcome<Node> node(const oxcdata::PropertyRestriction& it) {
    const PropertyType value_type = type_of(it.tagged_value.tag);
    PropertyType type = type_of(it.property_tag);
    if (type == PropertyType::unspecified) type = value_type;
    const ValueFamily family = family_of(type);
    if (it.rel_op > RelOp::not_equal || family == ValueFamily::none || family != family_of(value_type)) {
      return ErrorCode::too_complex;
    }
    const oxcdata::PropertyValue& value = it.tagged_value.value;
    const std::uint16_t id = id_of(it.property_tag);
    const bool is_text = family == ValueFamily::text;
    if (is_text && (std::holds_alternative<oxcdata::String8>(value) ||
                    std::holds_alternative<std::vector<oxcdata::String8>>(value))) {
      return ErrorCode::too_complex;
    }
    if (const auto units = units_of(value)) {
      const Folding folding = is_text ? folding_of(it.rel_op) : Folding::none;
      return Node{
          Pattern{id, family, TextPattern(*units, TextPattern::Kind::whole, folding), false, it.rel_op}};
    }
    Keys keys{id, family, it.rel_op, folding_of(it.rel_op), is_multiple(value_type), {}};
    if (keys.multiple && !is_multiple(type)) return ErrorCode::too_complex;
    std::string scratch;
    for (std::size_t i = 0; i < value_count(value); ++i) {
      keys.keys.emplace_back(value_key(value, i, {keys.folding}, scratch));
    }
    if (!keys.multiple && keys.keys.empty()) return ErrorCode::too_complex;
    return Node{std::move(keys)};
  }

  // Section 2.12.6.
  Outcome<Node> node(const oxcdata::ComparePropertiesRestriction& it) {
    const ValueFamily family = family_of(type_of(it.property_tag_1));
    if (it.rel_op > RelOp::not_equal || family == ValueFamily::none ||
        family != family_of(type_of(it.property_tag_2))) {
      return ErrorCode::too_complex;
    }
    return Node{Compare{id_of(it.property_tag_1), id_of(it.property_tag_2), family, it.rel_op,
                        family == ValueFamily::text ? folding_of(it.rel_op) : Folding::none}};
  }

  // Section 2.12.7.
  Outcome<Node> node(const oxcdata::BitMaskRestriction& it) {
    const bool set = it.rel_op == oxcdata::BitMapRelOp::not_equal_to_zero;
    if ((!set && it.rel_op != oxcdata::BitMapRelOp::equal_to_zero) ||
        family_of(type_of(it.property_tag)) != ValueFamily::integer ||
        is_multiple(type_of(it.property_tag))) {
      return ErrorCode::too_complex;
    }
    return Node{BitMask{id_of(it.property_tag), it.mask, set}};
  }

  // Section 2.12.8.
  Outcome<Node> node(const oxcdata::SizeRestriction& it) {
    if (it.rel_op > RelOp::not_equal) return ErrorCode::too_complex;
    return Node{Size{id_of(it.property_tag), it.rel_op, it.size}};
  }

  Outcome<Node> node(const oxcdata::ExistRestriction& it) { return Node{Exist{id_of(it.property_tag)}}; }

  // Section 2.12.10.
  Outcome<Node> node(const oxcdata::SubObjectRestriction& it) {
    const bool recipients = id_of(it.subobject) == id_of(oxprops::pid_tag_message_recipients);
    if (!recipients && id_of(it.subobject) != id_of(oxprops::pid_tag_message_attachments)) {
      return ErrorCode::too_complex;
    }
    auto operand = pointer(it.restriction);
    if (!operand) return operand.error();
    return Node{SubObject{recipients, std::move(*operand)}};
  }

  // Section 2.12.11: without a restriction it says nothing.
  Outcome<Node> node(const oxcdata::CommentRestriction& it) {
    if (!it.restriction.restriction) return Node{All{}};
    return (*this)(*it.restriction.restriction);
  }

  // Section 2.12.12.
  Outcome<Node> node(const oxcdata::CountRestriction& it) {
    const std::size_t index = counters_++;
    auto operand = pointer(it.restriction);
    if (!operand) return operand.error();
    return Node{Count{index, it.count, std::move(*operand)}};
  }

  std::size_t counters_ = 0;
};

}  // namespace

struct Matcher::Parts {
  Node tree;
  std::vector<std::uint32_t> counts;
};

Matcher::Matcher(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Matcher::Matcher(Matcher&&) noexcept = default;
Matcher& Matcher::operator=(Matcher&&) noexcept = default;
Matcher::~Matcher() = default;

Outcome<Matcher> Matcher::compile(const oxcdata::Restriction& restriction) {
  Compiler compiler;
  auto tree = compiler(restriction);
  if (!tree) return tree.error();
  const std::size_t counters = compiler.counters();
  return Matcher(std::make_unique<Parts>(Parts{std::move(*tree), std::vector<std::uint32_t>(counters)}));
}

Match Matcher::match(const PropertySource& source) { return Trial(source, parts_->counts)(parts_->tree); }

void Matcher::restart() { std::fill(parts_->counts.begin(), parts_->counts.end(), 0); }

bool Matcher::counts() const { return !parts_->counts.empty(); }

bool matches(const oxcdata::Restriction& restriction, const PropertySource& source) {
  auto matcher = Matcher::compile(restriction);
  return matcher && matcher->matches(source);
}

}  // namespace mapigate::mailbox
