#pragma once

#include "gateway/mapi/objects/property_object.hpp"

namespace mapigate::mapi {

// [MS-OXCFOLD]: an open folder. What it is now is in the store; nothing of it is kept here.
struct FolderObject final : PropertyObject {
  store::FolderNumber number = 0;

  ObjectKind kind() const override { return ObjectKind::folder; }
  mailbox::Outcome<store::Property> property(std::uint16_t id) override;
  mailbox::Outcome<std::vector<oxcdata::PropertyTag>> property_tags() override;
  mailbox::Outcome<std::vector<Problem>> set_properties(std::vector<store::Property> properties) override;
  mailbox::Outcome<std::vector<Problem>> delete_properties(
      std::span<const oxcdata::PropertyTag> tags) override;
  mailbox::Outcome<void> writable() override;
};

}  // namespace mapigate::mapi
