#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <memory>
#include <vector>

#include "gateway/selfcheck/context.hpp"
#include "gateway/selfcheck/report.hpp"

namespace mapigate::selfcheck {

// Checks names: walks Outlook's discovery for each, from the outside in. Names run side by side, and so do
// the methods of a name and the addresses of a host.
class Checker {
 public:
  struct Parts {
    boost::asio::any_io_executor executor;  // of one thread, on which run() is awaited
    std::shared_ptr<dns::Resolver> resolver;
    Prober& prober;
    Nonces& nonces;
    const Clock& clock;
  };
  using OnName = std::function<void(NameReport)>;
  // Called after each name that is done.
  using OnProgress = std::function<void(std::size_t done, std::size_t total)>;

  Checker(Config config, Identity identity, Parts parts);

  // Each host name is looked up once a run. Reports are handed out in the order of the names, each as soon as
  // those before it are. Both functions may be empty.
  boost::asio::awaitable<RunReport> run(std::vector<Name> names, OnName on_name, OnProgress on_progress);

 private:
  struct Run;
  boost::asio::awaitable<NameReport> check(Run& run, Name name);
  boost::asio::awaitable<void> work(Run& run);

  Config config_;
  Identity identity_;
  Parts parts_;
};

}  // namespace mapigate::selfcheck
