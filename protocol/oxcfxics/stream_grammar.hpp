#pragma once

#include <array>
#include <iterator>

#include "protocol/oxcfxics/markers.hpp"
#include "protocol/oxcfxics/meta_properties.hpp"
#include "protocol/oxcfxics/stream_syntax.hpp"

// The rules of MS-OXCFXICS section 2.2.4.2, for stream_syntax.cpp.

namespace mapigate::oxcfxics::grammar {

using wire::u32;
using wire::u8;

// What the syntax tells apart: each marker, each meta-property, PidTagAttachNumber, and all other properties.
// A set of them is a mask.
enum Token : unsigned {
#define X(enumerator, value, name) enumerator,
#include "protocol/oxcfxics/markers.inc"
#undef X
  dn_prefix,
  ec_warning,
  new_fx_folder,
  fx_del_prop,
  incremental_sync_message_partial,
  incr_sync_group_id,
  attach_number,
  other_property,
  token_count,
};
static_assert(token_count <= 32);

constexpr unsigned token_of(Marker marker) {
  switch (marker) {
#define X(enumerator, value, name) \
  case Marker::enumerator:         \
    return Token::enumerator;
#include "protocol/oxcfxics/markers.inc"
#undef X
  }
  return token_count;
}

// By the id: a receiver knows a meta-property by it, whatever string type MetaTagDnPrefix has.
constexpr unsigned token_of(oxcdata::PropertyTag property) {
  constexpr wire::u16 attach_number_id = 0x0E21;  // PidTagAttachNumber
  switch (oxcdata::id_of(property)) {
    case oxcdata::id_of(meta_tag_dn_prefix):
      return dn_prefix;
    case oxcdata::id_of(meta_tag_ec_warning):
      return ec_warning;
    case oxcdata::id_of(meta_tag_new_fx_folder):
      return new_fx_folder;
    case oxcdata::id_of(meta_tag_fx_del_prop):
      return fx_del_prop;
    case oxcdata::id_of(meta_tag_incremental_sync_message_partial):
      return incremental_sync_message_partial;
    case oxcdata::id_of(meta_tag_incr_sync_group_id):
      return incr_sync_group_id;
    case attach_number_id:
      return attach_number;
    default:
      return other_property;
  }
}

// The syntax as rules, such that the next token alone says how to go on. A rule is a sequence of parts, or a
// choice between them; a part is a set of tokens or another rule. Where the document's rules leave open to
// which element a token belongs (MetaTagFXDelProp in a folder), they are written out differently here, for
// the same streams.

enum class Quantity : u8 { one, optional, many };

enum Rule : u8 {
  contents_sync,
  hierarchy_sync,
  state,
  folder_content,
  message_content,
  attachment_content,
  message_list,
  top_folder,
  // From here on no roots.
  progress_total,
  change_item,
  change,
  progress_per_message,
  message_change,
  message_change_full,
  message_change_partial,
  message_change_header,
  partial_group,
  group_info,
  folder_change,
  deletions,
  read_state_changes,
  folder_body,
  replicated_folder,
  first_messages,
  behind_first,
  some_first_messages,
  second_messages,
  behind_second,
  some_second_messages,
  marked_sub_folders,
  sub_folders,
  sub_folder,
  plain_content,
  plain_body,
  plain_sub_folder,
  message_item,
  message,
  message_children,
  recipient,
  attachment,
  embedded_message,
  error_info,
  rule_count,
};

struct Part {
  u32 tokens = 0;  // 0: a rule
  Rule rule = rule_count;
  Quantity quantity = Quantity::one;
};

constexpr u32 mask(Token token) { return u32{1} << token; }
constexpr Part one(Token token) { return {mask(token), rule_count, Quantity::one}; }
constexpr Part one(Rule rule) { return {0, rule, Quantity::one}; }
constexpr Part optional(Token token) { return {mask(token), rule_count, Quantity::optional}; }
constexpr Part optional(Rule rule) { return {0, rule, Quantity::optional}; }
constexpr Part many(Rule rule) { return {0, rule, Quantity::many}; }
// propList
constexpr Part properties{mask(other_property) | mask(attach_number), rule_count, Quantity::many};

struct Definition {
  Rule rule;
  Element element;
  bool is_choice;
  std::array<Part, 6> parts;
  unsigned size;
};
template <class... Parts>
constexpr Definition sequence(Rule rule, Element element, Parts... parts) {
  return {rule, element, false, {parts...}, sizeof...(parts)};
}
template <class... Parts>
constexpr Definition choice(Rule rule, Element element, Parts... parts) {
  return {rule, element, true, {parts...}, sizeof...(parts)};
}

// In the order of the enumeration.
constexpr Definition rules[] = {
    sequence(contents_sync, Element::contents_sync, optional(progress_total), many(change_item),
             optional(deletions), optional(read_state_changes), one(state), one(incr_sync_end)),
    sequence(hierarchy_sync, Element::hierarchy_sync, many(folder_change), optional(deletions), one(state),
             one(incr_sync_end)),
    sequence(state, Element::state, one(incr_sync_state_begin), properties, one(incr_sync_state_end)),
    sequence(folder_content, Element::folder_content, optional(dn_prefix), properties, optional(folder_body)),
    sequence(message_content, Element::message_content, optional(dn_prefix), properties,
             one(message_children)),
    sequence(attachment_content, Element::attachment_content, optional(dn_prefix), properties,
             optional(embedded_message)),
    sequence(message_list, Element::message_list, many(message_item)),
    sequence(top_folder, Element::top_folder, optional(dn_prefix), one(start_top_fld), one(plain_content),
             one(end_folder)),

    sequence(progress_total, Element::progress_total, one(incr_sync_progress_mode), properties),
    choice(change_item, Element::contents_sync, one(change), one(error_info)),
    sequence(change, Element::contents_sync, optional(progress_per_message), one(message_change)),
    sequence(progress_per_message, Element::progress_per_message, one(incr_sync_progress_per_msg),
             properties),
    choice(message_change, Element::contents_sync, one(message_change_full), one(message_change_partial)),
    sequence(message_change_full, Element::message_change_full, one(incr_sync_chg),
             one(message_change_header), one(incr_sync_message), properties, one(message_children)),
    // groupInfo is sent where the client does not have the mapping yet (section 2.2.4.3.15).
    sequence(message_change_partial, Element::message_change_partial, optional(group_info),
             one(incr_sync_group_id), one(incr_sync_chg_partial), one(message_change_header),
             many(partial_group), one(message_children)),
    sequence(message_change_header, Element::message_change_header, properties),
    sequence(partial_group, Element::message_change_partial, one(incremental_sync_message_partial),
             properties),
    sequence(group_info, Element::group_info, one(incr_sync_group_info), properties),
    sequence(folder_change, Element::folder_change, one(incr_sync_chg), properties),
    sequence(deletions, Element::deletions, one(incr_sync_del), properties),
    sequence(read_state_changes, Element::read_state_changes, one(incr_sync_read), properties),

    // ( [MetaTagNewFXFolder] / *2( MetaTagFXDelProp messageList ) ) [ MetaTagFXDelProp *subFolder ]: the last
    // MetaTagFXDelProp before subfolders is theirs, since a list of messages can be empty.
    choice(folder_body, Element::folder_content, one(replicated_folder), one(first_messages)),
    sequence(replicated_folder, Element::folder_content, one(new_fx_folder), optional(marked_sub_folders)),
    sequence(first_messages, Element::folder_content, one(fx_del_prop), optional(behind_first)),
    choice(behind_first, Element::folder_content, one(some_first_messages), one(sub_folders),
           one(second_messages)),
    sequence(some_first_messages, Element::folder_content, one(message_item), many(message_item),
             optional(second_messages)),
    sequence(second_messages, Element::folder_content, one(fx_del_prop), optional(behind_second)),
    choice(behind_second, Element::folder_content, one(some_second_messages), one(sub_folders),
           one(marked_sub_folders)),
    sequence(some_second_messages, Element::folder_content, one(message_item), many(message_item),
             optional(marked_sub_folders)),
    sequence(marked_sub_folders, Element::folder_content, one(fx_del_prop), many(sub_folder)),
    sequence(sub_folders, Element::folder_content, one(sub_folder), many(sub_folder)),
    sequence(sub_folder, Element::sub_folder, one(start_sub_fld), one(folder_content), one(end_folder)),

    // folderContentNoDelProps
    sequence(plain_content, Element::folder_content, properties, one(plain_body), many(plain_sub_folder)),
    choice(plain_body, Element::folder_content, one(new_fx_folder), one(message_list)),
    sequence(plain_sub_folder, Element::sub_folder, one(start_sub_fld), one(plain_content), one(end_folder)),

    // One of [MetaTagDnPrefix] [MetaTagEcWarning] [message], which is any order where they repeat.
    choice(message_item, Element::message_list, one(dn_prefix), one(ec_warning), one(message),
           one(error_info)),
    sequence(message, Element::message,
             Part{mask(start_message) | mask(start_fai_msg), rule_count, Quantity::one}, one(message_content),
             one(end_message)),
    sequence(message_children, Element::message_children, optional(fx_del_prop), many(recipient),
             optional(fx_del_prop), many(attachment)),
    sequence(recipient, Element::recipient, one(start_recip), properties, one(end_to_recip)),
    sequence(attachment, Element::attachment, one(new_attach), one(attach_number), one(attachment_content),
             one(end_attach)),
    sequence(embedded_message, Element::embedded_message, one(start_embed), one(message_content),
             one(end_embed)),
    sequence(error_info, Element::error_info, one(fx_error_info), properties),
};
static_assert(std::size(rules) == rule_count);
static_assert([] {
  for (unsigned i = 0; i < rule_count; ++i) {
    if (rules[i].rule != i) return false;
  }
  return true;
}());

// For each rule the tokens that it can begin with, and whether it can be of none.
struct Beginnings {
  std::array<u32, rule_count> first{};
  std::array<bool, rule_count> nothing{};

