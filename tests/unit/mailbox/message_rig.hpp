#pragma once

#include <gtest/gtest.h>

#include "gateway/mailbox/message_write.hpp"
#include "gateway/mailbox/open_attachment.hpp"
#include "gateway/mailbox/open_message.hpp"
#include "gateway/store/sqlite/mailbox_store.hpp"
#include "protocol/oxprops/property_tags.hpp"
#include "tests/fakes/manual_clock.hpp"

namespace mapigate::mailbox {

// A mailbox on a real store with one folder, its owner, and others with rights in the folder.
struct MessageRig {
  explicit MessageRig(store::MailboxKind kind = store::MailboxKind::user) {
    const auto name = random.hex(8);
    folder = std::filesystem::path(::testing::TempDir()) / ("mapigate-messages-" + name);
    std::filesystem::create_directories(folder);
    store::MailboxIdentity identity;
    random.fill(identity.mailbox_guid.bytes);
    random.fill(identity.replica_guid.bytes);
    identity.kind = kind;
    auto created =
        store::sqlite::create_mailbox_store(folder / "m.sqlite", identity, std::chrono::seconds(5));
    EXPECT_TRUE(created) << (created ? "" : created.error().message);
    limits.recipients = 20;
    limits.attachments = 5;
    limits.embedding_depth = 4;
    limits.size = 2'000'000;
    mailbox = std::make_shared<Mailbox>(std::move(*created),
                                        Owner{"owner@example.org", "Owner", "/o=x/cn=owner", "example.org"},
                                        Mailbox::Services{clock, log, folder, random, limits});
    store::FolderWrite root;
    root.kind = store::FolderKind::root;
    root.role = static_cast<std::uint8_t>(SpecialFolder::root);
    root.name = u"Root";
    top = mailbox->create_folder(root).value().number;
    inbox = add_folder(u"Inbox", store::FolderKind::generic);
    owner = user("owner", true);
  }
  ~MessageRig() {
    owner.reset();
    mailbox.reset();
    std::filesystem::remove_all(folder);
  }

  FolderNumber add_folder(std::u16string name, store::FolderKind kind) {
    store::FolderWrite write;
    write.parent = top;
    write.kind = kind;
    write.name = std::move(name);
    return mailbox->create_folder(write).value().number;
  }
  std::shared_ptr<Logon> user(const std::string& name, bool is_owner = false) {
    std::string display_name = name;
    display_name[0] = static_cast<char>(display_name[0] - 'a' + 'A');
    return std::make_shared<Logon>(
        mailbox, Actor{name + "-guid", name + "@example.org", display_name, "/o=x/cn=" + name, is_owner});
  }
  void permit(const std::string& name, Rights rights) {
    auto permissions = *mailbox->permissions(inbox).value();
    std::erase_if(permissions, [&](const auto& one) { return one.member == name + "-guid"; });
    permissions.push_back({0, name + "-guid", rights});
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

  fakes::ManualClock clock;
  SystemRandom random;
  Logger log{LogLevel::error, [](const LogRecord&) {}};
  MessageLimits limits;
  std::filesystem::path folder;
  MailboxPtr mailbox;
  FolderNumber top = 0;
  FolderNumber inbox = 0;
  std::shared_ptr<Logon> owner;
};

}  // namespace mapigate::mailbox
