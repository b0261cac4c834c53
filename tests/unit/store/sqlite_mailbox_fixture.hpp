#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include "gateway/store/spool.hpp"
#include "gateway/store/sqlite/mailbox_store.hpp"
#include "protocol/oxprops/property_tags.hpp"
#include "tests/fakes/process.hpp"

namespace mapigate::store::sqlite {

// A mailbox in a file, and the file looked at from outside.
class SqliteMailboxTest : public testing::Test {
 public:
  static MailboxIdentity an_identity() {
    MailboxIdentity identity;
    identity.mailbox_guid.bytes[0] = 1;
    identity.replica_guid.bytes[0] = 2;
    return identity;
  }

  void SetUp() override {
    store = create_mailbox_store(file, an_identity(), std::chrono::seconds(5)).value();
    root = make_folder(0, u"Root", FolderKind::root);
    inbox = make_folder(root, u"Inbox");
  }
  std::unique_ptr<MailboxStore> open() { return open_mailbox_store(file, std::chrono::seconds(5)).value(); }

  FolderNumber make_folder(FolderNumber parent, std::u16string name, FolderKind kind = FolderKind::generic) {
    FolderWrite write;
    write.parent = parent;
    write.name = std::move(name);
    write.kind = kind;
    return store->create_folder(write).value().number;
  }
  static MessageWrite a_message(FolderNumber folder, std::size_t body = 0) {
    MessageWrite write;
    write.folder = folder;
    write.content.properties.set(oxprops::pid_tag_subject, std::u16string(u"Subject"));
    if (body > 0) write.content.properties.set(oxprops::pid_tag_html, memory_value(wire::Bytes(body, 7)));
    return write;
  }
  MessageNumber save(FolderNumber folder, std::size_t body = 0) {
    return store->save_message(a_message(folder, body)).value().number;
  }

  // Runs a script as somebody would by hand, without foreign keys.
  void run_by_hand(const std::string& script) {
    sqlite3* handle = nullptr;
    ASSERT_EQ(sqlite3_open(file.c_str(), &handle), SQLITE_OK);
    sqlite3_busy_timeout(handle, 5000);
    char* error = nullptr;
    EXPECT_EQ(sqlite3_exec(handle, script.c_str(), nullptr, nullptr, &error), SQLITE_OK) << error << script;
    sqlite3_free(error);
    sqlite3_close(handle);
  }
  std::int64_t ask_by_hand(const std::string& query) {
    sqlite3* handle = nullptr;
    EXPECT_EQ(sqlite3_open(file.c_str(), &handle), SQLITE_OK);
    sqlite3_stmt* statement = nullptr;
    EXPECT_EQ(sqlite3_prepare_v2(handle, query.c_str(), -1, &statement, nullptr), SQLITE_OK) << query;
    const auto value = sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : -1;
    sqlite3_finalize(statement);
    sqlite3_close(handle);
    return value;
  }
  std::vector<std::string> ids(const StoreResult<std::vector<Inconsistency>>& found) {
    std::vector<std::string> names;
    if (!found) return {found.error().message};
    for (const auto& one : *found) {
      EXPECT_FALSE(one.text.empty());
      names.push_back(one.id);
    }
    return names;
  }
  std::vector<MessageNumber> numbers(FolderNumber folder, Contents contents = Contents::normal) {
    std::vector<MessageNumber> listed;
    MessageQuery query;
    query.folder = folder;
    query.contents = contents;
    EXPECT_TRUE(store->list_messages(query, [&](const MessageRow& row) {
      listed.push_back(row.number);
      return Scan::go_on;
    }));
    return listed;
  }

  fakes::TempDir temporary;
  std::string file = temporary / "mailbox.sqlite";
  std::unique_ptr<MailboxStore> store;
  FolderNumber root = 0;
  FolderNumber inbox = 0;
};

}  // namespace mapigate::store::sqlite
