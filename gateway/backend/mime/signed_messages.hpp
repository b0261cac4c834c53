#pragma once

#include "gateway/backend/mime/import_context.hpp"
#include "gateway/backend/mime/part.hpp"

namespace mapigate::mime {

// Signed and encrypted messages, [MS-OXOSMIME] section 2.1: they are kept as they are, in one attachment.

enum class Protection {
  none,
  clear_signed,  // multipart/signed, section 2.1.1
  opaque,        // signed or encrypted as a whole, section 2.1.2
};
Protection protection_of(const Part& root, std::uint32_t fallback);

// Sets message class and attachment. Of a clear-signed message `content` has the text already.
store::StoreResult<void> import_protected(const ImportContext& context, const Part& root,
                                          Protection protection, store::Content& content);

}  // namespace mapigate::mime
