#pragma once

#include <array>
#include <optional>
#include <variant>

#include "protocol/oxcdata/property_name.hpp"
#include "protocol/oxcfxics/markers.hpp"
#include "protocol/oxcfxics/stream_types.hpp"
#include "protocol/wire/failure.hpp"

// The lexical structure of FastTransfer streams, MS-OXCFXICS section 2.2.4.1: markers, and properties with
// their values.

namespace mapigate::oxcfxics {

// The propInfo of a property and its type.
struct PropertyHead {
  oxcdata::PropertyTag tag{};  // as it stands in the stream: the type can be that of a code page
  // Of a named property (an id from 0x8000 on), for which the id itself means nothing to the receiver. Its
  // kind is lid or name.
  std::optional<oxcdata::PropertyName> name;

  bool operator==(const PropertyHead&) const = default;
};

// What a stream is made of, in the order of the stream. A property is its PropertyBegin, pieces, PropertyEnd;
// one of several values of variable size has a ValueBegin before the pieces of each.
struct PropertyBegin {
  PropertyHead head;
  ValueShape shape;
  wire::u32 count = 1;   // of values
  wire::u64 length = 0;  // bytes of all the pieces; 0 for several values of variable size
};
struct ValueBegin {
  wire::u32 length = 0;  // bytes of the pieces
};
struct ValuePiece {
  wire::ByteView bytes;  // not empty; values of fixed size are whole
};
struct PropertyEnd {};
using StreamEvent = std::variant<Marker, PropertyBegin, ValueBegin, ValuePiece, PropertyEnd>;

// Reads a stream that comes in buffers of any size, cut anywhere (RopFastTransferDestinationPutBuffer). Holds
// nothing of it but the few bytes of a head or of a value of fixed size that a buffer ends inside.
//
//   reader.feed(buffer);
//   while (const auto event = reader.next()) ...
//   if (!reader.ok()) ...
class StreamReader {
 public:
  // Characters in the name of a property. (Clients can set at most 127, MS-OXCDATA section 2.6.1.)
  static constexpr std::size_t max_name = 511;

  // The next buffer, which stays alive while events are taken out of it. All of the one before was used up.
  void feed(wire::ByteView buffer) { input_ = buffer; }
  // Nothing where the buffer is used up or the stream is malformed. A view in an event is good until the next
  // call.
  std::optional<StreamEvent> next();
  // At the end of the stream: Fault::truncated where it ends inside an element.
  bool finish();

  bool ok() const { return failure_.fault == wire::Fault::none; }
  const wire::Failure& failure() const { return failure_; }
  // Bytes of the stream that were taken so far.
  wire::u64 offset() const { return offset_; }

 private:
  // What is awaited.
  enum class State : wire::u8 { element, name, lid, text, fixed, count, length, value_length, piece, end };

  // Nothing where the buffers so far end inside it.
  std::optional<wire::ByteView> atom(std::size_t size);
  template <class N>
  std::optional<N> number();
  void begin_property(wire::u32 tag);
  void begin_name(wire::ByteView bytes);
  void end_head();
  StreamEvent begin_values(wire::u32 count, wire::u64 length, State next);
  std::optional<StreamEvent> piece();
  void fail(wire::Fault fault, const char* field);

  State state_ = State::element;
  PropertyHead head_;
  ValueShape shape_;
  wire::u32 values_left_ = 0;  // behind the one under way, each with its length
  wire::u64 left_ = 0;         // bytes of the value under way

  wire::ByteView input_;
  std::array<wire::u8, 17> pending_{};  // the start of an atom that the last buffers ended inside
  std::size_t pending_size_ = 0;
  wire::u64 offset_ = 0;
  wire::Failure failure_;
};

}  // namespace mapigate::oxcfxics
