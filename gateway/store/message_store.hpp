#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "gateway/store/message_record.hpp"

namespace mapigate::store {

// What rows can be sorted by. The order of equal ones is that of the message numbers, in the same direction.
enum class SortColumn : std::uint8_t {
  number,
  delivery_time,
  submit_time,
  modified,
  created,
  size,
  subject,
  sender,
  display_to,
  message_class,
  importance,
  flag_status,
  has_attachments,
  read,
  conversation,
};

// Which rows, and in which order. From the beginning of a folder on, a list by one of the columns that
// `is_indexed` names costs what it returns, whatever the folder holds.
struct MessageQuery {
  FolderNumber folder = 0;  // of a search folder: the messages that it shows
  Contents contents = Contents::normal;
  SortColumn sort = SortColumn::number;
  bool descending = false;
  // Only what comes behind this message, which is one of them; 0: all. From there on a list costs what it
  // returns, too. Where the message is not there, nothing is listed.
  MessageNumber behind = 0;
  std::uint64_t offset = 0;
  std::uint64_t limit = UINT64_MAX;
  bool from_end = false;   // offset counts from the end, and rows come in the reverse order
  bool properties = true;  // false: rows come without them
};

bool is_indexed(SortColumn column);

// What a scan is told to do next.
enum class Scan : std::uint8_t { go_on, stop };
using RowVisitor = std::function<Scan(const MessageRow&)>;

struct Transferred {
  MessageNumber from = 0;
  MessageNumber to = 0;
};

// The messages of one mailbox. Every function that writes does so wholly and durably or not at all; those
// that take several messages leave out the ones that are not there.
class MessageStore {
 public:
  virtual ~MessageStore() = default;

  virtual StoreResult<MessageRecord> message(MessageNumber number) = 0;
  // With embedded messages in them, whose large values stay unread.
  virtual StoreResult<std::vector<Attachment>> attachments(MessageNumber number) = 0;
  // The visitor must not call the store. Sees one state of the mailbox throughout.
  virtual StoreResult<void> list_messages(const MessageQuery& query, const RowVisitor& visit) = 0;
  // The rows of these numbers that exist, in their order.
  virtual StoreResult<void> list_messages(std::span<const MessageNumber> numbers,
                                          const RowVisitor& visit) = 0;
  // At which offset of the query, its limit aside, the message is; nothing where it is not there.
  virtual StoreResult<std::optional<std::uint64_t>> position(const MessageQuery& query,
                                                             MessageNumber number) = 0;

  // Fails with not_found where the folder, or the message of a number not reserved, is none, or a large value
  // of this mailbox is not there any more; with conflict where `expected` says so, or the folder is a search
  // folder. Large values of this mailbox are shared, not copied; all others are copied, and values longer
  // than 4096 bytes in properties of the message, of attachments and of embedded messages become large ones.
  virtual StoreResult<SavedMessage> save_message(const MessageWrite& message) = 0;
  // Several in one transaction, for imports: all are saved, or none. In the order of `messages`.
  virtual StoreResult<std::vector<SavedMessage>> save_messages(std::span<const MessageWrite> messages) = 0;
  // As save_message() of a new message, unless one was delivered under this key before: then nothing is done,
  // and its number is returned. So a delivery may be repeated after a crash. Keys are kept for 30 days.
  virtual StoreResult<SavedMessage> deliver_message(const MessageWrite& message, std::string_view key) = 0;

  // New messages of the same contents, properties and attachments, with new numbers. not_found: the folder.
  virtual StoreResult<std::vector<Transferred>> copy_messages(std::span<const MessageNumber> numbers,
                                                              FolderNumber to, Time when) = 0;
  // The message as it was is remembered as deleted from its folder, and has a new number.
  virtual StoreResult<std::vector<Transferred>> move_messages(std::span<const MessageNumber> numbers,
                                                              FolderNumber to, Time when) = 0;
  // Soft deletion where `when` is set, which purge_deleted() ends; else they are gone. Returns those that
  // were there.
  virtual StoreResult<std::vector<MessageNumber>> delete_messages(std::span<const MessageNumber> numbers,
                                                                  std::optional<Time> when) = 0;
  // Those that were not so before. Their messages do not change but for it.
  virtual StoreResult<std::vector<MessageNumber>> set_read(std::span<const MessageNumber> numbers,
                                                           bool read) = 0;
  // The bits of `mask` become those of `status`; returns all bits as they were. not_found.
  virtual StoreResult<std::uint32_t> set_status(MessageNumber number, std::uint32_t status,
                                                std::uint32_t mask) = 0;
  // Ends what was soft-deleted before this time, folders too; returns how many messages.
  virtual StoreResult<std::uint64_t> purge_deleted(Time before, std::uint64_t limit) = 0;

  // What changed in a folder since a state is known, by index: messages with a higher change number in the
  // order of these; numbers of messages that have left it since.
  virtual StoreResult<void> changed_messages(FolderNumber folder, Contents contents, ChangeNumber since,
                                             const RowVisitor& visit) = 0;
  virtual StoreResult<std::vector<MessageNumber>> deleted_messages(FolderNumber folder,
                                                                   ChangeNumber since) = 0;
};

}  // namespace mapigate::store
