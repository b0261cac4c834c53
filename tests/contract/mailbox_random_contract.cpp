#include <algorithm>
#include <map>
#include <random>
#include <thread>

#include "tests/contract/mailbox_store_contract.hpp"

namespace mapigate {
namespace {

// Does whatever comes, with two stores on the same mailbox, and remembers what must be there.
class RandomUser {
 public:
  RandomUser(MailboxStoreContract& test, unsigned seed)
      : test_(test), random_(seed), other_(test.backend->open().value()), folders_{test.inbox} {
    search_ = test.folder(test.root, u"Search", store::FolderKind::search);
    EXPECT_TRUE(test.store->set_search({search_, {}, {test.inbox}, true, false, true, true}));
  }

  void act() {
    auto& store = one_of_two();
    switch (below(14)) {
      case 0:
      case 1:
      case 2:
        return save_new(store);
      case 3:
        return save_again(store);
      case 4:
        return copy(store);
      case 5:
        return move(store);
      case 6:
        return erase(store, Time{50});
      case 7:
        return erase(store, std::nullopt);
      case 8:
        return mark(store);
      case 9:
        return add_folder(store);
      case 10:
        return move_folder(store);
      case 11:
        return erase_folder(store);
      case 12:
        EXPECT_TRUE(store.change_results(search_, some(3), some(2)));
        return;
      default:
        EXPECT_TRUE(store.index_pending(3));
        EXPECT_TRUE(store.purge_deleted(60, 2));
    }
  }

  // Every message that must be there is, with what it was given.
  void check() {
    for (const auto& [number, subject] : messages_) {
      const auto message = test_.store->message(number);
      ASSERT_TRUE(message) << number;
      EXPECT_EQ(*message->properties.get<std::u16string>(oxprops::pid_tag_subject), subject);
      if (const auto* body = message->properties.find(id_of(oxprops::pid_tag_body))) {
        EXPECT_EQ(read_all(*body->large),
                  pattern(body->large->size(), static_cast<unsigned>(subject.size())));
      }
    }
    EXPECT_EQ(count_, messages_.size());
  }

 private:
  std::size_t below(std::size_t bound) { return random_() % bound; }
  store::MailboxStore& one_of_two() { return below(2) == 0 ? *test_.store : *other_; }
  FolderNumber a_folder() { return folders_[below(folders_.size())]; }
  std::vector<MessageNumber> some(std::size_t most) {
    std::vector<MessageNumber> numbers;
    for (std::size_t i = 0; i < most && !messages_.empty(); ++i) {
      numbers.push_back(
          std::next(messages_.begin(), static_cast<std::ptrdiff_t>(below(messages_.size())))->first);
    }
    return numbers;
  }
  void new_number(std::uint64_t number) { EXPECT_GT(number, std::exchange(last_number_, number)) << "twice"; }
  void new_change(store::ChangeNumber change) {
    EXPECT_GT(change, std::exchange(last_change_, change)) << "twice";
  }

