#include "protocol/wire/writer.hpp"

#include <algorithm>
#include <utility>

namespace mapigate::wire {

void Writer::fail(Fault fault) {
  if (!ok()) return;
  failure_.fault = fault;
  failure_.offset = size_;
}

Bytes Writer::take() {
  buffer_.resize(size_);
  size_ = 0;
  return std::exchange(buffer_, {});
}

void Writer::grow(std::size_t count) { buffer_.resize(std::max(buffer_.size() * 2, size_ + count)); }

}  // namespace mapigate::wire
