#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace mapigate::dns {

// Walks a DNS message. The first read beyond the end, or of a name that breaks the rules, makes `ok()` false
// for good; what is read after that is zero or empty.
class MessageReader {
 public:
  explicit MessageReader(std::span<const std::uint8_t> message) : message_(message), end_(message.size()) {}

  // A reader of the same message that begins here and sees `length` bytes, which this one steps over. Names
  // in it may point anywhere before themselves.
  MessageReader sub(std::size_t length);

  std::uint8_t u8();
  std::uint16_t u16();
  std::uint32_t u32();
  std::span<const std::uint8_t> bytes(std::size_t count);
  void skip(std::size_t count) { bytes(count); }

  // A domain name (RFC 1035 sections 3.1 and 4.1.4) in presentation form, lower case, without a final dot;
  // "." for the root. A compression pointer must point before the labels it ends, so that none can loop; a
  // name is at most 255 octets.
  std::string name();

  bool ok() const { return ok_; }
  bool at_end() const { return at_ == end_; }

 private:
  std::span<const std::uint8_t> message_;
  std::size_t at_ = 0;
  std::size_t end_;
  bool ok_ = true;
};

}  // namespace mapigate::dns
