#pragma once

#include "gateway/backend/mime/import_context.hpp"
#include "gateway/backend/mime/part.hpp"
#include "gateway/backend/mime/text_body.hpp"

namespace mapigate::mime {

// A plain text with files encoded by uuencode(1) between its lines: the files become attachments, the rest
// goes to `text`. What does not end as such a file does stays text.
store::StoreResult<void> import_inline_files(const ImportContext& context, const Part& part, TextBody& text,
                                             store::Content& content);

}  // namespace mapigate::mime
