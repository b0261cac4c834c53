#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>

#include "protocol/wire/reader.hpp"
#include "protocol/wire/writer.hpp"
#include "tests/unit/wire/peak_memory.hpp"

namespace mapigate::wire {

// Hexadecimal digits in pairs; white space between them and what follows a # up to the end of the line are
// ignored.
inline Bytes from_hex(std::string_view text) {
  Bytes bytes;
  std::string digits;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '#') i = std::min(text.find('\n', i), text.size() - 1);
    if (!std::isspace(static_cast<unsigned char>(text[i]))) digits += text[i];
    if (digits.size() < 2) continue;
    bytes.push_back(static_cast<u8>(std::stoi(digits, nullptr, 16)));
    digits.clear();
  }
  if (!digits.empty()) throw std::runtime_error("half a byte in hexadecimal text");
  return bytes;
}

// The bytes of a file under tests/vectors.
inline std::string vector_text(const std::string& name) {
  std::ifstream file(std::string(MAPIGATE_TEST_VECTORS) + "/" + name, std::ios::binary);
  if (!file) throw std::runtime_error("no test vector " + name);
  return {std::istreambuf_iterator<char>(file), {}};
}
inline Bytes hex_vector(const std::string& name) { return from_hex(vector_text(name)); }

inline Bytes with_trailing_byte(Bytes bytes) {
  bytes.push_back(0);
  return bytes;
}

// Reads with one, two and four bytes overwritten by 0xFF at each place in turn, so that every count and every
// length comes at its largest: `read(bytes)` must come back, and must not take more memory than the bytes
// justify.
template <class F>
void expect_bounded(const Bytes& bytes, F&& read) {
  const auto limit = 0x10000 + 256 * bytes.size();
  for (const std::size_t width : {1, 2, 4}) {
    for (std::size_t at = 0; at + width <= bytes.size(); ++at) {
      auto hostile = bytes;
      std::fill_n(hostile.begin() + static_cast<std::ptrdiff_t>(at), width, 0xFF);
      const PeakMemory peak;
      read(ByteView(hostile));
      ASSERT_LE(peak.bytes(), limit) << width << " bytes of 0xFF at " << at;
    }
  }
}

// What holds for every structure that knows its own end: it is written as it was read, cannot be read from
// less, leaves nothing over, and takes memory for no more than there is.
template <class T>
void expect_exact(const Bytes& bytes) {
  const auto value = parse<T>(bytes);
  ASSERT_TRUE(value) << to_string(value.error());
  const auto written = serialize(*value);
  ASSERT_TRUE(written) << to_string(written.error());
  EXPECT_EQ(*written, bytes);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const auto cut = parse<T>(ByteView(bytes).first(size));
    ASSERT_FALSE(cut) << "read from " << size << " of " << bytes.size() << " bytes";
    EXPECT_LE(cut.error().offset, size);
    EXPECT_STRNE(cut.error().field, "");
  }
  const auto longer = parse<T>(with_trailing_byte(bytes));
  ASSERT_FALSE(longer);
  EXPECT_EQ(longer.error().fault, Fault::trailing);
  EXPECT_EQ(longer.error().offset, bytes.size());
  expect_bounded(bytes, [](ByteView hostile) { parse<T>(hostile); });
}

}  // namespace mapigate::wire
