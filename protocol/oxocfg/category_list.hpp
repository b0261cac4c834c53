#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "protocol/wire/guid.hpp"
#include "protocol/xml/parse_error.hpp"

// The colored categories of a mailbox: the PidTagRoamingXmlStream of the message
// IPM.Configuration.CategoryList in the Calendar folder, MS-OXOCFG section 2.2.5.2.2.

namespace mapigate::oxocfg {

// Times are xs:dateTime in UTC, as they stand in the document: "2008-02-15T23:48:59.344". Empty and nil
// members are attributes that are not there.
struct Category {
  static constexpr wire::i32 no_color = -1;

  std::string name;
  wire::i32 color = no_color;       // 0 (red) to 24
  wire::u32 keyboard_shortcut = 0;  // 0: none; 1 is CTRL+F2
  wire::u32 usage_count = 0;
  std::string last_time_used_notes;
  std::string last_time_used_journal;
  std::string last_time_used_contacts;
  std::string last_time_used_tasks;
  std::string last_time_used_calendar;
  std::string last_time_used_mail;
  std::string last_time_used;
  wire::u32 last_session_used = 0;
  wire::Guid guid;
  bool rename_on_first_use = false;  // a client asks for a name when the category is used first

  bool operator==(const Category&) const = default;
};

struct CategoryList {
  std::string default_category;  // the name of the one that a click applies
  wire::u32 last_saved_session = 0;
  std::string last_saved_time;
  std::vector<Category> categories;

  bool operator==(const CategoryList&) const = default;
};

// ParseError::schema where the elements are others, a category has no name, or an attribute is not of its
// type. Up to 512 KB and 4096 categories.
xml::Parsed<CategoryList> parse_category_list(std::string_view document);
std::string write_category_list(const CategoryList& list);

}  // namespace mapigate::oxocfg
