// What searches that are kept up to date have not looked at yet.

#include <array>

#include "tests/contract/mailbox_store_contract.hpp"

namespace mapigate {
namespace {

using store::SearchVerdict;
using store::Unsearched;
using testing::ElementsAre;
using testing::IsEmpty;

// A search folder, and what waits for it.
struct Searched {
  explicit Searched(MailboxStoreContract& its_test)
      : test(its_test), search(test.folder(test.root, u"Search", store::FolderKind::search)) {
    set(true, false);
  }
  void set(bool running, bool is_static) {
    ASSERT_TRUE(test.store->set_search({search, {}, {test.inbox}, false, is_static, running, true}));
  }
  // The messages that wait, as often as they do.
  std::vector<MessageNumber> waiting() {
    std::vector<MessageNumber> numbers;
    for (const Unsearched& entry : test.store->unsearched(100).value()) numbers.push_back(entry.message);
    return numbers;
  }
  void all_seen() { ASSERT_TRUE(test.store->searched({}, UINT64_MAX >> 1)); }
  std::vector<SearchVerdict> say(bool shows, MessageNumber number, std::uint64_t seen = 0) {
    const std::array verdicts{SearchVerdict{search, number, shows}};
    return test.store->searched(verdicts, seen).value();
  }

  MailboxStoreContract& test;
  const FolderNumber search;
};

TEST_P(MailboxStoreContract, WhateverBecomesOfAMessageWaits) {
  Searched it(*this);
  EXPECT_THAT(it.waiting(), IsEmpty());
  auto write = message_in(inbox);
  const auto number = save(write).number;
  EXPECT_THAT(it.waiting(), ElementsAre(number));
  it.all_seen();
  write.number = number;
  save(write);
  ASSERT_TRUE(store->set_read(std::array{number}, true));
  ASSERT_TRUE(store->set_status(number, 1, 1));
  EXPECT_THAT(it.waiting(), ElementsAre(number, number, number));
  it.all_seen();
  const auto copy = store->copy_messages(std::array{number}, root, 1).value()[0].to;
  const auto moved = store->move_messages(std::array{number}, root, 1).value()[0].to;
  EXPECT_THAT(it.waiting(), ElementsAre(copy, moved));
  it.all_seen();
  ASSERT_TRUE(store->delete_messages(std::array{copy}, 5));
  ASSERT_TRUE(store->delete_messages(std::array{moved}, std::nullopt));
  write = message_in(inbox);
  write.associated = true;
  save(write);
  EXPECT_THAT(it.waiting(), IsEmpty());
  const auto recovered = store->move_messages(std::array{copy}, root, 1).value()[0].to;
  EXPECT_THAT(it.waiting(), ElementsAre(recovered));
}

TEST_P(MailboxStoreContract, NothingWaitsForSearchesThatDoNotLook) {
  Searched it(*this);
  it.set(true, true);
  save(inbox);
  it.set(false, false);
  save(inbox);
  EXPECT_THAT(it.waiting(), IsEmpty());
  it.set(true, false);
  const auto number = save(inbox).number;
  EXPECT_THAT(it.waiting(), ElementsAre(number));
}

TEST_P(MailboxStoreContract, AFolderThatMovesWaitsAsAWhole) {
  Searched it(*this);
  const auto moved = folder(root, u"A");
  save(moved);
  it.all_seen();
  ASSERT_TRUE(store->move_folder(moved, root, u"renamed"));
  EXPECT_THAT(store->unsearched(100).value(), IsEmpty());
  ASSERT_TRUE(store->move_folder(moved, inbox, u"A"));
  const auto entries = store->unsearched(100).value();
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0].message, 0u);
  EXPECT_EQ(entries[0].folder, moved);
}

TEST_P(MailboxStoreContract, WhatIsRecoveredWithItsFolderWaits) {
  Searched it(*this);
  const auto gone = folder(root, u"A");
  const auto number = save(gone).number;
  ASSERT_TRUE(store->delete_folder(gone, 5));
  it.all_seen();
  ASSERT_TRUE(store->move_folder(gone, root, u"A"));
  EXPECT_THAT(it.waiting(), ElementsAre(number));
}

TEST_P(MailboxStoreContract, WhatHasWaitedLongestComesFirstAndGoesWhenSeen) {
  Searched it(*this);
  const auto a = save(inbox).number;
  const auto b = save(inbox).number;
  const auto first = store->unsearched(1).value();
  ASSERT_EQ(first.size(), 1u);
  EXPECT_EQ(first[0].message, a);
  ASSERT_TRUE(store->searched({}, first[0].id));
  EXPECT_THAT(it.waiting(), ElementsAre(b));
  const auto second = store->unsearched(1).value();
  EXPECT_GT(second[0].id, first[0].id);
  it.all_seen();
  // An id is not given again, so that whoever still holds one takes nothing newer away.
  save(inbox);
  EXPECT_GT(store->unsearched(1).value()[0].id, second[0].id);
  ASSERT_TRUE(store->searched({}, second[0].id));
  EXPECT_EQ(it.waiting().size(), 1u);
  EXPECT_EQ(backend->open().value()->unsearched(10)->size(), 1u);
}

TEST_P(MailboxStoreContract, VerdictsAreResultsAndOnlyChangesComeBack) {
  Searched it(*this);
  const auto number = save(inbox).number;
  const SearchVerdict shown{it.search, number, true};
  EXPECT_THAT(it.say(true, number), ElementsAre(shown));
  EXPECT_THAT(it.say(true, number), IsEmpty());
  EXPECT_THAT(numbers(it.search), ElementsAre(number));
  EXPECT_EQ(store->folder(it.search)->counts.messages, 1u);
  EXPECT_THAT(it.waiting(), ElementsAre(number)) << "not seen yet";
  EXPECT_THAT(it.say(false, number, store->unsearched(1).value()[0].id),
              ElementsAre(SearchVerdict{it.search, number, false}));
  EXPECT_THAT(it.say(false, number), IsEmpty());
  EXPECT_THAT(numbers(it.search), IsEmpty());
  EXPECT_THAT(it.waiting(), IsEmpty());
  expect_consistent();
}

TEST_P(MailboxStoreContract, NothingIsShownThatIsNotThere) {
  Searched it(*this);
  const auto deleted = save(inbox).number;
  ASSERT_TRUE(store->delete_messages(std::array{deleted}, 5));
  EXPECT_THAT(it.say(true, deleted), IsEmpty());
  EXPECT_THAT(it.say(true, 99'999), IsEmpty());
  const std::array elsewhere{SearchVerdict{inbox, save(root).number, true}};
  EXPECT_THAT(store->searched(elsewhere, 0).value(), IsEmpty());
  expect_consistent();
}

}  // namespace
}  // namespace mapigate
