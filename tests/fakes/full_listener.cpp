#include "tests/fakes/full_listener.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>

namespace mapigate::fakes {

FullListener::FullListener(const std::string& address, std::uint16_t port) {
  sockaddr_in place{};
  place.sin_family = AF_INET;
  place.sin_port = htons(port);
  inet_pton(AF_INET, address.c_str(), &place.sin_addr);
  const auto* any = reinterpret_cast<const sockaddr*>(&place);
  const auto open = [this](int flags) {
    sockets_.push_back(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | flags, 0));
    return sockets_.back();
  };
  const int listener = open(0);
  if (bind(listener, any, sizeof place) != 0 || listen(listener, 0) != 0)
    throw std::runtime_error(address + ": " + std::generic_category().message(errno));
  // Connections that complete fill the queue; the first one that does not shows that it is full.
  for (;;) {
    const int client = open(SOCK_NONBLOCK);
    if (connect(client, any, sizeof place) == 0) continue;
    pollfd entry{client, POLLOUT, 0};
    if (poll(&entry, 1, 50) == 0) return;
  }
}

FullListener::~FullListener() {
  for (const int fd : sockets_) close(fd);
}

}  // namespace mapigate::fakes
