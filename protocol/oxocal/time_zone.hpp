#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "protocol/wire/fields.hpp"

// Time zones as appointments carry them, MS-OXOCAL sections 2.2.1.39 and 2.2.1.41.

namespace mapigate::oxocal {

// MS-DTYP section 2.3.13.
struct SystemTime {
  wire::u16 year = 0;
  wire::u16 month = 0;        // 1 to 12
  wire::u16 day_of_week = 0;  // 0 (Sunday) to 6
  wire::u16 day = 0;          // 1 to 31
  wire::u16 hour = 0;
  wire::u16 minute = 0;
  wire::u16 second = 0;
  wire::u16 milliseconds = 0;

  bool operator==(const SystemTime&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("wYear", self.year);
    archive("wMonth", self.month);
    archive("wDayOfWeek", self.day_of_week);
    archive("wDay", self.day);
    archive("wHour", self.hour);
    archive("wMinute", self.minute);
    archive("wSecond", self.second);
    archive("wMilliseconds", self.milliseconds);
  }
};

// MS-OXOCAL section 2.2.1.39, PidLidTimeZoneStruct. UTC is local time plus bias plus the bias of the season;
// all in minutes. A date of year 0 comes back every year, its `day` then counts the weekdays of that name in
// the month, 5 being the last; month 0 says that there is no daylight saving time.
struct TimeZoneStruct {
  wire::i32 bias = 0;
  wire::i32 standard_bias = 0;
  wire::i32 daylight_bias = 0;
  SystemTime standard_date;  // from when on standard_bias holds, local time
  SystemTime daylight_date;

  bool operator==(const TimeZoneStruct&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("lBias", self.bias);
    archive("lStandardBias", self.standard_bias);
    archive("lDaylightBias", self.daylight_bias);
    date("wStandardYear", "stStandardDate", self.standard_date, archive);
    date("wDaylightYear", "stDaylightDate", self.daylight_date, archive);
  }

 private:
  // The year stands before the date once more.
  static void date(const char* year_name, const char* name, auto& value, auto& archive) {
    auto year = value.year;
    archive(year_name, year);
    archive(name, value);
    archive.check(year == value.year);
  }
};

// TZRule flags. Of the rules of one definition exactly one, by which times are converted, has
// tzrule_flag_effective_tzreg; with it goes the other in PidLidAppointmentTimeZoneDefinitionRecur, and in no
// other property (sections 2.2.1.41.1 to 2.2.1.43).
inline constexpr wire::u16 tzrule_flag_recur_current_tzreg = 0x0001;
inline constexpr wire::u16 tzrule_flag_effective_tzreg = 0x0002;

// MS-OXOCAL section 2.2.1.41.1.
struct TzRule {
  wire::u16 flags = 0;
  wire::u16 year = 0;  // the rule holds from January 1 of it on
  // Unused, and zero by the section. Outlook means the rest of a SYSTEMTIME whose wYear is `year`, and some
  // of its versions fill it in, so that it is kept.
  std::array<wire::u8, 14> x{};
  wire::i32 bias = 0;  // the rest as in TimeZoneStruct
  wire::i32 standard_bias = 0;
  wire::i32 daylight_bias = 0;
  SystemTime standard_date;
  SystemTime daylight_date;

  bool operator==(const TzRule&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("Major version", wire::constant<wire::u8>(0x02));
    archive("Minor version", wire::constant<wire::u8>(0x01));
    archive("Reserved", wire::constant<wire::u16>(0x003E));  // the bytes that follow
    archive("TZRule flags", self.flags);
    archive("wYear", self.year);
    archive("X", self.x);
    archive("lBias", self.bias);
    archive("lStandardBias", self.standard_bias);
    archive("lDaylightBias", self.daylight_bias);
    archive("stStandardDate", self.standard_date);
    archive("stDaylightDate", self.daylight_date);
  }
};

// MS-OXOCAL section 2.2.1.41: the value of PidLidAppointmentTimeZoneDefinitionRecur,
// PidLidAppointmentTimeZoneDefinitionStartDisplay and PidLidAppointmentTimeZoneDefinitionEndDisplay. Of
// another major or minor version nothing is read: a receiver acts as if the property were not there.
struct TimeZoneDefinition {
  static constexpr std::size_t max_key_name = 260;
  static constexpr std::size_t max_rules = 1024;

  std::u16string key_name;    // as in the registry of Windows: "Pacific Standard Time"; not localized
  std::vector<TzRule> rules;  // at least one, by ascending year

  bool operator==(const TimeZoneDefinition&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("Major Version", wire::constant<wire::u8>(0x02));
    archive("Minor Version", wire::constant<wire::u8>(0x01));
    auto header_size = static_cast<wire::u16>(header_size_without_key_name + 2 * self.key_name.size());
    archive("cbHeader", header_size);
    archive("Reserved", wire::constant<wire::u16>(0x0002));
    archive("KeyName", wire::counted<wire::u16>(self.key_name));
    archive.check(self.key_name.size() <= max_key_name &&
                  header_size == header_size_without_key_name + 2 * self.key_name.size());
    archive("TZRules", wire::counted<wire::u16>(self.rules));
    archive.check(!self.rules.empty() && self.rules.size() <= max_rules);
  }

 private:
  // Reserved, cchKeyName and cRules.
  static constexpr std::size_t header_size_without_key_name = 6;
};

}  // namespace mapigate::oxocal
