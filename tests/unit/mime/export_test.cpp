#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "gateway/backend/mime/addresses.hpp"
#include "protocol/oxrtfcp/compressed_rtf.hpp"
#include "protocol/oxrtfex/encapsulate.hpp"
#include "protocol/wire/utf16.hpp"
#include "tests/unit/mime/mail.hpp"

namespace mapigate::mime {
namespace {

using namespace oxprops;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

class Export : public testing::Test {
 public:
  Export() {
    content.properties.set(pid_tag_message_class, std::u16string(u"IPM.Note"));
    set_address(content.properties, sent_representing_group, {u"Anna Weber", "anna@example.org"});
    content.properties.set(pid_tag_normalized_subject, std::u16string(u"Hello"));
  }
  void add_recipient(std::uint8_t type, const std::u16string& name, const std::string& email) {
    store::Recipient added;
    added.type = type;
    set_address(added.properties, recipient_group, {name, email});
    content.recipients.push_back(std::move(added));
  }
  void set_html(std::string_view html, std::int32_t code_page = 65001) {
    content.properties.set(pid_tag_html, wire::Bytes(html.begin(), html.end()));
    content.properties.set(pid_tag_internet_codepage, code_page);
  }
  void set_body(std::u16string_view text) { content.properties.set(pid_tag_body, std::u16string(text)); }
  store::Attachment& attach(std::u16string_view name, std::string_view bytes) {
    auto& attachment = content.attachments.emplace_back();
    attachment.properties.set(pid_tag_attach_method, std::int32_t{1});
    attachment.properties.set(pid_tag_attach_long_filename, std::u16string(name));
    attachment.properties.set(pid_tag_attach_data_binary, wire::Bytes(bytes.begin(), bytes.end()));
    return attachment;
  }
  std::string header() {
    const auto text = mail.export_text(content, options);
    return text.substr(0, text.find("\r\n\r\n") + 2);
  }
  std::string whole() { return mail.export_text(content, options); }

