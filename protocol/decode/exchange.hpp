#pragma once

#include "protocol/decode/rops.hpp"
#include "protocol/decode/tree.hpp"
#include "protocol/oxcmapihttp/headers.hpp"

namespace mapigate::decode {

enum class Direction : std::uint8_t { request, response };

// Reads the bodies of one conversation with an endpoint, in their order: a response after its request.
class Exchange {
 public:
  // `body` is what the request type defines: without HTTP's chunks and, of a response, without the lines up
  // to the empty one behind DONE. Children of the result are its fields; where bytes could not be read, one
  // says so.
  Node body(oxcmapihttp::RequestType type, Direction direction, wire::ByteView body);

 private:
  RopDecoder rops_;
};

// Whether some node of the tree could not be read.
bool has_unread(const Node& node);

// The request type for which such a body can be read to its end; none where there is no such type. A guess,
// since bodies do not say what they are.
std::optional<oxcmapihttp::RequestType> guess_type(Direction direction, wire::ByteView body);

}  // namespace mapigate::decode
