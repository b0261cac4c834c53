#include <gmock/gmock.h>

#include "protocol/oxocal/appointment_recurrence_pattern.hpp"
#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxocal {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using wire::Bytes;
using wire::ByteView;
using wire::Fault;
using wire::from_hex;
using wire::hex_vector;

constexpr auto weekly = "MS-OXOCAL/4.1.1.1-weekly-recurrence.hex";
constexpr auto weekly_with_exception = "MS-OXOCAL/4.1.1.2-weekly-recurrence-with-exception.hex";
constexpr auto daily = "MS-OXOCAL/4.1.1.3-daily-recurrence.hex";
constexpr auto every_override = "MS-OXOCAL/2.2.1.44.5-every-override.hex";
constexpr auto reserved_blocks = "MS-OXOCAL/2.2.1.44.5-reserved-blocks.hex";
constexpr auto hijri_month = "MS-OXOCAL/2.2.1.44.1-hijri-month.hex";

AppointmentRecurrencePattern parse(const char* name) {
  return wire::parse<AppointmentRecurrencePattern>(hex_vector(name)).value();
}

// The vector with some bytes replaced.
wire::Failure failure_with(const char* name, std::size_t offset, const Bytes& replacement) {
  auto bytes = hex_vector(name);
  std::ranges::copy(replacement, bytes.begin() + static_cast<std::ptrdiff_t>(offset));
  const auto read = wire::parse<AppointmentRecurrencePattern>(bytes);
  return read ? wire::Failure{} : read.error();
}

TEST(Recurrence, WeeklyWithoutExceptions) {
  wire::expect_exact<AppointmentRecurrencePattern>(hex_vector(weekly));
  const auto value = parse(weekly);
  const auto& pattern = value.recurrence_pattern;
  EXPECT_EQ(pattern.recur_frequency, RecurFrequency::weekly);
  EXPECT_EQ(pattern.pattern_type, PatternType::week);
  EXPECT_EQ(pattern.calendar_type, CalendarType::by_default);
  EXPECT_EQ(pattern.first_date_time, 8640u);
  EXPECT_EQ(pattern.period, 1u);
  EXPECT_EQ(pattern.sliding_flag, 0u);
  EXPECT_EQ(pattern.days_of_week, on_monday | on_thursday | on_friday);
  EXPECT_EQ(pattern.end_type, EndType::after_occurrences);
  EXPECT_EQ(pattern.occurrence_count, 12u);
  EXPECT_EQ(pattern.first_dow, 0u);
  EXPECT_THAT(pattern.deleted_instance_dates, IsEmpty());
  EXPECT_THAT(pattern.modified_instance_dates, IsEmpty());
  EXPECT_EQ(pattern.start_date, 213'655'680u);
  EXPECT_EQ(pattern.end_date, 213'691'680u);
  EXPECT_EQ(value.writer_version_2, 0x3009u);
  EXPECT_EQ(value.start_time_offset, 600u);
  EXPECT_EQ(value.end_time_offset, 630u);
  EXPECT_THAT(value.exceptions, IsEmpty());
}

TEST(Recurrence, WeeklyWithException) {
  wire::expect_exact<AppointmentRecurrencePattern>(hex_vector(weekly_with_exception));
  const auto value = parse(weekly_with_exception);
  EXPECT_THAT(value.recurrence_pattern.deleted_instance_dates, ElementsAre(213'685'920));
  EXPECT_THAT(value.recurrence_pattern.modified_instance_dates, ElementsAre(213'685'920));
  ASSERT_EQ(value.exceptions.size(), 1u);
  ExceptionInfo info;
  info.start_date_time = 213'686'580;
  info.end_date_time = 213'686'610;
  info.original_start_date = 213'686'520;
  info.override_flags = aro_subject | aro_location;
  info.subject = "Simple Recurrence with exceptions";
  info.location = "34/4141";
  EXPECT_EQ(value.exceptions[0].info, info);
  ExtendedException extended;
  extended.start_date_time = 213'686'580;
  extended.end_date_time = 213'686'610;
  extended.original_start_date = 213'686'520;
  extended.wide_char_subject = u"Simple Recurrence with exceptions";
  extended.wide_char_location = u"34/4141";
  EXPECT_EQ(value.exceptions[0].extended, extended);
}

