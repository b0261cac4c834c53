#pragma once

#include <string>
#include <vector>

#include "protocol/oxcdata/ids.hpp"
#include "protocol/oxcdata/property_row.hpp"
#include "protocol/oxcstor/logon.hpp"
#include "tests/e2e/mapi_client.hpp"

namespace mapigate::e2e {

// A client that is logged on to a mailbox: a few steps that tests of mailboxes have in common. Each throws
// where the server refuses it.
class MailboxClient {
 public:
  using Tags = std::vector<oxcdata::PropertyTag>;
  using Rows = std::vector<oxcdata::PropertyRow>;

  // `owner_dn`: whose mailbox; empty for that of the user.
  MailboxClient(const Installation& installation, const std::string& user, const std::string& password,
                wire::u32 lcid = 1031, const std::string& owner_dn = {});

  MapiClient mapi;
  oxcstor::LogonResponse logon;
  wire::u32 logon_handle = oxcrops::no_handle;

  oxcdata::FolderId folder(oxcstor::LogonResponse::MailboxFolder which) const {
    return logon.folder_ids[which];
  }
  // `open_existing`: one of this name may be there.
  oxcdata::FolderId create_folder(oxcdata::FolderId parent, const std::u16string& name,
                                  bool open_existing = false);
  // Names of the folders directly below, in the table's order.
  std::vector<std::u16string> folder_names(oxcdata::FolderId parent);
  oxcdata::MessageId create_message(oxcdata::FolderId folder, const std::u16string& subject,
                                    const std::u16string& body);
  // The whole contents table by this column, descending.
  Rows contents(oxcdata::FolderId folder, const Tags& columns, oxcdata::PropertyTag sort);
  std::vector<std::u16string> subjects(oxcdata::FolderId folder);
  std::u16string body(oxcdata::FolderId folder, oxcdata::MessageId message);
  void delete_message(oxcdata::FolderId folder, oxcdata::MessageId message);
};

}  // namespace mapigate::e2e
