#include "protocol/oxcrops/registry.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <string>

#include "protocol/oxcrops/rop_buffer.hpp"
#include "protocol/oxcrops/skip.hpp"
#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxcrops {
namespace {

using wire::ByteView;
using wire::Fault;

struct RopVector {
  std::string name;
  RopId id{};
  wire::Bytes bytes;
};

// The vectors of one ROP each of which the name has `kind`: "-request" or "-response".
std::vector<RopVector> rop_vectors(const std::string& kind) {
  std::vector<RopVector> vectors;
  for (const auto* document :
       {"MS-OXCFOLD", "MS-OXCPERM", "MS-OXCPRPT", "MS-OXCROPS", "MS-OXCTABL", "MS-OXOMSG", "MS-OXORULE"}) {
    for (const auto& file :
         std::filesystem::directory_iterator(std::string(MAPIGATE_TEST_VECTORS) + "/" + document)) {
      const auto name = std::string(document) + "/" + file.path().filename().string();
      if (name.find(kind) == std::string::npos) continue;
      if (name == "MS-OXCROPS/4.4-rop-release-request.hex") continue;  // a whole ROP input buffer
      auto bytes = wire::hex_vector(name);
      const auto id = static_cast<RopId>(bytes.front());
      vectors.push_back({name, id, std::move(bytes)});
    }
  }
  return vectors;
}

std::map<RopId, int> count_of_each(const std::vector<RopVector>& vectors) {
  std::map<RopId, int> counts;
  for (const auto& vector : vectors) ++counts[vector.id];
  return counts;
}

// What visit_rop() shows of an id.
struct Visit {
  int times = 0;
  bool has_request = false;
  bool has_response = false;
};
Visit visit(RopId id) {
  Visit seen;
  const bool found = visit_rop(id, [&](auto rop) {
    using Rop = decltype(rop);
    ++seen.times;
    EXPECT_EQ(Rop::id, id);
    seen.has_request = Rop::has_request;
    seen.has_response = Rop::has_response;
    if constexpr (Rop::has_request) {
      EXPECT_EQ(Rop::Request::id, id);
    }
    if constexpr (Rop::has_response) {
      EXPECT_EQ(Rop::Response::id, id);
    }
  });
  EXPECT_EQ(found, seen.times == 1);
  return seen;
}

TEST(Registry, VisitsEveryRopOnceAndNothingElse) {
  std::size_t visited = 0;
  for (int value = 0; value < 256; ++value) {
    const auto id = static_cast<RopId>(value);
    const int times = visit(id).times;
    EXPECT_EQ(times, name(id).empty() ? 0 : 1) << value;
    visited += static_cast<std::size_t>(times);
  }
  EXPECT_EQ(visited, Rops::size);
}

TEST(Registry, WhatOnlyOneSideSends) {
  for (const auto id : Rops::ids) {
    const bool of_servers =
        id == RopId::notify || id == RopId::pending || id == RopId::backoff || id == RopId::buffer_too_small;
    EXPECT_EQ(visit(id).has_request, !of_servers) << name(id);
    EXPECT_EQ(visit(id).has_response, id != RopId::release) << name(id);
    if (!of_servers) continue;
    const wire::Bytes bytes(64);
    wire::Reader reader(bytes);
    EXPECT_FALSE(skip_request(id, reader));
    EXPECT_TRUE(reader.ok());
    EXPECT_EQ(reader.offset(), 0u) << name(id);
  }
}

TEST(SkipRequest, ReservedIds) {
  for (const int value : {0x00, 0x28, 0x62, 0x8A, 0xFA}) {
    const wire::Bytes bytes(64);
    wire::Reader reader(bytes);
    EXPECT_FALSE(skip_request(static_cast<RopId>(value), reader));
    EXPECT_EQ(reader.offset(), 0u) << value;
  }
}

// Reads the head of a request and skips the rest of it.
wire::Failure skip(wire::Reader& reader) {
  RequestHead head;
  reader.read(head);
  const bool known = skip_request(head.rop_id, reader);
  EXPECT_TRUE(known || !reader.ok()) << name(head.rop_id);
  return reader.failure();
}

TEST(SkipRequest, EndsWhereEachRequestEnds) {
  for (const auto& vector : rop_vectors("-request")) {
    // The ClientData of a public folder logon; a reader that was not told of the logon takes it for private.
    if (vector.name == "MS-OXCROPS/2.2.6.11.1-set-message-read-flag-request-public.hex") continue;
    auto followed = vector.bytes;
    followed.insert(followed.end(), {0x01, 0x00, 0x07});  // RopRelease
    wire::Reader reader(followed);
    EXPECT_FALSE(skip(reader)) << vector.name << ": " << to_string(reader.failure());
    EXPECT_EQ(reader.offset(), vector.bytes.size()) << vector.name;
    EXPECT_EQ(reader.remaining(), 3u) << vector.name;

    for (std::size_t size = 0; size < vector.bytes.size(); ++size) {
      wire::Reader cut(ByteView(vector.bytes).first(size));
      EXPECT_TRUE(skip(cut)) << vector.name << " skipped in " << size << " bytes";
    }
    wire::expect_bounded(vector.bytes, [](ByteView hostile) {
      wire::Reader any(hostile);
      RequestHead head;
      any.read(head);
      skip_request(head.rop_id, any);
    });
  }
}

// Requests of nothing but a head have no vector of their own.
TEST(SkipRequest, RequestsWithoutABody) {
  for (const auto id : Rops::ids) {
    visit_rop(id, [&](auto rop) {
      if constexpr (decltype(rop)::has_request) {
        if constexpr (std::is_same_v<typename decltype(rop)::Request, PlainRequest<decltype(rop)::id>>) {
          const wire::Bytes bytes{static_cast<wire::u8>(id), 0, 1, 0xAA};
          wire::Reader reader(bytes);
          EXPECT_FALSE(skip(reader));
          EXPECT_EQ(reader.remaining(), 1u) << name(id);
        }
      }
    });
  }
}

// tests/vectors has a request and a response of every ROP that has more in it than a head and a ReturnValue.
// Those of servers alone are named by their notifications (MS-OXCNOTIF) or by themselves.
TEST(Vectors, OfEveryRop) {
  const auto requests = count_of_each(rop_vectors("-request"));
  const auto responses = count_of_each(rop_vectors("-response"));
  for (const auto id : Rops::ids) {
    visit_rop(id, [&](auto rop) {
      using Rop = decltype(rop);
      if constexpr (Rop::has_request) {
        constexpr bool plain = std::is_same_v<typename Rop::Request, PlainRequest<Rop::id>>;
        EXPECT_TRUE(plain || requests.contains(id)) << name(id);
      }
      if constexpr (Rop::has_request && Rop::has_response) {
        constexpr bool plain = std::is_same_v<typename Rop::Response, PlainResponse<Rop::id>>;
        EXPECT_TRUE(plain || responses.contains(id)) << name(id);
      }
    });
  }
  for (const auto& [id, count] : requests) EXPECT_TRUE(visit(id).has_request) << name(id);
  for (const auto& [id, count] : responses) EXPECT_TRUE(visit(id).has_response) << name(id);
}

}  // namespace
}  // namespace mapigate::oxcrops
