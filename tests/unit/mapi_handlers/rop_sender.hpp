#pragma once

#include <gtest/gtest.h>

#include "gateway/mapi/rop_dispatcher.hpp"
#include "protocol/oxcrops/rop.hpp"
#include "protocol/wire/reader.hpp"
#include "protocol/wire/writer.hpp"

namespace mapigate::mapi {

// A session, and ROPs that are sent to it one by one. What carries them out is registered by the test.
class RopSender {
 public:
  static constexpr std::size_t max_payload = 0x8000;

  RopSender() {
    session.user = std::make_shared<directory::User>();
    session.default_code_page = 1252;
  }

  // Runs one request on the first of the handles; what it opens stands among them afterwards. The response
  // may refer to bytes that are valid until the next request.
  template <class Response, class Request>
  Response send(const Request& request, std::vector<wire::u32>& its_handles, Response response = {}) {
    run(bytes_of(request), its_handles);
    wire::Reader reader(output);
    oxcrops::ResponseHead head;
    reader.read(head);
    EXPECT_EQ(head.rop_id, Request::id);
    reader.read(response);
    EXPECT_TRUE(reader.finish()) << reader.failure().field;
    return response;
  }
  template <class Response, class Request>
  Response send(const Request& request, wire::u32 handle, Response response = {}) {
    std::vector<wire::u32> its_handles{handle};
    return send(request, its_handles, std::move(response));
  }
  template <class Request>
  static wire::Bytes bytes_of(const Request& request) {
    wire::Writer writer;
    writer.write(oxcrops::RequestHead{Request::id, 0, 0});
    writer.write(request);
    return writer.take();
  }
  // Any requests; their responses are in `output`, those that can be chained in `results`.
  void run(wire::Bytes requests, std::vector<wire::u32>& its_handles, std::size_t max = max_payload) {
    results = dispatcher.run(session, oxcrops::RopBuffer{std::move(requests), its_handles}, max);
    output = results.output.rops;
    if (results.error == oxcdata::ErrorCode::success) its_handles = results.output.handles;
  }
  void release(wire::u32 handle) { EXPECT_TRUE(session.objects.release(handle)); }

  Logger log{LogLevel::error, [](const LogRecord&) {}};
  MailboxSession session;
  RopRegistry registry;
  RopDispatcher dispatcher{registry, log};
  RopResults results;
  wire::Bytes output;
};

}  // namespace mapigate::mapi
