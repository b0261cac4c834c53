#include "tests/fakes/lying_dns.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <system_error>
#include <thread>

#include "tests/fakes/process.hpp"

namespace mapigate::fakes {
namespace {

using std::chrono::steady_clock;

void check(bool ok, const char* what) {
  if (!ok) throw std::system_error(errno, std::generic_category(), what);
}

std::optional<DnsQuestion> parse(const DnsBytes& packet) {
  if (packet.size() < 12) return std::nullopt;
  DnsQuestion question;
  question.id = static_cast<std::uint16_t>(packet[0] << 8 | packet[1]);
  question.edns = packet[11] != 0;
  std::size_t at = 12;
  while (at < packet.size() && packet[at] != 0) {
    const std::size_t length = packet[at++];
    if (at + length > packet.size()) return std::nullopt;
    if (!question.name.empty()) question.name += '.';
    question.name.append(packet.begin() + static_cast<std::ptrdiff_t>(at),
                         packet.begin() + static_cast<std::ptrdiff_t>(at + length));
    at += length;
  }
  if (at + 3 > packet.size()) return std::nullopt;
  question.type = static_cast<std::uint16_t>(packet[at + 1] << 8 | packet[at + 2]);
  return question;
}

}  // namespace

struct LyingDns::Impl {
  struct Connection {
    int fd;
    DnsBytes received;
  };
  // To a UDP peer, or over a TCP connection (its number, 0 when UDP).
  struct Due {
    steady_clock::time_point at;
    sockaddr_in peer;
    int connection;
    DnsReply reply;
  };

  Script script;
  std::uint16_t port = 0;
  int udp = -1, listener = -1, stop = -1;
  std::map<int, Connection> connections;
  int next_connection = 1;
  std::list<Due> due;
  mutable std::mutex mutex;
  std::vector<DnsQuestion> seen;
  std::thread thread;

  explicit Impl(Script what) : script(std::move(what)), port(free_port()) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    const auto* raw = reinterpret_cast<const sockaddr*>(&address);
    udp = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    stop = eventfd(0, EFD_CLOEXEC);
    check(udp >= 0 && listener >= 0 && stop >= 0, "socket");
    const int buffer = 4 << 20;
    setsockopt(udp, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
    check(bind(udp, raw, sizeof address) == 0 && bind(listener, raw, sizeof address) == 0, "bind");
    check(listen(listener, 64) == 0, "listen");
    thread = std::thread([this] { run(); });
  }

  ~Impl() {
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t ignored = write(stop, &one, sizeof one);
    thread.join();
    for (const auto& [number, connection] : connections) close(connection.fd);
    for (const int fd : {udp, listener, stop}) close(fd);
  }

  void run() {
    for (;;) {
      std::vector<pollfd> entries{{stop, POLLIN, 0}, {udp, POLLIN, 0}, {listener, POLLIN, 0}};
      std::vector<int> numbers;
      for (const auto& [number, connection] : connections) {
        entries.push_back({connection.fd, POLLIN, 0});
        numbers.push_back(number);
      }
      if (poll(entries.data(), entries.size(), time_to_next()) < 0 && errno != EINTR) return;
      if (entries[0].revents) return;
      if (entries[1].revents) receive_udp();
      if (entries[2].revents) {
        const int fd = accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (fd >= 0) connections.emplace(next_connection++, Connection{fd, {}});
      }
      for (std::size_t i = 0; i < numbers.size(); ++i)
        if (entries[i + 3].revents) receive_tcp(numbers[i]);
      send_due();
    }
  }

  int time_to_next() const {
    if (due.empty()) return -1;
    auto next = steady_clock::time_point::max();
    for (const Due& entry : due) next = std::min(next, entry.at);
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(next - steady_clock::now()).count();
    return static_cast<int>(std::max<long>(left, 0));
  }

  void handle(const DnsBytes& packet, const sockaddr_in& peer, int connection) {
    auto question = parse(packet);
    if (!question) return;
    question->tcp = connection != 0;
    question->source_port = ntohs(peer.sin_port);
    question->at = steady_clock::now();
    {
      const std::lock_guard lock(mutex);
      seen.push_back(*question);
    }
    for (DnsReply& reply : script(*question))
      due.push_back({question->at + reply.after, peer, connection, std::move(reply)});
  }

  void receive_udp() {
    std::array<std::uint8_t, 65536> buffer;
    for (;;) {
      sockaddr_in peer{};
      socklen_t length = sizeof peer;
      const ssize_t count = recvfrom(udp, buffer.data(), buffer.size(), MSG_DONTWAIT,
                                     reinterpret_cast<sockaddr*>(&peer), &length);
      if (count < 0) return;
      handle({buffer.begin(), buffer.begin() + count}, peer, 0);
    }
  }

  void receive_tcp(int number) {
    Connection& connection = connections.at(number);
    std::array<std::uint8_t, 4096> buffer;
    const ssize_t count = recv(connection.fd, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (count <= 0) return hang_up(number);
    auto& received = connection.received;
    received.insert(received.end(), buffer.begin(), buffer.begin() + count);
    while (received.size() >= 2) {
      const std::size_t length = static_cast<std::size_t>(received[0] << 8 | received[1]);
      if (received.size() < 2 + length) return;
      const DnsBytes packet(received.begin() + 2, received.begin() + 2 + static_cast<std::ptrdiff_t>(length));
      received.erase(received.begin(), received.begin() + 2 + static_cast<std::ptrdiff_t>(length));
      sockaddr_in peer{};
      socklen_t peer_length = sizeof peer;
      getpeername(connection.fd, reinterpret_cast<sockaddr*>(&peer), &peer_length);
      handle(packet, peer, number);
    }
  }

  void hang_up(int number) {
    const auto found = connections.find(number);
    if (found == connections.end()) return;
    close(found->second.fd);
    connections.erase(found);
  }

  void send_due() {
    const auto now = steady_clock::now();
    for (auto entry = due.begin(); entry != due.end();) {
      if (entry->at > now) {
        ++entry;
        continue;
      }
      transmit(*entry);
      entry = due.erase(entry);
    }
  }

  void transmit(const Due& entry) {
    const DnsBytes& packet = entry.reply.packet;
    if (entry.connection == 0) {
      sendto(udp, packet.data(), packet.size(), 0, reinterpret_cast<const sockaddr*>(&entry.peer),
             sizeof entry.peer);
      return;
    }
    const auto found = connections.find(entry.connection);
    if (found == connections.end()) return;
    if (entry.reply.hang_up) return hang_up(entry.connection);
    DnsBytes out;
    if (entry.reply.framed) {
      out.push_back(static_cast<std::uint8_t>(packet.size() >> 8));
      out.push_back(static_cast<std::uint8_t>(packet.size()));
    }
    out.insert(out.end(), packet.begin(), packet.end());
    ::send(found->second.fd, out.data(), out.size(), MSG_NOSIGNAL);
  }
};

LyingDns::LyingDns(Script script) : impl_(std::make_unique<Impl>(std::move(script))) {}
LyingDns::~LyingDns() = default;
std::uint16_t LyingDns::port() const { return impl_->port; }

std::vector<DnsQuestion> LyingDns::seen() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->seen;
}

}  // namespace mapigate::fakes
