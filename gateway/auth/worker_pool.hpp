#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace mapigate::auth {

// A few threads for work that blocks, with a bounded queue. They run at a lower priority than the threads
// that serve connections, so that hashing takes what these leave. May be used from any thread.
class WorkerPool {
 public:
  enum class Priority {
    known,  // first: from where the account has logged in before
    ordinary,
  };
  using Job = std::function<void()>;  // must not throw

  // `threads` 0: half of the processors, at least one.
  WorkerPool(unsigned threads, std::size_t queue_limit);
  // Waits for the jobs that run, and destroys those that wait.
  ~WorkerPool();

  // Takes the job, unless the queue is full: then it stays where it is. Each priority has a queue of its own.
  bool submit(Priority priority, Job& job);
  // Jobs that wait.
  std::size_t waiting() const;

 private:
  void run(const std::stop_token& stop);

  std::size_t queue_limit_;
  mutable std::mutex mutex_;
  std::condition_variable_any wake_;
  std::deque<Job> known_;
  std::deque<Job> ordinary_;
  std::vector<std::jthread> threads_;  // the last member: they use the others
};

}  // namespace mapigate::auth
