#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <memory>

#include "gateway/base/log.hpp"
#include "gateway/base/result.hpp"
#include "gateway/cli/config.hpp"
#include "gateway/selfcheck/whole_report.hpp"

namespace mapigate::cli {

// The running gateway: builds every part, wires it, and owns nothing else.
//
// Two kinds of threads: those of the HTTP server carry connections and what they ask for; the one of `io`
// carries the self-check and, in the serve command, signals. A third one does what may block: it looks for
// users changed by other processes and for renewed certificates.
class Gateway {
 public:
  // Reads keys, certificates and users and binds all addresses. From here on challenges of the self-check are
  // answered and everybody else is told to come back later. `io` and `log` outlive the gateway.
  static Result<std::unique_ptr<Gateway>> open(Config config, boost::asio::io_context& io, const Logger& log);
  ~Gateway();

  // Checks all names. Names that pass are served as soon as the check is over. On the thread of `io`.
  boost::asio::awaitable<selfcheck::Report> first_check(
      std::function<void(std::size_t, std::size_t)> on_progress);
  // Whether the check left as many names as selfcheck.require asks for.
  bool may_serve() const;
  // Rechecks until the io_context stops.
  boost::asio::awaitable<void> keep_checking();
  // Takes over certificates and domains of a configuration read anew; the rest needs a restart.
  boost::asio::awaitable<void> reload(Config config);

  // Ends waiting requests, lets running ones finish within server.drain_timeout, closes all connections.
  // Blocks.
  void stop();

 private:
  struct Parts;
  explicit Gateway(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace mapigate::cli
