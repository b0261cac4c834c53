#pragma once

#include <cstddef>

#include "protocol/oxoab/crc32.hpp"
#include "protocol/oxoab/inclusive_size.hpp"
#include "protocol/oxoab/piece_reader.hpp"
#include "protocol/oxoab/record.hpp"
#include "protocol/wire/failure.hpp"
#include "protocol/wire/writer.hpp"

// The uncompressed OAB version 4 full details file, MS-OXOAB section 2.9: OAB_HDR, OAB_META_DATA, one
// OAB_V4_REC about the address book, and one for each of its entries. A file can have 100 MB, so it is read
// and written record by record.

namespace mapigate::oxoab {

// OAB_HDR, section 2.9.1.
struct OabHdr {
  static constexpr wire::u32 version_4 = 0x00000020;
  static constexpr std::size_t wire_size = 12;

  wire::u32 serial = 0;    // crc32() of what follows the header
  wire::u32 tot_recs = 0;  // entries; the record about the address book is not counted

  bool operator==(const OabHdr&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("ulVersion", wire::constant<wire::u32>(version_4));
    archive("ulSerial", self.serial);
    archive("ulTotRecs", self.tot_recs);
  }
};

// OAB_META_DATA, section 2.9.2.
struct OabMetaData {
  OabPropTable hdr_atts;  // of the record about the address book
  OabPropTable oab_atts;  // of the entries

  bool operator==(const OabMetaData&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("cbSize", inclusive_size([&] {
              archive("rgHdrAtts", self.hdr_atts);
              archive("rgOabAtts", self.oab_atts);
            }));
  }
};

// Takes a file in pieces of any size and gives its records one after the other:
//
//   DetailsReader reader;
//   while (auto piece = next piece) {
//     reader.append(*piece);
//     while (reader.next(values)) use them;
//   }
//   if (!reader.finish()) report reader.failure();
//
// The first failure sticks. The offset of a failure counts from the start of the file.
class DetailsReader {
 public:
  static constexpr std::size_t default_max_record = 16 << 20;

  // Fault::limit for a larger record (bytes), whose bytes are not collected.
  explicit DetailsReader(std::size_t max_record = default_max_record) : max_record_(max_record) {}

  void append(wire::ByteView piece);
  // The next entry; false where its bytes are not all there yet, and after a failure.
  bool next(std::vector<OabValue>& values);
  // Whether the file is complete and its checksum the one of its header.
  bool finish();
  const wire::Failure& failure() const { return pieces_.failure(); }

  // Whether the three below are known.
  bool has_header_record() const { return state_ >= State::entries; }
  const OabHdr& header() const { return header_; }
  const OabMetaData& meta_data() const { return meta_data_; }
  const std::vector<OabValue>& header_record() const { return header_record_; }

 private:
  enum class State { header, meta_data, header_record, entries };

  void read_start();
  template <class T>
  bool read_sized(T&& value);

  std::size_t max_record_;
  PieceReader pieces_;
  State state_ = State::header;
  OabHdr header_;
  OabMetaData meta_data_;
  std::vector<OabValue> header_record_;
  wire::u32 entries_ = 0;
  Crc32 crc_;
};

// Makes a file record by record. The header, which counts and sums up what follows, is known only in the end:
// take() gives the bytes from OAB_META_DATA on, and header() the 12 bytes in front of them.
class DetailsWriter {
 public:
  DetailsWriter(OabMetaData meta_data, const std::vector<OabValue>& header_record);

  void add(const std::vector<OabValue>& entry);
  // What was written since the last take(): to be called before too much has gathered, and in the end.
  wire::Bytes take();
  // The header of all that was taken.
  OabHdr header() const { return {crc_.value(), entries_}; }

  bool ok() const { return writer_.ok(); }
  const wire::Failure& failure() const { return writer_.failure(); }

 private:
  OabMetaData meta_data_;
  wire::Writer writer_;
  wire::u32 entries_ = 0;
  Crc32 crc_;
};

}  // namespace mapigate::oxoab
