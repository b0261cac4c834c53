#include "gateway/mailbox/search_worker.hpp"

#include <sys/resource.h>

#include "gateway/mailbox/searches.hpp"

namespace mapigate::mailbox {

SearchWorker::SearchWorker() : thread_([this](const std::stop_token& stop) { run(stop); }) {}

SearchWorker::~SearchWorker() = default;

void SearchWorker::put(Searches& searches) {
  if (is_waiting_.insert(&searches).second) waiting_.push_back(&searches);
}

void SearchWorker::take_out(Searches& searches) {
  if (is_waiting_.erase(&searches) > 0) std::erase(waiting_, &searches);
}

void SearchWorker::add(Searches& searches) {
  {
    const std::lock_guard lock(mutex_);
    if (running_ == &searches) {
      again_ = true;
      return;
    }
    put(searches);
  }
  wake_.notify_one();
}

void SearchWorker::remove(Searches& searches) {
  std::unique_lock lock(mutex_);
  take_out(searches);
  if (running_ != &searches) return;
  done_.wait(lock, [&] { return running_ != &searches; });
  take_out(searches);
}

void SearchWorker::run(const std::stop_token& stop) {
  // Whoever waits for an answer goes first. On Linux this is the priority of a thread.
  setpriority(PRIO_PROCESS, 0, 10);
  std::unique_lock lock(mutex_);
  while (wake_.wait(lock, stop, [this] { return !waiting_.empty(); })) {
    running_ = waiting_.front();
    waiting_.pop_front();
    is_waiting_.erase(running_);
    again_ = false;
    lock.unlock();
    const bool more = running_->step();
    lock.lock();
    if (more || again_) put(*running_);
    running_ = nullptr;
    done_.notify_all();
  }
}

}  // namespace mapigate::mailbox
