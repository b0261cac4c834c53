#include "protocol/oxcfxics/stream_writer.hpp"

#include <algorithm>
#include <utility>

#include "protocol/wire/reader.hpp"

namespace mapigate::oxcfxics {

namespace {

using oxcdata::PropertyName;
using wire::Fault;
using wire::u32;
using wire::u64;
using wire::u8;

// Values of variable size may be cut anywhere; this spares a receiver half characters.
constexpr std::size_t variable_stride = sizeof(char16_t);

}  // namespace

void StreamWriter::marker(Marker marker) {
  bytes_.number(marker);
  whole(sizeof marker);
}

void StreamWriter::property(oxcdata::PropertyTag tag, const oxcdata::PropertyValue& value) {
  property({tag, std::nullopt}, value);
}

void StreamWriter::property(const PropertyHead& head, const oxcdata::PropertyValue& value) {
  const auto start = bytes_.size();
  write_head(head);
  const auto value_start = bytes_.size();
  write_value(bytes_, head.tag, value);
  if (!ok()) return;

  const auto shape = shape_of(head.tag).value();
  const auto size = bytes_.size() - start;
  if (!shape.multiple && shape.fixed_size > 0) return whole(size);
  const auto before_values = value_start + sizeof(u32) - start;  // the head and a length or count
  whole(before_values);
  if (!shape.multiple) return segment(size - before_values, variable_stride);
  if (shape.fixed_size > 0) return segment(size - before_values, shape.fixed_size);
  wire::Reader values(bytes_.view().subspan(start + before_values));
  while (values.remaining() > 0) {
    const auto length = values.number<u32>();
    values.take(length);
    whole(sizeof length);
    segment(length, variable_stride);
  }
}

void StreamWriter::large_property(const PropertyHead& head, u32 length, ValueSource source) {
  const auto shape = shape_of(head.tag);
  bytes_.check(shape && !shape->multiple && shape->fixed_size == 0);
  const auto start = bytes_.size();
  write_head(head);
  bytes_.number(length);
  if (!ok()) return;
  whole(bytes_.size() - start);
  segment(length, variable_stride, std::move(source));
}

void StreamWriter::take(std::size_t size, wire::Bytes& out) {
  while (ok() && !empty()) {
    auto& next = segments_[first_];
    auto count = static_cast<std::size_t>(std::min<u64>(next.size, size));
    if (count < next.size) count -= count % next.stride;
    if (count == 0) break;
    if (next.source) {
      const auto before = out.size();
      out.resize(before + count);
      if (!next.source(std::span(out).subspan(before))) bytes_.fail(Fault::truncated);
    } else {
      const auto bytes = bytes_.view().subspan(sent_, count);
      out.insert(out.end(), bytes.begin(), bytes.end());
      sent_ += count;
    }
    size -= count;
    next.size -= count;
    if (next.size > 0) break;
    next.source = nullptr;
    ++first_;
  }
  if (!empty()) return;
  segments_.clear();
  bytes_.truncate(0);
  first_ = 0;
  sent_ = 0;
}

std::size_t StreamWriter::smallest() const {
  if (empty()) return 0;
  const auto& next = segments_[first_];
  return static_cast<std::size_t>(std::min<u64>(next.size, next.stride));
}

void StreamWriter::write_head(const PropertyHead& head) {
  bytes_.number(head.tag);
  bytes_.check(head.name.has_value() == oxcdata::is_named(head.tag));
  if (!ok() || !head.name) return;
  const auto& name = *head.name;
  bytes_("propertySet", name.guid);
  if (name.kind == PropertyName::Kind::lid) {
    bytes_.number(u8{0x00});
    bytes_("dispid", name.lid);
  } else {
    bytes_.check(name.kind == PropertyName::Kind::name);
    bytes_.number(u8{0x01});
    bytes_("name", wire::utf16_z(name.name));
  }
}

void StreamWriter::segment(u64 size, std::size_t stride, ValueSource source) {
  if (size > 0) segments_.push_back({size, stride, std::move(source)});
}

}  // namespace mapigate::oxcfxics
