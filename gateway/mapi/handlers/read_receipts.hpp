#pragma once

#include <span>
#include <vector>

#include "gateway/mailbox/open_message.hpp"
#include "gateway/mapi/objects/property_object.hpp"
#include "gateway/mapi/rop_services.hpp"

namespace mapigate::mapi::handlers {

// ReadFlags of RopSetReadFlags and RopSetMessageReadFlag ([MS-OXCMSG] section 2.2.3.10.1).
struct ReadFlags {
  std::optional<bool> read;                    // what the messages become; nothing: they stay
  bool send_receipt = false;                   // where one is waited for
  mailbox::OpenMessage::ReceiptRequests drop;  // that are waited for no longer
};
// InvalidParameter where flags exclude one another.
mailbox::Outcome<ReadFlags> read_flags_of(wire::u8 flags);

// The receipts that messages are waited for with, while their read state changes. A message is not waited for
// if it is a draft or was not received. In public folders none is.
class ReadReceipts {
 public:
  // All outlive it.
  ReadReceipts(const LogonPtr& logon, const ReadFlags& flags, const RopServices& services)
      : logon_(logon), flags_(flags), services_(services) {}

  // To be told before the read state changes: these messages of the folder, all of it where there are none.
  mailbox::Outcome<void> expect(store::FolderNumber folder, std::span<const store::MessageNumber> numbers);
  // And afterwards. What cannot be sent stays waited for.
  void settle();
  // The same of one message that is open.
  mailbox::Outcome<bool> is_waited_for(mailbox::OpenMessage& message) const;
  void settle(mailbox::OpenMessage& message) const;

 private:
  struct Waiting {
    store::FolderNumber folder = 0;
    store::MessageNumber number = 0;
  };
  bool has_requests(const mailbox::KeptProperties& properties, bool read) const;

  const LogonPtr& logon_;
  const ReadFlags& flags_;
  const RopServices& services_;
  std::vector<Waiting> waiting_;
};

}  // namespace mapigate::mapi::handlers
