#pragma once

#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "gateway/mailbox/computed_properties.hpp"
#include "gateway/mailbox/logon.hpp"
#include "gateway/mailbox/recipients.hpp"

namespace mapigate::mailbox {

class OpenAttachment;
class OpenMessage;
using OpenMessagePtr = std::shared_ptr<OpenMessage>;

// [MS-OXCMSG] sections 2.2.3.1.1 and 2.2.3.12.1.
enum class OpenMode : std::uint8_t { read_only, read_write, best_access };

// A message while somebody has it open ([MS-OXCMSG] section 3.2.5.3): its own copy, which nobody else sees
// before it is saved. One thread at a time. Held by what is open inside of it, so that it may be released
// first.
class OpenMessage : public std::enable_shared_from_this<OpenMessage> {
 public:
  using LogonPtr = std::shared_ptr<Logon>;

  // NotFound: it is not in this folder, nor shown by it. AccessDenied. `deleted`: also where it was
  // soft-deleted.
  static Outcome<OpenMessagePtr> open(LogonPtr logon, FolderNumber folder, MessageNumber number,
                                      OpenMode mode, bool deleted);
  // A new one with the properties of [MS-OXCMSG] section 3.2.5.2. `locale`: LCID of who makes it, 0: not
  // known.
  static Outcome<OpenMessagePtr> create(LogonPtr logon, FolderNumber folder, bool associated,
                                        std::uint32_t locale);

  const Logon& logon() const { return *logon_; }
  Mailbox& mailbox() const { return logon_->mailbox(); }
  FolderNumber folder() const { return folder_; }
  MessageNumber number() const { return number_; }  // 0: not saved yet, or embedded
  bool is_embedded() const { return parent_ != nullptr; }
  bool is_new() const { return new_; }  // has never been saved
  bool writable() const { return writable_; }
  std::uint32_t access() const { return access_; }  // PidTagAccess
  bool is_read() const { return read_; }
  std::uint64_t memory() const { return memory_ + made_memory_; }  // bytes, about; files not counted

  // Properties. Errors: NotFound, TooBig and CorruptData of bodies (bodies.hpp), ObjectDeleted where the
  // message has gone.
  Outcome<store::Property> property(std::uint16_t id);
  Outcome<std::vector<oxcdata::PropertyTag>> property_tags();
  // Those that it keeps, to be copied to another message.
  Outcome<const store::Properties*> kept_properties();
  // AccessDenied: it is computed, or was opened for reading. OutOfMemory: more than a message holds in
  // memory.
  Outcome<void> set_property(store::Property property);
  Outcome<void> delete_property(std::uint16_t id);

  // In the order of their row ids.
  Outcome<const std::vector<store::Recipient>*> recipients();
  // TooManyRecips.
  Outcome<void> change_recipients(std::vector<RecipientChange> changes);
  Outcome<void> remove_all_recipients();

  // Attachments that are saved into this message, in the order of their numbers; their rows:
  // attachment_properties.hpp.
  Outcome<const std::vector<store::Attachment>*> attachments();
  // Null where there is none of this number.
  Outcome<const store::Attachment*> attachment(std::uint32_t number);
  // The number of a new one, which nothing else gets. MaxAttachmentExceeded.
  Outcome<std::uint32_t> reserve_attachment();
  // Replaces the one of this number.
  Outcome<void> put_attachment(store::Attachment attachment);
  Outcome<void> delete_attachment(std::uint32_t number);

  // ObjectModified where somebody else has saved it meanwhile, unless `force`: then what was changed here
  // goes over what was saved there. ObjectDeleted. AccessDenied. MessageTooBig, TooComplex: limits. After a
  // failure everything is as before.
  Outcome<void> save(bool force);
  void set_writable(bool writable) { writable_ = writable && (access_ & mailbox_access_modify) != 0; }
  // At once and for good, whatever else has been changed ([MS-OXCMSG] section 2.2.3.11). Returns whether it
  // was not so before. A message that was never saved becomes so when it is.
  Outcome<bool> set_read(bool read);
  // PidTagReadReceiptRequested and PidTagNonReceiptNotificationRequested, which end when a receipt was sent
  // or is not wanted. As set_read() at once, and no conflict with what else has been changed here.
  struct ReceiptRequests {
    bool read = false;
    bool not_read = false;
  };
  Outcome<void> drop_receipt_requests(ReceiptRequests requests);
  // Bits of PidTagMessageFlags that only the server sets: mfSubmitted, mfUnsent, mfFromMe. Saved with the
  // rest.
  Outcome<void> change_flags(std::uint32_t set, std::uint32_t clear);

  // Everything as it would be saved: for submission, for a copy into another mailbox.
  Outcome<store::Content> content();

 private:
  friend class OpenAttachment;
  static constexpr std::uint32_t mailbox_access_modify = 1;

  OpenMessage(LogonPtr logon, FolderNumber folder) : logon_(std::move(logon)), folder_(folder) {}
  static Outcome<OpenMessagePtr> open_embedded(std::shared_ptr<OpenAttachment> parent, bool writable);
  static Outcome<OpenMessagePtr> create_embedded(std::shared_ptr<OpenAttachment> parent,
                                                 std::uint32_t locale);

  Outcome<void> load();
  Outcome<void> load_attachments();
  void take(store::MessageRecord record);
  Outcome<std::uint32_t> current_access(const store::Properties& properties) const;
  void set_initial_properties(std::uint32_t locale);
  std::size_t depth() const;

  MessageFacts facts() const;  // with the size as stored
  std::uint64_t current_size() const;
  std::optional<store::Property> unsaved_property(std::uint16_t id);
  Outcome<store::Property> body_property(std::uint16_t id);
  Outcome<void> set_special(store::Property& property, bool& done);
  Outcome<void> changeable();
  void set_body(store::Property property);
  void forget_made_bodies();
  void touch(std::uint16_t id);
  bool has_room_for(std::uint64_t more);
  void count_memory();

  Outcome<void> save_embedded();
  Outcome<void> still_there() const;
  Outcome<store::MessageWrite> to_write();
  Outcome<void> check_limits(const store::Content& content) const;
  void stamp(store::Properties& properties) const;
  Outcome<void> merge();
  void saved(const store::SavedMessage& message);

  const LogonPtr logon_;
  FolderNumber folder_ = 0;
  std::shared_ptr<OpenAttachment> parent_;
  MessageNumber number_ = 0;

  bool new_ = false;
  bool loaded_ = false;  // false: what is in memory is not what is stored
  bool writable_ = false;
  bool deleted_allowed_ = false;
  std::uint32_t access_ = 0;
  std::optional<store::ChangeNumber> expected_;  // what the message was when it was opened or last saved

  store::MessageRecord record_;  // without its columns
  bool read_ = false;
  std::optional<std::vector<store::Attachment>> attachments_;
  std::uint32_t next_attachment_ = 0;

  // What has been changed since.
  bool changed_ = false;
  std::set<std::uint16_t> changed_ids_;
  std::set<std::uint16_t> written_bodies_;
  bool recipients_changed_ = false;
  bool attachments_changed_ = false;
  std::optional<store::Time> given_modification_time_;

  std::uint64_t memory_ = 0;       // at least what all of it takes, in bytes
  store::Properties made_bodies_;  // in formats that are not kept
  std::uint64_t made_memory_ = 0;
};

}  // namespace mapigate::mailbox
