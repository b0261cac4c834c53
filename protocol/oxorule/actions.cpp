#include "protocol/oxorule/actions.hpp"

#include "protocol/wire/reader.hpp"
#include "protocol/wire/writer.hpp"

namespace mapigate::oxorule {

namespace {

template <class T, std::size_t i = 0>
constexpr std::size_t index_of() {
  if constexpr (std::is_same_v<std::variant_alternative_t<i, ActionData>, T>) {
    return i;
  } else {
    return index_of<T, i + 1>();
  }
}

}  // namespace

std::size_t index_of_data(ActionType type, wire::ValueFormat format) {
  const bool extended = format != wire::ValueFormat::rop;
  switch (type) {
    case ActionType::move:
    case ActionType::copy:
      return extended ? index_of<ExtendedMoveCopyData>() : index_of<MoveCopyData>();
    case ActionType::reply:
    case ActionType::oof_reply:
      return extended ? index_of<ExtendedReplyData>() : index_of<ReplyData>();
    case ActionType::defer_action:
      return index_of<DeferData>();
    case ActionType::bounce:
      return index_of<BounceData>();
    case ActionType::forward:
    case ActionType::delegate:
      return index_of<ForwardDelegateData>();
    case ActionType::tag:
      return index_of<TagData>();
    case ActionType::delete_:
    case ActionType::mark_as_read:
      return index_of<std::monostate>();
  }
  return std::variant_npos;
}

wire::Result<RuleAction> parse_rule_action(const oxcdata::RuleActions& value, wire::ValueFormat format) {
  wire::Reader reader(value.bytes);
  RuleAction action;
  reader("RuleAction", wire::in_format(format, action));
  if (!reader.finish()) return reader.failure();
  return action;
}

wire::Result<oxcdata::RuleActions> to_rule_actions(const RuleAction& action, wire::ValueFormat format) {
  wire::Writer writer;
  writer("RuleAction", wire::in_format(format, action));
  if (!writer.ok()) return writer.failure();
  return oxcdata::RuleActions{writer.take()};
}

}  // namespace mapigate::oxorule
