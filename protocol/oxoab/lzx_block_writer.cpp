#include "protocol/oxoab/lzx_block_writer.hpp"

#include <algorithm>

#include "protocol/oxoab/huffman_code.hpp"

namespace mapigate::oxoab::lzx {

using wire::u16;
using wire::u32;
using wire::u64;
using wire::u8;

namespace {

// The trees of a block and how often each of their elements occurs.
struct Trees {
  std::array<u32, max_main_elements> main_count{};
  std::array<u32, length_elements> length_count{};
  std::array<u32, aligned_elements> aligned_count{};
  PathLengths path_lengths;
  std::array<u8, aligned_elements> aligned_path_lengths{};
  std::array<u16, max_main_elements> main_code{};
  std::array<u16, length_elements> length_code{};
  std::array<u16, aligned_elements> aligned_code{};
};

// Sections 2.6.2 to 2.6.5.
struct MatchParts {
  explicit MatchParts(const Token& token) {
    const auto slot = position_slot(token.value);
    const auto [base, bits] = position_table[slot];
    footer = token.value - base;
    footer_bits = bits;
    const auto header = std::min(token.length - min_match, length_headers - 1);
    element = literals + slot * length_headers + header;
    has_length_footer = header == length_headers - 1;
    if (has_length_footer) length_footer = std::min(token.length, first_extra_length) - first_length_in_tree;
  }
  u32 element;
  u32 footer;
  int footer_bits;
  bool has_length_footer;
  u32 length_footer = 0;
};

void count_elements(std::span<const std::vector<Token>> chunks, Trees& trees) {
  for (const auto& tokens : chunks) {
    for (const auto& token : tokens) {
      if (token.is_literal()) {
        ++trees.main_count[token.value];
        continue;
      }
      const MatchParts match(token);
      ++trees.main_count[match.element];
      if (match.has_length_footer) ++trees.length_count[match.length_footer];
      if (match.footer_bits >= aligned_bits) ++trees.aligned_count[match.footer % aligned_elements];
    }
  }
}

// Section 2.6.3: whether the aligned offset tree, itself included, is shorter than the bits it replaces.
bool is_aligned_shorter(const Trees& trees) {
  u64 verbatim = 0;
  u64 aligned = aligned_elements * 3;
  for (unsigned i = 0; i < aligned_elements; ++i) {
    verbatim += u64{trees.aligned_count[i]} * aligned_bits;
    aligned += u64{trees.aligned_count[i]} * trees.aligned_path_lengths[i];
  }
  return aligned < verbatim;
}

// Section 2.6.6.
void write_extra_length(BitWriter& out, u32 extra) {
  if (extra < 1U << 8) return out.bits(extra, 1 + 8);
  if (extra < (1U << 8) + (1U << 10)) return out.bits(0b10U << 10 | (extra - (1U << 8)), 2 + 10);
  constexpr u32 third = (1U << 8) + (1U << 10);
  if (extra < third + (1U << 12)) return out.bits(0b110U << 12 | (extra - third), 3 + 12);
  out.bits(0b111U << 15 | extra, 3 + 15);
}

// Section 2.6.7.
template <bool aligned>
void write_tokens(BitWriter& out, const std::vector<Token>& tokens, const Trees& trees) {
  constexpr std::size_t longest_token =
      12;  // 16 bits for each tree's code but 7 for the last, 17 and 18 bits
  out.reserve(tokens.size() * longest_token);
  const auto& lengths = trees.path_lengths;
  for (const auto& token : tokens) {
    if (token.is_literal()) {
      out.bits(trees.main_code[token.value], lengths.main[token.value]);
      continue;
    }
    const MatchParts match(token);
    out.bits(trees.main_code[match.element], lengths.main[match.element]);
    if (match.has_length_footer)
      out.bits(trees.length_code[match.length_footer], lengths.length[match.length_footer]);
    if (aligned && match.footer_bits >= aligned_bits) {
      const auto low = match.footer % aligned_elements;
      out.bits(match.footer / aligned_elements, match.footer_bits - aligned_bits);
      out.bits(trees.aligned_code[low], trees.aligned_path_lengths[low]);
    } else {
      out.bits(match.footer, match.footer_bits);
    }
    if (token.length >= first_extra_length) write_extra_length(out, token.length - first_extra_length);
  }
}

}  // namespace

BlockWriter::BlockWriter(int bits_of_window, u32 e8_file_size)
    : main_elements_(main_elements(bits_of_window)), e8_file_size_(e8_file_size) {}

void BlockWriter::write(const BlockInput& block) {
  const auto before = out_.mark();
  const auto path_lengths = path_lengths_;
  const bool was_first = is_first_;
  if (write_compressed(block) && out_.size() - before.size <= max_stored_size(block.plain.size())) return;
  out_.go_back(before);
  path_lengths_ = path_lengths;
  is_first_ = was_first;
  write_uncompressed(block);
}

void BlockWriter::begin_block(BlockType type, std::size_t size) {
  constexpr std::size_t headers = 512;  // of stream and block, with all path lengths of aligned trees
  out_.reserve(headers);
  out_.begin_chunk();
  if (is_first_) {
    out_.bits(e8_file_size_ != 0, 1);
    if (e8_file_size_ != 0) out_.bits(e8_file_size_, 32);
  }
  is_first_ = false;
  out_.bits(static_cast<u32>(type), 3);
  out_.bits(static_cast<u32>(size), 24);
}

bool BlockWriter::write_compressed(const BlockInput& block) {
  Trees trees;
  count_elements(block.tokens, trees);
  auto& lengths = trees.path_lengths;
  const auto main = std::span(lengths.main).first(main_elements_);
  make_path_lengths(std::span(trees.main_count).first(main_elements_), max_code_length, main);
  make_path_lengths(trees.length_count, max_code_length, lengths.length);
  make_path_lengths(trees.aligned_count, max_aligned_code_length, trees.aligned_path_lengths);
  make_codes(main, trees.main_code);
  make_codes(lengths.length, trees.length_code);
  make_codes(trees.aligned_path_lengths, trees.aligned_code);

  const bool aligned = is_aligned_shorter(trees);
  begin_block(aligned ? BlockType::aligned_offset : BlockType::verbatim, block.plain.size());
  if (aligned) {
    for (const auto length : trees.aligned_path_lengths) out_.bits(length, 3);
  }
  const auto main_before = std::span(path_lengths_.main).first(main_elements_);
  write_path_lengths(main_before.first(literals), main.first(literals));
  write_path_lengths(main_before.subspan(literals), main.subspan(literals));
  write_path_lengths(path_lengths_.length, lengths.length);
  path_lengths_ = lengths;

  for (std::size_t i = 0; i < block.tokens.size(); ++i) {
    if (i > 0) out_.begin_chunk();
    if (aligned) {
      write_tokens<true>(out_, block.tokens[i], trees);
    } else {
      write_tokens<false>(out_, block.tokens[i], trees);
    }
    if (!out_.end_chunk()) return false;
  }
  return true;
}

// Section 2.3.2.1. The repeated offsets that it states are those that the tokens behind it were made for.
void BlockWriter::write_uncompressed(const BlockInput& block) {
  begin_block(BlockType::uncompressed, block.plain.size());
  if (out_.is_aligned()) out_.bits(0, 16);
  out_.align();
  for (const auto offset : block.repeated_offsets.r) {
    out_.bytes({static_cast<u8>(offset), static_cast<u8>(offset >> 8), static_cast<u8>(offset >> 16),
                static_cast<u8>(offset >> 24)});
  }
  auto rest = block.plain;
  while (true) {
    const auto part = rest.first(std::min(rest.size(), chunk_size));
    rest = rest.subspan(part.size());
    out_.bytes(part);
    if (rest.empty() && block.plain.size() % 2 != 0) out_.bytes({0});
    out_.end_chunk();
    if (rest.empty()) break;
    out_.begin_chunk();
  }
}

// Section 2.5.
void BlockWriter::write_path_lengths(std::span<const u8> before, std::span<const u8> lengths) {
  struct Code {
    u8 code;
    u8 extra;
    u8 extra_bits;
  };
  std::array<Code, max_main_elements + length_elements> codes;
  std::size_t count = 0;
  std::array<u32, pretree_elements> frequencies{};
  const auto add = [&](unsigned code, std::size_t extra = 0, int extra_bits = 0) {
    codes[count++] = {static_cast<u8>(code), static_cast<u8>(extra), static_cast<u8>(extra_bits)};
    ++frequencies[code];
  };
  const auto change = [&](std::size_t i) {
    return (before[i] + path_length_modulus - lengths[i]) % path_length_modulus;
  };
  for (std::size_t i = 0; i < lengths.size();) {
    std::size_t run = 1;
    while (i + run < lengths.size() && lengths[i + run] == lengths[i]) ++run;
    constexpr std::size_t longest_zeros = long_zeros + (1 << long_zeros_bits) - 1;
    constexpr std::size_t longest_same = same + (1 << same_bits) - 1;
    if (lengths[i] == 0 && run >= long_zeros) {
      run = std::min(run, longest_zeros);
      add(long_zeros_code, run - long_zeros, long_zeros_bits);
    } else if (lengths[i] == 0 && run >= short_zeros) {
      add(short_zeros_code, run - short_zeros, short_zeros_bits);
    } else if (lengths[i] != 0 && run >= same) {
      run = std::min(run, longest_same);
      add(same_code, run - same, same_bits);
      add(change(i));
    } else {
      run = 1;
      add(change(i));
    }
    i += run;
  }

  std::array<u8, pretree_elements> pretree{};
  std::array<u16, pretree_elements> pretree_codes{};
  make_path_lengths(frequencies, max_pretree_code_length, pretree);
  make_codes(pretree, pretree_codes);
  out_.reserve(pretree_elements + count * 3);
  for (const auto length : pretree) out_.bits(length, 4);
  for (const auto& [code, extra, extra_bits] : std::span(codes).first(count)) {
    out_.bits(pretree_codes[code], pretree[code]);
    out_.bits(extra, extra_bits);
  }
}

}  // namespace mapigate::oxoab::lzx
