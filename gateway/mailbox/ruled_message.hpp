#pragma once

#include "gateway/mailbox/mailbox.hpp"
#include "gateway/mailbox/property_source.hpp"

namespace mapigate::mailbox {

// A message that is being delivered, as the conditions of rules see it: what it is made of, and what will be
// computed of it when it is in its folder. All outlive it.
class RuledMessage final : public ContentSource {
 public:
  RuledMessage(const Mailbox& mailbox, const store::Content& content, FolderNumber folder, bool read);

  const store::Property* find(std::uint16_t id, store::Property& scratch) const override;

 private:
  const Mailbox& mailbox_;
  const store::Content& content_;
  const FolderNumber folder_;
  const bool read_;
  const store::Time now_;
  const std::uint64_t size_;
};

}  // namespace mapigate::mailbox
