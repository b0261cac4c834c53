#pragma once

#include <string>
#include <string_view>

#include "protocol/oxocfg/xml_values.hpp"
#include "protocol/xml/parse_error.hpp"

// When a user works: the PidTagRoamingXmlStream of the message IPM.Configuration.WorkHours in the Calendar
// folder, MS-OXOCFG section 2.2.5.2.1.

namespace mapigate::oxocfg {

// Bits of WorkingHours::work_days.
inline constexpr wire::u8 work_sunday = 0x01;
inline constexpr wire::u8 work_monday = 0x02;
inline constexpr wire::u8 work_tuesday = 0x04;
inline constexpr wire::u8 work_wednesday = 0x08;
inline constexpr wire::u8 work_thursday = 0x10;
inline constexpr wire::u8 work_friday = 0x20;
inline constexpr wire::u8 work_saturday = 0x40;

// From when on a season's bias holds, every year (or once, where there is a year), as in SYSTEMTIME: `day`
// counts the weekdays of that name in the month, 5 being the last; month 0 says never.
struct DstTransition {
  wire::i16 bias = 0;  // minutes, added to that of the time zone
  TimeOfDay time;      // local
  wire::u16 year = 0;
  wire::u8 month = 0;
  wire::u8 day = 0;
  wire::u8 day_of_week = 0;  // 0 (Sunday) to 6

  bool operator==(const DstTransition&) const = default;
};

struct WorkingHours {
  wire::i16 bias = 0;  // minutes; UTC is local time plus this and that of the season
  DstTransition standard;
  DstTransition daylight_savings;
  std::string time_zone_name;  // the key of Windows, "Pacific Standard Time"; empty where it is not said
  TimeOfDay start;
  TimeOfDay end;
  wire::u8 work_days = 0;  // work_...

  bool operator==(const WorkingHours&) const = default;
};

// ParseError::schema where an element is missing that must be there, or holds another kind of value.
xml::Parsed<WorkingHours> parse_working_hours(std::string_view document);
std::string write_working_hours(const WorkingHours& hours);

}  // namespace mapigate::oxocfg
