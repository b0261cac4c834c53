#pragma once

#include <optional>
#include <string>

#include "gateway/mailbox/config.hpp"
#include "gateway/mailbox/postman.hpp"
#include "gateway/mailbox/reports.hpp"
#include "gateway/mailbox/rules.hpp"

namespace mapigate::mailbox {

// A message that arrives at a mailbox.
struct IncomingMail {
  store::Content content;  // named properties are those of the mailbox
  std::string key;         // of this delivery: what is repeated with the same one is done once
  bool report = false;     // by the gateway itself: neither a full mailbox nor a rule keeps it away
};

struct DeliveredMail {
  FolderNumber folder = 0;    // 0: a rule has deleted it
  MessageNumber message = 0;  // in that folder
};

// Brings messages into mailboxes of this installation. One thread at a time.
class Delivery {
 public:
  struct Parts {
    const directory::Directory& directory;
    const Quotas& quotas;
    Postman& postman;  // for what rules send
  };
  explicit Delivery(Parts parts) : parts_(parts) {}

  // What came of it: the message is in the mailbox; or it is not and never will be, for this reason. An
  // error: it may be tried again, with the same key.
  struct Result {
    std::optional<DeliveryFault> fault;
    DeliveredMail delivered;
  };
  // Into the receive folder of its class, or where the rules there put it. It gets the properties that its
  // delivery gives it ([MS-OXOMSG] sections 2.2.1.23 to 2.2.1.42).
  Outcome<Result> deliver(Mailbox& mailbox, const directory::User& owner, IncomingMail mail) const;

 private:
  Outcome<std::optional<DeliveryFault>> refusal(Mailbox& mailbox, const IncomingMail& mail) const;
  Outcome<DeliveredMail> execute(Mailbox& mailbox, const directory::User& owner, const RulePlan& plan,
                                 const std::string& key) const;

  const Parts parts_;
};

// Where messages of this class are put, [MS-OXCSTOR] section 3.2.5.2: the entry with the longest beginning of
// the class, that of "" at least.
Outcome<store::ReceiveFolder> receive_folder(Mailbox& mailbox, std::string_view message_class);

// Bytes of everything in the mailbox that is not deleted: PidTagMessageSizeExtended ([MS-OXCSTOR] section
// 2.2.2.1).
Outcome<std::uint64_t> mailbox_size(Mailbox& mailbox);

}  // namespace mapigate::mailbox
