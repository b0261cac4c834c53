#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "protocol/oxcdata/entry_ids.hpp"
#include "protocol/wire/reader.hpp"
#include "tests/unit/mime/mail.hpp"

namespace mapigate::mime {
namespace {

using namespace oxprops;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

class ImportHeaders : public testing::Test {
 public:
  // With these lines as its header.
  store::Content with(std::string_view lines) {
    return mail.import_text(std::string(lines) + "\r\n\r\nx\r\n");
  }
  std::string subject_of(std::string_view value) { return subject(with("Subject: " + std::string(value))); }

  Mail mail;
};

TEST_F(ImportHeaders, OfAnOrdinaryMessage) {
  const auto content = mail.import_file("plain.eml");
  EXPECT_EQ(message_class(content), "IPM.Note");
  EXPECT_EQ(text(content, pid_tag_subject_prefix), "Re: ");
  EXPECT_EQ(text(content, pid_tag_normalized_subject), "Grüße aus Köln");
  EXPECT_EQ(time(content.properties, pid_tag_client_submit_time), "2025-03-04 09:11:12");
  EXPECT_EQ(time(content.properties, pid_tag_message_delivery_time), "2025-03-04 09:11:13")
      << "of the first Received";
  EXPECT_EQ(text(content, pid_tag_internet_message_id), "<1234@example.org>");
  EXPECT_EQ(text(content, pid_tag_in_reply_to_id), "<1000@example.com>");
  EXPECT_EQ(text(content, pid_tag_internet_references), "<900@example.com> <1000@example.com>");
  EXPECT_EQ(integer(content.properties, pid_tag_importance), 2);
  EXPECT_EQ(integer(content.properties, pid_tag_sensitivity), 3);
  EXPECT_EQ(text(content, pid_tag_conversation_topic), "Grüße aus Köln");
  EXPECT_EQ(bytes(content, pid_tag_conversation_index).size(), 22u);
  EXPECT_EQ(text(content, pid_tag_list_unsubscribe), "<mailto:leave@example.org>");
  EXPECT_EQ(integer(content.properties, pid_tag_auto_response_suppress), 0x11);
  EXPECT_EQ(time(content.properties, pid_tag_reply_time), "2025-03-05 12:00:00");
  EXPECT_TRUE(flag(content.properties, pid_tag_read_receipt_requested));
  EXPECT_EQ(text(content, pid_tag_read_receipt_smtp_address), "receipts@example.org");
  EXPECT_THAT(mail.named<std::vector<std::u16string>>(content, pid_name_keywords),
              ElementsAre(u"red", u"green", u"blue"));
}

TEST_F(ImportHeaders, People) {
  const auto content = mail.import_file("plain.eml");
  EXPECT_EQ(text(content, pid_tag_sent_representing_name), "Weber, Anna");
  EXPECT_EQ(text(content, pid_tag_sent_representing_address_type), "SMTP");
  EXPECT_EQ(text(content, pid_tag_sent_representing_email_address), "anna@example.org");
  EXPECT_EQ(text(content, pid_tag_sent_representing_smtp_address), "anna@example.org");
  EXPECT_EQ(bytes(content, pid_tag_sent_representing_search_key), std::string("SMTP:ANNA@EXAMPLE.ORG\0", 22));
  EXPECT_EQ(text(content, pid_tag_sender_smtp_address), "anna@example.org")
      << "who is represented has sent it";
  EXPECT_EQ(bytes(content, pid_tag_sender_entry_id), bytes(content, pid_tag_sent_representing_entry_id));
  EXPECT_THAT(recipients(content, 1),
              ElementsAre("Bob <bob@example.com>", "Jürgen Müller <juergen@example.com>"));
  EXPECT_THAT(recipients(content, 2), ElementsAre("carol@example.com <carol@example.com>"));
  EXPECT_EQ(text(content, pid_tag_reply_recipient_names), "Anna Weber;list@example.org");
  const auto& to = content.recipients[1].properties;
  EXPECT_EQ(integer(to, pid_tag_object_type), 6);
  EXPECT_EQ(bytes(to, pid_tag_search_key), std::string("SMTP:JUERGEN@EXAMPLE.COM\0", 25));
  const auto entry_id = wire::parse<oxcdata::OneOffEntryId>(*to.get<wire::Bytes>(pid_tag_entry_id));
  ASSERT_TRUE(entry_id);
  EXPECT_EQ(std::get<std::u16string>(entry_id->display_name), u"Jürgen Müller");
  EXPECT_EQ(std::get<std::u16string>(entry_id->email_address), u"juergen@example.com");
  EXPECT_EQ(content.recipients[2].row_id, 2u);
}

TEST_F(ImportHeaders, NamedAndTransportHeaders) {
  const auto content = mail.import_file("plain.eml");
  EXPECT_EQ(mail.named_header(content, "X-Custom-Thing"), "café");
  EXPECT_EQ(mail.named_header(content, "x-mailer"), "Example 1.0");
  EXPECT_EQ(mail.named_header(content, "Received"), "");
  EXPECT_EQ(mail.named_header(content, "Subject"), "");
  const auto headers = text(content, pid_tag_transport_message_headers);
  EXPECT_THAT(headers, StartsWith("Return-Path: <anna@example.org>\r\nReceived: from mx.example.net"));
  EXPECT_THAT(headers, HasSubstr("ESMTPS id 4Qabc;\r\n\tTue, 4 Mar"));
  EXPECT_THAT(headers, HasSubstr("\r\nContent-Transfer-Encoding: quoted-printable\r\n"));
}

TEST_F(ImportHeaders, OfDuplicatesTheFirstButAllRecipients) {
  const auto content = mail.import_file("duplicate_headers.eml");
  EXPECT_EQ(text(content, pid_tag_sent_representing_smtp_address), "first@example.com");
  EXPECT_EQ(subject(content), "first subject");
  EXPECT_EQ(recipients(content, 1).size(), 2u);
  EXPECT_EQ(recipients(content, 2).size(), 1u);
  EXPECT_EQ(mail.named_header(content, "X-Thing"), "1");
  EXPECT_EQ(body(content), "<b>plain</b>\r\n");
  EXPECT_THAT(text(content, pid_tag_transport_message_headers), HasSubstr("X-Thing: 2\r\n"));
}

TEST_F(ImportHeaders, WhatOnlyServersMaySayIsNotBelieved) {
  const auto content = mail.import_file("duplicate_headers.eml");
  EXPECT_EQ(mail.named_header(content, "X-MS-Exchange-Organization-SCL"), "");
  EXPECT_THAT(text(content, pid_tag_transport_message_headers), Not(HasSubstr("X-MS-Exchange-Organization")));
}

TEST_F(ImportHeaders, SenderOnBehalfOfSomebody) {
  const auto content = mail.import_file("addresses.eml");
  EXPECT_EQ(text(content, pid_tag_sent_representing_name), "Quoted \"Name\"");
  EXPECT_EQ(text(content, pid_tag_sender_smtp_address), "agent@example.com");
  EXPECT_EQ(text(content, pid_tag_sender_name), "agent@example.com");
}

TEST_F(ImportHeaders, AddressesOfGroupsAndOfBrokenFields) {
  const auto content = mail.import_file("addresses.eml");
  EXPECT_THAT(recipients(content, 1), ElementsAre("a@example.com <a@example.com>", "B, b <b@example.com>"));
  const auto cc = recipients(content, 2);
  EXPECT_THAT(cc, testing::Contains("only@angle.example <only@angle.example>"));
  EXPECT_THAT(cc, testing::Contains("Änne Müller <aenne@example.com>"));
  EXPECT_THAT(cc, testing::Contains(HasSubstr("<c@example.com>")));
  EXPECT_THAT(cc, testing::Contains(HasSubstr("<d@[192.0.2.1]>")));
  EXPECT_THAT(recipients(content, 3), ElementsAre("hidden@example.com <hidden@example.com>"));
}

TEST_F(ImportHeaders, MoreRecipientsThanAllowed) {
  std::string to = "To: a0@example.com";
  for (int i = 1; i < 50; ++i) to += ", a" + std::to_string(i) + "@example.com";
  ImportOptions options;
  options.max_recipients = 10;
  const auto content = mail.import_text(to + "\r\nCc: b@example.com\r\n\r\nx\r\n", options);
  EXPECT_EQ(content.recipients.size(), 10u);
  EXPECT_THAT(text(content, pid_tag_transport_message_headers), HasSubstr("a49@example.com"));
}

TEST_F(ImportHeaders, SubjectPrefixes) {
  const auto prefix = [&](std::string_view value) {
    return text(with("Subject: " + std::string(value)), pid_tag_subject_prefix);
  };
  EXPECT_EQ(prefix("AW: Hallo"), "AW: ");
  EXPECT_EQ(prefix("R: x"), "R: ");
  EXPECT_EQ(prefix("Fwd: x"), "Fwd: ");
  EXPECT_EQ(prefix("Fwds: x"), "");
  EXPECT_EQ(prefix("R2: x"), "");
  EXPECT_EQ(prefix("10:30 lunch"), "");
  EXPECT_EQ(prefix("Re:x"), "");
  EXPECT_EQ(prefix("a b: x"), "");
  EXPECT_EQ(prefix("Re: "), "");
  EXPECT_EQ(subject_of("AW:  Hallo"), "AW:  Hallo");
  EXPECT_EQ(subject_of("plain"), "plain");
}

TEST_F(ImportHeaders, ImportanceComesBeforeItsRelatives) {
  const auto importance = [&](std::string_view lines) {
    return integer(with(lines).properties, pid_tag_importance);
  };
  EXPECT_EQ(importance("X-Priority: 1\r\nImportance: low"), 0);
  EXPECT_EQ(importance("Importance: low\r\nX-Priority: 1"), 0);
  EXPECT_EQ(importance("X-Priority: 1 (Highest)"), 2);
  EXPECT_EQ(importance("X-Priority: 2"), 2);
  EXPECT_EQ(importance("X-Priority: 5"), 0);
  EXPECT_EQ(importance("Priority: urgent"), 2);
  EXPECT_EQ(importance("Priority: non-urgent"), 0);
  EXPECT_EQ(importance("X-MSMail-Priority: High"), 2);
  EXPECT_EQ(importance("Importance: nonsense"), 1);
  EXPECT_EQ(importance("Subject: none"), 1);
}

TEST_F(ImportHeaders, SensitivityAndReceipts) {
  EXPECT_EQ(integer(with("Sensitivity: personal").properties, pid_tag_sensitivity), 1);
  EXPECT_EQ(integer(with("Sensitivity: Private").properties, pid_tag_sensitivity), 2);
  EXPECT_EQ(integer(with("Sensitivity: x").properties, pid_tag_sensitivity), 0);
  EXPECT_TRUE(flag(with("Return-Receipt-To: a@example.com").properties,
                   pid_tag_originator_delivery_report_requested));
}

TEST_F(ImportHeaders, TimesThatAreMissingOrWrong) {
  ImportOptions options;
  options.received = 133855000000000000;  // 2025-03-04
  const auto content = mail.import_text("Date: yesterday\r\nReceived: from a by b\r\n\r\nx", options);
  EXPECT_EQ(content.properties.get<wire::FileTime>(pid_tag_client_submit_time)->ticks, options.received);
  EXPECT_EQ(content.properties.get<wire::FileTime>(pid_tag_message_delivery_time)->ticks, options.received);
  const auto dated = mail.import_text("Date: Tue, 4 Mar 2025 10:11:12 +0100\r\n\r\nx", options);
  EXPECT_EQ(time(dated.properties, pid_tag_message_delivery_time), "2025-03-04 09:11:12");
  EXPECT_EQ(time(with("Date: Mon, 1 Jan 1500 00:00:00 +0000").properties, pid_tag_client_submit_time),
            "(none)");
}

TEST_F(ImportHeaders, RawCharactersInHeaders) {
  const auto utf8 = mail.import_file("raw_utf8_headers.eml");
  EXPECT_EQ(subject(utf8), "Grüße ohne Kodierung");
  EXPECT_EQ(text(utf8, pid_tag_sent_representing_name), "Jürgen Müller");
  EXPECT_THAT(recipients(utf8, 1), ElementsAre("Łukasz <lukasz@example.com>"));
  const auto koi8 = mail.import_file("raw_8bit_headers.eml");
  EXPECT_EQ(subject(koi8), "Привет мир") << "in the charset of the text";
  EXPECT_EQ(text(koi8, pid_tag_sent_representing_name), "Иван");
  EXPECT_THAT(text(koi8, pid_tag_transport_message_headers), HasSubstr("Subject: Привет мир\r\n"));
  EXPECT_EQ(subject(mail.import_file("raw_latin1_no_charset.eml")), "café");
}

TEST_F(ImportHeaders, EncodedWords) {
  EXPECT_EQ(subject_of("=?utf-8?Q?a?= =?utf-8?Q?b?="), "ab") << "no blank between them";
  EXPECT_EQ(subject_of("=?utf-8?B?4oI=?= =?utf-8?B?rA==?="), "€") << "cut within a character";
  EXPECT_EQ(subject_of("=?ISO-2022-JP?B?GyRCJDMkcyRLJEEkTxsoQg==?="), "こんにちは");
  EXPECT_EQ(subject_of("=?utf-8?Q?not closed"), "=?utf-8?Q?not closed");
  EXPECT_EQ(subject_of("=?windows-1252?Q?=80?="), "€");
  EXPECT_THAT(subject(mail.import_file("unknown_charset.eml")), StartsWith("caf"));
}

TEST_F(ImportHeaders, AClassifiedMessage) {
  const auto content = mail.import_file("classified.eml");
  EXPECT_TRUE(mail.named<bool>(content, pid_lid_classified));
  EXPECT_TRUE(mail.named<bool>(content, pid_lid_classification_keep));
  EXPECT_EQ(mail.named<std::u16string>(content, pid_lid_classification), u"Secret");
  EXPECT_EQ(mail.named<std::u16string>(content, pid_lid_classification_description), u"Very secret");
  EXPECT_EQ(mail.named<std::u16string>(content, pid_lid_flag_request), u"Follow up");
  EXPECT_EQ(integer(content.properties, pid_tag_flag_status), 2);
  EXPECT_EQ(mail.named<std::u16string>(content, pid_name_content_class), u"urn:content-classes:message");
}

TEST_F(ImportHeaders, NamedHeadersAreLimited) {
  std::string lines;
  for (int i = 0; i < 100; ++i) lines += "X-Field-" + std::to_string(i) + ": " + std::to_string(i) + "\r\n";
  ImportOptions options;
  options.max_named_headers = 5;
  mail.import_text(lines + "\r\nx", options);
  EXPECT_EQ(mail.names().size(), 5u);
  const auto none = to_content(*store::memory_value({'X', '-', 'A', ':', '1', '\n', '\n'}), {},
                               [](const auto&) { return std::uint16_t{0}; });
  ASSERT_TRUE(none);
  for (const auto& property : none->properties.all()) EXPECT_LT(oxcdata::id_of(property.tag), 0x8000);
}

TEST_F(ImportHeaders, MalformedHeaders) {
  const auto missing = mail.import_file("no_blank_line.eml");
  EXPECT_EQ(subject(missing), "the empty line is missing");
  EXPECT_EQ(body(missing), "Dear Bob,\r\nthis is the body.\r\n\r\nRegards\r\n");
  const auto folding = mail.import_file("broken_folding.eml");
  EXPECT_EQ(subject(folding), "folded badly");
  EXPECT_EQ(time(folding.properties, pid_tag_message_delivery_time), "2025-03-03 09:00:00");
  EXPECT_EQ(body(folding), "body\r\n");
  const auto mbox = mail.import_file("mbox_separator.eml");
  EXPECT_EQ(subject(mbox), "out of an mbox");
  EXPECT_EQ(body(mbox), "body\r\n");
  const auto bom = mail.import_file("bom.eml");
  EXPECT_EQ(text(bom, pid_tag_sent_representing_smtp_address), "a@example.com");
  EXPECT_EQ(body(bom), "Text after another\r\n");
  const auto only = mail.import_file("only_headers.eml");
  EXPECT_EQ(subject(only), "nothing else");
  EXPECT_EQ(body(only), "(none)");
  EXPECT_THAT(only.attachments, IsEmpty());
}

TEST_F(ImportHeaders, NoHeadersAtAll) {
  const auto content = mail.import_file("no_headers.eml");
  EXPECT_EQ(body(content),
            "Hello there, this is text that never had a header.\r\nSecond line: with a colon.\r\n");
  EXPECT_EQ(text(content, pid_tag_sent_representing_name), "(none)");
  const auto empty = mail.import_file("empty.eml");
  EXPECT_EQ(message_class(empty), "IPM.Note");
  EXPECT_EQ(body(empty), "(none)");
}

TEST_F(ImportHeaders, AHugeHeader) {
  std::string references = "References:";
  while (references.size() < 300000)
    references += "\r\n <" + std::to_string(references.size()) + "@example.com>";
  const auto content = with("Subject: huge\r\n" + references);
  EXPECT_EQ(subject(content), "huge");
  EXPECT_GT(text(content, pid_tag_internet_references).size(), 270000u);
  EXPECT_EQ(body(content), "x\r\n");
}

TEST_F(ImportHeaders, BeyondAllLimitsTheMessageIsKeptWhole) {
  std::string whole = "Subject: too much\r\n";
  while (whole.size() < 1100000) whole += "X-More: " + std::string(70, 'x') + "\r\n";
  whole += "\r\nthe text\r\n";
  const auto content = mail.import_text(whole);
  EXPECT_EQ(subject(content), "too much");
  ASSERT_EQ(content.attachments.size(), 1u);
  EXPECT_EQ(data(content.attachments[0]), whole);
  EXPECT_EQ(text(content.attachments[0].properties, pid_tag_attach_mime_tag), "message/rfc822");
  EXPECT_EQ(file_name(content.attachments[0]), "message.eml");
}

TEST_F(ImportHeaders, NulAndControlsInHeaders) {
  EXPECT_EQ(subject(mail.import_file("nul_bytes.eml")), "with nul");
}

}  // namespace
}  // namespace mapigate::mime
