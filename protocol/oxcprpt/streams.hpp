#pragma once

#include "protocol/oxcdata/property_tag.hpp"
#include "protocol/oxcrops/rop.hpp"

// A property's value as a stream of bytes: MS-OXCROPS section 2.2.9. The data of a request or response that
// was read is a view into what it was read from.

namespace mapigate::oxcprpt {

using oxcdata::ErrorCode;
using oxcrops::RopId;

// MS-OXCROPS section 2.2.9.1.1; MS-OXCPRPT section 2.2.14.1.
struct OpenStreamRequest {
  static constexpr RopId id = RopId::open_stream;
  // Of open_mode_flags.
  static constexpr wire::u8 read_only = 0x00;
  static constexpr wire::u8 read_write = 0x01;
  static constexpr wire::u8 create = 0x02;  // read_write, and the value begins empty

  wire::u8 output_handle_index = 0;
  oxcdata::PropertyTag property_tag{};
  wire::u8 open_mode_flags = read_only;

  bool operator==(const OpenStreamRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("OutputHandleIndex", self.output_handle_index);
    archive("PropertyTag", self.property_tag);
    archive("OpenModeFlags", self.open_mode_flags);
  }
};

// What RopOpenStream and RopGetStreamSize answer.
template <RopId rop>
struct StreamSizeResponse {
  static constexpr RopId id = rop;

  ErrorCode return_value{};
  wire::u32 stream_size = 0;  // bytes

  bool operator==(const StreamSizeResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    if (!oxcrops::succeeded(self, archive)) return;
    archive("StreamSize", self.stream_size);
  }
};

// MS-OXCROPS sections 2.2.9.1.2 and 2.2.9.1.3.
using OpenStreamResponse = StreamSizeResponse<RopId::open_stream>;

// MS-OXCROPS section 2.2.9.2.1.
struct ReadStreamRequest {
  static constexpr RopId id = RopId::read_stream;
  static constexpr wire::u16 use_maximum = 0xBABE;  // of byte_count

  wire::u16 byte_count = 0;          // at most so many bytes
  wire::u32 maximum_byte_count = 0;  // the same where byte_count is use_maximum; at most 0x80000000

  bool operator==(const ReadStreamRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("ByteCount", self.byte_count);
    archive("MaximumByteCount", wire::when(self.byte_count == use_maximum, self.maximum_byte_count));
  }
};

// MS-OXCROPS section 2.2.9.2.2. A failure has a DataSize too.
struct ReadStreamResponse {
  static constexpr RopId id = RopId::read_stream;

  ErrorCode return_value{};
  wire::ByteView data;

  static void fields(auto& self, auto& archive) {
    archive("ReturnValue", self.return_value);
    archive("Data", wire::sized<wire::u16>(self.data));
  }
};

// MS-OXCROPS sections 2.2.9.3.1, 2.2.9.4.1 and 2.2.9.12.1.
template <RopId rop>
struct WriteRequest {
  static constexpr RopId id = rop;

  wire::ByteView data;

  static void fields(auto& self, auto& archive) { archive("Data", wire::sized<wire::u16>(self.data)); }
};
// MS-OXCROPS sections 2.2.9.3.2, 2.2.9.4.2 and 2.2.9.12.2. A failure has a WrittenSize too.
template <RopId rop, class Size>
struct WriteResponse {
  static constexpr RopId id = rop;

  ErrorCode return_value{};
  Size written_size = 0;  // bytes

  bool operator==(const WriteResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("ReturnValue", self.return_value);
    archive("WrittenSize", self.written_size);
  }
};
using WriteStreamRequest = WriteRequest<RopId::write_stream>;
using WriteStreamResponse = WriteResponse<RopId::write_stream, wire::u16>;
// One of several in a row, whose data is written as if it were one (MS-OXCPRPT section 2.2.17).
using WriteStreamExtendedRequest = WriteRequest<RopId::write_stream_extended>;
using WriteStreamExtendedResponse = WriteResponse<RopId::write_stream_extended, wire::u32>;
using WriteAndCommitStreamRequest = WriteRequest<RopId::write_and_commit_stream>;
using WriteAndCommitStreamResponse = WriteResponse<RopId::write_and_commit_stream, wire::u16>;

// MS-OXCROPS section 2.2.9.5.
using CommitStreamRequest = oxcrops::PlainRequest<RopId::commit_stream>;
using CommitStreamResponse = oxcrops::PlainResponse<RopId::commit_stream>;

// MS-OXCROPS section 2.2.9.6.
using GetStreamSizeRequest = oxcrops::PlainRequest<RopId::get_stream_size>;
using GetStreamSizeResponse = StreamSizeResponse<RopId::get_stream_size>;

// MS-OXCROPS section 2.2.9.7.1.
struct SetStreamSizeRequest {
  static constexpr RopId id = RopId::set_stream_size;

