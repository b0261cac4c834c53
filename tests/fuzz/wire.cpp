#include "protocol/wire/code_page.hpp"
#include "protocol/wire/filetime.hpp"
#include "protocol/wire/guid.hpp"
#include "protocol/wire/utf16.hpp"
#include "tests/fuzz/round_trip.hpp"

namespace mapigate {
namespace {

using namespace wire;

struct Inner {
  u8 kind = 0;
  u16 for_kind_one = 0;
  std::u16string wide;
  static void fields(auto& self, auto& archive) {
    archive("Kind", self.kind);
    archive("ForKindOne", when(self.kind == 1, self.for_kind_one));
    archive("Wide", utf16_z(self.wide));
  }
};

// The whole vocabulary, nested.
struct Outer {
  std::vector<u16> words;
  std::vector<Inner> inners;
  Inner boxed;
  std::optional<Inner> maybe;
  std::string text;
  std::string sized_text;
  Bytes blob;
  Bytes two;
  std::vector<Inner> three;
  Guid guid;
  FileTime time;
  std::vector<u32> rest_of_it;
  static void fields(auto& self, auto& archive) {
    archive("Words", counted<u32>(self.words));
    archive("Inners", counted<u16>(self.inners));
    archive("Boxed", sized<u16>(self.boxed));
    archive("Maybe", flagged(self.maybe));
    archive("Text", ascii_z(self.text));
    archive("SizedText", sized_ascii_z<u8>(self.sized_text));
    archive("Blob", sized<u32>(self.blob));
    archive("Two", raw(2, self.two));
    archive("Three", repeated(3, self.three));
    archive("Guid", self.guid);
    archive("Time", self.time);
    archive("RestOfIt", until_end(self.rest_of_it));
  }
};

void texts(ByteView data) {
  const std::string_view text(reinterpret_cast<const char*>(data.data()), data.size());
  const auto wide = to_utf16(text);
  fuzz::require(to_utf16(to_utf8(wide)) == wide);
  if (const auto guid = Guid::from_text(text)) fuzz::require(Guid::from_text(guid->text()) == guid);
  if (const auto time = parse<FileTime>(data)) {
    if (time->time() != FileTime::SystemTime::max()) fuzz::require(FileTime::from(time->time()) == *time);
  }
}

// What was converted once, with its replacements, converts to the same again.
void code_pages(ByteView data) {
  constexpr u32 some[] = {874,   932,   936,   949,   950,   1252,  1255, 1258,
                          20261, 20932, 50220, 50225, 51932, 54936, 65000};
  if (data.empty()) return;
  const auto code_page = some[data[0] % std::size(some)];
  const std::string_view bytes(reinterpret_cast<const char*>(data.data()) + 1, data.size() - 1);
  const auto text = from_code_page(bytes, code_page).value();
  fuzz::require(text.size() <= bytes.size());
  const auto again = to_code_page(text, code_page).value();
  // T.61 has two dollar signs; what begins an escape sequence may be one or not, by what follows.
  if (code_page == 20261 || code_page == 50220 || code_page == 50225) return;
  fuzz::require(to_code_page(from_code_page(again, code_page).value(), code_page).value() == again);
}

}  // namespace
}  // namespace mapigate

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mapigate;
  // A sized string of one byte, its terminator, is written as none at all, so that here sizes may differ.
  const wire::ByteView bytes(data, size);
  if (const auto value = wire::parse<Outer>(bytes)) {
    const auto written = wire::serialize(*value).value();
    fuzz::round_trip<Outer>(written);
  }
  texts(bytes);
  code_pages(bytes);
  return 0;
}
