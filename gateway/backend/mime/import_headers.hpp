#pragma once

#include "gateway/backend/mime/header_fields.hpp"
#include "gateway/backend/mime/import_context.hpp"

namespace mapigate::mime {

// Sets what the header of a message says, [MS-OXCMAIL] sections 2.2.3.1 and 2.2.3.2.
void import_headers(const ImportContext& context, const HeaderFields& fields, store::Content& content);

}  // namespace mapigate::mime
