#include "gateway/mailbox/logon.hpp"

namespace mapigate::mailbox {

Outcome<void> Logon::require(FolderNumber folder, Rights needed) const {
  if (actor_.owner) return {};
  const auto held = rights(folder);
  if (!held) return held.error();
  if ((*held & needed) != needed) return ErrorCode::access_denied;
  return {};
}

}  // namespace mapigate::mailbox
