#pragma once

#include <cstdint>
#include <span>

#include "gateway/selfcheck/dns/resolver.hpp"

namespace mapigate::dns {

struct ReadAnswer {
  // status, rcode, the records, cname_chain and ttl are set; the rest describes the exchange and is not known
  // here.
  DnsAnswer answer;
  // The resolver speaks EDNS (RFC 6891): the message has an OPT record.
  bool edns = false;
};

// Reads a whole response (RFC 1035 section 4) to one question of class IN. `type` must be the question's
// type; its name is taken from the message. Records that do not belong to the name or to the end of its CNAME
// chain are passed over, so that an answer cannot speak about other names.
ReadAnswer read_answer(std::span<const std::uint8_t> message, RecordType type);

}  // namespace mapigate::dns
