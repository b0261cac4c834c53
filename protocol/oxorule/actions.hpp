#pragma once

#include <variant>
#include <vector>

#include "protocol/oxcdata/ids.hpp"
#include "protocol/oxcdata/property_value.hpp"
#include "protocol/wire/failure.hpp"
#include "protocol/wire/guid.hpp"

// What a rule does, MS-OXORULE section 2.2.5: the value of PidTagRuleActions of a standard rule, and within
// PidTagExtendedRuleMessageActions of an extended one (extended_rules.hpp). The format of the surroundings
// says which: wire::ValueFormat::rop is a standard rule, whose counts have 16 bits; any other is an extended
// rule, whose counts have 32 bits and whose objects are named by EntryIDs rather than 64-bit ids.

namespace mapigate::oxorule {

// Section 2.2.5.1
enum class ActionType : wire::u8 {
  move = 0x01,
  copy = 0x02,
  reply = 0x03,
  oof_reply = 0x04,
  defer_action = 0x05,
  bounce = 0x06,
  forward = 0x07,
  delegate = 0x08,
  tag = 0x09,
  delete_ = 0x0A,
  mark_as_read = 0x0B,
};

// Section 2.2.5.1.1: ActionFlavor of forward.
inline constexpr wire::u32 forward_preserve_sender = 0x00000001;  // PR
inline constexpr wire::u32 forward_no_changes = 0x00000002;       // NC
inline constexpr wire::u32 forward_as_attachment = 0x00000004;    // AT; without the two above
inline constexpr wire::u32 forward_as_text_message = 0x00000008;  // TM; to a phone
// ActionFlavor of reply and oof_reply. All others have none.
inline constexpr wire::u32 reply_not_to_sender = 0x00000001;  // NS; to those that the template names
inline constexpr wire::u32 reply_stock_text = 0x00000002;     // ST; the server's text, not the template's

// Section 2.2.5.1.2.1, move and copy.
struct MoveCopyData {
  bool folder_in_this_store = true;
  wire::Bytes store_eid;         // a Store Object EntryID; of no meaning where the folder is in this store
  oxcdata::ServerId server_eid;  // where the folder is in this store
  wire::Bytes folder_eid;        // where it is not, which the server cannot do itself

  bool operator==(const MoveCopyData&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("FolderInThisStore", self.folder_in_this_store);
    archive("StoreEID", wire::sized<wire::u16>(self.store_eid));
    archive("FolderEID", wire::when(self.folder_in_this_store, wire::sized<wire::u16>(self.server_eid)));
    archive("FolderEID", wire::when(!self.folder_in_this_store, wire::sized<wire::u16>(self.folder_eid)));
  }
};
struct ExtendedMoveCopyData {
  wire::Bytes store_eid;   // of no meaning
  wire::Bytes folder_eid;  // a Folder EntryID

  bool operator==(const ExtendedMoveCopyData&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("StoreEID", wire::sized<wire::u32>(self.store_eid));
    archive("FolderEID", wire::sized<wire::u32>(self.folder_eid));
  }
};

// Section 2.2.5.1.2.2, reply and oof_reply.
struct ReplyData {
  oxcdata::FolderId reply_template_fid{};
  oxcdata::MessageId reply_template_mid{};
  wire::Guid reply_template_guid;  // PidTagReplyTemplateId of the template

  bool operator==(const ReplyData&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("ReplyTemplateFID", self.reply_template_fid);
    archive("ReplyTemplateMID", self.reply_template_mid);
    archive("ReplyTemplateGUID", self.reply_template_guid);
  }
};
struct ExtendedReplyData {
  wire::Bytes reply_template_message_eid;  // a Message EntryID
  wire::Guid reply_template_guid;

  bool operator==(const ExtendedReplyData&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("ReplyTemplateMessageEID", wire::sized<wire::u32>(self.reply_template_message_eid));
    archive("ReplyTemplateGUID", self.reply_template_guid);
  }
};

// Section 2.2.5.1.2.3, defer_action: for a client, which alone knows what it means.
struct DeferData {
  wire::Bytes bytes;

