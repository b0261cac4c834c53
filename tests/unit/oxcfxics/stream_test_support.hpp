#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <variant>
#include <vector>

#include "protocol/oxcfxics/stream_reader.hpp"
#include "protocol/oxcfxics/stream_value.hpp"

namespace mapigate::oxcfxics {

// A stream as a whole, for comparisons.
using StreamItem = std::variant<Marker, StreamProperty>;

// Reads a stream that comes in buffers, each as long as `next_size()` says. The failure is in `reader`.
template <class NextSize>
std::vector<StreamItem> read_stream(StreamReader& reader, wire::ByteView stream, NextSize&& next_size) {
  std::vector<StreamItem> items;
  PropertyCollector collector(1'000'000);
  while (!stream.empty() && reader.ok()) {
    const auto size = std::min<std::size_t>(next_size(), stream.size());
    // On the heap, so that views kept too long are found out.
    const wire::Bytes buffer(stream.begin(), stream.begin() + static_cast<std::ptrdiff_t>(size));
    stream = stream.subspan(size);
    reader.feed(buffer);
    while (const auto event = reader.next()) {
      if (const auto* marker = std::get_if<Marker>(&*event)) {
        items.emplace_back(*marker);
        continue;
      }
      const auto property = collector.add(*event);
      if (!property) {
        ADD_FAILURE() << to_string(property.error());
        return items;
      }
      if (property->has_value()) items.emplace_back(**property);
    }
  }
  return items;
}
inline std::vector<StreamItem> read_stream(wire::ByteView stream) {
  StreamReader reader;
  auto items = read_stream(reader, stream, [&] { return stream.size(); });
  EXPECT_TRUE(reader.finish()) << to_string(reader.failure());
  return items;
}

}  // namespace mapigate::oxcfxics
