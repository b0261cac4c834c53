// The gateway's process killed (SIGKILL) at any moment of a client's writes: what was acknowledged is there
// after each restart, numbers never repeat, the store verifies clean. MAPIGATE_KILLS says how often; a
// thousand times takes about ten minutes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <map>
#include <random>
#include <set>
#include <thread>

#include "protocol/oxprops/property_tags.hpp"
#include "tests/e2e/mailbox_client.hpp"

namespace mapigate::e2e {
namespace {

using oxcdata::FolderId;
using oxcdata::MessageId;
using oxcstor::LogonResponse;

const std::string password = "correct horse";
const std::string anna = "anna@good.test";

// What a client may rely on.
struct Acknowledged {
  std::map<MessageId, std::u16string> messages;  // subjects
  std::set<MessageId> maybe_deleted;             // asked for, without an answer
  std::set<std::u16string> folders;
  wire::u64 highest_id = 0;      // of a message
  wire::u64 highest_change = 0;  // of a message
};

wire::u64 counter(MessageId id) { return oxcdata::to_number(oxcdata::counter_of(id)); }

// Writes until the server is gone.
void write_on(const Installation& installation, Acknowledged& known, std::mt19937& random,
              std::atomic<bool>& writing) {
  static int count = 0;
  try {
    MailboxClient client(installation, anna, password);
    const FolderId inbox = client.folder(LogonResponse::inbox);
    writing = true;
    for (;;) {
      const std::string number = std::to_string(++count);
      const std::u16string name(number.begin(), number.end());
      const auto action = random() % 10;
      if (action < 7 || known.messages.empty()) {
        const MessageId id = client.create_message(inbox, name, std::u16string(random() % 12'000, u'x'));
        EXPECT_GT(counter(id), known.highest_id) << "a number was given twice";
        known.highest_id = std::max(known.highest_id, counter(id));
        known.messages.emplace(id, name);
      } else if (action < 9) {
        auto chosen = known.messages.begin();
        std::advance(chosen, random() % known.messages.size());
        const MessageId id = chosen->first;
        known.maybe_deleted.insert(id);
        client.delete_message(inbox, id);
        known.messages.erase(id);
        known.maybe_deleted.erase(id);
      } else {
        client.create_folder(inbox, name);
        known.folders.insert(name);
      }
    }
  } catch (const std::exception&) {
    // The server is gone, as it should be. What this request did is not known.
  }
  writing = true;
}

// Everything acknowledged is there, and no change number is lower than what was seen before.
void check(const Installation& installation, Acknowledged& known) {
  MailboxClient client(installation, anna, password);
  const FolderId inbox = client.folder(LogonResponse::inbox);
  std::map<MessageId, std::u16string> found;
  std::set<wire::i64> changes;
  for (const auto& row : client.contents(
           inbox, {oxprops::pid_tag_mid, oxprops::pid_tag_subject, oxprops::pid_tag_change_number},
           oxprops::pid_tag_last_modification_time)) {
    const auto id = static_cast<MessageId>(std::get<wire::i64>(row.values[0]));
    const auto change = std::get<wire::i64>(row.values[2]);
    found.emplace(id, std::get<std::u16string>(row.values[1]));
    EXPECT_TRUE(changes.insert(change).second) << "a change number was given twice";
  }
  for (const auto& [id, subject] : known.messages) {
    if (known.maybe_deleted.contains(id) && !found.contains(id)) continue;
    EXPECT_EQ(found[id], subject) << "acknowledged, and lost";
  }
  known.messages = found;
  for (const auto& [id, subject] : found) known.highest_id = std::max(known.highest_id, counter(id));
  known.maybe_deleted.clear();
  const auto names = client.folder_names(inbox);
  for (const auto& name : known.folders) EXPECT_THAT(names, testing::Contains(name));
  known.folders = {names.begin(), names.end()};
}

TEST(Killed, NothingAcknowledgedIsLost) {
  const char* wanted = std::getenv("MAPIGATE_KILLS");
  const int kills = wanted ? std::atoi(wanted) : 10;
  const unsigned seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);

  Installation installation;
  installation.set("auth", "memory_kib", "1024");
  installation.add_good_domain("good.test");
  installation.add_user(anna, password);
  Acknowledged known;
  for (int i = 0; i < kills && !testing::Test::HasFailure(); ++i) {
    SCOPED_TRACE("kill " + std::to_string(i));
    installation.start();
    if (i > 0) check(installation, known);
    std::atomic<bool> writing = false;
    std::thread writer([&] { write_on(installation, known, random, writing); });
    while (!writing) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    std::this_thread::sleep_for(std::chrono::microseconds(std::random_device()() % 60'000));
    installation.gateway().signal(SIGKILL);
    writer.join();
    EXPECT_EQ(installation.gateway().wait(), 128 + SIGKILL);
    if (i % 10 == 9 || i + 1 == kills) {
      const auto verified = installation.run({"store", "verify", "--deep"});
      EXPECT_EQ(verified.status, 0) << verified.out << verified.err;
    }
  }
}

}  // namespace
}  // namespace mapigate::e2e
