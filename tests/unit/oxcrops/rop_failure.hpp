#pragma once

#include "tests/unit/oxcrops/rop_vector.hpp"

namespace mapigate::oxcrops {

// The failure of a ROP ("Failure Response Buffer" of MS-OXCROPS section 2.2): nothing follows ReturnValue.
template <class Response>
void expect_failure(std::source_location where) {
  const wire::Bytes bytes{static_cast<wire::u8>(Response::id), 3, 0x02, 0x01, 0x04, 0x80};
  const auto [head, response] = expect_response<Response>(bytes, {}, where);
  EXPECT_EQ(head.handle_index, 3);
  EXPECT_EQ(response.return_value, oxcdata::ErrorCode::not_supported);
}
template <class... Responses>
void expect_failures(std::source_location where = std::source_location::current()) {
  (expect_failure<Responses>(where), ...);
}

// The same for ROPs that have nothing more to say when they succeed.
template <class... Responses>
void expect_plain_responses(std::source_location where = std::source_location::current()) {
  expect_failures<Responses...>(where);
  const auto succeed = [&]<class Response>(const Response& prepared) {
    const wire::Bytes bytes{static_cast<wire::u8>(Response::id), 1, 0, 0, 0, 0};
    EXPECT_EQ(expect_response(bytes, prepared, where).body.return_value, oxcdata::ErrorCode::success);
  };
  (succeed(Responses{}), ...);
}

// A request of nothing but its head.
template <class... Requests>
void expect_plain_requests(std::source_location where = std::source_location::current()) {
  const auto one = [&]<class Request>(const Request& prepared) {
    const auto rop = expect_request(wire::Bytes{static_cast<wire::u8>(Request::id), 2, 1}, prepared, where);
    EXPECT_EQ(rop.head.logon_id, 2);
    EXPECT_EQ(rop.head.handle_index, 1);
  };
  (one(Requests{}), ...);
}

}  // namespace mapigate::oxcrops
