#pragma once

#include <ares.h>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "gateway/selfcheck/dns/server_address.hpp"

namespace mapigate::dns {

// UDP payload announced by EDNS: what passes every path unfragmented (the value agreed on for "DNS flag day
// 2020").
inline constexpr int kUdpPayload = 1232;

// A c-ares channel to one server, for one query at a time, on the executor's event loop. c-ares keeps no
// socket between queries, so that each query leaves from a port of its own, and one server a channel leaves
// it to the caller which server is asked next. Not thread-safe.
class CaresChannel {
 public:
  using Duration = std::chrono::steady_clock::duration;

  struct Reply {
    // ARES_SUCCESS: `message` is an answer to the query, whatever its RCODE. ARES_ETIMEOUT;
    // ARES_ECONNREFUSED: any other error of the socket.
    int status = ARES_ETIMEOUT;
    std::vector<std::uint8_t> message;
    bool tcp = false;
  };

  // `edns`: queries carry an OPT record that announces kUdpPayload. Nothing when c-ares has no memory.
  static std::unique_ptr<CaresChannel> open(boost::asio::any_io_executor executor,
                                            const ServerAddress& server, bool edns,
                                            std::chrono::milliseconds timeout);
  ~CaresChannel();
  CaresChannel(const CaresChannel&) = delete;
  CaresChannel& operator=(const CaresChannel&) = delete;

  bool edns() const { return edns_; }

  // Sends a query, which must have the OPT record that `edns` says. When its reply is there, `wake` is
  // cancelled. There must be no other query; `wake` must outlive it or this channel. Destroying the channel
  // ends the query.
  void send(std::span<const std::uint8_t> query, boost::asio::steady_timer& wake);
  bool done() const { return reply_.has_value(); }
  // When done.
  Reply take_reply();
  // While not done: how long until process_timeouts() is due.
  Duration time_left() const;
  void process_timeouts();

 private:
  struct Watch;

  CaresChannel(boost::asio::any_io_executor executor, bool edns)
      : executor_(std::move(executor)), edns_(edns) {}
  void watch_socket(ares_socket_t fd, bool readable, bool writable);
  void wait(const std::shared_ptr<Watch>& watch, bool for_reading);
  void finish(int status, std::span<const std::uint8_t> message);

  boost::asio::any_io_executor executor_;
  bool edns_;
  ares_channel channel_ = nullptr;
  std::vector<std::shared_ptr<Watch>> watches_;  // a UDP socket, a TCP socket
  bool tcp_ = false;
  boost::asio::steady_timer* wake_ = nullptr;  // null when there is no query
  std::optional<Reply> reply_;
};

}  // namespace mapigate::dns
