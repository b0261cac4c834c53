#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <cstddef>
#include <memory>

#include "gateway/base/clock.hpp"
#include "gateway/selfcheck/dns/resolver.hpp"

namespace mapigate::dns {

struct CachingOptions {
  // How long an answer, failures included, stands for all that ask the same; whatever its TTL, so that the
  // names of one run are judged by the same evidence.
  std::chrono::steady_clock::duration fresh_for = std::chrono::seconds(60);
  std::size_t max_entries = 4096;  // the least recently used goes first
};

// Asks another resolver once where the same name and type are wanted by many, at the same time or shortly
// after each other: the host behind thousands of names is looked up once a run. An answer that comes from
// here has the `elapsed` and `attempts` of the query that found it.
//
// One thread's, like the resolver behind it. A caller that is cancelled leaves the query to the others that
// wait for it; the last one to leave ends it. Destroying this object ends all its queries with
// DnsStatus::cancelled.
class CachingResolver final : public Resolver {
 public:
  CachingResolver(boost::asio::any_io_executor executor, std::shared_ptr<Resolver> inner, const Clock& clock,
                  CachingOptions options = {});
  ~CachingResolver() override;

  boost::asio::awaitable<DnsAnswer> query(std::string name, RecordType type) override;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace mapigate::dns
