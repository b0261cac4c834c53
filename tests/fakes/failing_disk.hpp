#pragma once

#include <cstdint>

namespace mapigate::fakes {

// Makes SQLite in this process believe that the disk is full, from some write on. Only for databases opened
// while one of these is alive. One at a time.
class FailingDisk {
 public:
  FailingDisk();
  ~FailingDisk();
  FailingDisk(const FailingDisk&) = delete;
  FailingDisk& operator=(const FailingDisk&) = delete;

  // All writes but the first `writes` fail from now on.
  void full_after(std::int64_t writes);
  // Writes have room again.
  void free();
  // Whether a write has failed since full_after().
  bool has_failed() const;
};

}  // namespace mapigate::fakes
