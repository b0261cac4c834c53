#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <array>
#include <filesystem>

#include "gateway/store/sqlite/statement.hpp"
#include "tests/fakes/process.hpp"

namespace mapigate::store::sqlite {
namespace {

using testing::HasSubstr;

constexpr const char* two_versions[] = {
    "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL, data BLOB, size INTEGER) STRICT",
    "CREATE TABLE tag (note INTEGER NOT NULL REFERENCES note (id), name TEXT NOT NULL UNIQUE) STRICT"};
constexpr Schema schema{0x54455354, two_versions};
constexpr Schema older_schema{0x54455354, std::span(two_versions).first(1)};

mode_t mode_of(const std::string& file) {
  struct stat status {};
  EXPECT_EQ(::stat(file.c_str(), &status), 0) << file;
  return status.st_mode & 0777;
}

class SqliteDatabase : public testing::Test {
 public:
  StoreResult<Database> open(const Schema& wanted = schema,
                             std::chrono::milliseconds busy = std::chrono::seconds(5)) {
    return Database::open(file, wanted, {busy, true});
  }
  static std::int64_t number(Database& database, std::string_view query) {
    Statement statement(database, query);
    Transaction transaction(database, Transaction::Mode::read);
    Rows row = transaction.query(statement);
    return row.next() ? row.integer(0) : -1;
  }

  fakes::TempDir folder;
  std::string file = folder / "test.sqlite";
};

TEST_F(SqliteDatabase, CreatesAFileThatOthersCannotRead) {
  const mode_t old_mask = ::umask(0);
  auto database = open();
  ::umask(old_mask);
  ASSERT_TRUE(database);
  EXPECT_EQ(mode_of(file), 0600u);
  EXPECT_EQ(mode_of(file + "-wal"), 0600u);
  EXPECT_EQ(mode_of(file + "-shm"), 0600u);
}

TEST_F(SqliteDatabase, TakesTheRightsOfOthersAway) {
  ASSERT_TRUE(open());
  ASSERT_EQ(::chmod(file.c_str(), 0664), 0);
  const auto database = open();
  ASSERT_TRUE(database);
  EXPECT_EQ(mode_of(file), 0600u);
  EXPECT_EQ(mode_of(file + "-wal"), 0600u);
  EXPECT_EQ(mode_of(file + "-shm"), 0600u);
}

TEST_F(SqliteDatabase, LeavesAFileAloneThatIsNotItsOwn) {
  const std::string content(4096, 'x');
  fakes::write_file(file, content);
  ASSERT_EQ(::chmod(file.c_str(), 0644), 0);
  EXPECT_FALSE(open());
  EXPECT_EQ(mode_of(file), 0644u);
  EXPECT_EQ(fakes::read_file(file), content);
}

TEST_F(SqliteDatabase, IsDurableAndChecksForeignKeys) {
  auto database = open().value();
  EXPECT_EQ(number(database, "PRAGMA synchronous"), 2) << "FULL";
  EXPECT_EQ(number(database, "PRAGMA foreign_keys"), 1);
  EXPECT_EQ(number(database, "SELECT count(*) FROM pragma_journal_mode WHERE journal_mode = 'wal'"), 1);
  Statement insert(database, "INSERT INTO tag VALUES (1, 'x')");
  Transaction transaction(database, Transaction::Mode::write);
  transaction.execute(insert);
  EXPECT_EQ(transaction.finish().error().fault, StoreFault::conflict) << "there is no note 1";
}

TEST_F(SqliteDatabase, MigratesAnOlderVersion) {
  {
    auto old = open(older_schema).value();
    EXPECT_EQ(number(old, "PRAGMA user_version"), 1);
    Statement insert(old, "INSERT INTO note (text) VALUES ('kept')");
    Transaction transaction(old, Transaction::Mode::write);
    transaction.execute(insert);
    ASSERT_TRUE(transaction.finish());
  }
  auto database = open().value();
  EXPECT_EQ(number(database, "PRAGMA user_version"), 2);
  EXPECT_EQ(number(database, "PRAGMA application_id"), 0x54455354);
  EXPECT_EQ(number(database, "SELECT count(*) FROM note WHERE text = 'kept'"), 1);
  EXPECT_EQ(number(database, "SELECT count(*) FROM tag"), 0);
}

TEST_F(SqliteDatabase, AMigrationThatFailsChangesNothing) {
  ASSERT_TRUE(open(older_schema));
  constexpr const char* broken[] = {two_versions[0],
                                    "CREATE TABLE half (id INTEGER); CREATE TABLE note (id INTEGER)"};
  EXPECT_FALSE(open({0x54455354, broken}));
  auto database = open(older_schema);
  ASSERT_TRUE(database) << database.error().message;
  EXPECT_EQ(number(*database, "SELECT count(*) FROM sqlite_schema WHERE name = 'half'"), 0);
}

TEST_F(SqliteDatabase, ACreationThatFailsLeavesNothingBehind) {
  constexpr const char* broken[] = {"CREATE TABLE"};
  const auto refused = open({0x54455354, broken});
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("incomplete input"));
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST_F(SqliteDatabase, RefusesANewerVersion) {
  ASSERT_TRUE(open());
  const auto refused = open(older_schema);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, StoreFault::newer_schema);
  EXPECT_THAT(refused.error().message, HasSubstr("written by a newer release"));
}

TEST_F(SqliteDatabase, RefusesADatabaseOfAnotherKind) {
  ASSERT_TRUE(open());
  const auto refused = open({0x4F544852, two_versions});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, StoreFault::foreign_file);
  EXPECT_THAT(refused.error().message, HasSubstr(file));
}

