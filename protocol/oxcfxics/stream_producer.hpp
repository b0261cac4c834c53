#pragma once

#include "protocol/oxcfxics/stream_writer.hpp"
#include "protocol/wire/failure.hpp"

namespace mapigate::oxcfxics {

// What a stream is made from, piece by piece as it is asked for.
class StreamSource {
 public:
  virtual ~StreamSource() = default;
  // Writes the next elements, at least one: a message, say. False where the stream ends with them, or with
  // those before.
  virtual bool produce(StreamWriter& out) = 0;
};

// A download: the buffers of RopFastTransferSourceGetBuffer. Holds what the source wrote last and nothing of
// large values.
class StreamProducer {
 public:
  explicit StreamProducer(StreamSource& source) : source_(source) {}

  // The next part of the stream, at most `size` bytes; shorter where the stream cannot be cut at that place,
  // empty at its end. Fault::limit where what has to stay together is longer than `size`: then nothing is
  // lost, and a buffer of smallest() bytes would do. Other failures are those of the source and stay.
  wire::Result<wire::Bytes> get(std::size_t size);
  std::size_t smallest() const { return writer_.smallest(); }
  // Whether the last part was given (TransferStatus Done).
  bool done() const { return ended_ && writer_.empty(); }

 private:
  void refill();

  StreamSource& source_;
  StreamWriter writer_;
  bool ended_ = false;
};

}  // namespace mapigate::oxcfxics
