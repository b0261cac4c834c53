#pragma once

#include <functional>

#include "gateway/store/message_record.hpp"
#include "gateway/store/properties.hpp"

namespace mapigate::mailbox {

// Whether something fulfils a restriction. Unknown: a value or a subobject that it depends on could not be
// looked at.
enum class Match : std::uint8_t { no, yes, unknown };

// What a restriction is tried on: a message, a folder, the row of any other table.
class PropertySource {
 public:
  virtual ~PropertySource() = default;
  // The property of this id, kept or computed, whatever its type; null where there is none. It is the
  // source's own, or made in `scratch`. One whose large value cannot be read makes the outcome unknown.
  virtual const store::Property* find(std::uint16_t id, store::Property& scratch) const = 0;

  // Whether `visit` says yes of any recipient (attachment): no where there are none.
  using Visitor = std::function<Match(const PropertySource&)>;
  virtual Match any_recipient(const Visitor& visit) const;
  virtual Match any_attachment(const Visitor& visit) const;
};

// Properties and nothing else. They outlive it.
class PropertiesSource final : public PropertySource {
 public:
  explicit PropertiesSource(const store::Properties& properties) : properties_(properties) {}
  const store::Property* find(std::uint16_t id, store::Property& scratch) const override;

 private:
  const store::Properties& properties_;
};

// What a message is made of, with its recipients and attachments, and nothing computed.
class ContentSource : public PropertySource {
 public:
  // All outlive it.
  ContentSource(const store::Properties& properties, const std::vector<store::Recipient>& recipients,
                const std::vector<store::Attachment>& attachments)
      : properties_(properties), recipients_(recipients), attachments_(attachments) {}
  explicit ContentSource(const store::Content& content)
      : ContentSource(content.properties, content.recipients, content.attachments) {}

  const store::Property* find(std::uint16_t id, store::Property& scratch) const override;
  Match any_recipient(const Visitor& visit) const override;
  Match any_attachment(const Visitor& visit) const override;

 private:
  const store::Properties& properties_;
  const std::vector<store::Recipient>& recipients_;
  const std::vector<store::Attachment>& attachments_;
};

// A recipient, with PidTagRowid and PidTagRecipientType.
class RecipientSource final : public PropertySource {
 public:
  explicit RecipientSource(const store::Recipient& recipient) : recipient_(recipient) {}
  const store::Property* find(std::uint16_t id, store::Property& scratch) const override;

 private:
  const store::Recipient& recipient_;
};

// An attachment, with PidTagAttachNumber. An embedded message has no value.
class AttachmentSource final : public PropertySource {
 public:
  explicit AttachmentSource(const store::Attachment& attachment) : attachment_(attachment) {}
  const store::Property* find(std::uint16_t id, store::Property& scratch) const override;

 private:
  const store::Attachment& attachment_;
};

}  // namespace mapigate::mailbox
