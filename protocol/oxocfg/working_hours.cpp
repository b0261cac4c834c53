#include "protocol/oxocfg/working_hours.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "protocol/xml/reader.hpp"
#include "protocol/xml/writer.hpp"

namespace mapigate::oxocfg {

namespace {

using xml::ParseError;

constexpr xml::Limits limits{.bytes = 16 * 1024, .depth = 8, .elements = 64, .attributes = 8};

constexpr std::array<std::string_view, 7> day_names{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                    "Thursday", "Friday", "Saturday"};

// Reads children, and remembers whether one was missing or malformed.
class Children {
 public:
  explicit Children(pugi::xml_node parent) : parent_(parent), ok_(parent) {}
  bool ok() const { return ok_; }

  pugi::xml_node element(const char* name) {
    const pugi::xml_node found = xml::child(parent_, name);
    if (!found) ok_ = false;
    return found;
  }
  std::string text(const char* name) {
    std::string value;
    if (!xml::read_text(parent_, name, value)) ok_ = false;
    return value;
  }
  template <class N>
  void number(const char* name, N& out) {
    set(number_in<N>(text(name)), out);
  }
  void time(const char* name, TimeOfDay& out) { set(time_in(text(name)), out); }
  void merge(const Children& other) { ok_ = ok_ && other.ok_; }
  void check(bool rule) { ok_ = ok_ && rule; }

 private:
  template <class T>
  void set(const std::optional<T>& value, T& out) {
    if (value) {
      out = *value;
    } else {
      ok_ = false;
    }
  }

  pugi::xml_node parent_;
  bool ok_;
};

// "0000/11/01"
bool read_date(std::string_view text, DstTransition& transition) {
  if (text.size() != 10 || text[4] != '/' || text[7] != '/') return false;
  const auto year = number_in<wire::u16>(text.substr(0, 4));
  const auto month = number_in<wire::u8>(text.substr(5, 2));
  const auto day = number_in<wire::u8>(text.substr(8, 2));
  if (!year || !month || !day || *month > 12 || *day > 31) return false;
  transition.year = *year;
  transition.month = *month;
  transition.day = *day;
  return true;
}

void read_transition(Children& zone, const char* name, DstTransition& transition) {
  Children element(zone.element(name));
  element.number("Bias", transition.bias);
  Children date(element.element("ChangeDate"));
  date.time("Time", transition.time);
  date.check(read_date(date.text("Date"), transition));
  date.number("DayOfWeek", transition.day_of_week);
  date.check(transition.day_of_week <= 6);
  zone.merge(element);
  zone.merge(date);
}

// Names with white space between them.
bool read_days(std::string_view text, wire::u8& days) {
  constexpr std::string_view space = " \t\r\n";
  for (auto at = text.find_first_not_of(space); at != std::string_view::npos;
       at = text.find_first_not_of(space, at)) {
    const auto end = std::min(text.find_first_of(space, at), text.size());
    const auto name = std::ranges::find(day_names, text.substr(at, end - at));
    if (name == day_names.end()) return false;
    days = static_cast<wire::u8>(days | 1 << (name - day_names.begin()));
    at = end;
  }
  return true;
}

void write_transition(xml::Writer& writer, std::string_view name, const DstTransition& transition) {
  writer.open(name);
  writer.element("Bias", std::to_string(transition.bias));
  writer.open("ChangeDate");
  writer.element("Time", to_text(transition.time));
  writer.element("Date", fmt::format("{:04}/{:02}/{:02}", transition.year, transition.month, transition.day));
  writer.element("DayOfWeek", std::to_string(transition.day_of_week));
  writer.close("ChangeDate");
  writer.close(name);
}

}  // namespace

xml::Parsed<WorkingHours> parse_working_hours(std::string_view document) {
  const auto tree = xml::read(document, limits);
  if (!tree) return tree.error();
  if (!xml::is_named(tree->document_element(), "Root")) return ParseError::schema;
  WorkingHours hours;
  Children root(tree->document_element());
  Children version(root.element("WorkHoursVersion1"));
  Children zone(version.element("TimeZone"));
  zone.number("Bias", hours.bias);
  read_transition(zone, "Standard", hours.standard);
  read_transition(zone, "DaylightSavings", hours.daylight_savings);
  hours.time_zone_name = zone.text("Name");
  Children slot(version.element("TimeSlot"));
  slot.time("Start", hours.start);
  slot.time("End", hours.end);
  version.element("WorkDays");
  version.check(read_days(version.text("WorkDays"), hours.work_days));
  if (!root.ok() || !version.ok() || !zone.ok() || !slot.ok()) return ParseError::schema;
  return hours;
}

std::string write_working_hours(const WorkingHours& hours) {
  xml::Writer writer(1024);
  writer.raw("<?xml version=\"1.0\"?><Root xmlns=\"WorkingHours.xsd\"><WorkHoursVersion1><TimeZone>");
  writer.element("Bias", std::to_string(hours.bias));
  write_transition(writer, "Standard", hours.standard);
  write_transition(writer, "DaylightSavings", hours.daylight_savings);
  writer.optional("Name", hours.time_zone_name);
  writer.raw("</TimeZone><TimeSlot>");
  writer.element("Start", to_text(hours.start));
  writer.element("End", to_text(hours.end));
  writer.raw("</TimeSlot>");
  std::string days;
  for (std::size_t day = 0; day < day_names.size(); ++day) {
    if ((hours.work_days >> day & 1) == 0) continue;
    if (!days.empty()) days += ' ';
    days += day_names[day];
  }
  writer.element("WorkDays", days);
  writer.raw("</WorkHoursVersion1></Root>");
  return writer.take();
}

}  // namespace mapigate::oxocfg
