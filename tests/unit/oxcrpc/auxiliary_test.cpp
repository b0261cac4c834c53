#include "protocol/oxcrpc/auxiliary.hpp"

#include <gmock/gmock.h>

#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxcrpc {
namespace {

using wire::Bytes;
using wire::ByteView;
using wire::Fault;
using wire::from_hex;
using wire::Guid;
using wire::hex_vector;

const Guid guid = Guid::from_text("00112233-4455-6677-8899-aabbccddeeff").value();

TEST(Auxiliary, BlocksOfAClient) {
  const auto bytes = hex_vector("MS-OXCRPC/2.2.2.2-client-blocks.hex");
  const auto blocks = parse_auxiliary(bytes);
  ASSERT_TRUE(blocks) << to_string(blocks.error());

  AuxPerfClientInfo client;
  client.adapter_speed = 1'000'000;
  client.client_id = 1;
  client.client_mode = ClientMode::cached;
  client.machine_name = u"PC";
  client.client_ip = {192, 0, 2, 7};
  client.mac_address = {0x02, 0x00, 0x5E, 0x10, 0x20, 0x30};
  const std::vector<AuxBlock> expected{
      aux_block(client),
      aux_block(AuxPerfAccountInfo{1, guid}),
      aux_block(AuxPerfSessionInfoV2{5, guid, 9}),
      aux_block(AuxPerfProcessInfo{1, guid, u"O.exe"}),
      aux_block(AuxClientConnectionInfo{guid, 3, 1, u""}),
      {{1, 0x52}, AuxRaw{{1, 2, 3, 4, 5, 6, 7, 8}}},
      aux_block(AuxPerfRequestId{5, 42}),
      aux_block(AuxPerfSessionInfo{5, guid}),
  };
  EXPECT_EQ(*blocks, expected);
  EXPECT_EQ(serialize_auxiliary(*blocks).value(), bytes);
}

TEST(Auxiliary, BlocksOfAServer) {
  const std::vector<AuxBlock> blocks{
      aux_block(AuxExOrgInfo{AuxExOrgInfo::use_autodiscover_for_public_folder_configuration}),
      aux_block(AuxClientControl{AuxClientControl::enable_compression, 604'800'000}),
      aux_block(AuxServerCapabilities{AuxServerCapabilities::packed_fast_transfer_upload_buffers |
                                      AuxServerCapabilities::packed_write_stream_upload_buffers}),
      aux_block(AuxEndpointCapabilities{AuxEndpointCapabilities::single_endpoint}),
      aux_block(AuxServerSessionInfo{u"ab"}),
  };
  const auto bytes = hex_vector("MS-OXCRPC/2.2.2.2-server-blocks.hex");
  EXPECT_EQ(serialize_auxiliary(blocks).value(), bytes);
  EXPECT_EQ(parse_auxiliary(bytes).value(), blocks);
}

TEST(Auxiliary, ReportsOfCalls) {
  const std::vector<AuxBlock> blocks{
      aux_block(AuxPerfServerInfo{2, ServerType::private_mailbox, u"/o=x", u"ex1"}),
      aux_block(AuxPerfDefMdbSuccess{1000, 20, 42}),
      aux_block(AuxPerfDefGcSuccess{2, 5, 1000, 20, 9}),
      {AuxPerfMdbSuccess::background_id, AuxPerfMdbSuccess{1, 2, 5, 42, 1000, 20}},
      {AuxPerfMdbSuccessV2::foreground_id, AuxPerfMdbSuccessV2{3, 1, 2, 5, 42, 1000, 20}},
      aux_block(AuxPerfGcSuccess{1, 2, 5, 1000, 20, 9}),
      aux_block(AuxPerfGcSuccessV2{3, 1, 2, 5, 1000, 20, 9}),
      aux_block(AuxPerfFailure{1, 2, 5, 42, 1000, 20, 0x80004005, 9}),
      {AuxPerfFailureV2::background_id, AuxPerfFailureV2{3, 1, 2, 5, 42, 1000, 20, 0x80004005, 9}},
  };
  const auto bytes = hex_vector("MS-OXCRPC/2.2.2.2-performance-blocks.hex");
  EXPECT_EQ(parse_auxiliary(bytes).value(), blocks);
  EXPECT_EQ(serialize_auxiliary(blocks).value(), bytes);
}

// The three Types of each kind of report (section 2.2.2.2) have one structure.
TEST(Auxiliary, ReportsOfCallsInTheBackgroundAndTheForeground) {
  const auto index = [](wire::u8 version, wire::u8 type) {
    auto block = from_hex("30 00 00 00");
    block.resize(0x30);
    block[2] = version;
    block[3] = type;
    return parse_auxiliary(block).value().at(0).payload.index();
  };
  for (wire::u8 type = 0x05; type <= 0x09; ++type) {
    const auto background = static_cast<wire::u8>(type + 7), foreground = static_cast<wire::u8>(type + 12);
    EXPECT_NE(index(aux_version_1, type), 0u) << unsigned{type};
    EXPECT_EQ(index(aux_version_1, background), index(aux_version_1, type)) << unsigned{type};
    EXPECT_EQ(index(aux_version_1, foreground), index(aux_version_1, type)) << unsigned{type};
    if (type < 0x07) continue;  // only these have a second version
    EXPECT_NE(index(aux_version_2, type), index(aux_version_1, type)) << unsigned{type};
    EXPECT_EQ(index(aux_version_2, background), index(aux_version_2, type)) << unsigned{type};
    EXPECT_EQ(index(aux_version_2, foreground), index(aux_version_2, type)) << unsigned{type};
  }
  EXPECT_EQ(index(aux_version_2, 0x05), 0u);
}

TEST(Auxiliary, DeviceAndExceptionTrace) {
  AuxProtocolDeviceIdentification device;
  device.device_manufacturer = u"AB";
  device.device_model = u"M";
  device.device_version = u"12";
  device.device_firmware_version = u"3.4";
  const std::vector<AuxBlock> blocks{aux_block(device), aux_block(AuxExceptionTrace{2, "a\r\nb"})};
  const auto bytes = hex_vector("MS-OXCRPC/2.2.2.2-device-blocks.hex");
  EXPECT_EQ(parse_auxiliary(bytes).value(), blocks);
  EXPECT_EQ(serialize_auxiliary(blocks).value(), bytes);
}

// Strings that share bytes, as an encoder may do to save them.
TEST(Auxiliary, StringsOverEachOther) {
  const auto bytes = from_hex("10 00 01 03 02 00 01 00 0C 00 0C 00 61 00 00 00");
  const AuxPerfServerInfo server{2, ServerType::private_mailbox, u"a", u"a"};
  EXPECT_EQ(parse_auxiliary(bytes).value(), std::vector<AuxBlock>{aux_block(server)});
}

// Section 2.2.2.2.16: four numbers, 132 reserved bytes, two half numbers, four reserved bytes.
TEST(Auxiliary, OsVersionInfo) {
  const std::vector<AuxBlock> blocks{aux_block(AuxOsVersionInfo{6, 1, 7601, 1, 2})};
  const auto bytes = serialize_auxiliary(blocks).value();
  auto expected = from_hex("A0 00 01 16 9C 00 00 00 06 00 00 00 01 00 00 00 B1 1D 00 00");
  expected.resize(expected.size() + 132);
  const auto tail = from_hex("01 00 02 00 00 00 00 00");
  expected.insert(expected.end(), tail.begin(), tail.end());
  EXPECT_EQ(bytes, expected);
  EXPECT_EQ(parse_auxiliary(bytes).value(), blocks);
}

TEST(Auxiliary, BlocksAreAlignedToFourBytes) {
  const auto bytes = serialize_auxiliary({aux_block(AuxServerSessionInfo{u"abc"})}).value();
  EXPECT_EQ(bytes, from_hex("10 00 01 4B 06 00 61 00 62 00 63 00 00 00 00 00"));
  EXPECT_EQ(serialize_auxiliary({aux_block(AuxServerSessionInfo{})}).value(),
            from_hex("08 00 01 4B 00 00 00 00"));
}

TEST(Auxiliary, ProcessInfoIsTheSameInBothVersions) {
  auto bytes = serialize_auxiliary({aux_block(AuxPerfProcessInfo{1, guid, u"a"})}).value();
  bytes[2] = aux_version_1;
  const auto blocks = parse_auxiliary(bytes).value();
  ASSERT_EQ(blocks.size(), 1u);
  EXPECT_EQ(blocks[0].id, (AuxId{aux_version_1, 0x0B}));
  EXPECT_TRUE(std::holds_alternative<AuxPerfProcessInfo>(blocks[0].payload));
}

// What is wrong inside a block does not stop the Connect that carries it.
TEST(Auxiliary, MalformedBlockStaysRaw) {
  for (const auto* text : {
           "06 00 01 17 00 00",        // cut short
           "08 00 01 4B 09 00 61 00",  // an offset behind the block
           "08 00 01 4B 06 00 61 00",  // a string without its terminator
           "08 00 01 4B 08 00 61 00",  // an offset to the end of the block
       }) {
    const auto bytes = from_hex(text);
    const auto blocks = parse_auxiliary(bytes);
    ASSERT_TRUE(blocks) << text;
    ASSERT_EQ(blocks->size(), 1u);
    EXPECT_EQ((*blocks)[0].payload, AuxPayload(AuxRaw{Bytes(bytes.begin() + 4, bytes.end())})) << text;
    EXPECT_EQ(serialize_auxiliary(*blocks).value(), bytes);
  }
}

TEST(Auxiliary, LaterVersionsMayAddFields) {
  const auto blocks = parse_auxiliary(from_hex("0C 00 01 17 02 00 00 00 AA BB CC DD")).value();
  EXPECT_EQ(blocks[0], aux_block(AuxExOrgInfo{2}));
}

TEST(Auxiliary, NextBlockMustBeFound) {
  EXPECT_TRUE(parse_auxiliary({}).value().empty());
  EXPECT_TRUE(parse_auxiliary(from_hex("04 00 01 99")));
  EXPECT_EQ(parse_auxiliary(from_hex("03 00 01 99")).error().fault, Fault::invalid);
  EXPECT_EQ(parse_auxiliary(from_hex("00 00 01 99")).error().fault, Fault::invalid);
  EXPECT_EQ(parse_auxiliary(from_hex("05 00 01 99")).error().fault, Fault::truncated);
  EXPECT_EQ(parse_auxiliary(from_hex("04 00 01")).error().fault, Fault::truncated);
  EXPECT_EQ(parse_auxiliary(from_hex("FF FF 01 99 00")).error().fault, Fault::truncated);
}

TEST(Auxiliary, EveryTruncationIsAFailureOrFewerBlocks) {
  for (const auto* file : {"client", "server", "performance", "device"}) {
    const auto bytes = hex_vector("MS-OXCRPC/2.2.2.2-" + std::string(file) + "-blocks.hex");
    const auto all = parse_auxiliary(bytes).value().size();
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      const auto blocks = parse_auxiliary(ByteView(bytes).first(size));
      EXPECT_TRUE(!blocks || blocks->size() < all) << file << ' ' << size;
    }
    wire::expect_bounded(bytes, [](ByteView hostile) { parse_auxiliary(hostile); });
  }
}

