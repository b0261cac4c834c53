#pragma once

#include "protocol/wire/fields.hpp"

namespace mapigate::oxnspi {

// MS-OXNSPI section 2.2.8: where a client stands in a table.
struct Stat {
  wire::u32 sort_type = 0;
  wire::u32 container_id = 0;
  wire::u32 current_rec = 0;
  wire::i32 delta = 0;
  wire::u32 num_pos = 0;
  wire::u32 total_recs = 0;
  wire::u32 code_page = 0;
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
