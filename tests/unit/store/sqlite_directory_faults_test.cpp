#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <barrier>
#include <thread>

#include "gateway/store/sqlite/directory_schema.hpp"
#include "gateway/store/sqlite/directory_store.hpp"
#include "gateway/store/sqlite/statement.hpp"
#include "tests/fakes/process.hpp"

// What the directory store says when the file below it is in the way.

namespace mapigate::store::sqlite {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

UserRecord alice() {
  return {.mailbox_guid = "alice-guid",
          .address = "alice@example.org",
          .legacy_dn = "/o=Test/cn=alice",
          .revision = 1};
}

class SqliteDirectoryFaults : public testing::Test {
 public:
  std::unique_ptr<DirectoryStore> open(std::chrono::milliseconds busy = 20ms) {
    return open_directory_store(file, busy).value();
  }

  fakes::TempDir folder;
  std::string file = folder / "directory.sqlite";
};

TEST_F(SqliteDirectoryFaults, LockedByAnotherProcess) {
  const auto store = open();
  auto other = Database::open(file, directory_schema, {}).value();
  {
    Transaction holds_the_lock(other, Transaction::Mode::write);
    const auto refused = store->insert(alice(), "hash");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fault, StoreFault::busy);
    EXPECT_THAT(refused.error().message,
                testing::AllOf(HasSubstr(file), HasSubstr("locked by another process")));
    EXPECT_TRUE(store->load()) << "reading goes on";
    EXPECT_TRUE(store->change_token());
  }
  EXPECT_TRUE(store->insert(alice(), "hash")) << "once the lock is gone";
}

// The file format has a number for versions that can be read but not written
// (https://sqlite.org/fileformat.html section 1.3.3), which also works for root, whom no permission stops.
TEST_F(SqliteDirectoryFaults, ReadOnly) {
  {
    const auto store = open();
    ASSERT_TRUE(store->insert(alice(), "hash"));
  }
  std::string content = fakes::read_file(file);
  content[18] = 3;
  fakes::write_file(file, content);

  const auto store = open();
  EXPECT_EQ(store->load().value().size(), 1u);
  EXPECT_EQ(store->password_hash("alice-guid").value(), "hash");
  const auto refused = store->set_password_hash("alice-guid", "new");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, StoreFault::read_only) << refused.error().message;
  EXPECT_THAT(refused.error().message, HasSubstr("cannot be written"));
}

TEST_F(SqliteDirectoryFaults, ADatabaseOfAnotherKind) {
  constexpr const char* notes[] = {"CREATE TABLE note (id INTEGER)"};
  ASSERT_TRUE(Database::open(file, {1, notes}, {}));
  const auto refused = open_directory_store(file, 20ms);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, StoreFault::foreign_file);
}

TEST_F(SqliteDirectoryFaults, ANewerRelease) {
  const std::vector<const char*> newer = {directory_migrations[0], "CREATE TABLE later (id INTEGER)"};
  ASSERT_TRUE(Database::open(file, {directory_schema.application_id, newer}, {}));
  const auto refused = open_directory_store(file, 20ms);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, StoreFault::newer_schema);
}

TEST_F(SqliteDirectoryFaults, ManyCreateItAtOnce) {
  constexpr int openers = 8;
  std::barrier start(openers);
  std::vector<std::jthread> threads;
  for (int i = 0; i < openers; ++i) {
    threads.emplace_back([&, i] {
      start.arrive_and_wait();
      const auto store = open_directory_store(file, 20s);
      ASSERT_TRUE(store) << store.error().message;
      UserRecord user = alice();
      for (std::string* text : {&user.mailbox_guid, &user.address, &user.legacy_dn})
        *text += std::to_string(i);
      EXPECT_TRUE((*store)->insert(user, "hash"));
    });
  }
  threads.clear();
  EXPECT_EQ(open()->load().value().size(), std::size_t{openers});
}

}  // namespace
}  // namespace mapigate::store::sqlite
