#pragma once

#include <numeric>

#include "gateway/mapi/handlers/oxcprpt_parts.hpp"
#include "gateway/mapi/objects/stream_object.hpp"
#include "protocol/oxcprpt/streams.hpp"
#include "protocol/oxprops/property_tags.hpp"
#include "tests/unit/mapi_handlers/memory_rig.hpp"

namespace mapigate::mapi {

using namespace oxcprpt;
using oxcdata::id_of;
using oxcdata::PropertyTag;
using oxcdata::PropertyType;
using oxcdata::PropertyValue;
using wire::Bytes;
using wire::u32;

inline constexpr auto data = oxprops::pid_tag_attach_data_binary;
inline constexpr auto body = oxprops::pid_tag_body;
inline constexpr auto body8 = oxcdata::with_type(body, PropertyType::string8);
inline constexpr u32 size_limit = 1 << 20;  // of MemoryRig

inline Bytes pattern(std::size_t size, wire::u8 first = 1) {
  Bytes bytes(size);
  std::iota(bytes.begin(), bytes.end(), first);
  return bytes;
}
inline Bytes utf16(std::u16string_view text) {
  Bytes bytes;
  for (const char16_t unit : text) {
    bytes.push_back(wire::u8(unit));
    bytes.push_back(wire::u8(unit >> 8));
  }
  return bytes;
}
inline Bytes joined(Bytes first, const Bytes& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

// Streams of an object in memory.
class StreamsTest : public ::testing::Test, public MemoryRig {
 protected:
  StreamsTest() {
    handlers::register_oxcprpt_properties(registry);
    handlers::register_oxcprpt_streams(registry);
    object = &add(handle);
  }

  OpenStreamResponse try_open(PropertyTag tag, wire::u8 mode, u32 of, u32& stream) {
    std::vector<u32> handles{of, oxcrops::no_handle};
    const auto response = send<OpenStreamResponse>(OpenStreamRequest{1, tag, mode}, handles);
    stream = handles[1];
    return response;
  }
  ErrorCode open_error(PropertyTag tag, wire::u8 mode, u32 of = 0) {
    u32 stream = 0;
    return try_open(tag, mode, of ? of : handle, stream).return_value;
  }
  u32 open(PropertyTag tag, wire::u8 mode = OpenStreamRequest::create) {
    u32 stream = 0;
    EXPECT_EQ(try_open(tag, mode, handle, stream).return_value, ErrorCode::success);
    return stream;
  }
  Bytes read(u32 stream, wire::u16 count = 30'000) {
    const auto response = send<ReadStreamResponse>(ReadStreamRequest{count, 0}, stream);
    EXPECT_EQ(response.return_value, ErrorCode::success);
    return {response.data.begin(), response.data.end()};
  }
  ErrorCode write(u32 stream, const Bytes& bytes) {
    const auto response = send<WriteStreamResponse>(WriteStreamRequest{bytes}, stream);
    EXPECT_EQ(response.written_size, response.return_value == ErrorCode::success ? bytes.size() : 0);
    return response.return_value;
  }
  ErrorCode commit(u32 stream) {
    return send<CommitStreamResponse>(CommitStreamRequest{}, stream).return_value;
  }
  SeekStreamResponse seek(u32 stream, SeekOrigin origin, wire::i64 offset) {
    return send<SeekStreamResponse>(SeekStreamRequest{origin, offset}, stream);
  }
  ErrorCode resize(u32 stream, wire::u64 size) {
    return send<SetStreamSizeResponse>(SetStreamSizeRequest{size}, stream).return_value;
  }
  u32 size_of(u32 stream) {
    const auto response = send<GetStreamSizeResponse>(GetStreamSizeRequest{}, stream);
    EXPECT_EQ(response.return_value, ErrorCode::success);
    return response.stream_size;
  }
  void set_large(PropertyTag tag, Bytes bytes) {
    object->properties.set(tag, store::memory_value(std::move(bytes)));
  }
  // What the object itself has by now; empty where it has nothing of the kind.
  Bytes kept(PropertyTag tag) {
    const store::Property* property = object->properties.find(id_of(tag));
    if (!property || property->tag != tag) return {};
    if (property->large) {
      Bytes bytes(property->large->size());
      EXPECT_EQ(property->large->read(0, bytes).value(), bytes.size());
      return bytes;
    }
    if (const auto* text = std::get_if<std::u16string>(&property->value)) return utf16(*text);
    if (const auto* as_object = std::get_if<oxcdata::Object>(&property->value)) return as_object->bytes;
    return std::get<Bytes>(property->value);
  }

  MemoryObject* object;
  u32 handle = 0;
};

}  // namespace mapigate::mapi
