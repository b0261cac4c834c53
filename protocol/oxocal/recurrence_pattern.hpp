#pragma once

#include <vector>

#include "protocol/oxocal/minutes.hpp"
#include "protocol/wire/fields.hpp"

// Which days a recurring appointment or task falls on, MS-OXOCAL section 2.2.1.44.1.

namespace mapigate::oxocal {

enum class RecurFrequency : wire::u16 { daily = 0x200A, weekly = 0x200B, monthly = 0x200C, yearly = 0x200D };

enum class PatternType : wire::u16 {
  day = 0x0000,
  week = 0x0001,
  month = 0x0002,
  month_nth = 0x0003,
  month_end = 0x0004,
  hijri_month = 0x000A,
  hijri_month_nth = 0x000B,
  hijri_month_end = 0x000C,
};

// By default Gregorian, and Hijri with the hijri_... patterns. A value outside the table is kept.
enum class CalendarType : wire::u16 {
  by_default = 0x0000,
  gregorian = 0x0001,
  gregorian_us = 0x0002,
  japan = 0x0003,
  taiwan = 0x0004,
  korea = 0x0005,
  hijri = 0x0006,
  thai = 0x0007,
  hebrew = 0x0008,
  gregorian_me_french = 0x0009,
  gregorian_arabic = 0x000A,
  gregorian_xlit_english = 0x000B,
  gregorian_xlit_french = 0x000C,
  lunar_japanese = 0x000E,
  chinese_lunar = 0x000F,
  saka = 0x0010,
  lunar_eto_chn = 0x0011,
  lunar_eto_kor = 0x0012,
  lunar_rokuyou = 0x0013,
  lunar_korean = 0x0014,
  umalqura = 0x0017,
};

enum class EndType : wire::u32 {
  after_date = 0x00002021,
  after_occurrences = 0x00002022,
  never = 0x00002023,
  never_by_old_clients = 0xFFFFFFFF,
};

// Sections 2.2.1.44.1.4 and 2.2.1.44.1.6: days of the week.
inline constexpr wire::u32 on_sunday = 0x01;
inline constexpr wire::u32 on_monday = 0x02;
inline constexpr wire::u32 on_tuesday = 0x04;
inline constexpr wire::u32 on_wednesday = 0x08;
inline constexpr wire::u32 on_thursday = 0x10;
inline constexpr wire::u32 on_friday = 0x20;
inline constexpr wire::u32 on_saturday = 0x40;

// Section 2.2.1.44.1.6: the N that stands for the last such day of the month.
inline constexpr wire::u32 last_of_month = 5;

// The EndDate of a series without an end: 4500-12-31 23:59.
inline constexpr MinutesSince1601 no_end_date = 0x5AE980DF;

// MS-OXOCAL section 2.2.1.44.1. Dates and times are in the time zone of PidLidTimeZoneStruct. An appointment
// every weekday is of Outlook's making daily with the pattern week, so that frequency and pattern type say
// less about each other than the tables suggest.
struct RecurrencePattern {
  RecurFrequency recur_frequency = RecurFrequency::daily;
  PatternType pattern_type = PatternType::day;
  CalendarType calendar_type = CalendarType::by_default;
  MinutesSince1601 first_date_time =
      0;                       // the first ever day, week or month of the series, section 2.2.1.44.1.1
  wire::u32 period = 0;        // minutes where daily, otherwise weeks or months; not 0
  wire::u32 sliding_flag = 0;  // of tasks: the next one follows when this one is completed
  wire::u32 days_of_week = 0;  // on_..., of week, month_nth and hijri_month_nth
  wire::u32 day_of_month = 0;  // of the other month patterns
  wire::u32 nth = 0;           // of month_nth and hijri_month_nth: 1 to 4, or last_of_month
  EndType end_type = EndType::never;
  wire::u32 occurrence_count = 0;
  wire::u32 first_dow = 0;  // the week begins on it: 0 (Sunday) to 6
  // Midnights, ascending. Of each instance that is deleted or modified, the original day; of each modified
  // one, its new day too.
  std::vector<MinutesSince1601> deleted_instance_dates;
  std::vector<MinutesSince1601> modified_instance_dates;
  MinutesSince1601 start_date = 0;  // midnight of the first occurrence's day
  MinutesSince1601 end_date = 0;    // of the last one's, or no_end_date

  bool operator==(const RecurrencePattern&) const = default;

  static bool is_known(PatternType type) {
    return type <= PatternType::month_end ||
           (type >= PatternType::hijri_month && type <= PatternType::hijri_month_end);
  }
  static bool is_known(EndType type) {
    return (type >= EndType::after_date && type <= EndType::never) || type == EndType::never_by_old_clients;
  }

  static void fields(auto& self, auto& archive) {
    archive("ReaderVersion", wire::constant<wire::u16>(0x3004));
    archive("WriterVersion", wire::constant<wire::u16>(0x3004));
    archive("RecurFrequency", self.recur_frequency);
    archive.check(self.recur_frequency >= RecurFrequency::daily &&
                  self.recur_frequency <= RecurFrequency::yearly);
    archive("PatternType", self.pattern_type);
    archive.check(is_known(self.pattern_type));
    archive("CalendarType", self.calendar_type);
    archive("FirstDateTime", self.first_date_time);
    archive("Period", self.period);
    archive.check(self.period != 0);
    archive("SlidingFlag", self.sliding_flag);
    const bool nth =
        self.pattern_type == PatternType::month_nth || self.pattern_type == PatternType::hijri_month_nth;
    const bool by_days = nth || self.pattern_type == PatternType::week;
    const bool by_date = !by_days && self.pattern_type != PatternType::day;
    archive("PatternTypeSpecific", wire::when(by_days, self.days_of_week));
    archive("PatternTypeSpecific", wire::when(by_date, self.day_of_month));
    archive("N", wire::when(nth, self.nth));
    archive.check(!nth || (self.nth >= 1 && self.nth <= last_of_month));
    archive("EndType", self.end_type);
    archive.check(is_known(self.end_type));
    archive("OccurrenceCount", self.occurrence_count);
    archive("FirstDOW", self.first_dow);
    archive.check(self.first_dow <= 6);
    archive("DeletedInstanceDates", wire::counted<wire::u32>(self.deleted_instance_dates));
    archive("ModifiedInstanceDates", wire::counted<wire::u32>(self.modified_instance_dates));
    archive.check(self.modified_instance_dates.size() <= self.deleted_instance_dates.size());
    archive("StartDate", self.start_date);
    archive("EndDate", self.end_date);
  }
};

// MS-OXOTASK section 2.2.2.2.15, PidLidTaskRecurrence: a task's series has no exceptions.
struct TaskRecurrence {
  RecurrencePattern pattern;

  bool operator==(const TaskRecurrence&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("RecurrencePattern", self.pattern);
    archive.check(self.pattern.deleted_instance_dates.empty());
  }
};

}  // namespace mapigate::oxocal
