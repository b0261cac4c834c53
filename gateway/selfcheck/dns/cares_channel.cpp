#include "gateway/selfcheck/dns/cares_channel.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <algorithm>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <cstring>
#include <utility>

namespace mapigate::dns {

// A socket of c-ares on the event loop. c-ares owns and closes it; the descriptor is released before.
// Handlers still under way then find `closed` and do nothing, so that they cannot be mistaken for those of
// another socket that got the same number.
struct CaresChannel::Watch {
  Watch(const boost::asio::any_io_executor& executor, ares_socket_t socket)
      : fd(socket), descriptor(executor) {}

  ares_socket_t fd;
  boost::asio::posix::stream_descriptor descriptor;
  bool want_read = false, want_write = false;  // what c-ares asked for
  bool reading = false, writing = false;       // what is being waited for
  bool closed = false;
};

std::unique_ptr<CaresChannel> CaresChannel::open(boost::asio::any_io_executor executor,
                                                 const ServerAddress& server, bool edns,
                                                 std::chrono::milliseconds timeout) {
  // On this platform it only counts its calls, but it must come first and from one thread.
  static const int initialised = ares_library_init(ARES_LIB_INIT_ALL);
  if (initialised != ARES_SUCCESS) return nullptr;

  std::unique_ptr<CaresChannel> self(new CaresChannel(std::move(executor), edns));
  ares_options options{};
  // NOCHECKRESP: SERVFAIL, NOTIMP and REFUSED are answers that the caller wants to see.
  options.flags =
      ARES_FLAG_NOSEARCH | ARES_FLAG_NOALIASES | ARES_FLAG_NOCHECKRESP | (edns ? ARES_FLAG_EDNS : 0);
  options.timeout = static_cast<int>(timeout.count());
  options.tries = 1;
  options.ndots = 1;
  options.ednspsz = kUdpPayload;
  char lookups[] = "b";
  options.lookups = lookups;
  options.sock_state_cb = [](void* data, ares_socket_t fd, int readable, int writable) {
    static_cast<CaresChannel*>(data)->watch_socket(fd, readable != 0, writable != 0);
  };
  options.sock_state_cb_data = self.get();
  // With every one of these given, c-ares reads no file of the system for its set-up.
  const int given = ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_NDOTS | ARES_OPT_EDNSPSZ |
                    ARES_OPT_LOOKUPS | ARES_OPT_SOCK_STATE_CB | ARES_OPT_SERVERS | ARES_OPT_DOMAINS |
                    ARES_OPT_SORTLIST | ARES_OPT_NOROTATE;
  if (ares_init_options(&self->channel_, &options, given) != ARES_SUCCESS) return nullptr;
  ares_set_socket_configure_callback(
      self->channel_,
      [](ares_socket_t, int type, void* data) {
        if (type == SOCK_STREAM) static_cast<CaresChannel*>(data)->tcp_ = true;
        return 0;
      },
      self.get());

  ares_addr_port_node node{};
  node.udp_port = node.tcp_port = server.port;
  if (server.address.is_v4()) {
    node.family = AF_INET;
    const auto bytes = server.address.to_v4().to_bytes();
    std::memcpy(&node.addr.addr4, bytes.data(), bytes.size());
  } else {
    node.family = AF_INET6;
    const auto bytes = server.address.to_v6().to_bytes();
    std::memcpy(&node.addr.addr6, bytes.data(), bytes.size());
  }
  if (ares_set_servers_ports(self->channel_, &node) != ARES_SUCCESS) return nullptr;
  return self;
}

CaresChannel::~CaresChannel() {
  wake_ = nullptr;
  // Reports every socket as closed, which releases it from the event loop.
  if (channel_) ares_destroy(channel_);
}

void CaresChannel::send(std::span<const std::uint8_t> query, boost::asio::steady_timer& wake) {
  reply_.reset();
  tcp_ = false;
  wake_ = &wake;
  ares_send(
      channel_, query.data(), static_cast<int>(query.size()),
      [](void* data, int status, int, unsigned char* message, int length) {
        static_cast<CaresChannel*>(data)->finish(
            status, message ? std::span<const std::uint8_t>(message, static_cast<std::size_t>(length))
                            : std::span<const std::uint8_t>());
      },
      this);
}

// Called from within c-ares, which must not be destroyed or used before it returns: the query's owner is only
// woken.
void CaresChannel::finish(int status, std::span<const std::uint8_t> message) {
  if (!wake_) return;
  reply_ = Reply{status, {message.begin(), message.end()}, tcp_};
  std::exchange(wake_, nullptr)->cancel();
}

CaresChannel::Reply CaresChannel::take_reply() {
  Reply reply = std::move(*reply_);
  reply_.reset();
  return reply;
}

CaresChannel::Duration CaresChannel::time_left() const {
  timeval left{};
  if (!ares_timeout(channel_, nullptr, &left)) return Duration::zero();
  // c-ares cuts the time to whole milliseconds, and would find it not quite over.
  return std::chrono::seconds(left.tv_sec) + std::chrono::microseconds(left.tv_usec) +
         std::chrono::milliseconds(1);
}

void CaresChannel::process_timeouts() { ares_process_fd(channel_, ARES_SOCKET_BAD, ARES_SOCKET_BAD); }

void CaresChannel::watch_socket(ares_socket_t fd, bool readable, bool writable) {
  auto found = std::find_if(watches_.begin(), watches_.end(),
                            [&](const std::shared_ptr<Watch>& watch) { return watch->fd == fd; });
  if (!readable && !writable) {
    if (found == watches_.end()) return;
    (*found)->closed = true;
    (*found)->descriptor.release();
    watches_.erase(found);
    return;
  }
  if (found == watches_.end()) {
    auto fresh = std::make_shared<Watch>(executor_, fd);
    boost::system::error_code error;
    fresh->descriptor.assign(fd, error);
    // Without the event loop no answer is seen: the query ends by its time limit.
    if (error) return;
    watches_.push_back(fresh);
    found = std::prev(watches_.end());
  }
  const std::shared_ptr<Watch> watch = *found;
  watch->want_read = readable;
  watch->want_write = writable;
  wait(watch, true);
  wait(watch, false);
}

void CaresChannel::wait(const std::shared_ptr<Watch>& watch, bool for_reading) {
  using Descriptor = boost::asio::posix::stream_descriptor;
  bool& waiting = for_reading ? watch->reading : watch->writing;
  if (watch->closed || waiting || !(for_reading ? watch->want_read : watch->want_write)) return;
  waiting = true;
  watch->descriptor.async_wait(for_reading ? Descriptor::wait_read : Descriptor::wait_write,
                               [this, watch, for_reading](const boost::system::error_code& error) {
                                 (for_reading ? watch->reading : watch->writing) = false;
                                 if (error || watch->closed) return;  // closed: this channel may be gone
                                 // c-ares has asked for reading once for the life of the socket.
                                 ares_process_fd(channel_, for_reading ? watch->fd : ARES_SOCKET_BAD,
                                                 for_reading ? ARES_SOCKET_BAD : watch->fd);
                                 wait(watch, for_reading);
                               });
}

}  // namespace mapigate::dns
