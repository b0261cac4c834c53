#pragma once

#include <chrono>
#include <filesystem>
#include <memory>

#include "gateway/store/mailbox_store.hpp"

namespace mapigate::store::sqlite {

// A mailbox in one SQLite file. not_found: there is no such file.
StoreResult<std::unique_ptr<MailboxStore>> open_mailbox_store(const std::filesystem::path& file,
                                                              std::chrono::milliseconds busy_timeout);
// The file with nothing in it but its identity, from its first moment on; its folder must exist. conflict:
// the file is there already.
StoreResult<std::unique_ptr<MailboxStore>> create_mailbox_store(const std::filesystem::path& file,
                                                                const MailboxIdentity& identity,
                                                                std::chrono::milliseconds busy_timeout);

}  // namespace mapigate::store::sqlite
