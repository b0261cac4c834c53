#include "gateway/store/sqlite/folder_names.hpp"

#include <unicase.h>
#include <uninorm.h>

#include <cstdlib>
#include <memory>

#include "protocol/wire/utf16.hpp"

namespace mapigate::store::sqlite {

std::string name_key(std::u16string_view name) {
  const std::string text = wire::to_utf8(name);
  std::size_t size = 0;
  const std::unique_ptr<std::uint8_t, decltype(&std::free)> folded(
      u8_casefold(reinterpret_cast<const std::uint8_t*>(text.data()), text.size(), nullptr, UNINORM_NFC,
                  nullptr, &size),
      std::free);
  // It fails for ill-formed text only, which this is not, or without memory.
  if (!folded) return text;
  return {reinterpret_cast<const char*>(folded.get()), size};
}

}  // namespace mapigate::store::sqlite
