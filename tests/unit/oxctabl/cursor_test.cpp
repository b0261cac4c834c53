#include "protocol/oxctabl/cursor.hpp"

#include <gmock/gmock.h>

#include "tests/unit/oxcrops/rop_failure.hpp"

namespace mapigate::oxctabl {
namespace {

using oxcrops::expect_failures;
using oxcrops::expect_plain_requests;
using oxcrops::expect_plain_responses;
using oxcrops::expect_request;
using oxcrops::expect_response;
using wire::Bytes;
using wire::Fault;
using wire::from_hex;
using wire::hex_vector;

const Bytes bookmark{0xAA, 0xBB};

TEST(Cursor, QueryPosition) {
  expect_plain_requests<QueryPositionRequest>();
  EXPECT_EQ(
      expect_response<QueryPositionResponse>(hex_vector("MS-OXCROPS/2.2.5.7.2-query-position-response.hex"))
          .body,
      (QueryPositionResponse{ErrorCode::success, 2, 10}));
}

TEST(Cursor, SeekRow) {
  EXPECT_EQ(expect_request<SeekRowRequest>(hex_vector("MS-OXCROPS/2.2.5.8.1-seek-row-request.hex")).body,
            (SeekRowRequest{PredefinedBookmark::current, -2, true}));
  EXPECT_EQ(expect_response<SeekRowResponse>(hex_vector("MS-OXCROPS/2.2.5.8.2-seek-row-response.hex")).body,
            (SeekRowResponse{ErrorCode::success, true, -1}));
}

TEST(Cursor, SeekRowBookmark) {
  EXPECT_EQ(
      expect_request<SeekRowBookmarkRequest>(hex_vector("MS-OXCROPS/2.2.5.9.1-seek-row-bookmark-request.hex"))
          .body,
      (SeekRowBookmarkRequest{bookmark, 3, true}));
  EXPECT_EQ(expect_response<SeekRowBookmarkResponse>(
                hex_vector("MS-OXCROPS/2.2.5.9.2-seek-row-bookmark-response.hex"))
                .body,
            (SeekRowBookmarkResponse{ErrorCode::success, true, true, 2}));
}

TEST(Cursor, SeekRowFractional) {
  EXPECT_EQ(expect_request<SeekRowFractionalRequest>(
                hex_vector("MS-OXCROPS/2.2.5.10.1-seek-row-fractional-request.hex"))
                .body,
            (SeekRowFractionalRequest{1, 4}));
  expect_plain_responses<SeekRowFractionalResponse>();
}

TEST(Cursor, Bookmarks) {
  expect_plain_requests<CreateBookmarkRequest>();
  EXPECT_EQ(expect_response<CreateBookmarkResponse>(
                hex_vector("MS-OXCROPS/2.2.5.11.2-create-bookmark-response.hex"))
                .body.bookmark,
            bookmark);
  EXPECT_EQ(expect_request<FreeBookmarkRequest>(hex_vector("MS-OXCROPS/2.2.5.14.1-free-bookmark-request.hex"))
                .body.bookmark,
            bookmark);
  expect_plain_responses<FreeBookmarkResponse>();
}

TEST(Cursor, LargestBookmark) {
  FreeBookmarkRequest request{Bytes(0xFFFF)};
  EXPECT_EQ(wire::parse<FreeBookmarkRequest>(wire::serialize(request).value()).value(), request);
  request.bookmark.push_back(0);
  EXPECT_EQ(wire::serialize(request).error().fault, Fault::too_long);
  EXPECT_EQ(wire::parse<SeekRowBookmarkRequest>(from_hex("FF FF AA BB 03 00 00 00 01")).error().fault,
            Fault::truncated);
}

TEST(Cursor, Failures) {
  expect_failures<QueryPositionResponse, SeekRowResponse, SeekRowBookmarkResponse, CreateBookmarkResponse>();
}

}  // namespace
}  // namespace mapigate::oxctabl
