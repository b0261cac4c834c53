#pragma once

#include <span>
#include <unordered_map>
#include <vector>

#include "protocol/decode/tree.hpp"
#include "protocol/oxcdata/property_tag.hpp"
#include "protocol/oxcrops/rop_id.hpp"

namespace mapigate::decode {

// Reads the ROP buffers of a conversation in their order. Rows can be read only by who has seen which columns
// were asked for: so a response is read after its request, and the columns of tables, and of messages'
// recipients, are kept from one Execute to the next.
class RopDecoder {
 public:
  // The payload of one extended buffer of a request, into children of `node`.
  void request(wire::ByteView payload, Node& node);
  // Of the response to the requests that were read since the last response.
  void response(wire::ByteView payload, Node& node);

 private:
  using Columns = std::vector<oxcdata::PropertyTag>;
  struct Sent {
    oxcrops::RopId rop_id{};
    wire::u8 handle_index = 0;  // as the response repeats it
    Columns columns;            // of the rows in its response
  };

  void one_request(Reader& reader, TreeBuilder& builder, std::span<const wire::u32> handles);
  void one_response(Reader& reader, TreeBuilder& builder);
  Sent take_sent(oxcrops::RopId id, wire::u8 handle_index);

  std::vector<Sent> sent_;
  std::unordered_map<wire::u8, Columns> columns_by_index_;  // set in the Execute that is being read
  std::unordered_map<wire::u32, Columns> columns_by_handle_;
};

}  // namespace mapigate::decode
