#pragma once

#include "gateway/store/sqlite/database.hpp"

namespace mapigate::store::sqlite {

// A script is never changed once it was released: what comes later is a further script at the end.
inline constexpr const char* queue_migrations[] = {
    // Version 1. Ids are never given again (AUTOINCREMENT).
    R"(
CREATE TABLE delivery (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  submission   TEXT NOT NULL,
  mailbox_guid TEXT NOT NULL,
  message      INTEGER NOT NULL,
  sender       TEXT NOT NULL,
  recipient    TEXT NOT NULL,
  submitted    INTEGER NOT NULL,
  due          INTEGER NOT NULL,
  attempts     INTEGER NOT NULL,
  last_error   TEXT NOT NULL
) STRICT;
CREATE INDEX delivery_by_due ON delivery (due);
CREATE INDEX delivery_by_submission ON delivery (submission);
CREATE INDEX delivery_by_message ON delivery (mailbox_guid, message);
)"};

inline constexpr Schema queue_schema{0x4D477175 /* "MGqu" */, queue_migrations};

}  // namespace mapigate::store::sqlite
