#pragma once

#include "gateway/base/log.hpp"
#include "gateway/mapi/endpoint.hpp"
#include "gateway/mapi/messages.hpp"
#include "protocol/wire/reader.hpp"
#include "protocol/wire/writer.hpp"

namespace mapigate::mapi {

// The body of a request; a failure becomes the response code invalid_request_body.
template <class Request>
wire::Result<Request> parse_body(const Call& call, const Logger& log) {
  auto request = wire::parse<Request>(call.bytes());
  if (!request) {
    log(messages::body_malformed, oxcmapihttp::name(call.type), call.user->address,
        wire::to_string(request.error()));
  }
  return request;
}

template <class Response>
Reply reply_with(const Response& response) {
  Reply reply;
  reply.body = wire::serialize(response).value();
  return reply;
}

}  // namespace mapigate::mapi
