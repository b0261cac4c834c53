#pragma once

#include <optional>
#include <span>

#include "gateway/mailbox/mailbox.hpp"
#include "gateway/store/message_record.hpp"

// Properties of messages that follow from where a message is, what it is made of and who looks at it: the
// same for a row of a table and for a message that is open ([MS-OXCMSG] section 2.2.1, [MS-OXCPRPT]
// section 2.2.1).

namespace mapigate::mailbox {

// What is known of a message beside the properties that it keeps.
struct MessageFacts {
  FolderNumber folder = 0;
  MessageNumber number = 0;  // 0: it has not been saved, or is embedded
  bool embedded = false;     // in an attachment: it is in no folder
  bool associated = false;
  store::ChangeNumber change_number = 0;
  bool read = false;  // for whoever looks at it
  std::uint32_t status = 0;
  store::Time created = 0;
  store::Time modified = 0;
  std::optional<store::Time> deleted;
  std::uint64_t size = 0;
  bool has_attachments = false;
  wire::ByteView change_key;               // empty as in store::Version
  wire::ByteView predecessor_change_list;  // the same
  std::uint32_t access = 0;                // PidTagAccess
  bool modifiable = false;                 // PidTagAccessLevel
};
// Of a row; valid as long as it. `read` is the row's, `modifiable` as `access` says.
MessageFacts facts_of(const store::MessageRow& row, std::uint32_t access);

// The properties that a message keeps, wherever they are.
class KeptProperties {
 public:
  virtual ~KeptProperties() = default;
  // Nothing where there is none, or where it is large.
  virtual std::optional<store::Property> value(std::uint16_t id) const = 0;
  virtual bool contains(std::uint16_t id) const = 0;
  virtual bool any_named() const = 0;
};
class KeptInRow final : public KeptProperties {
 public:
  explicit KeptInRow(const store::PackedProperties& properties) : properties_(properties) {}
  std::optional<store::Property> value(std::uint16_t id) const override { return properties_.value(id); }
  bool contains(std::uint16_t id) const override { return properties_.contains(id); }
  bool any_named() const override;

 private:
  const store::PackedProperties& properties_;
};
class KeptInMemory final : public KeptProperties {
 public:
  explicit KeptInMemory(const store::Properties& properties) : properties_(properties) {}
  std::optional<store::Property> value(std::uint16_t id) const override;
  bool contains(std::uint16_t id) const override { return properties_.find(id) != nullptr; }
  bool any_named() const override;

 private:
  const store::Properties& properties_;
};

// Whether computed_property() is to be asked for it rather than what is kept.
bool is_computed(std::uint16_t id);
// All of these ids.
std::span<const oxcdata::PropertyTag> computed_tags();
// Nothing where this message has none, or where the id is none of these.
std::optional<store::Property> computed_property(const Mailbox& mailbox, const MessageFacts& facts,
                                                 const KeptProperties& kept, std::uint16_t id);
// PidTagMessageFlags; `kept` is what the message keeps of it.
std::uint32_t message_flags(const MessageFacts& facts, std::uint32_t kept, bool notify_read,
                            bool notify_unread);
// A property of a row of a contents table, computed or kept; bodies and other large values are nothing.
inline std::optional<store::Property> row_property(const Mailbox& mailbox, const MessageFacts& facts,
                                                   const KeptProperties& kept, std::uint16_t id) {
  return is_computed(id) ? computed_property(mailbox, facts, kept, id) : kept.value(id);
}

}  // namespace mapigate::mailbox
