#pragma once

#include <string>
#include <vector>

#include "gateway/mailbox/mailbox.hpp"
#include "gateway/store/message_record.hpp"

namespace mapigate::mailbox {

// A message that the gateway sends for the owner of a mailbox, who does not keep a copy of it: what a rule
// sends, a report.
struct GeneratedMail {
  store::Content content;
  std::string sender;                   // SMTP address; empty: nobody is told where it fails
  std::vector<std::string> recipients;  // SMTP addresses
  std::string key;                      // once for each in the mailbox, for 30 days
};

// Who takes such messages. What it has taken is on its way, whatever happens to the process.
class Postman {
 public:
  virtual ~Postman() = default;
  virtual Outcome<void> send(Mailbox& mailbox, GeneratedMail mail) = 0;
};

}  // namespace mapigate::mailbox
