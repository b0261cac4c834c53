#include "tests/fakes/dns_message.hpp"

#include <boost/asio/ip/address.hpp>

namespace mapigate::fakes {
namespace {

void put16(DnsBytes& out, std::uint16_t value) {
  out.push_back(static_cast<std::uint8_t>(value >> 8));
  out.push_back(static_cast<std::uint8_t>(value));
}

void put32(DnsBytes& out, std::uint32_t value) {
  put16(out, static_cast<std::uint16_t>(value >> 16));
  put16(out, static_cast<std::uint16_t>(value));
}

void put(DnsBytes& out, const DnsBytes& bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); }

}  // namespace

DnsBytes dns_name(std::string_view name) {
  DnsBytes out;
  while (!name.empty() && name != ".") {
    const auto dot = std::min(name.find('.'), name.size());
    out.push_back(static_cast<std::uint8_t>(dot));
    out.insert(out.end(), name.begin(), name.begin() + static_cast<std::ptrdiff_t>(dot));
    name.remove_prefix(std::min(dot + 1, name.size()));
  }
  out.push_back(0);
  return out;
}

DnsMessage::DnsMessage(std::uint16_t id, std::string_view name, std::uint16_t type) : id_(id) {
  put(question_, dns_name(name));
  put16(question_, type);
  put16(question_, 1);
}

DnsMessage& DnsMessage::count(int section, std::uint16_t count) {
  sections_[section].forced = count;
  return *this;
}

DnsMessage& DnsMessage::record(int section, const DnsBytes& owner, std::uint16_t type,
                               std::uint16_t dns_class, std::uint32_t ttl, const DnsBytes& data) {
  Section& to = sections_[section];
  ++to.count;
  put(to.bytes, owner);
  put16(to.bytes, type);
  put16(to.bytes, dns_class);
  put32(to.bytes, ttl);
  put16(to.bytes, static_cast<std::uint16_t>(data.size()));
  put(to.bytes, data);
  return *this;
}

DnsMessage& DnsMessage::a(std::string_view owner, std::string_view address, std::uint32_t ttl) {
  const auto raw = boost::asio::ip::make_address_v4(std::string(address)).to_bytes();
  return record(0, dns_name(owner), 1, 1, ttl, {raw.begin(), raw.end()});
}

DnsMessage& DnsMessage::aaaa(std::string_view owner, std::string_view address, std::uint32_t ttl) {
  const auto raw = boost::asio::ip::make_address_v6(std::string(address)).to_bytes();
  return record(0, dns_name(owner), 28, 1, ttl, {raw.begin(), raw.end()});
}

DnsMessage& DnsMessage::cname(std::string_view owner, std::string_view target, std::uint32_t ttl) {
  return record(0, dns_name(owner), 5, 1, ttl, dns_name(target));
}

DnsMessage& DnsMessage::txt(std::string_view owner, const std::vector<std::string>& strings,
                            std::uint32_t ttl) {
  DnsBytes data;
  for (const std::string& text : strings) {
    data.push_back(static_cast<std::uint8_t>(text.size()));
    data.insert(data.end(), text.begin(), text.end());
  }
  return record(0, dns_name(owner), 16, 1, ttl, data);
}

DnsMessage& DnsMessage::srv(std::string_view owner, std::uint16_t priority, std::uint16_t weight,
                            std::uint16_t port, std::string_view target, std::uint32_t ttl) {
  DnsBytes data;
  put16(data, priority);
  put16(data, weight);
  put16(data, port);
  put(data, dns_name(target));
  return record(0, dns_name(owner), 33, 1, ttl, data);
}

DnsMessage& DnsMessage::soa(std::string_view owner, std::uint32_t ttl, std::uint32_t minimum) {
  DnsBytes data = dns_name("ns.example");
  put(data, dns_name("hostmaster.example"));
  for (int i = 0; i < 4; ++i) put32(data, 1);
  put32(data, minimum);
  return record(1, dns_name(owner), 6, 1, ttl, data);
}

DnsMessage& DnsMessage::ns(std::string_view owner, std::string_view target) {
  return record(1, dns_name(owner), 2, 1, 60, dns_name(target));
}

DnsMessage& DnsMessage::opt(std::uint8_t extended_rcode) {
  return record(2, dns_name("."), 41, 1232, std::uint32_t{extended_rcode} << 24, {});
}

DnsMessage& DnsMessage::raw(const DnsBytes& bytes) {
  put(sections_[0].bytes, bytes);
  return *this;
}

DnsBytes DnsMessage::bytes() const {
  DnsBytes out;
  put16(out, id_);
  put16(out, flags_);
  put16(out, question_count_);
  for (const Section& section : sections_)
    put16(out, section.forced >= 0 ? static_cast<std::uint16_t>(section.forced) : section.count);
  put(out, question_);
  for (const Section& section : sections_) put(out, section.bytes);
  return out;
}

}  // namespace mapigate::fakes
