#include <algorithm>
#include <random>

#include "tests/contract/mailbox_store_contract.hpp"

namespace mapigate {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::IsEmpty;

constexpr SortColumn all_columns[] = {
    SortColumn::number,          SortColumn::delivery_time, SortColumn::submit_time, SortColumn::modified,
    SortColumn::created,         SortColumn::size,          SortColumn::subject,     SortColumn::sender,
    SortColumn::display_to,      SortColumn::message_class, SortColumn::importance,  SortColumn::flag_status,
    SortColumn::has_attachments, SortColumn::read,          SortColumn::conversation};

// What a message is sorted by, as bytes whose order is that of the values.
std::string key_of(const store::MessageRecord& message, SortColumn column) {
  const auto number = [](std::int64_t value) {
    std::string key(8, '\0');
    auto bits = static_cast<std::uint64_t>(value) ^ (std::uint64_t{1} << 63);
    for (auto byte = key.rbegin(); byte != key.rend(); ++byte, bits >>= 8) *byte = static_cast<char>(bits);
    return key;
  };
  const auto time = [&](Time value) { return number(static_cast<std::int64_t>(value)); };
  const auto& columns = message.columns;
  switch (column) {
    case SortColumn::number:
      return {};
    case SortColumn::delivery_time:
      return time(columns.delivery_time);
    case SortColumn::submit_time:
      return time(columns.submit_time);
    case SortColumn::modified:
      return time(message.modified);
    case SortColumn::created:
      return time(message.created);
    case SortColumn::size:
      return time(message.size);
    case SortColumn::subject:
      return columns.subject;
    case SortColumn::sender:
      return columns.sender;
    case SortColumn::display_to:
      return columns.display_to;
    case SortColumn::message_class:
      return columns.message_class;
    case SortColumn::importance:
      return number(columns.importance);
    case SortColumn::flag_status:
      return number(columns.flag_status);
    case SortColumn::has_attachments:
      return number(columns.has_attachments);
    case SortColumn::read:
      return number(message.read);
    case SortColumn::conversation:
      return columns.conversation;
  }
  return {};
}

class ListedMailbox {
 public:
  ListedMailbox(MailboxStoreContract& test, FolderNumber folder, Contents contents) {
    MessageQuery query;
    query.folder = folder;
    query.contents = contents;
    for (const auto number : test.numbers(query)) records_.push_back(test.store->message(number).value());
  }
  std::size_t size() const { return records_.size(); }
  std::vector<MessageNumber> sorted(SortColumn column, bool descending) {
    std::ranges::sort(records_, [&](const auto& a, const auto& b) {
      const auto key = [&](const auto& record) { return std::pair(key_of(record, column), record.number); };
      return descending ? key(b) < key(a) : key(a) < key(b);
    });
    std::vector<MessageNumber> numbers;
    for (const auto& record : records_) numbers.push_back(record.number);
    return numbers;
  }

