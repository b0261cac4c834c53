#include "protocol/oxcrpc/auxiliary.hpp"

#include <array>

#include "protocol/oxcrpc/auxiliary_block_reader.hpp"
#include "protocol/oxcrpc/auxiliary_fields.hpp"
#include "protocol/wire/reader.hpp"
#include "protocol/wire/writer.hpp"

namespace mapigate::oxcrpc {

namespace {

using wire::Bytes;
using wire::ByteView;
using wire::Fault;
using wire::u16;

// So that blocks without content cannot multiply into memory. An auxiliary buffer of max_auxiliary bytes that
// is not compressed cannot hold more.
constexpr std::size_t max_blocks = 0x1008 / AuxHeader::wire_size;

// The counterpart of AuxBlockReader.
class BlockWriter : public wire::Writer {
 public:
  BlockWriter() { zeros(AuxHeader::wire_size); }

  void offset16(const char*, const char* name, const std::u16string& text) {
    Writer tail;
    if (!text.empty()) tail(name, wire::utf16_z(text));
    if (!tail.ok()) fail(tail.failure().fault);
    put_behind(tail.take());
  }
  void size_and_offset16(const char*, const char*, const char*, const Bytes& bytes) {
    if (bytes.size() > 0xFFFF) return fail(Fault::too_long);
    number(static_cast<u16>(bytes.size()));
    put_behind(bytes);
  }

  // Adds what stands behind the fixed fields, and the header. Blocks are aligned to four bytes; what was kept
  // raw has its padding already.
  void finish(AuxId id, bool aligned) {
    for (std::size_t i = 0; i < behind_count_; ++i) {
      const auto& [offset_at, bytes] = behind_[i];
      if (bytes.empty()) continue;
      if (size() > 0xFFFF) return fail(Fault::too_long);
      patch(offset_at, static_cast<u16>(size()));
      append(bytes);
    }
    if (aligned) zeros((4 - size() % 4) % 4);
    if (size() > 0xFFFF) return fail(Fault::too_long);
    patch(0, static_cast<u16>(size()));
    patch(2, id.version);
    patch(3, id.type);
  }

 private:
  void put_behind(Bytes bytes) {
    behind_[behind_count_++] = {size(), std::move(bytes)};
    number(u16{0});
  }

  struct Behind {
    std::size_t offset_at = 0;
    Bytes bytes;
  };
  std::array<Behind, 6> behind_;  // the most, in AUX_PERF_CLIENTINFO
  std::size_t behind_count_ = 0;
};

// Bytes behind what is known are not an error: padding, and fields of later versions of the document.
AuxPayload parse_payload(AuxId id, ByteView payload, std::size_t start, std::size_t size) {
  AuxPayload parsed;
  const bool known = visit_aux_block(id, [&](auto block) {
    AuxBlockReader<wire::NoTrace> reader(payload, start, size);
    block.fields(block, reader);
    if (reader.ok()) parsed = std::move(block);
  });
  if (known && !std::holds_alternative<AuxRaw>(parsed)) return parsed;
  const auto data = payload.subspan(start + AuxHeader::wire_size, size - AuxHeader::wire_size);
  return AuxRaw{Bytes(data.begin(), data.end())};
}

template <class T>
void write_payload(const T& payload, BlockWriter& writer) {
  T::fields(payload, writer);
}
void write_payload(const AuxRaw& payload, BlockWriter& writer) { writer.append(payload.data); }

}  // namespace

wire::Result<std::vector<AuxBlock>> parse_auxiliary(ByteView payload) {
  std::vector<AuxBlock> blocks;
  wire::Reader reader(payload);
  while (reader.remaining() > 0) {
    const auto start = reader.offset();
    AuxHeader header;
    reader.read(header);
    if (blocks.size() == max_blocks) reader.fail(Fault::limit);
    if (reader.ok()) reader.take(header.size - AuxHeader::wire_size);
    if (!reader.ok()) return reader.failure();
    blocks.push_back({header.id, parse_payload(header.id, payload, start, header.size)});
  }
  return blocks;
}

wire::Result<Bytes> serialize_auxiliary(const std::vector<AuxBlock>& blocks) {
  Bytes bytes;
  for (const auto& block : blocks) {
    BlockWriter writer;
    std::visit([&](const auto& payload) { write_payload(payload, writer); }, block.payload);
    writer.finish(block.id, !std::holds_alternative<AuxRaw>(block.payload));
    if (!writer.ok()) return writer.failure();
    bytes.insert(bytes.end(), writer.view().begin(), writer.view().end());
  }
  return bytes;
}

}  // namespace mapigate::oxcrpc
