#pragma once

#include <boost/asio/ip/address.hpp>
#include <string>

#include "gateway/selfcheck/context.hpp"
#include "gateway/selfcheck/url.hpp"

namespace mapigate::selfcheck {

// One URL at one address of its host, tested as a part of a method of a name.
struct Place {
  const Context& context;
  Method method;
  const std::string& name;  // whose discovery it is
  const Url& url;           // where the method has led to
  boost::asio::ip::address address;

  // A finding about this place.
  Finding finding(FindingId id, std::string text, std::string repair) const {
    return {id, Severity::none, method, std::move(text), {address.to_string()}, std::move(repair)};
  }
  bool is_gateway() const { return context.is_gateway(address); }
  // What leads the method to the gateway: the DNS record, or the rule for the proxy in front of the gateway
  // when the record is right already.
  std::string lead_here() const;
};

}  // namespace mapigate::selfcheck
