#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/backend/mime/address_split.hpp"
#include "gateway/backend/mime/base64.hpp"
#include "gateway/backend/mime/charset.hpp"
#include "gateway/backend/mime/content_ids.hpp"
#include "gateway/backend/mime/encoded_words.hpp"
#include "gateway/backend/mime/file_names.hpp"
#include "gateway/backend/mime/file_source.hpp"
#include "gateway/backend/mime/flowed_text.hpp"
#include "gateway/backend/mime/header_fields.hpp"
#include "gateway/backend/mime/header_values.hpp"
#include "gateway/backend/mime/source.hpp"
#include "gateway/backend/mime/uuencode.hpp"
#include "gateway/store/spool.hpp"
#include "protocol/wire/utf16.hpp"
#include "tests/fakes/process.hpp"

// The small parts of the conversion, each for itself.

namespace mapigate::mime {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Charset, NamesOfAllKinds) {
  EXPECT_EQ(code_page_of("UTF-8"), 65001u);
  EXPECT_EQ(code_page_of("utf8"), 65001u);
  EXPECT_EQ(code_page_of("\"ISO-8859-1\""), 28591u);
  EXPECT_EQ(code_page_of("iso8859_15"), 28605u);
  EXPECT_EQ(code_page_of("windows-1252"), 1252u);
  EXPECT_EQ(code_page_of("cp1251"), 1251u);
  EXPECT_EQ(code_page_of("x-sjis"), 932u);
  EXPECT_EQ(code_page_of("ks_c_5601-1987"), 949u);
  EXPECT_EQ(code_page_of("US-ASCII"), 20127u);
  EXPECT_EQ(code_page_of(""), 0u);
  EXPECT_EQ(code_page_of("windows-99999"), 0u);
  EXPECT_EQ(code_page_of("iso-8859-77"), 0u);
  EXPECT_EQ(charset_of(65001), "utf-8");
  EXPECT_EQ(charset_of(28591), "iso-8859-1");
  EXPECT_EQ(charset_of(1200), "");
}

TEST(Charset, NoByteIsLost) {
  std::string all;
  for (int i = 1; i < 256; ++i) all += static_cast<char>(i);
  for (const auto* charset : {"", "us-ascii", "utf-8", "windows-1252", "iso-8859-1", "nonsense"}) {
    const auto text = decode(all, charset, 1252);
    EXPECT_EQ(text.size(), 255u) << charset;
    EXPECT_EQ(text.find(u'\uFFFD'), std::u16string::npos) << charset;
  }
}

TEST(Charset, SaysWhatItFound) {
  std::uint32_t page = 0;
  EXPECT_EQ(decode("\xC3\xA9", "iso-8859-1", 1252, &page), u"\u00C3\u00A9")
      << "what is said is believed where it can be";
  EXPECT_EQ(page, 28591u);
  EXPECT_EQ(decode("\xE3\x81\x82\xC3\xA9", "euc-jp", 1252, &page), u"あé") << "no EUC";
  EXPECT_EQ(page, 65001u);
  EXPECT_EQ(decode("\xEF\xBB\xBFx", "windows-1252", 1252, &page), u"x");
  EXPECT_EQ(page, 65001u);
  EXPECT_EQ(decode(std::string_view("\xFF\xFE\xe4\0", 4), "utf-16", 1252, &page), u"ä");
  EXPECT_EQ(decode(std::string_view("\0\xe4", 2), "utf-16be", 1252, &page), u"ä");
  EXPECT_EQ(decode(std::string_view("\x3d\xd8\x00\xde", 4), "utf-16le", 1252, &page), u"😀");
  EXPECT_EQ(decode(std::string_view("\0\1\xf6\0", 4), "utf-32be", 1252, &page), u"😀");
  EXPECT_EQ(decode("caf\xE9", "UTF-8//IGNORE", 1252, &page), u"café");
}

