#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "gateway/store/properties.hpp"
#include "gateway/store/spool.hpp"

namespace mapigate::mime {

// A value of PtypString or PtypBinary while it is made, which may become large.
class ValueWriter {
 public:
  explicit ValueWriter(const std::filesystem::path& folder) : spool_(folder) {}

  store::StoreResult<void> append(std::string_view bytes);
  store::StoreResult<void> append(std::u16string_view text);
  std::uint64_t size() const { return spool_.size(); }  // bytes
  store::StoreResult<std::string> bytes() const;
  void clear() { spool_.finish(); }

  // As the value of `tag`, whose type says what it is.
  store::StoreResult<void> finish(store::Properties& properties, oxcdata::PropertyTag tag);

 private:
  store::Spool spool_;
};

// Sets a text, large or not; an empty one too.
void set_text(store::Properties& properties, oxcdata::PropertyTag tag, std::u16string text);

// Of a PtypString or PtypBinary, whether large or not: at most the first `limit` bytes or code units. Empty
// where there is none.
store::StoreResult<std::u16string> text_of(const store::Properties& properties, oxcdata::PropertyTag tag,
                                           std::size_t limit);
store::StoreResult<std::string> bytes_of(const store::Properties& properties, oxcdata::PropertyTag tag,
                                         std::size_t limit);
// The bytes of one property in pieces, at most 64 KB each; text as UTF-16LE.
store::StoreResult<void> pieces_of(const store::Property& property,
                                   const std::function<store::StoreResult<void>(std::string_view)>& take);

}  // namespace mapigate::mime
