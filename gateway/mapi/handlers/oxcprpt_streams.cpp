// Streams: [MS-OXCPRPT] sections 3.2.5.11 to 3.2.5.19 and 3.2.5.21 to 3.2.5.24.

#include <algorithm>
#include <array>

#include "gateway/mapi/handlers/oxcprpt_parts.hpp"
#include "gateway/mapi/objects/stream_object.hpp"
#include "protocol/oxcprpt/streams.hpp"

namespace mapigate::mapi::handlers {

using oxcdata::PropertyType;

namespace {

constexpr std::size_t read_head_size = 8;       // RopId, InputHandleIndex, ReturnValue and DataSize
constexpr std::size_t chain_room = 0x2000;      // [MS-OXCRPC] section 3.1.4.2.1.2.2
constexpr wire::u32 max_maximum = 0x80000000;   // of MaximumByteCount, [MS-OXCROPS] section 2.2.9.2.1
constexpr std::size_t copy_chunk_size = 65536;  // bytes

StreamPlace place_of(const RopCall& call, const PropertyObject& object) {
  const mailbox::Mailbox::Services& services = object.logon->mailbox().services();
  return {services.spool_folder, call.session.spool_budget,
          std::min<std::uint64_t>(services.limits.size, oxcprpt::max_stream_size)};
}

// Section 2.2.14: which properties of which objects.
bool has_stream(const PropertyObject& object, PropertyType type) {
  switch (object.kind()) {
    case ObjectKind::folder:
      return type == PropertyType::binary;
    case ObjectKind::logon:
      return false;
    default:
      return type == PropertyType::binary || type == PropertyType::string || type == PropertyType::string8 ||
             type == PropertyType::object;
  }
}

// Opened to be written to. Section 3.2.5.11: streams of public folders are for reading.
ErrorCode check_writable(PropertyObject& object, std::uint16_t id) {
  if (object.kind() == ObjectKind::folder && object.logon->mailbox().is_public())
    return ErrorCode::not_supported;
  if (const auto may = object.writable(); !may) return may.error();
  return check_id(object, id);
}

RopOutcome open_stream(RopCall& call, const oxcprpt::OpenStreamRequest& request,
                       oxcprpt::OpenStreamResponse& response) {
  using Request = oxcprpt::OpenStreamRequest;
  auto object = call.share<PropertyObject>(call.head.handle_index);
  if (!object) return call.missing();
  if (!has_stream(*object, oxcdata::type_of(request.property_tag))) return ErrorCode::not_supported;
  if ((request.open_mode_flags & ~(Request::read_write | Request::create)) != 0) {
    return ErrorCode::invalid_parameter;
  }
  const bool write = request.open_mode_flags != Request::read_only;
  if (write) {
    const ErrorCode error = check_writable(*object, oxcdata::id_of(request.property_tag));
    if (error != ErrorCode::success) return error;
  }
  const bool create = (request.open_mode_flags & Request::create) != 0;
  const StreamPlace place = place_of(call, *object);
  const wire::u32 code_page = code_page_of(call.session, *object);
  auto value = StreamValue::open(std::move(object), request.property_tag, create, code_page, place);
  if (!value) return value.error();
  const std::uint64_t size = (*value)->size();
  auto stream = std::make_unique<StreamObject>();
  stream->value = std::move(*value);
  stream->writable = write;
  response.stream_size = static_cast<wire::u32>(std::min<std::uint64_t>(size, UINT32_MAX));
  return call.open(request.output_handle_index, std::move(stream));
}

// Section 3.2.5.12. What does not fit is left for the next request, which a client may ask to have answered
// at once.
RopOutcome read_stream(RopCall& call, const oxcprpt::ReadStreamRequest& request,
                       oxcprpt::ReadStreamResponse& response) {
  using Request = oxcprpt::ReadStreamRequest;
  const bool fill = request.byte_count == Request::use_maximum;
  if (fill && request.maximum_byte_count > max_maximum) {
    call.request.fail(wire::Fault::limit);
    return ErrorCode::rpc_format;
  }
  auto* stream = call.input<StreamObject>();
  if (!stream) return call.missing();
  const std::uint64_t size = stream->value->size();
  const std::uint64_t left = size > stream->position ? size - stream->position : 0;
  const std::uint64_t wanted = fill ? request.maximum_byte_count : request.byte_count;
  const std::size_t room = call.room() > read_head_size ? call.room() - read_head_size : 0;
  const auto count =
      static_cast<std::size_t>(std::min({left, wanted, std::uint64_t{room}, std::uint64_t{UINT16_MAX}}));
  // Nothing would mean the end of the stream, and many clients take it for that when they get less than they
  // have asked for.
  const bool cut = count < std::min(left, wanted);
  if (call.room() < read_head_size || (cut && count == 0)) return RopOutcome::too_big();
  if (cut && !fill && call.response.size() > 0) return RopOutcome::too_big();

  // Written to the response before another request is carried out on this thread.
  static thread_local wire::Bytes buffer;
  buffer.resize(count);
  const auto read = stream->value->read(stream->position, buffer);
  if (!read) return read.error();
  stream->position += *read;
  response.data = wire::ByteView(buffer).first(*read);
  RopOutcome outcome;
  if (cut && *read == count) {
    wire::Writer next;
    next.write(Request{Request::use_maximum, static_cast<wire::u32>(wanted - count)});
    outcome.next = next.take();
  }
  return outcome;
}

// Section 3.2.5.13.
ErrorCode write(StreamObject& stream, wire::ByteView data) {
  if (!stream.writable) return ErrorCode::storage_access_denied;
  if (auto written = stream.value->write(stream.position, data); !written) return written.error();
  stream.position += data.size();
  return ErrorCode::success;
}

template <class Request, class Response>
RopOutcome write_stream(RopCall& call, const Request& request, Response& response) {
  auto* stream = call.input<StreamObject>();
  if (!stream) return call.missing();
  const ErrorCode error = write(*stream, request.data);
  if (error == ErrorCode::success) {
    response.written_size = static_cast<decltype(response.written_size)>(request.data.size());
  }
  return error;
}

// Section 3.2.5.15.
ErrorCode commit(StreamObject& stream) {
  const auto committed = stream.value->commit();
  return committed ? ErrorCode::success : committed.error();
}

RopOutcome commit_stream(RopCall& call, const oxcprpt::CommitStreamRequest&, oxcprpt::CommitStreamResponse&) {
  auto* stream = call.input<StreamObject>();
  return stream ? commit(*stream) : call.missing();
}

// Section 3.2.5.23. Not of folders (section 2.2.26).
RopOutcome write_and_commit_stream(RopCall& call, const oxcprpt::WriteAndCommitStreamRequest& request,
                                   oxcprpt::WriteAndCommitStreamResponse& response) {
  auto* stream = call.input<StreamObject>();
  if (!stream) return call.missing();
  if (stream->value->object().kind() == ObjectKind::folder) return ErrorCode::not_supported;
  const ErrorCode error = write(*stream, request.data);
  if (error != ErrorCode::success) return error;
  response.written_size = static_cast<wire::u16>(request.data.size());
  return RopOutcome::with_response(commit(*stream));
}

RopOutcome get_stream_size(RopCall& call, const oxcprpt::GetStreamSizeRequest&,
                           oxcprpt::GetStreamSizeResponse& response) {
  auto* stream = call.input<StreamObject>();
  if (!stream) return call.missing();
  response.stream_size = static_cast<wire::u32>(std::min<std::uint64_t>(stream->value->size(), UINT32_MAX));
  return {};
}

RopOutcome set_stream_size(RopCall& call, const oxcprpt::SetStreamSizeRequest& request,
                           oxcprpt::SetStreamSizeResponse&) {
  auto* stream = call.input<StreamObject>();
  if (!stream) return call.missing();
  if (!stream->writable) return ErrorCode::storage_access_denied;
  if (request.stream_size > oxcprpt::max_stream_size) return ErrorCode::invalid_parameter;
  const auto resized = stream->value->resize(request.stream_size);
  return resized ? ErrorCode::success : resized.error();
}

// Section 3.2.5.18.
RopOutcome seek_stream(RopCall& call, const oxcprpt::SeekStreamRequest& request,
                       oxcprpt::SeekStreamResponse& response) {
  auto* stream = call.input<StreamObject>();
  if (!stream) return call.missing();
  const std::uint64_t size = stream->value->size();
  std::uint64_t origin = 0;
  switch (request.origin) {
    case oxcprpt::SeekOrigin::beginning:
      break;
    case oxcprpt::SeekOrigin::current:
      origin = stream->position;
      break;
    case oxcprpt::SeekOrigin::end:
      origin = size;
      break;
    default:
      return ErrorCode::storage_invalid_parameter;
  }
  const std::uint64_t distance = request.offset < 0 ? 0 - static_cast<std::uint64_t>(request.offset)
                                                    : static_cast<std::uint64_t>(request.offset);
  if (request.offset < 0 ? distance > origin : distance > stream->value->limit()) {
    return oxcprpt::stream_seek_error;
  }
  const std::uint64_t position = request.offset < 0 ? origin - distance : origin + distance;
  if (position > size) {
    if (position > stream->value->limit()) return oxcprpt::stream_seek_error;
    if (!stream->writable) return ErrorCode::storage_access_denied;
    if (const auto resized = stream->value->resize(position); !resized) return resized.error();
  }
  stream->position = position;
  response.new_position = position;
  return {};
}

// Section 3.2.5.19.
RopOutcome copy_to_stream(RopCall& call, const oxcprpt::CopyToStreamRequest& request,
                          oxcprpt::CopyToStreamResponse& response) {
  auto* source = call.input<StreamObject>();
  if (!source) return call.missing();
  auto* destination = call.object<StreamObject>(request.dest_handle_index);
  if (!destination) {
    response.dest_handle_index = request.dest_handle_index;
    return call.missing(request.dest_handle_index) == ErrorCode::null_object
               ? RopOutcome::with_response(ErrorCode::null_destination_object)
               : RopOutcome(ErrorCode::not_supported);
  }
  if (!destination->writable) return ErrorCode::storage_access_denied;
  const std::uint64_t size = source->value->size();
  std::uint64_t left = size > source->position ? std::min(request.byte_count, size - source->position) : 0;
  const std::uint64_t limit = destination->value->limit();
  if (left > 0 && (destination->position > limit || left > limit - destination->position)) {
    return ErrorCode::too_big;
  }
  std::array<std::uint8_t, copy_chunk_size> chunk;
  ErrorCode error = ErrorCode::success;
  while (left > 0 && error == ErrorCode::success) {
    const auto read = source->value->read(
        source->position, std::span(chunk).first(std::min<std::uint64_t>(chunk.size(), left)));
    if (!read) {
      error = read.error();
    } else if (*read == 0) {
      break;
    } else {
      error = write(*destination, wire::ByteView(chunk).first(*read));
      response.read_byte_count += *read;
      if (error == ErrorCode::success) {
        response.written_byte_count += *read;
        if (source != destination) source->position += *read;
        left -= *read;
      }
    }
  }
  return RopOutcome::with_response(error);
}

// Sections 3.2.5.21 and 3.2.5.22 leave it to the server whether it has locks. A stream here is of one
// session, so there is nobody whom a lock would keep out, and a client is not told that there is.
template <class Request, class Response>
RopOutcome region(RopCall& call, const Request&, Response&) {
  return call.input<StreamObject>() ? ErrorCode::not_implemented : call.missing();
}

// Section 3.2.5.24.
RopOutcome clone_stream(RopCall& call, const oxcprpt::CloneStreamRequest& request,
                        oxcprpt::CloneStreamResponse&) {
  const auto* stream = call.input<StreamObject>();
  if (!stream) return call.missing();
  return call.open(request.output_handle_index, std::make_unique<StreamObject>(*stream));
}

}  // namespace

void register_oxcprpt_streams(RopRegistry& registry) {
  using namespace oxcprpt;
  registry.add<OpenStreamRequest, OpenStreamResponse>(open_stream);
  registry.add<ReadStreamRequest, ReadStreamResponse>(read_stream, {.chain_room = chain_room});
  registry.add<WriteStreamRequest, WriteStreamResponse>(
      write_stream<WriteStreamRequest, WriteStreamResponse>);
  registry.add<WriteStreamExtendedRequest, WriteStreamExtendedResponse>(
      write_stream<WriteStreamExtendedRequest, WriteStreamExtendedResponse>);
  registry.add<WriteAndCommitStreamRequest, WriteAndCommitStreamResponse>(write_and_commit_stream);
  registry.add<CommitStreamRequest, CommitStreamResponse>(commit_stream);
  registry.add<GetStreamSizeRequest, GetStreamSizeResponse>(get_stream_size);
  registry.add<SetStreamSizeRequest, SetStreamSizeResponse>(set_stream_size);
  registry.add<SeekStreamRequest, SeekStreamResponse>(seek_stream);
  registry.add<CopyToStreamRequest, CopyToStreamResponse>(copy_to_stream);
  registry.add<LockRegionStreamRequest, LockRegionStreamResponse>(
      region<LockRegionStreamRequest, LockRegionStreamResponse>);
  registry.add<UnlockRegionStreamRequest, UnlockRegionStreamResponse>(
      region<UnlockRegionStreamRequest, UnlockRegionStreamResponse>);
  registry.add<CloneStreamRequest, CloneStreamResponse>(clone_stream);
}

}  // namespace mapigate::mapi::handlers
