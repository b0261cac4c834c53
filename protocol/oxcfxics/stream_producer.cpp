#include "protocol/oxcfxics/stream_producer.hpp"

namespace mapigate::oxcfxics {

wire::Result<wire::Bytes> StreamProducer::get(std::size_t size) {
  wire::Bytes part;
  for (;;) {
    refill();
    if (!writer_.ok()) return writer_.failure();
    const auto before = part.size();
    writer_.take(size - before, part);
    if (part.size() == before) break;
  }
  if (!writer_.ok()) return writer_.failure();
  if (part.empty() && !done()) return wire::Failure{wire::Fault::limit, 0, "TransferBuffer"};
  return part;
}

// Until there is something to send, so that done() is true as soon as the last part is given.
void StreamProducer::refill() {
  while (writer_.ok() && writer_.empty() && !ended_) ended_ = !source_.produce(writer_);
}

}  // namespace mapigate::oxcfxics
