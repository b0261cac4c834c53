#include "gateway/store/spool.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <limits>
#include <string>
#include <system_error>
#include <utility>

namespace mapigate::store {

namespace {

constexpr std::uint64_t largest_file = std::numeric_limits<off_t>::max();

StoreError failure(std::string_view doing, int error) {
  const StoreFault fault = error == ENOSPC || error == EDQUOT || error == EFBIG ? StoreFault::disk_full
                           : error == EROFS                                     ? StoreFault::read_only
                                                                                : StoreFault::unavailable;
  return {fault,
          fmt::format("Cannot {} a temporary file: {}", doing, std::generic_category().message(error))};
}

StoreResult<int> open_unnamed(const std::filesystem::path& folder) {
  int descriptor = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  // Not every file system can; an old kernel takes the flag for the opening of a directory.
  if (descriptor < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL)) {
    std::string name = folder / "spool-XXXXXX";
    descriptor = ::mkostemp(name.data(), O_CLOEXEC);
    if (descriptor >= 0) ::unlink(name.c_str());
  }
  if (descriptor < 0) {
    StoreError error = failure("create", errno);
    error.message += fmt::format(" (in {})", folder.string());
    return error;
  }
  return descriptor;
}

StoreResult<void> write_file(int descriptor, std::uint64_t offset, std::span<const std::uint8_t> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(descriptor, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return failure("write", errno);
    offset += static_cast<std::uint64_t>(written);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return {};
}

StoreResult<std::size_t> read_file(int descriptor, std::uint64_t offset, std::span<std::uint8_t> out) {
  std::size_t done = 0;
  while (done < out.size()) {
    const ssize_t read =
        ::pread(descriptor, out.data() + done, out.size() - done, static_cast<off_t>(offset + done));
    if (read < 0 && errno == EINTR) continue;
    if (read < 0) return failure("read", errno);
    if (read == 0) break;
    done += static_cast<std::size_t>(read);
  }
  return done;
}

std::size_t read_memory(const wire::Bytes& bytes, std::uint64_t offset, std::span<std::uint8_t> out) {
  if (offset >= bytes.size()) return 0;
  const std::size_t count = std::min<std::size_t>(out.size(), bytes.size() - offset);
  std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(offset), count, out.begin());
  return count;
}

class MemoryValue final : public LargeValue {
 public:
  explicit MemoryValue(wire::Bytes bytes) : bytes_(std::move(bytes)) {}
  std::uint64_t size() const override { return bytes_.size(); }
  StoreResult<std::size_t> read(std::uint64_t offset, std::span<std::uint8_t> out) const override {
    return read_memory(bytes_, offset, out);
  }

 private:
  wire::Bytes bytes_;
};

}  // namespace

bool SpoolBudget::reserve(std::uint64_t bytes) {
  std::uint64_t used = used_;
  do {
    if (bytes > limit_ || used > limit_ - bytes) return false;
  } while (!used_.compare_exchange_weak(used, used + bytes));
  return true;
}

// An open file without a name, which goes away with the last who holds it.
class Spool::File {
 public:
  File(int descriptor, SpoolBudgetPtr budget) : descriptor_(descriptor), budget_(std::move(budget)) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    ::close(descriptor_);
    if (budget_) budget_->release(reserved_);
  }

  int descriptor() const { return descriptor_; }
  // Room in the budget for a size, in bytes.
  StoreResult<void> reserve(std::uint64_t size) {
    if (!budget_ || size <= reserved_) return {};
    if (!budget_->reserve(size - reserved_)) {
      return StoreError{StoreFault::disk_full, "Too many bytes of temporary files are in use"};
    }
    reserved_ = size;
    return {};
  }

 private:
  const int descriptor_;
  const SpoolBudgetPtr budget_;
  std::uint64_t reserved_ = 0;
};

namespace {

// File: that of Spool, which keeps it to itself.
template <class File>
class FileValue final : public LargeValue {
 public:
  FileValue(std::shared_ptr<File> file, std::uint64_t size) : file_(std::move(file)), size_(size) {}
  std::uint64_t size() const override { return size_; }
  StoreResult<std::size_t> read(std::uint64_t offset, std::span<std::uint8_t> out) const override {
    if (offset >= size_) return 0u;
    return read_file(file_->descriptor(), offset,
                     out.first(std::min<std::uint64_t>(out.size(), size_ - offset)));
  }

 private:
  std::shared_ptr<File> file_;
  std::uint64_t size_;
};

}  // namespace

Spool::Spool(std::filesystem::path folder, std::size_t memory, SpoolBudgetPtr budget)
    : folder_(std::move(folder)), memory_limit_(memory), budget_(std::move(budget)) {}

