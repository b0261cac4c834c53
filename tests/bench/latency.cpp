// A network's latency on the loopback, which has none. Until it is ended it passes on what comes to its
// ports, and the answers back, so that they arrive later by a round trip:
//
//   latency MILLISECONDS udp:PORT:TARGET_PORT... tcp:PORT:TARGET_PORT...
//
// UDP is for DNS: each query and its answer take one round trip together. A TCP connection takes one to be
// opened, and half of one for what is sent in each direction.
#include <fmt/core.h>

#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <cstdlib>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using asio::ip::udp;
using Clock = std::chrono::steady_clock;
using Delay = std::chrono::steady_clock::duration;

// Gives out what was put in, in that order, each by the same time later.
template <class T>
class DelayLine {
 public:
  DelayLine(asio::io_context& io, Delay delay) : timer_(io), delay_(delay) {}

  void put(T item) {
    late_.push_back({Clock::now() + delay_, std::move(item)});
    if (late_.size() == 1) timer_.cancel();
  }
  asio::awaitable<T> take() {
    boost::system::error_code ignored;
    while (late_.empty() || late_.front().due > Clock::now()) {
      timer_.expires_at(late_.empty() ? Clock::time_point::max() : late_.front().due);
      co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
    T item = std::move(late_.front().item);
    late_.pop_front();
    co_return item;
  }

 private:
  struct Late {
    Clock::time_point due;
    T item;
  };
  asio::steady_timer timer_;
  Delay delay_;
  std::deque<Late> late_;
};

class UdpRelay {
 public:
  UdpRelay(asio::io_context& io, std::uint16_t port, std::uint16_t target, Delay delay)
      : clients_(io, {asio::ip::address_v4::loopback(), port}), server_(io, udp::v4()), late_(io, delay) {
    server_.connect({asio::ip::address_v4::loopback(), target});
    for (auto* socket : {&clients_, &server_}) {
      socket->set_option(asio::socket_base::receive_buffer_size(4 << 20));
      socket->set_option(asio::socket_base::send_buffer_size(4 << 20));
    }
    asio::co_spawn(io, pass_queries(), asio::detached);
    asio::co_spawn(io, take_answers(), asio::detached);
    asio::co_spawn(io, send_answers(), asio::detached);
  }

 private:
  using Packet = std::array<char, 4096>;
  struct Query {
    udp::endpoint from;
    std::array<char, 2> id;
  };
  struct Answer {
    udp::endpoint to;
    std::vector<char> packet;
  };

  // The id of each query is replaced by one of ours: it says whose the answer is.
  asio::awaitable<void> pass_queries() {
    Packet packet{};
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
    Packet packet{};
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
      late_.put({query.from, {packet.data(), packet.data() + size}});
    }
  }

  asio::awaitable<void> send_answers() {
    for (;;) {
      const Answer answer = co_await late_.take();
      boost::system::error_code ignored;
      clients_.send_to(asio::buffer(answer.packet), answer.to, 0, ignored);
    }
  }

  udp::socket clients_;
  udp::socket server_;
  DelayLine<Answer> late_;
  std::vector<Query> waiting_ = std::vector<Query>(65536);
  std::uint16_t next_id_ = 0;
};

struct TcpConnection {
  TcpConnection(asio::io_context& io, tcp::socket its_client, Delay round_trip)
      : client(std::move(its_client)), server(io), up(io, round_trip / 2), down(io, round_trip / 2) {}

  tcp::socket client;
  tcp::socket server;
  DelayLine<std::string> up;
  DelayLine<std::string> down;
};
using TcpConnectionPtr = std::shared_ptr<TcpConnection>;

// The end of the stream is an empty string.
asio::awaitable<void> read_all(TcpConnectionPtr, tcp::socket& from, DelayLine<std::string>& line) {
  std::array<char, 16384> buffer{};
  for (;;) {
    boost::system::error_code code;
    const std::size_t size =
        co_await from.async_read_some(asio::buffer(buffer), asio::redirect_error(asio::use_awaitable, code));
    line.put(std::string(buffer.data(), code ? 0 : size));
    if (code) co_return;
  }
}

asio::awaitable<void> write_all(TcpConnectionPtr, DelayLine<std::string>& line, tcp::socket& to) {
  for (;;) {
    const std::string data = co_await line.take();
    boost::system::error_code code;
    if (data.empty()) {
      to.shutdown(tcp::socket::shutdown_send, code);
      co_return;
    }
    co_await asio::async_write(to, asio::buffer(data), asio::redirect_error(asio::use_awaitable, code));
  }
}

asio::awaitable<void> relay(asio::io_context& io, tcp::socket client, std::uint16_t target,
                            Delay round_trip) {
  const auto connection = std::make_shared<TcpConnection>(io, std::move(client), round_trip);
  asio::steady_timer opening(io, round_trip);
  co_await opening.async_wait(asio::use_awaitable);
  co_await connection->server.async_connect({asio::ip::address_v4::loopback(), target}, asio::use_awaitable);
  for (auto* socket : {&connection->client, &connection->server}) socket->set_option(tcp::no_delay(true));
  asio::co_spawn(io, read_all(connection, connection->client, connection->up), asio::detached);
  asio::co_spawn(io, write_all(connection, connection->up, connection->server), asio::detached);
  asio::co_spawn(io, read_all(connection, connection->server, connection->down), asio::detached);
  asio::co_spawn(io, write_all(connection, connection->down, connection->client), asio::detached);
}

asio::awaitable<void> accept(asio::io_context& io, std::uint16_t port, std::uint16_t target,
                             Delay round_trip) {
  tcp::acceptor acceptor(io, {asio::ip::address_v4::loopback(), port});
  acceptor.listen(4096);
  for (;;) {
    tcp::socket client = co_await acceptor.async_accept(asio::use_awaitable);
    asio::co_spawn(io, relay(io, std::move(client), target, round_trip), asio::detached);
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    fmt::print(stderr, "usage: latency MILLISECONDS udp:PORT:TARGET_PORT... tcp:PORT:TARGET_PORT...\n");
    return 2;
  }
  asio::io_context io(1);
  const Delay round_trip = std::chrono::milliseconds(std::atoi(argv[1]));
  std::vector<std::unique_ptr<UdpRelay>> dns;
  for (int i = 2; i < argc; ++i) {
    const std::string what = argv[i];
    const auto port = static_cast<std::uint16_t>(std::atoi(what.c_str() + 4));
    const auto target = static_cast<std::uint16_t>(std::atoi(what.c_str() + what.rfind(':') + 1));
    if (what.starts_with("udp:")) {
      dns.push_back(std::make_unique<UdpRelay>(io, port, target, round_trip));
    } else {
      asio::co_spawn(io, accept(io, port, target, round_trip), asio::detached);
    }
  }
  fmt::print("ready\n");
  std::fflush(stdout);
  io.run();
}