TEST(Base64, AsItComes) {
  EXPECT_EQ(from_base64("QUJD"), "ABC");
  EXPECT_EQ(from_base64("QUI="), "AB");
  EXPECT_EQ(from_base64("QQ"), "A") << "without padding";
  EXPECT_EQ(from_base64("QUI=QUJD"), "ABABC") << "piece by piece";
  EXPECT_EQ(from_base64("Q\r\nU-J*D"), "ABC");
  EXPECT_EQ(from_base64("Q"), "");
  EXPECT_EQ(from_base64("===="), "");
  std::string bytes;
  Base64Decoder decoder;
  for (const char c : std::string_view("QUJDRA==")) decoder.add({&c, 1}, bytes);
  decoder.finish(bytes);
  EXPECT_EQ(bytes, "ABCD");
}

TEST(Uuencode, Lines) {
  EXPECT_EQ(uuencoded_file_name("begin 644 a b.txt"), "a b.txt");
  EXPECT_EQ(uuencoded_file_name("begin 0755 x"), "x");
  EXPECT_EQ(uuencoded_file_name("begin with me"), "");
  EXPECT_EQ(uuencoded_file_name("begin 64"), "");
  EXPECT_EQ(uuencoded_file_name("begin 64444 x"), "");
  EXPECT_EQ(decode_uuencoded_line("#0V%T"), "Cat");
  EXPECT_EQ(decode_uuencoded_line("#0V%T!"), "Cat") << "a checksum behind it";
  EXPECT_EQ(decode_uuencoded_line("%"), std::string(5, '\0')) << "blanks at the end that got lost";
  EXPECT_EQ(decode_uuencoded_line("`"), "");
  EXPECT_EQ(decode_uuencoded_line("end"), std::nullopt);
  EXPECT_EQ(decode_uuencoded_line(""), std::nullopt);
  EXPECT_EQ(decode_uuencoded_line("#0V%T0V%T"), std::nullopt) << "more than it says";
}

TEST(EncodedWords, Rows) {
  EXPECT_EQ(decoded_text("a =?utf-8?Q?b?= c"), u"a b c");
  EXPECT_EQ(decoded_text("=?utf-8?Q?a?= \t =?iso-8859-1?Q?=E4?="), u"aä") << "two charsets";
  EXPECT_EQ(decoded_text("=?utf-8?Q?=C3?= =?UTF-8?Q?=A4?="), u"ä");
  EXPECT_EQ(decoded_text("x=?utf-8?Q?a?=y"), u"xay") << "not asked for by the standard, but meant";
  EXPECT_EQ(decoded_text("=?utf-8*de?Q?gr=C3=BCn?="), u"grün");
  EXPECT_EQ(decoded_text("=?utf-8?Q?a b?="), u"a b");
  EXPECT_EQ(decoded_text("=?utf-8?X?a?="), u"=?utf-8?X?a?=");
  EXPECT_EQ(decoded_text("=??Q?a?="), u"=??Q?a?=");
  EXPECT_EQ(decoded_text("=?"), u"=?");
  EXPECT_EQ(decoded_text("=?utf-8?Q?a=0D=0AX: y?="), u"a  X: y") << "no lines come in this way";
  EXPECT_EQ(clean_words("=?utf-8?B?4oI=?= =?utf-8?B?rA==?= <a@b>"), "=?utf-8?B?4oKs?= <a@b>");
}

TEST(FlowedText, Paragraphs) {
  const auto unfold = [](std::initializer_list<std::u16string_view> lines, bool delete_space) {
    FlowedText flowed(delete_space);
    std::u16string out;
    for (const auto line : lines) flowed.add(line, out);
    flowed.finish(out);
    return wire::to_utf8(out);
  };
  EXPECT_EQ(unfold({u"a ", u"b"}, false), "a b\r\n");
  EXPECT_EQ(unfold({u"a ", u"b"}, true), "ab\r\n");
  EXPECT_EQ(unfold({u"> a ", u">> b"}, false), "> a \r\n>> b\r\n") << "another depth is another paragraph";
  EXPECT_EQ(unfold({u"a ", u"-- ", u"me"}, false), "a \r\n-- \r\nme\r\n");
  EXPECT_EQ(unfold({u" From", u"  two"}, false), "From\r\n two\r\n") << "stuffed";
  EXPECT_EQ(unfold({u"", u">"}, false), "\r\n>\r\n");
  EXPECT_EQ(unfold({u"last "}, false), "last \r\n");
}

