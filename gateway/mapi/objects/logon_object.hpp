#pragma once

#include "gateway/mapi/objects/property_object.hpp"
#include "protocol/wire/bytes.hpp"

namespace mapigate::mapi {

// [MS-OXCSTOR]: what RopLogon opens, a mailbox or public folders.
struct LogonObject final : PropertyObject {
  wire::u8 logon_id = 0;

  ObjectKind kind() const override { return ObjectKind::logon; }
  mailbox::Outcome<store::Property> property(std::uint16_t id) override;
  mailbox::Outcome<std::vector<oxcdata::PropertyTag>> property_tags() override;
  mailbox::Outcome<std::vector<Problem>> set_properties(std::vector<store::Property> properties) override;
  mailbox::Outcome<std::vector<Problem>> delete_properties(
      std::span<const oxcdata::PropertyTag> tags) override;
  mailbox::Outcome<void> writable() override;
};

}  // namespace mapigate::mapi
