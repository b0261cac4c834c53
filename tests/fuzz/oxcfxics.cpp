#include <algorithm>

#include "protocol/oxcfxics/idset.hpp"
#include "protocol/oxcfxics/predecessor_change_list.hpp"
#include "protocol/oxcfxics/stream_producer.hpp"
#include "protocol/oxcfxics/stream_syntax.hpp"
#include "protocol/oxcfxics/structures.hpp"
#include "tests/fuzz/round_trip.hpp"

namespace {

using namespace mapigate;
using namespace oxcfxics;

// There are many encodings of a set, and many orders of a list; what is written is always the same one.
template <class T>
void one_form(wire::ByteView bytes) {
  const auto value = wire::parse<T>(bytes);
  if (!value) return;
  const auto written = wire::serialize(*value).value();
  const auto again = wire::parse<T>(written).value();
  fuzz::require(again == *value);
  fuzz::require(wire::serialize(again).value() == written);
}

// A set has no two ranges that touch.
void canonical(wire::ByteView bytes) {
  const auto set = wire::parse<Globset>(bytes);
  if (!set) return;
  wire::u64 next = 0;
  for (const auto& range : set->ranges()) {
    fuzz::require(range.low >= next && range.low <= range.high && range.high <= oxcdata::max_global_counter);
    next = range.high + 2;
  }
}

// Two sets, and what holds for every two.
void algebra(wire::ByteView bytes) {
  wire::Reader reader(bytes);
  Globset a, b;
  reader.read(a);
  reader.read(b);
  if (!reader.ok()) return;
  const auto both = a & b;
  const auto all = a | b;
  fuzz::require(all.includes(a) && all.includes(b) && a.includes(both) && b.includes(both));
  fuzz::require(all.size() + both.size() == a.size() + b.size());
  fuzz::require((a - b) == (all - b) && ((a - b) | both) == a && ((a - b) & b).empty());
}

// The stream in buffers whose sizes the first bytes of the data say.
struct Cuts {
  wire::ByteView sizes;
  std::size_t at = 0;
  std::size_t next() { return sizes.empty() ? 1'000'000 : sizes[at++ % sizes.size()] % 64 + std::size_t{1}; }
};

struct Read {
  std::vector<std::variant<Marker, StreamProperty>> items;
  wire::Failure failure;
  bool complete = false;
  bool well_formed = false;  // all values can be written
  std::vector<Element> path;
};
Read read(wire::ByteView stream, Element root, Cuts cuts) {
  Read result;
  StreamReader reader;
  StreamSyntax syntax(root);
  PropertyCollector collector(10'000);
  while (!stream.empty() && reader.ok()) {
    const auto size = std::min(cuts.next(), stream.size());
    const wire::Bytes buffer(stream.begin(), stream.begin() + static_cast<std::ptrdiff_t>(size));
    stream = stream.subspan(size);
    reader.feed(buffer);
    while (const auto event = reader.next()) {
      syntax.accept(*event);
      if (const auto* marker = std::get_if<Marker>(&*event)) {
        result.items.emplace_back(*marker);
        continue;
      }
      const auto property = collector.add(*event);
      if (!property) return result;
      if (property->has_value()) result.items.emplace_back(**property);
    }
  }
  result.complete = reader.finish() && syntax.complete();
  result.well_formed = reader.ok();
  result.failure = reader.failure();
  result.path = syntax.path();
  return result;
}

class Items : public StreamSource {
 public:
  explicit Items(const Read& read) : items_(read.items) {}
  bool produce(StreamWriter& out) override {
    if (next_ == items_.size()) return false;
    if (const auto* marker = std::get_if<Marker>(&items_[next_])) {
      out.marker(*marker);
    } else {
      const auto& property = std::get<StreamProperty>(items_[next_]);
      out.property(property.head, property.value);
    }
    return ++next_ < items_.size();
  }

 private:
  const std::vector<std::variant<Marker, StreamProperty>>& items_;
  std::size_t next_ = 0;
};

// However the stream is cut, the same is read; what was read can be written, and reads the same again.
void stream(wire::ByteView bytes) {
  if (bytes.size() < 2) return;
  const auto root = static_cast<Element>(bytes[0] % (static_cast<unsigned>(last_root) + 1));
  const auto count = std::min<std::size_t>(bytes[1] % 8, bytes.size() - 2);
  const auto sizes = bytes.subspan(2, count);
  const auto data = bytes.subspan(2 + count);
  const auto whole = read(data, root, {{}});
  const auto cut = read(data, root, {sizes});
  fuzz::require(whole.complete == cut.complete && whole.well_formed == cut.well_formed);
  fuzz::require(whole.failure.fault == cut.failure.fault && whole.failure.offset == cut.failure.offset);
  fuzz::require(whole.path == cut.path);
  if (!whole.well_formed) return;

  Items source(whole);
  StreamProducer producer(source);
  wire::Bytes written;
  Cuts cuts{sizes};
  while (!producer.done()) {
    const auto part = producer.get(cuts.next());
    if (part) {
      written.insert(written.end(), part->begin(), part->end());
    } else {
      fuzz::require(part.error().fault == wire::Fault::limit);
      const auto smallest = producer.get(producer.smallest()).value();
      fuzz::require(!smallest.empty());
      written.insert(written.end(), smallest.begin(), smallest.end());
    }
  }
  const auto again = read(written, root, {{}});
  fuzz::require(again.well_formed && again.complete == whole.complete &&
                again.items.size() == whole.items.size());
  Items source_again(again);
  StreamProducer producer_again(source_again);
  fuzz::require(producer_again.get(written.size() + 1).value() == written);
}

}  // namespace

// The first byte says which structure the rest is read as.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const wire::ByteView bytes(data + 1, size - 1);
  switch (data[0] % 10) {
    case 0:
      canonical(bytes);
      one_form<Globset>(bytes);
      break;
    case 1:
      one_form<ReplidIdset>(bytes);
      break;
    case 2:
      one_form<ReplguidIdset>(bytes);
      break;
    case 3:
      algebra(bytes);
      break;
    case 4:
      one_form<PredecessorChangeList>(bytes);
      break;
    case 5:
      fuzz::round_trip<Xid>(bytes);
      break;
    case 6:
      fuzz::round_trip<PropertyGroupInfo>(bytes);
      break;
    case 7:
      fuzz::round_trip<FolderReplicaInfo>(bytes);
      break;
    case 8:
      fuzz::round_trip<ProgressInformation>(bytes);
      break;
    case 9:
      stream(bytes);
      break;
  }
  return 0;
}
