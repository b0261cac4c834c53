#include "protocol/oxcrops/rop_buffer.hpp"

#include "protocol/wire/reader.hpp"
#include "protocol/wire/writer.hpp"

namespace mapigate::oxcrops {

wire::Result<RopBuffer> parse_rop_buffer(wire::ByteView payload) { return wire::parse<RopBuffer>(payload); }

wire::Result<wire::Bytes> serialize(const RopBuffer& buffer) {
  if (buffer.rops.size() + RopBuffer::size_of_rop_size > 0xFFFF) {
    return wire::Failure{wire::Fault::too_long, 0, "RopSize"};
  }
  return wire::serialize(buffer);
}

}  // namespace mapigate::oxcrops
