#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "gateway/store/numbers.hpp"

namespace mapigate::mailbox {

enum class EventKind : std::uint8_t {
  folder_created,
  folder_changed,
  folder_moved,
  folder_copied,
  folder_deleted,
  message_created,
  message_changed,  // its contents, its read state or its status
  message_moved,
  message_copied,
  message_deleted,
  new_mail,         // beside message_created: by delivery
  search_complete,  // of a search folder
  everything,       // another process has changed something: who holds rows reads them again
};

// What has changed in a mailbox, when it is durable.
struct Event {
  EventKind kind{};
  store::FolderNumber folder = 0;  // that has changed, or in which a message has
  store::FolderNumber parent = 0;  // of a folder
  store::MessageNumber message = 0;
  bool associated = false;             // the message is
  store::FolderNumber old_folder = 0;  // moved and copied: where from (messages), which (folders)
  store::FolderNumber old_parent = 0;
  store::MessageNumber old_message = 0;
  // `folder` is a search folder that has come to show the message (message_created), does not show it any more
  // (message_deleted), or shows it still (message_changed).
  bool search = false;
};

// Tells the sessions of this process on one mailbox what the others do. May be used from any thread.
class Events {
 public:
  using Listener = std::function<void(const Event&)>;
  // Ends the subscription; no call of the listener runs on or begins afterwards.
  class Subscription {
   public:
    Subscription() = default;
    explicit Subscription(std::shared_ptr<void> token) : token_(std::move(token)) {}

   private:
    std::shared_ptr<void> token_;
  };

  // Listeners are called on the thread that made the change, without locks of the mailbox held; they must be
  // quick and call nothing of the mailbox.
  [[nodiscard]] Subscription subscribe(Listener listener);
  void publish(const Event& event);
  // How many there have been: who remembers what was read looks whether there were any since.
  std::uint64_t published() const { return published_.load(std::memory_order_acquire); }

 private:
  struct Entry;
  std::atomic<std::uint64_t> published_ = 0;
  std::shared_ptr<std::mutex> mutex_ = std::make_shared<std::mutex>();
  std::shared_ptr<std::vector<Entry*>> entries_ = std::make_shared<std::vector<Entry*>>();
};

}  // namespace mapigate::mailbox
