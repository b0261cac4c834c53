#include "gateway/mailbox/search_plan.hpp"

#include <algorithm>
#include <unordered_map>

#include "gateway/mailbox/bodies.hpp"
#include "gateway/mailbox/search_criteria.hpp"

namespace mapigate::mailbox {

using oxcdata::Restriction;
using store::FolderKind;
using store::SearchCriteria;

namespace {

// Puts searches behind those that they look into.
class Order {
 public:
  explicit Order(std::vector<SearchCriteria> all) : all_(std::move(all)) {
    for (std::size_t i = 0; i < all_.size(); ++i) index_[all_[i].search_folder] = i;
  }
  std::vector<SearchCriteria> take() {
    state_.assign(all_.size(), State::waiting);
    for (std::size_t i = 0; i < all_.size(); ++i) visit(i);
    return std::move(ordered_);
  }

 private:
  enum class State : std::uint8_t { waiting, under_way, done };

  // Search folders look into one another only as deep as somebody has made them, and never in a loop: that is
  // refused. Whatever is there, the recursion ends.
  void visit(std::size_t i) {
    if (state_[i] != State::waiting) return;
    state_[i] = State::under_way;
    for (const FolderNumber folder : all_[i].folders) {
      if (const auto inner = index_.find(folder); inner != index_.end()) visit(inner->second);
    }
    state_[i] = State::done;
    ordered_.push_back(all_[i]);
  }

  std::vector<SearchCriteria> all_;
  std::unordered_map<FolderNumber, std::size_t> index_;
  std::vector<State> state_;
  std::vector<SearchCriteria> ordered_;
};

// Goes through a restriction for what it says of bodies.
class BodyConditions {
 public:
  bool only_parts = true;
  std::vector<std::u16string> texts;

  void visit(const Restriction& restriction, bool negated) {
    std::visit([&](const auto& it) { look(it, negated); }, restriction.alternative);
  }

 private:
  void visit(const oxcdata::RestrictionValue& value, bool negated) {
    if (value.restriction) visit(*value.restriction, negated);
  }
  void other(oxcdata::PropertyTag tag) {
    if (is_body(oxcdata::id_of(tag))) only_parts = false;
  }

  void look(const oxcdata::AndRestriction& all, bool negated) {
    for (const Restriction& part : all.restrictions) visit(part, negated);
  }
  void look(const oxcdata::OrRestriction& any, bool negated) {
    for (const Restriction& part : any.restrictions) visit(part, negated);
  }
  void look(const oxcdata::NotRestriction& its_not, bool negated) { visit(its_not.restriction, !negated); }
  void look(const oxcdata::ContentRestriction& content, bool negated) {
    if (!is_body(oxcdata::id_of(content.property_tag))) return;
    const auto* text = std::get_if<std::u16string>(&content.tagged_value.value);
    if (!text || negated) {
      only_parts = false;
    } else {
      texts.push_back(*text);
    }
  }
  void look(const oxcdata::PropertyRestriction& property, bool) { other(property.property_tag); }
  void look(const oxcdata::ComparePropertiesRestriction& compare, bool) {
    other(compare.property_tag_1);
    other(compare.property_tag_2);
  }
  void look(const oxcdata::BitMaskRestriction& mask, bool) { other(mask.property_tag); }
  void look(const oxcdata::SizeRestriction& size, bool) { other(size.property_tag); }
  void look(const oxcdata::ExistRestriction& exist, bool) { other(exist.property_tag); }
  void look(const oxcdata::SubObjectRestriction&, bool) {}  // bodies are of messages
  void look(const oxcdata::CommentRestriction& comment, bool negated) { visit(comment.restriction, negated); }
  void look(const oxcdata::CountRestriction& count, bool negated) { visit(count.restriction, negated); }
};

}  // namespace

Outcome<std::unordered_set<FolderNumber>> search_scope(Mailbox& mailbox,
                                                       const std::vector<FolderNumber>& folders,
                                                       bool recursive) {
  std::unordered_set<FolderNumber> scope;
  for (const FolderNumber number : folders) {
    const auto folder = mailbox.store().folder(number);
    if (!folder && folder.error().fault == store::StoreFault::not_found) continue;
    if (!folder) return mailbox.failed(folder.error());
    if (folder->deleted || folder->kind == FolderKind::search) continue;
    // Below one that is there already, or a folder named twice.
    if (!scope.insert(number).second || !recursive) continue;
    const auto below = mailbox.store().folders(number, true, false);
    if (!below) return mailbox.failed(below.error());
    for (const store::FolderRecord& record : *below) {
      if (record.kind != FolderKind::search) scope.insert(record.number);
    }
  }
  return scope;
}

Outcome<std::vector<PlannedSearch>> plan_searches(Mailbox& mailbox) {
  auto all = mailbox.store().searches();
  if (!all) return mailbox.failed(all.error());
  std::vector<PlannedSearch> plan;
  std::unordered_map<FolderNumber, std::size_t> index;
  for (SearchCriteria& criteria : Order(std::move(*all)).take()) {
    const auto restriction = read_restriction(criteria.restriction);
    if (!restriction.restriction) continue;
    auto matcher = Matcher::compile(*restriction.restriction);
    if (!matcher) continue;
    auto scope = search_scope(mailbox, criteria.folders, criteria.recursive);
    if (!scope) return scope.error();
    std::vector<std::size_t> inner;
    for (const FolderNumber folder : criteria.folders) {
      if (const auto found = index.find(folder); found != index.end()) inner.push_back(found->second);
    }
    index[criteria.search_folder] = plan.size();
    plan.push_back({std::move(criteria), std::move(*matcher), std::move(*scope), std::move(inner)});
  }
  return plan;
}

std::optional<std::vector<std::u16string>> body_texts(const Restriction& restriction) {
  BodyConditions conditions;
  conditions.visit(restriction, false);
  if (!conditions.only_parts || conditions.texts.empty()) return std::nullopt;
  return std::move(conditions.texts);
}

}  // namespace mapigate::mailbox
