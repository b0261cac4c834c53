#pragma once

#include <span>
#include <vector>

#include "gateway/mailbox/logon.hpp"
#include "gateway/mapi/server_objects.hpp"
#include "gateway/store/properties.hpp"
#include "protocol/wire/bytes.hpp"

namespace mapigate::mapi {

// What all objects of one logon share.
using LogonPtr = std::shared_ptr<mailbox::Logon>;

// A property that an operation left as it was, [MS-OXCDATA] section 2.7.
struct Problem {
  oxcdata::PropertyTag tag{};
  oxcdata::ErrorCode error{};
};

class StreamValue;

// A Server object that has properties: a logon, a folder, a message, an attachment. The ROPs of [MS-OXCPRPT]
// work on this. Strings are Unicode; the handlers convert.
struct PropertyObject : ServerObject {
  LogonPtr logon;
  // Of its PtypString8, where the client has named one when it opened it ([MS-OXCPRPT] section 3.2.5.1: a
  // message, and its attachments with it); 0: that of the session.
  wire::u32 code_page = 0;
  // What clients write to through streams and what the object does not have yet (stream_object.hpp).
  std::vector<StreamValue*> streams;

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

  // As property() and property_tags(), with what streams have written: it can be read at once through this
  // object ([MS-OXCPRPT] section 3.2.5.13), but is not durable for that.
  mailbox::Outcome<store::Property> current_property(std::uint16_t id);
  mailbox::Outcome<std::vector<oxcdata::PropertyTag>> current_tags();
  // Sets what streams have written. To be called before the object is saved, or changed in another way.
  mailbox::Outcome<void> take_streams();
};

}  // namespace mapigate::mapi
