#include "gateway/mapi/value_limits.hpp"

#include <algorithm>

#include "protocol/wire/writer.hpp"

namespace mapigate::mapi {

using oxcdata::PropertyType;

std::optional<std::size_t> wire_size(const oxcdata::PropertyValue& value) {
  const PropertyType type = oxcdata::type_of(value);
  switch (type) {
    case PropertyType::null:
      return 0;
    case PropertyType::boolean:
      return 1;
    case PropertyType::integer16:
      return 2;
    case PropertyType::integer32:
    case PropertyType::floating32:
    case PropertyType::error_code:
      return 4;
    case PropertyType::floating64:
    case PropertyType::currency:
    case PropertyType::floating_time:
    case PropertyType::integer64:
    case PropertyType::time:
      return 8;
    case PropertyType::guid:
      return 16;
    case PropertyType::string8:
      return std::get<oxcdata::String8>(value).bytes.size() + 1;
    case PropertyType::string:
      return 2 * (std::get<std::u16string>(value).size() + 1);
    case PropertyType::binary:
      return 2 + std::get<wire::Bytes>(value).size();
    default:
      break;
  }
  wire::Writer writer;
  writer.write(oxcdata::value_of(type, value));
  if (!writer.ok()) return std::nullopt;
  return writer.size();
}

std::uint64_t least_wire_size(PropertyType kept, bool unicode, std::uint64_t size) {
  if (kept != PropertyType::string) return 2 + size;
  // At best two code units, a surrogate pair, become one byte.
  return unicode ? size + 2 : size / 4 + 1;
}

ValueBudget::ValueBudget(std::size_t room, std::size_t smallest) : room_(room), smallest_(smallest) {}

std::optional<std::size_t> ValueBudget::add(std::size_t index, std::size_t overhead, std::size_t size) {
  used_ += overhead + size;
  if (size >= smallest_) {
    candidates_.push_back({size, index});
    std::ranges::push_heap(candidates_);
  }
  return drop();
}

std::optional<std::size_t> ValueBudget::drop() {
  if (used_ <= room_ || candidates_.empty()) return std::nullopt;
  std::ranges::pop_heap(candidates_);
  const Candidate largest = candidates_.back();
  candidates_.pop_back();
  used_ -= largest.size - error_size;
  return largest.index;
}

}  // namespace mapigate::mapi
