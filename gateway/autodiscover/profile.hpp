#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/autodiscover/config.hpp"
#include "gateway/base/served_names.hpp"
#include "gateway/directory/user.hpp"
#include "protocol/oxdscli/pox.hpp"
#include "protocol/oxdscli/soap.hpp"

namespace mapigate::autodiscover {

// What a client is told about a user. Knows where this installation is, and nothing of requests.
class Profiles {
 public:
  // `served` outlives this object.
  Profiles(const Config& config, const Site& site, const ServedNames& served);

  // The settings of `user`. `own`: for the user themselves, hence with the mailboxes shared with them.
  // `mapi_http_version`: what goes into the Version attribute, over 0.
  oxdscli::PoxResponse settings(const directory::User& user, bool own, unsigned mapi_http_version) const;
  // Of a user who lives elsewhere.
  static oxdscli::PoxResponse redirect(const directory::Redirect& redirect);

  // One setting of [MS-OXWSADISC] GetUserSettings; nothing when it is not among those that exist here.
  std::optional<oxdscli::SoapSetting> setting(const directory::User& user, bool own,
                                              std::string_view name) const;

  // "https://HOST"
  const std::string& base_url() const { return base_url_; }
  // Where POX is: what redirects and JSON lead to.
  const std::string& pox_url() const { return pox_url_; }

 private:
  // Calls `use` for each mailbox shared with the user whose domain is served.
  void for_each_shared(const directory::User& user,
                       const std::function<void(const directory::SharedMailbox&)>& use) const;

  std::string deployment_id_;
  std::string base_url_;
  std::string pox_url_;
  const ServedNames& served_;
};

// The version this gateway states where a client wants to know Exchange's: 15.00.0847.032 (Exchange 2013
// SP1), the first that has MAPI over HTTP, so that clients expect that and nothing newer.
const oxdscli::ServerVersion& server_version();

// Whether GetUserSettings or GetDomainSettings document a setting of that name ("Setting (SOAP)").
bool is_known_setting(oxdscli::SoapOperation operation, std::string_view name);

}  // namespace mapigate::autodiscover
