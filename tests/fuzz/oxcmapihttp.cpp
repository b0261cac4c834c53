#include "protocol/oxcmapihttp/bodies.hpp"
#include "protocol/oxcmapihttp/envelope.hpp"
#include "protocol/oxcmapihttp/headers.hpp"
#include "tests/fuzz/one_of.hpp"

namespace mapigate::oxcmapihttp {
namespace {

void texts(std::string_view text) {
  const auto parsed = parse_envelope(text);
  if (parsed.envelope) {
    const auto& body = parsed.envelope->body;
    fuzz::require(body.data() + body.size() == text.data() + text.size());
  } else {
    fuzz::require(!description(parsed.fault).empty());
  }
  if (const auto type = request_type_from(text)) fuzz::require(request_type_from(name(*type)) == type);
  if (const auto id = RequestId::from_text(text)) {
    const auto again = RequestId::from_text(id->text());
    fuzz::require(again && again->guid == id->guid && again->counter == id->counter);
  }
  if (const auto version = ApplicationVersion::from_text(text)) {
    fuzz::require(ApplicationVersion::from_text(version->text()).has_value());
  }
}

// Of a value that is not there other bytes can be read, so only address books have bodies to be normalized.
template <class Body>
void body(RequestType type, wire::ByteView bytes) {
  if (belongs_to(type, Endpoint::mailbox)) {
    fuzz::round_trip<Body>(bytes);
  } else {
    fuzz::normalized_round_trip<Body>(bytes);
  }
}

}  // namespace
}  // namespace mapigate::oxcmapihttp

// The first byte says which body the rest is read as, or that it is text.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mapigate;
  using namespace oxcmapihttp;
  if (size == 0) return 0;
  const wire::ByteView bytes(data + 1, size - 1);
  constexpr int types = static_cast<int>(RequestType::update_stat) + 1;
  const int kind = data[0] % (2 * types + 1);
  if (kind == 2 * types) {
    texts({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    return 0;
  }
  const auto type = static_cast<RequestType>(kind / 2);
  visit_bodies(type, [&](auto bodies) {
    if (kind % 2 == 0) {
      body<typename decltype(bodies)::Request>(type, bytes);
    } else {
      body<typename decltype(bodies)::Response>(type, bytes);
    }
  });
  return 0;
}
