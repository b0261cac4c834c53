#include "gateway/mailbox/events.hpp"

#include <algorithm>

namespace mapigate::mailbox {

// Listeners run with the mutex held, so that none runs on when its subscription has ended.
struct Events::Entry {
  std::shared_ptr<std::mutex> mutex;
  std::shared_ptr<std::vector<Entry*>> entries;
  Listener listener;

  ~Entry() {
    const std::lock_guard lock(*mutex);
    std::erase(*entries, this);
  }
};

Events::Subscription Events::subscribe(Listener listener) {
  auto entry = std::make_shared<Entry>(mutex_, entries_, std::move(listener));
  const std::lock_guard lock(*mutex_);
  entries_->push_back(entry.get());
  return Subscription(std::move(entry));
}

void Events::publish(const Event& event) {
  published_.fetch_add(1, std::memory_order_release);
  const std::lock_guard lock(*mutex_);
  for (const Entry* entry : *entries_) entry->listener(event);
}

}  // namespace mapigate::mailbox