  Mail mail;
  store::Content content;
  ExportOptions options;
};

TEST_F(Export, People) {
  add_recipient(1, u"Bob", "bob@example.com");
  add_recipient(1, u"Jürgen Müller", "juergen@example.com");
  add_recipient(2, u"carol@example.com", "carol@example.com");
  add_recipient(3, u"Hidden", "hidden@example.com");
  add_recipient(1, u"No address", "");
  set_reply_to(content.properties, {{u"Replies", "replies@example.org"}});
  const auto fields = header();
  EXPECT_THAT(fields, StartsWith("From: Anna Weber <anna@example.org>\r\n"));
  EXPECT_THAT(fields, HasSubstr("To: Bob <bob@example.com>, =?UTF-8?"));
  EXPECT_THAT(fields, HasSubstr("<juergen@example.com>\r\n"));
  EXPECT_THAT(fields, HasSubstr("Cc: carol@example.com\r\n"));
  EXPECT_THAT(fields, HasSubstr("Reply-To: Replies <replies@example.org>\r\n"));
  EXPECT_THAT(fields, Not(HasSubstr("idden"))) << "blind copies stay blind";
  EXPECT_THAT(fields, Not(HasSubstr("Sender:")));
  EXPECT_THAT(fields, Not(HasSubstr("No address")));
  options.bcc = true;
  EXPECT_THAT(header(), HasSubstr("Bcc: Hidden <hidden@example.com>\r\n"));
}

TEST_F(Export, SenderOnBehalfOfSomebody) {
  set_address(content.properties, sender_group, {u"Agent", "agent@example.com"});
  EXPECT_THAT(header(), HasSubstr("Sender: Agent <agent@example.com>\r\n"));
  set_address(content.properties, sender_group, {u"Anna", "ANNA@example.org"});
  EXPECT_THAT(header(), Not(HasSubstr("Sender:"))) << "the same user";
}

TEST_F(Export, AddressesFromEntryIds) {
  add_recipient(1, u"One Off", "one@example.com");
  auto& properties = content.recipients[0].properties;
  for (const auto tag : {pid_tag_smtp_address, pid_tag_email_address, pid_tag_address_type})
    properties.erase(oxcdata::id_of(tag));
  EXPECT_THAT(header(), HasSubstr("To: One Off <one@example.com>\r\n"));
}

TEST_F(Export, HeaderInjectionIsNotPossible) {
  content.properties.set(pid_tag_normalized_subject,
                         std::u16string(u"a\r\nBcc: evil@example.com\r\n\r\nbody"));
  content.properties.set(pid_tag_internet_message_id, std::u16string(u"<a>\r\nX-Evil: 1"));
  add_recipient(1, u"Bob\r\nX-Evil: 2", "bob@example.com\r\nX-Evil: 3");
  EXPECT_THAT(header(), Not(HasSubstr("\nBcc")));
  EXPECT_THAT(header(), Not(HasSubstr("\nX-Evil")));
}

TEST_F(Export, OtherFields) {
  content.properties.set(pid_tag_subject_prefix, std::u16string(u"AW: "));
  content.properties.set(pid_tag_client_submit_time, wire::FileTime{133855530720000000});
  content.properties.set(pid_tag_internet_message_id, std::u16string(u"<1@example.org>"));
  content.properties.set(pid_tag_importance, std::int32_t{2});
  content.properties.set(pid_tag_sensitivity, std::int32_t{2});
  content.properties.set(pid_tag_read_receipt_requested, true);
  content.properties.set(pid_tag_auto_response_suppress, std::int32_t{-1});
  content.properties.set(pid_tag_conversation_index, wire::Bytes(22, std::uint8_t{1}));
  const auto fields = header();
  EXPECT_THAT(fields, HasSubstr("Subject: AW: Hello\r\n"));
  EXPECT_THAT(fields, HasSubstr("Date: Tue, 04 Mar 2025 09:11:12 +0000\r\n"));
  EXPECT_THAT(fields, HasSubstr("Message-ID: <1@example.org>\r\n"));
  EXPECT_THAT(fields, HasSubstr("Importance: high\r\n"));
  EXPECT_THAT(fields, HasSubstr("Sensitivity: private\r\n"));
  EXPECT_THAT(fields, HasSubstr("Disposition-Notification-To: Anna Weber <anna@example.org>\r\n"));
  EXPECT_THAT(fields, HasSubstr("X-Auto-Response-Suppress: All\r\n"));
  EXPECT_THAT(fields, HasSubstr("Thread-Index: AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQ==\r\n"));
  EXPECT_THAT(fields, HasSubstr("MIME-Version: 1.0\r\n"));
}

TEST_F(Export, WhatTheOptionsGive) {
  EXPECT_THAT(header(), Not(HasSubstr("Message-ID")));
  EXPECT_THAT(header(), Not(HasSubstr("Date")));
  options.message_id = "<made@example.org>";
  options.date = 133855530720000000;
  EXPECT_THAT(header(), HasSubstr("Message-ID: <made@example.org>\r\n"));
  EXPECT_THAT(header(), HasSubstr("Date: Tue, 04 Mar 2025"));
}

TEST_F(Export, NamedHeaders) {
  const auto set = [&](std::u16string name, std::u16string value) {
    oxcdata::PropertyName property;
    property.kind = oxcdata::PropertyName::Kind::name;
    property.guid = ps_internet_headers;
    property.name = std::move(name);
    content.properties.set(
        oxcdata::property_tag(mail.property_ids()(property), oxcdata::PropertyType::string),
        std::move(value));
  };
  set(u"x-own", u"café");
  set(u"Subject", u"another");
  set(u"X-MS-Exchange-Organization-SCL", u"-1");
  set(u"X-Bad: Bcc", u"evil");
  const auto fields = header();
  EXPECT_THAT(fields, HasSubstr("x-own: =?"));
  EXPECT_THAT(fields, HasSubstr("Subject: Hello\r\n"));
  EXPECT_THAT(fields, Not(HasSubstr("another")));
  EXPECT_THAT(fields, Not(HasSubstr("Exchange")));
  EXPECT_THAT(fields, Not(HasSubstr("evil")));
}

TEST_F(Export, PlainText) {
  set_body(u"Hello\r\nworld\r\n");
  EXPECT_THAT(whole(), EndsWith("MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
                                "Content-Transfer-Encoding: 7bit\r\n\r\nHello\r\nworld\r\n"));
  set_body(u"Grüße\r\n");
  EXPECT_THAT(whole(), EndsWith("Content-Transfer-Encoding: quoted-printable\r\n\r\nGr=C3=BC=C3=9Fe\r\n"));
  content.properties.set(pid_tag_internet_codepage, std::int32_t{28591});
  EXPECT_THAT(
      whole(),
      EndsWith("charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nGr=FC=DFe\r\n"));
  set_body(u"€\r\n");
  EXPECT_THAT(whole(), HasSubstr("charset=utf-8")) << "not all of it is in that charset";
  set_body(u"こんにちは世界\r\n");
  EXPECT_THAT(whole(), HasSubstr("Content-Transfer-Encoding: base64"));
}

TEST_F(Export, LinesAreShortAndAscii) {
  std::u16string text(5000, u'x');
  text += u" ü \u4e16\r\n.\r\nFrom me\r\n";
  set_body(text);
  content.properties.set(pid_tag_normalized_subject, std::u16string(2000, u's'));
  for (int i = 0; i < 300; ++i)
    add_recipient(1, u"Üser " + wire::to_utf16(std::to_string(i)),
                  "user" + std::to_string(i) + "@example.com");
  attach(std::u16string(240, u'ä') + u".txt", "data");
  const auto mail_text = whole();
  std::size_t line = 0;
  for (std::size_t i = 0; i < mail_text.size(); ++i) {
    ASSERT_LT(static_cast<unsigned char>(mail_text[i]), 0x80) << i;
    if (mail_text[i] == '\n') {
      ASSERT_EQ(mail_text[i - 1], '\r');
      ASSERT_LE(line, 999u);
      line = 0;
    } else {
      ++line;
    }
  }
  const auto again = mail.import_text(mail_text);
  EXPECT_EQ(recipients(again, 1).size(), 300u);
  EXPECT_EQ(body(again), wire::to_utf8(text));
  EXPECT_EQ(file_name(again.attachments[0]), wire::to_utf8(std::u16string(240, u'ä') + u".txt"));
}

TEST_F(Export, StructureOfBodies) {
  const auto structure = [&] {
    std::string types;
    const auto text = whole();
    for (auto at = text.find("Content-Type: "); at != std::string::npos;
         at = text.find("Content-Type: ", at + 1)) {
      types += text.substr(at + 14, text.find_first_of(";\r", at) - at - 14) + " ";
    }
    return types;
  };
  EXPECT_EQ(structure(), "text/plain ");
  set_html("<p>x</p>");
  EXPECT_EQ(structure(), "text/html ");
  set_body(u"x");
  EXPECT_EQ(structure(), "multipart/alternative text/plain text/html ");
  attach(u"a.pdf", "x");
  EXPECT_EQ(structure(), "multipart/mixed multipart/alternative text/plain text/html application/pdf ")
      << "the type of its extension";
  auto& picture = attach(u"b.png", "x");
  picture.properties.set(pid_tag_attach_flags, std::int32_t{4});
  picture.properties.set(pid_tag_attach_content_id, std::u16string(u"b@c"));
  EXPECT_EQ(structure(),
            "multipart/mixed multipart/related multipart/alternative text/plain text/html image/png "
            "application/pdf ");
  content.properties.erase(oxcdata::id_of(pid_tag_html));
  EXPECT_EQ(structure(), "multipart/mixed text/plain application/pdf image/png ")
      << "no HTML, nothing inline";
}

TEST_F(Export, HtmlInItsCodePage) {
  set_html("<p>\xCF\xF0\xE8</p>", 1251);
  EXPECT_THAT(whole(), HasSubstr("charset=windows-1251"));
  EXPECT_EQ(html(mail.import_text(whole())), "<p>\xCF\xF0\xE8</p>\r\n");
  set_html("<p>\xC3\xA9</p>", 20127);
  EXPECT_THAT(whole(), HasSubstr("charset=utf-8")) << "more than the code page has";
}

TEST_F(Export, TextsFromRtf) {
  const auto set_rtf = [&](const wire::Bytes& rtf) {
    content.properties.set(pid_tag_rtf_compressed, oxrtfcp::compress(rtf).value());
  };
  set_rtf(oxrtfex::encapsulate_html("<html><body><b>fett ü</b></body></html>"));
  EXPECT_THAT(html(mail.import_text(whole())), HasSubstr("<b>fett ü</b>"));
  set_rtf(oxrtfex::encapsulate_text("only text"));
  EXPECT_THAT(body(mail.import_text(whole())), StartsWith("only text"));
  const std::string_view rtf = "{\\rtf1\\ansi pure {\\b rich} text\\par}";
  set_rtf({rtf.begin(), rtf.end()});
  EXPECT_THAT(body(mail.import_text(whole())), StartsWith("pure rich text"));
  content.properties.set(pid_tag_rtf_compressed, wire::Bytes{1, 2, 3});
  EXPECT_THAT(whole(), HasSubstr("text/plain")) << "damaged";
}

TEST_F(Export, Attachments) {
  auto& file = attach(u"Rechnung März.pdf", "%PDF");
  file.properties.set(pid_tag_attach_mime_tag, std::u16string(u"application/pdf"));
  file.properties.set(pid_tag_creation_time, wire::FileTime{133855530720000000});
  const auto text = whole();
  EXPECT_THAT(text, HasSubstr("Content-Disposition: attachment;"));
  EXPECT_THAT(text, HasSubstr("filename*=")) << "RFC 2231";
  EXPECT_THAT(text, HasSubstr("name=\"Rechnung =?")) << "and RFC 2047";
  EXPECT_THAT(text, HasSubstr("creation-date=\"Tue, 04 Mar 2025 09:11:12 +0000\""));
  EXPECT_THAT(text, HasSubstr("\r\n\r\nJVBERg==\r\n"));
  const auto again = mail.import_text(text);
  EXPECT_EQ(file_name(again.attachments[0]), "Rechnung März.pdf");
  EXPECT_EQ(time(again.attachments[0].properties, pid_tag_creation_time), "2025-03-04 09:11:12");
}

TEST_F(Export, AttachedMessages) {
  auto inner = std::make_shared<store::Content>(mail.import_file("alternative_related.eml"));
  store::Recipient hidden;
  hidden.type = 3;
  set_address(hidden.properties, recipient_group, {u"Hidden", "hidden@example.com"});
  inner->recipients.push_back(hidden);
  auto& attachment = content.attachments.emplace_back();
  attachment.properties.set(pid_tag_attach_method, std::int32_t{5});
  attachment.properties.set(pid_tag_display_name, std::u16string(u"Inline images"));
  attachment.embedded = inner;
  const auto text = whole();
  EXPECT_THAT(text, HasSubstr("Content-Type: message/rfc822\r\n"));
  EXPECT_THAT(text, Not(HasSubstr("hidden@example.com")));
  const auto again = mail.import_text(text);
  ASSERT_TRUE(again.attachments.at(0).embedded);
  inner->recipients.pop_back();
  EXPECT_THAT(difference(*inner, *again.attachments[0].embedded, mail), IsEmpty());
}

TEST_F(Export, FilesThatAreMessages) {
  auto& seven_bit = attach(u"a.eml", "Subject: inner\n\ntext\n");
  seven_bit.properties.set(pid_tag_attach_mime_tag, std::u16string(u"message/rfc822"));
  EXPECT_THAT(whole(), HasSubstr("\r\n\r\nSubject: inner\r\n\r\ntext\r\n"));
  content.attachments.clear();
  auto& eight_bit = attach(u"a.eml", "Subject: inner\n\n\xC3\xA9\n");
  eight_bit.properties.set(pid_tag_attach_mime_tag, std::u16string(u"message/rfc822"));
  EXPECT_THAT(
      whole(),
      HasSubstr("Content-Type: application/octet-stream; name=a.eml\r\nContent-Transfer-Encoding: base64"));
}

TEST_F(Export, LargeValuesArePassedOn) {
  std::string text;
  while (text.size() < 3000000) text += "line with \xF0\x9F\x98\x80 and more\r\n";
  const auto utf16 = wire::to_utf16(text);
  wire::Bytes raw(utf16.size() * 2);
  std::memcpy(raw.data(), utf16.data(), raw.size());
  content.properties.set(pid_tag_body, store::memory_value(std::move(raw)));
  auto& attachment = attach(u"big.bin", "");
  attachment.properties.set(pid_tag_attach_data_binary,
                            store::memory_value(wire::Bytes(1000000, std::uint8_t{7})));
  std::size_t largest = 0;
  std::string all;
  const auto written =
      to_mime(content, mail.property_names(), {}, [&](std::string_view piece) -> store::StoreResult<void> {
        largest = std::max(largest, piece.size());
        all += piece;
        return {};
      });
  ASSERT_TRUE(written);
  EXPECT_LT(largest, 200000u);
  const auto again = mail.import_text(all);
  EXPECT_EQ(body(again), text);
  EXPECT_EQ(data(again.attachments[0]), std::string(1000000, '\7'));
}

TEST_F(Export, AFailingSinkEndsIt) {
  attach(u"a.bin", std::string(100000, 'x'));
  int calls = 0;
  const auto written =
      to_mime(content, mail.property_names(), {}, [&](std::string_view) -> store::StoreResult<void> {
        if (++calls == 3) return store::StoreError{store::StoreFault::disk_full, "full"};
        return {};
      });
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().fault, store::StoreFault::disk_full);
  EXPECT_EQ(calls, 3);
}

TEST_F(Export, TransportHeadersOnRequest) {
  const auto imported = mail.import_file("plain.eml");
  EXPECT_THAT(mail.export_text(imported), Not(HasSubstr("Received:")));
  options.transport_headers = true;
  const auto text = mail.export_text(imported, options);
  EXPECT_THAT(text, StartsWith("Return-Path: <anna@example.org>\r\nReceived: from mx.example.net"));
  EXPECT_THAT(text, HasSubstr("\r\n\tby mail.example.com with ESMTPS id 4Qabc;\r\n"));
  const auto count = [&](std::string_view field) {
    int found = 0;
    for (auto at = text.find(field); at != std::string::npos; at = text.find(field, at + 1)) ++found;
    return found;
  };
  EXPECT_EQ(count("\r\nSubject: "), 1);
  EXPECT_EQ(count("\r\nX-Mailer: "), 1);
  EXPECT_EQ(count("\r\nReceived: "), 2);
  EXPECT_EQ(count("\r\nContent-Type: "), 1);
  auto changed = imported;
  changed.properties.set(pid_tag_normalized_subject, std::u16string(u"new"));
  EXPECT_THAT(mail.export_text(changed, options), HasSubstr("Subject: Re: new\r\n"));
}

// Every file of the corpus: what comes out is read as what went in, and comes out the same once more.
class RoundTrip : public testing::TestWithParam<std::string> {
 public:
  Mail mail;
};

TEST_P(RoundTrip, KeepsWhatMatters) {
  const auto first = mail.import_file(GetParam());
  const auto exported = mail.export_text(first, {true, true, {}, 0});
  for (const char c : exported) ASSERT_LT(static_cast<unsigned char>(c), 0x80) << exported;
  const auto second = mail.import_text(exported);
  EXPECT_THAT(difference(first, second, mail), IsEmpty()) << exported.substr(0, 3000);
  const auto third = mail.import_text(mail.export_text(second, {true, true, {}, 0}));
  EXPECT_THAT(difference(second, third, mail), IsEmpty());
}

std::vector<std::string> corpus() {
  std::vector<std::string> names;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::string(MAPIGATE_TEST_VECTORS) + "/mime")) {
    names.push_back(entry.path().filename().string());
  }
  std::ranges::sort(names);
  return names;
}

INSTANTIATE_TEST_SUITE_P(Corpus, RoundTrip, testing::ValuesIn(corpus()),
                         [](const auto& name) { return name.param.substr(0, name.param.find('.')); });

}  // namespace
}  // namespace mapigate::mime
