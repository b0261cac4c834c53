#pragma once

#include <memory>
#include <string>

#include "gateway/directory/directory.hpp"
#include "gateway/mapi/mailbox_session.hpp"
#include "protocol/oxcmapihttp/mailbox_bodies.hpp"

namespace mapigate::mapi {

struct ConnectOutcome {
  oxcmapihttp::ConnectResponse response;
  std::unique_ptr<MailboxSession> session;  // null where the response is an error
};

// The Connect request type ([MS-OXCMAPIHTTP] section 2.2.4.1, [MS-OXCRPC] section 3.1.4.1) of an
// authenticated user. `unknown_mailbox`: the URL's MailboxId names no mailbox of this server.
ConnectOutcome connect(const oxcmapihttp::ConnectRequest& request, const directory::UserPtr& user,
                       bool unknown_mailbox, const directory::Directory& directory);

// DnPrefix of its response: "/o=Org/ou=Group/cn=Recipients/cn=" of "/o=Org/ou=Group/cn=Recipients/cn=user",
// which the DNs of recipients begin with.
std::string dn_prefix(const std::string& legacy_dn);

}  // namespace mapigate::mapi
