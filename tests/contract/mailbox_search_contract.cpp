#include "tests/contract/mailbox_store_contract.hpp"

namespace mapigate {
namespace {

using store::SearchCriteria;
using testing::ElementsAre;
using testing::IsEmpty;

TEST_P(MailboxStoreContract, SearchCriteriaComeBack) {
  EXPECT_THAT(store->searches().value(), IsEmpty());
  const auto search = folder(root, u"Search", store::FolderKind::search);
  SearchCriteria criteria{search, pattern(40, 1), {inbox, root}, true, false, true, false};
  ASSERT_TRUE(store->set_search(criteria));
  EXPECT_THAT(backend->open().value()->searches().value(), ElementsAre(criteria));
  criteria = {search, {}, {}, false, true, false, true};
  ASSERT_TRUE(store->set_search(criteria));
  EXPECT_THAT(store->searches().value(), ElementsAre(criteria));

  criteria.search_folder = inbox;
  expect_refused(store->set_search(criteria), StoreFault::not_found);
  criteria.search_folder = 999;
  expect_refused(store->set_search(criteria), StoreFault::not_found);
  expect_refused(store->change_results(inbox, {}, {}), StoreFault::not_found);
  expect_refused(store->clear_results(999), StoreFault::not_found);
  ASSERT_TRUE(store->delete_folder(search, 5));
  EXPECT_THAT(store->searches().value(), IsEmpty());
  ASSERT_TRUE(store->delete_folder(search, std::nullopt));
  expect_consistent();
}

TEST_P(MailboxStoreContract, ASearchFolderShowsMessagesUntilTheyLeave) {
  const auto search = folder(root, u"Search", store::FolderKind::search);
  const auto second = folder(root, u"Second", store::FolderKind::search);
  std::vector<MessageNumber> saved;
  for (int i = 0; i < 6; ++i) {
    auto write = message_in(i % 2 ? inbox : root);
    write.content.properties.set(oxprops::pid_tag_comment, std::u16string(static_cast<std::size_t>(i), u'x'));
    saved.push_back(save(write).number);
  }
  auto fai = message_in(inbox);
  fai.associated = true;
  const auto associated = save(fai).number;
  ASSERT_TRUE(store->change_results(search, saved, {}));
  ASSERT_TRUE(store->change_results(search, std::array<MessageNumber, 3>{saved[0], 999, associated}, {}))
      << "shown already, none, and not to be shown";
  ASSERT_TRUE(store->change_results(second, std::span(saved).first(3), {}));
  EXPECT_EQ(numbers(search), saved);
  EXPECT_EQ(store->folder(search)->counts.messages, 6u);
  EXPECT_EQ(store->folder(search)->counts.unread, 6u);
  expect_consistent();

  ASSERT_TRUE(store->set_read(std::array{saved[0], saved[1]}, true));
  EXPECT_EQ(store->folder(search)->counts.unread, 4u);
  auto again = message_in(inbox, std::u16string(1000, u'l'));
  again.number = saved[2];
  save(again);
  expect_consistent();
  ASSERT_TRUE(store->delete_messages(std::array{saved[0]}, 5));
  ASSERT_TRUE(store->delete_messages(std::array{saved[1]}, std::nullopt));
  ASSERT_TRUE(store->move_messages(std::array{saved[3]}, root, 5));
  ASSERT_TRUE(store->copy_messages(std::array{saved[4]}, root, 5));
  EXPECT_THAT(numbers(search), ElementsAre(saved[2], saved[4], saved[5]));
  EXPECT_THAT(numbers(second), ElementsAre(saved[2]));
  expect_consistent();
  ASSERT_TRUE(store->change_results(search, {}, std::array<MessageNumber, 2>{saved[4], 999}));
  EXPECT_THAT(numbers(search), ElementsAre(saved[2], saved[5]));
  EXPECT_THAT(numbers(search, Contents::deleted_normal), IsEmpty());
  ASSERT_TRUE(store->clear_results(second));
  EXPECT_THAT(numbers(second), IsEmpty());
  const auto inbox_copy = folder(root, u"Other");
  ASSERT_TRUE(store->move_messages(std::array{saved[5]}, inbox_copy, 1));
  EXPECT_THAT(numbers(search), ElementsAre(saved[2]));
  ASSERT_TRUE(store->delete_folder(search, std::nullopt));
  EXPECT_TRUE(store->message(saved[2])) << "a search folder owns nothing";
  expect_consistent();
}

TEST_P(MailboxStoreContract, SearchesThatRunAreToldWhatChanged) {
  save(inbox);
  EXPECT_THAT(store->unsearched(10).value(), IsEmpty()) << "nobody looks";
  const auto search = folder(root, u"Search", store::FolderKind::search);
  ASSERT_TRUE(store->set_search({search, {}, {inbox}, false, false, true, true}));
  const auto a = save(inbox);
  const auto b = save(inbox);
  const auto waiting = store->unsearched(10).value();
  ASSERT_EQ(waiting.size(), 2u);
  EXPECT_EQ(waiting[0].message, a.number);
  EXPECT_EQ(waiting[1].message, b.number);
  EXPECT_LT(waiting[0].id, waiting[1].id);
  EXPECT_EQ(store->unsearched(1)->size(), 1u);

  using Verdicts = std::vector<store::SearchVerdict>;
  const Verdicts verdicts{{search, a.number, true}, {search, 999, true}, {search, b.number, false}};
  EXPECT_EQ(store->searched(verdicts, waiting[0].id).value(), (Verdicts{{search, a.number, true}}));
  EXPECT_EQ(store->searched(verdicts, waiting[0].id).value(), Verdicts()) << "nothing new";
  EXPECT_THAT(numbers(search), ElementsAre(a.number));
  EXPECT_EQ(store->unsearched(10)->size(), 1u);
  EXPECT_EQ(store->searched(Verdicts{{search, a.number, false}}, waiting[1].id)->size(), 1u);
  EXPECT_THAT(numbers(search), IsEmpty());

  ASSERT_TRUE(store->set_read(std::array{a.number}, true));
  ASSERT_TRUE(store->set_status(b.number, 1, 1));
  const auto moved = store->move_messages(std::array{a.number}, root, 1).value()[0].to;
  const auto child = folder(inbox, u"child");
  ASSERT_TRUE(store->move_folder(child, root, u"child"));
  std::vector<std::pair<MessageNumber, FolderNumber>> told;
  for (const auto& one : store->unsearched(10).value()) told.emplace_back(one.message, one.folder);
  EXPECT_THAT(told, ElementsAre(std::pair(a.number, 0u), std::pair(b.number, 0u), std::pair(moved, 0u),
                                std::pair(0u, child)));
  expect_consistent();
}

TEST_P(MailboxStoreContract, FindsTextByWordsAndTheirBeginnings) {
  const auto with_text = [&](FolderNumber to, std::string text) {
    auto write = message_in(to);
    write.text = std::move(text);
    return save(write).number;
  };
  const auto a = with_text(inbox, "The quick brown Fox; Müller's e-mail address is fox@example.org");
  const auto b = with_text(inbox, "Grüße aus KÖLN. ΑΘΗΝΑ. Ёлка. Größe");
  const auto c = with_text(root, "quicksand und Straße");
  const auto d = with_text(root, "会議の資料を送ります。ประชุมวันนี้");
  with_text(root, "");
  EXPECT_EQ(store->statistics()->unindexed, 4u);
  const auto find = [&](std::u16string_view words, FolderNumber in = 0) {
    return store->find_text(words, in).value();
  };
  EXPECT_THAT(find(u"quick"), ElementsAre(a, c)) << "the last letters are open";
  EXPECT_EQ(store->statistics()->unindexed, 0u) << "what waited was indexed first";
  EXPECT_THAT(find(u"QUICK"), ElementsAre(a, c));
  EXPECT_THAT(find(u"quick", inbox), ElementsAre(a));
  EXPECT_THAT(find(u"quick", 999), IsEmpty());
  EXPECT_THAT(find(u"fox qui"), ElementsAre(a)) << "all of them, in any order";
  EXPECT_THAT(find(u"quick nothing"), IsEmpty());
  EXPECT_THAT(find(u"uick"), IsEmpty()) << "but the first letters are not";
  EXPECT_THAT(find(u"muller"), ElementsAre(a)) << "without accents";
  EXPECT_THAT(find(u"müller"), ElementsAre(a));
  EXPECT_THAT(find(u"köln grusse"), IsEmpty());
  EXPECT_THAT(find(u"koln GRÜSS"), IsEmpty()) << "ß is no ss for this";
  EXPECT_THAT(find(u"Größe köln"), ElementsAre(b));
  EXPECT_THAT(find(u"αθηνα"), ElementsAre(b));
  EXPECT_THAT(find(u"ёлка"), ElementsAre(b));
  EXPECT_THAT(find(u"e-mail"), ElementsAre(a));
  EXPECT_THAT(find(u"fox@example.org"), ElementsAre(a));
  EXPECT_THAT(find(u"資料"), ElementsAre(d)) << "inside of a run without spaces";
  EXPECT_THAT(find(u"料資"), IsEmpty());
  EXPECT_THAT(find(u"วันนี้"), ElementsAre(d));
  for (const auto* words : {u"", u"  \t", u"\"", u"* ^ NEAR(", u"words:quick", u"- ( ) \" ' ; --"}) {
    EXPECT_TRUE(store->find_text(words, 0)) << "whatever stands there is no syntax";
  }
  EXPECT_THAT(find(u""), IsEmpty());
  EXPECT_THAT(find(u"quick AND fox"), IsEmpty()) << "AND is a word";
  EXPECT_THAT(find(std::u16string(u"qui\0ck", 6)), testing::SizeIs(2u));
}

TEST_P(MailboxStoreContract, TextFollowsItsMessage) {
  auto write = message_in(inbox);
  write.text = "first";
  const auto a = save(write).number;
  const auto find = [&](std::u16string_view words) { return store->find_text(words, 0).value(); };
  const auto copied_early = store->copy_messages(std::array{a}, root, 1).value()[0].to;
  EXPECT_THAT(find(u"first"), ElementsAre(a, copied_early));
  const auto copied = store->copy_messages(std::array{a}, root, 1).value()[0].to;
  const auto moved = store->move_messages(std::array{a}, root, 1).value()[0].to;
  EXPECT_THAT(find(u"first"), ElementsAre(copied_early, copied, moved));
  write.number = moved;
  write.text = "second";
  save(write);
  EXPECT_THAT(find(u"first"), ElementsAre(copied_early, copied));
  EXPECT_THAT(find(u"second"), ElementsAre(moved));
  ASSERT_TRUE(store->delete_messages(std::array{copied}, 5));
  EXPECT_THAT(find(u"first"), ElementsAre(copied_early)) << "not what is deleted";
  ASSERT_TRUE(store->delete_messages(std::array{copied_early}, std::nullopt));
  write.text.clear();
  save(write);
  EXPECT_THAT(find(u"first"), IsEmpty());
  EXPECT_THAT(find(u"second"), IsEmpty());
  expect_consistent();
}

TEST_P(MailboxStoreContract, TextIsIndexedALittleAtATime) {
  for (int i = 0; i < 5; ++i) {
    auto write = message_in(inbox);
    write.text = "word";
    save(write);
  }
  EXPECT_EQ(store->index_pending(2).value(), 2u);
  EXPECT_EQ(store->statistics()->unindexed, 3u);
  EXPECT_EQ(backend->open().value()->index_pending(10).value(), 3u);
  EXPECT_EQ(store->index_pending(10).value(), 0u);
  EXPECT_EQ(store->find_text(u"word", inbox)->size(), 5u);

  auto write = message_in(inbox);
  write.text = std::string(256 * 1024 - 1, 'x') + "\u00E9 behind the limit";
  const auto number = save(write).number;
  EXPECT_THAT(store->find_text(u"behind", 0).value(), IsEmpty());
  write.number = number;
  write.text = "not \xFF well-formed";
  save(write);
  EXPECT_THAT(store->find_text(u"formed", 0).value(), ElementsAre(number));
}

}  // namespace
}  // namespace mapigate
