#pragma once

#include <gmock/gmock.h>

#include "gateway/mapi/objects/attachment_object.hpp"
#include "gateway/mapi/objects/folder_object.hpp"
#include "gateway/mapi/objects/message_object.hpp"
#include "gateway/store/spool.hpp"
#include "protocol/oxprops/property_tags.hpp"
#include "protocol/wire/utf16.hpp"
#include "tests/fakes/mailbox_rig.hpp"
#include "tests/unit/mapi_handlers/rop_sender.hpp"

namespace mapigate::mapi {

// A session on Alice's mailbox, with a folder of its own for each test. All tests have the mailboxes in
// common, which take some time to be made.
class MailboxSender : public RopSender {
 public:
  static fakes::MailboxRig& rig() {
    static fakes::MailboxRig it;
    return it;
  }

  MailboxSender() {
    logon = std::make_shared<mailbox::Logon>(rig().owner(alice));
    static int count = 0;
    folder = new_folder(alice->special(mailbox::SpecialFolder::ipm_subtree), u"Test " + number_text(count++));
  }
  ~MailboxSender() { session.objects = {}; }

  static std::u16string number_text(int number) { return wire::to_utf16(std::to_string(number)); }

  store::FolderNumber new_folder(store::FolderNumber parent, std::u16string name) {
    store::FolderWrite write;
    write.parent = parent;
    write.name = std::move(name);
    return alice->create_folder(write).value().number;
  }
  mailbox::OpenMessagePtr new_message(const LogonPtr& who, store::FolderNumber where) {
    return mailbox::OpenMessage::create(who, where, false, 0x407).value();
  }
  mailbox::OpenMessagePtr new_message() { return new_message(logon, folder); }
  mailbox::OpenMessagePtr saved_message(std::u16string subject) {
    auto message = new_message();
    set(*message, oxprops::pid_tag_subject, std::move(subject));
    EXPECT_TRUE(message->save(false));
    return message;
  }
  mailbox::OpenMessagePtr reopened(const mailbox::OpenMessage& message) {
    return mailbox::OpenMessage::open(logon, message.folder(), message.number(),
                                      mailbox::OpenMode::read_write, false)
        .value();
  }

  // Handles.
  wire::u32 add(const mailbox::OpenMessagePtr& message, LogonPtr who = {}) {
    auto object = std::make_unique<MessageObject>();
    object->logon = who ? who : logon;
    object->message = message;
    return session.objects.add(std::move(object)).value();
  }
  wire::u32 add(const mailbox::OpenAttachmentPtr& attachment) {
    auto object = std::make_unique<AttachmentObject>();
    object->logon = logon;
    object->attachment = attachment;
    return session.objects.add(std::move(object)).value();
  }
  wire::u32 add(store::FolderNumber number, LogonPtr who = {}) {
    auto object = std::make_unique<FolderObject>();
    object->logon = who ? who : logon;
    object->number = number;
    return session.objects.add(std::move(object)).value();
  }
  PropertyObject& object(wire::u32 handle) {
    return dynamic_cast<PropertyObject&>(*session.objects.find(handle));
  }

  template <class Object>
  static void set(Object& its_object, oxcdata::PropertyTag tag, oxcdata::PropertyValue value) {
    EXPECT_TRUE(its_object.set_property(store::Property{tag, std::move(value), nullptr}));
  }
  // An attachment that is saved into the message.
  static void attach(const mailbox::OpenMessagePtr& message, std::u16string name, wire::Bytes data) {
    const auto attachment = mailbox::OpenAttachment::create(message).value();
    set(*attachment, oxprops::pid_tag_attach_long_filename, std::move(name));
    set(*attachment, oxprops::pid_tag_attach_data_binary, std::move(data));
    EXPECT_TRUE(attachment->save());
  }
  // Null where there is none of this tag.
  template <class Object>
  static oxcdata::PropertyValue get(Object&& its_object, oxcdata::PropertyTag tag) {
    const auto property = its_object.property(oxcdata::id_of(tag));
    if (!property || property->tag != tag) return {};
    return property->value;
  }
  static oxcdata::PropertyValue text(std::u16string value) { return value; }

  mailbox::MailboxPtr alice = rig().alice();
  LogonPtr logon;
  store::FolderNumber folder = 0;
};

}  // namespace mapigate::mapi
