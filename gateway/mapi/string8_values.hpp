#pragma once

#include "gateway/store/spool.hpp"

namespace mapigate::mapi {

// A PtypString value (UTF-16LE) as PtypString8 in a known code page, and the other way, written to `spool`.
// Never wholly in memory.
store::StoreResult<store::LargeValuePtr> to_string8(const store::LargeValue& text, wire::u32 code_page,
                                                    store::Spool spool);
store::StoreResult<store::LargeValuePtr> from_string8(const store::LargeValue& text, wire::u32 code_page,
                                                      store::Spool spool);

}  // namespace mapigate::mapi
