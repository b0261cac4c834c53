#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "protocol/wire/fields.hpp"
#include "protocol/wire/filetime.hpp"

namespace mapigate::oxocal {

// MS-OXOCAL section 2.2.1.27, PidLidGlobalObjectId: what makes the copies of a meeting in the mailboxes of
// organizer and attendees the same meeting. Compared as bytes, so that all of them are kept. Some programs
// have stored values whose Size says something else than what follows; those do not parse and are only
// compared.
struct GlobalObjectId {
  static constexpr std::array<wire::u8, 16> byte_array_id{0x04, 0x00, 0x00, 0x00, 0x82, 0x00, 0xE0, 0x00,
                                                          0x74, 0xC5, 0xB7, 0x10, 0x1A, 0x82, 0xE0, 0x08};

  // Of an exception to a series the original day; otherwise zero.
  wire::u16 year = 0;
  wire::u8 month = 0;
  wire::u8 day = 0;
  wire::FileTime creation_time;
  std::array<wire::u8, 8> x{};  // reserved, zero
  wire::Bytes data;

  // PidLidCleanGlobalObjectId, section 2.2.1.28: the same for the series and all its instances.
  GlobalObjectId clean() const;

  // Identifiers from other calendars (MS-ASEMAIL section 2.2.2.37, VCALID; the ThirdPartyGlobalId of
  // MS-OXCICAL section 2.1.3.1.1.20.26). `uid` is that of iCalendar in UTF-8, without zero bytes.
  static GlobalObjectId from_uid(std::string_view uid);
  // The UID if this is such an identifier.
  std::optional<std::string> uid() const;

  bool operator==(const GlobalObjectId&) const = default;
  static void fields(auto& self, auto& archive) {
    auto id = byte_array_id;
    archive("Byte Array ID", id);
    archive.check(id == byte_array_id);
    // The year is the one number here with its high byte first.
    auto high = static_cast<wire::u8>(self.year >> 8);
    auto low = static_cast<wire::u8>(self.year);
    archive("YH", high);
    archive("YL", low);
    if constexpr (std::remove_reference_t<decltype(archive)>::reading) {
      self.year = static_cast<wire::u16>(high << 8 | low);
    }
    archive("M", self.month);
    archive("D", self.day);
    archive.check(self.month <= 12 && self.day <= 31);
    archive("Creation Time", self.creation_time);
    archive("X", self.x);
    archive("Data", wire::sized<wire::u32>(self.data));
  }
};

}  // namespace mapigate::oxocal
