#pragma once

#include <cstdint>
#include <vector>

#include "gateway/backend/mime/part.hpp"

namespace mapigate::mime {

// Which parts of a message are its text, [MS-OXCMAIL] section 2.2.3.3.2, and which are attachments.
struct BodyParts {
  std::vector<const Part*> plain;  // PidTagBody: one below the other
  std::vector<const Part*> html;   // PidTagHtml: the same; also plain text that stands between HTML
};

// `fallback` as in disposition_of().
BodyParts select_bodies(const Part& root, std::uint32_t fallback);

struct AttachedPart {
  const Part* part = nullptr;
  const Part* parent = nullptr;  // the multipart that it is in; null for the whole message
  bool alternative = false;      // another form of the text, which is not to be seen beside it
};

// All parts with contents that are no text, in their order.
std::vector<AttachedPart> attached_parts(const Part& root, const BodyParts& bodies);

}  // namespace mapigate::mime
