#pragma once

#include <memory>
#include <optional>

#include "gateway/mailbox/computed_properties.hpp"
#include "gateway/mailbox/property_source.hpp"

// Messages as restrictions look at them.

namespace mapigate::mailbox {

// Whether a body that would have to be read can matter.
enum class Body : std::uint8_t { matters, absent };

// A message as a list of the store shows it. What lies elsewhere (large values, bodies, recipients,
// attachments) makes the outcome unknown. Valid as long as the row.
class ListedMessage final : public PropertySource {
 public:
  ListedMessage(const Mailbox& mailbox, const store::MessageRow& row, const MessageFacts& facts,
                Body body = Body::matters)
      : mailbox_(mailbox), row_(row), facts_(facts), kept_(row.properties), body_(body) {}

  const store::Property* find(std::uint16_t id, store::Property& scratch) const override;
  Match any_recipient(const Visitor& visit) const override;
  Match any_attachment(const Visitor& visit) const override;

 private:
  const Mailbox& mailbox_;
  const store::MessageRow& row_;
  const MessageFacts& facts_;
  const KeptInRow kept_;
  const Body body_;
};

// The same as a whole. Bodies are had in every format.
class WholeMessage final : public PropertySource {
 public:
  // All outlive it.
  WholeMessage(Mailbox& mailbox, const store::MessageRecord& record, const MessageFacts& facts)
      : mailbox_(mailbox), record_(record), facts_(facts), kept_(record.properties) {}

  const store::Property* find(std::uint16_t id, store::Property& scratch) const override;
  Match any_recipient(const Visitor& visit) const override;
  Match any_attachment(const Visitor& visit) const override;

 private:
  Mailbox& mailbox_;
  const store::MessageRecord& record_;
  const MessageFacts& facts_;
  const KeptInMemory kept_;
  mutable std::optional<std::vector<store::Attachment>> attachments_;  // read when they are asked for
};

// As facts_of() of a row; valid as long as the record.
MessageFacts facts_of(const store::MessageRecord& record, std::uint32_t access);

}  // namespace mapigate::mailbox
