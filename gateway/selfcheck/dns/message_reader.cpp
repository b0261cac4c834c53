#include "gateway/selfcheck/dns/message_reader.hpp"

#include <fmt/core.h>

namespace mapigate::dns {
namespace {

constexpr std::size_t kMaxNameOctets = 255;  // RFC 1035 section 2.3.4

// RFC 1035 section 5.1: a dot or backslash within a label is quoted, and so is what cannot be printed.
void append_escaped(std::string& text, std::uint8_t octet) {
  if (octet == '.' || octet == '\\' || octet == '"') {
    text += '\\';
    text += static_cast<char>(octet);
  } else if (octet <= ' ' || octet >= 0x7f) {
    text += fmt::format("\\{:03}", octet);
  } else {
    // RFC 4343: names are compared without regard to the case of ASCII letters.
    text += static_cast<char>(octet >= 'A' && octet <= 'Z' ? octet - 'A' + 'a' : octet);
  }
}

}  // namespace

MessageReader MessageReader::sub(std::size_t length) {
  MessageReader part = *this;
  skip(length);
  part.ok_ = ok_;
  part.end_ = ok_ ? at_ : part.at_;
  return part;
}

std::span<const std::uint8_t> MessageReader::bytes(std::size_t count) {
  if (!ok_ || count > end_ - at_) {
    ok_ = false;
    return {};
  }
  const auto part = message_.subspan(at_, count);
  at_ += count;
  return part;
}

std::uint8_t MessageReader::u8() {
  const auto raw = bytes(1);
  return ok_ ? raw[0] : std::uint8_t{0};
}

std::uint16_t MessageReader::u16() {
  const auto raw = bytes(2);
  return ok_ ? static_cast<std::uint16_t>(raw[0] << 8 | raw[1]) : std::uint16_t{0};
}

std::uint32_t MessageReader::u32() {
  const std::uint32_t high = u16();
  return high << 16 | u16();
}

std::string MessageReader::name() {
  std::string text;
  std::size_t octets = 1;       // the root's length octet
  std::size_t labels_at = at_;  // where the labels being read began: a pointer must lead before it
  MessageReader labels = *this;
  bool jumped = false;
  while (labels.ok_) {
    const std::uint8_t length = labels.u8();
    if (!labels.ok_) break;
    if ((length & 0xC0) == 0xC0) {
      const std::size_t target = static_cast<std::size_t>(length & 0x3F) << 8 | labels.u8();
      if (!labels.ok_ || target >= labels_at) break;
      if (!jumped) at_ = labels.at_;
      jumped = true;
      labels.at_ = labels_at = target;
      labels.end_ = message_.size();
    } else if ((length & 0xC0) != 0) {
      break;  // RFC 1035 section 4.1.4: reserved
    } else if (length == 0) {
      if (!jumped) at_ = labels.at_;
      return text.empty() ? "." : text;
    } else {
      octets += 1u + length;
      if (octets > kMaxNameOctets) break;
      const auto label = labels.bytes(length);
      if (!text.empty()) text += '.';
      for (const std::uint8_t octet : label) append_escaped(text, octet);
    }
  }
  ok_ = false;
  return {};
}

}  // namespace mapigate::dns
