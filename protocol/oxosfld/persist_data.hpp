#pragma once

#include <algorithm>
#include <vector>

#include "protocol/wire/fields.hpp"

// PidTagAdditionalRenEntryIdsEx: which folders are special, beyond those that have a property of their own.

namespace mapigate::oxosfld {

// MS-OXOSFLD section 2.2.5.2: PersistElement.
struct PersistElement {
  static constexpr wire::u16 entry_id = 0x0001;  // ElementID: the data is the EntryID of the folder
  static constexpr wire::u16 header = 0x0002;
  static constexpr wire::u16 sentinel = 0x0000;  // no more elements follow

  wire::u16 element_id = entry_id;
  wire::Bytes data;

  bool operator==(const PersistElement&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("ElementID", self.element_id);
    archive("ElementData", wire::sized<wire::u16>(self.data));
  }
};

// MS-OXOSFLD section 2.2.5.1: PersistData. A value of PersistID outside the table is kept.
struct PersistData {
  static constexpr wire::u16 sentinel = 0x0000;  // no more blocks follow
  static constexpr wire::u16 rss_subscription = 0x8001;
  static constexpr wire::u16 send_and_track = 0x8002;
  static constexpr wire::u16 todo_search = 0x8004;
  static constexpr wire::u16 conversation_actions = 0x8006;
  static constexpr wire::u16 combined_actions = 0x8007;
  static constexpr wire::u16 suggested_contacts = 0x8008;
  static constexpr wire::u16 contact_search = 0x8009;
  static constexpr wire::u16 buddy_list_pdls = 0x800A;
  static constexpr wire::u16 buddy_list_contacts = 0x800B;

  wire::u16 persist_id = sentinel;
  std::vector<PersistElement> elements;

  bool operator==(const PersistData&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("PersistID", self.persist_id);
    archive("DataElements", wire::sized_field<wire::u16>(wire::until_end(self.elements)));
  }
};

// MS-OXOSFLD section 2.2.5: the value of the property. The sentinel is a block like the others here.
struct AdditionalRenEntryIdsEx {
  std::vector<PersistData> blocks;

  bool operator==(const AdditionalRenEntryIdsEx&) const = default;
  static void fields(auto& self, auto& archive) { archive("Blocks", wire::until_end(self.blocks)); }

  // Names the folder; what else there is stays.
  void set(wire::u16 persist_id, wire::Bytes entry_id) {
    const auto end = std::ranges::find(blocks, PersistData::sentinel, &PersistData::persist_id);
    auto block = std::find_if(blocks.begin(), end,
                              [&](const PersistData& data) { return data.persist_id == persist_id; });
    if (block == end) block = blocks.insert(end, PersistData{persist_id, {}});
    std::erase_if(block->elements, [](const PersistElement& element) {
      return element.element_id == PersistElement::entry_id;
    });
    block->elements.insert(block->elements.begin(),
                           PersistElement{PersistElement::entry_id, std::move(entry_id)});
  }
};

}  // namespace mapigate::oxosfld
