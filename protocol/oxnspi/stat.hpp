#pragma once

#include "protocol/oxnspi/minimal_entry_id.hpp"
#include "protocol/wire/fields.hpp"

namespace mapigate::oxnspi {

// MS-OXNSPI section 2.2.1.10. A value outside the table is kept.
enum class SortType : wire::u32 {
  display_name = 0x00000000,
  phonetic_display_name = 0x00000003,
  display_name_read_only = 0x000003E8,  // these two in GetMatches, of a property that holds objects
  display_name_writable = 0x000003E9,
};

// MS-OXNSPI section 2.2.8: where a client stands in a table.
struct Stat {
  SortType sort_type{};
  MinimalEntryId container_id{};
  MinimalEntryId current_rec{};  // an object of the table, or a position
  wire::i32 delta = 0;           // rows from there
  wire::u32 num_pos = 0;         // with total_recs, about where in the table, from 0 on
  wire::u32 total_recs = 0;
  wire::u32 code_page = 0;  // of strings that are not Unicode
  wire::u32 template_locale = 0;
  wire::u32 sort_locale = 0;

  bool operator==(const Stat&) const = default;
  static constexpr std::size_t wire_size = 36;
  static void fields(auto& self, auto& archive) {
    archive("SortType", self.sort_type);
    archive("ContainerID", self.container_id);
    archive("CurrentRec", self.current_rec);
    archive("Delta", self.delta);
    archive("NumPos", self.num_pos);
    archive("TotalRecs", self.total_recs);
    archive("CodePage", self.code_page);
    archive("TemplateLocale", self.template_locale);
    archive("SortLocale", self.sort_locale);
  }
};

}  // namespace mapigate::oxnspi
