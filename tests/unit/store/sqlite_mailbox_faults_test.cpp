#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <barrier>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <thread>

#include "tests/fakes/failing_disk.hpp"
#include "tests/unit/store/sqlite_mailbox_fixture.hpp"

// What a mailbox does when the file below it, or the process, is in the way.

namespace mapigate::store::sqlite {
namespace {

using namespace std::chrono_literals;
using testing::AnyOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class SqliteMailboxFaults : public SqliteMailboxTest {};

TEST_F(SqliteMailboxFaults, AMailboxThatIsNotThere) {
  const auto missing = open_mailbox_store(temporary / "none.sqlite", 20ms);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().fault, StoreFault::not_found);
  const auto no_folder = create_mailbox_store(temporary / "none/x.sqlite", an_identity(), 20ms);
  ASSERT_FALSE(no_folder);
  EXPECT_EQ(no_folder.error().fault, StoreFault::unavailable);
  const auto again = create_mailbox_store(file, an_identity(), 20ms);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().fault, StoreFault::conflict);
}

TEST_F(SqliteMailboxFaults, AFileThatIsNoMailbox) {
  fakes::write_file(temporary / "text", std::string(5000, 'x'));
  EXPECT_EQ(open_mailbox_store(temporary / "text", 20ms).error().fault, StoreFault::corrupt);
  store.reset();
  run_by_hand("PRAGMA application_id = 7");
  EXPECT_EQ(open_mailbox_store(file, 20ms).error().fault, StoreFault::foreign_file);
  run_by_hand("PRAGMA application_id = 0x4D476D62; PRAGMA user_version = 99");
  EXPECT_EQ(open_mailbox_store(file, 20ms).error().fault, StoreFault::newer_schema);
  run_by_hand("PRAGMA user_version = 1; DELETE FROM mailbox");
  const auto nameless = open_mailbox_store(file, 20ms);
  ASSERT_FALSE(nameless);
  EXPECT_EQ(nameless.error().fault, StoreFault::corrupt);
}

TEST_F(SqliteMailboxFaults, CreatedByOneOfMany) {
  const std::string other = temporary / "other.sqlite";
  std::atomic<int> created = 0;
  std::vector<std::jthread> threads;
  for (std::uint8_t i = 0; i < 6; ++i) {
    threads.emplace_back([&, i] {
      MailboxIdentity identity = an_identity();
      identity.replica_guid.bytes[5] = i;
      const auto made = create_mailbox_store(other, identity, 20s);
      if (made) ++created;
      EXPECT_TRUE(made || made.error().fault == StoreFault::conflict);
      const auto opened = open_mailbox_store(other, 20s);
      EXPECT_TRUE(opened) << "whoever failed finds it whole";
    });
  }
  threads.clear();
  EXPECT_EQ(created, 1);
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(temporary.path())) {
    files += entry.path().filename().string().starts_with("other.sqlite.") ? 1 : 0;
  }
  EXPECT_EQ(files, 0u) << "nothing is left behind";
}

