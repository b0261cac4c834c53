#pragma once

#include <random>
#include <string>

#include "protocol/wire/bytes.hpp"

namespace mapigate::oxoab {

inline wire::Bytes bytes_of(std::string_view text) { return {text.begin(), text.end()}; }

inline wire::Bytes random_bytes(std::size_t size, unsigned seed) {
  std::mt19937 random(seed);
  wire::Bytes bytes(size);
  for (auto& byte : bytes) byte = static_cast<wire::u8>(random());
  return bytes;
}

// Text with the repetitions of an address book: `first` to `last` number its entries.
inline wire::Bytes directory_text(int first, int last) {
  wire::Bytes bytes;
  for (int i = first; i < last; ++i) {
    std::mt19937 random(static_cast<unsigned>(i));
    const auto name = "user" + std::to_string(random() % 100'000);
    const auto text =
        "/o=Example/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Recipients/cn=" + name + '\0' +
        "SMTP:" + name + "@example.com" + '\0' + "Building " + std::to_string(random() % 40) +
        " +1 (425) 555-" + std::to_string(1000 + random() % 9000) + '\0';
    bytes.insert(bytes.end(), text.begin(), text.end());
  }
  return bytes;
}

// Matches whose offsets are all alike in their lower bits.
inline wire::Bytes aligned_records() {
  std::mt19937 random(9);
  wire::Bytes records;
  for (int i = 0; i < 8000; ++i) {
    const auto which = random() % 200;
    for (unsigned k = 0; k < 16; ++k)
      records.push_back(static_cast<wire::u8>(which * 31 + k * which % 7 + k));
  }
  return records;
}

}  // namespace mapigate::oxoab
