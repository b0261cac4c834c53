#pragma once

#include "gateway/store/sqlite/database.hpp"

namespace mapigate::store::sqlite {

// A script is never changed once it was released: what comes later is a further script at the end.
inline constexpr const char* directory_migrations[] = {
    // Version 1.
    R"(
CREATE TABLE user (
  id            INTEGER PRIMARY KEY,
  mailbox_guid  TEXT NOT NULL UNIQUE,
  legacy_dn     TEXT NOT NULL UNIQUE COLLATE NOCASE,
  display_name  TEXT NOT NULL,
  enabled       INTEGER NOT NULL,
  redirect_kind TEXT CHECK (redirect_kind IN ('address', 'url')),
  redirect      TEXT CHECK ((redirect IS NULL) = (redirect_kind IS NULL)),
  password_hash TEXT NOT NULL,
  revision      INTEGER NOT NULL
) STRICT;

-- Primary addresses and aliases in one table, so that an address belongs to one user only.
CREATE TABLE address (
  address    TEXT NOT NULL PRIMARY KEY,
  user       INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  is_primary INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX address_of_user ON address (user);
CREATE UNIQUE INDEX primary_address_of_user ON address (user) WHERE is_primary;

-- `user` may open the mailbox of `mailbox`.
CREATE TABLE share (
  user    INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  mailbox INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  PRIMARY KEY (user, mailbox)
) STRICT, WITHOUT ROWID;
CREATE INDEX share_by_mailbox ON share (mailbox);
)"};

inline constexpr Schema directory_schema{0x4D476469 /* "MGdi" */, directory_migrations};

}  // namespace mapigate::store::sqlite
