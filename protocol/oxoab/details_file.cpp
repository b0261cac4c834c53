#include "protocol/oxoab/details_file.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "protocol/wire/reader.hpp"

namespace mapigate::oxoab {

using wire::Fault;
using wire::u32;

void DetailsReader::append(wire::ByteView piece) {
  if (!pieces_.ok() || piece.empty()) return;
  if (state_ == State::entries && entries_ == header_.tot_recs) {
    return pieces_.fail(Fault::trailing, pieces_.offset(), "ulTotRecs");
  }
  pieces_.append(piece);
  read_start();
}

void DetailsReader::read_start() {
  if (state_ == State::header && pieces_.read(header_)) state_ = State::meta_data;
  if (state_ == State::meta_data && read_sized(meta_data_)) state_ = State::header_record;
  if (state_ == State::header_record && read_sized(oab_v4_rec(meta_data_.hdr_atts, header_record_))) {
    state_ = State::entries;
  }
}

bool DetailsReader::next(std::vector<OabValue>& values) {
  if (state_ != State::entries || entries_ == header_.tot_recs) return false;
  if (!read_sized(oab_v4_rec(meta_data_.oab_atts, values))) return false;
  ++entries_;
  return true;
}

bool DetailsReader::finish() {
  if (!pieces_.ok()) return false;
  if (state_ != State::entries || entries_ < header_.tot_recs) {
    pieces_.fail(Fault::truncated, pieces_.offset() + pieces_.view().size(), "OAB_V4_REC");
  } else if (!pieces_.view().empty()) {
    pieces_.fail(Fault::trailing, pieces_.offset(), "ulTotRecs");
  } else if (crc_.value() != header_.serial) {
    pieces_.fail(Fault::invalid, sizeof(u32), "ulSerial");
  }
  return pieces_.ok();
}

// A structure that begins with its size, where all of it is there.
template <class T>
bool DetailsReader::read_sized(T&& value) {
  const auto bytes = pieces_.view();
  if (bytes.size() < sizeof(u32)) return false;
  const auto size = std::max(std::size_t{wire::Reader(bytes).number<u32>()}, sizeof(u32));
  if (size > max_record_) {
    pieces_.fail(Fault::limit, pieces_.offset(), "cbSize");
    return false;
  }
  if (bytes.size() < size) return false;
  crc_.update(bytes.first(size));
  return pieces_.read(size, value);
}

DetailsWriter::DetailsWriter(OabMetaData meta_data, const std::vector<OabValue>& header_record)
    : meta_data_(std::move(meta_data)) {
  writer_("OAB_META_DATA", meta_data_);
  writer_("OAB_V4_REC", oab_v4_rec(meta_data_.hdr_atts, header_record));
}

void DetailsWriter::add(const std::vector<OabValue>& entry) {
  if (entries_ == std::numeric_limits<u32>::max()) return writer_.fail(Fault::too_long);
  writer_("OAB_V4_REC", oab_v4_rec(meta_data_.oab_atts, entry));
  if (writer_.ok()) ++entries_;
}

wire::Bytes DetailsWriter::take() {
  auto bytes = writer_.take();
  crc_.update(bytes);
  return bytes;
}

}  // namespace mapigate::oxoab
