// Feeds bytes to the reader of DNS answers. The first octet chooses the type asked for.
#include <array>
#include <cstdint>
#include <cstdlib>
#include <span>

#include "gateway/selfcheck/dns/message.hpp"

namespace {

using namespace mapigate::dns;

void require(bool condition) {
  if (!condition) std::abort();
}

void require_printable(const std::string& name) {
  require(!name.empty() && name.size() <= 4 * 255);
  for (const char c : name) require(c > ' ' && c < 0x7F && !(c >= 'A' && c <= 'Z'));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  constexpr std::array types{RecordType::a, RecordType::aaaa, RecordType::cname, RecordType::srv,
                             RecordType::txt};
  const RecordType type = types[data[0] % types.size()];
  const DnsAnswer answer = read_answer(std::span(data + 1, size - 1), type).answer;

  const std::size_t records =
      answer.addresses.size() + answer.srv.size() + answer.txt.size() + answer.cname.size();
  require((answer.status == DnsStatus::ok) == (records > 0));
  require(records <= kMaxRecords);
  require(answer.cname_chain.size() <= kMaxCnameChain + 1);
  for (const auto& name : answer.cname_chain) require_printable(name);
  for (const auto& name : answer.cname) require_printable(name);
  for (const auto& record : answer.srv) require_printable(record.target);
  return 0;
}