TEST(Recurrence, DailyWithDeletedInstances) {
  wire::expect_exact<AppointmentRecurrencePattern>(hex_vector(daily));
  const auto value = parse(daily);
  const auto& pattern = value.recurrence_pattern;
  EXPECT_EQ(pattern.recur_frequency, RecurFrequency::daily);
  EXPECT_EQ(pattern.pattern_type, PatternType::day);
  EXPECT_EQ(pattern.first_date_time, 1440u);
  EXPECT_EQ(pattern.period, 4320u);
  EXPECT_EQ(pattern.end_type, EndType::after_date);
  EXPECT_EQ(pattern.occurrence_count, 10u);
  EXPECT_THAT(pattern.deleted_instance_dates, ElementsAre(215'794'080, 215'798'400));
  EXPECT_EQ(pattern.start_date, 215'776'800u);
  EXPECT_EQ(pattern.end_date, 215'815'680u);
  EXPECT_EQ(value.start_time_offset, 480u);
  EXPECT_EQ(value.end_time_offset, 510u);
}

TEST(Recurrence, EveryOverrideByAnOldClient) {
  wire::expect_exact<AppointmentRecurrencePattern>(hex_vector(every_override));
  const auto value = parse(every_override);
  EXPECT_EQ(value.recurrence_pattern.recur_frequency, RecurFrequency::monthly);
  EXPECT_EQ(value.recurrence_pattern.pattern_type, PatternType::month_nth);
  EXPECT_EQ(value.recurrence_pattern.days_of_week, on_friday);
  EXPECT_EQ(value.recurrence_pattern.nth, last_of_month);
  EXPECT_EQ(value.recurrence_pattern.end_type, EndType::never);
  EXPECT_EQ(value.recurrence_pattern.first_dow, 1u);
  EXPECT_EQ(value.recurrence_pattern.end_date, no_end_date);
  EXPECT_EQ(value.writer_version_2, 0x3008u);
  ASSERT_EQ(value.exceptions.size(), 1u);
  const auto& info = value.exceptions[0].info;
  EXPECT_EQ(info.override_flags, 0x03FE);
  EXPECT_EQ(info.subject, "");
  EXPECT_EQ(info.meeting_type, 5u);
  EXPECT_EQ(info.reminder_delta, 15u);
  EXPECT_EQ(info.reminder_set, 1u);
  EXPECT_EQ(info.location, "C\xE9");
  EXPECT_EQ(info.busy_status, 3u);
  EXPECT_EQ(info.attachment, 1u);
  EXPECT_EQ(info.sub_type, 1u);
  EXPECT_EQ(info.appointment_color, 7u);
  EXPECT_EQ(value.exceptions[0].extended.wide_char_location, u"C\u00E9");
  EXPECT_EQ(value.exceptions[0].extended.original_start_date, 215'798'880u);
}

