#pragma once

#include "gateway/store/message_store.hpp"
#include "gateway/store/sqlite/pooled_transaction.hpp"

// What several source files of the mailbox driver need of messages.

namespace mapigate::store::sqlite {

// For how long the key of a delivery is known.
inline constexpr Time delivery_keys_kept = std::uint64_t{30} * 24 * 3600 * 10'000'000;

struct MessageState {
  FolderNumber folder = 0;
  Contents contents = Contents::normal;
  Version version;
  std::uint64_t size = 0;
};

// Nothing where there is no such message.
std::optional<MessageState> message_state(PooledTransaction& transaction, MessageNumber number);
// That a message has left a folder.
void log_deletion(PooledTransaction& transaction, FolderNumber folder, ChangeNumber change_number,
                  MessageNumber number);
// The message and all that belongs to it are gone. Does not log it.
void erase_message(PooledTransaction& transaction, MessageNumber number);

}  // namespace mapigate::store::sqlite
