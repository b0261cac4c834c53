#include "gateway/auth/worker_pool.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <latch>
#include <memory>

namespace mapigate::auth {
namespace {

using Priority = WorkerPool::Priority;

bool submit(WorkerPool& pool, Priority priority, WorkerPool::Job job) { return pool.submit(priority, job); }

// Keeps the one worker of a pool busy until it is released.
class BusyWorker {
 public:
  explicit BusyWorker(WorkerPool& pool) {
    EXPECT_TRUE(submit(pool, Priority::known, [latches = latches_] {
      latches->started.count_down();
      latches->released.wait();
    }));
    latches_->started.wait();
  }
  void release() { latches_->released.count_down(); }

 private:
  struct Latches {
    std::latch started{1};
    std::latch released{1};
  };
  std::shared_ptr<Latches> latches_ = std::make_shared<Latches>();
};

TEST(WorkerPool, RunsJobsOnItsThreads) {
  WorkerPool pool(2, 10);
  std::latch both(2);  // each waits for the other: they run side by side
  std::latch done(2);
  for (int i = 0; i < 2; ++i) {
    EXPECT_TRUE(submit(pool, Priority::ordinary, [&] {
      both.arrive_and_wait();
      done.count_down();
    }));
  }
  done.wait();
}

TEST(WorkerPool, KnownOnesGoFirst) {
  std::vector<int> order;
  std::latch done(4);
  WorkerPool pool(1, 10);
  BusyWorker busy(pool);
  const auto note = [&](int number) {
    return [&, number] {
      order.push_back(number);
      done.count_down();
    };
  };
  submit(pool, Priority::ordinary, note(1));
  submit(pool, Priority::ordinary, note(2));
  submit(pool, Priority::known, note(3));
  submit(pool, Priority::known, note(4));
  EXPECT_EQ(pool.waiting(), 4u);
  busy.release();
  done.wait();
  EXPECT_THAT(order, testing::ElementsAre(3, 4, 1, 2));
}

TEST(WorkerPool, RefusesWhatItsQueueCannotHold) {
  WorkerPool pool(1, 2);
  BusyWorker busy(pool);
  std::latch done(3);
  const WorkerPool::Job job = [&] { done.count_down(); };
  EXPECT_TRUE(submit(pool, Priority::ordinary, job));
  EXPECT_TRUE(submit(pool, Priority::ordinary, job));
  WorkerPool::Job refused = job;
  EXPECT_FALSE(pool.submit(Priority::ordinary, refused));
  EXPECT_TRUE(refused) << "the job is still the caller's";
  EXPECT_TRUE(submit(pool, Priority::known, job))
      << "an attack that fills the one queue does not fill the other";
  busy.release();
  done.wait();
}

TEST(WorkerPool, DestroysWhatDidNotRun) {
  const auto token = std::make_shared<int>();
  {
    WorkerPool pool(1, 10);
    BusyWorker busy(pool);
    for (int i = 0; i < 5; ++i) submit(pool, Priority::ordinary, [token] {});
    EXPECT_EQ(token.use_count(), 6);
    busy.release();
  }
  EXPECT_EQ(token.use_count(), 1);
}

}  // namespace
}  // namespace mapigate::auth
