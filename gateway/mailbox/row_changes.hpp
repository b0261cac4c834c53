#pragma once

#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "gateway/mailbox/table_rows.hpp"

namespace mapigate::mailbox {

// Which rows of a table have changed since it was last looked at: noted by whoever changes the mailbox, on
// any thread.
class RowChanges {
 public:
  // Any of them: also where there were too many to note.
  void add_all() {
    const std::lock_guard lock(mutex_);
    all_ = true;
    numbers_.clear();
  }
  void add(RowNumber number) {
    const std::lock_guard lock(mutex_);
    if (all_) return;
    if (numbers_.size() < most) {
      numbers_.push_back(number);
    } else {
      all_ = true;
      numbers_.clear();
    }
  }
  struct Taken {
    bool all = false;
    std::vector<RowNumber> numbers;  // not in order, some more than once
    bool empty() const { return !all && numbers.empty(); }
  };
  // What was noted since the last time.
  Taken take() {
    const std::lock_guard lock(mutex_);
    return {std::exchange(all_, false), std::exchange(numbers_, {})};
  }

 private:
  static constexpr std::size_t most = 1000;
  std::mutex mutex_;
  bool all_ = false;
  std::vector<RowNumber> numbers_;
};

}  // namespace mapigate::mailbox
