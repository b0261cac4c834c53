#include "protocol/oxcdata/address_list.hpp"
#include "protocol/oxcdata/entry_ids.hpp"
#include "protocol/oxcdata/entry_list.hpp"
#include "protocol/oxcdata/flat_entry_list.hpp"
#include "protocol/oxcdata/property_name.hpp"
#include "protocol/oxcdata/property_row.hpp"
#include "protocol/oxcdata/recipient_row.hpp"
#include "protocol/oxcdata/restriction.hpp"
#include "protocol/oxcdata/sort_order.hpp"
#include "protocol/oxcdata/typed_string.hpp"
#include "tests/fuzz/round_trip.hpp"

namespace mapigate {
namespace {

using namespace oxcdata;
using wire::ValueFormat;

template <ValueFormat format, class T>
struct Formatted {
  T value;
  static void fields(auto& self, auto& archive) {
    archive("Value", wire::in_format(format, wire::until_end(self.value)));
  }
};
template <ValueFormat format>
using Values = Formatted<format, std::vector<TaggedPropertyValue>>;
template <ValueFormat format>
using Restrictions = Formatted<format, std::vector<Restriction>>;

// The columns are part of the input, so that rows of any types are read.
template <ValueFormat format>
struct Rows {
  std::vector<PropertyTag> columns;
  std::vector<PropertyRow> rows;
  std::vector<RecipientRow> recipients;

  static void fields(auto& self, auto& archive) {
    archive("Columns", wire::counted<wire::u8>(self.columns));
    auto count = static_cast<wire::u8>(self.rows.size());
    archive("RowCount", count);
    archive("Rows", wire::in_format(format, rows_of(count, self.columns, self.rows)));
    const auto recipient = [&](auto& row, auto& inner) {
      inner("RecipientRow", recipient_row_of(self.columns, row));
    };
    archive("Recipients", wire::counted_with<wire::u8>(self.recipients, recipient));
  }
};

// For what may come in a longer or shorter form than the one in which it is written.
template <class T>
void settles(wire::ByteView bytes) {
  if (const auto value = wire::parse<T>(bytes)) fuzz::round_trip<T>(wire::serialize(*value).value());
}

}  // namespace
}  // namespace mapigate

// The first byte says which structure the rest is read as.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mapigate;
  if (size == 0) return 0;
  const wire::ByteView bytes(data + 1, size - 1);
  switch (data[0] % 17) {
    case 0:
      fuzz::round_trip<Values<ValueFormat::rop>>(bytes);
      break;
    case 1:
      fuzz::round_trip<Values<ValueFormat::wide>>(bytes);
      break;
    case 2:
      settles<Values<ValueFormat::address_book>>(bytes);
      break;
    case 3:
      settles<Values<ValueFormat::fast_transfer>>(bytes);
      break;
    case 4:
      fuzz::round_trip<Rows<ValueFormat::rop>>(bytes);
      break;
    case 5:
      settles<Rows<ValueFormat::address_book>>(bytes);
      break;
    case 6:
      fuzz::round_trip<Restrictions<ValueFormat::rop>>(bytes);
      break;
    case 7:
      fuzz::round_trip<Restrictions<ValueFormat::wide>>(bytes);
      break;
    case 8:
      settles<Restrictions<ValueFormat::address_book>>(bytes);
      break;
    case 9:
      fuzz::round_trip<SortOrderSet>(bytes);
      break;
    case 10:
      fuzz::round_trip<PropertyName>(bytes);
      break;
    case 11:
      fuzz::round_trip<TypedString>(bytes);
      break;
    case 12:
      fuzz::round_trip<AddressList>(bytes);
      break;
    case 13:
      fuzz::round_trip<EntryList>(bytes);
      break;
    case 14:
      fuzz::round_trip<FolderEntryId>(bytes);
      fuzz::round_trip<MessageEntryId>(bytes);
      fuzz::round_trip<StoreEntryId>(bytes);
      break;
    case 15:
      if (const auto id = parse_recipient_entry_id(bytes)) {
        std::visit(
            [](const auto& one) {
              fuzz::round_trip<std::decay_t<decltype(one)>>(wire::serialize(one).value());
            },
            *id);
      }
      break;
    case 16:
      settles<FlatEntryList>(bytes);
      break;
  }
  return 0;
}
