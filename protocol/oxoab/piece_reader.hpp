#pragma once

#include <cstddef>

#include "protocol/wire/failure.hpp"
#include "protocol/wire/reader.hpp"

namespace mapigate::oxoab {

// A file that comes in pieces and is read in parts of another size. The first failure sticks.
class PieceReader {
 public:
  void append(wire::ByteView piece) {
    // The used part goes where it is larger than what has to be moved, so that a byte moves once on average.
    if (used_ > bytes_.size() - used_) {
      bytes_.erase(bytes_.begin(), bytes_.begin() + static_cast<std::ptrdiff_t>(used_));
      used_ = 0;
    }
    bytes_.insert(bytes_.end(), piece.begin(), piece.end());
  }

  // What is not used yet. Valid until the next append().
  wire::ByteView view() const { return wire::ByteView(bytes_).subspan(used_); }
  void use(std::size_t count) {
    used_ += count;
    offset_ += count;
  }
  // Of what is not used yet, from the start of the file.
  std::size_t offset() const { return offset_; }

  // Uses the next `size` bytes, which must be there, for a structure that fills them.
  template <class T>
  bool read(std::size_t size, T&& value) {
    wire::Reader reader(view().first(size));
    reader.read(value);
    if (!reader.finish()) {
      fail(reader.failure().fault, offset_ + reader.failure().offset, reader.failure().field);
      return false;
    }
    use(size);
    return true;
  }
  // The same with T::wire_size bytes; false where they are not all there yet.
  template <class T>
  bool read(T& value) {
    return view().size() >= T::wire_size && read(T::wire_size, value);
  }

  bool ok() const { return !failure_; }
  const wire::Failure& failure() const { return failure_; }
  void fail(wire::Fault fault, std::size_t offset, const char* field) {
    if (ok()) failure_ = {fault, offset, field};
    bytes_ = {};
    used_ = 0;
  }

 private:
  wire::Bytes bytes_;
  std::size_t used_ = 0;
  std::size_t offset_ = 0;
  wire::Failure failure_;
};

}  // namespace mapigate::oxoab
