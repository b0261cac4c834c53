#include "gateway/selfcheck/proof_key.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>

#include "gateway/base/encoding.hpp"

namespace mapigate::selfcheck {

namespace {

class FileDescriptor {
 public:
  explicit FileDescriptor(int number) : number_(number) {}
  ~FileDescriptor() {
    if (number_ >= 0) ::close(number_);
  }
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  int number() const { return number_; }

 private:
  int number_;
};

Error failure(const std::filesystem::path& file, std::string_view what, int code) {
  return Error{
      fmt::format("the proof key file {} cannot be {}: {}", file.string(), what, std::strerror(code))};
}

// Writes the key beside the file and links it to its place only when it is complete, so that nobody reads
// half a key. Returns 0, EEXIST when somebody else was faster, or another error.
int create(const std::filesystem::path& file, RandomSource& random) {
  std::array<std::uint8_t, 32> bytes{};
  random.fill(bytes);
  const std::string text = to_hex(bytes) + "\n";
  const std::string beside = fmt::format("{}.{}", file.string(), random.hex(8));
  int code = 0;
  {
    const FileDescriptor out(::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (out.number() < 0) return errno;
    const ssize_t written = ::write(out.number(), text.data(), text.size());
    if (written != static_cast<ssize_t>(text.size())) {
      code = written < 0 ? errno : ENOSPC;
    } else if (::fsync(out.number()) != 0) {
      code = errno;
    }
  }
  if (code == 0 && ::link(beside.c_str(), file.c_str()) != 0) code = errno;
  ::unlink(beside.c_str());
  return code;
}

}  // namespace

Result<ProofKey> load_proof_key(const std::filesystem::path& file) {
  const FileDescriptor in(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (in.number() < 0) return failure(file, "read", errno);
  struct stat status {};
  if (::fstat(in.number(), &status) != 0) return failure(file, "read", errno);
  if ((status.st_mode & S_IROTH) != 0) {
    return Error{fmt::format("the proof key file {} can be read by everybody; make it secret: chmod 600 {}",
                             file.string(), file.string())};
  }
  std::array<char, 128> text{};
  const ssize_t length = ::read(in.number(), text.data(), text.size());
  if (length < 0) return failure(file, "read", errno);
  const auto bytes = from_hex(trim(std::string_view(text.data(), static_cast<std::size_t>(length))));
  ProofKey key;
  if (!bytes || bytes->size() != key.bytes.size()) {
    return Error{fmt::format("the proof key file {} does not hold 64 hexadecimal digits", file.string())};
  }
  std::ranges::copy(*bytes, key.bytes.begin());
  return key;
}

Result<ProofKey> load_or_create_proof_key(const std::filesystem::path& file, RandomSource& random) {
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored)) {
    const int code = create(file, random);
    if (code != 0 && code != EEXIST) return failure(file, "created", code);
  }
  return load_proof_key(file);
}

}  // namespace mapigate::selfcheck
