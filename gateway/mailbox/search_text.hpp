#pragma once

#include <string>

#include "gateway/store/message_record.hpp"

namespace mapigate::mailbox {

// What full-text search finds a message by, in UTF-8: its subject, the names and addresses of its people, the
// names of its attachments, and as much of the text of its body as there is room for.
inline constexpr std::size_t max_search_text = 262144;  // bytes
std::string search_text(const store::Content& content);

}  // namespace mapigate::mailbox
