#include "gateway/mapi/string8_values.hpp"

#include <algorithm>
#include <string>

#include "protocol/wire/code_page.hpp"

namespace mapigate::mapi {

namespace {

constexpr std::size_t chunk_size = 65536;  // bytes
constexpr wire::u32 code_page_utf8 = 65001;

constexpr bool is_high_surrogate(unsigned unit) { return (unit & 0xFC00) == 0xD800; }

// How many of the bytes can be converted without those that follow: no character is cut in two.
std::size_t whole_characters(wire::ByteView bytes, wire::u32 code_page) {
  if (code_page == code_page_utf8) {
    std::size_t end = bytes.size();
    while (end > 0 && bytes.size() - end < 3 && (bytes[end - 1] & 0xC0) == 0x80) --end;
    return end > 0 && bytes[end - 1] >= 0xC0 ? end - 1 : bytes.size();
  }
  // No character goes across the end of a line, nor does a shift to another set of characters; else a byte
  // below '0' is no part of a longer character where there are no shifts.
  const auto end_of = [bytes](auto matches) {
    return static_cast<std::size_t>(std::find_if(bytes.rbegin(), bytes.rend(), matches).base() -
                                    bytes.begin());
  };
  if (const std::size_t end = end_of([](int byte) { return byte == '\n'; }); end > 0) return end;
  if (const std::size_t end = end_of([](int byte) { return byte < '0'; }); end > 0) return end;
  return bytes.size();
}

// Converts all of `from`, a piece at a time: `convert` appends what it can of a piece to the spool and
// returns how many bytes that was.
template <class Convert>
store::StoreResult<store::LargeValuePtr> converted(const store::LargeValue& from, store::Spool spool,
                                                   Convert convert) {
  wire::Bytes chunk(static_cast<std::size_t>(std::min<std::uint64_t>(chunk_size, from.size())));
  for (std::uint64_t offset = 0; offset < from.size();) {
    const auto count = from.read(offset, chunk);
    if (!count) return count.error();
    const bool last = *count == 0 || offset + *count >= from.size();
    const auto taken = convert(wire::ByteView(chunk).first(*count), last, spool);
    if (!taken) return taken.error();
    if (*taken == 0) break;  // half a code unit at the end
    offset += *taken;
  }
  return spool.finish();
}

}  // namespace

store::StoreResult<store::LargeValuePtr> to_string8(const store::LargeValue& text, wire::u32 code_page,
                                                    store::Spool spool) {
  return converted(
      text, std::move(spool),
      [code_page](wire::ByteView bytes, bool last, store::Spool& out) -> store::StoreResult<std::size_t> {
        std::u16string units(bytes.size() / 2, u'\0');
        for (std::size_t i = 0; i < units.size(); ++i) {
          units[i] = static_cast<char16_t>(bytes[2 * i] | bytes[2 * i + 1] << 8);
        }
        if (!last && units.size() > 1 && is_high_surrogate(units.back())) units.pop_back();
        const auto result = wire::to_code_page(units, code_page);
        const auto* data = reinterpret_cast<const std::uint8_t*>(result->data());
        if (auto written = out.append({data, result->size()}); !written) return written.error();
        return 2 * units.size();
      });
}

store::StoreResult<store::LargeValuePtr> from_string8(const store::LargeValue& text, wire::u32 code_page,
                                                      store::Spool spool) {
  return converted(
      text, std::move(spool),
      [code_page](wire::ByteView bytes, bool last, store::Spool& out) -> store::StoreResult<std::size_t> {
        if (!last) bytes = bytes.first(whole_characters(bytes, code_page));
        const auto units =
            wire::from_code_page({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, code_page);
        wire::Bytes result;
        result.reserve(2 * units->size());
        for (const char16_t unit : *units) {
          result.push_back(static_cast<wire::u8>(unit));
          result.push_back(static_cast<wire::u8>(unit >> 8));
        }
        if (auto written = out.append(result); !written) return written.error();
        return bytes.size();
      });
}

}  // namespace mapigate::mapi
