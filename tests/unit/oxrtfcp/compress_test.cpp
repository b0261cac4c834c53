#include <gmock/gmock.h>

#include <random>

#include "protocol/oxrtfcp/compressed_rtf.hpp"
#include "tests/unit/oxrtfcp/rtf_value.hpp"

namespace mapigate::oxrtfcp {
namespace {

using wire::Bytes;
using wire::ByteView;
using wire::hex_vector;

// Sections 3.2.1 and 3.2.2. Other choices of references would be as right; these are the published ones.
TEST(Compress, PublishedExamples) {
  EXPECT_EQ(compress(bytes_of("{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n")).value(),
            hex_vector("MS-OXRTFCP/3.1.1.1-simple.hex"));
  EXPECT_EQ(compress(bytes_of("{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}")).value(),
            hex_vector("MS-OXRTFCP/3.1.2.1-crosses-write-position.hex"));
}

TEST(Compress, Uncompressed) {
  EXPECT_EQ(store(bytes_of("{\\rtf1 x}")).value(), hex_vector("MS-OXRTFCP/2.1.3.1.1-uncompressed.hex"));
}

TEST(Compress, Nothing) {
  EXPECT_EQ(compress({}).value(), value_of(wire::from_hex("01 0C F0"), 0));
  EXPECT_TRUE(decompress(compress({}).value()).value().empty());
}

// A reader that works as section 2.2.3.2 says, with the 4096 bytes and their write position; decompress()
// keeps no such dictionary.
Bytes read_by_the_book(const Bytes& value) {
  Bytes dictionary(4096);
  const std::string_view first =
      "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript "
      "\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
      "\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";
  std::copy(first.begin(), first.end(), dictionary.begin());
  std::size_t write_position = first.size();
  Bytes output;
  const auto emit = [&](wire::u8 byte) {
    output.push_back(byte);
    dictionary[write_position] = byte;
    write_position = (write_position + 1) % 4096;
  };
  std::size_t at = 16;
  while (true) {
    const unsigned control = value.at(at++);
    for (int bit = 0; bit < 8; ++bit) {
      if ((control >> bit & 1) == 0) {
        emit(value.at(at++));
        continue;
      }
      const unsigned token = value.at(at) << 8u | value.at(at + 1);
      at += 2;
      if (token >> 4 == write_position) {
        EXPECT_EQ(at, value.size());
        return output;
      }
      for (unsigned i = 0; i < (token & 15u) + 2; ++i) emit(dictionary[((token >> 4) + i) % 4096]);
    }
  }
}

void expect_read_back(const Bytes& rtf) {
  const auto value = compress(rtf).value();
  EXPECT_EQ(read_by_the_book(value), rtf);
  EXPECT_EQ(decompress(value).value(), rtf);
  const auto header = wire::parse<Header>(ByteView(value).first(Header::wire_size)).value();
  EXPECT_EQ(header.comp_size, value.size() - 4);
  EXPECT_EQ(header.raw_size, rtf.size());
}

TEST(Compress, EveryLength) {
  Bytes rtf;
  for (int i = 0; i < 300; ++i) {
    expect_read_back(rtf);
    rtf.push_back(static_cast<wire::u8>("\\par abc"[i * i % 8]));
  }
}

TEST(Compress, AroundTheSizeOfTheDictionary) {
  std::mt19937 random(1);
  for (const std::size_t size : {3880u, 3888u, 3889u, 3890u, 4095u, 4096u, 4097u, 8192u, 20000u}) {
    for (const unsigned letters : {1u, 2u, 5u, 256u}) {
      Bytes rtf(size);
      for (auto& byte : rtf) byte = static_cast<wire::u8>(random() % letters);
      expect_read_back(rtf);
    }
  }
}

// The farthest place that can be referred to is 4095 back: 4096 back would be the end marker.
TEST(Compress, RepetitionAtEveryDistance) {
  std::mt19937 random(2);
  for (std::size_t distance = 4090; distance <= 4100; ++distance) {
    Bytes rtf(distance);
    for (auto& byte : rtf) byte = static_cast<wire::u8>(128 + random() % 128);
    rtf.insert(rtf.end(), rtf.begin(), rtf.begin() + 40);
    const auto size = compress(rtf).value().size();
    expect_read_back(rtf);
    // 40 literals take 45 bytes, three references 6.
    const auto without = compress(ByteView(rtf).first(distance)).value().size();
    if (distance <= 4095) {
      EXPECT_LE(size, without + 8) << distance;
    } else {
      EXPECT_GE(size, without + 30) << distance;
    }
  }
}

TEST(Compress, RtfBecomesMuchSmaller) {
  std::string rtf = "{\\rtf1\\ansi\\ansicpg1252\\fromhtml1 \\deff0{\\fonttbl{\\f0\\fswiss Arial;}}\r\n";
  for (int i = 0; i < 500; ++i) {
    rtf += "{\\*\\htmltag <p class=MsoNormal>}Line " + std::to_string(i) +
           " of a message.{\\*\\htmltag </p>}\\htmlrtf\\par\\htmlrtf0 ";
  }
  rtf += "}";
  expect_read_back(bytes_of(rtf));
  EXPECT_LT(compress(bytes_of(rtf)).value().size(), rtf.size() / 5);
}

TEST(Compress, NoiseGrowsByAnEighth) {
  std::mt19937 random(3);
  Bytes noise(100'000);
  for (auto& byte : noise) byte = static_cast<wire::u8>(random());
  expect_read_back(noise);
  EXPECT_LE(compress(noise).value().size(), noise.size() / 8 * 9 + 32);
}

// Many equal hashes must not make it slow: this would take minutes if all places were tried.
TEST(Compress, RepetitiveInputIsNotSlow) {
  Bytes rtf(8'000'000);
  for (std::size_t i = 0; i < rtf.size(); ++i) rtf[i] = i % 19 == 0 ? 'b' : 'a';
  EXPECT_EQ(decompress(compress(rtf).value()).value(), rtf);
}

}  // namespace
}  // namespace mapigate::oxrtfcp
