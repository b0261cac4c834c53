// The speed of the protocol library on what servers and clients exchange most. Bytes a second are those of
// the encoded form; memcpy and zlib stand beside it in the same run.

#include <benchmark/benchmark.h>
#include <zlib.h>

#include <cstring>
#include <random>

#include "protocol/oxcfxics/globset.hpp"
#include "protocol/oxcfxics/stream_producer.hpp"
#include "protocol/oxcfxics/stream_reader.hpp"
#include "protocol/oxcrops/registry.hpp"
#include "protocol/oxcrops/rop_buffer.hpp"
#include "protocol/oxcrpc/lz77.hpp"
#include "protocol/oxprops/property_tags.hpp"
#include "protocol/wire/reader.hpp"
#include "protocol/wire/writer.hpp"

namespace mapigate {
namespace {

using namespace oxprops;
using oxcdata::PropertyTag;
using oxcdata::PropertyValue;
using wire::Bytes;
using wire::ByteView;
using wire::u16;
using wire::u32;
using wire::u64;
using wire::u8;

void set_bytes(benchmark::State& state, std::size_t size) {
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * size));
  state.counters["size"] = static_cast<double>(size);
}

// --- An Execute buffer with 20 ROPs, as Outlook opens a message and its folder ---

template <class Request>
void put(wire::Writer& writer, const Request& request, u8 handle_index = 0) {
  writer.write(oxcrops::RequestHead{Request::id, 0, handle_index});
  writer.write(request);
}

const std::vector<PropertyTag> message_tags{
    pid_tag_subject,    pid_tag_message_class,   pid_tag_message_flags,      pid_tag_message_size,
    pid_tag_importance, pid_tag_sensitivity,     pid_tag_sender_name,        pid_tag_sender_email_address,
    pid_tag_display_to, pid_tag_display_cc,      pid_tag_client_submit_time, pid_tag_last_modification_time,
    pid_tag_body,       pid_tag_has_attachments, pid_tag_conversation_topic, pid_tag_search_key};

Bytes twenty_rops() {
  wire::Writer writer;
  put(writer, oxcfold::OpenFolderRequest{});
  put(writer, oxcfold::GetContentsTableRequest{}, 1);
  put(writer, oxctabl::SetColumnsRequest{0, message_tags}, 2);
  put(writer,
      oxctabl::SortTableRequest{
          0, {0, 0, {{pid_tag_message_delivery_time, oxcdata::SortDirection::descending}}}},
      2);
  put(writer, oxctabl::RestrictRequest{0, oxcdata::operand(oxcdata::ExistRestriction{pid_tag_subject})}, 2);
  put(writer, oxctabl::QueryRowsRequest{0, true, 50}, 2);
  for (u8 i = 0; i < 3; ++i) {
    put(writer, oxcmsg::OpenMessageRequest{}, 1);
    put(writer, oxcprpt::GetPropertiesSpecificRequest{0, 1, message_tags}, static_cast<u8>(3 + i));
    put(writer, oxcmsg::GetAttachmentTableRequest{}, static_cast<u8>(3 + i));
    put(writer, oxcrops::ReleaseRequest{}, static_cast<u8>(3 + i));
  }
  put(writer, oxctabl::QueryPositionRequest{}, 2);
  put(writer, oxctabl::SeekRowRequest{}, 2);
  return writer.take();
}

void parse_requests(ByteView bytes) {
  wire::Reader reader(bytes);
  while (reader.remaining() > 0) {
    oxcrops::RequestHead head;
    reader.read(head);
    oxcrops::visit_rop(head.rop_id, [&](auto rop) {
      if constexpr (decltype(rop)::has_request) {
        typename decltype(rop)::Request request{};
        reader.read(request);
        benchmark::DoNotOptimize(&request);
      }
    });
  }
  if (!reader.ok()) std::abort();
}

void ParseExecuteOf20Rops(benchmark::State& state) {
  const auto bytes = twenty_rops();
  for (auto _ : state) parse_requests(bytes);
  set_bytes(state, bytes.size());
}
BENCHMARK(ParseExecuteOf20Rops);

void WriteExecuteOf20Rops(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(twenty_rops());
  set_bytes(state, twenty_rops().size());
}
BENCHMARK(WriteExecuteOf20Rops);

// --- A QueryRows response of 50 rows by 20 columns ---

struct Table {
  std::vector<PropertyTag> columns;
  oxctabl::QueryRowsResponse response;
};