TEST_F(SqliteDatabase, RefusesWhatIsNoDatabase) {
  fakes::write_file(file, std::string(4096, 'x'));
  const auto refused = open();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, StoreFault::corrupt);
  EXPECT_THAT(refused.error().message, HasSubstr("not a database"));
}

TEST_F(SqliteDatabase, RefusesADamagedDatabase) {
  {
    auto database = open().value();
    Statement insert(database, "INSERT INTO note (text) VALUES (?1)");
    Transaction transaction(database, Transaction::Mode::write);
    for (int i = 0; i < 500; ++i) transaction.execute(insert, std::string_view("a row that fills pages"));
    ASSERT_TRUE(transaction.finish());
  }
  std::string content = fakes::read_file(file);
  ASSERT_GT(content.size(), 20'000u);
  std::fill(content.begin() + 8192, content.begin() + 16384, '\xA5');
  fakes::write_file(file, content);
  const auto refused = open();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, StoreFault::corrupt) << refused.error().message;
}

TEST_F(SqliteDatabase, SaysWhyItCannotBeOpened) {
  file = folder / "missing/test.sqlite";
  EXPECT_EQ(open().error().fault, StoreFault::unavailable);
  EXPECT_THAT(open().error().message, HasSubstr("No such file or directory"));
  file = folder.path();
  EXPECT_EQ(open().error().fault, StoreFault::unavailable);
  EXPECT_THAT(open().error().message, HasSubstr("is not a file"));
}

TEST_F(SqliteDatabase, BindsAndReadsEveryType) {
  auto database = open().value();
  Statement insert(database, "INSERT INTO note (text, data, size) VALUES (?1, ?2, ?3)");
  Statement select(database, "SELECT text, data, size FROM note ORDER BY id");
  const std::array<std::uint8_t, 3> bytes{0, 255, 7};
  const std::string text("zero \0 inside", 13);
  {
    Transaction transaction(database, Transaction::Mode::write);
    EXPECT_EQ(transaction.execute(insert, text, std::span<const std::uint8_t>(bytes), -5'000'000'000), 1);
    EXPECT_EQ(transaction.execute(insert, std::string_view(), std::span<const std::uint8_t>(),
                                  std::optional<std::int64_t>()),
              1);
    ASSERT_TRUE(transaction.finish());
  }
  Transaction transaction(database, Transaction::Mode::read);
  Rows rows = transaction.query(select);
  ASSERT_TRUE(rows.next());
  EXPECT_EQ(rows.text(0), text);
  EXPECT_THAT(rows.blob(1), testing::ElementsAre(0, 255, 7));
  EXPECT_EQ(rows.integer(2), -5'000'000'000);
  ASSERT_TRUE(rows.next());
  EXPECT_FALSE(rows.is_null(0)) << "an empty text is not NULL";
  EXPECT_FALSE(rows.is_null(1)) << "nor is an empty blob";
  EXPECT_TRUE(rows.is_null(2));
  EXPECT_FALSE(rows.next());
  EXPECT_FALSE(rows.next()) << "the end stays the end";
}

TEST_F(SqliteDatabase, TheFirstErrorSticksAndRollsBack) {
  auto database = open().value();
  Statement insert(database, "INSERT INTO note (id, text) VALUES (?1, 'x')");
  Statement broken(database, "INSERT INTO no_such_table VALUES (1)");
  {
    Transaction transaction(database, Transaction::Mode::write);
    EXPECT_EQ(transaction.execute(insert, 1), 1);
    EXPECT_EQ(transaction.execute(insert, 1), 0) << "a second note 1";
    EXPECT_EQ(transaction.execute(insert, 2), 0) << "nothing is done any more";
    transaction.execute(broken);
    const auto finished = transaction.finish();
    ASSERT_FALSE(finished);
    EXPECT_EQ(finished.error().fault, StoreFault::conflict);
    EXPECT_THAT(finished.error().message, HasSubstr("note.id"));
  }
  EXPECT_EQ(number(database, "SELECT count(*) FROM note"), 0);

  Transaction transaction(database, Transaction::Mode::write);
  transaction.execute(broken);
  EXPECT_THAT(transaction.finish().error().message, HasSubstr("no_such_table"));
}

TEST_F(SqliteDatabase, ATransactionThatIsNotFinishedIsRolledBack) {
  auto database = open().value();
  Statement insert(database, "INSERT INTO note (text) VALUES ('x')");
  { Transaction(database, Transaction::Mode::write).execute(insert); }
  EXPECT_EQ(number(database, "SELECT count(*) FROM note"), 0);
}

TEST_F(SqliteDatabase, AReaderSeesOneStateThroughout) {
  auto reader = open().value();
  auto writer = open().value();
  Statement count(reader, "SELECT count(*) FROM note");
  Statement insert(writer, "INSERT INTO note (text) VALUES ('x')");
  Transaction reading(reader, Transaction::Mode::read);
  const auto seen = [&] {
    Rows row = reading.query(count);
    return row.next() ? row.integer(0) : -1;
  };
  EXPECT_EQ(seen(), 0);
  {
    Transaction writing(writer, Transaction::Mode::write);
    writing.execute(insert);
    ASSERT_TRUE(writing.finish());
  }
  EXPECT_EQ(seen(), 0);
  ASSERT_TRUE(reading.finish());
  EXPECT_EQ(number(reader, "SELECT count(*) FROM note"), 1);
}

}  // namespace
}  // namespace mapigate::store::sqlite
