#pragma once

#include <vector>

#include "protocol/oxcdata/property_tag.hpp"
#include "protocol/oxcfxics/idset.hpp"
#include "protocol/oxcfxics/synchronization_type.hpp"
#include "protocol/wire/failure.hpp"

namespace mapigate::oxcfxics {

// MS-OXCFXICS section 2.2.1.1: what a client's replica holds, which it gives before a synchronization and
// gets anew after it.
struct IcsState {
  ReplguidIdset idset_given;  // messages, or folders where the hierarchy is synchronized
  Cnset cnset_seen;           // changes of them that the replica has
  Cnset cnset_seen_fai;       // the same of FAI messages
  Cnset cnset_read;           // changes of read states

  // The set that a property stands for; nullptr for another property. The type does not matter:
  // MetaTagIdsetGiven comes as PtypInteger32 and as PtypBinary (section 3.2.5.2.1).
  ReplguidIdset* find(oxcdata::PropertyTag property);

  // Takes over the value of a property. Fault::invalid for one that is not of the state.
  wire::Failure set(oxcdata::PropertyTag property, wire::ByteView value);

  struct Property {
    oxcdata::PropertyTag tag;  // as a stream has it
    wire::Bytes value;
  };
  // The properties that the state of such a synchronization consists of; also those of empty sets.
  std::vector<Property> properties(SynchronizationType type) const;

  bool operator==(const IcsState&) const = default;
};

}  // namespace mapigate::oxcfxics
