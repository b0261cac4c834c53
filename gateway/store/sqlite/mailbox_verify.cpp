#include "gateway/store/sqlite/mailbox.hpp"

namespace mapigate::store::sqlite {

StoreResult<std::vector<Inconsistency>> SqliteMailbox::verify(bool, const Progress&) {
  return std::vector<Inconsistency>();
}
StoreResult<std::vector<Inconsistency>> SqliteMailbox::repair(FolderNumber, const Progress&) {
  return std::vector<Inconsistency>();
}

}  // namespace mapigate::store::sqlite
