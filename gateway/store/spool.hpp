#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>

#include "gateway/store/large_value.hpp"
#include "protocol/wire/bytes.hpp"

namespace mapigate::store {

// How many bytes of temporary files somebody may have at a time. May be used from any thread.
class SpoolBudget {
 public:
  explicit SpoolBudget(std::uint64_t limit) : limit_(limit) {}
  // Whether there was room for so many more.
  bool reserve(std::uint64_t bytes);
  void release(std::uint64_t bytes) { used_ -= bytes; }
  std::uint64_t used() const { return used_; }

 private:
  const std::uint64_t limit_;
  std::atomic<std::uint64_t> used_ = 0;
};
using SpoolBudgetPtr = std::shared_ptr<SpoolBudget>;

// A value while it is written, at any offset: in memory while it is small, from then on in an unnamed
// temporary file, which goes away with the last who holds it, a killed process included. To be used by one
// thread at a time.
class Spool {
 public:
  static constexpr std::size_t default_memory = 65536;

  // `folder` must exist; no file is made in it before the value has grown past `memory` bytes. `budget`: what
  // the file counts in, for as long as it is there.
  explicit Spool(std::filesystem::path folder, std::size_t memory = default_memory,
                 SpoolBudgetPtr budget = nullptr);

  std::uint64_t size() const { return size_; }  // bytes

  // Bytes of it that are in memory.
  std::size_t memory() const { return memory_.size(); }

  // What lies between the end and an offset behind it becomes zeros. On failure (disk_full, which the end of
  // the budget is too, read_only, unavailable) the size is what it was, and of the bytes that were to be
  // replaced some may be.
  StoreResult<void> write(std::uint64_t offset, std::span<const std::uint8_t> bytes);
  StoreResult<void> append(std::span<const std::uint8_t> bytes) { return write(size_, bytes); }
  // Not wholly in memory at any time. On failure a part of it may have been appended.
  StoreResult<void> append(const LargeValue& value);
  // As LargeValue::read().
  StoreResult<std::size_t> read(std::uint64_t offset, std::span<std::uint8_t> out) const;
  // Cuts the value, or fills it with zeros up to the new size.
  StoreResult<void> truncate(std::uint64_t size);

  // The value as it is now; the spool is empty and may be used for another one.
  LargeValuePtr finish();
  // The first bytes of the value as they are now (`size` at most size()), while the spool goes on. What is
  // appended later costs nothing for it; what is replaced or cut later costs a copy of the file, once, where
  // the snapshot is still held then.
  LargeValuePtr snapshot(std::uint64_t size);

 private:
  class File;

  StoreResult<std::shared_ptr<File>> new_file() const;
  StoreResult<void> move_to_file();
  // Before bytes in front of `from` change: takes a file that nobody has a snapshot of, with the first `keep`
  // bytes of this one.
  StoreResult<void> unshare(std::uint64_t from, std::uint64_t keep);

  std::filesystem::path folder_;
  std::size_t memory_limit_;
  SpoolBudgetPtr budget_;
  std::uint64_t size_ = 0;
  wire::Bytes memory_;  // of size_ bytes while there is no file
  std::shared_ptr<File> file_;
  std::uint64_t frozen_ = 0;  // bytes that snapshots of file_ show
};

// A value that lies in memory.
LargeValuePtr memory_value(wire::Bytes bytes);

}  // namespace mapigate::store
