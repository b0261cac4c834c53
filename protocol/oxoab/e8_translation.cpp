#include "protocol/oxoab/e8_translation.hpp"

#include <algorithm>
#include <cstring>

#include "protocol/oxoab/lzx_format.hpp"

namespace mapigate::oxoab::lzx {

namespace {

using wire::i32;
using wire::i64;
using wire::u32;
using wire::u8;

constexpr u8 call_opcode = 0xE8;
constexpr std::size_t untouched_tail = 10;  // bytes of a chunk in which no call is looked for
constexpr std::size_t translated_chunks = 32768;

i32 load(const u8* at) {
  return static_cast<i32>(at[0] | u32{at[1]} << 8 | u32{at[2]} << 16 | u32{at[3]} << 24);
}
void store(u8* at, i64 value) {
  for (int i = 0; i < 4; ++i) at[i] = static_cast<u8>(value >> (8 * i));
}

// Calls `change(position, operand)` for each call instruction; the position counts from the start of the
// data.
template <class F>
void for_each_call(std::span<u8> plain, F&& change) {
  const auto limit = std::min(plain.size(), translated_chunks * chunk_size);
  for (std::size_t chunk = 0; chunk < limit; chunk += chunk_size) {
    const auto size = std::min(chunk_size, limit - chunk);
    if (size <= untouched_tail) continue;
    auto* const start = plain.data() + chunk;
    auto* const stop = start + size - untouched_tail;
    auto* at = start;
    while (at < stop) {
      at = static_cast<u8*>(std::memchr(at, call_opcode, static_cast<std::size_t>(stop - at)));
      if (at == nullptr) break;
      change(static_cast<i64>(at - plain.data()), at + 1);
      at += 5;
    }
  }
}

}  // namespace

// The section computes in 32 bits. Here are 64, since the sum of the two could overflow, and what came of
// that could not be restored. A stream says nothing else for it.
void translate_e8(std::span<u8> plain, i32 file_size) {
  const i64 size = file_size;
  for_each_call(plain, [&](i64 position, u8* operand) {
    const i64 displacement = load(operand);
    const auto target = position + displacement;
    if (target < 0 || target >= size + position) return;
    store(operand, target < size ? target : displacement - size);
  });
}

void restore_e8(std::span<u8> plain, i32 file_size) {
  const i64 size = file_size;
  for_each_call(plain, [&](i64 position, u8* operand) {
    const i64 value = load(operand);
    if (value < -position || value >= size) return;
    store(operand, value >= 0 ? value - position : value + size);
  });
}

}  // namespace mapigate::oxoab::lzx
