#include "gateway/mapi/execute.hpp"

#include <gmock/gmock.h>

#include "gateway/mapi/auxiliary.hpp"
#include "protocol/oxcrops/responses.hpp"
#include "protocol/oxcrops/rop.hpp"
#include "protocol/oxcrpc/extended_buffer.hpp"
#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::mapi {
namespace {

using oxcdata::ErrorCode;
using oxcmapihttp::ExecuteRequest;
using oxcmapihttp::ExecuteResponse;
using oxcrops::RopBuffer;
using oxcrops::RopId;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using wire::Bytes;
using wire::u16;
using wire::u32;
using wire::u8;

// A ROP of the tests, in the place of RopReadStream: answers `size` bytes, or with an error, and has more to
// give for as long as `more` counts down.
struct StreamRequest {
  static constexpr RopId id = RopId::read_stream;
  u16 size = 0;
  u8 more = 0;
  u32 error = 0;
  static void fields(auto& self, auto& archive) {
    archive("size", self.size);
    archive("more", self.more);
    archive("error", self.error);
  }
};

// In the place of RopOpenFolder, which makes an object: an index for its handle follows the head.
struct OpenRequest {
  static constexpr RopId id = RopId::open_folder;
  u8 output = 0;
  u32 error = 0;
  static void fields(auto& self, auto& archive) {
    archive("OutputHandleIndex", self.output);
    archive("error", self.error);
  }
};

struct StreamResponse {
  static constexpr RopId id = RopId::read_stream;
  ErrorCode return_value{};
  Bytes data;
  static void fields(auto& self, auto& archive) {
    archive("ReturnValue", self.return_value);
    archive("data", wire::rest(self.data));
  }
};
using OpenResponse = oxcrops::PlainResponse<RopId::open_folder>;

struct Thing final : ServerObject {};

class Execute : public ::testing::Test {
 protected:
  Execute() {
    registry.add<StreamRequest, StreamResponse>(
        [this](RopCall& call, const StreamRequest& request, StreamResponse& response) {
          return stream(call, request, response);
        },
        {.chain_room = 0x2000});
    registry.add<OpenRequest, OpenResponse>(open);
    session.user = std::make_shared<directory::User>();
  }

  RopOutcome stream(RopCall& call, const StreamRequest& request, StreamResponse& response) {
    ++runs;
    rooms.push_back(call.room());
    if (honest && 6u + request.size > call.room()) return RopOutcome::too_big();
    response.data.assign(request.size, u8(runs));
    RopOutcome outcome(ErrorCode{request.error});
    if (request.more > 0) {
      StreamRequest next = request;
      --next.more;
      if (fail_when_repeated) next.error = 0x80040102;
      outcome.next = wire::serialize(next).value();
    }
    return outcome;
  }
  static RopOutcome open(RopCall& call, const OpenRequest& request, OpenResponse&) {
    if (request.error != 0) return ErrorCode{request.error};
    return call.open(request.output, std::make_unique<Thing>());
  }

  static Bytes rop(RopId id, u8 index, const auto& request) {
    Bytes bytes{static_cast<u8>(id), 0, index};
    const Bytes fields = wire::serialize(request).value();
    bytes.insert(bytes.end(), fields.begin(), fields.end());
    return bytes;
  }
  static Bytes stream_rop(StreamRequest request, u8 index = 0) {
    return rop(StreamRequest::id, index, request);
  }
  static Bytes join(std::initializer_list<Bytes> parts) {
    Bytes all;
    for (const Bytes& part : parts) all.insert(all.end(), part.begin(), part.end());
    return all;
  }

