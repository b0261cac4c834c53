#pragma once

#include "protocol/wire/bytes.hpp"

namespace mapigate::oxcfxics {

// MS-OXCFXICS section 2.2.3.2.1.1.1: what is synchronized, the messages of a folder, or folders.
enum class SynchronizationType : wire::u8 { contents = 0x01, hierarchy = 0x02 };

}  // namespace mapigate::oxcfxics