StoreResult<std::shared_ptr<Spool::File>> Spool::new_file() const {
  const auto descriptor = open_unnamed(folder_);
  if (!descriptor) return descriptor.error();
  return std::make_shared<File>(*descriptor, budget_);
}

StoreResult<void> Spool::move_to_file() {
  auto file = new_file();
  if (!file) return file.error();
  if (auto reserved = (*file)->reserve(size_); !reserved) return reserved;
  if (auto written = write_file((*file)->descriptor(), 0, memory_); !written) return written;
  file_ = std::move(*file);
  memory_ = {};
  return {};
}

StoreResult<void> Spool::unshare(std::uint64_t from, std::uint64_t keep) {
  if (from >= frozen_) return {};
  if (file_.use_count() > 1) {
    auto file = new_file();
    if (!file) return file.error();
    if (auto reserved = (*file)->reserve(keep); !reserved) return reserved;
    std::array<std::uint8_t, 65536> chunk;
    for (std::uint64_t offset = 0; offset < keep;) {
      const auto out = std::span(chunk).first(std::min<std::uint64_t>(chunk.size(), keep - offset));
      const auto count = read_file(file_->descriptor(), offset, out);
      if (!count) return count.error();
      if (*count == 0) break;
      if (auto written = write_file((*file)->descriptor(), offset, out.first(*count)); !written)
        return written;
      offset += *count;
    }
    file_ = std::move(*file);
  }
  frozen_ = 0;
  return {};
}

StoreResult<void> Spool::write(std::uint64_t offset, std::span<const std::uint8_t> bytes) {
  if (bytes.empty()) return {};
  if (offset > largest_file || bytes.size() > largest_file - offset) return failure("write", EFBIG);
  const std::uint64_t end = std::max(size_, offset + bytes.size());
  if (!file_) {
    if (end <= memory_limit_) {
      memory_.resize(end);
      std::ranges::copy(bytes, memory_.begin() + static_cast<std::ptrdiff_t>(offset));
      size_ = end;
      return {};
    }
    if (auto moved = move_to_file(); !moved) return moved;
  }
  if (auto alone = unshare(offset, size_); !alone) return alone;
  if (auto reserved = file_->reserve(end); !reserved) return reserved;
  if (auto written = write_file(file_->descriptor(), offset, bytes); !written) {
    // A later write behind the end must find zeros there.
    if (end > size_ && ::ftruncate(file_->descriptor(), static_cast<off_t>(size_)) != 0) {
      return failure("cut", errno);
    }
    return written;
  }
  size_ = end;
  return {};
}

StoreResult<void> Spool::append(const LargeValue& value) {
  std::array<std::uint8_t, 65536> chunk;
  for (std::uint64_t offset = 0; offset < value.size();) {
    const auto count = value.read(offset, chunk);
    if (!count) return count.error();
    if (*count == 0) return StoreError{StoreFault::unavailable, "A value is shorter than its size says"};
    if (auto written = append(std::span(chunk).first(*count)); !written) return written;
    offset += *count;
  }
  return {};
}

StoreResult<std::size_t> Spool::read(std::uint64_t offset, std::span<std::uint8_t> out) const {
  if (offset >= size_) return 0u;
  if (!file_) return read_memory(memory_, offset, out);
  return read_file(file_->descriptor(), offset,
                   out.first(std::min<std::uint64_t>(out.size(), size_ - offset)));
}

StoreResult<void> Spool::truncate(std::uint64_t size) {
  if (size > largest_file) return failure("write", EFBIG);
  if (!file_) {
    if (size <= memory_limit_) {
      memory_.resize(size);
      size_ = size;
      return {};
    }
    if (auto moved = move_to_file(); !moved) return moved;
  }
  if (auto alone = unshare(size, std::min(size, size_)); !alone) return alone;
  if (auto reserved = file_->reserve(size); !reserved) return reserved;
  if (::ftruncate(file_->descriptor(), static_cast<off_t>(size)) != 0) return failure("cut", errno);
  size_ = size;
  return {};
}

LargeValuePtr Spool::finish() {
  LargeValuePtr value;
  if (file_) {
    value = std::make_shared<FileValue<File>>(std::exchange(file_, nullptr), size_);
  } else {
    value = std::make_shared<MemoryValue>(std::exchange(memory_, {}));
  }
  size_ = 0;
  frozen_ = 0;
  return value;
}

LargeValuePtr Spool::snapshot(std::uint64_t size) {
  if (file_) {
    frozen_ = std::max(frozen_, size);
    return std::make_shared<FileValue<File>>(file_, size);
  }
  return std::make_shared<MemoryValue>(
      wire::Bytes(memory_.begin(), memory_.begin() + static_cast<std::ptrdiff_t>(size)));
}

LargeValuePtr memory_value(wire::Bytes bytes) { return std::make_shared<MemoryValue>(std::move(bytes)); }

}  // namespace mapigate::store
