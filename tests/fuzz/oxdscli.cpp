// The Autodiscover documents. The first byte chooses the parser; what is read must come back the same when it
// is written and read again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "protocol/oxdscli/json.hpp"
#include "protocol/oxdscli/pox.hpp"
#include "protocol/oxdscli/soap.hpp"

namespace {

using namespace mapigate::oxdscli;

void require(bool condition) {
  if (!condition) std::abort();
}

void pox_request(std::string_view body) {
  const auto read = parse_pox_request(body);
  if (!read) return;
  const auto again = parse_pox_request(write_pox_request(*read));
  require(again && *again == *read);
}

void pox_response(std::string_view body) {
  const auto read = parse_pox_response(body);
  if (!read) return;
  const auto again = parse_pox_response(write_pox_response(*read));
  require(again && *again == *read);
}

void json_request(std::string_view target) {
  const std::size_t question = target.find('?');
  const bool has_query = question != std::string_view::npos;
  parse_json_request(target.substr(0, question), has_query ? target.substr(question + 1) : "");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // Small enough that an answer with every character escaped is still within the readers' limits.
  if (size == 0 || size > 8192) return 0;
  const std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0]) {
    case 'q':
      pox_request(rest);
      break;
    case 'r':
      pox_response(rest);
      break;
    case 's':
      if (const auto read = parse_soap_request(rest)) require(read->names.size() <= max_soap_names);
      break;
    case 'j':
      json_request(rest);
      break;
    default:
      break;
  }
  return 0;
}