TEST(Recurrence, TaskByTheHijriCalendar) {
  const auto bytes = hex_vector(hijri_month);
  wire::expect_exact<RecurrencePattern>(bytes);
  wire::expect_exact<TaskRecurrence>(bytes);
  const auto pattern = wire::parse<TaskRecurrence>(bytes).value().pattern;
  EXPECT_EQ(pattern.recur_frequency, RecurFrequency::yearly);
  EXPECT_EQ(pattern.pattern_type, PatternType::hijri_month);
  EXPECT_EQ(pattern.first_date_time, 47'968u);
  EXPECT_EQ(pattern.sliding_flag, 1u);
  EXPECT_EQ(pattern.day_of_month, 27u);
  EXPECT_EQ(pattern.end_type, EndType::never_by_old_clients);
  EXPECT_EQ(pattern.first_dow, 6u);
}

TEST(Recurrence, TaskHasNoExceptions) {
  auto pattern = parse(daily).recurrence_pattern;
  EXPECT_EQ(wire::parse<TaskRecurrence>(wire::serialize(pattern).value()).error().fault, Fault::invalid);
  EXPECT_EQ(wire::serialize(TaskRecurrence{pattern}).error().fault, Fault::invalid);
}

// Section 2.2.1.44.1.6: "the first weekday of every two months" has two fields in the place of one.
TEST(Recurrence, PatternTypeSpecific) {
  auto pattern = parse(daily).recurrence_pattern;
  const auto size_of = [&](PatternType type) {
    pattern.pattern_type = type;
    pattern.nth = 1;
    return wire::serialize(pattern).value().size();
  };
  const auto none = size_of(PatternType::day);
  for (const auto type : {PatternType::week, PatternType::month, PatternType::month_end,
                          PatternType::hijri_month, PatternType::hijri_month_end}) {
    EXPECT_EQ(size_of(type), none + 4);
  }
  EXPECT_EQ(size_of(PatternType::month_nth), none + 8);
  EXPECT_EQ(size_of(PatternType::hijri_month_nth), none + 8);
}

TEST(Recurrence, ChangeHighlightOfALaterVersion) {
  auto bytes = hex_vector(weekly_with_exception);
  const std::size_t change_highlight = 146;
  ASSERT_EQ(bytes[change_highlight], 4);
  bytes[change_highlight] = 6;
  bytes[change_highlight + 4] = 0x11;
  const auto more = from_hex("AA BB");
  bytes.insert(bytes.begin() + change_highlight + 8, more.begin(), more.end());
  const auto value = wire::parse<AppointmentRecurrencePattern>(bytes).value();
  EXPECT_EQ(value.exceptions[0].extended.change_highlight.value, 0x11u);
  EXPECT_EQ(value.exceptions[0].extended.change_highlight.reserved, more);
  EXPECT_EQ(wire::serialize(value).value(), bytes);
}

TEST(Recurrence, ReservedBlocksAreKept) {
  wire::expect_exact<AppointmentRecurrencePattern>(hex_vector(reserved_blocks));
  auto expected = parse(weekly_with_exception);
  expected.reserved_block_1 = {0xA1};
  expected.exceptions[0].extended.reserved_block_ee1 = {0xB1, 0xB2};
  expected.exceptions[0].extended.reserved_block_ee2 = {0xC1, 0xC2, 0xC3};
  expected.reserved_block_2 = {0xD1, 0xD2, 0xD3, 0xD4};
  EXPECT_EQ(parse(reserved_blocks), expected);
}

TEST(Recurrence, RulesOfTheSection) {
  EXPECT_FALSE(failure_with(weekly, 0, {}));
  EXPECT_STREQ(failure_with(weekly, 0, {0x05}).field, "ReaderVersion");
  EXPECT_STREQ(failure_with(weekly, 2, {0x05}).field, "WriterVersion");
  for (const auto& [offset, bytes] : std::vector<std::pair<std::size_t, Bytes>>{
           {4, {0x09}},  // RecurFrequency below daily
           {4, {0x0E}},  // and above yearly
           {6, {0x05}},  // PatternType
           {6, {0x0D}},
           {14, {0x00}},  // Period
           {26, {0x20}},  // EndType
           {26, {0x24}},
           {34, {0x07}},  // FirstDOW
       }) {
    EXPECT_EQ(failure_with(weekly, offset, bytes).fault, Fault::invalid) << offset;
  }
  // N of the month.
  EXPECT_EQ(failure_with(every_override, 26, {0x00}).fault, Fault::invalid);
  EXPECT_EQ(failure_with(every_override, 26, {0x06}).fault, Fault::invalid);
  EXPECT_STREQ(failure_with(weekly, 54, {0x05}).field, "ReaderVersion2");
}

TEST(Recurrence, CountsAgree) {
  // ExceptionCount 0 with one modified instance.
  auto value = parse(weekly_with_exception);
  value.exceptions.clear();
  EXPECT_EQ(wire::serialize(value).error().fault, Fault::invalid);
  // More modified instances than deleted ones.
  value = parse(weekly_with_exception);
  value.recurrence_pattern.deleted_instance_dates.clear();
  EXPECT_EQ(wire::serialize(value).error().fault, Fault::invalid);
  // A subject whose two lengths differ by another number than one.
  const std::size_t subject_length = 94;
  EXPECT_EQ(hex_vector(weekly_with_exception)[subject_length], 0x22);
  EXPECT_EQ(failure_with(weekly_with_exception, subject_length, {0x21}).fault, Fault::invalid);
}

TEST(Recurrence, CountsBeyondWhatIsThere) {
  const std::size_t deleted_instance_count = 38;
  EXPECT_EQ(failure_with(weekly, deleted_instance_count, from_hex("FF FF FF FF")).fault, Fault::truncated);
  EXPECT_EQ(failure_with(weekly, deleted_instance_count + 4, from_hex("FF FF FF 3F")).fault,
            Fault::truncated);
  const std::size_t exception_count = 70;
  EXPECT_EQ(failure_with(weekly, exception_count, from_hex("FF FF")).fault, Fault::truncated);
  EXPECT_EQ(failure_with(weekly, exception_count + 2, from_hex("FF FF FF FF")).fault, Fault::truncated);
}

TEST(Recurrence, TextsThatDoNotFit) {
  auto value = parse(weekly_with_exception);
  value.exceptions[0].info.subject.assign(65'534, 'a');
  EXPECT_TRUE(wire::serialize(value));
  value.exceptions[0].info.subject.assign(65'535, 'a');
  EXPECT_EQ(wire::serialize(value).error().fault, Fault::invalid);
  value.exceptions[0].info.subject.assign(65'536, 'a');
  EXPECT_EQ(wire::serialize(value).error().fault, Fault::too_long);
  value = parse(weekly_with_exception);
  value.exceptions[0].extended.wide_char_subject.assign(65'536, u'a');
  EXPECT_EQ(wire::serialize(value).error().fault, Fault::too_long);
}

}  // namespace
}  // namespace mapigate::oxocal
