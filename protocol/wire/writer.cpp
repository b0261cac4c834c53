#include "protocol/wire/writer.hpp"

#include <algorithm>
#include <utility>

#include "protocol/wire/reader.hpp"

namespace mapigate::wire {

void Writer::fail(Fault fault, const char* field) {
  if (ok()) failure_ = {fault, size_, field};
}

Bytes Writer::take() {
  buffer_.resize(size_);
  size_ = 0;
  return std::exchange(buffer_, {});
}

void Writer::utf16_z(std::u16string_view value) {
  const ByteView bytes(reinterpret_cast<const u8*>(value.data()), 2 * value.size());
  if (utf16_z_length(bytes) != value.size()) return fail(Fault::invalid);
  elements(value);
  number(u16{0});
}

void Writer::grow(std::size_t count) { buffer_.resize(std::max(buffer_.size() * 2, size_ + count)); }

}  // namespace mapigate::wire