  bool operator==(const DeferData&) const = default;
  static void fields(auto& self, auto& archive) { archive("ActionData", wire::rest(self.bytes)); }
};

// Section 2.2.5.1.2.5, bounce: why. A value outside the table is kept.
struct BounceData {
  enum class Code : wire::u32 {
    message_too_large = 0x0000000D,
    message_not_displayed = 0x0000001F,
    delivery_denied = 0x00000026,
  };

  Code bounce_code{};

  bool operator==(const BounceData&) const = default;
  static void fields(auto& self, auto& archive) { archive("BounceCode", self.bounce_code); }
};

namespace detail {

// At least one of these elements, after a count that is as wide as the format says.
void counted_by_format(auto& archive, const char* field_name, auto& values) {
  if (archive.format() == wire::ValueFormat::rop) {
    archive(field_name, wire::counted<wire::u16>(values));
  } else {
    archive(field_name, wire::counted<wire::u32>(values));
  }
  archive.check(!values.empty());
}

}  // namespace detail

// Section 2.2.5.1.2.4.1: PidTagDisplayName, PidTagEmailAddress and PidTagRecipientType at least. The document
// gives NoOfProperties four bytes; peers agree that it is a count like the others, of two in a standard rule.
struct RecipientBlockData {
  wire::u8 reserved = 0;  // 1 from some clients; kept
  std::vector<oxcdata::TaggedPropertyValue> property_values;

  bool operator==(const RecipientBlockData&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("Reserved", self.reserved);
    detail::counted_by_format(archive, "PropertyValues", self.property_values);
  }
};
// Section 2.2.5.1.2.4, forward and delegate.
struct ForwardDelegateData {
  std::vector<RecipientBlockData> recipient_blocks;

  bool operator==(const ForwardDelegateData&) const = default;
  static void fields(auto& self, auto& archive) {
    detail::counted_by_format(archive, "RecipientBlocks", self.recipient_blocks);
  }
};

// Section 2.2.5.1.2.6, tag: the property that the message gets.
using TagData = oxcdata::TaggedPropertyValue;

// std::monostate for delete_ and mark_as_read (section 2.2.5.1.2.7).
using ActionData = std::variant<std::monostate, MoveCopyData, ExtendedMoveCopyData, ReplyData,
                                ExtendedReplyData, DeferData, BounceData, ForwardDelegateData, TagData>;
// Which alternative an action has; std::variant_npos for an action outside the table.
std::size_t index_of_data(ActionType type, wire::ValueFormat format);

// Section 2.2.5.1, without the ActionLength in front of it.
struct ActionBlock {
  ActionType type{};
  wire::u32 flavor = 0;
  wire::u32 flags = 0;  // the client's own
  ActionData data;

  bool operator==(const ActionBlock&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("ActionType", self.type);
    archive("ActionFlavor", self.flavor);
    archive("ActionFlags", self.flags);
    archive("ActionData", wire::alternative(index_of_data(self.type, archive.format()), self.data));
  }
};

// Section 2.2.5
struct RuleAction {
  std::vector<ActionBlock> action_blocks;  // at least one

  bool operator==(const RuleAction&) const = default;
  static void fields(auto& self, auto& archive) {
    if (archive.format() == wire::ValueFormat::rop) {
      blocks<wire::u16>(self, archive);
    } else {
      blocks<wire::u32>(self, archive);
    }
    archive.check(!self.action_blocks.empty());
  }

 private:
  template <class N>
  static void blocks(auto& self, auto& archive) {
    archive("ActionBlocks", wire::counted_with<N>(self.action_blocks, [](auto& block, auto& inner) {
              inner("ActionBlock", wire::sized<N>(block));
            }));
  }
};

// The value of PidTagRuleActions in the format that it came in, or is to be written in.
wire::Result<RuleAction> parse_rule_action(const oxcdata::RuleActions& value,
                                           wire::ValueFormat format = wire::ValueFormat::rop);
wire::Result<oxcdata::RuleActions> to_rule_actions(const RuleAction& action,
                                                   wire::ValueFormat format = wire::ValueFormat::rop);

}  // namespace mapigate::oxorule
