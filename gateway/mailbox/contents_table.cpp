#include "gateway/mailbox/contents_table.hpp"

#include "gateway/mailbox/store_rows.hpp"

namespace mapigate::mailbox {

namespace {

// ecConversationNotFound of [MS-OXCTABL] section 3.2.5.4, which [MS-OXCDATA] does not have.
constexpr auto conversation_not_found = static_cast<ErrorCode>(0x0000'0496);

store::Contents contents_of(ContentsTable::Kind kind) {
  if (kind.deleted) {
    return kind.associated ? store::Contents::deleted_associated : store::Contents::deleted_normal;
  }
  return kind.associated ? store::Contents::associated : store::Contents::normal;
}

bool is_of_message(EventKind kind) {
  switch (kind) {
    case EventKind::message_created:
    case EventKind::message_changed:
    case EventKind::message_moved:
    case EventKind::message_copied:
    case EventKind::message_deleted:
    case EventKind::search_complete:
      return true;
    default:
      return false;
  }
}

// No rows of a conversation that nobody has named.
class NoRows final : public RowSet {
 public:
  Outcome<std::uint64_t> size() override { return std::uint64_t{0}; }
  Outcome<void> read(std::uint64_t, bool, std::uint64_t, const Visitor&, const RowPlace*) override {
    return boost::system::in_place_value;
  }
  Outcome<std::optional<RowPlace>> place(std::uint64_t) override { return std::nullopt; }
  Outcome<Found> find(const RowPlace&) override { return Found{0, true}; }
  Outcome<void> show_whole(std::uint64_t, const RowId&, const Visitor&) override {
    return boost::system::in_place_value;
  }
  void invalidate() override {}
  void invalidate(std::span<const RowNumber>) override {}
};

}  // namespace

ContentsTable::ContentsTable(std::shared_ptr<Logon> logon, std::unique_ptr<MessageRows> rows,
                             Concerns concerns)
    : Table(std::move(logon), std::move(rows),
            {.sort = true, .restrict_rows = true, .find = true, .bookmarks = true, .cut_values = true},
            std::move(concerns)) {
  make_rows();
}

Outcome<std::unique_ptr<ContentsTable>> ContentsTable::open(std::shared_ptr<Logon> logon, FolderNumber folder,
                                                            Kind kind) {
  if (kind.conversation_members && kind.associated) return ErrorCode::invalid_parameter;
  const auto record = logon->mailbox().store().folder(folder);
  if (!record) return logon->mailbox().failed(record.error());
  const auto rights = logon->rights(folder);
  if (!rights) return rights.error();
  if (!kind.conversation_members && (*rights & (right_read_any | right_folder_owner)) == 0) {
    return ErrorCode::access_denied;
  }
  MessageRows::Scope scope;
  scope.folder = folder;
  scope.contents = contents_of(kind);
  scope.conversations = kind.conversation_members;
  scope.search = record->kind == store::FolderKind::search;
  Concerns concerns;
  if (scope.conversations || scope.search) {
    concerns = [](const Event& event, RowChanges& changes) {
      if (is_of_message(event.kind)) changes.add_all();
    };
  } else {
    concerns = [folder](const Event& event, RowChanges& changes) {
      if (!is_of_message(event.kind)) return;
      if (event.folder == folder) changes.add(event.message);
      if (event.old_folder == folder) changes.add(event.old_message);
    };
  }
  auto rows = std::make_unique<MessageRows>(logon, scope);
  return std::unique_ptr<ContentsTable>(
      new ContentsTable(std::move(logon), std::move(rows), std::move(concerns)));
}

Outcome<std::uint64_t> ContentsTable::messages() {
  MessageRows& rows = messages_source();
  if (!rows.shows_other_folders()) return rows.count();
  const auto at = position();
  if (!at) return at.error();
  return at->rows;
}

std::unique_ptr<RowSet> ContentsTable::stored_rows(const RowOrder& order) {
  MessageRows& rows = messages_source();
  if (rows.scope().conversations) return std::make_unique<NoRows>();
  if (rows.shows_other_folders()) return nullptr;
  const auto stored = store_order(order);
  return stored ? std::make_unique<StoreRows>(rows, *stored) : nullptr;
}

Outcome<void> ContentsTable::restrict_rows(oxcdata::RestrictionValue restriction) {
  const bool restricted = restriction.restriction != nullptr;
  auto done = Table::restrict_rows(std::move(restriction));
  if (!done || !restricted || !messages_source().scope().conversations) return done;
  const auto at = position();
  if (!at) return at.error();
  if (at->rows == 0) return conversation_not_found;
  return done;
}

}  // namespace mapigate::mailbox
