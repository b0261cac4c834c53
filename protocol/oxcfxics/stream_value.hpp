#pragma once

#include "protocol/oxcdata/property_value.hpp"
#include "protocol/oxcfxics/stream_reader.hpp"
#include "protocol/wire/writer.hpp"

// Values in FastTransfer streams as values in memory, MS-OXCFXICS section 2.2.4.1.3. Strings of code page
// 1200 and 1201 are std::u16string, those of the other code pages oxcdata::String8; what is of
// MetaTagIdsetGiven is bytes. A string ends at its first zero.

namespace mapigate::oxcfxics {

// `bytes` is all that stands behind the propInfo: with the lengths, and the count of several values.
wire::Result<oxcdata::PropertyValue> parse_value(oxcdata::PropertyTag tag, wire::ByteView bytes);

// The same bytes. Strings get their terminator. Fault::invalid where the value is not of the type, or the
// type none that streams have.
void write_value(wire::Writer& writer, oxcdata::PropertyTag tag, const oxcdata::PropertyValue& value);

// A property as a whole.
struct StreamProperty {
  PropertyHead head;
  oxcdata::PropertyValue value;

  bool operator==(const StreamProperty&) const = default;
};

// Puts properties together from the events of a StreamReader, for a receiver that wants them whole. (One that
// wants to stream a large value looks at the length in its PropertyBegin, and gives its events to something
// else.)
class PropertyCollector {
 public:
  // A property of more bytes is a failure.
  explicit PropertyCollector(std::size_t limit) : limit_(limit) {}

  // Each event from PropertyBegin to PropertyEnd, which gives the property. A Marker is not for the collector
  // and ignored. Fault::limit, or what is wrong with the value.
  wire::Result<std::optional<StreamProperty>> add(const StreamEvent& event);

 private:
  std::size_t limit_;
  PropertyHead head_;
  wire::Writer bytes_;  // as parse_value() wants them
};

}  // namespace mapigate::oxcfxics