  wire::u64 stream_size = 0;  // bytes

  bool operator==(const SetStreamSizeRequest&) const = default;
  static void fields(auto& self, auto& archive) { archive("StreamSize", self.stream_size); }
};
// MS-OXCROPS section 2.2.9.7.2.
using SetStreamSizeResponse = oxcrops::PlainResponse<RopId::set_stream_size>;

// MS-OXCPRPT section 2.2.21.1: Origin.
enum class SeekOrigin : wire::u8 { beginning = 0x00, current = 0x01, end = 0x02 };

// MS-OXCPRPT section 3.2.5.18: StreamSeekError, which MS-OXCDATA does not list. A position before the
// beginning, or beyond the largest size of a stream.
inline constexpr ErrorCode stream_seek_error{0x80030019};
// MS-OXCPRPT section 3.2.5.18: bytes.
inline constexpr wire::u64 max_stream_size = wire::u64{1} << 31;

// MS-OXCROPS section 2.2.9.8.1.
struct SeekStreamRequest {
  static constexpr RopId id = RopId::seek_stream;

  SeekOrigin origin{};
  wire::i64 offset = 0;  // bytes from there; negative towards the beginning

  bool operator==(const SeekStreamRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("Origin", self.origin);
    archive("Offset", self.offset);
  }
};

// MS-OXCROPS sections 2.2.9.8.2 and 2.2.9.8.3.
struct SeekStreamResponse {
  static constexpr RopId id = RopId::seek_stream;

  ErrorCode return_value{};
  wire::u64 new_position = 0;  // bytes from the beginning

  bool operator==(const SeekStreamResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    if (!oxcrops::succeeded(self, archive)) return;
    archive("NewPosition", self.new_position);
  }
};

// MS-OXCROPS section 2.2.9.9.1. RequestHead has the SourceHandleIndex.
struct CopyToStreamRequest {
  static constexpr RopId id = RopId::copy_to_stream;

  wire::u8 dest_handle_index = 0;
  wire::u64 byte_count = 0;

  bool operator==(const CopyToStreamRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("DestHandleIndex", self.dest_handle_index);
    archive("ByteCount", self.byte_count);
  }
};

// MS-OXCROPS sections 2.2.9.9.2 and 2.2.9.9.3 (the handle of the destination is none). Every failure has the
// two counts.
struct CopyToStreamResponse {
  static constexpr RopId id = RopId::copy_to_stream;

  ErrorCode return_value{};
  wire::u32 dest_handle_index = 0;  // of null_destination_object; the index has four bytes here
  wire::u64 read_byte_count = 0;
  wire::u64 written_byte_count = 0;

  bool operator==(const CopyToStreamResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("ReturnValue", self.return_value);
    archive("DestHandleIndex",
            wire::when(self.return_value == ErrorCode::null_destination_object, self.dest_handle_index));
    archive("ReadByteCount", self.read_byte_count);
    archive("WrittenByteCount", self.written_byte_count);
  }
};

// MS-OXCROPS sections 2.2.9.10.1 and 2.2.9.11.1.
template <RopId rop>
struct RegionRequest {
  static constexpr RopId id = rop;
  // Of lock_flags (MS-OXCPRPT section 2.2.24.1): others may read the region. Any other value: they may not.
  static constexpr wire::u32 others_may_read = 0x00000001;

  wire::u64 region_offset = 0;  // bytes
  wire::u64 region_size = 0;
  wire::u32 lock_flags = 0;

  bool operator==(const RegionRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("RegionOffset", self.region_offset);
    archive("RegionSize", self.region_size);
    archive("LockFlags", self.lock_flags);
  }
};
using LockRegionStreamRequest = RegionRequest<RopId::lock_region_stream>;
using UnlockRegionStreamRequest = RegionRequest<RopId::unlock_region_stream>;
// MS-OXCROPS sections 2.2.9.10.2 and 2.2.9.11.2.
using LockRegionStreamResponse = oxcrops::PlainResponse<RopId::lock_region_stream>;
using UnlockRegionStreamResponse = oxcrops::PlainResponse<RopId::unlock_region_stream>;

// MS-OXCROPS section 2.2.9.13.1.
struct CloneStreamRequest {
  static constexpr RopId id = RopId::clone_stream;

  wire::u8 output_handle_index = 0;

  bool operator==(const CloneStreamRequest&) const = default;
  static void fields(auto& self, auto& archive) { archive("OutputHandleIndex", self.output_handle_index); }
};
// MS-OXCROPS section 2.2.9.13.2.
using CloneStreamResponse = oxcrops::PlainResponse<RopId::clone_stream>;

}  // namespace mapigate::oxcprpt
