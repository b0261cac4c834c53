#pragma once

#include <string>

#include "protocol/oxcrpc/auxiliary_header.hpp"
#include "protocol/wire/reader.hpp"

namespace mapigate::oxcrpc {

// Strings and byte arrays stand behind the fixed fields of a block; the fixed fields hold their offset from
// the start of the AUX_HEADER, or 0 where there is none. So the archives of a block know two more kinds of
// field than those of protocol/wire/fields.hpp.
template <class Trace>
class AuxBlockReader : public wire::BasicReader<Trace> {
  using Base = wire::BasicReader<Trace>;

 public:
  // The block of `size` bytes at `start` of the payload. It begins with its AUX_HEADER, which is skipped.
  // Offsets of fields count from the start of the payload.
  AuxBlockReader(wire::ByteView payload, std::size_t start, std::size_t size, Trace trace = {})
      : Base(payload.first(start + size), trace),
        payload_(payload.first(start + size)),
        start_(start),
        size_(size),
        trace_(trace) {
    this->take(start + AuxHeader::wire_size);
  }

  void offset16(const char* offset_name, const char* name, std::u16string& text) {
    text.clear();
    at_offset(offset_name, [&](Base& there) { there(name, wire::utf16_z(text)); });
  }
  void size_and_offset16(const char* size_name, const char* offset_name, const char* name,
                         wire::Bytes& bytes) {
    bytes.clear();
    wire::u16 size = 0;
    (*this)(size_name, size);
    at_offset(offset_name, [&](Base& there) { there(name, wire::raw(size, bytes)); });
  }

 private:
  template <class F>
  void at_offset(const char* offset_name, F&& read_there) {
    wire::u16 offset = 0;
    (*this)(offset_name, offset);
    if (!this->ok() || offset == 0) return;
    if (offset > size_) return this->fail(wire::Fault::truncated);
    Base there(payload_, trace_);
    there.take(start_ + offset);
    read_there(there);
    if (!there.ok()) this->fail(there.failure().fault);
  }

  wire::ByteView payload_;  // up to the end of the block
  std::size_t start_;
  std::size_t size_;
  [[no_unique_address]] Trace trace_;
};

}  // namespace mapigate::oxcrpc
