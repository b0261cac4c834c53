#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gateway/backend/mime/source.hpp"
#include "gateway/backend/mime/transfer_encoding.hpp"

// The encoding of uuencode(1), IEEE Std 1003.1, which mail without MIME carries files in.

namespace mapigate::mime {

// The file name of a line "begin 644 name"; empty for other lines.
std::string_view uuencoded_file_name(std::string_view line);

// One line of the data. Nothing where it is none; empty for the one that ends the data.
std::optional<std::string> decode_uuencoded_line(std::string_view line);

// A body in this encoding: what stands between the lines "begin" and "end", or all of it where there is no
// line "begin". Lines that are not data are taken as they are.
store::StoreResult<void> decode_uuencoded(Source& source, Range body, const Take& take);

}  // namespace mapigate::mime