TEST(FileNames, AreMadeSafe) {
  EXPECT_EQ(safe_file_name(u"a/b\\c:d*.txt"), u"a_b_c_d_.txt");
  EXPECT_EQ(safe_file_name(u"  x.txt. "), u"x.txt");
  EXPECT_EQ(safe_file_name(u"a\r\nb\x7F"), u"ab");
  EXPECT_EQ(safe_file_name(u"..."), u"");
  EXPECT_EQ(safe_file_name(u""), u"");
  const auto cut = safe_file_name(std::u16string(400, u'x') + u".pdf");
  EXPECT_EQ(cut.size(), 255u);
  EXPECT_TRUE(cut.ends_with(u"x.pdf"));
  EXPECT_EQ(file_extension(u"a.tar.gz"), u".gz");
  EXPECT_EQ(file_extension(u"a"), u"");
  EXPECT_EQ(file_extension(u"a."), u"");
  EXPECT_EQ(short_file_name(u"short.txt"), u"short.txt");
  EXPECT_EQ(short_file_name(u"a long name.html"), u"alongn~1.htm");
}

TEST(ContentIds, InPieces) {
  const auto scan = [](std::string_view html, std::size_t piece) {
    ContentIdScanner scanner;
    for (std::size_t at = 0; at < html.size(); at += piece) scanner.add(html.substr(at, piece));
    return std::vector<std::string>(scanner.found().begin(), scanner.found().end());
  };
  for (const std::size_t piece : {1, 2, 3, 7, 1000}) {
    EXPECT_THAT(scan("<img src=\"cid:A@b\"> url(CID:c%40d) Acid: no cid:last", piece),
                ElementsAre("", "a@b", "c@d", "last"))
        << piece;
    EXPECT_THAT(scan("<p>nothing</p>", piece), IsEmpty());
  }
}

TEST(AddressList, Pieces) {
  EXPECT_THAT(split_addresses("a@b, \"c, d\" <e@f>"), ElementsAre("a@b", "\"c, d\" <e@f>"));
  EXPECT_THAT(split_addresses("Doe, John <j@x>, b@c"), ElementsAre("Doe, John <j@x>", "b@c"));
  EXPECT_THAT(split_addresses("Team: a@b, c@d;, e@f"), ElementsAre("a@b", "c@d", "e@f"));
  EXPECT_THAT(split_addresses("a@b; c@d"), ElementsAre("a@b", "c@d"));
  EXPECT_THAT(split_addresses("none:;"), IsEmpty());
  EXPECT_THAT(split_addresses("a@b (x, y), <@r,@s:t@u>"), ElementsAre("a@b (x, y)", "<@r,@s:t@u>"));
  EXPECT_THAT(split_addresses("a@[IPv6:1::2], b@c"), ElementsAre("a@[IPv6:1::2]", "b@c"));
  EXPECT_THAT(split_addresses("\"open a@b, c@d"), ElementsAre("\"open a@b", "c@d"));
  EXPECT_THAT(split_addresses("broken <, b@c"), ElementsAre("broken <, b@c"))
      << "GMime makes of it what it can";
  EXPECT_EQ(split_addresses("a,b,c,d,e,f,g,h,i,j").size(), 2u);
  EXPECT_THAT(split_addresses(", ,"), IsEmpty());
}

