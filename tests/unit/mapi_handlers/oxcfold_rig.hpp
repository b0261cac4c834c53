#pragma once

#include "gateway/mailbox/ids.hpp"
#include "gateway/mailbox/message_write.hpp"
#include "gateway/mailbox/searches.hpp"
#include "gateway/mapi/handlers/oxcfold.hpp"
#include "gateway/mapi/handlers/oxcperm.hpp"
#include "gateway/mapi/handlers/oxcprpt.hpp"
#include "gateway/mapi/handlers/oxcstor.hpp"
#include "protocol/oxcfold/deletion.hpp"
#include "protocol/oxcfold/folder.hpp"
#include "protocol/oxcfold/move_copy.hpp"
#include "protocol/oxcfold/search_criteria.hpp"
#include "protocol/oxprops/property_tags.hpp"
#include "tests/unit/mapi_handlers/rop_client.hpp"

namespace mapigate::mapi {

inline void register_for_folders(RopRegistry& registry, const RopServices& services) {
  handlers::register_oxcstor(registry, services);
  handlers::register_oxcfold(registry, services);
  handlers::register_oxcperm(registry, services);
  handlers::register_oxcprpt(registry);
}

// Alice and Bob in Alice's mailbox, and public folders. All tests have the mailboxes in common, which take
// some time to be made; each has a folder of its own.
struct FolderRopsTest : testing::Test {
  static RopRig& shared_rig() {
    static RopRig it{register_for_folders};
    return it;
  }
  ~FolderRopsTest() override { alice.session.objects = bob.session.objects = {}; }

  static oxcdata::FolderId id(store::FolderNumber number) { return mailbox::folder_id(number); }
  store::FolderNumber special(mailbox::SpecialFolder role) { return mailbox->special(role); }
  store::FolderNumber add(std::u16string name, store::FolderNumber parent = 0,
                          store::FolderKind kind = store::FolderKind::generic) {
    store::FolderWrite write;
    write.parent = parent == 0 ? top : parent;
    write.kind = kind;
    write.name = std::move(name);
    return mailbox->create_folder(write).value().number;
  }
  store::MessageNumber message(store::FolderNumber folder, std::u16string subject = u"subject") {
    store::Content content;
    content.properties.set(oxprops::pid_tag_subject, std::move(subject));
    return save(folder, std::move(content));
  }
  store::MessageNumber save(store::FolderNumber folder, store::Content content) {
    mailbox::NewMessage where;
    where.folder = folder;
    return mailbox->save_message(mailbox::message_write(*mailbox, std::move(content), where)).value().number;
  }
  void permit(store::FolderNumber folder, const char* address, mailbox::Rights rights) {
    const std::string member = rig.mailboxes.user(address)->mailbox_guid;
    auto permissions = *mailbox->permissions(folder).value();
    std::erase_if(permissions, [&](const auto& one) { return one.member == member; });
    permissions.push_back({0, member, rights});
    ASSERT_TRUE(mailbox->set_permissions(folder, permissions));
  }
  std::vector<store::MessageNumber> numbers_in(store::FolderNumber folder,
                                               store::Contents contents = store::Contents::normal) {
    std::vector<store::MessageNumber> numbers;
    store::MessageQuery query;
    query.folder = folder;
    query.contents = contents;
    EXPECT_TRUE(mailbox->store().list_messages(query, [&](const store::MessageRow& row) {
      numbers.push_back(row.number);
      return store::Scan::go_on;
    }));
    return numbers;
  }
  bool is_there(store::FolderNumber folder) {
    const auto record = mailbox->store().folder(folder);
    return record && !record->deleted;
  }

  oxcfold::OpenFolderResponse open(RopClient& client, wire::u32 handle, store::FolderNumber folder,
                                   wire::u32& opened, wire::u8 flags = 0) {
    oxcfold::OpenFolderRequest request;
    request.folder_id = id(folder);
    request.open_mode_flags = flags;
    return client.open<oxcfold::OpenFolderResponse>(request, handle, opened);
  }
  // The handle of a folder that can be opened.
  wire::u32 opened(store::FolderNumber folder) {
    wire::u32 handle = oxcrops::no_handle;
    EXPECT_EQ(open(alice, logon, folder, handle).return_value, ErrorCode::success);
    return handle;
  }

  RopRig& rig = shared_rig();
  RopClient alice{rig, "alice@example.org"};
  RopClient bob{rig, "bob@example.org"};
  mailbox::MailboxPtr mailbox = rig.mailboxes.alice();
  store::FolderNumber inbox = mailbox->special(mailbox::SpecialFolder::inbox);
  store::FolderNumber top = new_top();
  wire::u32 logon = alice.log_on();

 private:
  store::FolderNumber new_top() {
    static int count = 0;
    return add(u"Test " + std::u16string(1, static_cast<char16_t>(0x4E00 + count++)), inbox);
  }
};

}  // namespace mapigate::mapi
