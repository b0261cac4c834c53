#include "protocol/oxoab/lzx_matcher.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace mapigate::oxoab::lzx {

using wire::u32;
using wire::u64;
using wire::u8;

namespace {

constexpr std::size_t hashed_bytes = 4;
// The table of hashes has about one place for four bytes of the data.
constexpr int min_hash_bits = 10;
constexpr int max_hash_bits = 20;
// Positions that are tried for a match.
constexpr int max_chain = 24;
// A match of this length is taken without a look for a longer one.
constexpr std::size_t good_length = 96;

// What things cost in bits, roughly, in data as that of address books: only their proportions matter.
constexpr int literal_cost = 6;
constexpr int repeated_match_cost = 7;
constexpr int match_cost = 9;  // without its footer
int gain_of(std::size_t length, int cost) { return static_cast<int>(length) * literal_cost - cost; }

u32 load(const u8* at) {
  u32 bytes;
  std::memcpy(&bytes, at, sizeof bytes);
  return bytes;
}

// How many bytes are equal, up to `limit`.
std::size_t equal_bytes(const u8* a, const u8* b, std::size_t limit) {
  std::size_t length = 0;
  while (length + sizeof(u64) <= limit) {
    u64 x;
    u64 y;
    std::memcpy(&x, a + length, sizeof x);
    std::memcpy(&y, b + length, sizeof y);
    if (x != y) {
      const auto zeros =
          std::endian::native == std::endian::little ? std::countr_zero(x ^ y) : std::countl_zero(x ^ y);
      return length + static_cast<std::size_t>(zeros) / 8;
    }
    length += sizeof x;
  }
  while (length < limit && a[length] == b[length]) ++length;
  return length;
}

}  // namespace

void Matcher::begin(wire::ByteView data, std::size_t start) {
  data_ = data;
  next_ = start;
  max_offset_ = max_offset(window_bits(start, data.size() - start));
  repeated_ = {};
  const int hash_bits =
      std::clamp(static_cast<int>(std::bit_width(data.size() / 8)), min_hash_bits, max_hash_bits);
  hash_shift_ = 32 - hash_bits;
  newest_.assign(std::size_t{1} << hash_bits, 0);
  if (older_.size() < data.size()) older_.resize(data.size());
  for (std::size_t at = 0; at < start; ++at) insert(at);
}

u32 Matcher::hash(const u8* at) const { return load(at) * 0x9E3779B1U >> hash_shift_; }

void Matcher::insert(std::size_t at) {
  if (data_.size() - at < hashed_bytes) return;
  auto& newest = newest_[hash(data_.data() + at)];
  older_[at] = newest;
  newest = static_cast<u32>(at + 1);
}

Matcher::Match Matcher::find(std::size_t at, std::size_t stop) const {
  const auto* const here = data_.data() + at;
  const auto limit = stop - at;
  Match best;
  for (u32 i = 0; i < repeated_.r.size(); ++i) {
    const std::size_t offset = repeated_.r[i];
    if (offset > at) continue;
    const auto length = equal_bytes(here - offset, here, limit);
    const auto gain = gain_of(length, repeated_match_cost);
    if (length >= min_match && gain > best.gain) best = {static_cast<u32>(length), i, gain};
  }
  if (limit < hashed_bytes || best.length >= good_length) return best;

  // Later ones are farther away, so only longer ones are of interest.
  std::size_t longest = hashed_bytes - 1;
  auto candidate = newest_[hash(here)];
  for (int tries = max_chain; candidate != 0 && tries > 0; --tries) {
    const std::size_t position = candidate - 1;
    const auto offset = at - position;
    if (offset > max_offset_) break;
    const auto* const there = data_.data() + position;
    if (there[longest] == here[longest] && load(there) == load(here)) {
      const auto length = equal_bytes(there, here, limit);
      if (length > longest) {
        longest = length;
        const auto formatted = static_cast<u32>(offset) + formatted_offset_of_zero;
        const auto gain = gain_of(length, match_cost + position_table[position_slot(formatted)].footer_bits);
        if (gain > best.gain) best = {static_cast<u32>(length), formatted, gain};
        if (length >= good_length || length == limit) break;
      }
    }
    candidate = older_[position];
  }
  return best;
}

void Matcher::parse_chunk(std::size_t size, std::vector<Token>& tokens) {
  const auto stop = next_ + size;
  auto at = next_;
  auto match = find(at, stop);
  while (at < stop) {
    insert(at);
    if (match.gain == 0) {
      tokens.push_back({1, data_[at]});
      if (++at < stop) match = find(at, stop);
      continue;
    }
    if (match.length < good_length && at + 1 < stop) {
      const auto later = find(at + 1, stop);
      if (later.gain > match.gain) {
        tokens.push_back({1, data_[at]});
        ++at;
        match = later;
        continue;
      }
    }
    tokens.push_back({match.length, match.formatted_offset});
    if (match.formatted_offset < repeated_.r.size()) {
      repeated_.use(match.formatted_offset);
    } else {
      repeated_.push(match.formatted_offset - formatted_offset_of_zero);
    }
    for (const auto end = at + match.length; ++at < end;) insert(at);
    if (at < stop) match = find(at, stop);
  }
  next_ = stop;
}

}  // namespace mapigate::oxoab::lzx
