#pragma once

#include <functional>
#include <span>
#include <vector>

#include "protocol/oxcdata/property_value.hpp"
#include "protocol/oxcfxics/stream_value.hpp"
#include "protocol/wire/writer.hpp"

namespace mapigate::oxcfxics {

// Gives a large value in order: fills `to`. False where it cannot; then the stream has failed.
using ValueSource = std::function<bool(std::span<wire::u8> to)>;

// Writes the elements of a FastTransfer stream, and knows where the stream may be cut into buffers,
// MS-OXCFXICS section 2.2.4.1: between elements, and inside values of variable size. It cuts nowhere else,
// but for a long list of values of fixed size, and does not cut a character of UTF-16.
class StreamWriter {
 public:
  void marker(Marker marker);
  // `head.name` only where the id is that of a named property.
  void property(const PropertyHead& head, const oxcdata::PropertyValue& value);
  void property(oxcdata::PropertyTag tag, const oxcdata::PropertyValue& value);
  // One value of variable size, of `length` bytes, which are asked for when they are sent. A string's bytes
  // include its terminator.
  void large_property(const PropertyHead& head, wire::u32 length, ValueSource source);

  bool ok() const { return bytes_.ok(); }
  const wire::Failure& failure() const { return bytes_.failure(); }

  // Whether all that was written was taken.
  bool empty() const { return first_ == segments_.size(); }
  // Moves at most `size` bytes, up to a place where the stream may be cut, to the end of `out`. Nothing where
  // what has to stay together is longer: see smallest().
  void take(std::size_t size, wire::Bytes& out);
  // What a buffer has to hold for the stream to go on.
  std::size_t smallest() const;

 private:
  // Part of the stream that may be cut behind every `stride` bytes.
  struct Segment {
    wire::u64 size;
    std::size_t stride;
    ValueSource source;  // null: the bytes are in bytes_
  };

  void write_head(const PropertyHead& head);
  void whole(std::size_t size) { segment(size, size); }
  void segment(wire::u64 size, std::size_t stride, ValueSource source = {});

  wire::Writer bytes_;
  std::vector<Segment> segments_;
  std::size_t first_ = 0;  // segment that was not sent yet, or not all of it
  std::size_t sent_ = 0;   // of bytes_
};

}  // namespace mapigate::oxcfxics