// A list of messages: numbers, times, short strings, two ids.
Table message_list() {
  Table table;
  table.columns = {pid_tag_mid,
                   pid_tag_instance_num,
                   pid_tag_message_class,
                   pid_tag_message_flags,
                   pid_tag_message_size,
                   pid_tag_importance,
                   pid_tag_sensitivity,
                   pid_tag_has_attachments,
                   pid_tag_message_status,
                   pid_tag_subject,
                   pid_tag_sent_representing_name,
                   pid_tag_display_to,
                   pid_tag_message_delivery_time,
                   pid_tag_client_submit_time,
                   pid_tag_last_modification_time,
                   pid_tag_flag_status,
                   pid_tag_icon_index,
                   pid_tag_conversation_topic,
                   pid_tag_entry_id,
                   pid_tag_record_key};
  for (int i = 0; i < 50; ++i) {
    std::vector<PropertyValue> values;
    for (const auto tag : table.columns) {
      switch (type_of(tag)) {
        case oxcdata::PropertyType::integer64:
          values.emplace_back(wire::i64{i} << 16 | 1);
          break;
        case oxcdata::PropertyType::integer32:
          values.emplace_back(wire::i32{i});
          break;
        case oxcdata::PropertyType::boolean:
          values.emplace_back(i % 3 == 0);
          break;
        case oxcdata::PropertyType::time:
          values.emplace_back(wire::FileTime{134'000'000'000'000'000u + i});
          break;
        case oxcdata::PropertyType::binary:
          values.emplace_back(Bytes(70, static_cast<u8>(i)));
          break;
        default:
          values.emplace_back(std::u16string(u"Re: the minutes of our last meeting"));
          break;
      }
    }
    table.response.row_data.push_back(oxcdata::property_row(std::move(values), table.columns));
  }
  table.response.columns = table.columns;
  return table;
}

void ParseQueryRowsOf50By20(benchmark::State& state) {
  const auto table = message_list();
  const auto bytes = wire::serialize(table.response).value();
  for (auto _ : state) {
    oxctabl::QueryRowsResponse response;
    response.columns = table.columns;
    wire::Reader reader(bytes);
    reader.read(response);
    if (!reader.finish()) std::abort();
    benchmark::DoNotOptimize(&response);
  }
  set_bytes(state, bytes.size());
}
BENCHMARK(ParseQueryRowsOf50By20);

void WriteQueryRowsOf50By20(benchmark::State& state) {
  const auto table = message_list();
  for (auto _ : state) benchmark::DoNotOptimize(wire::serialize(table.response).value());
  set_bytes(state, wire::serialize(table.response).value().size());
}
BENCHMARK(WriteQueryRowsOf50By20);

// --- A FastTransfer stream of 10 MB ---

// Messages with a body and an attachment of some size.
class Mailbox final : public oxcfxics::StreamSource {
 public:
  explicit Mailbox(std::size_t size) : left_(size) {}
  bool produce(oxcfxics::StreamWriter& out) override {
    constexpr std::size_t attachment = 100'000;
    out.property(pid_tag_subject, std::u16string(u"Re: the minutes of our last meeting"));
    out.property(pid_tag_message_flags, wire::i32{1});
    out.property(pid_tag_message_delivery_time, wire::FileTime{134'000'000'000'000'000u});
    out.property(pid_tag_body, std::u16string(2000, u'x'));
    out.large_property({pid_tag_attach_data_binary, {}}, attachment, [](std::span<u8> to) {
      std::memset(to.data(), 7, to.size());
      return true;
    });
    left_ -= std::min(left_, attachment + 4200);
    return left_ > 0;
  }

 private:
  std::size_t left_;
};

Bytes whole_stream(std::size_t size) {
  Mailbox mailbox(size);
  oxcfxics::StreamProducer producer(mailbox);
  Bytes all;
  while (!producer.done()) {
    const auto part = producer.get(32 << 10).value();
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

constexpr std::size_t stream_size = 10 << 20;

void ReadFastTransferStream(benchmark::State& state) {
  const auto bytes = whole_stream(stream_size);
  Bytes sink(32 << 10);
  for (auto _ : state) {
    oxcfxics::StreamReader reader;
    for (std::size_t at = 0; at < bytes.size(); at += sink.size()) {
      reader.feed(ByteView(bytes).subspan(at, std::min(sink.size(), bytes.size() - at)));
      while (const auto event = reader.next()) {
        if (const auto* piece = std::get_if<oxcfxics::ValuePiece>(&*event)) {
          std::memcpy(sink.data(), piece->bytes.data(), piece->bytes.size());
        }
      }
    }
    if (!reader.finish()) std::abort();
  }
  set_bytes(state, bytes.size());
}
BENCHMARK(ReadFastTransferStream);

void WriteFastTransferStream(benchmark::State& state) {
  std::size_t size = 0;
  for (auto _ : state) {
    Mailbox mailbox(stream_size);
    oxcfxics::StreamProducer producer(mailbox);
    size = 0;
    while (!producer.done()) size += producer.get(32 << 10).value().size();
  }
  set_bytes(state, size);
}
BENCHMARK(WriteFastTransferStream);

void CopyOf10MegabytesByMemcpy(benchmark::State& state) {
  const Bytes bytes(stream_size, 7);
  Bytes copy(stream_size);
  for (auto _ : state) {
    std::memcpy(copy.data(), bytes.data(), bytes.size());
    benchmark::DoNotOptimize(copy.data());
    benchmark::ClobberMemory();
  }
  set_bytes(state, bytes.size());
}
BENCHMARK(CopyOf10MegabytesByMemcpy);

// --- LZ77 on a payload of 32 KB, as an Execute response has it ---

Bytes compressible() {
  const auto rows = wire::serialize(message_list().response).value();
  Bytes payload;
  std::mt19937 random(1);
  while (payload.size() < 32 << 10) {
    payload.insert(payload.end(), rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(rows.size() / 2));
    for (int i = 0; i < 300; ++i) payload.push_back(static_cast<u8>(random()));
  }
  payload.resize(32 << 10);
  return payload;
}

void CompressLz77(benchmark::State& state) {
  const auto plain = compressible();
  std::size_t size = 0;
  for (auto _ : state) {
    const auto packed = oxcrpc::compress(plain, plain.size());
    size = packed.size();
    benchmark::DoNotOptimize(packed.data());
  }
  set_bytes(state, plain.size());
  state.counters["ratio"] = static_cast<double>(plain.size()) / static_cast<double>(size);
}
BENCHMARK(CompressLz77);

void CompressZlibLevel1(benchmark::State& state) {
  const auto plain = compressible();
  Bytes packed(compressBound(plain.size()));
  uLongf size = 0;
  for (auto _ : state) {
    size = packed.size();
    compress2(packed.data(), &size, plain.data(), plain.size(), 1);
    benchmark::DoNotOptimize(packed.data());
  }
  set_bytes(state, plain.size());
  state.counters["ratio"] = static_cast<double>(plain.size()) / static_cast<double>(size);
}
BENCHMARK(CompressZlibLevel1);

void DecompressLz77(benchmark::State& state) {
  const auto plain = compressible();
  const auto packed = oxcrpc::compress(plain, plain.size());
  for (auto _ : state) benchmark::DoNotOptimize(oxcrpc::decompress(packed, plain.size()).value());
  set_bytes(state, plain.size());
}
BENCHMARK(DecompressLz77);

void DecompressZlib(benchmark::State& state) {
  const auto plain = compressible();
  Bytes packed(compressBound(plain.size())), out(plain.size());
  uLongf packed_size = packed.size();
  compress2(packed.data(), &packed_size, plain.data(), plain.size(), 1);
  for (auto _ : state) {
    uLongf size = out.size();
    uncompress(out.data(), &size, packed.data(), packed_size);
    benchmark::DoNotOptimize(out.data());
  }
  set_bytes(state, plain.size());
}
BENCHMARK(DecompressZlib);

// --- A GLOBSET of a million counters, in fragments of two ---

oxcfxics::Globset fragments() {
  std::vector<oxcfxics::GlobcntRange> ranges;
  for (u64 i = 0; i < 500'000; ++i) ranges.push_back({100 + 4 * i, 101 + 4 * i});
  return oxcfxics::Globset(std::move(ranges));
}

void ReadGlobsetOfAMillion(benchmark::State& state) {
  const auto bytes = wire::serialize(fragments()).value();
  for (auto _ : state) benchmark::DoNotOptimize(wire::parse<oxcfxics::Globset>(bytes).value());
  set_bytes(state, bytes.size());
}
BENCHMARK(ReadGlobsetOfAMillion)->Unit(benchmark::kMillisecond);

void WriteGlobsetOfAMillion(benchmark::State& state) {
  const auto set = fragments();
  for (auto _ : state) benchmark::DoNotOptimize(wire::serialize(set).value());
  set_bytes(state, wire::serialize(set).value().size());
}
BENCHMARK(WriteGlobsetOfAMillion)->Unit(benchmark::kMillisecond);

void UniteGlobsetsOfAMillion(benchmark::State& state) {
  const auto set = fragments();
  oxcfxics::Globset other;
  for (u64 i = 0; i < 500'000; ++i) other.add({102 + 8 * i, 102 + 8 * i});
  for (auto _ : state) benchmark::DoNotOptimize(set | other);
}
BENCHMARK(UniteGlobsetsOfAMillion)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace mapigate

BENCHMARK_MAIN();
