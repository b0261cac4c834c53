#include "protocol/oxcrops/failed_response.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "protocol/oxcrops/registry.hpp"
#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxcrops {
namespace {

using oxcdata::ErrorCode;
using wire::Bytes;
using wire::from_hex;

Bytes failed(RopId id, ErrorCode error) {
  wire::Writer writer;
  write_failed_response(id, 3, error, writer);
  EXPECT_TRUE(writer.ok());
  return writer.take();
}

// By the field tables of MS-OXCROPS section 2.2: the ROPs whose response has one layout for success and
// failure, and how many bytes stand behind ReturnValue.
const std::map<RopId, std::size_t> longer{
    {RopId::delete_folder, 1},                                         // PartialCompletion
    {RopId::delete_messages, 1},                                       // PartialCompletion
    {RopId::hard_delete_messages, 1},                                  // PartialCompletion
    {RopId::empty_folder, 1},                                          // PartialCompletion
    {RopId::hard_delete_messages_and_subfolders, 1},                   // PartialCompletion
    {RopId::move_copy_messages, 1},                                    // PartialCompletion
    {RopId::move_folder, 1},                                           // PartialCompletion
    {RopId::copy_folder, 1},                                           // PartialCompletion
    {RopId::set_read_flags, 1},                                        // PartialCompletion
    {RopId::read_stream, 2},                                           // DataSize
    {RopId::write_stream, 2},                                          // WrittenSize
    {RopId::write_stream_extended, 4},                                 // WrittenSize
    {RopId::write_and_commit_stream, 2},                               // WrittenSize
    {RopId::copy_to_stream, 8 + 8},                                    // ReadByteCount, WrittenByteCount
    {RopId::fast_transfer_source_get_buffer, 2 + 2 + 2 + 1 + 2},       // TransferStatus to TransferBufferSize
    {RopId::fast_transfer_destination_put_buffer, 2 + 2 + 2 + 1 + 2},  // TransferStatus to BufferUsedSize
    {RopId::fast_transfer_destination_put_buffer_extended, 2 + 4 + 4 + 1 + 2},
};
const std::set<RopId> unanswered{RopId::release, RopId::notify, RopId::pending, RopId::backoff,
                                 RopId::buffer_too_small};

TEST(FailedResponse, OfEveryRop) {
  for (const RopId id : Rops::ids) {
    Bytes expected;
    if (!unanswered.contains(id)) {
      expected = from_hex("00 03 02 01 04 80");
      expected.front() = static_cast<wire::u8>(id);
      if (const auto found = longer.find(id); found != longer.end())
        expected.resize(expected.size() + found->second);
    }
    EXPECT_EQ(failed(id, ErrorCode::not_supported), expected) << name(id);
  }
}

// MS-OXCROPS section 2.2.12.4.2: a BackoffTime too.
TEST(FailedResponse, BusyFastTransfer) {
  EXPECT_EQ(failed(RopId::fast_transfer_source_get_buffer, ErrorCode::ec_server_busy),
            from_hex("4E 03 80 04 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00"));
}

// The index that the ROP puts an object at, where its request has one behind the head. (That of RopLogon
// stands in the head.)
TEST(FailedResponse, NamesTheOutputWhereThereIsOne) {
  for (const RopId id : Rops::ids) {
    visit_rop(id, [&](auto rop) {
      using Request = typename decltype(rop)::Request;
      constexpr bool output = requires(Request request) { request.output_handle_index; };
      auto expected = output ? ResponseIndex::output : ResponseIndex::input;
      if (unanswered.contains(id)) expected = ResponseIndex::none;
      EXPECT_EQ(response_index(id), expected) << name(id);
      if constexpr (output) {
        Request request{};
        request.output_handle_index = 0xA5;
        EXPECT_EQ(wire::serialize(request).value().front(), 0xA5) << name(id) << ": the first field";
      }
    });
  }
}

TEST(FailedResponse, OfAReservedRopIdIsNothing) {
  EXPECT_TRUE(failed(RopId{0x28}, ErrorCode::general_failure).empty());
}

}  // namespace
}  // namespace mapigate::oxcrops
