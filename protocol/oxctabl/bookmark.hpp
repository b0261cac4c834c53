#pragma once

#include "protocol/oxcrops/rop.hpp"

// Places in a table: MS-OXCROPS sections 2.2.5.11 and 2.2.5.14.

namespace mapigate::oxctabl {

using oxcdata::ErrorCode;
using oxcrops::RopId;

// MS-OXCTABL section 2.2.2.1.1.
enum class PredefinedBookmark : wire::u8 {
  beginning = 0x00,
  current = 0x01,
  end = 0x02,
  custom = 0x03,  // of RopFindRow: the one in its Bookmark field
};

// MS-OXCROPS section 2.2.5.11.1.
using CreateBookmarkRequest = oxcrops::PlainRequest<RopId::create_bookmark>;

// A bookmark, which means nothing to anybody but the server.
template <RopId rop>
struct BookmarkResponse {
  static constexpr RopId id = rop;

  ErrorCode return_value{};
  wire::Bytes bookmark;

  bool operator==(const BookmarkResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    if (!oxcrops::succeeded(self, archive)) return;
    archive("Bookmark", wire::sized<wire::u16>(self.bookmark));
  }
};
// MS-OXCROPS sections 2.2.5.11.2 and 2.2.5.11.3.
using CreateBookmarkResponse = BookmarkResponse<RopId::create_bookmark>;

// MS-OXCROPS section 2.2.5.14.1.
struct FreeBookmarkRequest {
  static constexpr RopId id = RopId::free_bookmark;

  wire::Bytes bookmark;

  bool operator==(const FreeBookmarkRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("Bookmark", wire::sized<wire::u16>(self.bookmark));
  }
};
// MS-OXCROPS section 2.2.5.14.2.
using FreeBookmarkResponse = oxcrops::PlainResponse<RopId::free_bookmark>;

}  // namespace mapigate::oxctabl