TEST_F(SqliteMailboxFaults, LockedByAnotherProcess) {
  const auto impatient = open_mailbox_store(file, 20ms).value();
  const auto number = save(inbox);
  sqlite3* handle = nullptr;
  ASSERT_EQ(sqlite3_open(file.c_str(), &handle), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(handle, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
  const auto refused = impatient->save_message(a_message(inbox));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, StoreFault::busy);
  EXPECT_TRUE(impatient->message(number)) << "reading goes on";
  sqlite3_close(handle);
  EXPECT_TRUE(impatient->save_message(a_message(inbox)));
}

TEST_F(SqliteMailboxFaults, MoreReadersThanConnectionsWaitForOneAnother) {
  for (int i = 0; i < 3; ++i) save(inbox, 100'000);
  const auto value = store->message(numbers(inbox)[0])->properties.find(id_of(oxprops::pid_tag_html))->large;
  // Each thread holds one connection until all others hold one, and needs a second one then.
  constexpr int readers = 7;
  std::barrier all_inside(readers);
  std::vector<std::jthread> threads;
  for (int i = 0; i < readers; ++i) {
    threads.emplace_back([&] {
      MessageQuery query;
      query.folder = inbox;
      EXPECT_TRUE(store->list_messages(query, [&](const MessageRow&) {
        all_inside.arrive_and_wait();
        wire::Bytes bytes(10);
        EXPECT_EQ(value->read(5, bytes).value(), 10u);
        return Scan::stop;
      }));
    });
  }
}

TEST_F(SqliteMailboxFaults, CleansUpAfterAnInterruptedCreation) {
  const auto left = [&](const std::string& name, std::chrono::hours age) {
    fakes::write_file(temporary / name, "x");
    std::filesystem::last_write_time(temporary / name, std::filesystem::file_time_type::clock::now() - age);
    return std::filesystem::path(temporary / name);
  };
  const auto stale = left("mailbox.sqlite.new-aB3dE6", 2h);
  const auto stale_log = left("mailbox.sqlite.new-aB3dE6-wal", 2h);
  const auto being_made = left("mailbox.sqlite.new-aB3dE7", 0h);
  const auto other = left("mailbox.sqlitebackup", 2h);
  const auto another = left("mailbox.sqlite.backup", 2h);
  ASSERT_TRUE(store->clean());
  EXPECT_FALSE(std::filesystem::exists(stale));
  EXPECT_FALSE(std::filesystem::exists(stale_log));
  for (const auto& kept : {being_made, other, another}) EXPECT_TRUE(std::filesystem::exists(kept)) << kept;
  EXPECT_TRUE(store->folder(inbox));
}

// The file format has a number for versions that can be read but not written
// (https://sqlite.org/fileformat.html section 1.3.3), which also works for root, whom no permission stops.
TEST_F(SqliteMailboxFaults, ReadOnly) {
  auto write = a_message(inbox, 100'000);
  write.text = "words";
  const auto number = store->save_message(write).value().number;
  store.reset();
  std::string content = fakes::read_file(file);
  content[18] = 3;
  fakes::write_file(file, content);
  store = open();
  FolderWrite other;
  other.parent = root;
  other.name = u"other";
  for (const auto& fault :
       {store->save_message(a_message(inbox)).error().fault, store->clean().error().fault,
        store->set_read(std::array{number}, true).error().fault, store->delete_folder(inbox, 5).error().fault,
        store->create_folder(other).error().fault}) {
    EXPECT_EQ(fault, StoreFault::read_only);
  }
  const auto message = store->message(number);
  ASSERT_TRUE(message);
  wire::Bytes bytes(10);
  EXPECT_EQ(message->properties.find(id_of(oxprops::pid_tag_html))->large->read(99'995, bytes).value(), 5u);
  EXPECT_THAT(numbers(inbox), ElementsAre(number));
  EXPECT_TRUE(store->find_text(u"words", 0)) << "what is indexed can be found";
  EXPECT_THAT(ids(store->verify(true, {})), IsEmpty());
  EXPECT_EQ(store->statistics()->messages, 1u);
}

// Every write of a transaction fails in turn.
TEST(SqliteMailboxFullDisk, EveryWriteFailsInTurn) {
  fakes::FailingDisk disk;
  fakes::TempDir temporary;
  const std::string file = temporary / "mailbox.sqlite";
  auto store = create_mailbox_store(file, SqliteMailboxTest::an_identity(), 5s).value();
  FolderWrite root;
  root.kind = FolderKind::root;
  root.name = u"Root";
  const auto folder = store->create_folder(root)->number;
  auto write = SqliteMailboxTest::a_message(folder, 10'000);
  write.text = "words";
  write.content.attachments.resize(1);
  std::uint64_t last = store->save_message(write)->number;
  int failures = 0;
  for (std::int64_t writes = 0;; ++writes) {
    const auto before = store->folder(folder)->counts;
    disk.full_after(writes);
    const auto saved = store->save_message(write);
    if (saved) {
      // A checkpoint that fails is tried again later.
      disk.free();
      EXPECT_GT(saved->number, std::exchange(last, saved->number));
      if (!disk.has_failed()) break;
      continue;
    }
    ++failures;
    ASSERT_EQ(saved.error().fault, StoreFault::disk_full) << saved.error().message;
    EXPECT_THAT(saved.error().message, HasSubstr("no space left"));
    EXPECT_EQ(store->folder(folder)->counts, before) << "reading goes on";
    EXPECT_TRUE(store->message(last));
    disk.free();
    ASSERT_THAT(store->verify(writes % 5 == 0, {}).value(), IsEmpty());
  }
  EXPECT_GT(failures, 5);
  EXPECT_TRUE(store->save_message(write));
  EXPECT_THAT(store->verify(true, {}).value(), IsEmpty());
  EXPECT_EQ(store->find_text(u"words", 0)->size(), store->folder(folder)->counts.messages);

  disk.full_after(0);
  EXPECT_EQ(
      create_mailbox_store(temporary / "new.sqlite", SqliteMailboxTest::an_identity(), 5s).error().fault,
      StoreFault::disk_full);
  EXPECT_TRUE(store->find_text(u"words", 0)) << "found, though nothing can be indexed";
  EXPECT_THAT(store->verify(true, {}).value(), IsEmpty());
  disk.free();
  EXPECT_FALSE(std::filesystem::exists(temporary / "new.sqlite"));
}

class SqliteMailboxDamage : public SqliteMailboxTest {
 public:
  static constexpr std::size_t page_size = 4096;
  // Overwrites a page that holds rows of the table.
  void damage(const std::string& table) {
    store.reset();  // with the last connection the log goes into the file
    const auto page = ask_by_hand("SELECT pageno FROM dbstat WHERE name = '" + table +
                                  "' AND pagetype = 'leaf' ORDER BY pageno LIMIT 1 OFFSET 1");
    ASSERT_GT(page, 1);
    std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
    stream.seekp((page - 1) * static_cast<std::int64_t>(page_size));
    stream << std::string(page_size, '\x5A');
    stream.close();
    store = open();
  }
};

TEST_F(SqliteMailboxDamage, ADamagedPageIsSaidAndTheRestGoesOn) {
  std::vector<MessageNumber> saved;
  for (int i = 0; i < 60; ++i) saved.push_back(save(inbox, i % 2 ? 0 : 5000));
  damage("message");
  std::size_t damaged = 0;
  for (const auto number : saved) {
    const auto message = store->message(number);
    if (message) continue;
    ++damaged;
    EXPECT_THAT(message.error().fault, AnyOf(StoreFault::corrupt, StoreFault::not_found));
    if (message.error().fault == StoreFault::corrupt) {
      EXPECT_THAT(message.error().message, HasSubstr("restore it from a backup"));
    }
  }
  EXPECT_GT(damaged, 0u);
  EXPECT_LT(damaged, saved.size());
  EXPECT_TRUE(store->folder(inbox));
  EXPECT_THAT(ids(store->verify(true, {})), Contains("PAGE_DAMAGED"));
  EXPECT_THAT(ids(store->repair(inbox, {})), Contains("PAGE_DAMAGED"));
  const auto other = create_mailbox_store(temporary / "other.sqlite", an_identity(), 5s);
  ASSERT_TRUE(other);
  EXPECT_THAT(ids((*other)->verify(true, {})), IsEmpty()) << "another mailbox is not concerned";
}

TEST_F(SqliteMailboxDamage, ADamagedFolderTableIsAnErrorEverywhere) {
  for (int i = 0; i < 60; ++i)
    make_folder(inbox,
                u"folder with a long name " + std::u16string(40, u'x') + static_cast<char16_t>(0x4E00 + i));
  damage("folder");
  const auto listed = store->folders(root, true, false);
  ASSERT_FALSE(listed);
  EXPECT_EQ(listed.error().fault, StoreFault::corrupt);
  EXPECT_THAT(ids(store->verify(false, {})), ElementsAre("PAGE_DAMAGED"));
}

// Whatever stands in the file: errors at most.
TEST_F(SqliteMailboxDamage, RandomDamageNeverCrashes) {
  for (int i = 0; i < 20; ++i) {
    auto write = a_message(inbox, i % 3 ? 0 : 70'000);
    write.text = "some words";
    write.content.attachments.resize(2);
    write.content.recipients.resize(3);
    ASSERT_TRUE(store->save_message(write));
  }
  ASSERT_TRUE(store->index_pending(10));
  store.reset();
  const std::string whole = fakes::read_file(file);
  std::mt19937 random(7);
  for (int round = 0; round < 60; ++round) {
    std::string content = whole;
    for (int i = 0; i < 40; ++i)
      content[100 + random() % (content.size() - 100)] = static_cast<char>(random());
    for (const char* suffix : {"-wal", "-shm"}) std::filesystem::remove(file + suffix);
    fakes::write_file(file, content);
    auto opened = open_mailbox_store(file, 20ms);
    if (!opened) continue;
    store = std::move(*opened);
    (void)store->verify(true, {});
    (void)store->folders(root, true, false);
    for (MessageNumber number = 1; number < 30; ++number) {
      const auto message = store->message(number);
      (void)store->attachments(number);
      if (!message) continue;
      const auto* body = message->properties.find(id_of(oxprops::pid_tag_html));
      wire::Bytes bytes(100'000);
      if (body && body->large) (void)body->large->read(0, bytes);
    }
    (void)store->find_text(u"some", 0);
    (void)store->save_message(a_message(inbox, 5000));
    (void)store->repair(inbox, {});
    store.reset();
  }
}

// What a child that is killed tells, before it does something and when it is done.
struct Report {
  enum Kind : std::uint64_t { about_to_remove, saved, removed, moved_to } kind;
  std::uint64_t number;
  std::uint64_t change;
};

[[noreturn]] void work_until_killed(const std::string& file, FolderNumber folder, int pipe, unsigned seed) {
  const auto tell = [&](Report report) {
    if (::write(pipe, &report, sizeof(report)) != sizeof(report)) ::_exit(2);
  };
  auto store = open_mailbox_store(file, 5s);
  if (!store) ::_exit(3);
  std::mt19937 random(seed);
  std::vector<MessageNumber> mine;
  while (true) {
    const auto act = random() % 6;
    if (mine.size() < 3 || act < 3) {
      auto write = SqliteMailboxTest::a_message(folder, random() % 2 ? 0 : random() % 200'000);
      write.content.attachments.resize(random() % 3);
      write.text = "words";
      const auto saved = (*store)->save_message(write);
      if (!saved) ::_exit(4);
      tell({Report::saved, saved->number, saved->change_number});
      mine.push_back(saved->number);
      continue;
    }
    const auto place = random() % mine.size();
    const auto number = mine[place];
    mine.erase(mine.begin() + static_cast<std::ptrdiff_t>(place));
    tell({Report::about_to_remove, number, 0});
    if (act == 3) {
      if (!(*store)->delete_messages(std::array{number}, std::nullopt)) ::_exit(5);
      tell({Report::removed, number, 0});
    } else if (act == 4) {
      const auto moved = (*store)->move_messages(std::array{number}, folder, 5);
      if (!moved) ::_exit(6);
      tell({Report::moved_to, moved->at(0).to, 0});
      mine.push_back(moved->at(0).to);
    } else {
      if (!(*store)->index_pending(2) || !(*store)->set_read(std::array{number}, true)) ::_exit(7);
    }
  }
}

TEST_F(SqliteMailboxFaults, NothingAcknowledgedIsLostWhenTheProcessIsKilled) {
  constexpr int rounds = 100;
  store.reset();
  std::set<std::uint64_t> must_be_there;
  std::set<std::uint64_t> must_be_gone;
  std::uint64_t last_number = 0;
  std::uint64_t last_change = 0;
  std::size_t acknowledged = 0;
  std::mt19937 random(99);
  for (int round = 0; round < rounds; ++round) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const auto child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      ::close(ends[0]);
      work_until_killed(file, inbox, ends[1], static_cast<unsigned>(round));
    }
    ::close(ends[1]);
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 40'000));
    ::kill(child, SIGKILL);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status)) << "exit " << WEXITSTATUS(status);

    Report report{};
    while (::read(ends[0], &report, sizeof(report)) == sizeof(report)) {
      switch (report.kind) {
        case Report::about_to_remove:
          must_be_there.erase(report.number);
          break;
        case Report::saved:
          ++acknowledged;
          EXPECT_GT(report.change, std::exchange(last_change, report.change));
          [[fallthrough]];
        case Report::moved_to:
          EXPECT_GT(report.number, std::exchange(last_number, report.number)) << "a number came twice";
          must_be_there.insert(report.number);
          break;
        case Report::removed:
          must_be_gone.insert(report.number);
      }
    }
    ::close(ends[0]);

    store = open();
    for (const auto number : must_be_there) ASSERT_TRUE(store->message(number)) << number;
    for (const auto number : must_be_gone) ASSERT_FALSE(store->message(number)) << number;
    ASSERT_THAT(ids(store->verify(true, {})), IsEmpty()) << round;
    // What was not acknowledged may be there; it is remembered no more than what is deleted now.
    auto all = numbers(inbox);
    for (const auto number : all) last_number = std::max(last_number, number);
    last_change = std::max(last_change, store->folder(inbox)->contents_change);
    if (all.size() > 30) {
      ASSERT_TRUE(store->delete_messages(all, std::nullopt));
      must_be_there.clear();
    }
    must_be_gone.clear();
    store.reset();
  }
  EXPECT_GT(acknowledged, std::size_t{rounds});
}

}  // namespace
}  // namespace mapigate::store::sqlite