TEST(HeaderFields, Lines) {
  EXPECT_EQ(classify("Subject: x"), HeaderLine::field);
  EXPECT_EQ(classify("Subject : x"), HeaderLine::field);
  EXPECT_EQ(classify("X:"), HeaderLine::field);
  EXPECT_EQ(classify(" folded"), HeaderLine::continuation);
  EXPECT_EQ(classify("two words: x"), HeaderLine::malformed);
  EXPECT_EQ(classify(": x"), HeaderLine::malformed);
  EXPECT_EQ(classify("no colon"), HeaderLine::malformed);
  EXPECT_EQ(classify("Gr\xC3\xB6\xC3\x9F"
                     "e: x"),
            HeaderLine::malformed);
  EXPECT_EQ(classify(""), HeaderLine::malformed);
  const HeaderFields fields("A: 1\r\n 2\r\nb: 3\r\nmalformed\r\nA: 4\r\n", '\n');
  ASSERT_EQ(fields.all().size(), 3u);
  EXPECT_EQ(fields.value("a"), "1\r\n 2");
  EXPECT_EQ(fields.value("B"), "3\r\nmalformed");
  EXPECT_EQ(fields.value("c"), "");
  EXPECT_EQ(unfolded("a\r\n b\r\n\t\tc\r\nd", {}, 1252), "a b c d");
  EXPECT_EQ(unfolded("a\r\n  b", {}, 1252), "a  b");
}

TEST(HeaderValues, Subjects) {
  const auto prefix = [](std::u16string_view subject) { return split_subject(subject).prefix; };
  EXPECT_EQ(prefix(u"Re: x"), u"Re: ");
  EXPECT_EQ(prefix(u"\u7B54\u590D: x"), u"\u7B54\u590D: ");
  EXPECT_EQ(prefix(u"Re:  x"), u"Re:  ");
  EXPECT_EQ(split_subject(u"Re: ").normalized, u"");
  EXPECT_EQ(prefix(u"Re:x"), u"");
  EXPECT_EQ(prefix(u": x"), u"");
  EXPECT_EQ(prefix(u"long: x"), u"");
  EXPECT_EQ(prefix(u"R1: x"), u"");
  EXPECT_EQ(split_subject(u"").normalized, u"");
}

TEST(HeaderValues, AutoResponses) {
  EXPECT_EQ(auto_response_suppress_of("All"), -1);
  EXPECT_EQ(auto_response_suppress_of("None"), 0);
  EXPECT_EQ(auto_response_suppress_of("dr, ndr,RN , nonsense"), 7);
  EXPECT_EQ(auto_response_suppress_text(-1), "All");
  EXPECT_EQ(auto_response_suppress_text(0x21), "DR, AutoReply");
}

TEST(SourceLines, AcrossWindows) {
  std::string text;
  std::vector<std::string> expected;
  for (std::size_t size : {0u, 10u, 998u, 70000u, 3u, 65535u, 200000u, 1u}) {
    expected.push_back(std::string(size, static_cast<char>('a' + expected.size())));
    text += expected.back() + (expected.size() % 2 ? "\r\n" : "\n");
  }
  const auto value = store::memory_value({text.begin(), text.end()});
  Source source(*value);
  Lines lines(source, {0, source.size()}, '\n');
  std::size_t count = 0;
  for (Line line; lines.next(line); ++count) {
    ASSERT_LT(count, expected.size());
    EXPECT_EQ(line.head, expected[count].substr(0, 998));
    EXPECT_EQ(line.content.size(), expected[count].size());
  }
  EXPECT_EQ(count, expected.size());
}

TEST(FileSource, IsAPieceOfAFile) {
  fakes::TempDir folder;
  const auto file = folder / "mail.mbox";
  fakes::write_file(file, "0123456789");
  const auto source = file_source(file, 2, 7);
  ASSERT_TRUE(source);
  EXPECT_EQ((*source)->size(), 5u);
  std::array<std::uint8_t, 10> bytes;
  ASSERT_EQ((*source)->read(1, bytes).value(), 4u);
  EXPECT_EQ(bytes[0], '3');
  EXPECT_EQ((*source)->read(5, bytes).value(), 0u);
  EXPECT_FALSE(file_source(file, 0, 11));
  EXPECT_FALSE(file_source(file, 5, 4));
  EXPECT_FALSE(file_source(folder / "missing", 0, 0));
}

}  // namespace
}  // namespace mapigate::mime
