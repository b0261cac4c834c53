#pragma once

#include "gateway/mailbox/message_rows.hpp"
#include "gateway/mailbox/table.hpp"

namespace mapigate::mailbox {

// The messages of a folder ([MS-OXCFOLD] section 2.2.1.14). Where its order is one of the store's and it
// shows all of them, nothing is kept in memory, and its first rows cost the same whatever is in the folder.
class ContentsTable final : public Table {
 public:
  struct Kind {
    bool associated = false;
    bool deleted = false;
    // Of the messages of all folders below this one those of the conversation that the table is restricted
    // to; none before.
    bool conversation_members = false;
  };
  // NotFound. AccessDenied: the user may not read what is in the folder ([MS-OXCPERM] section 2.2.7).
  // InvalidParam: associated members of conversations.
  static Outcome<std::unique_ptr<ContentsTable>> open(std::shared_ptr<Logon> logon, FolderNumber folder,
                                                      Kind kind);

  // Of all messages, whatever the table is restricted to.
  Outcome<std::uint64_t> messages();
  // ConversationNotFound: no message of the conversation is there.
  Outcome<void> restrict_rows(oxcdata::RestrictionValue restriction) override;

 private:
  ContentsTable(std::shared_ptr<Logon> logon, std::unique_ptr<MessageRows> rows, Concerns concerns);
  MessageRows& messages_source() { return static_cast<MessageRows&>(source()); }
  std::unique_ptr<RowSet> stored_rows(const RowOrder& order) override;
};

}  // namespace mapigate::mailbox
