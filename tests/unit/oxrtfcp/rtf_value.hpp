#pragma once

#include <string_view>

#include "protocol/oxrtfcp/crc.hpp"
#include "protocol/oxrtfcp/header.hpp"
#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxrtfcp {

inline wire::Bytes bytes_of(std::string_view text) { return {text.begin(), text.end()}; }
inline std::string_view text_of(const wire::Bytes& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// A value whose header is right for these contents.
inline wire::Bytes value_of(const wire::Bytes& contents, wire::u32 raw_size,
                            CompType type = CompType::compressed) {
  Header header;
  header.comp_size = static_cast<wire::u32>(contents.size()) + 12;
  header.raw_size = raw_size;
  header.comp_type = type;
  if (type == CompType::compressed) header.crc = crc(contents);
  auto value = wire::serialize(header).value();
  value.insert(value.end(), contents.begin(), contents.end());
  return value;
}

}  // namespace mapigate::oxrtfcp
