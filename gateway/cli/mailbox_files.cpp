#include "gateway/cli/mailbox_files.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "gateway/store/sqlite/mailbox_store.hpp"

namespace mapigate::cli {

namespace fs = std::filesystem;

MailboxFiles::MailboxFiles(fs::path folder, std::chrono::milliseconds busy_timeout)
    : folder_(std::move(folder) / "mailboxes"), busy_timeout_(busy_timeout) {}

fs::path MailboxFiles::file_of(const wire::Guid& mailbox) const {
  const std::string guid = mailbox.text();
  return folder_ / guid.substr(0, 2) / (guid + ".sqlite");
}

store::StoreResult<std::unique_ptr<store::MailboxStore>> MailboxFiles::open(const wire::Guid& mailbox) {
  const fs::path file = file_of(mailbox);
  std::error_code code;
  if (!fs::exists(file, code)) {
    if (code) {
      return store::StoreError{store::StoreFault::unavailable,
                               fmt::format("{} cannot be looked at: {}", file.string(), code.message())};
    }
    return store::StoreError{store::StoreFault::not_found, fmt::format("there is no {}", file.string())};
  }
  return store::sqlite::open_mailbox_store(file, busy_timeout_);
}

store::StoreResult<std::unique_ptr<store::MailboxStore>> MailboxFiles::create(
    const store::MailboxIdentity& identity) {
  const fs::path file = file_of(identity.mailbox_guid);
  std::error_code code;
  fs::create_directories(file.parent_path(), code);
  if (code) {
    return store::StoreError{
        store::StoreFault::unavailable,
        fmt::format("the folder {} cannot be created: {}", file.parent_path().string(), code.message())};
  }
  return store::sqlite::create_mailbox_store(file, identity, busy_timeout_);
}

std::vector<wire::Guid> MailboxFiles::list() const {
  std::vector<wire::Guid> mailboxes;
  std::error_code ignored;  // a folder that is not there holds none
  for (fs::recursive_directory_iterator entry(folder_, ignored), end; !ignored && entry != end;
       entry.increment(ignored)) {
    const fs::path& path = entry->path();
    if (path.extension() != ".sqlite") continue;
    const auto guid = wire::Guid::from_text(path.stem().string());
    if (guid && file_of(*guid) == path) mailboxes.push_back(*guid);
  }
  std::ranges::sort(mailboxes, {}, [](const wire::Guid& guid) { return guid.text(); });
  return mailboxes;
}

}  // namespace mapigate::cli
