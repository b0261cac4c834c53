#include <algorithm>
#include <cstring>

#include "protocol/oxrtfcp/compressed_rtf.hpp"
#include "protocol/oxrtfcp/crc.hpp"
#include "protocol/oxrtfcp/dictionary.hpp"
#include "protocol/oxrtfcp/header.hpp"
#include "protocol/wire/reader.hpp"

// Section 2.1.3.1.5: the contents are runs of a control byte and eight tokens. Each bit of the control byte,
// the lowest first, says what its token is. Bit 0: a byte as it is. Bit 1: a reference into the dictionary,
// 16 bits with the most significant byte first.

namespace mapigate::oxrtfcp {

namespace {

using wire::u8;

constexpr int tokens_in_run = 8;
// Bytes that one run can become, in as few bytes of contents as it can take.
constexpr std::size_t max_run = tokens_in_run * max_match;
constexpr std::size_t max_growth = tokens_in_run;

// Copies a match that begins `distance` bytes before `done`. There is room for max_match bytes, whatever the
// length is.
void copy_match(u8* plain, std::size_t done, std::size_t distance, std::size_t length) {
  if (distance > done) {  // begins in the preset and may go on in the RTF
    const auto from = preset.size() + done - distance;
    for (std::size_t i = 0; i < length; ++i) {
      const auto place = from + i;
      plain[done + i] = place < preset.size() ? static_cast<u8>(preset[place]) : plain[place - preset.size()];
    }
    return;
  }
  auto* to = plain + done;
  const auto* from = to - distance;
  if (distance >= max_match) {
    std::memcpy(to, from, max_match);
  } else {
    // What was just written is read again.
    for (std::size_t i = 0; i < length; ++i) to[i] = from[i];
  }
}

wire::Result<wire::Bytes> expand(wire::ByteView contents, std::size_t raw_size, std::size_t max_size) {
  const auto failure = [&](wire::Fault fault, const u8* at) {
    return wire::Failure{fault, Header::wire_size + static_cast<std::size_t>(at - contents.data()),
                         "CONTENTS"};
  };
  wire::Bytes plain(std::min({raw_size, max_size, max_growth * contents.size()}) + max_run);
  std::size_t done = 0;
  const auto* at = contents.data();
  const auto* end = at + contents.size();
  while (true) {
    if (done > max_size) return failure(wire::Fault::limit, at);
    if (at == end) return failure(wire::Fault::truncated, at);
    if (plain.size() - done < max_run) plain.resize(2 * plain.size() + max_run);
    const unsigned control = *at++;
    if (control == 0 && end - at >= tokens_in_run) {
      std::memcpy(plain.data() + done, at, tokens_in_run);
      at += tokens_in_run;
      done += tokens_in_run;
      continue;
    }
    for (int bit = 0; bit < tokens_in_run; ++bit) {
      const bool is_reference = (control >> bit & 1) != 0;
      if (end - at < (is_reference ? 2 : 1)) return failure(wire::Fault::truncated, at);
      if (!is_reference) {
        plain[done++] = *at++;
        continue;
      }
      const auto offset = std::size_t{at[0]} << 4 | at[1] >> 4;
      const auto distance = (preset.size() + done - offset) % dictionary_size;
      if (distance == 0) {
        if (done > max_size) return failure(wire::Fault::limit, at);
        plain.resize(done);
        return plain;
      }
      if (distance > preset.size() + done) return failure(wire::Fault::invalid, at);
      const auto length = (at[1] & 0x0Fu) + min_match;
      copy_match(plain.data(), done, distance, length);
      done += length;
      at += 2;
    }
  }
}

}  // namespace

wire::Result<wire::Bytes> decompress(wire::ByteView value, std::size_t max_size) {
  wire::Reader reader(value);
  Header header;
  reader.read(header);
  if (!reader.ok()) return reader.failure();
  const auto invalid = [](std::size_t offset, const char* field) {
    return wire::Failure{wire::Fault::invalid, offset, field};
  };
  if (header.comp_size < Header::comp_size_base) return invalid(0, "COMPSIZE");
  const auto size = header.comp_size - Header::comp_size_base;
  const auto contents = reader.take(size);
  if (!reader.finish()) {
    auto failure = reader.failure();
    failure.field = "CONTENTS";
    return failure;
  }
  switch (header.comp_type) {
    case CompType::uncompressed:  // section 2.2.3.1: the CRC is not looked at
      if (contents.size() > max_size) return wire::Failure{wire::Fault::limit, Header::wire_size, "CONTENTS"};
      return wire::Bytes(contents.begin(), contents.end());
    case CompType::compressed:
      if (crc(contents) != header.crc) return invalid(12, "CRC");
      return expand(contents, header.raw_size, max_size);
  }
  return invalid(8, "COMPTYPE");
}

}  // namespace mapigate::oxrtfcp
