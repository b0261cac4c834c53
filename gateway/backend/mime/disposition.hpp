#pragma once

#include <string>

#include "gateway/backend/mime/part.hpp"

namespace mapigate::mime {

// Content-Disposition, RFC 2183.
struct Disposition {
  std::string type;       // "attachment", "inline" in lower case; empty where there is none
  std::string file_name;  // UTF-8; of here, or else the name that Content-Type says; not yet to be trusted
  std::string creation_date;
  std::string modification_date;
};

// `fallback`: the code page of bytes that are neither ASCII nor UTF-8.
Disposition disposition_of(const Part& part, std::uint32_t fallback);

}  // namespace mapigate::mime
