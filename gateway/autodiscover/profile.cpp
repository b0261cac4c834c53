#include "gateway/autodiscover/profile.hpp"

#include <fmt/core.h>

#include "gateway/directory/public_store.hpp"

namespace mapigate::autodiscover {

namespace {

using directory::SharedMailbox;
using directory::User;

std::string_view domain_of(std::string_view address) { return address.substr(address.rfind('@') + 1); }

// The form of [MS-OXDSCLI] section 4.4. Load balancers route by the MailboxId.
std::string mapi_url(std::string_view base, std::string_view endpoint, const User& user) {
  return fmt::format("{}/mapi/{}/?MailboxId={}@{}", base, endpoint, user.mailbox_guid, user.domain());
}

}  // namespace

Profiles::Profiles(const Config& config, const Site& site, const ServedNames& served)
    : deployment_id_(config.deployment_id.empty() ? default_deployment_id(site.hostname)
                                                  : config.deployment_id),
      base_url_(site.base_url()),
      pox_url_(base_url_ + "/autodiscover/autodiscover.xml"),
      served_(served) {}

void Profiles::for_each_shared(const User& user, const std::function<void(const SharedMailbox&)>& use) const {
  for (const SharedMailbox& mailbox : user.shared_mailboxes) {
    if (served_.serves(domain_of(mailbox.address))) use(mailbox);
  }
}

oxdscli::PoxResponse Profiles::settings(const User& user, bool own, unsigned mapi_http_version) const {
  oxdscli::PoxResponse response;
  response.user = {user.display_name, user.legacy_dn, user.address, deployment_id_};
  oxdscli::PoxAccount& account = response.account.emplace();
  account.account_type = "email";
  account.action = "settings";
  account.microsoft_online = "False";
  account.consumer_mailbox = "False";

  // The only protocol there is. EXCH and EXPR stand for RPC, EXHTTP and WEB for web services: a section for
  // something that does not answer would make Outlook try it.
  oxdscli::MapiHttpProtocol& mapi_http = account.mapi_http.emplace();
  mapi_http.version = mapi_http_version;
  // Outlook decides by itself whether it is inside; it is the same place from everywhere.
  mapi_http.mail_store.internal_url = mapi_url(base_url_, "emsmdb", user);
  mapi_http.mail_store.external_url = mapi_http.mail_store.internal_url;
  mapi_http.address_book.internal_url = mapi_url(base_url_, "nspi", user);
  mapi_http.address_book.external_url = mapi_http.address_book.internal_url;

  if (own) {
    account.public_folder_address = directory::public_store(user.domain()).address;
    for_each_shared(user, [&](const SharedMailbox& mailbox) {
      account.alternative_mailboxes.push_back(
          {"Delegate", mailbox.display_name, mailbox.address, mailbox.address, "", ""});
    });
  }
  return response;
}

oxdscli::PoxResponse Profiles::redirect(const directory::Redirect& redirect) {
  oxdscli::PoxResponse response;
  oxdscli::PoxAccount& account = response.account.emplace();
  if (redirect.kind == directory::Redirect::Kind::address) {
    account.action = "redirectAddr";
    account.redirect_addr = redirect.target;
  } else {
    account.action = "redirectUrl";
    account.redirect_url = redirect.target;
  }
  return response;
}

std::optional<oxdscli::SoapSetting> Profiles::setting(const User& user, bool own,
                                                      std::string_view name) const {
  const auto text = [&](std::string value) {
    return oxdscli::SoapSetting{std::string(name), std::move(value)};
  };
  if (name == "UserDisplayName") return text(user.display_name);
  if (name == "UserDN") return text(user.legacy_dn);
  if (name == "UserDeploymentId") return text(deployment_id_);
  if (name == "AutoDiscoverSMTPAddress") return text(user.address);
  if (name == "UserMSOnline") return text("False");
  if (name == "MapiHttpEnabled") return text("True");
  if (name == "CasVersion") {
    const oxdscli::ServerVersion& version = server_version();
    return text(fmt::format("{:02}.{:02}.{:04}.{:03}", version.major, version.minor, version.major_build,
                            version.minor_build));
  }
  if (name == "PublicFolderInformation" && own) return text(directory::public_store(user.domain()).address);
  if (name == "AlternateMailboxes") {
    std::vector<oxdscli::AlternateMailbox> mailboxes;
    if (own) {
      for_each_shared(user, [&](const SharedMailbox& mailbox) {
        mailboxes.push_back({"Delegate", mailbox.display_name, "", "", mailbox.address, mailbox.address});
      });
    }
    return oxdscli::SoapSetting{std::string(name), std::move(mailboxes)};
  }
  return std::nullopt;
}

const oxdscli::ServerVersion& server_version() {
  static const oxdscli::ServerVersion version{15, 0, 847, 32, "Exchange2013_SP1"};
  return version;
}

}  // namespace mapigate::autodiscover
