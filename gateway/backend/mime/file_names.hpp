#pragma once

#include <string>
#include <string_view>

namespace mapigate::mime {

// A name that a file may have, [MS-OXCMAIL] section 2.2.3.4.1.1: without path, controls and what file systems
// do not allow. May be empty.
std::u16string safe_file_name(std::u16string_view name);
// The extension with its dot; empty where there is none.
std::u16string_view file_extension(std::u16string_view name);
// The name in eight and three characters, PidTagAttachFilename ([MS-OXCMSG] section 2.2.2.11).
std::u16string short_file_name(std::u16string_view name);

}  // namespace mapigate::mime
