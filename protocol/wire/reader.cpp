#include "protocol/wire/reader.hpp"

namespace mapigate::wire {

void Reader::fail(Fault fault) {
  if (!ok()) return;
  failure_.fault = fault;
  failure_.offset = offset();
  end_ = next_;
}

void Reader::utf16_z(std::u16string& value) {
  value.clear();
  const auto units = remaining() / 2;
  std::size_t length = 0;
  while (length < units && (next_[2 * length] != 0 || next_[2 * length + 1] != 0)) ++length;
  if (length == units) return fail(Fault::unterminated);
  value.resize(length);
  if constexpr (std::endian::native == std::endian::little) {
    std::memcpy(value.data(), next_, 2 * length);
  } else {
    for (std::size_t i = 0; i < length; ++i) {
      value[i] = static_cast<char16_t>(next_[2 * i] | next_[2 * i + 1] << 8);
    }
  }
  next_ += 2 * (length + 1);
}

}  // namespace mapigate::wire
