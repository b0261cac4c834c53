#include "tests/fakes/mailbox_rig.hpp"

#include <chrono>
#include <stdexcept>

#include "gateway/store/sqlite/mailbox_store.hpp"

namespace mapigate::fakes {

namespace {

using namespace std::chrono_literals;

constexpr auto busy_timeout = 2s;
constexpr const char* domain = "example.org";

mailbox::MailboxPtr opened(mailbox::Outcome<mailbox::MailboxPtr> outcome) {
  if (!outcome) throw std::runtime_error("no mailbox: " + to_string(outcome.error()));
  return std::move(*outcome);
}

}  // namespace

class MailboxRig::Files final : public mailbox::StoreProvider {
 public:
  explicit Files(std::filesystem::path folder) : folder_(std::move(folder)) {}
  store::StoreResult<std::unique_ptr<store::MailboxStore>> open(const wire::Guid& mailbox) override {
    return store::sqlite::open_mailbox_store(file(mailbox), busy_timeout);
  }
  store::StoreResult<std::unique_ptr<store::MailboxStore>> create(
      const store::MailboxIdentity& identity) override {
    return store::sqlite::create_mailbox_store(file(identity.mailbox_guid), identity, busy_timeout);
  }

 private:
  std::filesystem::path file(const wire::Guid& mailbox) const {
    return folder_ / (mailbox.text() + ".sqlite");
  }

  std::filesystem::path folder_;
};

MailboxRig::MailboxRig(mailbox::Config config)
    : log_(LogLevel::debug,
           [this](const LogRecord& record) {
             const std::lock_guard lock(mutex_);
             log_ids_.emplace_back(record.id);
           }),
      config_(std::move(config)),
      files_(std::make_unique<Files>(folder_.path())) {
  for (const char* name : {"alice", "bob", "carol"}) {
    directory::NewUser added;
    added.address = std::string(name) + "@" + domain;
    added.display_name = std::string(1, static_cast<char>(name[0] - 'a' + 'A')) + (name + 1);
    directory_->add(added).value();
  }
  close();
}

MailboxRig::~MailboxRig() = default;

void MailboxRig::close() {
  mailboxes_.reset();
  mailboxes_ = std::make_unique<mailbox::Mailboxes>(config_, parts());
}

mailbox::Mailboxes::Parts MailboxRig::parts() { return {*files_, clock, random_, log_, folder_.path()}; }

mailbox::MailboxPtr MailboxRig::open(const std::string& address, std::uint32_t lcid) {
  const auto found = user(address);
  if (!found) throw std::runtime_error("there is no user " + address);
  return opened(mailboxes_->open(*found, lcid));
}

mailbox::MailboxPtr MailboxRig::public_folders() { return opened(mailboxes_->open_public(domain)); }

mailbox::Actor MailboxRig::actor(const std::string& address, bool owner) const {
  const auto found = user(address);
  if (!found) throw std::runtime_error("there is no user " + address);
  return {found->mailbox_guid, found->address, found->display_name, found->legacy_dn, owner};
}

mailbox::Logon MailboxRig::owner(const mailbox::MailboxPtr& mailbox) const {
  return {mailbox,
          actor(mailbox->is_public() ? std::string("alice@") + domain : mailbox->owner().address, true)};
}

std::vector<std::string> MailboxRig::log_ids() const {
  const std::lock_guard lock(mutex_);
  return log_ids_;
}

}  // namespace mapigate::fakes
