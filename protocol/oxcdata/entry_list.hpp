#pragma once

#include <type_traits>
#include <vector>

#include "protocol/wire/failure.hpp"
#include "protocol/wire/fields.hpp"

namespace mapigate::oxcdata {

// MS-OXCDATA section 2.3.1: the EntryIDs of search folders, all lengths before all ids.
struct EntryList {
  std::vector<wire::Bytes> entry_ids;

  bool operator==(const EntryList&) const = default;
  static void fields(auto& self, auto& archive) {
    std::vector<Length> lengths;
    auto count = static_cast<wire::u32>(self.entry_ids.size());
    if constexpr (!std::remove_reference_t<decltype(archive)>::reading) {
      for (const auto& id : self.entry_ids) lengths.push_back({static_cast<wire::u32>(id.size())});
    }
    archive("EntryCount", count);
    archive("Pad", wire::reserved(4));
    archive("EntryLength", wire::repeated(count, lengths));
    if constexpr (std::remove_reference_t<decltype(archive)>::reading) {
      self.entry_ids.assign(archive.ok() ? count : 0, {});
    }
    for (std::size_t i = 0; i < self.entry_ids.size(); ++i) {
      archive("EntryID", wire::raw(lengths[i].bytes, self.entry_ids[i]));
    }
  }

 private:
  struct Length {
    wire::u32 bytes = 0;
    static void fields(auto& self, auto& archive) {
      archive("EntryLength", self.bytes);
      archive("Pad", wire::reserved(4));
    }
  };
};

}  // namespace mapigate::oxcdata
