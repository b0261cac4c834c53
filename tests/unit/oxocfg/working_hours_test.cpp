#include "protocol/oxocfg/working_hours.hpp"

#include <gtest/gtest.h>

#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxocfg {
namespace {

using xml::ParseError;

std::string vector() { return wire::vector_text("MS-OXOCFG/2.2.5.2.1-working-hours.xml"); }

WorkingHours expected() {
  WorkingHours hours;
  hours.bias = 480;
  hours.standard = {0, {2, 0, 0}, 0, 11, 1, 0};
  hours.daylight_savings = {-60, {2, 30, 15}, 0, 3, 2, 6};
  hours.time_zone_name = "Pacific Standard Time";
  hours.start = {8, 0, 0};
  hours.end = {17, 30, 0};
  hours.work_days = work_monday | work_tuesday | work_friday;
  return hours;
}

TEST(WorkingHours, Read) { EXPECT_EQ(parse_working_hours(vector()).value(), expected()); }

TEST(WorkingHours, Written) {
  const auto document = write_working_hours(expected());
  EXPECT_EQ(
      document,
      "<?xml version=\"1.0\"?><Root xmlns=\"WorkingHours.xsd\"><WorkHoursVersion1><TimeZone><Bias>480</Bias>"
      "<Standard><Bias>0</Bias><ChangeDate><Time>02:00:00</Time><Date>0000/11/01</Date>"
      "<DayOfWeek>0</DayOfWeek></ChangeDate></Standard><DaylightSavings><Bias>-60</Bias><ChangeDate>"
      "<Time>02:30:15</Time><Date>0000/03/02</Date><DayOfWeek>6</DayOfWeek></ChangeDate></DaylightSavings>"
      "<Name>Pacific Standard Time</Name></TimeZone><TimeSlot><Start>08:00:00</Start><End>17:30:00</End>"
      "</TimeSlot><WorkDays>Monday Tuesday Friday</WorkDays></WorkHoursVersion1></Root>");
  EXPECT_EQ(parse_working_hours(document).value(), expected());
}

TEST(WorkingHours, WithoutWhatMayBeMissing) {
  const auto document = write_working_hours(WorkingHours{});
  EXPECT_EQ(document.find("<Name>"), std::string::npos);
  EXPECT_NE(document.find("<WorkDays></WorkDays>"), std::string::npos);
  EXPECT_EQ(parse_working_hours(document).value(), WorkingHours{});
}

// Every element but Name must be there and hold what belongs there.
TEST(WorkingHours, SchemaOfTheSection) {
  const auto replaced = [](std::string_view what, std::string_view by) {
    auto document = vector();
    const auto at = document.find(what);
    EXPECT_NE(at, std::string::npos) << what;
    document.replace(at, what.size(), by);
    return parse_working_hours(document);
  };
  EXPECT_TRUE(replaced("<Name>Pacific Standard Time</Name>", ""));
  for (const auto& [what, by] : std::vector<std::pair<std::string_view, std::string_view>>{
           {"<Bias>480</Bias>", ""},
           {"480", "32768"},
           {"480", "a"},
           {"<Bias>-60</Bias>", ""},
           {"02:00:00", "2:00:00"},
           {"02:00:00", "24:00:00"},
           {"02:00:00", "02:60:00"},
           {"0000/11/01", "0000-11-01"},
           {"0000/11/01", "0000/13/01"},
           {"0000/11/01", "0000/11/32"},
           {"<DayOfWeek>0", "<DayOfWeek>7"},
           {"<Start>08:00:00</Start>", ""},
           {"17:30:00", ""},
           {"Tuesday", "Today"},
       }) {
    const auto read = replaced(what, by);
    ASSERT_FALSE(read) << what << " as " << by;
    EXPECT_EQ(read.error(), ParseError::schema) << what << " as " << by;
  }
  EXPECT_EQ(parse_working_hours("<Root/>").error(), ParseError::schema);
  EXPECT_EQ(parse_working_hours("<Other/>").error(), ParseError::schema);
  EXPECT_EQ(parse_working_hours("<!DOCTYPE a><Root/>").error(), ParseError::dtd);
}

}  // namespace
}  // namespace mapigate::oxocfg
