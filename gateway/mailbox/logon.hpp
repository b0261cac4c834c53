#pragma once

#include <string>
#include <vector>

#include "gateway/mailbox/access.hpp"
#include "gateway/mailbox/mailbox.hpp"

namespace mapigate::mailbox {

// What came of an operation on several things, [MS-OXCFOLD] section 2.2.1.6.2: those without the right, or
// not there, were left out.
struct Partial {
  bool partial = false;
};

// A mailbox as one user sees it. What is done to folders and messages by somebody is done through this: each
// function checks the rights that its operation needs and fails with AccessDenied (NoPermission) without
// them. One thread at a time.
class Logon {
 public:
  Logon(MailboxPtr mailbox, Actor actor) : mailbox_(std::move(mailbox)), actor_(std::move(actor)) {}

  Mailbox& mailbox() const { return *mailbox_; }
  const MailboxPtr& pointer() const { return mailbox_; }
  const Actor& actor() const { return actor_; }

  Outcome<Rights> rights(FolderNumber folder) const { return rights_in(*mailbox_, actor_, folder); }
  // Success, or AccessDenied where not all of `needed` are there. For the owner without a look into the
  // store.
  Outcome<void> require(FolderNumber folder, Rights needed) const;

  // logon_folders.cpp, [MS-OXCFOLD] section 3.2.5. `deleted`: soft-deleted folders too.
  Outcome<store::FolderRecord> open_folder(FolderNumber number, bool deleted) const;
  struct NewFolder {
    FolderNumber parent = 0;
    std::u16string name = {};
    std::u16string comment = {};
    store::FolderKind kind = store::FolderKind::generic;
    bool open_existing = false;
  };
  struct CreatedFolder {
    store::FolderRecord folder;
    bool existed = false;
  };
  Outcome<CreatedFolder> create_folder(const NewFolder& folder) const;
  struct FolderDeletion {
    bool messages = false;  // also where there are messages in it
    bool folders = false;   // also where there are folders in it
    bool hard = false;
  };
  Outcome<Partial> delete_folder(FolderNumber parent, FolderNumber number, FolderDeletion deletion) const;
  // An empty name keeps the folder's own.
  Outcome<Partial> move_folder(FolderNumber number, FolderNumber to, std::u16string_view name) const;
  Outcome<Partial> copy_folder(FolderNumber number, FolderNumber to, std::u16string_view name,
                               bool deep) const;
  // Into another mailbox or store, which may be of another owner; the next likewise.
  Outcome<Partial> move_folder(FolderNumber number, const Logon& target, FolderNumber to,
                               std::u16string_view name) const;
  Outcome<Partial> copy_folder(FolderNumber number, const Logon& target, FolderNumber to,
                               std::u16string_view name, bool deep) const;
  // All messages of the folder and all folders below it; the folder stays.
  Outcome<Partial> empty_folder(FolderNumber number, bool associated, bool hard) const;

  // logon_messages.cpp. `numbers` empty: all messages of the folder that are neither associated nor deleted.
  Outcome<Partial> transfer_messages(FolderNumber from, FolderNumber to, std::vector<MessageNumber> numbers,
                                     bool copy) const;
  // Into another mailbox or store, which may be of another owner.
  Outcome<Partial> transfer_messages(FolderNumber from, const Logon& target, FolderNumber to,
                                     std::vector<MessageNumber> numbers, bool copy) const;
  Outcome<Partial> delete_messages(FolderNumber folder, std::vector<MessageNumber> numbers, bool hard) const;
  Outcome<Partial> set_read(FolderNumber folder, std::vector<MessageNumber> numbers, bool read) const;

 private:
  MailboxPtr mailbox_;
  Actor actor_;
};

}  // namespace mapigate::mailbox
