#include "gateway/backend/mime/file_source.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace mapigate::mime {

namespace {

store::StoreError failure(const std::filesystem::path& file, int error) {
  return {store::StoreFault::unavailable,
          fmt::format("Cannot read {}: {}", file.string(), std::generic_category().message(error))};
}

class FileSource final : public store::LargeValue {
 public:
  FileSource(std::filesystem::path file, int descriptor) : file_(std::move(file)), descriptor_(descriptor) {}
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;
  ~FileSource() override { ::close(descriptor_); }

  store::StoreResult<void> select(std::uint64_t begin, std::uint64_t end) {
    struct stat status {};
    if (::fstat(descriptor_, &status) != 0) return failure(file_, errno);
    if (begin > end || end > static_cast<std::uint64_t>(status.st_size)) {
      return store::StoreError{store::StoreFault::unavailable,
                               fmt::format("{} is shorter than expected", file_.string())};
    }
    begin_ = begin;
    size_ = end - begin;
    return {};
  }

  std::uint64_t size() const override { return size_; }
  store::StoreResult<std::size_t> read(std::uint64_t offset, std::span<std::uint8_t> out) const override {
    if (offset >= size_) return 0u;
    out = out.first(static_cast<std::size_t>(std::min<std::uint64_t>(out.size(), size_ - offset)));
    std::size_t done = 0;
    while (done < out.size()) {
      const ssize_t count = ::pread(descriptor_, out.data() + done, out.size() - done,
                                    static_cast<off_t>(begin_ + offset + done));
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) return failure(file_, errno);
      if (count == 0) break;
      done += static_cast<std::size_t>(count);
    }
    return done;
  }

 private:
  std::filesystem::path file_;
  int descriptor_;
  std::uint64_t begin_ = 0;
  std::uint64_t size_ = 0;
};

}  // namespace

store::StoreResult<store::LargeValuePtr> file_source(const std::filesystem::path& file, std::uint64_t begin,
                                                     std::uint64_t end) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return failure(file, errno);
  auto source = std::make_shared<FileSource>(file, descriptor);
  if (auto selected = source->select(begin, end); !selected) return selected.error();
  return store::LargeValuePtr(std::move(source));
}

}  // namespace mapigate::mime
