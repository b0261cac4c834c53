#include "protocol/oxcrpc/extended_buffer.hpp"

#include <gmock/gmock.h>

#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxcrpc {
namespace {

using testing::ElementsAre;
using wire::Bytes;
using wire::ByteView;
using wire::Fault;
using wire::from_hex;
using wire::hex_vector;

TEST(ExtendedBuffer, HeaderOfThePublishedExample) {
  auto bytes = hex_vector("MS-OXCRPC/4.2-execute-header.hex");
  Bytes payload(0x152);
  payload[0] = 0x42;  // RopSize 0x0142, as in the example
  payload[1] = 0x01;
  bytes.insert(bytes.end(), payload.begin(), payload.end());
  ASSERT_EQ(bytes.size(), 0x15Au);
  EXPECT_EQ(decode_single(bytes).value(), payload);
  EXPECT_EQ(encode_single(payload).value(), bytes);
}

TEST(ExtendedBuffer, Obfuscated) {
  const auto bytes = hex_vector("MS-OXCRPC/3.1.4.1.1.3-obfuscated.hex");
  const auto payload = from_hex("00 01 A5 FF");
  EXPECT_EQ(decode_single(bytes).value(), payload);
  EXPECT_EQ(encode_single(payload, {.obfuscate = true}).value(), bytes);
}

TEST(ExtendedBuffer, CompressedAndObfuscatedInEveryCombination) {
  const Bytes payload(5000, 'x');
  for (const bool compress : {false, true}) {
    for (const bool obfuscate : {false, true}) {
      const auto bytes = encode_single(payload, {compress, obfuscate}).value();
      EXPECT_EQ(bytes.size() < payload.size(), compress);
      EXPECT_EQ(bytes[2], (compress ? flag_compressed : 0) | (obfuscate ? flag_xor_magic : 0) | flag_last);
      EXPECT_EQ(decode_single(bytes).value(), payload);
    }
  }
}

TEST(ExtendedBuffer, NotCompressedWhereThatDoesNotPay) {
  const auto bytes = encode_single(from_hex("01 02 03 04"), {.compress = true}).value();
  EXPECT_EQ(bytes, from_hex("00 00 04 00 04 00 04 00 01 02 03 04"));
}

TEST(ExtendedBuffer, ChainUpToTheLastFlag) {
  Bytes chain;
  EXPECT_FALSE(append_extended(chain, from_hex("01"), false));
  EXPECT_FALSE(append_extended(chain, {}, false));
  EXPECT_FALSE(append_extended(chain, Bytes(100, 2), true, {.compress = true}));
  EXPECT_THAT(decode_chain(chain).value(), ElementsAre(Bytes{1}, Bytes{}, Bytes(100, 2)));
  EXPECT_EQ(decode_single(chain).error().fault, Fault::trailing);
}

TEST(ExtendedBuffer, ChainWithoutLastFlagIsTruncated) {
  Bytes chain;
  append_extended(chain, from_hex("01"), false);
  EXPECT_EQ(decode_chain(chain).error().fault, Fault::truncated);
}

TEST(ExtendedBuffer, NothingFollowsTheLast) {
  Bytes chain;
  append_extended(chain, from_hex("01"), true);
  append_extended(chain, from_hex("02"), true);
  const auto decoded = decode_chain(chain);
  ASSERT_FALSE(decoded);
  EXPECT_EQ(decoded.error().fault, Fault::trailing);
  EXPECT_EQ(decoded.error().offset, 9u);
}

TEST(ExtendedBuffer, TotalIsLimited) {
  Bytes chain;
  append_extended(chain, Bytes(100, 1), false, {.compress = true});
  append_extended(chain, Bytes(100, 2), true, {.compress = true});
  EXPECT_TRUE(decode_chain(chain, 200));
  EXPECT_EQ(decode_chain(chain, 199).error().fault, Fault::limit);
  EXPECT_EQ(decode_chain(chain, 99).error().fault, Fault::limit);
}

TEST(ExtendedBuffer, PayloadIsAtMost32KB) {
  Bytes out{9};
  EXPECT_FALSE(append_extended(out, Bytes(max_payload), true));
  EXPECT_EQ(out.size(), 1 + RpcHeaderExt::wire_size + max_payload);
  const auto before = out;
  EXPECT_EQ(append_extended(out, Bytes(max_payload + 1), true).fault, Fault::too_long);
  EXPECT_EQ(out, before);
  EXPECT_EQ(encode_single(Bytes(max_payload + 1)).error().fault, Fault::too_long);
}

TEST(ExtendedBuffer, FailsAtEveryTruncation) {
  Bytes chain;
  append_extended(chain, from_hex("01 02"), false);
  append_extended(chain, Bytes(100, 2), true, {.compress = true, .obfuscate = true});
  ASSERT_TRUE(decode_chain(chain));
  for (std::size_t size = 0; size < chain.size(); ++size) {
    EXPECT_FALSE(decode_chain(ByteView(chain).first(size))) << size;
  }
}

TEST(ExtendedBuffer, HeaderRules) {
  const auto error_of = [](const char* text) { return to_string(decode_single(from_hex(text)).error()); };
  EXPECT_EQ(error_of("01 00 04 00 01 00 01 00 AA"), "Version at offset 0: invalid value");
  // Sizes that differ without compression, and compression that saved nothing.
  EXPECT_EQ(error_of("00 00 04 00 01 00 02 00 AA"), "SizeActual at offset 8: invalid value");
  EXPECT_EQ(error_of("00 00 05 00 05 00 05 00 FF FF FF 7F AA"), "SizeActual at offset 8: invalid value");
  EXPECT_EQ(error_of("00 00 04 00 FF FF FF FF AA"), "RPC_HEADER_EXT at offset 8: truncated");
  // Data that cannot be decompressed, found at the match.
  EXPECT_EQ(error_of("00 00 05 00 06 00 09 00 FF FF FF FF 00 00"),
            "compressed data at offset 14: invalid value");
}

}  // namespace
}  // namespace mapigate::oxcrpc
