#include "protocol/oxcfxics/stream_syntax.hpp"

#include <algorithm>
#include <variant>

#include "protocol/oxcfxics/stream_grammar.hpp"

namespace mapigate::oxcfxics {

namespace {

// A root's rule has its number.
static_assert(static_cast<wire::u8>(last_root) == grammar::top_folder);
static_assert(static_cast<wire::u8>(Element::message_list) == grammar::message_list);
static_assert(static_cast<wire::u8>(Element::contents_sync) == grammar::contents_sync);

bool begins_with(const grammar::Part& part, unsigned token) {
  return (grammar::beginnings.first_of(part) >> token & 1) != 0;
}

}  // namespace

StreamSyntax::StreamSyntax(Element root) : frames_{{static_cast<wire::u8>(root), 0}}, place_(root) {}

bool StreamSyntax::accept(const StreamEvent& event) {
  if (const auto* marker = std::get_if<Marker>(&event)) return accept(*marker);
  if (const auto* property = std::get_if<PropertyBegin>(&event)) return accept(property->head.tag);
  return failure_.fault == wire::Fault::none;
}
bool StreamSyntax::accept(Marker marker) { return accept_token(grammar::token_of(marker)); }
bool StreamSyntax::accept(oxcdata::PropertyTag property) { return accept_token(grammar::token_of(property)); }

bool StreamSyntax::accept_token(unsigned token) {
  if (failure_.fault != wire::Fault::none) return false;
  if (token == grammar::fx_error_info) end_message();
  while (!frames_.empty() && token < grammar::token_count) {
    auto& frame = frames_.back();
    const auto& rule = grammar::rules[frame.rule];
    const auto* const end = rule.parts.data() + rule.size;
    const auto* part = rule.parts.data() + frame.part;
    if (rule.is_choice) {
      // Once chosen, nothing more is in it. What a choice was entered for is one of its parts.
      part = frame.part > 0 ? end
                            : std::find_if(part, end, [&](const auto& p) { return begins_with(p, token); });
      frame.part = 1;
    } else {
      while (part != end && !begins_with(*part, token)) {
        if (!grammar::beginnings.can_be_nothing(*part)) return fail(wire::Fault::invalid);
        ++part;
      }
      frame.part = static_cast<wire::u8>(part - rule.parts.data());
      if (part != end && part->quantity != grammar::Quantity::many) ++frame.part;
    }
    if (part == end) {
      frames_.pop_back();
    } else if (part->tokens != 0) {
      place_ = rule.element;
      return true;
    } else {
      if (frames_.size() == max_depth) return fail(wire::Fault::limit);
      frames_.push_back({part->rule, 0});
    }
  }
  return fail(wire::Fault::invalid);
}

// Leaves the message or message change that is under way, if any.
void StreamSyntax::end_message() {
  const auto item = std::find_if(frames_.rbegin(), frames_.rend(), [](const Frame& frame) {
    return frame.rule == grammar::message_item || frame.rule == grammar::change_item;
  });
  if (item != frames_.rend()) frames_.erase(item.base() - 1, frames_.end());
}

bool StreamSyntax::complete() const {
  if (failure_.fault != wire::Fault::none) return false;
  return std::ranges::all_of(frames_, [](const Frame& frame) {
    const auto& rule = grammar::rules[frame.rule];
    if (rule.is_choice) return frame.part > 0;
    const auto* const parts = rule.parts.data();
    return std::all_of(parts + frame.part, parts + rule.size,
                       [](const auto& part) { return grammar::beginnings.can_be_nothing(part); });
  });
}

std::vector<Element> StreamSyntax::path() const {
  std::vector<Element> path;
  for (const auto& frame : frames_) {
    const auto element = grammar::rules[frame.rule].element;
    if (path.empty() || path.back() != element) path.push_back(element);
  }
  return path;
}

bool StreamSyntax::fail(wire::Fault fault) {
  failure_ = {fault, 0, name(place_).data()};
  return false;
}

std::string_view name(Element element) {
  switch (element) {
    case Element::contents_sync:
      return "contentsSync";
    case Element::hierarchy_sync:
      return "hierarchySync";
    case Element::state:
      return "state";
    case Element::folder_content:
      return "folderContent";
    case Element::message_content:
      return "messageContent";
    case Element::attachment_content:
      return "attachmentContent";
    case Element::message_list:
      return "messageList";
    case Element::top_folder:
      return "topFolder";
    case Element::progress_total:
      return "progressTotal";
    case Element::progress_per_message:
      return "progressPerMessage";
    case Element::message_change_full:
      return "messageChangeFull";
    case Element::message_change_partial:
      return "messageChangePartial";
    case Element::message_change_header:
      return "messageChangeHeader";
    case Element::group_info:
      return "groupInfo";
    case Element::folder_change:
      return "folderChange";
    case Element::deletions:
      return "deletions";
    case Element::read_state_changes:
      return "readStateChanges";
    case Element::sub_folder:
      return "subFolder";
    case Element::message:
      return "message";
    case Element::message_children:
      return "messageChildren";
    case Element::recipient:
      return "recipient";
    case Element::attachment:
      return "attachment";
    case Element::embedded_message:
      return "embeddedMessage";
    case Element::error_info:
      return "errorInfo";
  }
  return {};
}

}  // namespace mapigate::oxcfxics
