#pragma once

#include <optional>
#include <string_view>

#include "gateway/directory/directory.hpp"
#include "gateway/mailbox/people.hpp"
#include "gateway/mailbox/postman.hpp"
#include "gateway/mailbox/rules.hpp"

namespace mapigate::mailbox {

// Carries out the actions of rules that send something ([MS-OXORULE] section 2.2.5.1.2): replies, forwarded
// messages, messages for delegates, rejections. One thread at a time.
class RuleMailer {
 public:
  struct Parts {
    Mailbox& mailbox;
    const directory::User& owner;  // of the mailbox
    const directory::Directory& directory;
    Postman& postman;
  };
  explicit RuleMailer(Parts parts) : parts_(parts) {}

  // Nothing where it is done, or where it must not be done (a reply to a reply); otherwise what is wrong with
  // the rule. `key` is the same whenever this action on this message is repeated.
  Outcome<std::optional<RuleError>> carry_out(const SendingAction& action, std::string_view key);

 private:
  using Result = Outcome<std::optional<RuleError>>;

  Result reply(const SendingAction& action, std::string_view key);
  Result forward(const SendingAction& action, std::string_view key);
  Result delegate(const SendingAction& action, std::string_view key);
  Result bounce(const SendingAction& action, std::string_view key);

  bool may_reply(const SendingAction& action) const;
  Outcome<std::optional<store::Content>> reply_template(const SendingAction& action) const;
  void complete_reply(const SendingAction& action, store::Content& reply) const;
  void complete_forward(std::uint32_t flavor, const store::Content& original, store::Content& mail) const;
  Outcome<std::vector<std::string>> trail(const SendingAction& action) const;
  Result send(const SendingAction& action, store::Content content, std::vector<std::string> recipients,
              std::string sender, std::string key);

  Parts parts_;
};

}  // namespace mapigate::mailbox
