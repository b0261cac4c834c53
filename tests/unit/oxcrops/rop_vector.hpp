#pragma once

#include <gtest/gtest.h>

#include <source_location>

#include "protocol/oxcrops/rop.hpp"
#include "protocol/oxcrops/rop_buffer.hpp"
#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxcrops {

// A request or a response as it stands in a RopsList.
template <class Head, class Body>
struct WholeRop {
  Head head;
  Body body;

  static void fields(auto& self, auto& archive) {
    archive("Head", self.head);
    archive("Body", self.body);
  }
};

// Reads `bytes` from RopId on and checks that they are a ROP of Body::id, that they are written as they were
// read, cannot be read from less, leave nothing over and take no more memory than they justify. `prepared` is
// what is read into: a response that needs columns brings them. The values are for the test to compare; after
// a failure they are `prepared`.
template <class Head, class Body>
WholeRop<Head, Body> expect_rop(const wire::Bytes& bytes, const Body& prepared, std::source_location where) {
  const testing::ScopedTrace trace(where.file_name(), static_cast<int>(where.line()), "the bytes from here");
  const auto read = [&](wire::ByteView from, WholeRop<Head, Body>& rop) -> wire::Failure {
    wire::Reader reader(from);
    reader.read(rop);
    reader.finish();
    return reader.failure();
  };
  WholeRop<Head, Body> rop{{}, prepared};
  if (const auto failure = read(bytes, rop)) {
    ADD_FAILURE() << to_string(failure);
    return {{}, prepared};
  }
  EXPECT_EQ(rop.head.rop_id, Body::id);
  if (const auto written = wire::serialize(rop)) {
    EXPECT_EQ(*written, bytes);
  } else {
    ADD_FAILURE() << to_string(written.error());
  }
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    WholeRop<Head, Body> cut{{}, prepared};
    const auto failure = read(wire::ByteView(bytes).first(size), cut);
    EXPECT_TRUE(failure) << "read from " << size << " of " << bytes.size() << " bytes";
    EXPECT_LE(failure.offset, size);
    EXPECT_STRNE(failure.field, "");
  }
  WholeRop<Head, Body> longer{{}, prepared};
  EXPECT_EQ(read(wire::with_trailing_byte(bytes), longer).fault, wire::Fault::trailing);
  wire::expect_bounded(bytes, [&](wire::ByteView hostile) {
    WholeRop<Head, Body> any{{}, prepared};
    read(hostile, any);
  });
  return rop;
}

// const auto [head, request] = expect_request<OpenFolderRequest>(hex_vector("MS-OXCFOLD/4.1-....hex"));
template <class Request>
WholeRop<RequestHead, Request> expect_request(const wire::Bytes& bytes, const Request& prepared = {},
                                              std::source_location where = std::source_location::current()) {
  return expect_rop<RequestHead, Request>(bytes, prepared, where);
}
template <class Response>
WholeRop<ResponseHead, Response> expect_response(
    const wire::Bytes& bytes, const Response& prepared = {},
    std::source_location where = std::source_location::current()) {
  return expect_rop<ResponseHead, Response>(bytes, prepared, where);
}

}  // namespace mapigate::oxcrops
