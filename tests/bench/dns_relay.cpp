// A DNS server's latency on the loopback, which has none: passes UDP queries on and their answers back, both
// directions together later by a fixed time.
//
//   dns_relay PORT TARGET_PORT MILLISECONDS      until it is ended
//
// TCP is not relayed: the zones of the benchmark have no answer that is too long for UDP.
#include <fmt/core.h>

#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstdlib>
#include <deque>
#include <vector>

namespace {

namespace asio = boost::asio;
using asio::ip::udp;
using Clock = std::chrono::steady_clock;

class Relay {
 public:
  Relay(asio::io_context& io, std::uint16_t port, std::uint16_t target, std::chrono::milliseconds delay)
      : clients_(io, {asio::ip::address_v4::loopback(), port}),
        server_(io, udp::v4()),
        timer_(io),
        delay_(delay) {
    server_.connect({asio::ip::address_v4::loopback(), target});
    for (auto* socket : {&clients_, &server_}) {
      socket->set_option(asio::socket_base::receive_buffer_size(4 << 20));
      socket->set_option(asio::socket_base::send_buffer_size(4 << 20));
    }
  }

  // The id of each query is replaced by one of ours: it says whose the answer is.
  asio::awaitable<void> pass_queries() {
    std::array<char, 4096> packet{};
    udp::endpoint from;
    for (;;) {
      const std::size_t size =
          co_await clients_.async_receive_from(asio::buffer(packet), from, asio::use_awaitable);
      if (size < 12) continue;
      const std::uint16_t id = next_id_++;
      waiting_[id] = {from, {packet[0], packet[1]}};
      packet[0] = static_cast<char>(id >> 8);
      packet[1] = static_cast<char>(id & 0xff);
      boost::system::error_code ignored;
      server_.send(asio::buffer(packet, size), 0, ignored);
    }
  }

  asio::awaitable<void> take_answers() {
    std::array<char, 4096> packet{};
    for (;;) {
      boost::system::error_code code;
      const std::size_t size = co_await server_.async_receive(
          asio::buffer(packet), asio::redirect_error(asio::use_awaitable, code));
      if (code || size < 12) continue;
      const auto id = static_cast<std::uint16_t>(static_cast<unsigned char>(packet[0]) << 8 |
                                                 static_cast<unsigned char>(packet[1]));
      const Query& query = waiting_[id];
      packet[0] = query.id[0];
      packet[1] = query.id[1];
      late_.push_back({Clock::now() + delay_, query.from, {packet.data(), packet.data() + size}});
      if (late_.size() == 1) timer_.cancel();
    }
  }

  // All are late by the same time, so that they leave in the order in which they came.
  asio::awaitable<void> send_answers() {
    for (;;) {
      timer_.expires_at(late_.empty() ? Clock::time_point::max() : late_.front().due);
      boost::system::error_code ignored;
      co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
      while (!late_.empty() && late_.front().due <= Clock::now()) {
        clients_.send_to(asio::buffer(late_.front().packet), late_.front().to, 0, ignored);
        late_.pop_front();
      }
    }
  }

 private:
  struct Query {
    udp::endpoint from;
    std::array<char, 2> id;
  };
  struct Late {
    Clock::time_point due;
    udp::endpoint to;
    std::vector<char> packet;
  };
  udp::socket clients_;
  udp::socket server_;
  asio::steady_timer timer_;
  std::chrono::milliseconds delay_;
  std::vector<Query> waiting_ = std::vector<Query>(65536);
  std::uint16_t next_id_ = 0;
  std::deque<Late> late_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    fmt::print(stderr, "usage: dns_relay PORT TARGET_PORT MILLISECONDS\n");
    return 2;
  }
  asio::io_context io(1);
  Relay relay(io, static_cast<std::uint16_t>(std::atoi(argv[1])),
              static_cast<std::uint16_t>(std::atoi(argv[2])), std::chrono::milliseconds(std::atoi(argv[3])));
  asio::co_spawn(io, relay.pass_queries(), asio::detached);
  asio::co_spawn(io, relay.take_answers(), asio::detached);
  asio::co_spawn(io, relay.send_answers(), asio::detached);
  fmt::print("ready\n");
  std::fflush(stdout);
  io.run();
}
