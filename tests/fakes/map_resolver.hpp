#pragma once

#include <map>
#include <string>
#include <utility>

#include "gateway/selfcheck/dns/resolver.hpp"

namespace mapigate::fakes {

// Answers from a table; NXDOMAIN for names that have no record at all, NODATA for the other types of those
// that have.
class MapResolver final : public dns::Resolver {
 public:
  void add_address(const std::string& name, const std::string& address) {
    const auto parsed = boost::asio::ip::make_address(address);
    answer(name, parsed.is_v4() ? dns::RecordType::a : dns::RecordType::aaaa).addresses.push_back(parsed);
  }
  void add_srv(const std::string& name, dns::SrvRecord record) {
    answer(name, dns::RecordType::srv).srv.push_back(std::move(record));
  }
  // A query that ends with this status.
  void set_status(const std::string& name, dns::RecordType type, dns::DnsStatus status) {
    answer(name, type).status = status;
  }

  boost::asio::awaitable<dns::DnsAnswer> query(std::string name, dns::RecordType type) override {
    const auto found = answers_.find({name, type});
    if (found != answers_.end()) co_return found->second;
    dns::DnsAnswer none;
    const auto other = answers_.lower_bound({name, dns::RecordType{}});
    none.status = other != answers_.end() && other->first.first == name ? dns::DnsStatus::nodata
                                                                        : dns::DnsStatus::nxdomain;
    co_return none;
  }

 private:
  dns::DnsAnswer& answer(const std::string& name, dns::RecordType type) {
    dns::DnsAnswer& found = answers_[{name, type}];
    found.status = dns::DnsStatus::ok;
    return found;
  }
  std::map<std::pair<std::string, dns::RecordType>, dns::DnsAnswer> answers_;
};

}  // namespace mapigate::fakes