 private:
  std::vector<store::MessageRecord> records_;
};

// Few different values, so that many are equal.
MessageWrite random_message(std::mt19937& random, FolderNumber folder) {
  const auto one_of = [&](std::initializer_list<const char*> texts) {
    return std::string(texts.begin()[random() % texts.size()]);
  };
  MessageWrite message;
  message.folder = folder;
  message.read = random() % 2 == 0;
  message.created = random() % 3;
  message.modified = random() % 3;
  message.columns = {.delivery_time = random() % 4,
                     .submit_time = random() % 4,
                     .subject = one_of({"", "a", "ab", "\xFF", "b"}),
                     .sender = one_of({"x", "\x80", "X"}),
                     .display_to = one_of({"", "to"}),
                     .message_class = one_of({"ipm.note", "ipm.task"}),
                     .conversation = one_of({"", "0123456789abcdef"}),
                     .importance = static_cast<std::int32_t>(random() % 3),
                     .flag_status = static_cast<std::int32_t>(random() % 3) - 1,
                     .has_attachments = random() % 2 == 0};
  message.content.properties.set(oxprops::pid_tag_subject, std::u16string(random() % 4, u's'));
  return message;
}

TEST_P(MailboxStoreContract, ListsByEveryColumnBothWaysFromBothEnds) {
  std::mt19937 random(1);
  std::vector<MessageWrite> writes;
  for (int i = 0; i < 40; ++i) writes.push_back(random_message(random, inbox));
  ASSERT_TRUE(store->save_messages(writes));
  const auto search = folder(root, u"Search", store::FolderKind::search);
  const auto shown = numbers(inbox);
  ASSERT_TRUE(store->change_results(search, std::span(shown).first(25), {}));

  for (const auto in : {inbox, search}) {
    ListedMailbox mailbox(*this, in, Contents::normal);
    ASSERT_EQ(mailbox.size(), in == inbox ? 40u : 25u);
    for (const auto column : all_columns) {
      for (const bool descending : {false, true}) {
        const auto all = mailbox.sorted(column, descending);
        MessageQuery query;
        query.folder = in;
        query.sort = column;
        query.descending = descending;
        ASSERT_THAT(numbers(query), ElementsAreArray(all)) << int(column) << descending;
        query.offset = 7;
        query.limit = 5;
        ASSERT_THAT(numbers(query), ElementsAreArray(std::span(all).subspan(7, 5))) << int(column);
        query.from_end = true;
        const std::vector<MessageNumber> reversed(all.rbegin(), all.rend());
        ASSERT_THAT(numbers(query), ElementsAreArray(std::span(reversed).subspan(7, 5))) << int(column);
        for (const std::size_t place : {std::size_t{0}, std::size_t{13}, all.size() - 1}) {
          query.from_end = false;
          query.offset = 0;
          ASSERT_EQ(store->position(query, all[place]).value(), place) << int(column) << descending;
          query.offset = 3;
          const auto behind = place < 3 ? std::nullopt : std::optional<std::uint64_t>(place - 3);
          ASSERT_EQ(store->position(query, all[place]).value(), behind);
          query.offset = 0;
          query.from_end = true;
          ASSERT_EQ(store->position(query, all[place]).value(), all.size() - 1 - place);
          query.behind = all[place];
          query.limit = UINT64_MAX;
          ASSERT_THAT(numbers(query), ElementsAreArray(std::span(reversed).subspan(all.size() - place)));
          query.from_end = false;
          ASSERT_THAT(numbers(query), ElementsAreArray(std::span(all).subspan(place + 1)));
          query.offset = 2;
          query.limit = 3;
          const auto rest = std::span(all).subspan(std::min(place + 3, all.size()));
          ASSERT_THAT(numbers(query), ElementsAreArray(rest.first(std::min<std::size_t>(rest.size(), 3))));
          query.behind = 0;
        }
      }
    }
  }
  expect_consistent();
}

TEST_P(MailboxStoreContract, TheBordersOfAList) {
  const auto a = save(inbox);
  const auto b = save(inbox);
  MessageQuery query;
  query.folder = inbox;
  query.offset = 2;
  EXPECT_THAT(numbers(query), IsEmpty());
  query.offset = UINT64_MAX;
  EXPECT_THAT(numbers(query), IsEmpty());
  query.offset = 1;
  EXPECT_THAT(numbers(query), ElementsAre(b.number));
  query.offset = 0;
  query.limit = 0;
  EXPECT_THAT(numbers(query), IsEmpty());
  query.limit = UINT64_MAX;
  EXPECT_THAT(numbers(query), ElementsAre(a.number, b.number));
  query.folder = 999;
  expect_refused(store->list_messages(query, [](const MessageRow&) { return Scan::go_on; }),
                 StoreFault::not_found);
  expect_refused(store->position(query, a.number), StoreFault::not_found);
  query.folder = root;
  EXPECT_EQ(store->position(query, a.number).value(), std::nullopt) << "in another folder";
  query.folder = inbox;
  query.behind = a.number;
  EXPECT_THAT(numbers(query), ElementsAre(b.number));
  query.behind = 999;
  EXPECT_THAT(numbers(query), IsEmpty());
  query.behind = 0;
  query.folder = inbox;
  query.contents = Contents::associated;
  EXPECT_EQ(store->position(query, a.number).value(), std::nullopt);
  EXPECT_THAT(numbers(query), IsEmpty());
}

TEST_P(MailboxStoreContract, RowsShowWhatMessagesHave) {
  auto write = message_in(inbox, u"A subject");
  write.read = true;
  write.status = 9;
  write.change_key = pattern(22, 1);
  write.predecessor_change_list = pattern(23, 2);
  write.columns.has_attachments = true;
  write.content.properties.set(oxprops::pid_tag_body, pattern_value(10'000, 5));
  const auto saved = save(write);
  ASSERT_TRUE(store->delete_messages(std::array{saved.number}, 88));
  MessageQuery query;
  query.folder = inbox;
  query.contents = Contents::deleted_normal;
  int rows = 0;
  const auto check = [&](const MessageRow& row) {
    ++rows;
    EXPECT_EQ(row.number, saved.number);
    EXPECT_EQ(row.folder, inbox);
    EXPECT_EQ(row.contents, Contents::deleted_normal);
    EXPECT_EQ(row.change_number, saved.change_number);
    EXPECT_TRUE(row.read);
    EXPECT_EQ(row.status, 9u);
    EXPECT_EQ(row.created, 2000u);
    EXPECT_EQ(row.modified, 2001u);
    EXPECT_EQ(row.deleted, 88u);
    EXPECT_EQ(row.size, saved.size);
    EXPECT_TRUE(row.has_attachments);
    EXPECT_TRUE(std::ranges::equal(row.change_key, write.change_key));
    EXPECT_TRUE(std::ranges::equal(row.predecessor_change_list, write.predecessor_change_list));
    return Scan::go_on;
  };
  ASSERT_TRUE(store->list_messages(query, [&](const MessageRow& row) {
    EXPECT_EQ(row.properties.size(), 2u);
    const auto subject = row.properties.value(id_of(oxprops::pid_tag_subject));
    EXPECT_TRUE(subject && std::get<std::u16string>(subject->value) == u"A subject");
    EXPECT_TRUE(row.properties.large(id_of(oxprops::pid_tag_body)));
    return check(row);
  }));
  query.properties = false;
  query.sort = SortColumn::created;
  ASSERT_TRUE(store->list_messages(query, [&](const MessageRow& row) {
    EXPECT_EQ(row.properties.size(), 0u);
    return check(row);
  }));
  query.sort = SortColumn::subject;
  ASSERT_TRUE(store->list_messages(query, [&](const MessageRow& row) {
    EXPECT_EQ(row.properties.size(), 0u);
    return check(row);
  }));
  EXPECT_EQ(rows, 3);
}

TEST_P(MailboxStoreContract, AScanStopsWhenItIsTold) {
  for (int i = 0; i < 5; ++i) save(inbox);
  const auto all = numbers(inbox);
  for (const auto sort : {SortColumn::number, SortColumn::created}) {
    MessageQuery query;
    query.folder = inbox;
    query.sort = sort;
    int rows = 0;
    ASSERT_TRUE(store->list_messages(
        query, [&](const MessageRow&) { return ++rows == 2 ? Scan::stop : Scan::go_on; }));
    EXPECT_EQ(rows, 2);
  }
  int rows = 0;
  ASSERT_TRUE(
      store->list_messages(all, [&](const MessageRow&) { return ++rows == 2 ? Scan::stop : Scan::go_on; }));
  EXPECT_EQ(rows, 2);
  ASSERT_TRUE(store->changed_messages(
      inbox, Contents::normal, 0, [&](const MessageRow&) { return ++rows == 4 ? Scan::stop : Scan::go_on; }));
  EXPECT_EQ(rows, 4);
  ASSERT_TRUE(store->set_read(all, true)) << "and leaves nothing locked";
}

TEST_P(MailboxStoreContract, RowsByNumberInTheirOrder) {
  const auto a = save(inbox);
  const auto b = save(root);
  std::vector<MessageNumber> listed;
  ASSERT_TRUE(store->list_messages(std::array<MessageNumber, 5>{b.number, 999, a.number, b.number, inbox},
                                   [&](const MessageRow& row) {
                                     listed.push_back(row.number);
                                     return Scan::go_on;
                                   }));
  EXPECT_THAT(listed, ElementsAre(b.number, a.number, b.number));
}

TEST_P(MailboxStoreContract, AListSeesOneStateOfTheMailbox) {
  for (int i = 0; i < 20; ++i) save(inbox);
  const auto other = backend->open().value();
  for (const auto sort : {SortColumn::number, SortColumn::created}) {
    const auto all = numbers(inbox);
    std::vector<MessageNumber> listed;
    MessageQuery query;
    query.folder = inbox;
    query.sort = sort;
    ASSERT_TRUE(store->list_messages(query, [&](const MessageRow& row) {
      EXPECT_TRUE(!listed.empty() || other->delete_messages(std::span(all).last(5), std::nullopt));
      listed.push_back(row.number);
      return Scan::go_on;
    }));
    EXPECT_EQ(listed, all);
    EXPECT_EQ(numbers(inbox).size(), all.size() - 5);
  }
}

TEST_P(MailboxStoreContract, WhatChangedSinceAState) {
  const auto a = save(inbox);
  const auto b = save(inbox);
  const auto state = store->folder(inbox)->contents_change;
  EXPECT_EQ(state, b.change_number);
  const auto changed = [&](store::ChangeNumber since) {
    std::vector<MessageNumber> numbers;
    EXPECT_TRUE(store->changed_messages(inbox, Contents::normal, since, [&](const MessageRow& row) {
      numbers.push_back(row.number);
      return Scan::go_on;
    }));
    return numbers;
  };
  EXPECT_THAT(changed(0), ElementsAre(a.number, b.number));
  EXPECT_THAT(changed(state), IsEmpty());
  auto again = message_in(inbox);
  again.number = a.number;
  save(again);
  const auto c = save(inbox);
  EXPECT_THAT(changed(state), ElementsAre(a.number, c.number));
  EXPECT_THAT(changed(0), ElementsAre(b.number, a.number, c.number));
  EXPECT_THAT(store->deleted_messages(inbox, 0).value(), IsEmpty());

  const auto middle = store->folder(inbox)->contents_change;
  ASSERT_TRUE(store->delete_messages(std::array{c.number}, std::nullopt));
  const auto after = store->folder(inbox)->contents_change;
  EXPECT_GT(after, middle);
  ASSERT_TRUE(store->delete_messages(std::array{a.number}, 5));
  EXPECT_THAT(store->deleted_messages(inbox, middle).value(), ElementsAre(c.number, a.number));
  EXPECT_THAT(store->deleted_messages(inbox, after).value(), ElementsAre(a.number));
  EXPECT_THAT(changed(0), ElementsAre(b.number));
  expect_refused(
      store->changed_messages(999, Contents::normal, 0, [](const MessageRow&) { return Scan::go_on; }),
      StoreFault::not_found);
  expect_refused(store->deleted_messages(999, 0), StoreFault::not_found);
}

}  // namespace
}  // namespace mapigate
