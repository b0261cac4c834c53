#pragma once

#include <gmock/gmock.h>

#include "gateway/mailbox/message_flags.hpp"
#include "gateway/mailbox/property_values.hpp"
#include "gateway/mailbox/submission.hpp"
#include "gateway/store/sqlite/queue_store.hpp"
#include "protocol/oxprops/property_tags.hpp"
#include "protocol/wire/utf16.hpp"
#include "tests/fakes/mailbox_rig.hpp"

namespace mapigate::mailbox {

// The process ends here, as far as a test can have that.
struct Killed {};

// Counts what becomes durable, and ends the process before or after one of these steps.
class Steps {
 public:
  void kill_at(int step) {
    taken_ = 0;
    kill_at_ = step;
  }
  bool killed() const { return taken_ > kill_at_; }
  void take() {
    if (taken_++ == kill_at_) throw Killed();
  }

 private:
  int taken_ = 0;
  int kill_at_ = INT32_MAX;
};

// The queue with a step before and after whatever it writes, which fails where a test says so.
class SteppedQueue final : public store::QueueStore {
 public:
  SteppedQueue(std::unique_ptr<store::QueueStore> queue, Steps& steps)
      : queue_(std::move(queue)), steps_(steps) {}
  bool broken = false;

  store::StoreResult<void> enqueue(const std::vector<store::QueuedDelivery>& deliveries) override {
    return step<void>([&] { return queue_->enqueue(deliveries); });
  }
  store::StoreResult<std::vector<store::QueuedDelivery>> due(store::Time now, std::size_t limit) override {
    if (broken) return error();
    return queue_->due(now, limit);
  }
  store::StoreResult<std::optional<store::Time>> next_due() override { return queue_->next_due(); }
  store::StoreResult<void> postpone(std::uint64_t id, store::Time due, std::string_view reason) override {
    return step<void>([&] { return queue_->postpone(id, due, reason); });
  }
  store::StoreResult<std::size_t> remove(std::uint64_t id) override {
    return step<std::size_t>([&] { return queue_->remove(id); });
  }
  store::StoreResult<std::size_t> cancel(std::string_view guid, MessageNumber message) override {
    return step<std::size_t>([&] { return queue_->cancel(guid, message); });
  }
  store::StoreResult<std::vector<store::QueuedDelivery>> list() override { return queue_->list(); }

 private:
  static store::StoreError error() { return {store::StoreFault::disk_full, "the test wants it so"}; }
  template <class T>
  store::StoreResult<T> step(auto operation) {
    if (broken) return error();
    steps_.take();
    auto result = operation();
    steps_.take();
    return result;
  }

  std::unique_ptr<store::QueueStore> queue_;
  Steps& steps_;
};

// Mailboxes with an outgoing queue, as long as the process lives.
class MailRig {
 public:
  explicit MailRig(Config config = {}) : rig(std::move(config)) { start(); }

  void start() {
    queue = std::make_unique<SteppedQueue>(
        store::sqlite::open_queue_store(rig.folder() / "queue.sqlite", std::chrono::seconds(2)).value(),
        steps);
    submission = std::make_unique<Submission>(
        Submission::Parts{*queue, rig.mailboxes(), rig.directory(), rig.clock, rig.log()});
  }
  // Ends the process and starts it again.
  void restart() {
    steps.kill_at(INT32_MAX);
    submission.reset();
    queue.reset();
    subscriptions.clear();
    boxes.clear();
    rig.close();
    start();
  }
  void deliver_all() {
    while (submission->run_once()) {
    }
  }

  // Opened when it is first asked for; its events are steps from then on.
  const MailboxPtr& open(const std::string& name) {
    MailboxPtr& box = boxes[name];
    if (box) return box;
    box = rig.open(name + "@example.org");
    subscriptions.push_back(box->events().subscribe([this](const Event& event) {
      events.push_back(event);
      if (event.kind != EventKind::new_mail) steps.take();
    }));
    return box;
  }
  Mailbox& box(const std::string& name) { return *open(name); }
  directory::UserPtr user(const std::string& name) { return rig.user(name + "@example.org"); }
  std::shared_ptr<Logon> logon(const std::string& name) {
    return std::make_shared<Logon>(open(name), rig.actor(name + "@example.org", true));
  }
  FolderNumber special(const std::string& name, SpecialFolder role) { return box(name).special(role); }

