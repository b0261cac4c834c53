#include "tests/fakes/process.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

extern "C" {  // glibc 2.36 forgot it in this header
#include <sys/pidfd.h>
}

#include <algorithm>
#include <array>
#include <cerrno>
#include <condition_variable>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <mutex>
#include <random>
#include <sstream>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <utility>

namespace mapigate::fakes {
namespace {

[[noreturn]] void fail(const std::string& what) {
  throw std::runtime_error(what + ": " + std::generic_category().message(errno));
}

class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Descriptor() { close(); }
  int get() const { return fd_; }
  void close() {
    if (fd_ >= 0) ::close(std::exchange(fd_, -1));
  }

 private:
  int fd_;
};

struct Pipe {
  Descriptor read_end, write_end;
  Pipe() {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) fail("pipe");
    read_end = Descriptor(ends[0]);
    write_end = Descriptor(ends[1]);
  }
};

// A name in the abstract socket namespace belongs to one process and goes with it.
bool reserve(std::uint16_t port) {
  const std::string name = "mapigate-test-port-" + std::to_string(port);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path + 1, name.data(), name.size());
  const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + name.size());
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) fail("socket");
  if (bind(fd, reinterpret_cast<const sockaddr*>(&address), length) == 0)
    return true;  // kept open on purpose
  close(fd);
  return false;
}

bool can_bind(int family, int type, std::uint16_t port) {
  Descriptor fd(socket(family, type | SOCK_CLOEXEC, 0));
  if (fd.get() < 0) return family == AF_INET6;  // a machine without IPv6
  if (family == AF_INET6) {
    const int one = 1;
    setsockopt(fd.get(), IPPROTO_IPV6, IPV6_V6ONLY, &one, sizeof one);
    sockaddr_in6 address{};
    address.sin6_family = AF_INET6;
    address.sin6_port = htons(port);
    return bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 ||
           errno == EADDRNOTAVAIL;
  }
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  return bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

}  // namespace

TempDir::TempDir() {
  const char* base = std::getenv("TMPDIR");
  std::string pattern = std::string(base && *base ? base : "/tmp") + "/mapigate-test-XXXXXX";
  if (!mkdtemp(pattern.data())) fail(pattern);
  path_ = pattern;
}

TempDir::~TempDir() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

void write_file(const std::filesystem::path& file, std::string_view content) {
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out.write(content.data(), static_cast<std::streamsize>(content.size()));
  out.close();
  if (!out) fail(file.string());
}

std::string read_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) fail(file.string());
  std::ostringstream content;
  content << in.rdbuf();
  return content.str();
}

std::uint16_t free_port() {
  static std::mt19937 numbers{std::random_device{}()};
  static std::mutex mutex;
  const std::lock_guard lock(mutex);
  std::uniform_int_distribution<int> range(10000, 32767);
  for (int attempt = 0; attempt < 1000; ++attempt) {
    const auto port = static_cast<std::uint16_t>(range(numbers));
    if (can_bind(AF_INET, SOCK_STREAM, port) && can_bind(AF_INET, SOCK_DGRAM, port) &&
        can_bind(AF_INET6, SOCK_STREAM, port) && can_bind(AF_INET6, SOCK_DGRAM, port) && reserve(port))
      return port;
  }
  throw std::runtime_error("no free port found");
}

struct Process::Impl {
  pid_t pid = -1;
  Descriptor pidfd;
  std::optional<int> status;
  std::thread reader;  // also writes the child's standard input

  mutable std::mutex mutex;
  std::condition_variable changed;
  std::string out, err;
  bool collected = false;

  ~Impl() {
    if (pid > 0 && !status) {
      ::kill(pid, SIGKILL);
      reap(Process::default_limit);
    }
    if (reader.joinable()) reader.join();
  }

  bool reap(Duration limit) {
    if (status) return true;
    pollfd entry{pidfd.get(), POLLIN, 0};
    const auto milliseconds = std::chrono::ceil<std::chrono::milliseconds>(limit).count();
    while (poll(&entry, 1, static_cast<int>(milliseconds)) < 0 && errno == EINTR) {
    }
    if (!(entry.revents & POLLIN)) return false;
    int raw = 0;
    if (waitpid(pid, &raw, 0) != pid) fail("waitpid");
    status = WIFEXITED(raw) ? WEXITSTATUS(raw) : 128 + WTERMSIG(raw);
    return true;
  }

