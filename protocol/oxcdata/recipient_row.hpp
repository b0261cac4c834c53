#pragma once

#include <optional>
#include <span>
#include <string>

#include "protocol/oxcdata/property_row.hpp"
#include "protocol/oxcdata/text.hpp"

namespace mapigate::oxcdata {

// MS-OXCDATA section 2.8.3.1: Type.
enum class AddressKind : wire::u8 {
  none = 0x0,  // address_type says it, where there is one
  x500_dn = 0x1,
  ms_mail = 0x2,
  smtp = 0x3,
  fax = 0x4,
  professional_office_system = 0x5,
  personal_distribution_list_1 = 0x6,
  personal_distribution_list_2 = 0x7,
};

// MS-OXCDATA section 2.8.3.2: DisplayType. A value outside the table is kept.
enum class DisplayType : wire::u8 {
  messaging_user = 0x00,
  distribution_list = 0x01,
  forum = 0x02,
  automated_agent = 0x03,
  organization = 0x04,
  private_distribution_list = 0x05,
  remote_messaging_user = 0x06,
};

// MS-OXCDATA section 2.8.3.2. RecipientFlags is not held: what is there and which kind it is of says it.
struct RecipientRow {
  AddressKind address_kind{};
  bool other_transport = false;     // R: another transport delivers to this recipient
  bool same_display_names = false;  // S: the transmittable display name is the display name
  bool no_rich_text = false;        // N: the recipient wants none
  bool unicode = true;              // U: which kind every Text below is of

  // Of AddressKind::x500_dn.
  wire::u8 address_prefix_used = 0;  // how much of the server's address prefix (DnPrefix) x500_dn leaves out
  DisplayType display_type{};
  std::string x500_dn;

  // Of the personal distribution lists.
  wire::Bytes entry_id;
  wire::Bytes search_key;

  std::optional<std::string> address_type;  // only with AddressKind::none
  std::optional<Text> email_address;
  std::optional<Text> display_name;
  std::optional<Text> simple_display_name;
  std::optional<Text> transmittable_display_name;
  PropertyRow properties;  // RecipientProperties: values for the first of the columns, as many as it has

  bool operator==(const RecipientRow&) const = default;
};

// archive("RecipientRow", recipient_row_of(columns, row)) with the RecipientColumns of the ROP. `columns`
// must outlive the call only.
template <class R>
struct RecipientRowOf {
  std::span<const PropertyTag> columns;
  R& row;  // RecipientRow
  static void fields(auto& self, auto& archive);
};
template <class R>
RecipientRowOf<R> recipient_row_of(std::span<const PropertyTag> columns, R& row) {
  return {columns, row};
}

}  // namespace mapigate::oxcdata
