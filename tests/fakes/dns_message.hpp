#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mapigate::fakes {

using DnsBytes = std::vector<std::uint8_t>;

// A domain name on the wire, without compression: "a.example" or "." (RFC 1035 section 3.1).
DnsBytes dns_name(std::string_view name);

// Builds responses, wrong ones as well: nothing is checked, and the counts of the header can be set to
// anything.
class DnsMessage {
 public:
  // A response (QR, RD, RA) to one question of class IN.
  DnsMessage(std::uint16_t id, std::string_view name, std::uint16_t type);

  DnsMessage& flags(std::uint16_t flags) { return flags_ = flags, *this; }  // all sixteen bits
  DnsMessage& rcode(std::uint16_t rcode) { return flags_ = (flags_ & 0xFFF0u) | rcode, *this; }
  DnsMessage& truncated() { return flags_ |= 0x0200, *this; }
  // Instead of the true number of records of the section: 0 answer, 1 authority, 2 additional.
  DnsMessage& count(int section, std::uint16_t count);
  DnsMessage& questions(std::uint16_t count) { return question_count_ = count, *this; }

  DnsMessage& a(std::string_view owner, std::string_view address, std::uint32_t ttl = 60);
  DnsMessage& aaaa(std::string_view owner, std::string_view address, std::uint32_t ttl = 60);
  DnsMessage& cname(std::string_view owner, std::string_view target, std::uint32_t ttl = 60);
  DnsMessage& txt(std::string_view owner, const std::vector<std::string>& strings, std::uint32_t ttl = 60);
  DnsMessage& srv(std::string_view owner, std::uint16_t priority, std::uint16_t weight, std::uint16_t port,
                  std::string_view target, std::uint32_t ttl = 60);
  DnsMessage& soa(std::string_view owner, std::uint32_t ttl, std::uint32_t minimum);  // authority section
  DnsMessage& ns(std::string_view owner, std::string_view target);                    // authority section
  DnsMessage& opt(std::uint8_t extended_rcode = 0);                                   // additional section
  DnsMessage& record(int section, const DnsBytes& owner, std::uint16_t type, std::uint16_t dns_class,
                     std::uint32_t ttl, const DnsBytes& data);
  // Bytes behind what has been added to the answer section, not counted as a record.
  DnsMessage& raw(const DnsBytes& bytes);

  DnsBytes bytes() const;

 private:
  std::uint16_t id_;
  std::uint16_t flags_ = 0x8180;
  std::uint16_t question_count_ = 1;
  DnsBytes question_;
  struct Section {
    std::uint16_t count = 0;
    int forced = -1;
    DnsBytes bytes;
  };
  Section sections_[3];
};

}  // namespace mapigate::fakes
