#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <memory>

#include "gateway/selfcheck/config.hpp"
#include "gateway/selfcheck/prober.hpp"

namespace mapigate::selfcheck {

// Connects for real. `config` gives the time limits; `trust` what certificates are accepted.
//
// A TLS connection to a place that is asked again and again, as the target of thousands of SRV records is, is
// kept and handed out to the next who wants one: connecting, and shaking hands, then takes no time, and each
// request is still sent and answered by itself. Without this a check of ten thousand names would be an
// attack. One thread's.
class HttpProber final : public Prober {
 public:
  HttpProber(boost::asio::any_io_executor executor, const Config& config, http::TrustStore trust);
  ~HttpProber() override;

  std::unique_ptr<ProbeConnection> open(boost::asio::ip::tcp::endpoint endpoint,
                                        std::string server_name) override;
  void rest() override;

  struct Impl;  // for the connections it opens

 private:
  std::shared_ptr<Impl> impl_;
};

}  // namespace mapigate::selfcheck
