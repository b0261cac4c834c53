#pragma once

#include "gateway/mailbox/open_message.hpp"
#include "gateway/mapi/objects/property_object.hpp"

namespace mapigate::mapi {

// [MS-OXCMSG]: an open message, embedded ones included.
struct MessageObject final : PropertyObject {
  mailbox::OpenMessagePtr message;
  // In which recipients are shown: those that the client was told when it opened the message, or those that
  // it has itself given the recipients of a new one.
  std::vector<oxcdata::PropertyTag> recipient_columns;
  bool columns_told = false;

  ObjectKind kind() const override { return ObjectKind::message; }
  std::size_t memory() const override { return message->memory(); }
  mailbox::Outcome<store::Property> property(std::uint16_t id) override { return message->property(id); }
  mailbox::Outcome<std::vector<oxcdata::PropertyTag>> property_tags() override {
    return message->property_tags();
  }
  mailbox::Outcome<std::vector<Problem>> set_properties(std::vector<store::Property> properties) override;
  mailbox::Outcome<std::vector<Problem>> delete_properties(
      std::span<const oxcdata::PropertyTag> tags) override;
  mailbox::Outcome<void> writable() override;
};

}  // namespace mapigate::mapi
