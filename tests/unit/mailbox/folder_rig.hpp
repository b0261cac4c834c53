#pragma once

#include <gmock/gmock.h>

#include "gateway/mailbox/entry_ids.hpp"
#include "gateway/mailbox/logon.hpp"
#include "gateway/mailbox/message_write.hpp"
#include "gateway/mailbox/searches.hpp"
#include "protocol/oxprops/property_tags.hpp"
#include "tests/fakes/mailbox_rig.hpp"

namespace mapigate::mailbox {

inline constexpr Rights nothing = 0;

// A folder of Alice's mailbox, or of public folders, and what is done to it by her and by others. Tests share
// the mailboxes as far as they can: each has a folder of its own.
struct FolderRig {
  enum class Kind : std::uint8_t { shared, own, public_folders };
  explicit FolderRig(Kind kind = Kind::shared)
      : its_rig(kind == Kind::own ? std::make_shared<fakes::MailboxRig>() : shared_rig()),
        rig(*its_rig),
        mailbox(kind == Kind::public_folders ? rig.public_folders() : rig.alice()) {
    static int count = 0;
    top = mailbox->special(kind == Kind::public_folders ? SpecialFolder::public_ipm_subtree
                                                        : SpecialFolder::ipm_subtree);
    top = add(u"Test " + std::u16string(1, static_cast<char16_t>(0x4E00 + count++)));
  }
  static std::shared_ptr<fakes::MailboxRig> shared_rig() {
    static const auto one = std::make_shared<fakes::MailboxRig>();
    return one;
  }

  FolderNumber add(std::u16string name, FolderNumber parent = 0,
                   store::FolderKind kind = store::FolderKind::generic) {
    store::FolderWrite write;
    write.parent = parent == 0 ? top : parent;
    write.kind = kind;
    write.name = std::move(name);
    write.created = mailbox->now();
    return mailbox->create_folder(write).value().number;
  }
  struct Made {
    std::u16string subject = u"subject";
    bool associated = false;
    std::string creator = "";  // address
    std::u16string body = u"";
    std::int32_t flags = 0;  // PidTagMessageFlags
    std::u16string message_class = u"IPM.Note";
  };
  MessageNumber message(FolderNumber folder) { return message(folder, Made{}); }
  MessageNumber message(FolderNumber folder, const Made& made) {
    store::Content content;
    content.properties.set(oxprops::pid_tag_subject, made.subject);
    content.properties.set(oxprops::pid_tag_message_class, made.message_class);
    content.properties.set(oxprops::pid_tag_message_flags, made.flags);
    if (!made.body.empty()) content.properties.set(oxprops::pid_tag_body, made.body);
    if (!made.creator.empty()) {
      content.properties.set(oxprops::pid_tag_creator_entry_id,
                             address_book_entry_id(rig.user(made.creator)->legacy_dn));
    }
    return save(folder, std::move(content), made.associated);
  }
  MessageNumber save(FolderNumber folder, store::Content content, bool associated = false) {
    NewMessage where;
    where.folder = folder;
    where.associated = associated;
    return mailbox->save_message(message_write(*mailbox, std::move(content), where)).value().number;
  }

  Logon owner() const { return rig.owner(mailbox); }
  Logon bob() const { return rig.guest(mailbox, "bob@example.org"); }
  Logon carol() const { return rig.guest(mailbox, "carol@example.org"); }
  Logon nobody() const { return {mailbox, Actor{}}; }
  static constexpr const char* anonymous = "";
  static constexpr const char* everybody = "default";
  // `who`: an address, everybody, or anonymous.
  void permit(FolderNumber folder, const std::string& who, Rights rights) {
    std::string member(store::anonymous_member);
    if (who == everybody) member = store::default_member;
    if (who.find('@') != std::string::npos) member = rig.user(who)->mailbox_guid;
    auto permissions = *mailbox->permissions(folder).value();
    std::erase_if(permissions, [&](const auto& one) { return one.member == member; });
    permissions.push_back({0, member, rights});
    ASSERT_TRUE(mailbox->set_permissions(folder, permissions));
  }

  static std::vector<MessageNumber> numbers_in(Mailbox& where, FolderNumber folder,
                                               store::Contents contents = store::Contents::normal) {
    std::vector<MessageNumber> numbers;
    store::MessageQuery query;
    query.folder = folder;
    query.contents = contents;
    EXPECT_TRUE(where.store().list_messages(query, [&](const store::MessageRow& row) {
      numbers.push_back(row.number);
      return store::Scan::go_on;
    }));
    return numbers;
  }
  std::vector<MessageNumber> numbers_in(FolderNumber folder,
                                        store::Contents contents = store::Contents::normal) const {
    return numbers_in(*mailbox, folder, contents);
  }
  // Empty where there is none; "deleted" in front of it where it is.
  std::u16string state_of(FolderNumber folder) const {
    const auto record = mailbox->store().folder(folder);
    if (!record) return u"";
    return (record->deleted ? u"deleted " : u"") + record->name;
  }
  store::FolderRecord record(FolderNumber folder) const { return mailbox->store().folder(folder).value(); }
  std::optional<FolderNumber> child(FolderNumber parent, std::u16string_view name) const {
    return mailbox->store().folder_by_name(parent, name).value();
  }

  const std::shared_ptr<fakes::MailboxRig> its_rig;
  fakes::MailboxRig& rig;
  MailboxPtr mailbox;
  FolderNumber top = 0;  // where everything else is
};

template <class T>
ErrorCode error_of(const Outcome<T>& outcome) {
  return outcome ? ErrorCode::success : outcome.error();
}
// What a function with Partial came to: nothing where it failed.
inline std::optional<bool> partial(const Outcome<Partial>& outcome) {
  EXPECT_TRUE(outcome) << (outcome ? "" : to_string(outcome.error()));
  return outcome ? std::optional(outcome->partial) : std::nullopt;
}

}  // namespace mapigate::mailbox
