#include "protocol/oxcrpc/lz77.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "protocol/wire/reader.hpp"

namespace mapigate::oxcrpc {

// The encoded data is a sequence of groups: a 32-bit mask, then one item for each of its bits from the
// highest on. Bit 0: a byte as it is. Bit 1: a match, in 16 bits: the distance less 1 in the upper 13 and the
// length less 3 in the lower 3. Length code 7 stands for "10 or more" and continues in a nibble: two matches
// share one byte, which stands where the first of them needs it, its lower half first. Nibble 15 continues in
// a byte, and byte 255 in a 16-bit number, which is the whole length less 3. Bits of the last mask that have
// no item are 1.

namespace {

using wire::u16;
using wire::u32;
using wire::u8;

// SizeActual has 16 bits, so positions have too.
constexpr std::size_t max_size = 0xFFFF;
constexpr std::size_t min_match = 3;
constexpr std::size_t max_distance = 8192;
constexpr std::size_t code_limit = 7;  // of the 3 bits
constexpr std::size_t nibble_limit = 15;
constexpr std::size_t byte_limit = 255;

// The length less min_match. `shared` is the byte whose upper nibble the next long match uses, where there is
// one.
std::size_t read_length(wire::Reader& reader, u16 match, const u8*& shared) {
  const std::size_t code = match & code_limit;
  if (code < code_limit) return code;
  std::size_t nibble = 0;
  if (shared != nullptr) {
    nibble = *shared >> 4;
    shared = nullptr;
  } else {
    const auto taken = reader.take(1);
    if (taken.empty()) return 0;
    shared = taken.data();
    nibble = *shared & 0x0F;
  }
  if (nibble < nibble_limit) return code_limit + nibble;
  const auto byte = reader.number<u8>();
  if (byte < byte_limit) return code_limit + nibble_limit + byte;
  const auto whole = reader.number<u16>();
  reader.check(whole >= code_limit + nibble_limit + byte_limit);
  return whole;
}

// `length` bytes from `distance` before `to`, which may overlap: what was just written is read again.
void copy_match(u8* to, std::size_t distance, std::size_t length) {
  const u8* from = to - distance;
  if (distance >= length) {
    std::memcpy(to, from, length);
  } else if (distance == 1) {
    std::memset(to, *from, length);
  } else {
    for (std::size_t i = 0; i < length; ++i) to[i] = from[i];
  }
}

}  // namespace

wire::Result<wire::Bytes> decompress(wire::ByteView data, std::size_t size_actual) {
  if (size_actual > max_size) return wire::Failure{wire::Fault::limit, 0, "SizeActual"};
  wire::Bytes plain(size_actual);
  wire::Reader reader(data);
  std::size_t done = 0;
  u32 mask = 0;
  int bits = 0;
  const u8* shared = nullptr;
  while (done < size_actual && reader.ok()) {
    if (bits == 0) {
      mask = reader.number<u32>();
      bits = 32;
      continue;
    }
    const bool is_match = (mask & 0x80000000) != 0;
    mask <<= 1;
    --bits;
    if (!is_match) {
      plain[done++] = reader.number<u8>();
      continue;
    }
    const auto match = reader.number<u16>();
    const std::size_t distance = (match >> 3) + std::size_t{1};
    const auto length = read_length(reader, match, shared) + min_match;
    reader.check(distance <= done && length <= size_actual - done);
    if (!reader.ok()) break;
    copy_match(plain.data() + done, distance, length);
    done += length;
  }
  // A mask that no item follows is what an encoder leaves behind that sets one aside as soon as the last is
  // full.
  if (bits == 0 && reader.remaining() == sizeof(u32)) reader.number<u32>();
  if (!reader.finish()) {
    auto failure = reader.failure();
    failure.field = "compressed data";
    return failure;
  }
  return plain;
}

namespace {

// Writes groups into a buffer of a fixed size, and stops to write when it is full.
class Encoder {
 public:
  Encoder(wire::Bytes& out, std::size_t limit) : out_(out), limit_(limit) { out_.reserve(limit); }

  bool full() const { return out_.size() >= limit_; }

  void literal(u8 byte) {
    begin_item(0);
    out_.push_back(byte);
  }

  void match(std::size_t distance, std::size_t length) {
    begin_item(1);
    const auto rest = length - min_match;
    append16(static_cast<u16>((distance - 1) << 3 | std::min(rest, code_limit)));
    if (rest < code_limit) return;
    append_nibble(std::min(rest - code_limit, nibble_limit));
    if (rest < code_limit + nibble_limit) return;
    const auto byte = rest - code_limit - nibble_limit;
    out_.push_back(static_cast<u8>(std::min(byte, byte_limit)));
    if (byte >= byte_limit) append16(static_cast<u16>(rest));
  }

