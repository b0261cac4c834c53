#pragma once

#include "gateway/mailbox/config.hpp"
#include "gateway/mapi/objects/property_object.hpp"
#include "protocol/oxcdata/ids.hpp"
#include "protocol/wire/bytes.hpp"

namespace mapigate::mapi {

// [MS-OXCSTOR]: what RopLogon opens, a mailbox or public folders. Its properties: section 2.2.2.
struct LogonObject final : PropertyObject {
  wire::u8 logon_id = 0;
  // Of the session.
  wire::u32 locale = 0;
  wire::u32 sort_locale = 0;
  wire::u32 session_code_page = 0;
  // Outlives the object.
  const mailbox::Config* config = nullptr;

  // A piece of per-user information that more of is to come, RopWritePerUserInformation.
  struct PerUserWrite {
    oxcdata::LongTermId folder;
    wire::Guid replica;  // of the store that it is of; not said in one of public folders
    wire::Bytes data;
  };
  std::optional<PerUserWrite> per_user_write;

  ObjectKind kind() const override { return ObjectKind::logon; }
  std::size_t memory() const override { return per_user_write ? per_user_write->data.capacity() : 0; }
  mailbox::Outcome<store::Property> property(std::uint16_t id) override;
  mailbox::Outcome<std::vector<oxcdata::PropertyTag>> property_tags() override;
  mailbox::Outcome<std::vector<Problem>> set_properties(std::vector<store::Property> properties) override;
  mailbox::Outcome<std::vector<Problem>> delete_properties(
      std::span<const oxcdata::PropertyTag> tags) override;
  mailbox::Outcome<void> writable() override;

 private:
  mailbox::Outcome<store::Property> computed(std::uint16_t id) const;
  mailbox::Outcome<std::vector<Problem>> change(std::vector<store::Property> set,
                                                std::vector<std::uint16_t> erase);
};

}  // namespace mapigate::mapi
