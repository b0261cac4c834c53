#pragma once

#include <memory>
#include <unordered_set>

#include "gateway/mailbox/computed_properties.hpp"
#include "gateway/mailbox/logon.hpp"
#include "gateway/mailbox/read_state.hpp"
#include "gateway/mailbox/table_rows.hpp"

namespace mapigate::mailbox {

// Messages as the rows of a contents table ([MS-OXCFOLD] section 2.2.1.14).
class MessageRows final : public RowSource {
 public:
  struct Scope {
    FolderNumber folder = 0;
    store::Contents contents = store::Contents::normal;
    // The messages of all folders, for a restriction to a conversation: the ConversationMembers flag.
    bool conversations = false;
    bool search = false;  // a search folder: its messages are in others
  };
  MessageRows(std::shared_ptr<Logon> logon, Scope scope) : logon_(std::move(logon)), scope_(scope) {}

  const Scope& scope() const { return scope_; }
  // Rows are left out that the user may not read, so that an offset of the store is none of the table.
  bool shows_other_folders() const {
    return scope_.conversations || (scope_.search && !logon_->actor().owner);
  }
  // The rows of a query, whose folder and contents are those of this.
  Outcome<void> list(store::MessageQuery query, const Visitor& visit);
  Outcome<std::uint64_t> count();
  // At which offset of the query.
  Outcome<std::optional<std::uint64_t>> position(store::MessageQuery query, RowNumber number);

  Outcome<void> scan(const Visitor& visit) override;
  Outcome<void> fetch(std::span<const RowNumber> numbers, const Visitor& visit) override;
  Outcome<void> show_whole(RowNumber number, const Visitor& visit) override;
  std::uint64_t instance_id(RowNumber number) const override;
  RowNumber number_of(std::uint64_t instance_id) const override;
  bool is_by_number() const override { return !scope_.search && !scope_.conversations; }
  void invalidate() override { ready_ = false; }
  Outcome<std::vector<oxcdata::PropertyTag>> tags() override;

 private:
  Mailbox& mailbox() const { return logon_->mailbox(); }
  Outcome<void> prepare();
  Outcome<void> load_readable();
  std::uint32_t access_of(const KeptProperties& kept) const;
  // Whether a message that is there is one of the table's: it may have been one before.
  bool is_shown(FolderNumber folder, store::Contents contents) const;
  bool visit_row(const store::MessageRow& row, const Visitor& visit) const;

  const std::shared_ptr<Logon> logon_;
  const Scope scope_;
  bool ready_ = false;
  Rights rights_ = 0;
  std::optional<std::uint32_t> access_;        // PidTagAccess where it is the same for all messages
  std::unordered_set<FolderNumber> readable_;  // where it shows other folders
  ReadState read_state_;
};

}  // namespace mapigate::mailbox
