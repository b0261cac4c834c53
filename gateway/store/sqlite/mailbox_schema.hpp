#pragma once

#include "gateway/store/sqlite/database.hpp"

namespace mapigate::store::sqlite {

// A script is never changed once it was released: what comes later is a further script at the end.
inline constexpr const char* mailbox_migrations[] = {
    // Version 1.
    R"(
-- One row each. Counters hold what is given next.
CREATE TABLE mailbox (
  id           INTEGER PRIMARY KEY CHECK (id = 1),
  guid         BLOB NOT NULL,
  kind         INTEGER NOT NULL,
  replica_guid BLOB NOT NULL,
  created      INTEGER NOT NULL,
  properties   BLOB NOT NULL
) STRICT;
CREATE TABLE counter (
  id     INTEGER PRIMARY KEY CHECK (id = 1),
  number INTEGER NOT NULL,
  change INTEGER NOT NULL,
  value  INTEGER NOT NULL,
  text   INTEGER NOT NULL,
  rule   INTEGER NOT NULL,
  member INTEGER NOT NULL
) STRICT;
INSERT INTO counter VALUES (1, 1, 1, 1, 1, 1, 1);

-- Numbers that a client may still give to what it makes.
CREATE TABLE reserved (first INTEGER PRIMARY KEY, last INTEGER NOT NULL) STRICT;

-- parent: NULL for the root. name: UTF-16LE. name_key: the name without regard to case.
CREATE TABLE folder (
  number        INTEGER PRIMARY KEY,
  parent        INTEGER REFERENCES folder (number),
  kind          INTEGER NOT NULL,
  role          INTEGER NOT NULL,
  change_number INTEGER NOT NULL,
  created       INTEGER NOT NULL,
  modified      INTEGER NOT NULL,
  deleted       INTEGER,
  name          BLOB NOT NULL,
  name_key      BLOB NOT NULL,
  change_key    BLOB NOT NULL,
  predecessors  BLOB NOT NULL,
  mirror        BLOB NOT NULL,
  properties    BLOB NOT NULL
) STRICT;
CREATE INDEX folder_by_parent ON folder (parent, name_key);
CREATE UNIQUE INDEX folder_by_name ON folder (parent, name_key) WHERE deleted IS NULL;
CREATE UNIQUE INDEX folder_by_role ON folder (role) WHERE role <> 0 AND deleted IS NULL;
CREATE UNIQUE INDEX folder_root ON folder (kind) WHERE kind = 0;

-- Apart from the folder, so that a message changes little of it. The triggers below keep it.
CREATE TABLE folder_counts (
  folder          INTEGER PRIMARY KEY REFERENCES folder (number) ON DELETE CASCADE,
  messages        INTEGER NOT NULL DEFAULT 0,
  unread          INTEGER NOT NULL DEFAULT 0,
  size            INTEGER NOT NULL DEFAULT 0,
  associated      INTEGER NOT NULL DEFAULT 0,
  associated_size INTEGER NOT NULL DEFAULT 0,
  deleted         INTEGER NOT NULL DEFAULT 0,
  deleted_size    INTEGER NOT NULL DEFAULT 0,
  subfolders      INTEGER NOT NULL DEFAULT 0,
  contents_change INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TRIGGER folder_inserted AFTER INSERT ON folder BEGIN
  INSERT INTO folder_counts (folder) VALUES (NEW.number);
  UPDATE folder_counts SET subfolders = subfolders + 1 WHERE folder = NEW.parent AND NEW.deleted IS NULL;
END;
CREATE TRIGGER folder_updated AFTER UPDATE OF parent, deleted ON folder BEGIN
  UPDATE folder_counts SET subfolders = subfolders - 1 WHERE folder = OLD.parent AND OLD.deleted IS NULL;
  UPDATE folder_counts SET subfolders = subfolders + 1 WHERE folder = NEW.parent AND NEW.deleted IS NULL;
END;
CREATE TRIGGER folder_erased AFTER DELETE ON folder BEGIN
  UPDATE folder_counts SET subfolders = subfolders - 1 WHERE folder = OLD.parent AND OLD.deleted IS NULL;
END;

-- contents: the enumeration Contents. What is long comes last, so that the rest is read without it.
CREATE TABLE message (
  number          INTEGER PRIMARY KEY,
  folder          INTEGER NOT NULL REFERENCES folder (number),
  contents        INTEGER NOT NULL,
  change_number   INTEGER NOT NULL,
  read_change     INTEGER NOT NULL,
  read            INTEGER NOT NULL,
  status          INTEGER NOT NULL,
  created         INTEGER NOT NULL,
  modified        INTEGER NOT NULL,
  deleted         INTEGER,
  size            INTEGER NOT NULL,
  delivery_time   INTEGER NOT NULL,
  submit_time     INTEGER NOT NULL,
  importance      INTEGER NOT NULL,
  flag_status     INTEGER NOT NULL,
  has_attachments INTEGER NOT NULL,
  subject         BLOB NOT NULL,
  sender          BLOB NOT NULL,
  display_to      BLOB NOT NULL,
  message_class   BLOB NOT NULL,
  conversation    BLOB NOT NULL,
  change_key      BLOB NOT NULL,
  predecessors    BLOB NOT NULL,
  mirror          BLOB NOT NULL,
  properties      BLOB NOT NULL,
  recipients      BLOB NOT NULL
) STRICT;
-- Folders are counted by the first one alone. The others end with the number, as all indexes of a table do.
CREATE INDEX message_by_number ON message (folder, contents, number, read, size);
CREATE INDEX message_by_change ON message (folder, contents, change_number);
CREATE INDEX message_by_delivery_time ON message (folder, contents, delivery_time);
CREATE INDEX message_by_subject ON message (folder, contents, subject);
CREATE INDEX message_by_sender ON message (folder, contents, sender);
CREATE INDEX message_deleted ON message (deleted) WHERE deleted IS NOT NULL;

CREATE TRIGGER message_inserted AFTER INSERT ON message BEGIN
  UPDATE folder_counts SET
    messages        = messages + (NEW.contents = 0),
    unread          = unread + (NEW.contents = 0 AND NOT NEW.read),
    size            = size + (NEW.contents = 0) * NEW.size,
    associated      = associated + (NEW.contents = 1),
    associated_size = associated_size + (NEW.contents = 1) * NEW.size,
    deleted         = deleted + (NEW.contents > 1),
    deleted_size    = deleted_size + (NEW.contents > 1) * NEW.size,
    contents_change = max(contents_change, NEW.change_number, NEW.read_change)
  WHERE folder = NEW.folder;
END;
CREATE TRIGGER message_erased AFTER DELETE ON message BEGIN
  UPDATE folder_counts SET
    messages        = messages - (OLD.contents = 0),
    unread          = unread - (OLD.contents = 0 AND NOT OLD.read),
    size            = size - (OLD.contents = 0) * OLD.size,
    associated      = associated - (OLD.contents = 1),
    associated_size = associated_size - (OLD.contents = 1) * OLD.size,
    deleted         = deleted - (OLD.contents > 1),
    deleted_size    = deleted_size - (OLD.contents > 1) * OLD.size
  WHERE folder = OLD.folder;
END;
CREATE TRIGGER message_updated
AFTER UPDATE OF folder, contents, change_number, read_change, read, size ON message BEGIN
  UPDATE folder_counts SET
    messages        = messages - (OLD.contents = 0),
    unread          = unread - (OLD.contents = 0 AND NOT OLD.read),
    size            = size - (OLD.contents = 0) * OLD.size,
    associated      = associated - (OLD.contents = 1),
    associated_size = associated_size - (OLD.contents = 1) * OLD.size,
    deleted         = deleted - (OLD.contents > 1),
    deleted_size    = deleted_size - (OLD.contents > 1) * OLD.size
  WHERE folder = OLD.folder;
  UPDATE folder_counts SET
    messages        = messages + (NEW.contents = 0),
    unread          = unread + (NEW.contents = 0 AND NOT NEW.read),
    size            = size + (NEW.contents = 0) * NEW.size,
    associated      = associated + (NEW.contents = 1),
    associated_size = associated_size + (NEW.contents = 1) * NEW.size,
    deleted         = deleted + (NEW.contents > 1),
    deleted_size    = deleted_size + (NEW.contents > 1) * NEW.size,
    contents_change = max(contents_change, NEW.change_number, NEW.read_change)
  WHERE folder = NEW.folder;
END;

-- What has left a folder: messages (kind 0), folders (1).
CREATE TABLE deletion (
  folder        INTEGER NOT NULL,
  kind          INTEGER NOT NULL,
  change_number INTEGER NOT NULL,
  number        INTEGER NOT NULL,
  PRIMARY KEY (folder, kind, change_number, number)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER deletion_inserted AFTER INSERT ON deletion WHEN NEW.kind = 0 BEGIN
  UPDATE folder_counts SET contents_change = max(contents_change, NEW.change_number)
  WHERE folder = NEW.folder;
END;

-- Attachments of a message and of the messages embedded in them, numbered so that what is inside comes after
-- what it is in. parent: the id of the attachment whose embedded message it belongs to, 0: the message.
CREATE TABLE attachment (
  message             INTEGER NOT NULL REFERENCES message (number) ON DELETE CASCADE ON UPDATE CASCADE,
  id                  INTEGER NOT NULL,
  parent              INTEGER NOT NULL,
  number              INTEGER NOT NULL,
  is_embedded         INTEGER NOT NULL,
  properties          BLOB NOT NULL,
  embedded_properties BLOB NOT NULL,
  embedded_recipients BLOB NOT NULL,
  PRIMARY KEY (message, id)
) STRICT, WITHOUT ROWID;

-- Large values. id: that of the value times 2^24 plus the number of the chunk.
CREATE TABLE chunk (id INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT;
-- Who holds a value: messages (kind 0), folders (1), the rules of a folder (2), the mailbox (3).
CREATE TABLE value_reference (
  kind  INTEGER NOT NULL,
  owner INTEGER NOT NULL,
  value INTEGER NOT NULL,
  PRIMARY KEY (kind, owner, value)
) STRICT, WITHOUT ROWID;
CREATE INDEX value_reference_by_value ON value_reference (value);

-- Full text: what waits, which entry of the index is a message's, the index. Copies share an entry.
CREATE TABLE pending_text (
  message INTEGER PRIMARY KEY REFERENCES message (number) ON DELETE CASCADE ON UPDATE CASCADE,
  text    BLOB NOT NULL
) STRICT;
CREATE TABLE text_entry (
  message INTEGER PRIMARY KEY REFERENCES message (number) ON DELETE CASCADE ON UPDATE CASCADE,
  text    INTEGER NOT NULL
) STRICT;
CREATE INDEX text_entry_by_text ON text_entry (text);
CREATE VIRTUAL TABLE text_index USING fts5(words, content='', tokenize='unicode61 remove_diacritics 2');

-- folders: numbers of eight bytes, little-endian.
CREATE TABLE search (
  folder      INTEGER PRIMARY KEY REFERENCES folder (number) ON DELETE CASCADE,
  restriction BLOB NOT NULL,
  folders     BLOB NOT NULL,
  recursive   INTEGER NOT NULL,
  is_static   INTEGER NOT NULL,
  running     INTEGER NOT NULL,
  complete    INTEGER NOT NULL
) STRICT;
CREATE TABLE search_result (
  search  INTEGER NOT NULL REFERENCES folder (number) ON DELETE CASCADE,
  message INTEGER NOT NULL,
  PRIMARY KEY (search, message)
) STRICT, WITHOUT ROWID;
CREATE INDEX search_result_by_message ON search_result (message);
CREATE TRIGGER search_result_inserted AFTER INSERT ON search_result BEGIN
  UPDATE folder_counts SET (messages, unread, size) =
    (SELECT messages + 1, unread + NOT m.read, folder_counts.size + m.size FROM message m
     WHERE m.number = NEW.message)
  WHERE folder = NEW.search;
END;
CREATE TRIGGER search_result_erased AFTER DELETE ON search_result BEGIN
  UPDATE folder_counts SET (messages, unread, size) =
    (SELECT messages - 1, unread - NOT m.read, folder_counts.size - m.size FROM message m
     WHERE m.number = OLD.message)
  WHERE folder = OLD.search AND EXISTS (SELECT 1 FROM message WHERE number = OLD.message);
END;
-- Before, while the counts can still be made of the message as it was.
CREATE TRIGGER message_leaves_searches BEFORE UPDATE OF number, folder, contents ON message BEGIN
  DELETE FROM search_result WHERE message = OLD.number;
END;
CREATE TRIGGER message_leaves_searches_erased BEFORE DELETE ON message BEGIN
  DELETE FROM search_result WHERE message = OLD.number;
END;
CREATE TRIGGER message_updated_in_searches AFTER UPDATE OF read, size ON message
WHEN OLD.read <> NEW.read OR OLD.size <> NEW.size BEGIN
  UPDATE folder_counts SET unread = unread + OLD.read - NEW.read, size = size + NEW.size - OLD.size
  WHERE folder IN (SELECT search FROM search_result WHERE message = NEW.number);
END;

-- What searches have not looked at yet. Ids are not given again: somebody may still hold one.
CREATE TABLE unsearched (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  message INTEGER NOT NULL,
  folder  INTEGER NOT NULL
) STRICT;
CREATE TRIGGER unsearched_message_inserted AFTER INSERT ON message
WHEN NEW.contents = 0 AND EXISTS (SELECT 1 FROM search WHERE running AND NOT is_static) BEGIN
  INSERT INTO unsearched (message, folder) VALUES (NEW.number, 0);
END;
CREATE TRIGGER unsearched_message_updated
AFTER UPDATE OF number, folder, contents, change_number, read, status ON message
WHEN NEW.contents = 0 AND EXISTS (SELECT 1 FROM search WHERE running AND NOT is_static) BEGIN
  INSERT INTO unsearched (message, folder) VALUES (NEW.number, 0);
END;
CREATE TRIGGER unsearched_folder_moved AFTER UPDATE OF parent ON folder
WHEN OLD.parent <> NEW.parent AND EXISTS (SELECT 1 FROM search WHERE running AND NOT is_static) BEGIN
  INSERT INTO unsearched (message, folder) VALUES (0, NEW.number);
END;

CREATE TABLE permission (
  folder INTEGER NOT NULL REFERENCES folder (number) ON DELETE CASCADE,
  id     INTEGER NOT NULL,
  member TEXT NOT NULL,
  rights INTEGER NOT NULL,
  PRIMARY KEY (folder, id),
  UNIQUE (folder, member)
) STRICT, WITHOUT ROWID;

CREATE TABLE rule (
  id         INTEGER PRIMARY KEY,
  folder     INTEGER NOT NULL REFERENCES folder (number) ON DELETE CASCADE,
  sequence   INTEGER NOT NULL,
  properties BLOB NOT NULL
) STRICT;
CREATE INDEX rule_by_folder ON rule (folder, sequence);

CREATE TABLE receive_folder (
  class_key     TEXT PRIMARY KEY,
  message_class TEXT NOT NULL,
  folder        INTEGER NOT NULL REFERENCES folder (number) ON DELETE CASCADE,
  modified      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX receive_folder_by_folder ON receive_folder (folder);

CREATE TABLE per_user (
  user     TEXT NOT NULL,
  folder   INTEGER NOT NULL REFERENCES folder (number) ON DELETE CASCADE,
  read     BLOB NOT NULL,
  modified INTEGER NOT NULL,
  PRIMARY KEY (user, folder)
) STRICT, WITHOUT ROWID;
CREATE INDEX per_user_by_folder ON per_user (folder);

-- name: UTF-16LE. key: all of the name, to be found by.
CREATE TABLE named_property (
  id   INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL,
  guid BLOB NOT NULL,
  lid  INTEGER NOT NULL,
  name BLOB NOT NULL,
  key  BLOB NOT NULL UNIQUE
) STRICT;

CREATE TABLE replica (id INTEGER PRIMARY KEY, guid BLOB NOT NULL UNIQUE) STRICT;

CREATE TABLE delivered (
  key     BLOB PRIMARY KEY,
  message INTEGER NOT NULL,
  time    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX delivered_by_time ON delivered (time);
)"};

inline constexpr Schema mailbox_schema{0x4D476D62 /* "MGmb" */, mailbox_migrations};

}  // namespace mapigate::store::sqlite
