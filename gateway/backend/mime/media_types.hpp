#pragma once

#include <string_view>

namespace mapigate::mime {

// The usual extension of a file of this media type, with its dot; empty where none is known.
std::string_view extension_of(std::string_view media_type);
// The other way round, in any case; "application/octet-stream" for an extension that is not known.
std::string_view media_type_of(std::string_view extension);

}  // namespace mapigate::mime
