#pragma once

#include <optional>

#include "gateway/mapi/objects/property_object.hpp"

namespace mapigate::mapi {

// [MS-OXCFOLD]: an open folder.
struct FolderObject final : PropertyObject {
  store::FolderNumber number = 0;

  ObjectKind kind() const override { return ObjectKind::folder; }
  mailbox::Outcome<store::Property> property(std::uint16_t id) override;
  mailbox::Outcome<std::vector<oxcdata::PropertyTag>> property_tags() override;
  mailbox::Outcome<std::vector<Problem>> set_properties(std::vector<store::Property> properties) override;
  mailbox::Outcome<std::vector<Problem>> delete_properties(
      std::span<const oxcdata::PropertyTag> tags) override;
  mailbox::Outcome<void> writable() override;

  // What it is now: read anew when anything in the mailbox has changed.
  mailbox::Outcome<const store::FolderRecord*> record();

 private:
  std::optional<store::FolderRecord> record_;
  std::uint64_t read_at_ = 0;  // Events::published()
};

}  // namespace mapigate::mapi
