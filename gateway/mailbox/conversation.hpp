#pragma once

#include <optional>
#include <string_view>

#include "protocol/wire/bytes.hpp"

namespace mapigate::mailbox {

// PidTagConversationId, [MS-OXOMSG] section 2.2.1.2: 16 bytes. `index` is PidTagConversationIndex where
// PidTagConversationIndexTracking is true, otherwise empty; `topic` PidTagConversationTopic. Nothing where
// neither says anything.
std::optional<wire::Bytes> conversation_id(wire::ByteView index, std::u16string_view topic);

}  // namespace mapigate::mailbox
