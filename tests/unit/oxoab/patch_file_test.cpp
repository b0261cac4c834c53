#include "protocol/oxoab/patch_file.hpp"

#include <gmock/gmock.h>

#include "tests/unit/oxoab/sample_data.hpp"
#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxoab {
namespace {

using wire::Bytes;
using wire::ByteView;
using wire::Fault;
using wire::hex_vector;

const char* const vector_name = "MS-OXOAB/2.10-patch-file.hex";

Bytes target_of(PatchReader& reader, ByteView patch, ByteView source, std::size_t piece) {
  Bytes target;
  for (std::size_t at = 0; at < patch.size(); at += piece) {
    reader.append(patch.subspan(at, std::min(piece, patch.size() - at)));
    while (const auto size = reader.source_wanted()) {
      const auto part = reader.apply(source.first(*size));
      source = source.subspan(*size);
      target.insert(target.end(), part.begin(), part.end());
    }
  }
  return target;
}
wire::Failure failure_of(ByteView patch, ByteView source) {
  PatchReader reader;
  target_of(reader, patch, source, patch.size());
  reader.finish();
  return reader.failure();
}

TEST(PatchHdr, Fields) {
  auto bytes = hex_vector(vector_name);
  bytes.resize(PatchHdr::wire_size);
  wire::expect_exact<PatchHdr>(bytes);
  EXPECT_EQ(wire::parse<PatchHdr>(bytes).value(),
            (PatchHdr{1024, 10, 10, crc32(bytes_of("ABCDEFGHIJ")), crc32(bytes_of("abcDEFabce"))}));
  for (const std::size_t at : {0, 4}) {
    auto wrong = bytes;
    ++wrong[at];
    EXPECT_EQ(wire::parse<PatchHdr>(wrong).error().fault, Fault::invalid);
  }
}

TEST(PatchBlk, Fields) {
  const auto file = hex_vector(vector_name);
  const Bytes bytes(file.begin() + 28, file.begin() + 44);
  wire::expect_exact<PatchBlk>(bytes);
  EXPECT_EQ(wire::parse<PatchBlk>(bytes).value(), (PatchBlk{54, 10, 10, crc32(bytes_of("abcDEFabce"))}));
}

TEST(PatchReader, PiecesOfAnySize) {
  const auto patch = hex_vector(vector_name);
  for (std::size_t piece = 1; piece <= patch.size(); ++piece) {
    PatchReader reader;
    EXPECT_EQ(target_of(reader, patch, bytes_of("ABCDEFGHIJ"), piece), bytes_of("abcDEFabce"));
    EXPECT_TRUE(reader.finish()) << to_string(reader.failure());
    EXPECT_EQ(reader.header()->source_size, 10u);
  }
}

TEST(PatchReader, FailsAtEveryTruncation) {
  const auto patch = hex_vector(vector_name);
  for (std::size_t size = 0; size < patch.size(); ++size) {
    EXPECT_EQ(failure_of(ByteView(patch).first(size), bytes_of("ABCDEFGHIJ")).fault, Fault::truncated)
        << size;
  }
  EXPECT_EQ(failure_of(wire::with_trailing_byte(patch), bytes_of("ABCDEFGHIJ")).fault, Fault::trailing);
}

TEST(PatchReader, AnotherSource) {
  const auto patch = hex_vector(vector_name);
  EXPECT_STREQ(failure_of(patch, bytes_of("ABCdEFGHIJ")).field, "ulCRC");
  PatchReader reader;
  reader.append(patch);
  EXPECT_EQ(reader.source_wanted(), 10u);
  EXPECT_TRUE(reader.apply(bytes_of("ABC")).empty());
  EXPECT_EQ(reader.failure().fault, Fault::invalid);
}

TEST(PatchReader, SizesAndChecksums) {
  const auto failure_with = [](std::size_t at, wire::u8 value) {
    auto patch = hex_vector(vector_name);
    patch[at] = value;
    return failure_of(patch, bytes_of("ABCDEFGHIJ"));
  };
  EXPECT_STREQ(failure_with(9, 0).field, "ulTargetSize");  // ulBlockMax of 0
  EXPECT_STREQ(failure_with(12, 9).field, "ulSourceSize");
  EXPECT_STREQ(failure_with(16, 9).field, "ulTargetSize");
  EXPECT_STREQ(failure_with(24, 0).field, "ulTargetCRC");
  EXPECT_STREQ(failure_with(32, 0).field, "ulTargetSize");  // of PATCH_BLK
  EXPECT_STREQ(failure_with(36, 11).field, "ulSourceSize");
  EXPECT_STREQ(failure_with(40, 0).field, "ulCRC");
}

TEST(PatchReader, MemoryOfHostileSizes) {
  const auto source = bytes_of("ABCDEFGHIJ");
  wire::expect_bounded(hex_vector(vector_name), [&](ByteView hostile) {
    PatchReader reader;
    reader.append(hostile);
    if (const auto wanted = reader.source_wanted())
      reader.apply(ByteView(source).first(std::min(*wanted, source.size())));
    reader.finish();
  });
}

TEST(PatchReader, LimitOfMemory) {
  const auto patch = hex_vector(vector_name);
  PatchReader reader(9);
  target_of(reader, patch, bytes_of("ABCDEFGHIJ"), patch.size());
  EXPECT_EQ(reader.failure().fault, Fault::limit);
}

TEST(PatchWriter, SeveralBlocks) {
  const auto source = directory_text(0, 1000);
  const auto target = directory_text(50, 1050);
  const PatchHdr header{default_block_max, static_cast<wire::u32>(source.size()),
                        static_cast<wire::u32>(target.size()), crc32(source), crc32(target)};
  PatchWriter writer(header);
  const auto half = target.size() / 2;
  writer.add(ByteView(source).first(source.size() / 2), ByteView(target).first(half));
  writer.add({}, ByteView(target).subspan(half, 100));
  writer.add(ByteView(source).subspan(source.size() / 2, 1000), ByteView(target).subspan(half + 100));
  ASSERT_TRUE(writer.finish()) << to_string(writer.failure());
  const auto patch = writer.take();
  PatchReader reader;
  EXPECT_EQ(target_of(reader, patch, source, 1000), target);
  EXPECT_TRUE(reader.finish()) << to_string(reader.failure());
  EXPECT_EQ(reader.header(), header);
}

TEST(PatchWriter, PartsThatAreNotTheFiles) {
  const auto text = bytes_of("0123456789");
  const PatchHdr header{1024, 10, 10, crc32(text), crc32(text)};
  PatchWriter missing(header);
  missing.add(text, ByteView(text).first(9));
  EXPECT_FALSE(missing.finish());
  PatchWriter different(header);
  different.add(text, bytes_of("012345678X"));
  EXPECT_FALSE(different.finish());
  PatchWriter too_much_source(header);
  too_much_source.add(bytes_of("01234567890"), text);
  EXPECT_FALSE(too_much_source.finish());
  PatchWriter empty(header);
  empty.add(text, {});
  EXPECT_FALSE(empty.finish());
  PatchWriter larger_than_a_block({1024, 2000, 2000, 0, 0});
  larger_than_a_block.add({}, Bytes(1024));
  EXPECT_FALSE(larger_than_a_block.finish());
}

}  // namespace
}  // namespace mapigate::oxoab