  // Until both outputs are closed or, a grandchild holding them open, the child itself has ended.
  void collect(Descriptor input, std::string text, Descriptor out_end, Descriptor err_end) {
    std::array<pollfd, 4> entries{{{out_end.get(), POLLIN, 0},
                                   {err_end.get(), POLLIN, 0},
                                   {input.get(), POLLOUT, 0},
                                   {pidfd.get(), POLLIN, 0}}};
    if (text.empty()) {
      input.close();
      entries[2].fd = -1;
    }
    while (entries[0].fd >= 0 || entries[1].fd >= 0) {
      if (poll(entries.data(), entries.size(), -1) < 0) {
        if (errno == EINTR) continue;
        break;
      }
      bool read_something = false;
      for (std::size_t i = 0; i < 2; ++i) {
        if (entries[i].fd < 0 || !entries[i].revents) continue;
        std::array<char, 16384> buffer;
        const ssize_t count = read(entries[i].fd, buffer.data(), buffer.size());
        if (count <= 0) {
          entries[i].fd = -1;
          continue;
        }
        read_something = true;
        const std::lock_guard lock(mutex);
        (i == 0 ? out : err).append(buffer.data(), static_cast<std::size_t>(count));
        changed.notify_all();
      }
      if (entries[2].fd >= 0 && entries[2].revents) {
        const ssize_t count = write(entries[2].fd, text.data(), std::min<std::size_t>(text.size(), 4096));
        if (count > 0) text.erase(0, static_cast<std::size_t>(count));
        if (count <= 0 || text.empty()) {
          input.close();
          entries[2].fd = -1;
        }
      }
      if (entries[3].revents && !read_something) break;
    }
    const std::lock_guard lock(mutex);
    collected = true;
    changed.notify_all();
  }

  bool wait_for(const std::string& stream, std::string_view text, Duration limit, std::size_t from) {
    std::unique_lock lock(mutex);
    const auto found = [&] { return stream.find(text, from) != std::string::npos; };
    changed.wait_for(lock, limit, [&] { return collected || found(); });
    return found();
  }
};

Process::Process(const std::vector<std::string>& command, const Options& options)
    : impl_(std::make_unique<Impl>()) {
  // A child that ends without reading its input must not end this process.
  ::signal(SIGPIPE, SIG_IGN);

  // Everything the child needs is made before fork(): between fork() and exec() only async-signal-safe calls.
  std::vector<char*> arguments;
  for (const auto& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  std::vector<std::string> added = options.environment;
  std::vector<char*> environment;
  for (auto& entry : added) environment.push_back(entry.data());
  for (char** entry = environ; *entry; ++entry) {
    const std::string_view name = std::string_view(*entry).substr(0, std::string_view(*entry).find('=') + 1);
    const bool replaced = std::any_of(added.begin(), added.end(),
                                      [&](const std::string& other) { return other.starts_with(name); });
    if (!replaced) environment.push_back(*entry);
  }
  environment.push_back(nullptr);
  Pipe in, out, err, problem;

  const pid_t parent = getpid();
  const pid_t pid = fork();
  if (pid < 0) fail("fork");
  if (pid == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() == parent) {
      ::signal(SIGPIPE, SIG_DFL);
      sigset_t none;
      sigemptyset(&none);
      sigprocmask(SIG_SETMASK, &none, nullptr);
      dup2(in.read_end.get(), STDIN_FILENO);
      dup2(out.write_end.get(), STDOUT_FILENO);
      dup2(err.write_end.get(), STDERR_FILENO);
      if (options.folder.empty() || chdir(options.folder.c_str()) == 0)
        execvpe(arguments[0], arguments.data(), environment.data());
    }
    const int error = errno;
    [[maybe_unused]] const ssize_t ignored = write(problem.write_end.get(), &error, sizeof error);
    _exit(127);
  }

  impl_->pid = pid;
  impl_->pidfd = Descriptor(pidfd_open(pid, 0));
  if (impl_->pidfd.get() < 0) fail("pidfd_open");
  in.read_end.close();
  out.write_end.close();
  err.write_end.close();
  problem.write_end.close();
  int error = 0;
  if (read(problem.read_end.get(), &error, sizeof error) == sizeof error) {
    impl_->reap(default_limit);
    errno = error;
    fail(command.at(0));
  }
  impl_->reader =
      std::thread([impl = impl_.get(), input = std::move(in.write_end), text = options.input,
                   out_end = std::move(out.read_end), err_end = std::move(err.read_end)]() mutable {
        impl->collect(std::move(input), std::move(text), std::move(out_end), std::move(err_end));
      });
}

Process::~Process() = default;
Process::Process(Process&&) noexcept = default;
Process& Process::operator=(Process&&) noexcept = default;

pid_t Process::pid() const { return impl_->pid; }

void Process::signal(int number) {
  if (!impl_->status) ::kill(impl_->pid, number);
}

std::optional<int> Process::wait(Duration limit) {
  if (!impl_->reap(limit)) return std::nullopt;
  if (impl_->reader.joinable()) impl_->reader.join();
  return impl_->status;
}

std::string Process::out() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->out;
}

std::string Process::err() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->err;
}

bool Process::wait_for_out(std::string_view text, Duration limit, std::size_t from) {
  return impl_->wait_for(impl_->out, text, limit, from);
}

bool Process::wait_for_err(std::string_view text, Duration limit, std::size_t from) {
  return impl_->wait_for(impl_->err, text, limit, from);
}

Finished run(const std::vector<std::string>& command, const Process::Options& options,
             Process::Duration limit) {
  Process process(command, options);
  Finished finished;
  if (const auto status = process.wait(limit)) {
    finished.status = *status;
  } else {
    process.signal(SIGKILL);
    process.wait();
  }
  finished.out = process.out();
  finished.err = process.err();
  return finished;
}

}  // namespace mapigate::fakes
