#include "protocol/decode/rops.hpp"

#include <algorithm>
#include <optional>

#include "protocol/oxcdata/property_row_fields.hpp"
#include "protocol/oxcdata/property_value_fields.hpp"
#include "protocol/oxcdata/recipient_row_fields.hpp"
#include "protocol/oxcdata/restriction_fields.hpp"
#include "protocol/oxcrops/registry.hpp"
#include "protocol/oxcrops/rop_buffer.hpp"

namespace mapigate::decode {

using oxcrops::RopId;

namespace {

// The handles behind the RopsList, which a request's ROPs refer to by index. None where the buffer is cut.
std::vector<wire::u32> handles_of(wire::ByteView payload) {
  const auto buffer = oxcrops::parse_rop_buffer(payload);
  return buffer ? buffer->handles : std::vector<wire::u32>();
}

// RopSize, RopsList and ServerObjectHandleTable; `one_rop` reads one of the list.
template <class F>
void rop_buffer(wire::ByteView payload, Node& node, F&& one_rop) {
  TreeBuilder builder(node);
  Reader reader(payload, TreeTrace(builder));
  wire::u16 rop_size = 0;
  reader("RopSize", rop_size);
  reader.check(rop_size >= oxcrops::RopBuffer::size_of_rop_size);
  if (reader.ok()) {
    reader.within(rop_size - oxcrops::RopBuffer::size_of_rop_size, [&] {
      while (reader.ok() && reader.remaining() > 0) one_rop(reader, builder);
    });
  }
  std::vector<wire::u32> handles;
  reader("ServerObjectHandleTable", wire::until_end(handles));
  note_failure(reader.failure(), payload, node);
}

}  // namespace

void RopDecoder::request(wire::ByteView payload, Node& node) {
  const auto handles = handles_of(payload);
  rop_buffer(payload, node,
             [&](Reader& reader, TreeBuilder& builder) { one_request(reader, builder, handles); });
}

void RopDecoder::response(wire::ByteView payload, Node& node) {
  rop_buffer(payload, node, [&](Reader& reader, TreeBuilder& builder) { one_response(reader, builder); });
  const auto handles = handles_of(payload);
  for (auto& [index, columns] : columns_by_index_) {
    if (index < handles.size()) columns_by_handle_[handles[index]] = std::move(columns);
  }
  columns_by_index_.clear();
  sent_.clear();
}

void RopDecoder::one_request(Reader& reader, TreeBuilder& builder, std::span<const wire::u32> handles) {
  const auto rop = reader.peek();
  const auto id = static_cast<RopId>(rop.front());
  builder.begin(std::string(name(id).empty() ? "unknown ROP" : name(id)), reader.offset());
  oxcrops::RequestHead head;
  reader.read(head);
  Sent sent{id, head.handle_index, {}};
  const bool known = reader.ok() && oxcrops::visit_rop(id, [&](auto rop_type) {
                       using Request = typename decltype(rop_type)::Request;
                       if constexpr (!decltype(rop_type)::has_request) {
                         reader.fail(wire::Fault::invalid);
                       } else {
                         if (response_index(id) == oxcrops::ResponseIndex::output && reader.remaining() > 0) {
                           sent.handle_index = reader.peek().front();
                         }
                         Request request{};
                         reader.read(request);
                         if constexpr (requires { request.property_tags; })
                           sent.columns = request.property_tags;
                       }
                     });
  if (!known) reader.fail(wire::Fault::invalid);
  builder.end(reader.offset());

  if (id == RopId::set_columns) {
    columns_by_index_[head.handle_index] = sent.columns;
  } else if (id != RopId::get_properties_specific) {
    const auto set_now = columns_by_index_.find(head.handle_index);
    if (set_now != columns_by_index_.end()) {
      sent.columns = set_now->second;
    } else if (head.handle_index < handles.size()) {
      const auto set_before = columns_by_handle_.find(handles[head.handle_index]);
      if (set_before != columns_by_handle_.end()) sent.columns = set_before->second;
    }
  }
  if (id != RopId::release) sent_.push_back(std::move(sent));
}

RopDecoder::Sent RopDecoder::take_sent(RopId id, wire::u8 handle_index) {
  const auto found = std::find_if(sent_.begin(), sent_.end(), [&](const Sent& sent) {
    return sent.rop_id == id && sent.handle_index == handle_index;
  });
  if (found == sent_.end()) return {};
  Sent sent = std::move(*found);
  sent_.erase(found);
  return sent;
}

void RopDecoder::one_response(Reader& reader, TreeBuilder& builder) {
  const auto id = static_cast<RopId>(reader.peek().front());
  builder.begin(std::string(name(id).empty() ? "unknown ROP" : name(id)), reader.offset());
  const bool known = oxcrops::visit_rop(id, [&](auto rop_type) {
    using Response = typename decltype(rop_type)::Response;
    if constexpr (!decltype(rop_type)::has_response) {
      reader.fail(wire::Fault::invalid);
    } else {
      Response response{};
      Sent sent;
      std::optional<wire::u8> handle_index;
      if constexpr (requires { typename Response::Head; }) {
        typename Response::Head head;
        reader.read(head);
      } else {
        oxcrops::ResponseHead head;
        reader.read(head);
        handle_index = head.handle_index;
        sent = take_sent(id, head.handle_index);
      }
      if constexpr (requires { response.columns = std::span<const oxcdata::PropertyTag>(sent.columns); }) {
        response.columns = sent.columns;
      }
      reader.read(response);
      // RopReadRecipients shows rows with the columns that the message was opened with.
      if constexpr (requires { response.recipient_columns; }) {
        if (handle_index) columns_by_index_[*handle_index] = response.recipient_columns;
      }
    }
  });
  if (!known) reader.fail(wire::Fault::invalid);
  builder.end(reader.offset());
}

}  // namespace mapigate::decode
