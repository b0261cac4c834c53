#pragma once

#include <span>

#include "gateway/mailbox/actor.hpp"
#include "gateway/mailbox/mailbox.hpp"
#include "protocol/oxcfxics/idset.hpp"

namespace mapigate::mailbox {

// What somebody has read in a folder. In a mailbox each message says it itself. In public folders each user
// has a state of their own ([MS-OXCSTOR] section 3.2.1): the change numbers of what they have read, so that
// a message which changes is unread again.
class ReadState {
 public:
  // Costs nothing in a mailbox. Nobody in particular has read nothing in public folders.
  static Outcome<ReadState> load(Mailbox& mailbox, const Actor& actor, FolderNumber folder);

  // `stored`: what the message itself says.
  bool is_read(bool stored, store::ChangeNumber change) const {
    return own_ ? seen_.contains(replica_, change) : stored;
  }

 private:
  bool own_ = false;
  wire::Guid replica_;
  oxcfxics::Cnset seen_;
};

// Marks messages of a public folder as read or unread for the actor, by their change numbers; returns whether
// any was not so before.
Outcome<bool> set_own_read_state(Mailbox& mailbox, const Actor& actor, FolderNumber folder,
                                 std::span<const store::ChangeNumber> changes, bool read);

}  // namespace mapigate::mailbox
