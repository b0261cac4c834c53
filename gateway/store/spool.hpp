#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>

#include "gateway/store/large_value.hpp"
#include "protocol/wire/bytes.hpp"

namespace mapigate::store {

// An open file without a name, closed with its owner.
class UnnamedFile {
 public:
  UnnamedFile() = default;  // none
  explicit UnnamedFile(int descriptor) : descriptor_(descriptor) {}
  UnnamedFile(UnnamedFile&& other) noexcept;
  UnnamedFile& operator=(UnnamedFile&& other) noexcept;
  ~UnnamedFile();

  int descriptor() const { return descriptor_; }  // -1: none

 private:
  int descriptor_ = -1;
};

// A value while it is written, at any offset: in memory while it is small, from then on in an unnamed
// temporary file, which goes away with the last who holds it, a killed process included. To be used by one
// thread at a time.
class Spool {
 public:
  static constexpr std::size_t default_memory = 65536;

  // `folder` must exist; no file is made in it before the value has grown past `memory` bytes.
  explicit Spool(std::filesystem::path folder, std::size_t memory = default_memory);

  std::uint64_t size() const { return size_; }  // bytes

  // What lies between the end and an offset behind it becomes zeros. On failure (disk_full, read_only,
  // unavailable) the size is what it was, and of the bytes that were to be replaced some may be.
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

 private:
  StoreResult<void> move_to_file();
  bool in_memory() const { return file_.descriptor() < 0; }

  std::filesystem::path folder_;
  std::size_t memory_limit_;
  std::uint64_t size_ = 0;
  wire::Bytes memory_;  // of size_ bytes while there is no file
  UnnamedFile file_;
};

// A value that lies in memory.
LargeValuePtr memory_value(wire::Bytes bytes);

}  // namespace mapigate::store
