#include "tests/contract/queue_store_contract.hpp"

#include <algorithm>

namespace mapigate {

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(QueueStoreContract);

using store::QueuedDelivery;
using store::StoreFault;
using testing::ElementsAre;
using testing::IsEmpty;

QueuedDelivery QueueStoreContract::delivery(const std::string& submission, const std::string& recipient,
                                            store::Time due) {
  QueuedDelivery made;
  made.submission = submission;
  made.mailbox_guid = "guid-of-" + submission;
  made.message = submission.size();
  made.sender = "sender@example.org";
  made.recipient = recipient;
  made.submitted = 50;
  made.due = due;
  return made;
}

std::vector<std::string> QueueStoreContract::recipients(const std::vector<QueuedDelivery>& deliveries) {
  std::vector<std::string> names;
  for (const auto& one : deliveries) names.push_back(one.recipient);
  return names;
}

std::uint64_t QueueStoreContract::id_of(const std::string& recipient) {
  for (const auto& one : store->list().value()) {
    if (one.recipient == recipient) return one.id;
  }
  ADD_FAILURE() << "no delivery to " << recipient;
  return 0;
}

TEST_P(QueueStoreContract, IsEmptyAtFirst) {
  EXPECT_THAT(store->list().value(), IsEmpty());
  EXPECT_THAT(store->due(UINT64_MAX / 2, 10).value(), IsEmpty());
  EXPECT_EQ(store->next_due().value(), std::nullopt);
  EXPECT_TRUE(store->enqueue({}));
}

TEST_P(QueueStoreContract, DeliveriesComeBackAsTheyWerePut) {
  auto put = delivery("s1", "\xC3\xA4@example.org");
  put.message = 0x123456789ABC;
  put.attempts = 3;
  put.last_error = "451 4.3.0 'later'";
  put.id = 999;
  ASSERT_TRUE(store->enqueue({put}));
  const auto back = backend->open().value()->list().value();
  ASSERT_EQ(back.size(), 1u);
  EXPECT_NE(back[0].id, 0u);
  EXPECT_EQ(back[0].submission, put.submission);
  EXPECT_EQ(back[0].mailbox_guid, put.mailbox_guid);
  EXPECT_EQ(back[0].message, put.message);
  EXPECT_EQ(back[0].sender, put.sender);
  EXPECT_EQ(back[0].recipient, put.recipient);
  EXPECT_EQ(back[0].submitted, put.submitted);
  EXPECT_EQ(back[0].due, put.due);
  EXPECT_EQ(back[0].attempts, 3u);
  EXPECT_EQ(back[0].last_error, put.last_error);
}

TEST_P(QueueStoreContract, WhatIsDueLongestWaitingFirst) {
  ASSERT_TRUE(store->enqueue({delivery("s1", "c", 300), delivery("s1", "a", 100), delivery("s1", "b", 200)}));
  ASSERT_TRUE(store->enqueue({delivery("s2", "a2", 100)}));
  EXPECT_THAT(recipients(store->due(99, 10).value()), IsEmpty());
  EXPECT_THAT(recipients(store->due(100, 10).value()), ElementsAre("a", "a2"));
  EXPECT_THAT(recipients(store->due(1000, 3).value()), ElementsAre("a", "a2", "b"));
  EXPECT_THAT(store->due(1000, 0).value(), IsEmpty());
  EXPECT_EQ(store->due(1000, SIZE_MAX)->size(), 4u);
  EXPECT_EQ(store->next_due().value(), 100u);
}

TEST_P(QueueStoreContract, PostponesAndCounts) {
  ASSERT_TRUE(store->enqueue({delivery("s1", "a", 100), delivery("s1", "b", 200)}));
  ASSERT_TRUE(store->postpone(id_of("a"), 500, "first error"));
  ASSERT_TRUE(store->postpone(id_of("a"), 600, "second error"));
  EXPECT_EQ(store->next_due().value(), 200u);
  EXPECT_THAT(recipients(store->due(1000, 10).value()), ElementsAre("b", "a"));
  const auto a = store->due(1000, 10)->at(1);
  EXPECT_EQ(a.attempts, 2u);
  EXPECT_EQ(a.last_error, "second error");
  EXPECT_EQ(a.due, 600u);
  const auto refused = store->postpone(9999, 1, "x");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, StoreFault::not_found);
}

TEST_P(QueueStoreContract, RemovingSaysHowManyOfTheSubmissionAreLeft) {
  ASSERT_TRUE(store->enqueue({delivery("s1", "a"), delivery("s1", "b"), delivery("s1", "c")}));
  ASSERT_TRUE(store->enqueue({delivery("s2", "d")}));
  const auto first = id_of("a");
  EXPECT_EQ(store->remove(first).value(), 2u);
  const auto again = store->remove(first);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().fault, StoreFault::not_found);
  EXPECT_EQ(store->remove(id_of("c")).value(), 1u);
  EXPECT_EQ(store->remove(id_of("b")).value(), 0u);
  EXPECT_THAT(listed(), ElementsAre("d"));
}

TEST_P(QueueStoreContract, CancelsAWholeSubmission) {
  ASSERT_TRUE(store->enqueue({delivery("s1", "a"), delivery("s1", "b"), delivery("s1", "c")}));
  ASSERT_TRUE(store->enqueue({delivery("s2", "d")}));
  ASSERT_TRUE(store->remove(id_of("b")));
  const auto one = store->list()->at(0);
  EXPECT_EQ(store->cancel(one.mailbox_guid, one.message + 1).value(), 0u);
  EXPECT_EQ(store->cancel("another", one.message).value(), 0u);
  EXPECT_EQ(store->cancel(one.mailbox_guid, one.message).value(), 2u);
  EXPECT_EQ(store->cancel(one.mailbox_guid, one.message).value(), 0u);
  EXPECT_THAT(listed(), ElementsAre("d"));
}

TEST_P(QueueStoreContract, IdsAreNotGivenAgain) {
  ASSERT_TRUE(store->enqueue({delivery("s1", "a")}));
  const auto first = id_of("a");
  ASSERT_TRUE(store->remove(first));
  ASSERT_TRUE(store->enqueue({delivery("s2", "a")}));
  EXPECT_GT(id_of("a"), first);
}

TEST_P(QueueStoreContract, SeveralProcessesPutAndTake) {
  constexpr int writers = 4;
  constexpr int each = 10;
  std::vector<std::jthread> threads;
  for (int w = 0; w < writers; ++w) {
    threads.emplace_back([&, w] {
      const auto own = backend->open().value();
      for (int i = 0; i < each; ++i) {
        const auto name = std::to_string(w) + "-" + std::to_string(i);
        EXPECT_TRUE(own->enqueue({delivery(name, name + "a"), delivery(name, name + "b")}));
      }
    });
  }
  threads.clear();
  const auto all = store->list().value();
  EXPECT_EQ(all.size(), std::size_t{2 * writers * each});
  EXPECT_TRUE(std::ranges::is_sorted(all, {}, &QueuedDelivery::id));
  EXPECT_EQ(std::ranges::adjacent_find(all, {}, &QueuedDelivery::id), all.end());
}

}  // namespace mapigate
