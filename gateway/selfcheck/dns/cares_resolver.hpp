#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <memory>

#include "gateway/base/clock.hpp"
#include "gateway/base/random.hpp"
#include "gateway/selfcheck/dns/config.hpp"
#include "gateway/selfcheck/dns/resolver.hpp"

namespace mapigate::dns {

// Asks the resolvers of the configuration through c-ares: UDP first, TCP where an answer is truncated. Each
// resolver of the list is tried before a name is given up; NXDOMAIN and NODATA are final. One that failed to
// answer several times in a row is asked last for a while. When all fail, the status is the one that says
// most: SERVFAIL before REFUSED before a time-out.
//
// Everything runs on the executor, which must be one thread's: not thread-safe. Cancelling the caller's
// coroutine ends its query at once with DnsStatus::cancelled, and so does destroying the resolver for all its
// queries. The clock and the random numbers must outlive the queries.
class CaresResolver final : public Resolver {
 public:
  // `config` must pass validate().
  CaresResolver(boost::asio::any_io_executor executor, const ResolverConfig& config, const Clock& clock,
                RandomSource& random);
  ~CaresResolver() override;

  boost::asio::awaitable<DnsAnswer> query(std::string name, RecordType type) override;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace mapigate::dns