  constexpr u32 first_of(const Part& part) const { return part.tokens != 0 ? part.tokens : first[part.rule]; }
  constexpr bool can_be_nothing(const Part& part) const {
    return part.quantity != Quantity::one || (part.tokens == 0 && nothing[part.rule]);
  }
};
constexpr Beginnings beginnings_of_rules() {
  Beginnings known;
  for (bool changed = true; changed;) {
    changed = false;
    for (const auto& rule : rules) {
      u32 first = 0;
      bool nothing = !rule.is_choice;
      for (unsigned i = 0; i < rule.size; ++i) {
        const auto& part = rule.parts[i];
        if (rule.is_choice) {
          first |= known.first_of(part);
          nothing = nothing || known.can_be_nothing(part);
        } else if (nothing) {
          first |= known.first_of(part);
          nothing = known.can_be_nothing(part);
        }
      }
      changed = changed || first != known.first[rule.rule] || nothing != known.nothing[rule.rule];
      known.first[rule.rule] = first;
      known.nothing[rule.rule] = nothing;
    }
  }
  return known;
}
constexpr Beginnings beginnings = beginnings_of_rules();

// The next token alone decides: no two parts of a choice begin with the same one.
static_assert([] {
  for (const auto& rule : rules) {
    u32 seen = 0;
    for (unsigned i = 0; rule.is_choice && i < rule.size; ++i) {
      const auto first = beginnings.first_of(rule.parts[i]);
      if ((seen & first) != 0) return false;
      seen |= first;
    }
  }
  return true;
}());

}  // namespace mapigate::oxcfxics::grammar
