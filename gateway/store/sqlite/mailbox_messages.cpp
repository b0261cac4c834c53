#include "gateway/store/sqlite/mailbox_messages.hpp"

#include "gateway/store/sqlite/mailbox.hpp"
#include "gateway/store/sqlite/mailbox_folders.hpp"
#include "gateway/store/sqlite/mailbox_numbers.hpp"

namespace mapigate::store::sqlite {

std::optional<MessageState> message_state(PooledTransaction& transaction, MessageNumber number) {
  Rows rows = transaction.query(
      "SELECT folder, contents, change_number, change_key, predecessors, size FROM message WHERE number = ?1",
      number);
  if (!rows.next()) return std::nullopt;
  const auto bytes = [&](int column) {
    const auto view = rows.blob(column);
    return wire::Bytes(view.begin(), view.end());
  };
  MessageState state;
  state.folder = static_cast<FolderNumber>(rows.integer(0));
  state.contents = static_cast<Contents>(rows.integer(1));
  state.version = {static_cast<ChangeNumber>(rows.integer(2)), bytes(3), bytes(4)};
  state.size = static_cast<std::uint64_t>(rows.integer(5));
  return state;
}

void log_deletion(PooledTransaction& transaction, FolderNumber folder, ChangeNumber change_number,
                  MessageNumber number) {
  transaction.execute("INSERT INTO deletion (folder, kind, change_number, number) VALUES (?1, 0, ?2, ?3)",
                      folder, change_number, number);
}

void erase_message(PooledTransaction& transaction, MessageNumber number) {
  transaction.execute("DELETE FROM message WHERE number = ?1", number);
  release_values(transaction, OwnerKind::message, number);
}

namespace {

bool is_deleted(Contents contents) { return contents >= Contents::deleted_normal; }

// A copy comes from nowhere: its version begins with its change number, and it mirrors nothing. Full text is
// the same and shares the entry in the index.
void copy_message(PooledTransaction& transaction, MessageNumber from, MessageNumber to, FolderNumber folder,
                  Time when) {
  transaction.execute(
      "INSERT INTO message (number, folder, contents, change_number, read_change, read, status, created,"
      " modified, size, delivery_time, submit_time, importance, flag_status, has_attachments, subject, "
      "sender,"
      " display_to, message_class, conversation, change_key, predecessors, mirror, properties, recipients)"
      " SELECT ?2, ?3, contents & 1, ?4, 0, read, status, ?5, ?5, size, delivery_time, submit_time, "
      "importance,"
      " flag_status, has_attachments, subject, sender, display_to, message_class, conversation, x'', x'', "
      "x'',"
      " properties, recipients FROM message WHERE number = ?1",
      from, to, folder, next_change(transaction), when);
  transaction.execute(
      "INSERT INTO attachment (message, id, parent, number, is_embedded, properties, embedded_properties,"
      " embedded_recipients) SELECT ?2, id, parent, number, is_embedded, properties, embedded_properties,"
      " embedded_recipients FROM attachment WHERE message = ?1",
      from, to);
  transaction.execute(
      "INSERT INTO pending_text (message, text) SELECT ?2, text FROM pending_text WHERE message = ?1", from,
      to);
  transaction.execute(
      "INSERT INTO text_entry (message, text) SELECT ?2, text FROM text_entry WHERE message = ?1", from, to);
  share_values(transaction, OwnerKind::message, from, to);
}

}  // namespace

StoreResult<std::vector<Transferred>> SqliteMailbox::copy_messages(std::span<const MessageNumber> numbers,
                                                                   FolderNumber to, Time when) {
  return write([&](PooledTransaction& transaction) {
    std::vector<Transferred> copied;
    check_message_folder(transaction, to);
    for (const auto number : numbers) {
      if (transaction.failed()) break;
      if (!transaction.integer("SELECT 1 FROM message WHERE number = ?1", number)) continue;
      copied.push_back({number, next_numbers(transaction, 1)});
      copy_message(transaction, number, copied.back().to, to, when);
    }
    return copied;
  });
}

StoreResult<std::vector<Transferred>> SqliteMailbox::move_messages(std::span<const MessageNumber> numbers,
                                                                   FolderNumber to, Time when) {
  return write([&](PooledTransaction& transaction) {
    std::vector<Transferred> moved;
    check_message_folder(transaction, to);
    for (const auto number : numbers) {
      if (transaction.failed()) break;
      const auto state = message_state(transaction, number);
      if (!state) continue;
      const auto new_number = next_numbers(transaction, 1);
      const auto version = next_version(identity_.replica_guid, state->version, next_change(transaction));
      transaction.execute(
          "UPDATE message SET number = ?2, folder = ?3, contents = contents & 1, change_number = ?4,"
          " change_key = ?5, predecessors = ?6, mirror = x'', modified = ?7, deleted = NULL WHERE number = "
          "?1",
          number, new_number, to, version.change_number, version.change_key, version.predecessor_change_list,
          when);
      transaction.execute("UPDATE value_reference SET owner = ?2 WHERE kind = 0 AND owner = ?1", number,
                          new_number);
      if (!is_deleted(state->contents)) {
        log_deletion(transaction, state->folder, version.change_number, number);
      }
      moved.push_back({number, new_number});
    }
    return moved;
  });
}

StoreResult<std::vector<MessageNumber>> SqliteMailbox::delete_messages(std::span<const MessageNumber> numbers,
                                                                       std::optional<Time> when) {
  return write([&](PooledTransaction& transaction) {
    std::vector<MessageNumber> deleted;
    for (const auto number : numbers) {
      if (transaction.failed()) break;
      const auto state = message_state(transaction, number);
      if (!state || (when && is_deleted(state->contents))) continue;
      if (!is_deleted(state->contents)) {
        log_deletion(transaction, state->folder, next_change(transaction), number);
      }
      if (when) {
        transaction.execute("UPDATE message SET contents = contents + 2, deleted = ?2 WHERE number = ?1",
                            number, *when);
      } else {
        erase_message(transaction, number);
      }
      deleted.push_back(number);
    }
    return deleted;
  });
}

StoreResult<std::vector<MessageNumber>> SqliteMailbox::set_read(std::span<const MessageNumber> numbers,
                                                                bool read) {
  return write([&](PooledTransaction& transaction) {
    std::vector<MessageNumber> changed;
    auto change = next_changes(transaction, numbers.size());
    for (const auto number : numbers) {
      if (transaction.failed()) break;
      if (transaction.execute(
              "UPDATE message SET read = ?2, read_change = ?3 WHERE number = ?1 AND read <> ?2", number, read,
              change) == 0) {
        continue;
      }
      changed.push_back(number);
      ++change;
    }
    return changed;
  });
}

StoreResult<std::uint32_t> SqliteMailbox::set_status(MessageNumber number, std::uint32_t status,
                                                     std::uint32_t mask) {
  return write([&](PooledTransaction& transaction) {
    const auto before = transaction.integer("SELECT status FROM message WHERE number = ?1", number);
    if (!before) {
      transaction.fail(StoreFault::not_found, "there is no such message");
      return std::uint32_t{0};
    }
    const auto old = static_cast<std::uint32_t>(*before);
    transaction.execute("UPDATE message SET status = ?2 WHERE number = ?1", number,
                        (old & ~mask) | (status & mask));
    return old;
  });
}

}  // namespace mapigate::store::sqlite
