#include <algorithm>

#include "gateway/store/sqlite/mailbox.hpp"
#include "gateway/store/sqlite/mailbox_folders.hpp"
#include "gateway/store/sqlite/mailbox_messages.hpp"
#include "gateway/store/sqlite/mailbox_numbers.hpp"

namespace mapigate::store::sqlite {

namespace {

constexpr std::size_t most_text = 256 * 1024;  // bytes

// The packed parts of what is written, with their size.
class Packer {
 public:
  Packer(PooledTransaction& transaction, ValueKeeper& values) : transaction_(transaction), values_(values) {}

  wire::Bytes properties(const Properties& properties) {
    return counted(pack(properties, values_.keeper(), largest_in_row));
  }
  wire::Bytes recipients(const std::vector<Recipient>& recipients) {
    return counted(pack(recipients, values_.keeper()));
  }
  std::uint64_t size() const { return bytes_ + values_.bytes(); }

 private:
  wire::Bytes counted(std::optional<wire::Bytes> packed) {
    if (!packed) {
      transaction_.fail(StoreFault::conflict, "the properties of the message are too large");
      return {};
    }
    bytes_ += packed->size();
    return std::move(*packed);
  }

  PooledTransaction& transaction_;
  ValueKeeper& values_;
  std::uint64_t bytes_ = 0;
};

// In the order in which they will be read: those inside of one after it. `next` is the next id.
void insert_attachments(PooledTransaction& transaction, Packer& packer, MessageNumber message,
                        const std::vector<Attachment>& attachments, std::uint64_t parent,
                        std::uint64_t& next) {
  for (const Attachment& attachment : attachments) {
    const auto id = next++;
    const auto properties = packer.properties(attachment.properties);
    const auto* embedded = attachment.embedded.get();
    const auto embedded_properties = embedded ? packer.properties(embedded->properties) : wire::Bytes();
    const auto embedded_recipients = embedded ? packer.recipients(embedded->recipients) : wire::Bytes();
    transaction.execute(
        "INSERT INTO attachment (message, id, parent, number, is_embedded, properties, embedded_properties,"
        " embedded_recipients) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        message, id, parent, attachment.number, embedded != nullptr, properties, embedded_properties,
        embedded_recipients);
    if (transaction.failed()) return;
    if (embedded) insert_attachments(transaction, packer, message, embedded->attachments, id, next);
  }
}

// At most as much as is indexed, cut between characters.
std::string_view indexed_text(std::string_view text) {
  if (text.size() <= most_text) return text;
  std::size_t size = most_text;
  while (size > 0 && (static_cast<std::uint8_t>(text[size]) & 0xC0) == 0x80) --size;
  return text.substr(0, size);
}

void queue_text(PooledTransaction& transaction, MessageNumber message, std::string_view text, bool is_new) {
  if (!is_new) {
    transaction.execute("DELETE FROM text_entry WHERE message = ?1", message);
    transaction.execute("DELETE FROM pending_text WHERE message = ?1", message);
  }
  if (text.empty()) return;
  transaction.execute("INSERT INTO pending_text (message, text) VALUES (?1, ?2)", message,
                      as_bytes(indexed_text(text)));
}

void insert_row(PooledTransaction& transaction, const MessageWrite& message, const SavedMessage& saved,
                const Version& version, const wire::Bytes& properties, const wire::Bytes& recipients) {
  const auto& columns = message.columns;
  transaction.execute(
      "INSERT INTO message (number, folder, contents, change_number, read_change, read, status, created,"
      " modified, size, delivery_time, submit_time, importance, flag_status, has_attachments, subject, "
      "sender,"
      " display_to, message_class, conversation, change_key, predecessors, mirror, properties, recipients)"
      " VALUES (?1, ?2, ?3, ?4, 0, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20,"
      " ?21, ?22, ?23, ?24)",
      saved.number, message.folder,
      static_cast<int>(message.associated ? Contents::associated : Contents::normal), saved.change_number,
      message.read, message.status, message.created, message.modified, saved.size, columns.delivery_time,
      columns.submit_time, columns.importance, columns.flag_status, columns.has_attachments,
      as_bytes(columns.subject), as_bytes(columns.sender), as_bytes(columns.display_to),
      as_bytes(columns.message_class), as_bytes(columns.conversation), version.change_key,
      version.predecessor_change_list, as_bytes(message.mirror), properties, recipients);
}

void update_row(PooledTransaction& transaction, const MessageWrite& message, const SavedMessage& saved,
                const Version& version, const wire::Bytes& properties, const wire::Bytes& recipients) {
  const auto& columns = message.columns;
  transaction.execute(
      "UPDATE message SET change_number = ?2, modified = ?3, size = ?4, delivery_time = ?5, submit_time = ?6,"
      " importance = ?7, flag_status = ?8, has_attachments = ?9, subject = ?10, sender = ?11, display_to = "
      "?12,"
      " message_class = ?13, conversation = ?14, change_key = ?15, predecessors = ?16,"
      " mirror = iif(length(?17) = 0, mirror, ?17), properties = ?18, recipients = ?19 WHERE number = ?1",
      saved.number, saved.change_number, message.modified, saved.size, columns.delivery_time,
      columns.submit_time, columns.importance, columns.flag_status, columns.has_attachments,
      as_bytes(columns.subject), as_bytes(columns.sender), as_bytes(columns.display_to),
      as_bytes(columns.message_class), as_bytes(columns.conversation), version.change_key,
      version.predecessor_change_list, as_bytes(message.mirror), properties, recipients);
}

}  // namespace

SavedMessage SqliteMailbox::save(PooledTransaction& transaction, const MessageWrite& message) const {
  SavedMessage saved;
  const auto existing = message.number == 0 ? std::nullopt : message_state(transaction, message.number);
  if (existing) {
    if (message.expected && *message.expected != existing->version.change_number) {
      transaction.fail(StoreFault::conflict, "the message was changed by somebody else meanwhile");
    }
    saved.number = message.number;
  } else {
    check_message_folder(transaction, message.folder);
    saved.number = claim_number(transaction, message.number);
  }
  saved.change_number = next_change(transaction);
  if (transaction.failed()) return {};

  Version version{saved.change_number, message.change_key, message.predecessor_change_list};
  if (existing && version.change_key.empty()) {
    version = next_version(identity_.replica_guid, existing->version, saved.change_number);
  }

  ValueKeeper values(*pool_, transaction);
  Packer packer(transaction, values);
  const auto properties = packer.properties(message.content.properties);
  const auto recipients = packer.recipients(message.content.recipients);
  // The row first: attachments refer to it. Its size is known only when all has been packed.
  if (existing) {
    transaction.execute("DELETE FROM attachment WHERE message = ?1", saved.number);
    saved.size = existing->size;
    update_row(transaction, message, saved, version, properties, recipients);
  } else {
    saved.size = packer.size();
    insert_row(transaction, message, saved, version, properties, recipients);
  }
  std::uint64_t next_id = 1;
  insert_attachments(transaction, packer, saved.number, message.content.attachments, 0, next_id);
  if (saved.size != packer.size()) {
    saved.size = packer.size();
    transaction.execute("UPDATE message SET size = ?2 WHERE number = ?1", saved.number, saved.size);
  }
  values.give_to(OwnerKind::message, saved.number);
  queue_text(transaction, saved.number, message.text, !existing);
  return saved;
}

StoreResult<SavedMessage> SqliteMailbox::save_message(const MessageWrite& message) {
  return write([&](PooledTransaction& transaction) { return save(transaction, message); });
}

StoreResult<std::vector<SavedMessage>> SqliteMailbox::save_messages(std::span<const MessageWrite> messages) {
  return write([&](PooledTransaction& transaction) {
    std::vector<SavedMessage> saved;
    saved.reserve(messages.size());
    for (const auto& message : messages) {
      saved.push_back(save(transaction, message));
      if (transaction.failed()) break;
    }
    return saved;
  });
}

StoreResult<SavedMessage> SqliteMailbox::deliver_message(const MessageWrite& message, std::string_view key) {
  return write([&](PooledTransaction& transaction) {
    if (message.created > delivery_keys_kept) {
      transaction.execute("DELETE FROM delivered WHERE time < ?1", message.created - delivery_keys_kept);
    }
    const auto before = transaction.integer("SELECT message FROM delivered WHERE key = ?1", as_bytes(key));
    if (before) {
      SavedMessage saved{static_cast<MessageNumber>(*before), 0, 0};
      if (const auto state = message_state(transaction, saved.number)) {
        saved.change_number = state->version.change_number;
        saved.size = state->size;
      }
      return saved;
    }
    // What is delivered is new: it must not take the place of a message that is there.
    if (message.number != 0 && message_state(transaction, message.number)) {
      transaction.fail(StoreFault::not_found, "the number of the message is not reserved for it");
      return SavedMessage{};
    }
    const auto saved = save(transaction, message);
    transaction.execute("INSERT INTO delivered (key, message, time) VALUES (?1, ?2, ?3)", as_bytes(key),
                        saved.number, message.created);
    return saved;
  });
}

}  // namespace mapigate::store::sqlite
