#include "protocol/oxcrops/rop_buffer.hpp"

#include "protocol/wire/reader.hpp"
#include "protocol/wire/writer.hpp"

namespace mapigate::oxcrops {

namespace {

constexpr std::size_t size_of_rop_size = sizeof(wire::u16);  // RopSize counts itself

}  // namespace

void RopBuffer::fields(auto& self, auto& archive) {
  auto rop_size = static_cast<wire::u16>(self.rops.size() + size_of_rop_size);
  archive("RopSize", rop_size);
  archive.check(rop_size >= size_of_rop_size);
  archive("RopsList", wire::raw(rop_size - size_of_rop_size, self.rops));
  archive("ServerObjectHandleTable", wire::until_end(self.handles));
}

wire::Result<RopBuffer> parse_rop_buffer(wire::ByteView payload) { return wire::parse<RopBuffer>(payload); }

wire::Result<wire::Bytes> serialize(const RopBuffer& buffer) {
  if (buffer.rops.size() + size_of_rop_size > 0xFFFF)
    return wire::Failure{wire::Fault::too_long, 0, "RopSize"};
  return wire::serialize(buffer);
}

}  // namespace mapigate::oxcrops
