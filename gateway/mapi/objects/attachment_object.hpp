#pragma once

#include "gateway/mailbox/open_attachment.hpp"
#include "gateway/mapi/objects/property_object.hpp"

namespace mapigate::mapi {

// [MS-OXCMSG]: an open attachment.
struct AttachmentObject final : PropertyObject {
  mailbox::OpenAttachmentPtr attachment;

  ObjectKind kind() const override { return ObjectKind::attachment; }
  std::size_t memory() const override { return attachment->memory(); }
  mailbox::Outcome<store::Property> property(std::uint16_t id) override { return attachment->property(id); }
  mailbox::Outcome<std::vector<oxcdata::PropertyTag>> property_tags() override {
    return attachment->property_tags();
  }
  mailbox::Outcome<std::vector<Problem>> set_properties(std::vector<store::Property> properties) override;
  mailbox::Outcome<std::vector<Problem>> delete_properties(
      std::span<const oxcdata::PropertyTag> tags) override;
  mailbox::Outcome<void> writable() override;
};

}  // namespace mapigate::mapi
