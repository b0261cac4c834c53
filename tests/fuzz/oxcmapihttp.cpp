#include "protocol/oxcmapihttp/address_book_bodies.hpp"
#include "protocol/oxcmapihttp/envelope.hpp"
#include "protocol/oxcmapihttp/headers.hpp"
#include "protocol/oxcmapihttp/mailbox_bodies.hpp"
#include "tests/fuzz/round_trip.hpp"

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

}  // namespace
}  // namespace mapigate::oxcmapihttp

// The first byte says what the rest is read as.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mapigate;
  using namespace oxcmapihttp;
  if (size == 0) return 0;
  const wire::ByteView bytes(data + 1, size - 1);
  switch (data[0] % 13) {
    case 0:
      fuzz::round_trip<ConnectRequest>(bytes);
      break;
    case 1:
      fuzz::round_trip<ConnectResponse>(bytes);
      break;
    case 2:
      fuzz::round_trip<ExecuteRequest>(bytes);
      break;
    case 3:
      fuzz::round_trip<ExecuteResponse>(bytes);
      break;
    case 4:
      fuzz::round_trip<DisconnectRequest>(bytes);
      break;
    case 5:
      fuzz::round_trip<DisconnectResponse>(bytes);
      break;
    case 6:
      fuzz::round_trip<NotificationWaitRequest>(bytes);
      break;
    case 7:
      fuzz::round_trip<NotificationWaitResponse>(bytes);
      break;
    case 8:
      fuzz::round_trip<BindRequest>(bytes);
      break;
    case 9:
      fuzz::round_trip<BindResponse>(bytes);
      break;
    case 10:
      fuzz::round_trip<UnbindRequest>(bytes);
      break;
    case 11:
      fuzz::round_trip<UnbindResponse>(bytes);
      break;
    case 12:
      texts({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
      break;
  }
  return 0;
}
