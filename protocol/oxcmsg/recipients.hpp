#pragma once

#include <optional>
#include <span>
#include <type_traits>
#include <vector>

#include "protocol/oxcdata/recipient_row.hpp"
#include "protocol/oxcrops/rop.hpp"

// The recipients of a message: MS-OXCROPS sections 2.2.6.4 to 2.2.6.6.

namespace mapigate::oxcmsg {

using oxcdata::ErrorCode;
using oxcdata::PropertyTag;
using oxcrops::RopId;

// RecipientType (MS-OXCMSG section 2.2.3.1.2): one of these,
inline constexpr wire::u8 primary_recipient = 0x01;
inline constexpr wire::u8 cc_recipient = 0x02;
inline constexpr wire::u8 bcc_recipient = 0x03;
// and of a message that is sent again: whether this recipient got it the time before.
inline constexpr wire::u8 recipient_failed_before = 0x10;
inline constexpr wire::u8 recipient_succeeded_before = 0x80;

// MS-OXCROPS section 2.2.6.1.2.1. `columns` are the RecipientColumns of the response.
struct OpenRecipientRow {
  wire::u8 recipient_type = 0;
  wire::u16 code_page_id = 0;
  oxcdata::RecipientRow recipient_row;

  bool operator==(const OpenRecipientRow&) const = default;
  static void fields(std::span<const PropertyTag> columns, auto& self, auto& archive) {
    archive("RecipientType", self.recipient_type);
    archive("CodePageId", self.code_page_id);
    archive("Reserved", wire::reserved(2));
    archive("RecipientRow",
            wire::sized_field<wire::u16>(oxcdata::recipient_row_of(columns, self.recipient_row)));
  }
};

// MS-OXCROPS section 2.2.6.6.2.1. `columns` are the RecipientColumns that the message was opened with.
struct ReadRecipientRow {
  wire::u32 row_id = 0;
  wire::u8 recipient_type = 0;
  wire::u16 code_page_id = 0;
  oxcdata::RecipientRow recipient_row;

  bool operator==(const ReadRecipientRow&) const = default;
  static void fields(std::span<const PropertyTag> columns, auto& self, auto& archive) {
    archive("RowId", self.row_id);
    archive("RecipientType", self.recipient_type);
    archive("CodePageId", self.code_page_id);
    archive("Reserved", wire::reserved(2));
    archive("RecipientRow",
            wire::sized_field<wire::u16>(oxcdata::recipient_row_of(columns, self.recipient_row)));
  }
};

namespace detail {

// The RecipientRow that RecipientRowSize stands before, of which size 0 says that there is none.
template <class R>
struct OptionalRow {
  std::span<const PropertyTag> columns;
  R& row;  // std::optional<oxcdata::RecipientRow>

  static void fields(auto& self, auto& archive) {
    if constexpr (std::remove_reference_t<decltype(archive)>::reading) {
      self.row.reset();
      if (archive.remaining() > 0) self.row.emplace();
    }
    if (self.row) archive("RecipientRow", oxcdata::recipient_row_of(self.columns, *self.row));
  }
};
template <class R>
OptionalRow<R> optional_row(std::span<const PropertyTag> columns, R& row) {
  return {columns, row};
}

}  // namespace detail

// MS-OXCROPS section 2.2.6.5.1.1. `columns` are the RecipientColumns of the request.
struct ModifyRecipientRow {
  wire::u32 row_id = 0;
  wire::u8 recipient_type = 0;
  std::optional<oxcdata::RecipientRow> recipient_row;  // none: the recipient is deleted

  bool operator==(const ModifyRecipientRow&) const = default;
  static void fields(std::span<const PropertyTag> columns, auto& self, auto& archive) {
    archive("RowId", self.row_id);
    archive("RecipientType", self.recipient_type);
    archive("RecipientRow", wire::sized_field<wire::u16>(detail::optional_row(columns, self.recipient_row)));
  }
};

// Rows of one of these kinds, with a count of N before them.
template <class N, class Rows>
auto recipient_rows(std::span<const PropertyTag> columns, Rows& rows) {
  return wire::counted_with<N>(rows, [columns](auto& row, auto& archive) {
    std::remove_const_t<Rows>::value_type::fields(columns, row, archive);
  });
}

// MS-OXCROPS section 2.2.6.4.1.
struct RemoveAllRecipientsRequest {
  static constexpr RopId id = RopId::remove_all_recipients;

  bool operator==(const RemoveAllRecipientsRequest&) const = default;
  static void fields(auto&, auto& archive) { archive("Reserved", wire::reserved(4)); }
};
// MS-OXCROPS section 2.2.6.4.2.
using RemoveAllRecipientsResponse = oxcrops::PlainResponse<RopId::remove_all_recipients>;

// MS-OXCROPS section 2.2.6.5.1.
struct ModifyRecipientsRequest {
  static constexpr RopId id = RopId::modify_recipients;

  std::vector<PropertyTag> recipient_columns;
  std::vector<ModifyRecipientRow> recipient_rows;

  bool operator==(const ModifyRecipientsRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("RecipientColumns", wire::counted<wire::u16>(self.recipient_columns));
    archive("RecipientRows", oxcmsg::recipient_rows<wire::u16>(self.recipient_columns, self.recipient_rows));
  }
};
// MS-OXCROPS section 2.2.6.5.2.
using ModifyRecipientsResponse = oxcrops::PlainResponse<RopId::modify_recipients>;

// MS-OXCROPS section 2.2.6.6.1.
struct ReadRecipientsRequest {
  static constexpr RopId id = RopId::read_recipients;

  wire::u32 row_id = 0;  // from which on

  bool operator==(const ReadRecipientsRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("RowId", self.row_id);
    archive("Reserved", wire::reserved(2));
  }
};

// MS-OXCROPS sections 2.2.6.6.2 and 2.2.6.6.3.
struct ReadRecipientsResponse {
  static constexpr RopId id = RopId::read_recipients;

  std::span<const PropertyTag> columns;  // the RecipientColumns that the message was opened with
  ErrorCode return_value{};
  std::vector<ReadRecipientRow> recipient_rows;  // as many as fit

  static void fields(auto& self, auto& archive) {
    if (!oxcrops::succeeded(self, archive)) return;
    archive("RecipientRows", oxcmsg::recipient_rows<wire::u8>(self.columns, self.recipient_rows));
  }
};

}  // namespace mapigate::oxcmsg
