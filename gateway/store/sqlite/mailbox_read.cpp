#include <algorithm>

#include "gateway/store/sqlite/mailbox.hpp"
#include "gateway/store/sqlite/mailbox_messages.hpp"

namespace mapigate::store::sqlite {

namespace {

constexpr auto select_message =
    "SELECT folder, contents, change_number, read_change, read, status, created, modified, deleted, size,"
    " delivery_time, submit_time, importance, flag_status, has_attachments, subject, sender, display_to,"
    " message_class, conversation, change_key, predecessors, mirror, properties, recipients"
    " FROM message WHERE number = ?1";

wire::Bytes bytes_of(std::span<const std::uint8_t> view) { return {view.begin(), view.end()}; }

MessageColumns columns_of(const Rows& row) {
  const auto text = [&](int column) { return as_text<std::string>(row.blob(column)); };
  MessageColumns columns;
  columns.delivery_time = static_cast<Time>(row.integer(10));
  columns.submit_time = static_cast<Time>(row.integer(11));
  columns.importance = static_cast<std::int32_t>(row.integer(12));
  columns.flag_status = static_cast<std::int32_t>(row.integer(13));
  columns.has_attachments = row.integer(14) != 0;
  columns.subject = text(15);
  columns.sender = text(16);
  columns.display_to = text(17);
  columns.message_class = text(18);
  columns.conversation = text(19);
  return columns;
}

}  // namespace

StoreResult<MessageRecord> SqliteMailbox::message(MessageNumber number) {
  return read(
      [&](PooledTransaction& transaction) {
        MessageRecord message;
        Rows row = transaction.query(select_message, number);
        if (!row.next()) {
          transaction.fail(StoreFault::not_found, "there is no such message");
          return message;
        }
        const auto integer = [&](int column) { return static_cast<std::uint64_t>(row.integer(column)); };
        message.number = number;
        message.folder = integer(0);
        message.contents = static_cast<Contents>(row.integer(1));
        message.version = {integer(2), bytes_of(row.blob(20)), bytes_of(row.blob(21))};
        message.read_change = integer(3);
        message.read = row.integer(4) != 0;
        message.status = static_cast<std::uint32_t>(row.integer(5));
        message.created = integer(6);
        message.modified = integer(7);
        if (!row.is_null(8)) message.deleted = integer(8);
        message.size = integer(9);
        message.columns = columns_of(row);
        message.mirror = as_text<std::string>(row.blob(22));
        message.properties = unpack(transaction, row.blob(23));
        message.recipients = unpack_recipients(transaction, row.blob(24));
        return message;
      },
      Transaction::Mode::single);
}

StoreResult<std::vector<Attachment>> SqliteMailbox::attachments(MessageNumber number) {
  return read(
      [&](PooledTransaction& transaction) {
        // What is inside of an embedded message comes behind it, and is added to it while it is in its list
        // already.
        struct Read {
          std::uint64_t id;
          std::uint64_t parent;
          Attachment attachment;
          std::shared_ptr<Content> embedded;
        };
        std::vector<Read> read;
        for (Rows rows = transaction.query("SELECT id, parent, number, is_embedded, properties, "
                                           "embedded_properties, embedded_recipients"
                                           " FROM attachment WHERE message = ?1 ORDER BY id",
                                           number);
             rows.next();) {
          Read& entry = read.emplace_back();
          entry.id = static_cast<std::uint64_t>(rows.integer(0));
          entry.parent = static_cast<std::uint64_t>(rows.integer(1));
          entry.attachment.number = static_cast<std::uint32_t>(rows.integer(2));
          entry.attachment.properties = unpack(transaction, rows.blob(4));
          if (rows.integer(3) == 0) continue;
          entry.embedded = std::make_shared<Content>();
          entry.embedded->properties = unpack(transaction, rows.blob(5));
          entry.embedded->recipients = unpack_recipients(transaction, rows.blob(6));
          entry.attachment.embedded = entry.embedded;
        }
        std::vector<Attachment> attachments;
        if (read.empty() && !message_state(transaction, number)) {
          transaction.fail(StoreFault::not_found, "there is no such message");
        }
        for (Read& entry : read) {
          const auto parent = std::ranges::lower_bound(read, entry.parent, {}, &Read::id);
          const bool inside = entry.parent != 0 && entry.parent < entry.id && parent != read.end() &&
                              parent->id == entry.parent && parent->embedded;
          (inside ? parent->embedded->attachments : attachments).push_back(std::move(entry.attachment));
        }
        return attachments;
      },
      Transaction::Mode::single);
}

std::vector<Recipient> SqliteMailbox::unpack_recipients(PooledTransaction& transaction,
                                                        std::span<const std::uint8_t> bytes) const {
  std::vector<Recipient> recipients;
  bool whole = true;
  const bool read = read_recipients(bytes, [&](const PackedRecipient& packed) {
    auto properties = packed.properties.unpack(opener());
    if (!properties) {
      whole = false;
      return;
    }
    recipients.push_back({packed.row_id, packed.type, std::move(*properties)});
  });
  if (!read || !whole) {
    transaction.fail(StoreFault::corrupt,
                     fmt::format("recipients in the database {} are damaged", file_.string()));
  }
  return recipients;
}

}  // namespace mapigate::store::sqlite
