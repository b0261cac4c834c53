#pragma once

#include <gtest/gtest.h>

#include "gateway/mailbox/message_write.hpp"
#include "gateway/mailbox/open_attachment.hpp"
#include "gateway/mailbox/open_message.hpp"
#include "protocol/oxprops/property_tags.hpp"
#include "protocol/wire/utf16.hpp"
#include "tests/fakes/mailbox_rig.hpp"

namespace mapigate::mailbox {

// Alice's mailbox, or public folders that she owns: messages in a folder of their own, seen by her and by Bob
// and Carol. All tests have the mailboxes in common, which take some time to be made.
struct MessageRig {
  static Config small() {
    Config config;
    config.limits.recipients = 20;
    config.limits.attachments = 5;
    config.limits.embedding_depth = 4;
    config.limits.size = 2'000'000;
    return config;
  }
  static fakes::MailboxRig& shared() {
    static fakes::MailboxRig it(small());
    return it;
  }
  explicit MessageRig(bool is_public = false) : limits(small().limits), rig(shared()) {
    mailbox = is_public ? rig.public_folders() : rig.alice();
    top = mailbox->special(is_public ? SpecialFolder::public_ipm_subtree : SpecialFolder::ipm_subtree);
    static int count = 0;
    inbox = add_folder(wire::to_utf16("Messages " + std::to_string(count++)), store::FolderKind::generic);
    top = inbox;
    owner = std::make_shared<Logon>(mailbox, rig.actor("alice@example.org", true));
  }

  FolderNumber add_folder(std::u16string name, store::FolderKind kind) {
    store::FolderWrite write;
    write.parent = top;
    write.kind = kind;
    write.name = std::move(name);
    return mailbox->create_folder(write).value().number;
  }
  std::shared_ptr<Logon> user(const std::string& name) {
    return std::make_shared<Logon>(rig.guest(mailbox, name + "@example.org"));
  }
  void permit(const std::string& name, Rights rights) {
    const std::string member = rig.user(name + "@example.org")->mailbox_guid;
    auto permissions = *mailbox->permissions(inbox).value();
    std::erase_if(permissions, [&](const auto& one) { return one.member == member; });
    permissions.push_back({0, member, rights});
    ASSERT_TRUE(mailbox->set_permissions(inbox, permissions));
  }

  OpenMessagePtr create(const std::shared_ptr<Logon>& who, bool associated = false) {
    return OpenMessage::create(who, inbox, associated, 0x407).value();
  }
  OpenMessagePtr create() { return create(owner); }
  OpenMessagePtr saved() {
    auto message = create();
    EXPECT_TRUE(message->save(false));
    return message;
  }
  OpenMessagePtr open(MessageNumber number) {
    return OpenMessage::open(owner, inbox, number, OpenMode::read_write, false).value();
  }
  std::vector<MessageNumber> numbers_in(FolderNumber where,
                                        store::Contents contents = store::Contents::normal) {
    std::vector<MessageNumber> numbers;
    store::MessageQuery query;
    query.folder = where;
    query.contents = contents;
    EXPECT_TRUE(mailbox->store().list_messages(query, [&](const store::MessageRow& row) {
      numbers.push_back(row.number);
      return store::Scan::go_on;
    }));
    return numbers;
  }
  static RecipientChange to(std::uint32_t row, std::u16string name) {
    RecipientChange change;
    change.row_id = row;
    change.type = 1;
    change.properties.set(oxprops::pid_tag_display_name, std::move(name));
    return change;
  }
  static Outcome<void> add_attachment(const OpenMessagePtr& message, std::u16string name,
                                      std::string_view data) {
    auto attachment = OpenAttachment::create(message);
    if (!attachment) return attachment.error();
    using store::Property;
    (void)(*attachment)
        ->set_property(Property{oxprops::pid_tag_attach_long_filename, std::move(name), nullptr});
    (void)(*attachment)
        ->set_property(
            Property{oxprops::pid_tag_attach_data_binary, wire::Bytes(data.begin(), data.end()), nullptr});
    return (*attachment)->save();
  }
  static std::uint64_t attachment_size_of(OpenMessage& message, std::uint32_t number) {
    return attachment_size(*message.attachment(number).value());
  }

  const MessageLimits limits;
  fakes::MailboxRig& rig;
  MailboxPtr mailbox;
  FolderNumber top = 0;
  FolderNumber inbox = 0;
  std::shared_ptr<Logon> owner;
};

}  // namespace mapigate::mailbox
