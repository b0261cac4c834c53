#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "gateway/base/log.hpp"
#include "gateway/base/random.hpp"
#include "gateway/mailbox/config.hpp"
#include "gateway/mailbox/logon.hpp"
#include "gateway/mailbox/mailboxes.hpp"
#include "tests/fakes/manual_clock.hpp"
#include "tests/fakes/memory_directory.hpp"
#include "tests/fakes/process.hpp"

namespace mapigate::fakes {

// Real mailboxes, in SQLite files of a temporary folder, of the users alice, bob and carol @example.org, and
// the public folders of that domain. Each is made when it is first asked for. The clock stands still.
//
//   fakes::MailboxRig rig;
//   const auto logon = rig.owner(rig.alice());
//   const auto inbox = rig.alice()->special(mailbox::SpecialFolder::inbox);
class MailboxRig {
 public:
  explicit MailboxRig(mailbox::Config config = {});
  ~MailboxRig();

  mailbox::MailboxPtr open(const std::string& address, std::uint32_t lcid = 0);
  mailbox::MailboxPtr alice() { return open("alice@example.org"); }
  mailbox::MailboxPtr bob() { return open("bob@example.org"); }
  mailbox::MailboxPtr public_folders();
  directory::UserPtr user(const std::string& address) const { return directory_->find(address); }

  // Somebody as an actor: without more rights than those that folders give, or as the owner of everything.
  mailbox::Actor actor(const std::string& address, bool owner = false) const;
  // Logons: of whoever the mailbox belongs to; of somebody else, or to public folders.
  mailbox::Logon owner(const mailbox::MailboxPtr& mailbox) const;
  mailbox::Logon guest(const mailbox::MailboxPtr& mailbox, const std::string& address) const {
    return {mailbox, actor(address)};
  }

  // Closes all mailboxes. Nobody may hold one.
  void close();
  // The ids of what was logged, in order.
  std::vector<std::string> log_ids() const;
  const std::filesystem::path& folder() const { return folder_.path(); }
  mailbox::Mailboxes& mailboxes() { return *mailboxes_; }
  // For a second Mailboxes on the same files, as another process would have.
  mailbox::Mailboxes::Parts parts();
  directory::StoreDirectory& directory() { return *directory_; }
  const Logger& log() const { return log_; }
  RandomSource& random() { return random_; }

  ManualClock clock;

 private:
  class Files;

  TempDir folder_;
  SystemRandom random_;
  mutable std::mutex mutex_;
  std::vector<std::string> log_ids_;
  Logger log_;
  mutable DirectoryInMemory directory_;
  const mailbox::Config config_;
  std::unique_ptr<Files> files_;
  std::unique_ptr<mailbox::Mailboxes> mailboxes_;
};

}  // namespace mapigate::fakes
