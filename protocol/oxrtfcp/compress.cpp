#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <limits>

#include "protocol/oxrtfcp/compressed_rtf.hpp"
#include "protocol/oxrtfcp/crc.hpp"
#include "protocol/oxrtfcp/dictionary.hpp"
#include "protocol/oxrtfcp/header.hpp"
#include "protocol/wire/writer.hpp"

namespace mapigate::oxrtfcp {

namespace {

using wire::u16;
using wire::u32;
using wire::u64;
using wire::u8;

constexpr int tokens_in_run = 8;
// COMPSIZE and RAWSIZE have 32 bits, and contents grow by at most an eighth and an end marker.
constexpr std::size_t max_rtf = std::numeric_limits<u32>::max() / 9 * 8 - 64;

// Runs of tokens; see decompress.cpp for the format.
class Encoder {
 public:
  explicit Encoder(wire::Bytes& out) : out_(out) {}

  void literal(u8 byte) {
    begin_token(0);
    out_.push_back(byte);
  }
  void reference(std::size_t position, std::size_t length) {
    begin_token(1);
    const auto token = position % dictionary_size << 4 | (length - min_match);
    out_.push_back(static_cast<u8>(token >> 8));
    out_.push_back(static_cast<u8>(token));
  }

 private:
  void begin_token(u8 bit) {
    if (tokens_ % tokens_in_run == 0) {
      control_at_ = out_.size();
      out_.push_back(0);
    }
    out_[control_at_] = static_cast<u8>(out_[control_at_] | bit << tokens_ % tokens_in_run);
    ++tokens_;
  }

  wire::Bytes& out_;
  std::size_t control_at_ = 0;
  std::size_t tokens_ = 0;
};

struct Match {
  std::size_t position = 0;
  std::size_t length = 0;  // 0 for none
};

// Finds earlier places that begin with the same bytes. For three bytes and more by chains of places with
// equal hash, newest first; for two by a table of one place each.
//
// Tables hold a position and dictionary_size more, so that the zeros they begin with are too far away.
class Matcher {
 public:
  // `window` has max_match bytes behind `end` that may be read.
  Matcher(const u8* window, std::size_t end) : window_(window), end_(end) {}

  // Of the places tried, the longest match; the farthest among equals.
  Match find(std::size_t at) const {
    const auto most = std::min(max_match, end_ - at);
    Match best;
    if (most < min_match) return best;
    auto enough = min_match + 1;
    auto candidate = newest_[hash3(at)];
    for (int tries = 0; tries < max_tries && distance(at, candidate) <= max_distance; ++tries) {
      const auto place = candidate - dictionary_size;
      if (window_[place + enough - 1] == window_[at + enough - 1]) {
        const auto length = std::min(common(place, at), most);
        if (length >= enough) {
          best = {place, length};
          if (length == max_match) break;
          enough = length;
        }
      }
      candidate = older_[place % dictionary_size];
    }
    if (best.length > 0) return best;
    const auto pair = pairs_[hash2(at)];
    if (distance(at, pair) > max_distance) return best;
    const auto place = pair - dictionary_size;
    if (std::memcmp(window_ + place, window_ + at, min_match) == 0) best = {place, min_match};
    return best;
  }

  void insert(std::size_t at) {
    const auto stored = static_cast<u32>(at + dictionary_size);
    auto& newest = newest_[hash3(at)];
    older_[at % dictionary_size] = newest;
    newest = stored;
    // One place is as good as another, so long as it stays in the dictionary for a while.
    auto& pair = pairs_[hash2(at)];
    if (distance(at, pair) > max_distance / 2) pair = stored;
  }

 private:
  static constexpr int max_tries = 16;
  static constexpr int hash3_bits = 13;
  static constexpr int hash2_bits = 12;

  static std::size_t distance(std::size_t at, u32 stored) { return at + dictionary_size - stored; }
  template <class N>
  N load(std::size_t at) const {
    N value;
    std::memcpy(&value, window_ + at, sizeof(N));
    return value;
  }
  std::size_t hash3(std::size_t at) const {
    const u32 three = window_[at] | u32{window_[at + 1]} << 8 | u32{window_[at + 2]} << 16;
    return (three * 0x9E3779B1u) >> (32 - hash3_bits);
  }
  std::size_t hash2(std::size_t at) const { return (load<u16>(at) * 0x9E3779B1u) >> (32 - hash2_bits); }
  // At most max_match.
  std::size_t common(std::size_t a, std::size_t b) const {
    for (std::size_t length = 0; length < 16; length += sizeof(u64)) {
      const auto different = load<u64>(a + length) ^ load<u64>(b + length);
      if (different == 0) continue;
      const auto bits = std::endian::native == std::endian::little ? std::countr_zero(different)
                                                                   : std::countl_zero(different);
      return length + static_cast<std::size_t>(bits) / 8;
    }
    return 16 + (window_[a + 16] == window_[b + 16] ? 1 : 0);
  }

  const u8* window_;
  std::size_t end_;
  std::array<u32, std::size_t{1} << hash3_bits> newest_{};
  std::array<u32, dictionary_size> older_{};
  std::array<u32, std::size_t{1} << hash2_bits> pairs_{};
};

void encode(wire::ByteView rtf, wire::Bytes& out) {
  // The preset and the RTF as one, so that a match is a match wherever it begins.
  wire::Bytes window(preset.size() + rtf.size() + max_match);
  std::memcpy(window.data(), preset.data(), preset.size());
  if (!rtf.empty()) std::memcpy(window.data() + preset.size(), rtf.data(), rtf.size());
  const auto end = preset.size() + rtf.size();

  Encoder encoder(out);
  Matcher matcher(window.data(), end);
  std::size_t at = 0;
  while (at < preset.size()) matcher.insert(at++);
  while (at < end) {
    const auto match = matcher.find(at);
    if (match.length == 0) {
      encoder.literal(window[at]);
      matcher.insert(at++);
      continue;
    }
    encoder.reference(match.position, match.length);
    for (const auto stop = at + match.length; at < stop; ++at) matcher.insert(at);
  }
  encoder.reference(at, min_match);
}

// The header belongs before the contents and is known after them.
wire::Result<wire::Bytes> with_header(wire::Bytes value, std::size_t raw_size, CompType type) {
  const auto contents = wire::ByteView(value).subspan(Header::wire_size);
  Header header;
  header.comp_size = static_cast<u32>(contents.size()) + Header::comp_size_base;
  header.raw_size = static_cast<u32>(raw_size);
  header.comp_type = type;
  if (type == CompType::compressed) header.crc = crc(contents);
  const auto bytes = wire::serialize(header).value();
  std::copy(bytes.begin(), bytes.end(), value.begin());
  return value;
}

}  // namespace

wire::Result<wire::Bytes> compress(wire::ByteView rtf) {
  if (rtf.size() > max_rtf) return wire::Failure{wire::Fault::too_long, 0, "COMPSIZE"};
  wire::Bytes value(Header::wire_size);
  value.reserve(rtf.size() / 2 + 64);
  encode(rtf, value);
  return with_header(std::move(value), rtf.size(), CompType::compressed);
}

wire::Result<wire::Bytes> store(wire::ByteView rtf) {
  if (rtf.size() > max_rtf) return wire::Failure{wire::Fault::too_long, 0, "COMPSIZE"};
  wire::Bytes value(Header::wire_size);
  value.insert(value.end(), rtf.begin(), rtf.end());
  return with_header(std::move(value), rtf.size(), CompType::uncompressed);
}

}  // namespace mapigate::oxrtfcp
