#pragma once

#include <vector>

#include "gateway/mailbox/actor.hpp"
#include "gateway/mailbox/mailbox.hpp"
#include "protocol/oxcdata/ids.hpp"

// Per-user information, [MS-OXCSTOR] section 3.1.1: which messages of public folders somebody has read, as a
// set of change numbers (a CNSET of [MS-OXCFXICS] section 2.2.2.4.2). Public folders keep it for each user. A
// mailbox keeps what a client takes along from one store of public folders to another, without a look into
// it.

namespace mapigate::mailbox {

inline constexpr std::size_t max_per_user = std::size_t{1} << 20;  // bytes, of one folder

// Of a public folder. Empty: nothing has been read.
Outcome<wire::Bytes> per_user_information(Mailbox& mailbox, const Actor& actor, FolderNumber folder);
// FormatError: the bytes are not a set. AccessDenied: of nobody in particular.
Outcome<void> set_per_user_information(Mailbox& mailbox, const Actor& actor, FolderNumber folder,
                                       wire::Bytes set);

// What a mailbox keeps of a public folder.
struct CarriedInformation {
  oxcdata::LongTermId folder;
  wire::Guid replica;  // of the store that the information is of
  wire::Bytes set;

  bool operator==(const CarriedInformation&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("FolderId", self.folder);
    archive("ReplGuid", self.replica);
    archive("Data", wire::sized<wire::u32>(self.set));
  }
};
Outcome<std::vector<CarriedInformation>> carried_information(Mailbox& mailbox);
// Replaces what there is of the folder; an empty set takes it away. OutOfMemory: more than max_carried in
// all.
inline constexpr std::size_t max_carried = std::size_t{4} << 20;  // bytes
Outcome<void> carry_information(Mailbox& mailbox, CarriedInformation information);

}  // namespace mapigate::mailbox