  // A draft in the Outbox of somebody.
  OpenMessagePtr draft(const std::string& from, const std::vector<std::string>& to, std::u16string subject) {
    return draft(logon(from), to, std::move(subject));
  }
  OpenMessagePtr draft(const std::shared_ptr<Logon>& from, const std::vector<std::string>& to,
                       std::u16string subject) {
    auto message =
        OpenMessage::create(from, from->mailbox().special(SpecialFolder::outbox), false, 0x409).value();
    set(*message, oxprops::pid_tag_subject, std::move(subject));
    set(*message, oxprops::pid_tag_body, std::u16string(u"Hello"));
    std::vector<RecipientChange> changes;
    for (const std::string& one : to) {
      RecipientChange change;
      change.row_id = static_cast<std::uint32_t>(changes.size());
      change.type = recipient_to;
      change.properties = recipient(one).properties;
      changes.push_back(std::move(change));
    }
    EXPECT_TRUE(message->change_recipients(std::move(changes)));
    return message;
  }
  // By name: a user; by address: anybody.
  store::Recipient recipient(const std::string& who, std::uint8_t type = recipient_to) {
    if (who.find('@') != who.npos) return recipient_of(person_of(who, {}), type);
    return recipient_of(person_of(*user(who)), type);
  }
  static void set(OpenMessage& message, oxcdata::PropertyTag tag, oxcdata::PropertyValue value) {
    EXPECT_TRUE(message.set_property({tag, std::move(value), nullptr}));
  }
  ErrorCode submit(const OpenMessagePtr& message) {
    const auto submitted = submission->submit(message, 0x409);
    return submitted ? ErrorCode::success : submitted.error();
  }

  // The messages of a folder with this subject, in the order in which they came.
  std::vector<store::MessageRecord> find(const std::string& name, FolderNumber folder,
                                         std::u16string_view subject = {}) {
    std::vector<MessageNumber> numbers;
    store::MessageQuery query;
    query.folder = folder;
    EXPECT_TRUE(box(name).store().list_messages(query, [&](const store::MessageRow& row) {
      numbers.push_back(row.number);
      return store::Scan::go_on;
    }));
    std::vector<store::MessageRecord> found;
    for (const MessageNumber number : numbers) {
      auto record = box(name).store().message(number).value();
      if (subject.empty() || subject_of(record) == subject) found.push_back(std::move(record));
    }
    return found;
  }
  std::vector<store::MessageRecord> find(const std::string& name, SpecialFolder role,
                                         std::u16string_view subject = {}) {
    return find(name, special(name, role), subject);
  }
  static std::u16string subject_of(const store::MessageRecord& record) {
    return text_of(record.properties, oxprops::pid_tag_subject_prefix, 1000) +
           text_of(record.properties, oxprops::pid_tag_normalized_subject, 1000);
  }
  static std::string text(const store::Properties& properties, oxcdata::PropertyTag tag) {
    return wire::to_utf8(text_of(properties, tag, 100'000));
  }
  FolderNumber add_folder(const std::string& name, std::u16string folder_name) {
    store::FolderWrite folder;
    folder.parent = special(name, SpecialFolder::inbox);
    folder.name = std::move(folder_name);
    folder.created = box(name).now();
    return box(name).create_folder(folder).value().number;
  }

  fakes::MailboxRig rig;
  Steps steps;
  std::unique_ptr<SteppedQueue> queue;
  std::unique_ptr<Submission> submission;
  std::map<std::string, MailboxPtr> boxes;
  std::vector<Event> events;
  std::vector<Events::Subscription> subscriptions;
};

}  // namespace mapigate::mailbox
