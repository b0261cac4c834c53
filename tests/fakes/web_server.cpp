#include "tests/fakes/web_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <list>
#include <mutex>
#include <optional>
#include <set>
#include <stdexcept>
#include <system_error>
#include <thread>

namespace mapigate::fakes {
namespace {

constexpr std::size_t max_header = 64 * 1024;
constexpr std::size_t max_body = 1024 * 1024;

using ContextPtr = std::unique_ptr<SSL_CTX, decltype([](SSL_CTX* context) { SSL_CTX_free(context); })>;
using SslPtr = std::unique_ptr<SSL, decltype([](SSL* ssl) { SSL_free(ssl); })>;

[[noreturn]] void fail(const std::string& what) {
  throw std::runtime_error(what + ": " + std::generic_category().message(errno));
}

union SocketAddress {
  sockaddr any;
  sockaddr_in v4;
  sockaddr_in6 v6;
};

SocketAddress socket_address(const std::string& address, std::uint16_t port, socklen_t& size) {
  SocketAddress result{};
  if (inet_pton(AF_INET, address.c_str(), &result.v4.sin_addr) == 1) {
    result.v4.sin_family = AF_INET;
    result.v4.sin_port = htons(port);
    size = sizeof result.v4;
  } else if (inet_pton(AF_INET6, address.c_str(), &result.v6.sin6_addr) == 1) {
    result.v6.sin6_family = AF_INET6;
    result.v6.sin6_port = htons(port);
    size = sizeof result.v6;
  } else {
    throw std::runtime_error(address + ": not an IP address");
  }
  return result;
}

int listen_on(const std::string& address, std::uint16_t port) {
  socklen_t size = 0;
  const auto place = socket_address(address, port, size);
  const int fd = socket(place.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) fail("socket");
  const int one = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (bind(fd, &place.any, size) != 0 || listen(fd, 1024) != 0) {
    const int error = errno;
    close(fd);
    errno = error;
    fail(address + " port " + std::to_string(port));
  }
  return fd;
}

void reset_connection(int fd) {
  const linger at_once{1, 0};
  setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

// A blocking connection, TLS or plain. Does not own the socket.
class Stream {
 public:
  explicit Stream(int fd) : fd_(fd) {}

  bool start_tls(SSL_CTX* context, bool server, const std::string& server_name = {}) {
    ssl_.reset(SSL_new(context));
    SSL_set_fd(ssl_.get(), fd_);
    if (!server_name.empty()) SSL_set_tlsext_host_name(ssl_.get(), server_name.c_str());
    const bool ok = (server ? SSL_accept(ssl_.get()) : SSL_connect(ssl_.get())) == 1;
    ERR_clear_error();
    return ok;
  }

  std::string server_name() const {
    const char* name = ssl_ ? SSL_get_servername(ssl_.get(), TLSEXT_NAMETYPE_host_name) : nullptr;
    return name ? name : "";
  }

  // Appends what arrives next; false at the end or on an error.
  bool read(std::string& to) {
    char buffer[16384];
    const auto count = ssl_ ? SSL_read(ssl_.get(), buffer, sizeof buffer)
                            : static_cast<int>(::recv(fd_, buffer, sizeof buffer, 0));
    ERR_clear_error();
    if (count <= 0) return false;
    to.append(buffer, static_cast<std::size_t>(count));
    return true;
  }

  bool write(std::string_view data) {
    while (!data.empty()) {
      const int size = static_cast<int>(std::min<std::size_t>(data.size(), 65536));
      const auto count = ssl_ ? SSL_write(ssl_.get(), data.data(), size)
                              : static_cast<int>(::send(fd_, data.data(), static_cast<std::size_t>(size), 0));
      ERR_clear_error();
      if (count <= 0) return false;
      data.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
  }

  // The client has closed, or the server stops.
  void wait_for_end() {
    std::string ignored;
    while (read(ignored)) ignored.clear();
  }

  void finish() {
    if (ssl_) SSL_shutdown(ssl_.get());
    ERR_clear_error();
    ::shutdown(fd_, SHUT_WR);
    // Unread bytes would turn the end of the connection into a reset that destroys the answer on its way.
    wait_for_end();
  }

 private:
  int fd_;
  SslPtr ssl_;
};

bool same_name(std::string_view a, std::string_view b) {
  return a.size() == b.size() && strncasecmp(a.data(), b.data(), a.size()) == 0;
}

std::optional<WebRequest> read_request(Stream& stream) {
  std::string data;
  std::size_t end = std::string::npos;
  while ((end = data.find("\r\n\r\n")) == std::string::npos)
    if (data.size() > max_header || !stream.read(data) || data[0] < 'A' || data[0] > 'Z') return std::nullopt;

  WebRequest request;
  request.body = data.substr(end + 4);
  std::string_view head = std::string_view(data).substr(0, end + 2);
  const auto line = [&head] {
    const auto next = head.find("\r\n");
    const auto result = head.substr(0, next);
    head.remove_prefix(next + 2);
    return result;
  };
  const auto first = line();
  const auto space = first.find(' '), second_space = first.find(' ', space + 1);
  if (second_space == std::string_view::npos) return std::nullopt;
  request.method = first.substr(0, space);
  request.target = first.substr(space + 1, second_space - space - 1);
  while (!head.empty()) {
    const auto field = line();
    const auto colon = field.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const auto value = field.find_first_not_of(' ', colon + 1);
    request.headers.emplace_back(field.substr(0, colon),
                                 value == std::string_view::npos ? std::string_view() : field.substr(value));
  }

  std::size_t length = 0;
  const auto text = request.header("Content-Length");
  std::from_chars(text.data(), text.data() + text.size(), length);
  if (length > max_body) return std::nullopt;
  while (request.body.size() < length)
    if (!stream.read(request.body)) return std::nullopt;
  return request;
}

std::string to_text(const WebReply& reply) {
  if (!reply.raw.empty()) return reply.raw;
  std::string text = "HTTP/1.1 " + std::to_string(reply.status) + " Answer\r\n";
  for (const auto& [name, value] : reply.headers) text += name + ": " + value + "\r\n";
  text += "Connection: close\r\n";
  if (reply.end != WebReply::End::endless)
    text += "Content-Length: " + std::to_string(reply.body.size()) + "\r\n";
  return text + "\r\n" + reply.body;
}

}  // namespace

std::string_view WebRequest::header(std::string_view name) const {
  const auto found = std::find_if(headers.begin(), headers.end(),
                                  [&](const auto& field) { return same_name(field.first, name); });
  return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

struct WebServer::Impl {
  struct Listener {
    Site site;
    std::string name;
    int fd = -1;
    ContextPtr context;
    std::thread thread;
  };

  std::list<Listener> listeners;
  mutable std::mutex mutex;
  std::vector<WebRequest> requests;
  std::set<int> open;  // sockets of connections, closed only under the mutex
  std::list<std::thread> connections;
  bool stopping = false;

  void add(Site site) {
    Listener listener;
    listener.name = site.address + ":" + std::to_string(site.port);
    if (!site.chain_file.empty()) {
      listener.context.reset(SSL_CTX_new(TLS_server_method()));
      if (SSL_CTX_use_certificate_chain_file(listener.context.get(), site.chain_file.c_str()) != 1 ||
          SSL_CTX_use_PrivateKey_file(listener.context.get(), site.key_file.c_str(), SSL_FILETYPE_PEM) != 1)
        throw std::runtime_error(site.chain_file + ": " + ERR_error_string(ERR_get_error(), nullptr));
    }
    listener.fd = listen_on(site.address, site.port);
    listener.site = std::move(site);
    listeners.push_back(std::move(listener));
  }

  void start() {
    for (auto& listener : listeners)
      listener.thread = std::thread([this, &listener] { accept_all(listener); });
  }

  void accept_all(const Listener& listener) {
    for (;;) {
      const int fd = accept4(listener.fd, nullptr, nullptr, SOCK_CLOEXEC);
      const std::lock_guard lock(mutex);
      if (stopping || (fd < 0 && errno != ECONNABORTED && errno != EINTR)) {
        if (fd >= 0) close(fd);
        return;
      }
      if (fd < 0) continue;
      open.insert(fd);
      connections.emplace_back([this, &listener, fd] {
        serve(listener, fd);
        const std::lock_guard closing(mutex);
        open.erase(fd);
        close(fd);
      });
    }
  }

  void serve(const Listener& listener, int fd) {
    if (listener.site.reset_on_first_byte) {
      char byte = 0;
      recv(fd, &byte, 1, MSG_PEEK);
      return reset_connection(fd);
    }
    Stream stream(fd);
    if (listener.site.silent) return stream.wait_for_end();
    if (listener.context && !stream.start_tls(listener.context.get(), true)) return;
    auto request = read_request(stream);
    if (!request) {  // for example TLS on a plain port: ordinary servers answer that in plain text
      if (stream.write(to_text({.status = 400, .body = "not an HTTP request\n"}))) stream.finish();
      return;
    }
    request->site = listener.name;
    request->server_name = stream.server_name();
    {
      const std::lock_guard lock(mutex);
      requests.push_back(*request);
    }
    const auto reply = listener.site.handler(*request);
    switch (reply.end) {
      case WebReply::End::close:
        if (stream.write(to_text(reply))) stream.finish();
        return;
      case WebReply::End::reset:
        return reset_connection(fd);
      case WebReply::End::never:
        return stream.wait_for_end();
      case WebReply::End::endless: {
        const std::string block(65536, 'x');
        bool open_still = stream.write(to_text(reply));
        while (open_still) open_still = stream.write(block);
      }
    }
  }

  ~Impl() {
    {
      const std::lock_guard lock(mutex);
      stopping = true;
      for (const int fd : open) shutdown(fd, SHUT_RDWR);
    }
    for (auto& listener : listeners) shutdown(listener.fd, SHUT_RDWR);
    for (auto& listener : listeners) {
      if (listener.thread.joinable()) listener.thread.join();
      close(listener.fd);
    }
    for (auto& connection : connections) connection.join();
  }
};

WebServer::WebServer(std::vector<Site> sites) : impl_(std::make_unique<Impl>()) {
  ::signal(SIGPIPE, SIG_IGN);  // a client that closes early must not end this process
  for (auto& site : sites) impl_->add(std::move(site));
  impl_->start();
}

WebServer::~WebServer() = default;

std::vector<WebRequest> WebServer::requests() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->requests;
}

std::string forward(const WebRequest& request, const web::Upstream& upstream, std::string_view strip) {
  socklen_t size = 0;
  const auto place = socket_address(upstream.address, upstream.port, size);
  struct Socket {
    int fd;
    ~Socket() { close(fd); }
  } socket_holder{socket(place.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  const int fd = socket_holder.fd;
  const timeval limit{10, 0};
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  if (connect(fd, &place.any, size) != 0) fail("connect to " + upstream.address);
  const ContextPtr context(SSL_CTX_new(TLS_client_method()));
  Stream stream(fd);
  if (!stream.start_tls(context.get(), false, upstream.server_name))
    throw std::runtime_error("no TLS upstream");

  std::string text = request.method + " " + request.target + " HTTP/1.1\r\n";
  for (const auto& [name, value] : request.headers) {
    const bool stripped = !strip.empty() && same_name(std::string_view(name).substr(0, strip.size()), strip);
    if (!stripped && !same_name(name, "Connection")) text += name + ": " + value + "\r\n";
  }
  stream.write(text + "Connection: close\r\n\r\n" + request.body);
  std::string answer;
  while (stream.read(answer)) {
  }
  return answer;
}

}  // namespace mapigate::fakes