  MessageWrite a_message(FolderNumber folder) {
    const std::u16string subject(below(40), u's');
    auto write = MailboxStoreContract::message_in(folder, subject);
    write.read = below(2) == 0;
    write.associated = below(4) == 0;
    write.text = "some text";
    if (below(2) == 0) {
      write.content.properties.set(oxprops::pid_tag_body,
                                   pattern_value(below(150'000), static_cast<unsigned>(subject.size())));
    }
    write.content.attachments.resize(below(3));
    return write;
  }
  void saved(const SavedMessage& message, const MessageWrite& write) {
    new_change(message.change_number);
    messages_[message.number] = *write.content.properties.get<std::u16string>(oxprops::pid_tag_subject);
  }
  void save_new(store::MailboxStore& store) {
    const auto write = a_message(a_folder());
    const auto message = store.save_message(write).value();
    new_number(message.number);
    saved(message, write);
    ++count_;
  }
  void save_again(store::MailboxStore& store) {
    for (const auto number : some(1)) {
      auto write = a_message(a_folder());
      write.number = number;
      saved(store.save_message(write).value(), write);
    }
  }
  void copy(store::MailboxStore& store) {
    for (const auto& one : store.copy_messages(some(3), a_folder(), 5).value()) {
      new_number(one.to);
      messages_[one.to] = messages_[one.from];
      ++count_;
    }
  }
  void move(store::MailboxStore& store) {
    for (const auto& one : store.move_messages(some(3), a_folder(), 5).value()) {
      new_number(one.to);
      auto node = messages_.extract(one.from);
      node.key() = one.to;
      messages_.insert(std::move(node));
    }
  }
  void erase(store::MailboxStore& store, std::optional<Time> when) {
    for (const auto number : store.delete_messages(some(3), when).value()) {
      messages_.erase(number);
      --count_;
    }
  }
  void mark(store::MailboxStore& store) {
    const bool read = below(2) == 0;
    EXPECT_TRUE(store.set_read(some(5), read));
  }
  void add_folder(store::MailboxStore& store) {
    FolderWrite write;
    write.parent = a_folder();
    write.name = u"folder " + std::u16string(++made_folders_, u'f');
    const auto folder = store.create_folder(write).value();
    new_number(folder.number);
    folders_.push_back(folder.number);
  }
  void move_folder(store::MailboxStore& store) {
    const auto moved =
        store.move_folder(a_folder(), a_folder(), u"moved " + std::u16string(++made_folders_, u'm'));
    EXPECT_TRUE(moved || moved.error().fault == StoreFault::conflict) << moved.error().message;
  }
  void erase_folder(store::MailboxStore& store) {
    if (folders_.size() < 4 || below(3) != 0) return;
    const auto folder = folders_[1 + below(folders_.size() - 1)];
    const auto when = below(2) == 0 ? std::optional<Time>(50) : std::nullopt;
    const auto deleted = store.delete_folder(folder, when);
    if (!deleted) {  // the inbox was moved below it
      EXPECT_EQ(deleted.error().fault, StoreFault::not_found);
      return;
    }
    std::erase_if(folders_, [&](FolderNumber number) { return std::ranges::count(*deleted, number) > 0; });
    if (folders_.empty())
      folders_.push_back(test_.folder(test_.root, u"again " + std::u16string(++made_folders_, u'a')));
    if (folders_.back() > last_number_) last_number_ = folders_.back();
    std::erase_if(messages_, [&](const auto& one) {
      const auto message = store.message(one.first);
      const bool gone = !message || message->deleted;
      if (gone) --count_;
      return gone;
    });
  }

  MailboxStoreContract& test_;
  std::mt19937 random_;
  std::unique_ptr<store::MailboxStore> other_;
  std::vector<FolderNumber> folders_;
  FolderNumber search_ = 0;
  std::map<MessageNumber, std::u16string> messages_;
  std::size_t count_ = 0;
  std::size_t made_folders_ = 0;
  std::uint64_t last_number_ = 0;
  store::ChangeNumber last_change_ = 0;
};

TEST_P(MailboxStoreContract, StaysConsistentWhateverIsDone) {
  RandomUser user(*this, 42);
  for (int round = 0; round < 6; ++round) {
    for (int i = 0; i < 60; ++i) user.act();
    user.check();
    expect_consistent();
    if (HasFailure()) break;
  }
}

// Two processes at once: whoever reads meanwhile sees a message wholly or not at all.
TEST_P(MailboxStoreContract, ReadersSeeWholeMessages) {
  const auto other = backend->open().value();
  std::atomic<bool> stop = false;
  std::jthread writer([&] {
    for (unsigned i = 0; i < 30; ++i) {
      auto write = message_in(inbox, std::u16string(i, u'x'));
      write.content.properties.set(oxprops::pid_tag_body, pattern_value(100'000 + i, i));
      write.content.attachments.resize(i % 4);
      const auto saved = other->save_message(write).value();
      EXPECT_TRUE(i % 3 != 0 || other->delete_messages(std::array{saved.number}, std::nullopt));
    }
    stop = true;
  });
  std::vector<std::jthread> readers;
  for (int r = 0; r < 6; ++r) {  // more than there are connections
    readers.emplace_back([&] {
      while (!stop) {
        std::uint64_t rows = 0;
        std::uint64_t size = 0;
        MessageQuery query;
        query.folder = inbox;
        EXPECT_TRUE(store->list_messages(query, [&](const MessageRow& row) {
          ++rows;
          size += row.size;
          EXPECT_EQ(row.properties.size(), 2u);
          return Scan::go_on;
        }));
        const auto last = numbers(inbox);
        if (last.empty()) continue;
        const auto message = store->message(last.back());
        if (!message) continue;  // deleted meanwhile
        const auto subject = *message->properties.get<std::u16string>(oxprops::pid_tag_subject);
        wire::Bytes bytes(50);
        const auto read = message->properties.find(id_of(oxprops::pid_tag_body))->large->read(99'000, bytes);
        EXPECT_TRUE(!read || bytes[49] == pattern_at(99'049, static_cast<unsigned>(subject.size())));
      }
    });
  }
  readers.clear();
  writer.join();
  EXPECT_EQ(numbers(inbox).size(), 20u);
  expect_consistent();
}

}  // namespace
}  // namespace mapigate
