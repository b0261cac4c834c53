#include "protocol/oxoab/compressed_file.hpp"
#include "protocol/oxoab/details_file.hpp"
#include "protocol/oxoab/lzx_compressor.hpp"
#include "protocol/oxoab/lzx_decompressor.hpp"
#include "protocol/oxoab/patch_file.hpp"
#include "protocol/oxoab/patch_plan.hpp"
#include "protocol/oxoab/template_file.hpp"
#include "tests/fuzz/round_trip.hpp"

namespace {

using namespace mapigate;
using namespace oxoab;
using wire::Bytes;
using wire::ByteView;

bool same(ByteView a, ByteView b) { return std::equal(a.begin(), a.end(), b.begin(), b.end()); }

// The two tables, then records.
void records(ByteView bytes) {
  wire::Reader reader(bytes);
  OabMetaData meta_data;
  reader.read(meta_data);
  std::vector<OabValue> values;
  auto record = oab_v4_rec(meta_data.oab_atts, values);
  while (reader.ok() && reader.remaining() > 0) {
    reader.read(record);
    if (!reader.ok()) break;
    const auto written = wire::serialize(record).value();
    std::vector<OabValue> again;
    auto second = oab_v4_rec(meta_data.oab_atts, again);
    wire::Reader(written).read(second);
    fuzz::require(again == values);
  }
}

// What a reader of whole files makes of them may not depend on the pieces. Their checksums stop most of them,
// but not before their records and blocks were read.
void files(ByteView bytes, std::size_t piece) {
  DetailsReader details;
  CompressedFileReader compressed(1 << 20);
  PatchReader patch(1 << 20);
  std::vector<OabValue> values;
  static const Bytes source(1 << 20, 'a');
  for (std::size_t at = 0; at < bytes.size(); at += piece) {
    const auto part = bytes.subspan(at, std::min(piece, bytes.size() - at));
    details.append(part);
    while (details.next(values)) {
    }
    compressed.append(part);
    while (!compressed.next().empty()) {
    }
    patch.append(part);
    while (const auto wanted = patch.source_wanted()) patch.apply(ByteView(source).first(*wanted));
  }
  details.finish();
  compressed.finish();
  patch.finish();
}

void decompress(ByteView bytes) {
  if (bytes.size() < 4) return;
  const std::size_t size = bytes[0] | bytes[1] << 8 | (bytes[2] & 1) << 16;
  const auto reference = std::min<std::size_t>(bytes[3], bytes.size() - 4);
  LzxDecompressor decompressor;
  const auto plain = decompressor.decompress(bytes.subspan(4 + reference), size, bytes.subspan(4, reference));
  if (plain) fuzz::require(plain->size() == size);
}

// The first half is the reference data. Repeated, so that there is more than one chunk.
void compress(ByteView bytes, unsigned repetitions) {
  const auto reference = bytes.first(bytes.size() / 2);
  Bytes plain;
  for (unsigned i = 0; i <= repetitions; ++i) {
    plain.insert(plain.end(), bytes.begin() + static_cast<std::ptrdiff_t>(reference.size()), bytes.end());
    plain.push_back(static_cast<wire::u8>(i));
  }
  for (const wire::i32 e8_file_size : {0, 1000}) {
    const auto stream = LzxCompressor().compress(plain, reference, e8_file_size);
    fuzz::require(stream.size() <= LzxCompressor::max_compressed_size(plain.size()));
    LzxDecompressor decompressor;
    fuzz::require(same(decompressor.decompress(stream, plain.size(), reference).value(), plain));
  }
  std::size_t source = 0;
  std::size_t target = 0;
  for (const auto& part : plan_patch(reference, plain, 1024)) {
    source += part.source_size;
    target += part.target_size;
    fuzz::require(part.source_size <= 1024 && part.target_size <= 1024 && part.target_size > 0);
  }
  fuzz::require(source <= reference.size() && target == plain.size());
}

}  // namespace

// The first byte says what the rest is used for.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const ByteView bytes(data + 1, size - 1);
  switch (data[0] % 5) {
    case 0:
      records(bytes);
      break;
    case 1:
      files(bytes.subspan(1), bytes[0] + std::size_t{1});
      break;
    case 2:
      decompress(bytes);
      break;
    case 3:
      compress(bytes.subspan(1), bytes[0]);
      break;
    case 4:
      if (const auto file = wire::parse<DisplayTemplateFile>(bytes)) {
        fuzz::require(wire::serialize(*file).value().size() == bytes.size());
      }
      break;
  }
  return 0;
}