  void finish() {
    if (bits_ == 0) return;
    const auto unused = 32 - bits_;
    mask_ = unused == 0 ? mask_ : mask_ << unused | ((u32{1} << unused) - 1);
    store_mask();
  }

 private:
  void begin_item(u32 bit) {
    if (bits_ == 32) {
      store_mask();
      bits_ = 0;
    }
    if (bits_ == 0) {
      mask_at_ = out_.size();
      out_.resize(out_.size() + sizeof(u32));
    }
    mask_ = mask_ << 1 | bit;
    ++bits_;
  }
  void store_mask() {
    for (std::size_t i = 0; i < sizeof(u32); ++i) out_[mask_at_ + i] = static_cast<u8>(mask_ >> (8 * i));
  }
  void append16(u16 value) {
    out_.push_back(static_cast<u8>(value));
    out_.push_back(static_cast<u8>(value >> 8));
  }
  void append_nibble(std::size_t nibble) {
    if (shared_at_ == 0) {
      shared_at_ = out_.size();
      out_.push_back(static_cast<u8>(nibble));
    } else {
      out_[shared_at_] = static_cast<u8>(out_[shared_at_] | nibble << 4);
      shared_at_ = 0;
    }
  }

  wire::Bytes& out_;
  std::size_t limit_;
  std::size_t mask_at_ = 0;
  std::size_t shared_at_ = 0;  // 0 for none: a mask always stands there
  u32 mask_ = 0;
  int bits_ = 0;  // of the mask that are in use
};

// Finds earlier places that begin with the same three bytes: chains of positions with equal hash, newest
// first.
class Matcher {
 public:
  explicit Matcher(wire::ByteView plain) : plain_(plain) { newest_.fill(none); }

  struct Match {
    std::size_t distance = 0;
    std::size_t length = 0;  // 0 for none
  };

  // Of the candidates tried, the longest; the nearest among equals.
  Match find(std::size_t at) const {
    Match best;
    const auto most = plain_.size() - at;
    if (most < min_match) return best;
    auto candidate = newest_[hash(at)];
    for (int tries = 0; tries < max_tries && candidate != none; ++tries) {
      const auto distance = at - candidate;
      if (distance > max_distance) break;
      const auto length = common(candidate, at, most);
      if (length >= min_match && length > best.length) best = {distance, length};
      if (best.length >= good_enough) break;
      const auto before = older_[candidate % max_distance];
      if (before >= candidate) break;  // the chain runs into places that were overwritten since
      candidate = before;
    }
    return best;
  }
  void insert(std::size_t at) {
    if (plain_.size() - at < min_match) return;
    auto& newest = newest_[hash(at)];
    older_[at % max_distance] = newest;
    newest = static_cast<u16>(at);
  }

 private:
  static constexpr u16 none = 0xFFFF;
  static constexpr int max_tries = 8;
  static constexpr std::size_t good_enough = 64;

  std::size_t hash(std::size_t at) const {
    const u32 three = plain_[at] | u32{plain_[at + 1]} << 8 | u32{plain_[at + 2]} << 16;
    return (three * 0x9E3779B1u) >> (32 - hash_bits);
  }
  std::size_t common(std::size_t a, std::size_t b, std::size_t most) const {
    std::size_t length = 0;
    while (length < most && plain_[a + length] == plain_[b + length]) ++length;
    return length;
  }

  static constexpr int hash_bits = 13;
  wire::ByteView plain_;
  std::array<u16, std::size_t{1} << hash_bits> newest_;
  std::array<u16, max_distance> older_;  // by position modulo max_distance; written before it is read
};

}  // namespace

wire::Bytes compress(wire::ByteView plain, std::size_t limit) {
  wire::Bytes out;
  if (plain.empty() || plain.size() > max_size) return out;
  Encoder encoder(out, limit);
  Matcher matcher(plain);
  for (std::size_t at = 0; at < plain.size() && !encoder.full();) {
    const auto match = matcher.find(at);
    if (match.length == 0) {
      encoder.literal(plain[at]);
      matcher.insert(at++);
      continue;
    }
    encoder.match(match.distance, match.length);
    for (const auto stop = at + match.length; at < stop; ++at) matcher.insert(at);
  }
  if (encoder.full()) {
    out.clear();
    return out;
  }
  encoder.finish();
  return out;
}

}  // namespace mapigate::oxcrpc
