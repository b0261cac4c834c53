#include "protocol/oxoab/compressed_file.hpp"

#include <gmock/gmock.h>

#include "tests/unit/oxoab/sample_data.hpp"
#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxoab {
namespace {

using wire::Bytes;
using wire::ByteView;
using wire::Fault;
using wire::hex_vector;

const char* const vector_name = "MS-OXOAB/2.11-compressed-file.hex";

Bytes plain_of(CompressedFileReader& reader, ByteView file, std::size_t piece) {
  Bytes plain;
  for (std::size_t at = 0; at < file.size(); at += piece) {
    reader.append(file.subspan(at, std::min(piece, file.size() - at)));
    for (auto block = reader.next(); !block.empty(); block = reader.next()) {
      plain.insert(plain.end(), block.begin(), block.end());
    }
  }
  return plain;
}
wire::Failure failure_of(ByteView file) {
  CompressedFileReader reader;
  plain_of(reader, file, file.size());
  reader.finish();
  return reader.failure();
}
Bytes compressed(ByteView plain, std::size_t piece, wire::u32 block_max = default_block_max) {
  CompressedFileWriter writer(static_cast<wire::u32>(plain.size()), block_max);
  Bytes file;
  for (std::size_t at = 0; at < plain.size(); at += piece) {
    writer.append(plain.subspan(at, std::min(piece, plain.size() - at)));
    const auto part = writer.take();
    file.insert(file.end(), part.begin(), part.end());
  }
  EXPECT_TRUE(writer.finish()) << to_string(writer.failure());
  const auto part = writer.take();
  file.insert(file.end(), part.begin(), part.end());
  return file;
}

TEST(LzxHdr, Fields) {
  auto bytes = hex_vector(vector_name);
  bytes.resize(LzxHdr::wire_size);
  wire::expect_exact<LzxHdr>(bytes);
  EXPECT_EQ(wire::parse<LzxHdr>(bytes).value(), (LzxHdr{1024, 5}));
  for (const std::size_t at : {0, 4}) {
    auto wrong = bytes;
    ++wrong[at];
    EXPECT_EQ(wire::parse<LzxHdr>(wrong).error().fault, Fault::invalid);
  }
}

TEST(LzxBlk, Fields) {
  const auto file = hex_vector(vector_name);
  const Bytes bytes(file.begin() + 16, file.begin() + 32);
  wire::expect_exact<LzxBlk>(bytes);
  EXPECT_EQ(wire::parse<LzxBlk>(bytes).value(), (LzxBlk{1, 22, 3, 0xCADBBE3D}));
  auto wrong = bytes;
  wrong[0] = 0;  // not compressed, but of another size
  EXPECT_EQ(wire::parse<LzxBlk>(wrong).error().fault, Fault::invalid);
  wrong[0] = 3;
  EXPECT_EQ(wire::parse<LzxBlk>(wrong).error().fault, Fault::invalid);
}

TEST(CompressedFileReader, MemoryOfHostileSizes) {
  wire::expect_bounded(hex_vector(vector_name), [](ByteView hostile) { failure_of(hostile); });
}

TEST(CompressedFileReader, PiecesOfAnySize) {
  const auto file = hex_vector(vector_name);
  for (std::size_t piece = 1; piece <= file.size(); ++piece) {
    CompressedFileReader reader;
    EXPECT_EQ(plain_of(reader, file, piece), bytes_of("abcde"));
    EXPECT_TRUE(reader.finish()) << to_string(reader.failure());
  }
}

TEST(CompressedFileReader, FailsAtEveryTruncation) {
  const auto file = hex_vector(vector_name);
  for (std::size_t size = 0; size < file.size(); ++size) {
    const auto failure = failure_of(ByteView(file).first(size));
    EXPECT_EQ(failure.fault, Fault::truncated) << size;
    EXPECT_EQ(failure.offset, size);
  }
  EXPECT_EQ(failure_of(wire::with_trailing_byte(file)).fault, Fault::trailing);
}

TEST(CompressedFileReader, EveryChecksum) {
  for (const std::size_t at : {16 + 12, 16 + 16 + 22 + 12}) {
    auto file = hex_vector(vector_name);
    file[at] ^= 1;
    const auto failure = failure_of(file);
    EXPECT_EQ(failure.fault, Fault::invalid);
    EXPECT_STREQ(failure.field, "ulCRC");
  }
  auto file = hex_vector(vector_name);
  file.back() ^= 1;
  EXPECT_STREQ(failure_of(file).field, "ulCRC");
}

TEST(CompressedFileReader, Sizes) {
  auto file = hex_vector(vector_name);
  file[8] = 2;  // ulBlockMax
  file[9] = 0;
  EXPECT_STREQ(failure_of(file).field, "ulUncompSize");
  file = hex_vector(vector_name);
  file[12] = 2;  // ulTargetSize
  EXPECT_STREQ(failure_of(file).field, "ulUncompSize");
  file = hex_vector(vector_name);
  file[24] = 0;  // ulUncompSize: a block of nothing
  EXPECT_STREQ(failure_of(file).field, "ulUncompSize");
  file = hex_vector(vector_name);
  file[16 + 16 + 3] = 0x7F;  // inside the stream of the first block
  EXPECT_EQ(failure_of(file).fault, Fault::invalid);
  EXPECT_EQ(failure_of(file).offset, 32u);
}

TEST(CompressedFileReader, LimitOfMemory) {
  auto file = compressed(Bytes(5000), 5000);
  CompressedFileReader reader(4999);
  plain_of(reader, file, file.size());
  EXPECT_EQ(reader.failure().fault, Fault::limit);
  CompressedFileReader sufficient(5000);
  EXPECT_EQ(plain_of(sufficient, file, file.size()), Bytes(5000));
}

TEST(CompressedFileWriter, EmptyFile) {
  const auto file = compressed({}, 1);
  EXPECT_EQ(file, wire::from_hex("03 00 00 00 01 00 00 00 00 00 04 00 00 00 00 00"));
  CompressedFileReader reader;
  reader.append(file);
  EXPECT_TRUE(reader.next().empty());
  EXPECT_TRUE(reader.finish());
}

TEST(CompressedFileWriter, PiecesOfAnySize) {
  const auto plain = directory_text(0, 4000);
  const auto file = compressed(plain, plain.size());
  EXPECT_LT(file.size(), plain.size() / 5);
  for (const std::size_t piece : {1000, 77'777, 262'000, 300'000})
    EXPECT_EQ(compressed(plain, piece), file) << piece;
  CompressedFileReader reader;
  EXPECT_EQ(plain_of(reader, file, 4096), plain);
  EXPECT_TRUE(reader.finish());
}

TEST(CompressedFileWriter, BlocksAreAtMostBlockMax) {
  const auto plain = random_bytes(300'000, 1);
  for (const wire::u32 block_max : {1024u, 32768u, 100'000u, default_block_max}) {
    const auto file = compressed(plain, plain.size(), block_max);
    for (std::size_t at = LzxHdr::wire_size; at < file.size();) {
      const auto block = wire::parse<LzxBlk>(ByteView(file).subspan(at, LzxBlk::wire_size)).value();
      EXPECT_LE(std::max(block.comp_size, block.uncomp_size), block_max);
      EXPECT_EQ(block.flags, LzxBlk::flag_compressed);
      at += LzxBlk::wire_size + block.comp_size;
    }
    CompressedFileReader reader;
    EXPECT_EQ(plain_of(reader, file, file.size()), plain);
    EXPECT_TRUE(reader.finish());
  }
}

TEST(CompressedFileWriter, OtherSizeThanAnnounced) {
  CompressedFileWriter more(5);
  more.append(bytes_of("abcdef"));
  EXPECT_FALSE(more.finish());
  CompressedFileWriter less(5);
  less.append(bytes_of("abcd"));
  EXPECT_FALSE(less.finish());
  CompressedFileWriter no_room(5, 10);
  no_room.append(bytes_of("abcde"));
  EXPECT_FALSE(no_room.finish());
}

}  // namespace
}  // namespace mapigate::oxoab
