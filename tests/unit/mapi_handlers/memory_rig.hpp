#pragma once

#include <gmock/gmock.h>

#include <map>
#include <set>

#include "gateway/base/random.hpp"
#include "gateway/mapi/objects/property_object.hpp"
#include "gateway/store/sqlite/mailbox_store.hpp"
#include "tests/fakes/manual_clock.hpp"
#include "tests/fakes/process.hpp"
#include "tests/unit/mapi_handlers/rop_sender.hpp"

namespace mapigate::mapi {

// Properties in memory, of an object of any kind; it fails where a test says so.
struct MemoryObject final : PropertyObject {
  store::Properties properties;
  ObjectKind its_kind = ObjectKind::message;
  std::set<std::uint16_t> read_only;                   // AccessDenied as a problem
  std::map<std::uint16_t, oxcdata::ErrorCode> broken;  // cannot be read
  oxcdata::ErrorCode change_error{};                   // of everything that changes it
  oxcdata::ErrorCode writable_error{};
  int reads = 0;

  ObjectKind kind() const override { return its_kind; }
  mailbox::Outcome<store::Property> property(std::uint16_t id) override {
    ++reads;
    if (const auto found = broken.find(id); found != broken.end()) return found->second;
    const store::Property* property = properties.find(id);
    if (!property) return oxcdata::ErrorCode::not_found;
    return *property;
  }
  mailbox::Outcome<std::vector<oxcdata::PropertyTag>> property_tags() override {
    std::vector<oxcdata::PropertyTag> tags;
    for (const store::Property& property : properties.all()) tags.push_back(property.tag);
    return tags;
  }
  mailbox::Outcome<std::vector<Problem>> set_properties(std::vector<store::Property> values) override {
    if (change_error != oxcdata::ErrorCode::success) return change_error;
    std::vector<Problem> problems;
    for (store::Property& value : values) {
      if (read_only.contains(oxcdata::id_of(value.tag))) {
        problems.push_back({value.tag, oxcdata::ErrorCode::access_denied});
      } else {
        properties.set(std::move(value));
      }
    }
    return problems;
  }
  mailbox::Outcome<std::vector<Problem>> delete_properties(
      std::span<const oxcdata::PropertyTag> tags) override {
    if (change_error != oxcdata::ErrorCode::success) return change_error;
    std::vector<Problem> problems;
    for (const oxcdata::PropertyTag tag : tags) {
      if (read_only.contains(oxcdata::id_of(tag))) {
        problems.push_back({tag, oxcdata::ErrorCode::access_denied});
      } else {
        properties.erase(oxcdata::id_of(tag));
      }
    }
    return problems;
  }
  mailbox::Outcome<void> writable() override {
    if (writable_error != oxcdata::ErrorCode::success) return writable_error;
    return {};
  }
};

// A session with objects in memory, and a mailbox that knows named properties: one that all tests have in
// common, or one of its own.
class MemoryRig : public RopSender {
 public:
  struct Home {
    mailbox::MailboxPtr new_mailbox(store::MailboxKind kind) {
      mailbox::Mailbox::Services services{clock, log, folder.path(), random};
      services.limits.size = 1 << 20;
      store::MailboxIdentity identity;
      identity.kind = kind;
      const std::string file = folder / (std::to_string(mailboxes++) + ".sqlite");
      auto its_store = store::sqlite::create_mailbox_store(file, identity, std::chrono::seconds(5));
      return std::make_shared<mailbox::Mailbox>(std::move(its_store.value()), mailbox::Owner{}, services);
    }

    fakes::TempDir folder;
    fakes::ManualClock clock;
    SystemRandom random;
    Logger log{LogLevel::error, [](const LogRecord&) {}};
    int mailboxes = 0;
    mailbox::MailboxPtr user = new_mailbox(store::MailboxKind::user);
  };
  static std::shared_ptr<Home> shared_home() {
    static const auto home = std::make_shared<Home>();
    return home;
  }

  explicit MemoryRig(std::shared_ptr<Home> its_home = shared_home()) : home(std::move(its_home)) {
    mailbox::Actor owner;
    owner.owner = true;
    logon = std::make_shared<mailbox::Logon>(its_mailbox, owner);
  }
  ~MemoryRig() { session.objects = {}; }

  // The id of a name, which is given to it where it has none.
  std::uint16_t name_id(const oxcdata::PropertyName& name) {
    return its_mailbox->property_id(name, true).value();
  }

  MemoryObject& add(wire::u32& handle, ObjectKind kind = ObjectKind::message) {
    auto object = std::make_unique<MemoryObject>();
    object->its_kind = kind;
    object->logon = logon;
    MemoryObject& reference = *object;
    handle = session.objects.add(std::move(object)).value();
    return reference;
  }

  std::shared_ptr<Home> home;
  mailbox::MailboxPtr its_mailbox = home->user;
  LogonPtr logon;
};

}  // namespace mapigate::mapi
