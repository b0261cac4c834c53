#pragma once

#include <array>
#include <vector>

#include "protocol/wire/fields.hpp"
#include "protocol/wire/filetime.hpp"

// PidTagConversationIndex, MS-OXOMSG section 2.2.1.3: where a message stands in its conversation. Compared as
// bytes, the indexes of a conversation sort its messages, each reply behind what it replies to. That is why
// the numbers in it have their high byte first.

namespace mapigate::oxomsg {

// One for each reply on the way from the first message to this one.
struct ResponseLevel {
  bool delta_code = false;   // the unit of time_delta: 2^18 ticks of FILETIME (26 ms), or 2^23 (0.84 s)
  wire::u32 time_delta = 0;  // below 2^31: from the header's time up to that of the reply
  wire::u8 random = 0;       // tells replies of the same time apart

  // The level of a reply. A time before that of the header counts as the same.
  static ResponseLevel at(wire::FileTime header_time, wire::FileTime reply_time, wire::u8 random);
  // From the header's time on, in ticks of FILETIME.
  wire::u64 ticks() const { return wire::u64{time_delta} << (delta_code ? 23 : 18); }

  bool operator==(const ResponseLevel&) const = default;
  static void fields(auto& self, auto& archive) {
    archive.check(self.time_delta < wire::u32{1} << 31);
    const auto number = self.time_delta | wire::u32{self.delta_code} << 31;
    std::array<wire::u8, 4> bytes{static_cast<wire::u8>(number >> 24), static_cast<wire::u8>(number >> 16),
                                  static_cast<wire::u8>(number >> 8), static_cast<wire::u8>(number)};
    archive("Delta Code and Time Delta", bytes);
    if constexpr (std::remove_reference_t<decltype(archive)>::reading) {
      self.delta_code = (bytes[0] & 0x80) != 0;
      self.time_delta =
          wire::u32{bytes[0]} << 24 | wire::u32{bytes[1]} << 16 | wire::u32{bytes[2]} << 8 | bytes[3];
      self.time_delta &= 0x7FFFFFFF;
    }
    archive("Random", self.random);
  }
};

// The section calls its first byte reserved, 0x01, and has the five behind it hold the 40 high bits of the
// time. What Outlook and Exchange write, and what all readers expect, is the 48 high bits of the time, whose
// first byte is 0x01 up to the year 2057.
struct ConversationIndex {
  wire::FileTime time;              // of the first message; the 16 low bits are not on the wire
  std::array<wire::u8, 16> guid{};  // of the conversation, as it is in PidTagConversationId
  std::vector<ResponseLevel> response_levels;

  bool operator==(const ConversationIndex&) const = default;
  static void fields(auto& self, auto& archive) {
    constexpr int bits_left_out = 16;
    std::array<wire::u8, 6> bytes;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      bytes[i] = static_cast<wire::u8>(self.time.ticks >> (bits_left_out + 8 * (bytes.size() - 1 - i)));
    }
    archive("Current FILETIME", bytes);
    archive.check(bytes[0] == 0x01);
    if constexpr (std::remove_reference_t<decltype(archive)>::reading) {
      self.time.ticks = 0;
      for (const auto byte : bytes) self.time.ticks = self.time.ticks << 8 | byte;
      self.time.ticks <<= bits_left_out;
    }
    archive("GUID", self.guid);
    archive("Response Levels", wire::until_end(self.response_levels));
  }
};

}  // namespace mapigate::oxomsg
