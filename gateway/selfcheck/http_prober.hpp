#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <memory>

#include "gateway/selfcheck/config.hpp"
#include "gateway/selfcheck/prober.hpp"

namespace mapigate::selfcheck {

// Connects for real. `config` gives the time limits; `trust` what certificates are accepted.
class HttpProber final : public Prober {
 public:
  HttpProber(boost::asio::any_io_executor executor, const Config& config, http::TrustStore trust);

  std::unique_ptr<ProbeConnection> open(boost::asio::ip::tcp::endpoint endpoint,
                                        std::string server_name) override;

 private:
  boost::asio::any_io_executor executor_;
  Config config_;
  http::TrustStore trust_;
};

}  // namespace mapigate::selfcheck
