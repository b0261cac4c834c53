#pragma once

#include <span>
#include <vector>

#include "gateway/mailbox/logon.hpp"
#include "gateway/mapi/server_objects.hpp"
#include "gateway/store/properties.hpp"

namespace mapigate::mapi {

// What all objects of one logon share.
using LogonPtr = std::shared_ptr<mailbox::Logon>;

// A property that an operation left as it was, [MS-OXCDATA] section 2.7.
struct Problem {
  oxcdata::PropertyTag tag{};
  oxcdata::ErrorCode error{};
};

// A Server object that has properties: a logon, a folder, a message, an attachment. The ROPs of [MS-OXCPRPT]
// work on this. Strings are Unicode; the handlers convert.
struct PropertyObject : ServerObject {
  LogonPtr logon;

  // Kept or computed, of this id and of whatever type it has. NotFound.
  virtual mailbox::Outcome<store::Property> property(std::uint16_t id) = 0;
  // Of all that property() has, named properties included.
  virtual mailbox::Outcome<std::vector<oxcdata::PropertyTag>> property_tags() = 0;
  // Folders and logons change at once and durably; messages and attachments when they are saved.
  virtual mailbox::Outcome<std::vector<Problem>> set_properties(std::vector<store::Property> properties) = 0;
  virtual mailbox::Outcome<std::vector<Problem>> delete_properties(
      std::span<const oxcdata::PropertyTag> tags) = 0;
  // Success, or why nothing of it may be changed: the rights, or how it was opened.
  virtual mailbox::Outcome<void> writable() = 0;
};

}  // namespace mapigate::mapi
