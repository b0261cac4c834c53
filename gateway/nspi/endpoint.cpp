#include "gateway/nspi/endpoint.hpp"

#include <sodium.h>

#include <optional>

#include "gateway/mapi/auxiliary.hpp"
#include "gateway/mapi/bodies.hpp"
#include "gateway/nspi/code_page.hpp"
#include "protocol/oxcdata/error_code.hpp"
#include "protocol/oxcmapihttp/address_book_session.hpp"
#include "protocol/oxcrpc/extended_buffer.hpp"
#include "protocol/oxnspi/bind.hpp"

namespace mapigate::nspi {

namespace asio = boost::asio;
using mapi::Call;
using mapi::Reply;
using mapi::RequestType;
using mapi::ResponseCode;
using oxcdata::ErrorCode;

namespace {

// What every response of the address book endpoint has in common when the request was not carried out (the
// "failure response body" of each request type of [MS-OXCMAPIHTTP] section 2.2.5).
struct FailureBody {
  wire::u32 status_code = 0;
  wire::Bytes auxiliary_buffer;

  static void fields(auto& self, auto& archive) {
    archive("StatusCode", self.status_code);
    archive("AuxiliaryBuffer", wire::sized<wire::u32>(self.auxiliary_buffer));
  }
};

Reply failure(wire::u32 status_code) { return mapi::reply_with(FailureBody{status_code, {}}); }

ErrorCode bind_error(const oxcmapihttp::BindRequest& request, const Call& call) {
  if (const auto error = mapi::check_auxiliary(request.auxiliary_buffer)) return ErrorCode::general_failure;
  if ((request.flags & oxnspi::anonymous_login) != 0) return ErrorCode::logon_failed;
  if (call.unknown_mailbox || call.user->redirect) return ErrorCode::logon_failed;
  if (!request.state) return ErrorCode::success;  // each later request brings a STAT of its own
  if (request.state->code_page == code_page_unicode) return ErrorCode::not_supported;
  if (!is_supported_code_page(request.state->code_page)) return ErrorCode::invalid_codepage;
  return ErrorCode::success;
}

}  // namespace

wire::Guid server_guid(std::string_view hostname) {
  constexpr std::string_view purpose = "mapigate address book of ";
  std::string name(purpose);
  name += hostname;
  wire::Guid guid;
  crypto_generichash(guid.bytes.data(), guid.bytes.size(),
                     reinterpret_cast<const unsigned char*>(name.data()), name.size(), nullptr, 0);
  // RFC 9562 section 5.8: version 8, made as its maker likes. Data3 is little endian.
  guid.bytes[7] = static_cast<wire::u8>((guid.bytes[7] & 0x0F) | 0x80);
  guid.bytes[8] = static_cast<wire::u8>((guid.bytes[8] & 0x3F) | 0x80);
  return guid;
}

asio::awaitable<Reply> NspiEndpoint::handle(Call& call) {
  if (call.type == RequestType::bind) co_return bind(call);
  if (call.type == RequestType::unbind) co_return unbind(call);
  // A request type of this endpoint, so that the response code is success and the answer its failure body
  // ([MS-OXCMAPIHTTP] section 2.2.5); NotSupported is among the errors that [MS-OXNSPI] section 2.2.1.2
  // permits.
  co_return failure(static_cast<wire::u32>(ErrorCode::not_supported));
}

// [MS-OXCMAPIHTTP] section 2.2.5.1, [MS-OXNSPI] section 3.1.4.1.1
Reply NspiEndpoint::bind(const Call& call) const {
  const auto request = mapi::parse_body<oxcmapihttp::BindRequest>(call, log_);
  if (!request) return Reply::failure(ResponseCode::invalid_request_body);
  if (request->auxiliary_buffer.size() > oxcrpc::max_auxiliary) return failure(mapi::bad_stub_data);
  oxcmapihttp::BindResponse response;
  response.error_code = bind_error(*request, call);
  if (response.error_code != ErrorCode::success) return mapi::reply_with(response);
  response.server_guid = server_guid_;
  Reply reply = mapi::reply_with(response);
  auto session = std::make_unique<AddressBookSession>();
  if (request->state) {
    session->code_page = request->state->code_page;
    session->template_locale = request->state->template_locale;
    session->sort_locale = request->state->sort_locale;
  }
  reply.opens_session = std::move(session);
  return reply;
}

// [MS-OXCMAPIHTTP] section 2.2.5.2, [MS-OXNSPI] NspiUnbind
Reply NspiEndpoint::unbind(const Call& call) const {
  const auto request = mapi::parse_body<oxcmapihttp::UnbindRequest>(call, log_);
  if (!request) return Reply::failure(ResponseCode::invalid_request_body);
  oxcmapihttp::UnbindResponse response;
  response.error_code = ErrorCode::unbind_success;
  Reply reply = mapi::reply_with(response);
  reply.ends_session = true;
  return reply;
}

}  // namespace mapigate::nspi
