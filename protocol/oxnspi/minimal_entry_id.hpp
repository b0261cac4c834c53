#pragma once

#include "protocol/wire/bytes.hpp"

namespace mapigate::oxnspi {

// MS-OXNSPI section 2.2.9.1: an object of the address book, as long as the server answers Bind with the same
// GUID.
enum class MinimalEntryId : wire::u32 {};

// Section 2.2.1.8: a position, in the CurrentRec of a STAT.
inline constexpr MinimalEntryId mid_beginning_of_table{0x00000000};
inline constexpr MinimalEntryId mid_current{0x00000001};  // in UpdateStat only
inline constexpr MinimalEntryId mid_end_of_table{0x00000002};

// Section 2.2.1.9: what came of a name in ResolveNames.
inline constexpr MinimalEntryId mid_unresolved{0x00000000};
inline constexpr MinimalEntryId mid_ambiguous{0x00000001};
inline constexpr MinimalEntryId mid_resolved{0x00000002};

// Below it are signals, like those above; from it on are objects.
inline constexpr MinimalEntryId mid_first_object{0x00000010};
constexpr bool names_an_object(MinimalEntryId id) { return id >= mid_first_object; }

}  // namespace mapigate::oxnspi
