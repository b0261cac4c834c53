#pragma once

#include <string>
#include <vector>

#include "protocol/oxocal/recurrence_pattern.hpp"

// The value of PidLidAppointmentRecur: a series and the instances that differ from it, MS-OXOCAL sections
// 2.2.1.44.2 to 2.2.1.44.5.

namespace mapigate::oxocal {

// OverrideFlags: which values of an instance differ from those of the series.
inline constexpr wire::u16 aro_subject = 0x0001;
inline constexpr wire::u16 aro_meeting_type = 0x0002;
inline constexpr wire::u16 aro_reminder_delta = 0x0004;
inline constexpr wire::u16 aro_reminder = 0x0008;
inline constexpr wire::u16 aro_location = 0x0010;
inline constexpr wire::u16 aro_busy_status = 0x0020;
inline constexpr wire::u16 aro_attachment = 0x0040;
inline constexpr wire::u16 aro_sub_type = 0x0080;
inline constexpr wire::u16 aro_appt_color = 0x0100;
inline constexpr wire::u16 aro_exceptional_body = 0x0200;

// MS-OXOCAL section 2.2.1.44.2. Times are local. What a flag does not announce is not on the wire.
struct ExceptionInfo {
  MinutesSince1601 start_date_time = 0;
  MinutesSince1601 end_date_time = 0;
  MinutesSince1601 original_start_date = 0;
  wire::u16 override_flags = 0;
  std::string subject;           // 8-bit characters of the message's code page; so is location
  wire::u32 meeting_type = 0;    // PidLidAppointmentStateFlags
  wire::u32 reminder_delta = 0;  // minutes
  wire::u32 reminder_set = 0;    // 0 or 1
  std::string location;
  wire::u32 busy_status = 0;  // PidLidBusyStatus
  wire::u32 attachment = 0;   // 1 where the exception has attachments
  wire::u32 sub_type = 0;     // 1 where it lasts all day
  wire::u32 appointment_color = 0;

  bool operator==(const ExceptionInfo&) const = default;

  static void fields(auto& self, auto& archive) {
    const auto& flags = self.override_flags;
    archive("StartDateTime", self.start_date_time);
    archive("EndDateTime", self.end_date_time);
    archive("OriginalStartDate", self.original_start_date);
    archive("OverrideFlags", self.override_flags);
    if (flags & aro_subject) text("SubjectLength", "Subject", self.subject, archive);
    archive("MeetingType", wire::when(flags & aro_meeting_type, self.meeting_type));
    archive("ReminderDelta", wire::when(flags & aro_reminder_delta, self.reminder_delta));
    archive("ReminderSet", wire::when(flags & aro_reminder, self.reminder_set));
    if (flags & aro_location) text("LocationLength", "Location", self.location, archive);
    archive("BusyStatus", wire::when(flags & aro_busy_status, self.busy_status));
    archive("Attachment", wire::when(flags & aro_attachment, self.attachment));
    archive("SubType", wire::when(flags & aro_sub_type, self.sub_type));
    archive("AppointmentColor", wire::when(flags & aro_appt_color, self.appointment_color));
  }

 private:
  // The length plus one, the length, the characters.
  static void text(const char* length_name, const char* name, auto& value, auto& archive) {
    auto length = static_cast<wire::u16>(value.size() + 1);
    archive(length_name, length);
    archive(name, wire::counted<wire::u16>(value));
    archive.check(length == value.size() + 1);
  }
};

// MS-OXOCAL section 2.2.1.44.3: of PidLidChangeHighlight, section 2.2.6.2.
struct ChangeHighlight {
  wire::u32 value = 0;
  wire::Bytes reserved;  // of later versions; kept

  bool operator==(const ChangeHighlight&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("ChangeHighlightValue", self.value);
    archive("Reserved", wire::rest(self.reserved));
  }
};

// MS-OXOCAL section 2.2.1.44.4. The same values as in the ExceptionInfo of the same index, but as Unicode.
// Present are the times where that has a subject or a location, and of the two what it has.
struct ExtendedException {
  ChangeHighlight change_highlight;  // where WriterVersion2 is at least 0x3009
  wire::Bytes reserved_block_ee1;    // empty, or of later versions; kept, as are the other reserved blocks
  MinutesSince1601 start_date_time = 0;
  MinutesSince1601 end_date_time = 0;
  MinutesSince1601 original_start_date = 0;
  std::u16string wide_char_subject;
  std::u16string wide_char_location;
  wire::Bytes reserved_block_ee2;

  bool operator==(const ExtendedException&) const = default;

  static void fields(auto& self, auto& archive, bool has_change_highlight, wire::u16 override_flags) {
    const bool subject = (override_flags & aro_subject) != 0;
    const bool location = (override_flags & aro_location) != 0;
    const bool either = subject || location;
    archive("ChangeHighlight",
            wire::when(has_change_highlight, wire::sized<wire::u32>(self.change_highlight)));
    archive("ReservedBlockEE1", wire::sized<wire::u32>(self.reserved_block_ee1));
    archive("StartDateTime", wire::when(either, self.start_date_time));
    archive("EndDateTime", wire::when(either, self.end_date_time));
    archive("OriginalStartDate", wire::when(either, self.original_start_date));
    archive("WideCharSubject", wire::when(subject, wire::counted<wire::u16>(self.wide_char_subject)));
    archive("WideCharLocation", wire::when(location, wire::counted<wire::u16>(self.wide_char_location)));
    archive("ReservedBlockEE2", wire::when(either, wire::sized<wire::u32>(self.reserved_block_ee2)));
  }
};

// Of one modified instance.
struct RecurrenceException {
  ExceptionInfo info;
  ExtendedException extended;

  bool operator==(const RecurrenceException&) const = default;
};

// MS-OXOCAL section 2.2.1.44.5.
struct AppointmentRecurrencePattern {
  // From this WriterVersion2 on each ExtendedException has a ChangeHighlight.
  static constexpr wire::u32 version_with_change_highlight = 0x00003009;

  RecurrencePattern recurrence_pattern;
  wire::u32 writer_version_2 = version_with_change_highlight;
  wire::u32 start_time_offset = 0;              // minutes after midnight; so is end_time_offset
  wire::u32 end_time_offset = 0;                // 1440 and more where an occurrence ends on a later day
  std::vector<RecurrenceException> exceptions;  // as many as there are modified instances
  wire::Bytes reserved_block_1;
  wire::Bytes reserved_block_2;

  bool operator==(const AppointmentRecurrencePattern&) const = default;

  static void fields(auto& self, auto& archive) {
    archive("RecurrencePattern", self.recurrence_pattern);
    archive("ReaderVersion2", wire::constant<wire::u32>(0x00003006));
    archive("WriterVersion2", self.writer_version_2);
    archive("StartTimeOffset", self.start_time_offset);
    archive("EndTimeOffset", self.end_time_offset);
    archive("ExceptionInfo", wire::counted_with<wire::u16>(self.exceptions, [](auto& exception, auto& inner) {
              inner("ExceptionInfo", exception.info);
            }));
    archive.check(self.exceptions.size() == self.recurrence_pattern.modified_instance_dates.size());
    archive("ReservedBlock1", wire::sized<wire::u32>(self.reserved_block_1));
    const bool highlight = self.writer_version_2 >= version_with_change_highlight;
    for (auto& exception : self.exceptions) {
      ExtendedException::fields(exception.extended, archive, highlight, exception.info.override_flags);
    }
    archive("ReservedBlock2", wire::sized<wire::u32>(self.reserved_block_2));
  }
};

}  // namespace mapigate::oxocal
