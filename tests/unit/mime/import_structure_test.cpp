#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/mime/mail.hpp"

namespace mapigate::mime {
namespace {

using namespace oxprops;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class ImportStructure : public testing::Test {
 public:
  Mail mail;
};

TEST_F(ImportStructure, AlternativeWithRelatedParts) {
  const auto content = mail.import_file("alternative_related.eml");
  EXPECT_EQ(body(content), "Plain text");
  EXPECT_THAT(html(content), HasSubstr("<p>Café</p>"));
  EXPECT_EQ(integer(content.properties, pid_tag_internet_codepage), 65001);
  EXPECT_EQ(integer(content.properties, pid_tag_native_body), 3);
  ASSERT_THAT(file_names(content),
              ElementsAre("logo.png", "attachment2.jpg", "unused.gif", "Rechnung März.pdf"));
  const auto& logo = content.attachments[0].properties;
  EXPECT_EQ(text(logo, pid_tag_attach_content_id), "logo@example.com");
  EXPECT_EQ(integer(logo, pid_tag_attach_flags), 4);
  EXPECT_TRUE(flag(logo, pid_tag_attachment_hidden));
  EXPECT_TRUE(flag(content.attachments[1].properties, pid_tag_attachment_hidden))
      << "referred to with escapes";
  EXPECT_FALSE(flag(content.attachments[2].properties, pid_tag_attachment_hidden)) << "nothing refers to it";
  const auto& pdf = content.attachments[3].properties;
  EXPECT_EQ(integer(pdf, pid_tag_attach_method), 1);
  EXPECT_EQ(integer(pdf, pid_tag_rendering_position), -1);
  EXPECT_EQ(text(pdf, pid_tag_attach_mime_tag), "application/pdf");
  EXPECT_EQ(text(pdf, pid_tag_attach_extension), ".pdf");
  EXPECT_EQ(text(pdf, pid_tag_attach_filename), "Rechnu~1.pdf");
  EXPECT_EQ(text(pdf, pid_tag_display_name), "Rechnung März.pdf");
  EXPECT_EQ(time(pdf, pid_tag_creation_time), "2025-03-05 07:00:00");
  EXPECT_EQ(data(content.attachments[3]), "%PDF-1.4\n");
  EXPECT_FALSE(mail.named<bool>(content, pid_lid_smart_no_attach));
}

TEST_F(ImportStructure, OnlyInlinePicturesAreNoAttachments) {
  const auto content = mail.import_text(
      "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: "
      "text/html\r\n\r\n"
      "<img src=\"CID:X@y\">\r\n--b\r\nContent-Type: image/png\r\nContent-ID: <x@Y>\r\n\r\nabc\r\n--b--\r\n");
  EXPECT_TRUE(mail.named<bool>(content, pid_lid_smart_no_attach));
}

TEST_F(ImportStructure, LineEndsOfAllKinds) {
  for (const auto* name : {"lf_only.eml", "cr_only.eml"}) {
    const auto content = mail.import_file(name);
    EXPECT_THAT(subject(content), testing::AnyOf("unix folded", "old mac folded")) << name;
    EXPECT_EQ(body(content), "one\r\ntwo") << name;
    ASSERT_THAT(file_names(content), ElementsAre("x.bin")) << name;
    EXPECT_EQ(data(content.attachments[0]), "bytes") << name;
  }
}

TEST_F(ImportStructure, BoundariesThatAreMissing) {
  const auto parameter = mail.import_file("missing_boundary_parameter.eml");
  EXPECT_THAT(body(parameter), HasSubstr("text in it"));
  EXPECT_THAT(parameter.attachments, IsEmpty());
  const auto never = mail.import_file("boundary_never_comes.eml");
  EXPECT_THAT(body(never), HasSubstr("the text"));
  const auto cut = mail.import_file("unterminated.eml");
  EXPECT_EQ(body(cut), "first");
  ASSERT_EQ(cut.attachments.size(), 1u);
  EXPECT_EQ(data(cut.attachments[0]), std::string("PK\x03\x04\x0a\0\0\0\0", 9));
}

TEST_F(ImportStructure, AnInnerMultipartThatDoesNotEnd) {
  const auto content = mail.import_file("inner_unterminated.eml");
  EXPECT_EQ(body(content), "plain");
  EXPECT_EQ(html(content), "<p>html</p>");
  ASSERT_THAT(file_names(content), ElementsAre("a.log"));
  EXPECT_EQ(data(content.attachments[0]), "log");
}

TEST_F(ImportStructure, PartsBehindTheLastBoundary) {
  const auto content = mail.import_file("parts_after_end.eml");
  EXPECT_EQ(body(content), "first");
  ASSERT_THAT(file_names(content), ElementsAre("late.bin"));
  EXPECT_EQ(data(content.attachments[0]), "late");
}

TEST_F(ImportStructure, EmptyParts) {
  const auto content = mail.import_file("empty_parts.eml");
  EXPECT_EQ(html(content), "<p>only this</p>");
  ASSERT_THAT(file_names(content), ElementsAre("empty.bin"));
  EXPECT_EQ(data(content.attachments[0]), "");
}

TEST_F(ImportStructure, BrokenTransferEncodings) {
  const auto base64 = mail.import_file("bad_base64.eml");
  EXPECT_EQ(body(base64), "Hello world") << "noise is passed over";
  ASSERT_EQ(base64.attachments.size(), 2u);
  EXPECT_EQ(data(base64.attachments[0]), "ABCDEFGH") << "the padding is missing";
  EXPECT_EQ(data(base64.attachments[1]), "This is not base64 at all, it only says so.");
  const auto quoted = mail.import_file("bad_quoted_printable.eml");
  EXPECT_EQ(body(quoted), "a=ZZb é c= de=3");
  EXPECT_EQ(body(mail.import_file("unknown_encoding.eml")), "Uryyb\r\n");
}

TEST_F(ImportStructure, CharsetsThatAreUnknownOrWrong) {
  EXPECT_EQ(body(mail.import_file("unknown_charset.eml")), "café\r\n");
  EXPECT_EQ(body(mail.import_file("raw_latin1_no_charset.eml")), "naïve text\r\n");
  const auto wrong = mail.import_file("wrong_charset.eml");
  EXPECT_EQ(body(wrong), "Größe €\r\n");
  EXPECT_EQ(integer(wrong.properties, pid_tag_internet_codepage), 65001);
  const auto other =
      mail.import_text("Content-Type: text/plain; charset=utf-8\r\n\r\nmixed \xC3\xA9 and \xE9\r\n");
  EXPECT_EQ(body(other), "mixed é and é\r\n") << "a byte that is no UTF-8 is not lost";
  ImportOptions greek;
  greek.default_code_page = 1253;
  EXPECT_EQ(body(mail.import_text("\r\n\xE1\xE2\xE3\r\n", greek)), "αβγ\r\n");
}

TEST_F(ImportStructure, CharsetsOfTheWorld) {
  const auto japanese = mail.import_file("shift_jis.eml");
  EXPECT_EQ(body(japanese), "こんにちは\r\n");
  EXPECT_EQ(integer(japanese.properties, pid_tag_internet_codepage), 932);
  EXPECT_EQ(subject(japanese), "こんにちは");
  EXPECT_EQ(body(mail.import_file("iso_2022_jp.eml")), "こんにちは世界\r\n");
  EXPECT_EQ(body(mail.import_file("iso_8859_10.eml")), "Þingvellir ŧ\r\n");
  EXPECT_EQ(body(mail.import_file("plain.eml")), "Schöne Grüße,\r\na line that is joined\r\n");
  EXPECT_EQ(integer(mail.import_file("plain.eml").properties, pid_tag_internet_codepage), 28591);
  const auto utf16 = mail.import_file("utf16_html.eml");
  EXPECT_THAT(html(utf16), HasSubstr("<body>Grüße €</body>"));
  EXPECT_THAT(html(utf16), HasSubstr("charset=\"utf-8\"")) << "what the HTML says of itself has to be true";
  EXPECT_EQ(integer(utf16.properties, pid_tag_internet_codepage), 65001);
}

TEST_F(ImportStructure, HtmlStaysInItsCharset) {
  const auto content = mail.import_text(
      "Content-Type: text/html; charset=windows-1251\r\n\r\n<p>\xCF\xF0\xE8\xE2\xE5\xF2</p>");
  EXPECT_EQ(html(content), "<p>\xCF\xF0\xE8\xE2\xE5\xF2</p>");
  EXPECT_EQ(integer(content.properties, pid_tag_internet_codepage), 1251);
  const auto by_meta =
      mail.import_text("Content-Type: text/html\r\n\r\n<meta charset=koi8-r><p>\xF0\xD2</p>");
  EXPECT_EQ(integer(by_meta.properties, pid_tag_internet_codepage), 20866);
  const auto unsaid = mail.import_text("Content-Type: text/html\r\n\r\n<p>\xC3\xA9</p>");
  EXPECT_EQ(integer(unsaid.properties, pid_tag_internet_codepage), 65001);
}

TEST_F(ImportStructure, AnInvalidTypeIsText) {
  EXPECT_EQ(body(mail.import_file("invalid_content_type.eml")), "still text\r\n");
}

TEST_F(ImportStructure, FlowedText) {
  EXPECT_EQ(body(mail.import_file("flowed.eml")),
            "This paragraph goes on to here.\r\n> quoted text\r\n>> deeper\r\nFrom the start\r\n-- "
            "\r\nSignature\r\n");
  EXPECT_EQ(body(mail.import_file("flowed_delsp.eml")), "日本語の文\r\n");
}

TEST_F(ImportStructure, UuencodedFilesInText) {
  const auto content = mail.import_file("uuencoded.eml");
  EXPECT_EQ(
      body(content),
      "Text before\r\nText between\r\nbegin 644 broken.bin\r\nthis is not data\r\nend of the story\r\n");
  ASSERT_THAT(file_names(content), ElementsAre("hello.txt"));
  EXPECT_EQ(data(content.attachments[0]), "Hello, world!");
  EXPECT_EQ(text(content.attachments[0].properties, pid_tag_attach_mime_tag), "text/plain");
  const auto mime = mail.import_text("MIME-Version: 1.0\r\n" + vector_file("uuencoded.eml"));
  EXPECT_THAT(mime.attachments, IsEmpty()) << "MIME has attachments of its own";
  EXPECT_THAT(body(mime), HasSubstr("-2&5L"));
}

TEST_F(ImportStructure, TextsThatAreFiles) {
  const auto content = mail.import_file("text_attachments.eml");
  EXPECT_EQ(body(content), "The bodyA second text");
  ASSERT_THAT(file_names(content), ElementsAre("notes.txt", "page.html"));
  EXPECT_EQ(data(content.attachments[0]), "n\xF6tes") << "in its own charset";
  EXPECT_EQ(text(content.attachments[0].properties, pid_tag_text_attachment_charset), "iso-8859-1");
}

TEST_F(ImportStructure, DegenerateMultiparts) {
  const auto alone = mail.import_file("alternative_one_part.eml");
  EXPECT_EQ(html(alone), "<p>alone</p>");
  EXPECT_EQ(body(alone), "(none)");
  const auto related = mail.import_file("related_without_id.eml");
  ASSERT_THAT(file_names(related), ElementsAre("picture.png"));
  EXPECT_FALSE(flag(related.attachments[0].properties, pid_tag_attachment_hidden))
      << "it would not be seen at all";
  const auto single = mail.import_file("single_attachment.eml");
  EXPECT_EQ(body(single), "(none)");
  EXPECT_THAT(file_names(single), ElementsAre("scan.pdf"));
}

TEST_F(ImportStructure, TextInSeveralPieces) {
  const auto content = mail.import_file("html_joined.eml");
  const auto text = html(content);
  EXPECT_THAT(text, HasSubstr("<body>éin<div><p>zweiter</p></div>"));
  EXPECT_THAT(text, HasSubstr("charset=utf-8"));
  EXPECT_THAT(text, Not(HasSubstr("iso-8859-1")));
  EXPECT_EQ(body(content), "one and two");
  EXPECT_THAT(file_names(content), ElementsAre("between.pdf"));
}

TEST_F(ImportStructure, OtherFormsOfTheText) {
  const auto content = mail.import_file("calendar.eml");
  EXPECT_EQ(body(content), "You are invited");
  ASSERT_THAT(file_names(content), ElementsAre("attachment1.dat", "attachment2.ics"));
  EXPECT_TRUE(flag(content.attachments[0].properties, pid_tag_attachment_hidden));
  EXPECT_FALSE(flag(content.attachments[1].properties, pid_tag_attachment_hidden));
  EXPECT_EQ(text(content.attachments[1].properties, pid_tag_attach_mime_tag), "text/calendar");
  EXPECT_THAT(data(content.attachments[1]), HasSubstr("BEGIN:VCALENDAR"));
}

TEST_F(ImportStructure, FileNames) {
  const auto content = mail.import_file("odd_file_names.eml");
  EXPECT_THAT(file_names(content),
              ElementsAre(".._.._etc_passwd", "äöü.txt", "attachment3.png", "café.doc", "quarterly report"));
}

TEST_F(ImportStructure, NulBytes) {
  const auto content = mail.import_file("nul_bytes.eml");
  EXPECT_EQ(body(content), "beforeafter") << "text has none, but goes on behind it";
  ASSERT_EQ(content.attachments.size(), 1u);
  EXPECT_EQ(data(content.attachments[0]), std::string("A\0B", 3));
}

TEST_F(ImportStructure, EmbeddedMessages) {
  const auto content = mail.import_file("digest.eml");
  ASSERT_EQ(content.attachments.size(), 2u);
  const auto& first = content.attachments[0];
  EXPECT_EQ(integer(first.properties, pid_tag_attach_method), 5);
  EXPECT_EQ(text(first.properties, pid_tag_display_name), "first in digest");
  ASSERT_TRUE(first.embedded);
  EXPECT_EQ(text(*first.embedded, pid_tag_sent_representing_smtp_address), "one@example.com");
  EXPECT_EQ(body(*first.embedded), "one");
  EXPECT_EQ(body(*content.attachments[1].embedded), "two");
  const auto encoded = mail.import_file("encoded_message.eml");
  ASSERT_EQ(encoded.attachments.size(), 1u);
  ASSERT_TRUE(encoded.attachments[0].embedded);
  EXPECT_EQ(body(*encoded.attachments[0].embedded), "inner text\r\n");
}

TEST_F(ImportStructure, MessagesWithinMessages) {
  const auto content = mail.import_file("nested_messages.eml");
  const store::Content* message = &content;
  std::size_t depth = 0;
  while (message->attachments.size() == 1 && message->attachments[0].embedded) {
    message = message->attachments[0].embedded.get();
    ++depth;
  }
  EXPECT_EQ(depth, 30u);
  EXPECT_EQ(subject(*message), "level 31");
  ASSERT_EQ(message->attachments.size(), 1u);
  const auto& file = message->attachments[0];
  EXPECT_EQ(text(file.properties, pid_tag_attach_mime_tag), "message/rfc822");
  EXPECT_EQ(file_name(file), "attachment1.eml");
  EXPECT_THAT(data(file), testing::StartsWith("From: deep@example.com\r\nSubject: level 32"));
  EXPECT_THAT(data(file), HasSubstr("the innermost text"));
}

TEST_F(ImportStructure, PartsWithinParts) {
  const auto content = mail.import_file("nested_parts.eml");
  EXPECT_THAT(body(content), HasSubstr("the innermost text"))
      << "beyond the depth that is understood it is text";
}

TEST_F(ImportStructure, MoreAttachmentsThanAllowedKeepTheMessageWhole) {
  std::string whole =
      "Subject: many\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n";
  for (int i = 0; i < 12; ++i) whole += "--b\r\nContent-Type: image/png\r\n\r\nx\r\n";
  whole += "--b--\r\n";
  ImportOptions options;
  options.max_attachments = 10;
  const auto content = mail.import_text(whole, options);
  EXPECT_EQ(subject(content), "many");
  ASSERT_EQ(content.attachments.size(), 1u);
  EXPECT_EQ(data(content.attachments[0]), whole);
}

TEST_F(ImportStructure, MorePartsThanAllowedKeepTheMessageWhole) {
  std::string whole = "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n";
  for (int i = 0; i < 20000; ++i) whole += "--b\r\n\r\n";
  const auto content = mail.import_text(whole);
  ASSERT_EQ(content.attachments.size(), 1u);
  EXPECT_EQ(data(content.attachments[0]), whole);
}

TEST_F(ImportStructure, LongLines) {
  const auto content = mail.import_file("long_lines.eml");
  EXPECT_EQ(recipients(content, 1).size(), 200u);
  EXPECT_EQ(subject(content).size(), 2999u);
  const auto text = body(content);
  EXPECT_EQ(text.find("\r\n"), 5000u);
  EXPECT_EQ(text.size(), 5000u + 2 + 6000 + 2 + 5);
}

TEST_F(ImportStructure, LargeContentsAreNotInMemory) {
  std::string mail_text =
      "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: "
      "text/plain; charset=utf-8\r\n\r\n";
  std::string line(200, 'x');
  line += "\xC3\xA9\r\n";
  for (int i = 0; i < 1000; ++i) mail_text += line;
  mail_text +=
      "--b\r\nContent-Type: application/octet-stream; name=big.bin\r\nContent-Transfer-Encoding: "
      "base64\r\n\r\n";
  for (int i = 0; i < 5000; ++i)
    mail_text += "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5ejAxMjM0NQ==\r\n";
  mail_text += "--b--\r\n";
  const auto content = mail.import_text(mail_text);
  ASSERT_NE(content.properties.find(oxcdata::id_of(pid_tag_body))->large, nullptr);
  EXPECT_EQ(body(content).size(), 1000 * line.size() - 2);
  EXPECT_EQ(body(content).substr(199, 5), "x\xC3\xA9\r\n");
  ASSERT_EQ(content.attachments.size(), 1u);
  const auto* property = content.attachments[0].properties.find(oxcdata::id_of(pid_tag_attach_data_binary));
  ASSERT_NE(property->large, nullptr);
  EXPECT_EQ(property->large->size(), 5000u * 58);
}

TEST_F(ImportStructure, TnefStaysAFile) {
  const auto content = mail.import_file("winmail.eml");
  EXPECT_EQ(body(content), "see winmail.dat");
  ASSERT_THAT(file_names(content), ElementsAre("winmail.dat"));
  EXPECT_EQ(text(content.attachments[0].properties, pid_tag_attach_mime_tag), "application/ms-tnef");
}

// A source that fails in the middle.
class BrokenValue final : public store::LargeValue {
 public:
  std::uint64_t size() const override { return 200000; }
  store::StoreResult<std::size_t> read(std::uint64_t offset, std::span<std::uint8_t> out) const override {
    if (offset > 100000) return store::StoreError{store::StoreFault::unavailable, "broken disk"};
    std::ranges::fill(out, std::uint8_t{'x'});
    return out.size();
  }
};

TEST_F(ImportStructure, AFailingSourceIsAFailure) {
  const auto content = to_content(BrokenValue(), {}, mail.property_ids());
  ASSERT_FALSE(content);
  EXPECT_EQ(content.error().message, "broken disk");
}

TEST_F(ImportStructure, AFailingSpoolFolderIsAFailure) {
  ImportOptions options;
  options.spool_folder = "/nonexistent";
  std::string text = "Subject: x\r\n\r\n";
  text.append(200000, 'x');
  const auto content =
      to_content(*store::memory_value({text.begin(), text.end()}), options, mail.property_ids());
  ASSERT_FALSE(content);
  EXPECT_EQ(content.error().fault, store::StoreFault::unavailable);
}

}  // namespace
}  // namespace mapigate::mime
