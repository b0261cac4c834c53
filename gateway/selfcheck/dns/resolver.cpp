#include "gateway/selfcheck/dns/resolver.hpp"

namespace mapigate::dns {

std::string_view to_string(DnsStatus status) {
  switch (status) {
    case DnsStatus::ok:
      return "ok";
    case DnsStatus::nodata:
      return "NODATA";
    case DnsStatus::nxdomain:
      return "NXDOMAIN";
    case DnsStatus::cname_loop:
      return "CNAME loop";
    case DnsStatus::cname_too_long:
      return "CNAME chain too long";
    case DnsStatus::servfail:
      return "SERVFAIL";
    case DnsStatus::refused:
      return "REFUSED";
    case DnsStatus::rejected:
      return "rejected";
    case DnsStatus::malformed:
      return "malformed answer";
    case DnsStatus::timeout:
      return "timeout";
    case DnsStatus::unreachable:
      return "resolver unreachable";
    case DnsStatus::invalid_name:
      return "invalid name";
    case DnsStatus::cancelled:
      return "cancelled";
  }
  return "unknown";
}

std::string_view to_string(RecordType type) {
  switch (type) {
    case RecordType::a:
      return "A";
    case RecordType::cname:
      return "CNAME";
    case RecordType::txt:
      return "TXT";
    case RecordType::aaaa:
      return "AAAA";
    case RecordType::srv:
      return "SRV";
  }
  return "unknown";
}

}  // namespace mapigate::dns