  static ExecuteRequest request(const Bytes& rops, std::vector<u32> handles = {1}, u32 flags = 3) {
    const Bytes payload = oxcrops::serialize(RopBuffer{rops, std::move(handles)}).value();
    return {.flags = flags,
            .rop_buffer = oxcrpc::encode_single(payload).value(),
            .max_rop_out = 0x40000,
            .auxiliary_buffer = {}};
  }
  ExecuteResponse run(const ExecuteRequest& request) { return execute(dispatcher, session, request); }
  static std::vector<RopBuffer> payloads(const ExecuteResponse& response) {
    EXPECT_EQ(response.status_code, 0u);
    EXPECT_EQ(response.error_code, ErrorCode::success);
    std::vector<RopBuffer> all;
    for (const Bytes& payload : oxcrpc::decode_chain(response.rop_buffer, 1 << 20).value()) {
      all.push_back(oxcrops::parse_rop_buffer(payload).value());
    }
    return all;
  }
  RopBuffer payload(const ExecuteRequest& request) {
    const auto all = payloads(run(request));
    EXPECT_EQ(all.size(), 1u);
    return all.front();
  }

  Logger log{LogLevel::debug, [](const LogRecord&) {}};
  RopRegistry registry;
  RopDispatcher dispatcher{registry, log};
  MailboxSession session;
  int runs = 0;
  bool honest = true;
  bool fail_when_repeated = false;
  std::vector<std::size_t> rooms;
};

TEST_F(Execute, ResponsesStandInTheOrderOfTheRequests) {
  const RopBuffer output =
      payload(request(join({stream_rop({.size = 1}), stream_rop({.size = 2}, 1)}), {7, 8}));
  EXPECT_THAT(output.rops, ElementsAre(0x2C, 0, 0, 0, 0, 0, 1, 0x2C, 1, 0, 0, 0, 0, 2, 2));
  EXPECT_THAT(output.handles, ElementsAre(7u, 8u));
}

TEST_F(Execute, NothingToDo) {
  const RopBuffer output = payload(request({}, {}));
  EXPECT_THAT(output.rops, IsEmpty());
  EXPECT_THAT(output.handles, IsEmpty());
}

TEST_F(Execute, ObjectsAreOpenedAndReleased) {
  RopBuffer output = payload(
      request(rop(OpenRequest::id, 0, OpenRequest{.output = 1}), {oxcrops::no_handle, oxcrops::no_handle}));
  const u32 handle = output.handles.at(1);
  EXPECT_NE(session.objects.find(handle), nullptr);
  // [MS-OXCROPS] section 2.2.15.3: RopRelease has no response.
  output = payload(request({0x01, 0x00, 0x01}, {oxcrops::no_handle, handle}));
  EXPECT_THAT(output.rops, IsEmpty());
  EXPECT_EQ(session.objects.find(handle), nullptr);
  EXPECT_EQ(session.objects.size(), 0u);
}

TEST_F(Execute, ReleaseOfNothingIsNoError) {
  EXPECT_THAT(payload(request({0x01, 0x00, 0x00}, {77})).rops, IsEmpty());
  EXPECT_THAT(payload(request({0x01, 0x00, 0x09}, {77})).rops, IsEmpty()) << "an index outside the table";
}

TEST_F(Execute, AFailureNamesTheIndexThatTheResponseRepeats) {
  const Bytes rops = join({rop(OpenRequest::id, 0, OpenRequest{.output = 5, .error = 0x8004010F}),
                           stream_rop({.error = 0x8004010F}, 2), stream_rop({.size = 1})});
  const RopBuffer output = payload(request(rops, {1, 2, 3}));
  EXPECT_THAT(output.rops, ElementsAre(0x02, 5, 0x0F, 0x01, 0x04, 0x80,        //
                                       0x2C, 2, 0x0F, 0x01, 0x04, 0x80, 0, 0,  //
                                       0x2C, 0, 0, 0, 0, 0, 2))
      << "what was written before the failure is dropped, RopReadStream says DataSize, and the next ROP runs";
}

TEST_F(Execute, AnIndexOutsideTheTable) {
  const RopBuffer output = payload(request(join({stream_rop({.size = 9}, 1), stream_rop({.size = 1})}), {1}));
  EXPECT_THAT(output.rops, ElementsAre(0x2C, 1, 0xB9, 0x04, 0, 0, 0, 0, 0x2C, 0, 0, 0, 0, 0, 1))
      << "ecNullObject";
  EXPECT_EQ(runs, 1);
}

TEST_F(Execute, ARopThatNobodyCarriesOutDoesNotSpoilTheOthers) {
  // RopGetContentsTable: its output index is the fourth byte.
  const Bytes unsupported{0x05, 0x00, 0x00, 0x01, 0x00};
  const RopBuffer output =
      payload(request(join({stream_rop({.size = 1}), unsupported, stream_rop({.size = 1})}), {1, 2}));
  EXPECT_THAT(output.rops,
              ElementsAre(0x2C, 0, 0, 0, 0, 0, 1, 0x05, 1, 0x02, 0x01, 0x04, 0x80, 0x2C, 0, 0, 0, 0, 0, 2));
  EXPECT_EQ(runs, 2);
}

// [MS-OXCROPS] section 2.2.4.3.2: a failure of RopDeleteFolder has a PartialCompletion.
TEST_F(Execute, AFailureIsAsLongAsItsRopSays) {
  const Bytes unsupported{0x1D, 0x00, 0x00, 0x05, 1, 0, 0, 0, 0, 0, 0, 0x11};
  const RopBuffer output = payload(request(join({unsupported, stream_rop({.size = 1})})));
  EXPECT_THAT(output.rops, ElementsAre(0x1D, 0, 0x02, 0x01, 0x04, 0x80, 0, 0x2C, 0, 0, 0, 0, 0, 1));
}

TEST_F(Execute, ARequestOfAnUnsupportedRopHasToBeWholeToo) {
  for (const Bytes& rops : {Bytes{0x05, 0, 0, 1},              // RopGetContentsTable without its flags
                            Bytes{0x12, 0, 0, 0, 0xFF, 0xFF},  // RopSetColumns without its columns
                            Bytes{0x2A, 0, 0}}) {              // RopNotify, which only servers send
    const ExecuteResponse response = run(request(join({stream_rop({.size = 1}), rops})));
    EXPECT_EQ(response.error_code, ErrorCode::rpc_format);
    EXPECT_THAT(response.rop_buffer, IsEmpty());
  }
}

TEST_F(Execute, ReservedRopIdsAndRequestsCutShort) {
  for (const Bytes& rops :
       {Bytes{0x00, 0x00, 0x00}, Bytes{0x01, 0x00}, Bytes{0x2C, 0, 0, 1}, Bytes{0x88, 0, 0, 1, 2}}) {
    const ExecuteResponse response = run(request(join({stream_rop({.size = 1}), rops})));
    EXPECT_EQ(response.status_code, 0u);
    EXPECT_EQ(response.error_code, ErrorCode::rpc_format);
    EXPECT_THAT(response.rop_buffer, IsEmpty());
  }
}

TEST_F(Execute, LimitsOfTheRequest) {
  ExecuteRequest too_long = request({});
  too_long.rop_buffer.resize(oxcrpc::max_chain + 1);
  EXPECT_EQ(run(too_long).status_code, bad_stub_data);
  ExecuteRequest auxiliary = request({});
  auxiliary.auxiliary_buffer.resize(oxcrpc::max_auxiliary + 1);
  EXPECT_EQ(run(auxiliary).status_code, bad_stub_data);
  auxiliary.auxiliary_buffer.resize(3);
  EXPECT_EQ(run(auxiliary).error_code, ErrorCode::network_error);
  ExecuteRequest no_room = request({});
  no_room.max_rop_out = 7;
  EXPECT_EQ(run(no_room).error_code, ErrorCode::network_error);
  ExecuteRequest packed = request({});
  Bytes chain;
  ASSERT_FALSE(oxcrpc::append_extended(chain, Bytes{2, 0}, false));
  ASSERT_FALSE(oxcrpc::append_extended(chain, Bytes{2, 0}, true));
  packed.rop_buffer = chain;
  EXPECT_EQ(run(packed).error_code, ErrorCode::rpc_format) << "packed requests are not announced";
}

TEST_F(Execute, CompressedAndObfuscatedRequests) {
  const Bytes payload_bytes =
      oxcrops::serialize(RopBuffer{stream_rop({.size = 1}), {1, 1, 1, 1, 1, 1, 1, 1}}).value();
  ExecuteRequest encoded = request({});
  encoded.rop_buffer = oxcrpc::encode_single(payload_bytes, {.compress = true, .obfuscate = true}).value();
  EXPECT_EQ(payload(encoded).rops.size(), 7u);
}

TEST_F(Execute, CompressesWhatIsLargeUnlessToldNotTo) {
  const Bytes rops = stream_rop({.size = 5000});
  const ExecuteResponse compressed = run(request(rops, {1}, 0));
  EXPECT_LT(compressed.rop_buffer.size(), 500u);
  EXPECT_EQ(payloads(compressed).front().rops.size(), 5006u);
  EXPECT_GT(run(request(rops, {1}, 1)).rop_buffer.size(), 5000u);
}

TEST_F(Execute, WhatDoesNotFitIsGivenBack) {
  const Bytes rops =
      join({stream_rop({.size = 0x4000}), stream_rop({.size = 0x4000}), stream_rop({.size = 1})});
  const RopBuffer output = payload(request(rops));
  // The first response, then RopBufferTooSmall with the two requests that were not processed.
  const std::size_t first = 6 + 0x4000;
  const Bytes unprocessed = join({stream_rop({.size = 0x4000}), stream_rop({.size = 1})});
  ASSERT_EQ(output.rops.size(), first + 3 + unprocessed.size());
  EXPECT_THAT(Bytes(output.rops.begin() + first, output.rops.begin() + first + 3),
              ElementsAre(0xFF, 0x00, 0x80));
  EXPECT_EQ(Bytes(output.rops.begin() + first + 3, output.rops.end()), unprocessed);
  EXPECT_EQ(runs, 2) << "asked, and declined";
}

TEST_F(Execute, AResponseThatIsTooLongAllTheSameIsDropped) {
  honest = false;
  const RopBuffer output =
      payload(request(join({stream_rop({.size = 0x7000}), stream_rop({.size = 0x7000})})));
  EXPECT_EQ(output.rops.size(), 6u + 0x7000 + 3 + 10);
  EXPECT_EQ(output.rops.at(6 + 0x7000), 0xFF);
}

TEST_F(Execute, RoomIsKeptForGivingBack) {
  // Two requests of 10 bytes: the first may take all but RopBufferTooSmall with the second.
  payload(request(join({stream_rop({}), stream_rop({})})));
  const std::size_t limit = oxcrpc::max_payload - 2 - 4;
  EXPECT_THAT(rooms, ElementsAre(limit - 3 - 10, limit - 6));
}

// At every MaxRopOut the response keeps to it, and nothing is lost: answered or given back.
TEST_F(Execute, EveryMaxRopOut) {
  const Bytes rops = join({stream_rop({.size = 20}), stream_rop({.size = 30}), stream_rop({.size = 1})});
  for (u32 max = 8; max < 120; ++max) {
    ExecuteRequest small = request(rops);
    small.max_rop_out = max;
    const ExecuteResponse response = run(small);
    ASSERT_LE(response.rop_buffer.size(), max);
    if (response.error_code == ErrorCode::buffer_too_small) {
      ASSERT_LT(max, 8u + 2 + 4 + 3 + 30);
      continue;
    }
    ASSERT_EQ(response.error_code, ErrorCode::success);
    const Bytes answered = payloads(response).front().rops;
    std::size_t at = 0;
    int count = 0;
    for (const std::size_t size : {20u, 30u, 1u}) {
      if (at >= answered.size() || answered[at] == 0xFF) break;
      at += 6 + size;
      ++count;
    }
    if (count == 3) {
      ASSERT_EQ(at, answered.size());
    } else {
      ASSERT_EQ(answered.at(at), 0xFF);
      ASSERT_EQ(answered.size() - at - 3, static_cast<std::size_t>(3 - count) * 10);
    }
  }
}

TEST_F(Execute, ChainsTheLastRequest) {
  const ExecuteResponse response =
      run(request(join({stream_rop({.size = 1}), stream_rop({.size = 2, .more = 3})}), {5}, 7));
  const auto all = payloads(response);
  ASSERT_EQ(all.size(), 4u);
  EXPECT_EQ(all[0].rops.size(), 7u + 8u);
  for (std::size_t i = 1; i < all.size(); ++i) {
    EXPECT_EQ(all[i].rops.size(), 8u);
    EXPECT_EQ(all[i].rops.back(), i + 2) << "in order";
    EXPECT_THAT(all[i].handles, ElementsAre(5u));
  }
}

TEST_F(Execute, NoChainUnlessAskedFor) {
  EXPECT_EQ(payloads(run(request(stream_rop({.size = 2, .more = 3})))).size(), 1u);
  EXPECT_EQ(payloads(run(request(join({stream_rop({.more = 3}), stream_rop({})}), {1}, 7))).size(), 1u)
      << "only the last request is repeated";
}

TEST_F(Execute, AChainEndsWhereTheRoomDoes) {
  const ExecuteRequest large = request(stream_rop({.size = 0x7000, .more = 200}), {1}, 7);
  EXPECT_EQ(payloads(run(large)).size(), 9u) << "0x40000 holds 9 of 0x7000";
  EXPECT_LE(run(large).rop_buffer.size(), oxcrpc::max_chain);
  EXPECT_EQ(payloads(run(request(stream_rop({.size = 1, .more = 200}), {1}, 7))).size(), 96u)
      << "[MS-OXCRPC] section 3.1.4.2.1.2.2";
}

TEST_F(Execute, AChainLeavesFailuresOut) {
  fail_when_repeated = true;
  EXPECT_EQ(payloads(run(request(stream_rop({.size = 2, .more = 3}), {1}, 7))).size(), 1u);
}

TEST(ServerObjectsTest, Handles) {
  ServerObjects objects;
  const u32 first = objects.add(std::make_unique<Thing>()).value();
  const u32 second = objects.add(std::make_unique<Thing>()).value();
  EXPECT_NE(first, second);
  EXPECT_TRUE(objects.release(first));
  EXPECT_FALSE(objects.release(first));
  EXPECT_NE(objects.add(std::make_unique<Thing>()).value(), first)
      << "a stale handle must not mean another object";
  EXPECT_EQ(objects.find(oxcrops::no_handle), nullptr);
}

TEST(ServerObjectsTest, Limit) {
  ServerObjects objects;
  for (std::size_t i = 0; i < ServerObjects::limit; ++i) ASSERT_TRUE(objects.add(std::make_unique<Thing>()));
  EXPECT_FALSE(objects.add(std::make_unique<Thing>()));
}

TEST_F(Execute, BacksOff) {
  const auto all =
      payloads(back_off(request(join({stream_rop({.size = 5}), stream_rop({.size = 5})}), {7, 8}),
                        std::chrono::milliseconds(1500)));
  ASSERT_EQ(all.size(), 1u);
  EXPECT_THAT(all.front().handles, ElementsAre(7u, 8u));
  // RopId, LogonId, Duration, BackoffRopCount, AdditionalDataSize: [MS-OXCROPS] section 2.2.15.2.1.
  EXPECT_EQ(all.front().rops, wire::from_hex("F9 00 DC 05 00 00 00 00 00"));
  EXPECT_EQ(runs, 0);
  EXPECT_EQ(back_off(request({}), {}).error_code, ErrorCode::rpc_format) << "no logon to name";
}

}  // namespace
}  // namespace mapigate::mapi
