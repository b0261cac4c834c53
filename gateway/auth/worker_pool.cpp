#include "gateway/auth/worker_pool.hpp"

#include <sys/resource.h>

#include <algorithm>

namespace mapigate::auth {

WorkerPool::WorkerPool(unsigned threads, std::size_t queue_limit) : queue_limit_(queue_limit) {
  if (threads == 0) threads = std::max(1u, std::thread::hardware_concurrency() / 2);
  for (unsigned i = 0; i < threads; ++i) {
    threads_.emplace_back([this](const std::stop_token& stop) { run(stop); });
  }
}

WorkerPool::~WorkerPool() {
  for (std::jthread& thread : threads_) thread.request_stop();
  threads_.clear();
}

bool WorkerPool::submit(Priority priority, Job& job) {
  {
    const std::scoped_lock lock(mutex_);
    std::deque<Job>& queue = priority == Priority::known ? known_ : ordinary_;
    if (queue.size() >= queue_limit_) return false;
    queue.push_back(std::move(job));
  }
  wake_.notify_one();
  return true;
}

std::size_t WorkerPool::waiting() const {
  const std::scoped_lock lock(mutex_);
  return known_.size() + ordinary_.size();
}

void WorkerPool::run(const std::stop_token& stop) {
  // On Linux the priority of a thread; that it cannot be lowered is no reason not to work.
  setpriority(PRIO_PROCESS, 0, 10);
  for (;;) {
    Job job;
    {
      std::unique_lock lock(mutex_);
      if (!wake_.wait(lock, stop, [this] { return !known_.empty() || !ordinary_.empty(); })) return;
      if (stop.stop_requested()) return;
      std::deque<Job>& queue = known_.empty() ? ordinary_ : known_;
      job = std::move(queue.front());
      queue.pop_front();
    }
    job();
  }
}

}  // namespace mapigate::auth
