#pragma once

#include <chrono>
#include <filesystem>
#include <vector>

#include "gateway/mailbox/mailboxes.hpp"

namespace mapigate::cli {

// The mailboxes as SQLite files: FOLDER/mailboxes/ab/abcdef01-....sqlite. In folders by the first two digits
// of their GUIDs, since file systems and people dislike a hundred thousand files in one.
class MailboxFiles final : public mailbox::StoreProvider {
 public:
  // `folder`: [store] folder of the configuration.
  MailboxFiles(std::filesystem::path folder, std::chrono::milliseconds busy_timeout);

  store::StoreResult<std::unique_ptr<store::MailboxStore>> open(const wire::Guid& mailbox) override;
  store::StoreResult<std::unique_ptr<store::MailboxStore>> create(
      const store::MailboxIdentity& identity) override;

  std::filesystem::path file_of(const wire::Guid& mailbox) const;
  // All that there are, in the order of their GUIDs.
  std::vector<wire::Guid> list() const;

 private:
  std::filesystem::path folder_;
  std::chrono::milliseconds busy_timeout_;
};

}  // namespace mapigate::cli
