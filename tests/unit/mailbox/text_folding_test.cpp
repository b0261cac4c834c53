#include "gateway/mailbox/text_folding.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "gateway/mailbox/sort_key.hpp"

namespace mapigate::mailbox {
namespace {

TEST(TextFolding, None) { EXPECT_EQ(fold(u"\u00C4 \xD800x", Folding::none), u"\u00C4 \xD800x"); }

TEST(TextFolding, CaseOnly) {
  EXPECT_EQ(fold(u"STRASSE", Folding::case_), fold(u"stra\u00DFe", Folding::case_));
  EXPECT_EQ(fold(u"\u0394\u03A3", Folding::case_), fold(u"\u03B4\u03C2", Folding::case_));
  EXPECT_EQ(fold(u"\u00C9", Folding::case_), fold(u"e\u0301", Folding::case_)) << "canonical equivalents";
  EXPECT_NE(fold(u"\u00E9", Folding::case_), fold(u"e", Folding::case_));
  EXPECT_NE(fold(u"\uFF21", Folding::case_), fold(u"a", Folding::case_));
}

TEST(TextFolding, MarksOnly) {
  EXPECT_EQ(fold(u"\u00C9te\u0301", Folding::marks), u"Ete");
  EXPECT_EQ(fold(u"A", Folding::marks), u"A");
  EXPECT_EQ(fold(u"\u05D1\u05B0", Folding::marks), u"\u05D1") << "Hebrew points";
  EXPECT_EQ(fold(u"\u0915\u0941", Folding::marks), u"\u0915\u0941") << "Devanagari vowels are no accents";
}

TEST(TextFolding, Loose) {
  EXPECT_EQ(fold(u"\uFF21\u00C4\uFB01\u2122", Folding::loose), u"aafitm");
  EXPECT_EQ(fold(u"\uFF76", Folding::loose), fold(u"\u30AB", Folding::loose)) << "width of katakana";
  EXPECT_EQ(fold(u"\u0130", Folding::loose), u"i");
  EXPECT_EQ(fold(u"\uAC00", Folding::loose), u"\u1100\u1161");
}

TEST(TextFolding, OtherPlanes) {
  EXPECT_EQ(fold(u"\U00010400", Folding::case_), u"\U00010428");
  EXPECT_EQ(fold(u"\U0001D400", Folding::loose), u"a");
  EXPECT_EQ(fold(u"\U0001F600", Folding::loose), u"\U0001F600");
}

TEST(TextFolding, UnpairedSurrogates) {
  EXPECT_EQ(fold(u"a\xD800", Folding::loose), u"a\uFFFD");
  EXPECT_EQ(fold(u"\xDC00\xD800z", Folding::case_), u"\uFFFD\uFFFDz");
}

TEST(TextFolding, Limit) {
  std::u16string out = u"12";
  append_folded(out, u"ABCDEF", Folding::case_, 4);
  EXPECT_EQ(out, u"12ab");
  append_folded(out, u"x", Folding::none, 2);
  EXPECT_EQ(out, u"12ab");
}

TEST(TextFolding, ManyThreads) {
  std::u16string all;
  for (char32_t c = 1; c < 0xD800; ++c) all += static_cast<char16_t>(c);
  std::vector<std::u16string> results(4);
  std::vector<std::thread> threads;
  for (auto& result : results) threads.emplace_back([&] { result = fold(all, Folding::case_and_marks); });
  for (auto& thread : threads) thread.join();
  for (const auto& result : results) EXPECT_EQ(result, results.front());
}

TEST(SortKey, Order) {
  EXPECT_EQ(sort_key(u"R\u00E9sum\u00E9"), sort_key(u"resume"));
  EXPECT_LT(sort_key(u"apple"), sort_key(u"Banana"));
  EXPECT_LT(sort_key(u""), sort_key(u"a"));
  EXPECT_LT(sort_key(u"\u00E4a"), sort_key(u"AB"));
  EXPECT_LT(sort_key(u"z"), sort_key(u"\u0436"));
  EXPECT_LT(sort_key(u"\uFFFD"), sort_key(u"\U0001F600")) << "characters, not code units";
}

TEST(SortKey, CutKeysKeepTheOrder) {
  const std::u16string head(max_sort_key - 1, u'x');
  EXPECT_EQ(sort_key(head + u"\u0436").size(), max_sort_key);
  EXPECT_LT(sort_key(head + u"z"), sort_key(head + u"\u0436"));
  EXPECT_EQ(sort_key(head + u"yz"), sort_key(head + u"ya"));
}

TEST(SortKey, MarksDoNotCount) { EXPECT_EQ(sort_key(std::u16string(100'000, u'\u0301') + u"b"), "b"); }

}  // namespace
}  // namespace mapigate::mailbox