TEST(Auxiliary, NumberOfBlocksIsLimited) {
  Bytes bytes;
  for (int i = 0; i < 1026; ++i) {
    const auto block = from_hex("04 00 01 99");
    bytes.insert(bytes.end(), block.begin(), block.end());
  }
  EXPECT_EQ(parse_auxiliary(bytes).value().size(), 1026u);
  bytes.insert(bytes.end(), {4, 0, 1, 0x99});
  EXPECT_EQ(parse_auxiliary(bytes).error().fault, Fault::limit);
}

TEST(Auxiliary, BlockThatDoesNotFitItsSize) {
  EXPECT_EQ(serialize_auxiliary({aux_block(AuxServerSessionInfo{std::u16string(40000, 'a')})}).error().fault,
            Fault::too_long);
  EXPECT_EQ(serialize_auxiliary({{{1, 0x99}, AuxRaw{Bytes(65532)}}}).error().fault, Fault::too_long);
  EXPECT_TRUE(serialize_auxiliary({{{1, 0x99}, AuxRaw{Bytes(65531)}}}));
}

TEST(Auxiliary, Names) {
  EXPECT_EQ(aux_name({1, 0x02}), "AUX_TYPE_PERF_CLIENTINFO");
  EXPECT_EQ(aux_name({2, 0x04}), "AUX_TYPE_PERF_SESSIONINFO");
  EXPECT_EQ(aux_name({1, 0x4E}), "AUX_PROTOCOL_DEVICE_IDENTIFICATION");
  EXPECT_EQ(aux_name({1, 0x52}), "version 1 type 0x52");
}

}  // namespace
}  // namespace mapigate::oxcrpc
