#include "gateway/selfcheck/dns/message.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <utility>

#include "gateway/selfcheck/dns/message_reader.hpp"

namespace mapigate::dns {
namespace {

// RFC 1035 sections 3.2.2 and 3.2.4, RFC 6891 section 6.1.1.
constexpr std::uint16_t kClassIn = 1;
constexpr std::uint16_t kTypeNs = 2;
constexpr std::uint16_t kTypeSoa = 6;
constexpr std::uint16_t kTypeOpt = 41;

// RFC 1035 section 4.1.1.
constexpr std::uint16_t kFlagResponse = 0x8000;
constexpr std::uint16_t kFlagAuthoritative = 0x0400;
constexpr std::uint16_t kFlagTruncated = 0x0200;
constexpr std::uint16_t kMaskRcode = 0x000F;
constexpr std::uint16_t kRcodeServfail = 2;
constexpr std::uint16_t kRcodeNxdomain = 3;
constexpr std::uint16_t kRcodeRefused = 5;

// Links of a message that are looked at. More than one chain's worth, since they may come in any order.
constexpr std::size_t kMaxLinks = 4 * kMaxCnameChain;

struct Link {
  std::string owner;
  std::string target;
  std::uint32_t ttl;
};

struct Header {
  std::uint16_t flags = 0;
  std::array<std::uint16_t, 3> counts{};  // answer, authority, additional
};

struct Record {
  std::string owner;
  std::uint16_t type;
  std::uint16_t class_or_size;
  std::uint32_t ttl;
  MessageReader data;
};

// RFC 1035 section 4.1.3.
Record read_record(MessageReader& reader) {
  std::string owner = reader.name();
  const std::uint16_t type = reader.u16();
  const std::uint16_t class_or_size = reader.u16();
  const std::uint32_t ttl = reader.u32();
  const std::uint16_t length = reader.u16();
  return {std::move(owner), type, class_or_size, ttl, reader.sub(length)};
}

// RFC 2181 section 8: a value with the highest bit set counts as zero.
std::uint32_t sane_ttl(std::uint32_t ttl) { return ttl & 0x80000000u ? 0 : ttl; }

// False when the record's data is not what its type says.
bool read_data(MessageReader data, RecordType type, DnsAnswer& answer) {
  switch (type) {
    case RecordType::a: {  // RFC 1035 section 3.4.1
      boost::asio::ip::address_v4::bytes_type raw;
      const auto bytes = data.bytes(raw.size());
      if (!data.ok() || !data.at_end()) return false;
      std::copy(bytes.begin(), bytes.end(), raw.begin());
      answer.addresses.push_back(boost::asio::ip::address_v4(raw));
      return true;
    }
    case RecordType::aaaa: {  // RFC 3596 section 2.2
      boost::asio::ip::address_v6::bytes_type raw;
      const auto bytes = data.bytes(raw.size());
      if (!data.ok() || !data.at_end()) return false;
      std::copy(bytes.begin(), bytes.end(), raw.begin());
      answer.addresses.push_back(boost::asio::ip::address_v6(raw));
      return true;
    }
    case RecordType::srv: {  // RFC 2782; a compressed target is accepted although it should not occur
      SrvRecord record;
      record.priority = data.u16();
      record.weight = data.u16();
      record.port = data.u16();
      record.target = data.name();
      if (!data.ok() || !data.at_end()) return false;
      answer.srv.push_back(std::move(record));
      return true;
    }
    case RecordType::txt: {  // RFC 1035 section 3.3.14: one or more character-strings
      std::string text;
      do {
        const auto part = data.bytes(data.u8());
        text.append(part.begin(), part.end());
      } while (data.ok() && !data.at_end());
      if (!data.ok()) return false;
      answer.txt.push_back(std::move(text));
      return true;
    }
    case RecordType::cname: {  // RFC 1035 section 3.3.1
      std::string target = data.name();
      if (!data.ok() || !data.at_end()) return false;
      answer.cname.push_back(std::move(target));
      return true;
    }
  }
  return false;
}

std::size_t record_count(const DnsAnswer& answer) {
  return answer.addresses.size() + answer.srv.size() + answer.txt.size() + answer.cname.size();
}

// Every link of the answer section; nothing when a record of it is broken.
std::optional<std::vector<Link>> read_links(MessageReader reader, std::uint16_t count) {
  std::vector<Link> links;
  for (; count > 0; --count) {
    Record record = read_record(reader);
    if (!reader.ok()) return std::nullopt;
    if (record.type != static_cast<std::uint16_t>(RecordType::cname) || record.class_or_size != kClassIn)
      continue;
    std::string target = record.data.name();
    if (!record.data.ok() || !record.data.at_end()) return std::nullopt;
    if (links.size() < kMaxLinks)
      links.push_back({std::move(record.owner), std::move(target), sane_ttl(record.ttl)});
  }
  return links;
}

// Follows the links from `name` on. The status is cname_loop or cname_too_long, or ok when the chain ends.
DnsStatus follow(std::string& name, const std::vector<Link>& links, DnsAnswer& answer) {
  const std::string start = name;
  for (;;) {
    const auto link = std::find_if(links.begin(), links.end(),
                                   [&](const Link& candidate) { return candidate.owner == name; });
    if (link == links.end()) return DnsStatus::ok;
    auto& chain = answer.cname_chain;
    const bool been_there =
        link->target == start || std::find(chain.begin(), chain.end(), link->target) != chain.end();
    if (!been_there && chain.size() == kMaxCnameChain) return DnsStatus::cname_too_long;
    chain.push_back(link->target);
    answer.ttl = std::min(answer.ttl, link->ttl);
    if (been_there) return DnsStatus::cname_loop;
    name = link->target;
  }
}

// What the authority and the additional section say.
struct Rest {
  std::optional<std::uint32_t> negative_ttl;  // from the SOA record
  bool name_servers = false;
  bool edns = false;
  std::uint16_t extended_rcode = 0;  // the upper eight bits of it, in their place
};

// RFC 1035 section 3.3.13; RFC 2308 section 5: the lesser of the SOA record's own TTL and its MINIMUM field.
std::optional<std::uint32_t> negative_ttl(Record& soa) {
  soa.data.name();
  soa.data.name();
  soa.data.skip(4 * 4);
  const std::uint32_t minimum = soa.data.u32();
  if (!soa.data.ok()) return std::nullopt;
  return std::min(sane_ttl(soa.ttl), sane_ttl(minimum));
}

bool read_rest(MessageReader& reader, const Header& header, Rest& rest) {
  for (std::size_t section = 1; section <= 2; ++section) {
    for (std::uint16_t i = 0; i < header.counts[section]; ++i) {
      Record record = read_record(reader);
      if (!reader.ok()) return false;
      if (section == 1 && record.type == kTypeSoa) rest.negative_ttl = negative_ttl(record);
      if (section == 1 && record.type == kTypeNs) rest.name_servers = true;
      if (section == 2 && record.type == kTypeOpt) {
        rest.edns = true;
        rest.extended_rcode = static_cast<std::uint16_t>(record.ttl >> 24 << 4);  // RFC 6891 section 6.1.3
      }
    }
  }
  return true;
}

// RFC 2308 section 2.2: an answer that only names other servers is a referral. It comes from a server that
// does not look names up for others, and says nothing about the name.
bool is_referral(const Header& header, const Rest& rest) {
  return (header.flags & (kMaskRcode | kFlagAuthoritative)) == 0 && header.counts[0] == 0 &&
         rest.name_servers && !rest.negative_ttl;
}

DnsStatus status_of(std::uint16_t rcode) {
  switch (rcode) {
    case kRcodeServfail:
      return DnsStatus::servfail;
    case kRcodeRefused:
      return DnsStatus::refused;
    default:
      return DnsStatus::rejected;
  }
}

}  // namespace

ReadAnswer read_answer(std::span<const std::uint8_t> message, RecordType type) {
  ReadAnswer result;
  DnsAnswer& answer = result.answer;
  answer.status = DnsStatus::malformed;

  MessageReader reader(message);
  Header header;
  reader.skip(2);  // the query's number, compared before
  header.flags = reader.u16();
  const std::uint16_t questions = reader.u16();
  for (std::uint16_t& count : header.counts) count = reader.u16();
  std::string name = reader.name();
  const std::uint16_t asked_type = reader.u16();
  const std::uint16_t asked_class = reader.u16();
  // An answer that is still truncated over TCP is not whole.
  if (!reader.ok() || questions != 1 || asked_type != static_cast<std::uint16_t>(type) ||
      asked_class != kClassIn || !(header.flags & kFlagResponse) || (header.flags & kFlagTruncated))
    return result;

  MessageReader records = reader;
  const auto links = read_links(records, header.counts[0]);
  if (!links) return result;
  for (std::uint16_t i = 0; i < header.counts[0]; ++i) read_record(reader);
  Rest rest;
  if (!read_rest(reader, header, rest)) return result;
  result.edns = rest.edns;
  answer.rcode = static_cast<std::uint16_t>(rest.extended_rcode | (header.flags & kMaskRcode));

  if (answer.rcode != 0 && answer.rcode != kRcodeNxdomain) {
    answer.status = status_of(answer.rcode);
    return result;
  }
  answer.ttl = std::numeric_limits<std::uint32_t>::max();
  if (type != RecordType::cname) {
    const DnsStatus followed = follow(name, *links, answer);
    if (followed != DnsStatus::ok) {
      answer.status = followed;
      return result;
    }
  }
  if (answer.rcode == 0) {
    for (std::uint16_t i = 0; i < header.counts[0] && record_count(answer) < kMaxRecords; ++i) {
      Record record = read_record(records);
      if (record.type != asked_type || record.class_or_size != kClassIn || record.owner != name) continue;
      if (!read_data(record.data, type, answer)) {
        answer = {};
        answer.status = DnsStatus::malformed;
        return result;
      }
      answer.ttl = std::min(answer.ttl, sane_ttl(record.ttl));
    }
  }
  if (record_count(answer) > 0) {
    answer.status = DnsStatus::ok;
  } else {
    answer.status = is_referral(header, rest)        ? DnsStatus::rejected
                    : answer.rcode == kRcodeNxdomain ? DnsStatus::nxdomain
                                                     : DnsStatus::nodata;
    answer.ttl = std::min(answer.ttl, rest.negative_ttl.value_or(0));
  }
  return result;
}

}  // namespace mapigate::dns
