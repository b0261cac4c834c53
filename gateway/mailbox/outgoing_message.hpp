#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gateway/mailbox/logon.hpp"
#include "gateway/mailbox/mailbox.hpp"
#include "gateway/mailbox/people.hpp"
#include "gateway/store/message_record.hpp"

// A message that is on its way: a copy of what was submitted, in a folder of the sender's mailbox that
// clients do not see. So what is sent is what was submitted, whatever becomes of the message itself.

namespace mapigate::mailbox {

struct OutgoingMessage {
  MessageNumber number = 0;
  store::Content content;
  // The message that was submitted, whose fate is decided when this one is on its way; 0: none, or decided.
  FolderNumber original_folder = 0;
  MessageNumber original = 0;
};

// The copy, new; `original_folder` and `original` are remembered with it.
Outcome<MessageNumber> save_outgoing(Mailbox& mailbox, store::Content content, FolderNumber original_folder,
                                     MessageNumber original);
// The same once for each key.
struct SavedOnce {
  enum class State : std::uint8_t { saved, was_there, was_there_and_is_gone };
  State state{};
  MessageNumber number = 0;
};
Outcome<SavedOnce> save_outgoing_once(Mailbox& mailbox, store::Content content, std::string_view key);
// Nothing where there is none.
Outcome<std::optional<OutgoingMessage>> load_outgoing(Mailbox& mailbox, MessageNumber number);
Outcome<void> delete_outgoing(Mailbox& mailbox, MessageNumber number);

struct OutgoingEntry {
  MessageNumber number = 0;
  MessageNumber original = 0;  // as in OutgoingMessage
  bool once = false;           // of save_outgoing_once()
  store::Time saved = 0;
};
Outcome<std::vector<OutgoingEntry>> list_outgoing(Mailbox& mailbox);

// What the sender keeps: by PidTagDeleteAfterSubmit, PidTagSentMailSvrEID and PidTagTargetEntryId
// ([MS-OXOMSG] sections 2.2.3.8 to 2.2.3.10) a copy in another folder, nothing, or else the message where it
// is. May be repeated. `key`: of the copy.
Outcome<void> finish_original(Mailbox& mailbox, const OutgoingMessage& message, std::string_view key);
// Before it: takes out of the properties where the copy is to go, where `logon` may create nothing there.
Outcome<void> keep_permitted_target(const Logon& logon, store::Properties& properties);
// Then it is written without what belongs to the sender alone, as recipients get it, since it stays for some
// of them.
Outcome<void> mark_finished(Mailbox& mailbox, OutgoingMessage& message);

// As recipients get it: without Bcc, and without what is of the sender's mailbox.
store::Content for_recipients(const OutgoingMessage& message);

// What PidTagMessageFlags of the original say ([MS-OXCMSG] section 2.2.1.6). No error where it is gone.
enum class SubmitState : std::uint8_t { unsent, submitted, sent };
Outcome<void> set_submit_state(Mailbox& mailbox, FolderNumber folder, MessageNumber number,
                               SubmitState state);

}  // namespace mapigate::mailbox
