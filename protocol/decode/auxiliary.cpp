#include "protocol/decode/auxiliary.hpp"

#include "protocol/oxcrpc/auxiliary_block_reader.hpp"
#include "protocol/oxcrpc/auxiliary_fields.hpp"

namespace mapigate::decode {

void auxiliary_blocks(wire::ByteView payload, Node& node) {
  TreeBuilder builder(node);
  wire::Reader headers(payload);
  while (headers.remaining() > 0) {
    const auto start = headers.offset();
    oxcrpc::AuxHeader header;
    headers.read(header);
    if (!headers.ok()) break;
    const auto content = headers.take(header.size - oxcrpc::AuxHeader::wire_size);
    if (!headers.ok()) break;

    wire::Failure failure;
    builder.begin(oxcrpc::aux_name(header.id), start);
    const bool known = oxcrpc::visit_aux_block(header.id, [&](auto block) {
      oxcrpc::AuxBlockReader<TreeTrace> reader(payload, start, header.size, TreeTrace(builder));
      block.fields(block, reader);
      failure = reader.failure();
    });
    if (!known) builder.set_text(text_of(content));
    builder.end(headers.offset());
    note_failure(failure, payload.first(headers.offset()), node.children.back());
  }
  note_failure(headers.failure(), payload, node);
}

}  // namespace mapigate::decode
