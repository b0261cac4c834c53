#include "tests/unit/store/sqlite_mailbox_fixture.hpp"

// Each kind of inconsistency, made by hand.

namespace mapigate::store::sqlite {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class SqliteMailboxVerify : public SqliteMailboxTest {
 public:
  void SetUp() override {
    SqliteMailboxTest::SetUp();
    lost = make_folder(root, u"Lost and found");
    a = make_folder(inbox, u"a");
    b = make_folder(a, u"b");
    auto write = a_message(a, 100'000);
    write.text = "words";
    write.content.attachments.resize(2);
    write.content.attachments[1].embedded = std::make_shared<Content>();
    message = store->save_message(write).value().number;
    second = save(a);
    ASSERT_TRUE(store->index_pending(10));
    ASSERT_THAT(store->verify(true, {}).value(), IsEmpty());
  }

  // Found by verify(), told by repair(), and gone afterwards.
  void expect_mended(const std::string& id, bool deep_only = false) {
    const auto found = ids(store->verify(true, {}));
    EXPECT_THAT(found, AllOf(Not(IsEmpty()), Each(id)));
    EXPECT_EQ(ids(store->verify(false, {})), deep_only ? std::vector<std::string>() : found);
    EXPECT_EQ(ids(store->repair(lost, {})), found);
    EXPECT_THAT(ids(store->verify(true, {})), IsEmpty());
    EXPECT_THAT(ids(store->repair(lost, {})), IsEmpty());
  }
  void expect_found_only(const std::string& id) {
    const auto found = store->verify(true, {});
    EXPECT_THAT(ids(found), ElementsAre(id));
    EXPECT_FALSE(found->at(0).repairable);
    EXPECT_THAT(ids(store->repair(lost, {})), ElementsAre(id));
    EXPECT_THAT(ids(store->verify(true, {})), ElementsAre(id));
  }
  std::string text(std::uint64_t number) { return std::to_string(number); }

  FolderNumber lost = 0, a = 0, b = 0;
  MessageNumber message = 0, second = 0;
};

TEST_F(SqliteMailboxVerify, Identity) {
  run_by_hand("UPDATE replica SET guid = x'00112233445566778899AABBCCDDEEFF' WHERE id = 1");
  expect_mended("IDENTITY");
  EXPECT_EQ(store->replica_guid(1).value(), an_identity().replica_guid);
}

TEST_F(SqliteMailboxVerify, CounterBehind) {
  for (const char* counter : {"number", "change", "value", "text"}) {
    run_by_hand(std::string("UPDATE counter SET ") + counter + " = 1");
    expect_mended("COUNTER_BEHIND");
  }
  Rule rule;
  ASSERT_TRUE(store->set_rules(a, {rule}));
  ASSERT_TRUE(store->set_permissions(a, {{0, "x", 1}}));
  run_by_hand("UPDATE counter SET rule = 1, member = 0");
  expect_mended("COUNTER_BEHIND");
  EXPECT_GT(save(a), second);
  run_by_hand("DELETE FROM counter");
  expect_mended("COUNTER_BEHIND");
  ASSERT_TRUE(store->delete_messages(std::array{save(a)}, std::nullopt));
  run_by_hand("UPDATE counter SET number = number - 1, change = change - 1");
  expect_mended("COUNTER_BEHIND");
}

TEST_F(SqliteMailboxVerify, ReservedTaken) {
  run_by_hand("INSERT INTO reserved VALUES (" + text(message) + ", " + text(message) + ")");
  expect_mended("RESERVED_TAKEN");
}

TEST_F(SqliteMailboxVerify, FolderNoRoot) {
  run_by_hand("UPDATE folder SET kind = 1 WHERE kind = 0");
  expect_found_only("FOLDER_NO_ROOT");
}

TEST_F(SqliteMailboxVerify, FolderOrphan) {
  run_by_hand("UPDATE folder SET parent = 4711 WHERE number = " + text(a));
  make_folder(lost, u"A");
  expect_mended("FOLDER_ORPHAN");
  EXPECT_EQ(store->folder(a)->parent, lost);
  EXPECT_EQ(store->folder(a)->name, u"a (2)");
  EXPECT_EQ(store->folder(b)->parent, a);
  EXPECT_EQ(store->folder(inbox)->subfolders, 0u);

  run_by_hand("UPDATE folder SET parent = 4711 WHERE number = " + text(lost));
  expect_mended("FOLDER_ORPHAN");
  EXPECT_EQ(store->folder(lost)->parent, root) << "it cannot be below itself";
}

TEST_F(SqliteMailboxVerify, FolderLoop) {
  run_by_hand("UPDATE folder SET parent = " + text(b) + " WHERE number = " + text(a));
  EXPECT_THAT(store->folders(a, true, false).value(), SizeIs(1)) << "reading ends";
  expect_mended("FOLDER_LOOP");
  EXPECT_EQ(store->folders(root, true, false)->size(), 4u);

  run_by_hand("UPDATE folder SET parent = number WHERE number = " + text(lost));
  expect_mended("FOLDER_LOOP");
  EXPECT_EQ(store->folder(lost)->parent, root);
}

TEST_F(SqliteMailboxVerify, FolderBelowDeleted) {
  run_by_hand("UPDATE folder SET deleted = 5 WHERE number = " + text(a));
  expect_mended("FOLDER_BELOW_DELETED");
  EXPECT_EQ(store->folder(b)->parent, lost);
}

TEST_F(SqliteMailboxVerify, FolderNames) {
  run_by_hand("UPDATE folder SET name_key = x'00' WHERE number = " + text(a));
  expect_mended("FOLDER_NAME_KEY");
  EXPECT_EQ(store->folder_by_name(inbox, u"A").value(), a);

  run_by_hand("UPDATE folder SET name_key = x'00' WHERE number = " + text(a));
  const auto other = make_folder(inbox, u"A");
  expect_mended("FOLDER_NAME_TWICE");
  EXPECT_EQ(store->folder_by_name(inbox, u"a").value(), other);
  EXPECT_EQ(store->folder_by_name(inbox, u"A (2)").value(), a);
}

TEST_F(SqliteMailboxVerify, FolderDamaged) {
  run_by_hand("UPDATE folder SET properties = x'FFFF' WHERE number = " + text(a));
  EXPECT_FALSE(store->folder(a));
  EXPECT_EQ(store->folder(a).error().fault, StoreFault::corrupt);
  EXPECT_TRUE(store->folder(b));
  expect_found_only("FOLDER_DAMAGED");
}

TEST_F(SqliteMailboxVerify, FolderCounts) {
  const auto before = store->folder(a).value();
  for (const char* column : {"messages", "unread", "size", "associated", "associated_size", "deleted",
                             "deleted_size", "subfolders"}) {
    run_by_hand(std::string("UPDATE folder_counts SET ") + column + " = " + column +
                " + 1 WHERE folder = " + text(a));
    expect_mended("FOLDER_COUNTS");
  }
  run_by_hand("DELETE FROM folder_counts WHERE folder = " + text(a));
  expect_mended("FOLDER_COUNTS");
  EXPECT_EQ(store->folder(a)->counts, before.counts);
  EXPECT_EQ(store->folder(a)->subfolders, 1u);

  const auto search = make_folder(root, u"Search", FolderKind::search);
  ASSERT_TRUE(store->change_results(search, std::array{message}, {}));
  run_by_hand("UPDATE folder_counts SET unread = 0 WHERE folder = " + text(search));
  expect_mended("FOLDER_COUNTS");
  EXPECT_EQ(store->folder(search)->counts.unread, 1u);
}

TEST_F(SqliteMailboxVerify, MessageOrphan) {
  run_by_hand("UPDATE message SET folder = 4711 WHERE number = " + text(message));
  expect_mended("MESSAGE_ORPHAN");
  EXPECT_THAT(numbers(lost), ElementsAre(message));
}

TEST_F(SqliteMailboxVerify, MessageState) {
  run_by_hand("UPDATE message SET deleted = 5 WHERE number = " + text(message));
  expect_mended("MESSAGE_STATE");
  EXPECT_THAT(numbers(a, Contents::deleted_normal), ElementsAre(message));
  run_by_hand("UPDATE message SET deleted = NULL WHERE number = " + text(message));
  expect_mended("MESSAGE_STATE");
  EXPECT_THAT(numbers(a), ElementsAre(message, second));
}

TEST_F(SqliteMailboxVerify, SettingOrphan) {
  for (const char* insert :
       {"permission VALUES (4711, 1, 'x', 1)", "rule VALUES (1, 4711, 1, x'')",
        "receive_folder VALUES ('x', 'x', 4711, 1)", "per_user VALUES ('x', 4711, x'', 1)",
        "search VALUES (4711, x'', x'', 0, 0, 0, 0)", "folder_counts (folder) VALUES (4711)"}) {
    run_by_hand(std::string("INSERT INTO ") + insert + "; UPDATE counter SET rule = 100, member = 100");
    expect_mended("SETTING_ORPHAN");
  }
}

TEST_F(SqliteMailboxVerify, MessageDamaged) {
  run_by_hand("UPDATE message SET properties = x'0500000000' WHERE number = " + text(message));
  EXPECT_EQ(store->message(message).error().fault, StoreFault::corrupt);
  EXPECT_THAT(numbers(a), ElementsAre(message, second)) << "listed, and the other one read";
  EXPECT_TRUE(store->message(second));
  expect_found_only("MESSAGE_DAMAGED");
}

TEST_F(SqliteMailboxVerify, AttachmentDamaged) {
  run_by_hand("UPDATE attachment SET embedded_recipients = x'05' WHERE id = 2");
  EXPECT_EQ(store->attachments(message).error().fault, StoreFault::corrupt);
  EXPECT_TRUE(store->message(message));
  expect_found_only("MESSAGE_DAMAGED");
}

TEST_F(SqliteMailboxVerify, MessageSize) {
  const auto size = store->message(message)->size;
  run_by_hand("UPDATE message SET size = size - 7 WHERE number = " + text(message));
  expect_mended("MESSAGE_SIZE", true);
  EXPECT_EQ(store->message(message)->size, size);
}

TEST_F(SqliteMailboxVerify, AttachmentOrphan) {
  run_by_hand("UPDATE attachment SET message = 90; UPDATE counter SET number = 91");
  const auto found = ids(store->repair(lost, {}));
  EXPECT_THAT(found, Contains("ATTACHMENT_ORPHAN"));
  EXPECT_THAT(ids(store->verify(true, {})), IsEmpty());
  EXPECT_THAT(numbers(lost), ElementsAre(90));
  EXPECT_EQ(store->attachments(90)->size(), 2u);
}

TEST_F(SqliteMailboxVerify, AttachmentParent) {
  run_by_hand("UPDATE attachment SET parent = 1 WHERE id = 2");
  EXPECT_EQ(store->attachments(message)->size(), 2u) << "reading is not misled";
  expect_mended("ATTACHMENT_PARENT", true);
  run_by_hand("UPDATE attachment SET parent = 2 WHERE id = 2");
  EXPECT_EQ(store->attachments(message)->size(), 2u);
  expect_mended("ATTACHMENT_PARENT", true);
}

TEST_F(SqliteMailboxVerify, Values) {
  run_by_hand(
      "INSERT INTO chunk VALUES (7 << 24, x'00'), (7 << 24 | 1, x'00'); UPDATE counter SET value = 8");
  expect_mended("VALUE_UNREFERENCED", true);
  EXPECT_EQ(ask_by_hand("SELECT count(*) FROM chunk"), 2);
  run_by_hand("DELETE FROM chunk WHERE id & 0xFFFFFF = 1");
  expect_found_only("VALUE_MISSING");
}

TEST_F(SqliteMailboxVerify, References) {
  run_by_hand("INSERT INTO value_reference VALUES (0, 4711, 1), (1, 4711, 1), (2, 4711, 1), (1, " + text(a) +
              ", 1), (2, " + text(a) + ", 1), (3, 0, 1), (0, " + text(second) + ", 1)");
  expect_mended("REFERENCE_STALE", true);
  EXPECT_EQ(ask_by_hand("SELECT count(*) FROM value_reference"), 1);
  run_by_hand("DELETE FROM value_reference");
  const auto found = ids(store->repair(lost, {}));
  EXPECT_THAT(found, ElementsAre("REFERENCE_MISSING", "VALUE_UNREFERENCED"));
  EXPECT_THAT(ids(store->verify(true, {})), IsEmpty());
  wire::Bytes bytes(1);
  const auto properties = store->message(message)->properties;
  EXPECT_TRUE(properties.find(id_of(oxprops::pid_tag_html))->large->read(99'999, bytes))
      << "nothing was lost";
}

TEST_F(SqliteMailboxVerify, SearchResultStale) {
  const auto search = make_folder(root, u"Search", FolderKind::search);
  ASSERT_TRUE(store->change_results(search, std::array{message, second}, {}));
  run_by_hand("DROP TRIGGER message_leaves_searches; UPDATE message SET contents = 1 WHERE number = " +
              text(message));
  const auto found = ids(store->repair(lost, {}));
  EXPECT_THAT(found, Contains("SEARCH_RESULT_STALE"));
  EXPECT_THAT(ids(store->verify(true, {})), IsEmpty());
  EXPECT_THAT(numbers(search), ElementsAre(second));
  run_by_hand("DROP TRIGGER search_result_inserted; INSERT INTO search_result VALUES (" + text(search) +
              ", 4711)");
  expect_mended("SEARCH_RESULT_STALE", true);
}

TEST_F(SqliteMailboxVerify, TextEntryStale) {
  run_by_hand("INSERT INTO text_entry VALUES (4711, 1); INSERT INTO pending_text VALUES (4712, x'61')");
  expect_mended("TEXT_ENTRY_STALE", true);
}

TEST_F(SqliteMailboxVerify, TextIndexDamaged) {
  run_by_hand("UPDATE text_index_data SET block = x'00' WHERE id > 100");
  expect_mended("TEXT_INDEX_DAMAGED", true);
  auto write = a_message(a);
  write.text = "words again";
  const auto later = store->save_message(write).value().number;
  EXPECT_THAT(store->find_text(u"words", 0).value(), ElementsAre(later));
}

TEST_F(SqliteMailboxVerify, IndexDamaged) {
  run_by_hand(
      "PRAGMA writable_schema = ON;"
      "UPDATE sqlite_schema SET sql = replace(sql, 'contents, subject)', 'contents, sender)')"
      " WHERE name = 'message_by_subject';"
      "UPDATE sqlite_schema SET sql = replace(sql, 'contents, sender)', 'contents, subject)')"
      " WHERE name = 'message_by_sender';");
  auto write = a_message(a);
  write.columns.subject = "s";
  write.columns.sender = "x";
  store = open();
  ASSERT_TRUE(store->save_message(write));
  store.reset();
  run_by_hand(
      "PRAGMA writable_schema = ON;"
      "UPDATE sqlite_schema SET sql = replace(sql, 'contents, sender)', 'contents, subject)')"
      " WHERE name = 'message_by_subject';"
      "UPDATE sqlite_schema SET sql = replace(sql, 'contents, subject)', 'contents, sender)')"
      " WHERE name = 'message_by_sender';");
  store = open();
  expect_mended("INDEX_DAMAGED", true);
}

TEST_F(SqliteMailboxVerify, ManyOfAKindAreCounted) {
  std::string script;
  for (int i = 0; i < 250; ++i) {
    script += "INSERT INTO permission VALUES (" + std::to_string(5000 + i) + ", 1, 'x', 1);";
  }
  run_by_hand("UPDATE counter SET member = 2;" + script);
  const auto found = store->verify(false, {}).value();
  EXPECT_EQ(found.size(), 101u);
  EXPECT_THAT(found.back().text, testing::HasSubstr("150 more"));
  EXPECT_TRUE(store->repair(lost, {}));
  EXPECT_THAT(store->verify(true, {}).value(), IsEmpty()) << "all of them";
}

TEST_F(SqliteMailboxVerify, NeedsAFolderForOrphans) {
  run_by_hand("UPDATE message SET folder = 4711 WHERE number = " + text(message));
  for (const auto into : {FolderNumber{4711}, make_folder(root, u"Search", FolderKind::search)}) {
    const auto refused = store->repair(into, {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fault, StoreFault::not_found);
  }
  EXPECT_THAT(ids(store->verify(true, {})), ElementsAre("MESSAGE_ORPHAN"));
  run_by_hand("UPDATE message SET folder = " + text(a) + "; UPDATE folder_counts SET unread = 9");
  EXPECT_TRUE(store->repair(4711, {})) << "what has its place needs none";
  EXPECT_THAT(ids(store->verify(true, {})), IsEmpty());
}

TEST_F(SqliteMailboxVerify, TellsHowFarItIs) {
  std::uint64_t last = 0;
  std::uint64_t total = 0;
  ASSERT_TRUE(store->verify(true, [&](std::uint64_t done, std::uint64_t of) {
    EXPECT_GT(done, last);
    last = done;
    total = of;
  }));
  EXPECT_EQ(last, total);
  EXPECT_GT(total, 2u);
}

}  // namespace
}  // namespace mapigate::store::sqlite
