#pragma once

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "protocol/oxcdata/error_code.hpp"
#include "protocol/oxcdata/ids.hpp"
#include "protocol/oxcdata/property_tag.hpp"
#include "protocol/wire/fields.hpp"
#include "protocol/wire/filetime.hpp"
#include "protocol/wire/guid.hpp"

// The value of a property, MS-OXCDATA section 2.11.1: one C++ type for each PropertyType.

namespace mapigate::oxcdata {

// PtypCurrency.
struct Currency {
  wire::i64 ten_thousandths = 0;
  auto operator<=>(const Currency&) const = default;
  static void fields(auto& self, auto& archive) { archive("Currency", self.ten_thousandths); }
};

// PtypFloatingTime.
struct FloatingTime {
  double days = 0;  // since 1899-12-30 00:00
  auto operator<=>(const FloatingTime&) const = default;
  static void fields(auto& self, auto& archive) { archive("FloatingTime", self.days); }
};

// PtypString8. The code page is known to the session, or to the message (wire/code_page.hpp).
struct String8 {
  std::string bytes;
  auto operator<=>(const String8&) const = default;
};

// PtypObject. Only FastTransfer streams carry one as a value.
struct Object {
  wire::Bytes bytes;
  bool operator==(const Object&) const = default;
};

// PtypServerId, section 2.11.1.4.
struct ServerId {
  bool ours = true;  // false: a client's own, in client_data
  FolderId folder_id{};
  MessageId message_id{};
  wire::u32 instance = 0;
  wire::Bytes client_data;

  bool operator==(const ServerId&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("Ours", self.ours);
    archive("FolderId", wire::when(self.ours, self.folder_id));
    archive("MessageId", wire::when(self.ours, self.message_id));
    archive("Instance", wire::when(self.ours, self.instance));
    archive("ClientData", wire::when(!self.ours, wire::rest(self.client_data)));
  }
};

struct Restriction;
// PtypRestriction. Null only until a value is given; null cannot be written.
struct RestrictionValue {
  std::shared_ptr<const Restriction> restriction;
  bool operator==(const RestrictionValue& other) const;
  static void fields(auto& self, auto& archive);
};

// PtypRuleAction: the RuleAction structure of MS-OXORULE section 2.2.5 as its bytes, which
// oxorule/actions.hpp reads.
struct RuleActions {
  wire::Bytes bytes;
  bool operator==(const RuleActions&) const = default;
};

// std::monostate is PtypNull, and stands for a value that is not there.
using PropertyValue =
    std::variant<std::monostate, wire::i16, wire::i32, float, double, Currency, FloatingTime, ErrorCode, bool,
                 Object, wire::i64, String8, std::u16string, wire::FileTime, wire::Guid, ServerId,
                 RestrictionValue, RuleActions, wire::Bytes, std::vector<wire::i16>, std::vector<wire::i32>,
                 std::vector<float>, std::vector<double>, std::vector<Currency>, std::vector<FloatingTime>,
                 std::vector<wire::i64>, std::vector<String8>, std::vector<std::u16string>,
                 std::vector<wire::FileTime>, std::vector<wire::Guid>, std::vector<wire::Bytes>>;

// PropertyType::null for std::monostate.
PropertyType type_of(const PropertyValue& value);

// A value whose type is known from what stands around it: archive("PropertyValue", value_of(type, value)).
// With PtypUnspecified the type stands in front of the value. A column of multivalue instances has one value
// of the single type. A type outside the table and, other than in a FastTransfer stream, PtypObject are
// invalid.
template <class V>
struct ValueOf {
  PropertyType type;
  V& value;  // PropertyValue
  static void fields(auto& self, auto& archive);
};
template <class V>
ValueOf<V> value_of(PropertyType type, V& value) {
  return {type, value};
}

// HasValue in front of a value of an address book request (MS-OXCMAPIHTTP section 2.2.1.1), where there is
// one. Read as a Boolean; this is what peers send and insist on.
inline constexpr wire::u8 has_value = 0xFF;

// MS-OXCDATA section 2.11.3.
struct TypedPropertyValue {
  PropertyType type{};
  PropertyValue value;

  bool operator==(const TypedPropertyValue&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("PropertyType", self.type);
    archive("PropertyValue", value_of(self.type, self.value));
  }
};

// MS-OXCDATA section 2.11.4.
struct TaggedPropertyValue {
  PropertyTag tag{};
  PropertyValue value;

  bool operator==(const TaggedPropertyValue&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("PropertyTag", self.tag);
    archive("PropertyValue", value_of(type_of(self.tag), self.value));
  }
};

}  // namespace mapigate::oxcdata
