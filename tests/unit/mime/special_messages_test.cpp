#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/backend/mime/reports.hpp"
#include "tests/unit/mime/mail.hpp"

// Signed and encrypted messages, and reports.

namespace mapigate::mime {
namespace {

using namespace oxprops;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

class SpecialMessages : public testing::Test {
 public:
  Mail mail;
};

// [MS-OXOSMIME] section 2.1.1.
TEST_F(SpecialMessages, ClearSigned) {
  const auto content = mail.import_file("signed.eml");
  EXPECT_EQ(message_class(content), "IPM.Note.SMIME.MultipartSigned");
  EXPECT_EQ(body(content), "Signed grüße  ");
  ASSERT_EQ(content.attachments.size(), 1u);
  const auto& blob = content.attachments[0];
  EXPECT_EQ(text(blob.properties, pid_tag_attach_mime_tag), "multipart/signed");
  EXPECT_EQ(integer(blob.properties, pid_tag_attach_method), 1);
  EXPECT_EQ(file_name(blob), "SMIME.p7m");
  EXPECT_THAT(
      data(blob),
      StartsWith(
          "Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; "
          "micalg=sha-256; boundary=\"sig\"\r\n\r\nThis is an S/MIME signed message\r\n\r\n--sig\r\n"));
  const auto whole = vector_file("signed.eml");
  const auto signed_part = whole.substr(whole.find("Content-Type: multipart/mixed"));
  EXPECT_THAT(data(blob), testing::EndsWith(signed_part)) << "byte for byte";
}

TEST_F(SpecialMessages, SignedMailComesOutAsItWas) {
  const auto whole = vector_file("signed.eml");
  const auto exported = mail.export_text(mail.import_file("signed.eml"));
  EXPECT_THAT(exported, testing::EndsWith(whole.substr(whole.find("This is an S/MIME"))));
  EXPECT_THAT(exported, HasSubstr("Subject: signed\r\n"));
  EXPECT_EQ(mail.import_text(exported).attachments.size(), 1u);
}

TEST_F(SpecialMessages, LongLinesOfSignedMail) {
  const std::string signed_text =
      "--s\r\n\r\n" + std::string(200000, 'x') + "\r\n" + std::string(70000, 'y') + "\r\n--s--\r\n";
  const auto content = mail.import_text(
      "MIME-Version: 1.0\r\nContent-Type: multipart/signed; boundary=s\r\n\r\n" + signed_text);
  ASSERT_EQ(content.attachments.size(), 1u);
  EXPECT_THAT(data(content.attachments[0]), testing::EndsWith("\r\n\r\n" + signed_text));
}

TEST_F(SpecialMessages, LinesOfSignedMailAreCanonical) {
  auto unix = vector_file("signed.eml");
  std::erase(unix, '\r');
  const auto content = mail.import_text(unix);
  EXPECT_EQ(data(content.attachments[0]), data(mail.import_file("signed.eml").attachments[0]));
}

// [MS-OXOSMIME] section 2.1.2.
TEST_F(SpecialMessages, Encrypted) {
  const auto content = mail.import_file("encrypted.eml");
  EXPECT_EQ(message_class(content), "IPM.Note.SMIME");
  EXPECT_EQ(body(content), "(none)");
  ASSERT_EQ(content.attachments.size(), 1u);
  EXPECT_EQ(data(content.attachments[0]), "\x30\x82\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a");
  EXPECT_EQ(text(content.attachments[0].properties, pid_tag_attach_mime_tag), "application/pkcs7-mime");
  EXPECT_THAT(mail.named_header(content, "Content-Type"), HasSubstr("smime-type=enveloped-data"));
  const auto exported = mail.export_text(content);
  EXPECT_THAT(exported, HasSubstr("Content-Type: application/pkcs7-mime; smime-type=enveloped-data"));
  EXPECT_THAT(exported, HasSubstr("MIIBAgMEBQYHCAkK"));
  EXPECT_THAT(difference(content, mail.import_text(exported), mail), IsEmpty());
}

TEST_F(SpecialMessages, EncryptedUnderAnotherType) {
  const auto content = mail.import_text(
      "MIME-Version: 1.0\r\nContent-Type: application/octet-stream; name=smime.p7m\r\n\r\nx");
  EXPECT_EQ(message_class(content), "IPM.Note.SMIME");
}

TEST_F(SpecialMessages, PgpEncrypted) {
  const auto content = mail.import_file("pgp_encrypted.eml");
  EXPECT_EQ(message_class(content), "IPM.Note");
  ASSERT_EQ(content.attachments.size(), 2u);
  EXPECT_EQ(data(content.attachments[0]), "Version: 1\r\n");
  EXPECT_THAT(data(content.attachments[1]), StartsWith("-----BEGIN PGP MESSAGE-----"));
  const auto exported = mail.export_text(content);
  EXPECT_THAT(exported,
              HasSubstr("Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\""));
  EXPECT_THAT(difference(content, mail.import_text(exported), mail), IsEmpty());
}

TEST_F(SpecialMessages, ListFooterBehindASignedPart) {
  const auto content = mail.import_file("list_footer_after_signed.eml");
  EXPECT_EQ(message_class(content), "IPM.Note");
  EXPECT_THAT(body(content), StartsWith("What I signed"));
  EXPECT_THAT(body(content), HasSubstr("list mailing list"));
  EXPECT_THAT(file_names(content), ElementsAre("signature.asc"));
  EXPECT_EQ(text(content, pid_tag_list_help), "<mailto:help@example.org>");
}

// [MS-OXCMAIL] section 2.2.3.7.1.
TEST_F(SpecialMessages, DeliveryReport) {
  const auto content = mail.import_file("delivery_report.eml");
  EXPECT_EQ(message_class(content), "REPORT.IPM.Note.NDR");
  EXPECT_EQ(body(content), "I could not deliver your message.");
  EXPECT_EQ(text(content, pid_tag_reporting_message_transfer_agent), "dns; mx.example.com");
  ASSERT_EQ(content.recipients.size(), 1u) << "those of lesser severity are left out";
  const auto& recipient = content.recipients[0].properties;
  EXPECT_EQ(text(recipient, pid_tag_smtp_address), "nobody@example.net");
  EXPECT_EQ(text(recipient, pid_tag_remote_message_transfer_agent), "mail.example.net");
  EXPECT_EQ(text(recipient, pid_tag_supplementary_info),
            "<mail.example.net #5.1.1 smtp; 550 5.1.1 <nobody@example.net>: no such user>");
  EXPECT_EQ(integer(recipient, pid_tag_non_delivery_report_status_code), 511);
  EXPECT_EQ(integer(recipient, pid_tag_non_delivery_report_diag_code), 35);
  EXPECT_EQ(integer(recipient, pid_tag_non_delivery_report_reason_code), 1);
  EXPECT_EQ(time(recipient, pid_tag_report_time), "2025-03-06 11:00:00");
  ASSERT_EQ(content.attachments.size(), 2u);
  EXPECT_TRUE(flag(content.attachments[0].properties, pid_tag_attachment_hidden));
  EXPECT_THAT(data(content.attachments[0]), HasSubstr("Arrival-Date:"));
  ASSERT_TRUE(content.attachments[1].embedded);
  EXPECT_EQ(subject(*content.attachments[1].embedded), "the original");
}

TEST_F(SpecialMessages, DeliveryReportComesOutAsOne) {
  const auto content = mail.import_file("delivery_report.eml");
  const auto exported = mail.export_text(content);
  EXPECT_THAT(exported, HasSubstr("Content-Type: multipart/report; report-type=delivery-status"));
  EXPECT_THAT(exported, HasSubstr("Final-Recipient: rfc822; slow@example.net")) << "the part is kept";
  EXPECT_THAT(exported.substr(0, exported.find("\r\n\r\n")), Not(HasSubstr("nobody@example.net")));
  EXPECT_THAT(difference(content, mail.import_text(exported), mail), IsEmpty());
  ExportOptions options;
  options.transport_headers = true;
  EXPECT_THAT(mail.export_text(content, options), HasSubstr("To: anna@example.org\r\n"));
}

TEST_F(SpecialMessages, ReportsOfEachSeverity) {
  const auto report_of = [&](std::string_view action) {
    return mail.import_text(
        "MIME-Version: 1.0\r\nContent-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type: "
        "message/delivery-status\r\n\r\nReporting-MTA: dns;x\r\n\r\nFinal-Recipient: rfc822;a@b\r\nAction: " +
        std::string(action) + "\r\nStatus: 2.0.0\r\n\r\n--b--\r\n");
  };
  const auto class_of = [&](std::string_view action) { return message_class(report_of(action)); };
  EXPECT_EQ(class_of("delivered"), "REPORT.IPM.Note.DR");
  EXPECT_EQ(class_of("Expanded"), "REPORT.IPM.Note.Expanded.DR");
  EXPECT_EQ(class_of("relayed (to somewhere)"), "REPORT.IPM.Note.Relayed.DR");
  EXPECT_EQ(class_of("delayed"), "REPORT.IPM.Note.Delayed.DR");
  EXPECT_EQ(class_of("failed"), "REPORT.IPM.Note.NDR");
  EXPECT_EQ(class_of("lost"), "IPM.Note");
  EXPECT_FALSE(flag(report_of("lost").attachments.at(0).properties, pid_tag_attachment_hidden));
}

TEST_F(SpecialMessages, ReportsMadeOfProperties) {
  auto content = mail.import_file("delivery_report.eml");
  content.attachments.clear();
  const auto exported = mail.export_text(content);
  EXPECT_THAT(exported, HasSubstr("Reporting-MTA: dns; mx.example.com\r\n"));
  EXPECT_THAT(
      exported,
      HasSubstr("Final-Recipient: rfc822; nobody@example.net\r\nAction: failed\r\nStatus: 5.1.1\r\n"));
  const auto again = mail.import_text(exported);
  EXPECT_EQ(message_class(again), "REPORT.IPM.Note.NDR");
  EXPECT_EQ(integer(again.recipients[0].properties, pid_tag_non_delivery_report_diag_code), 35);
  content.recipients[0].properties.erase(oxcdata::id_of(pid_tag_non_delivery_report_status_code));
  EXPECT_THAT(mail.export_text(content), HasSubstr("Status: 5.1.1\r\n")) << "of the diagnostic code";
}

// [MS-OXCMAIL] section 2.2.3.7.2.
TEST_F(SpecialMessages, ReadReceipt) {
  const auto content = mail.import_file("read_receipt.eml");
  EXPECT_EQ(message_class(content), "REPORT.IPM.Note.IPNRN");
  EXPECT_EQ(text(content, pid_tag_original_message_id), "<lunch@example.org>");
  EXPECT_EQ(text(content, pid_tag_original_display_to), "bob@example.com");
  EXPECT_EQ(text(content, pid_tag_report_text), "manual-action/MDN-sent-manually; displayed");
  EXPECT_THAT(recipients(content, 1), ElementsAre("anna@example.org <anna@example.org>"));
  const auto exported = mail.export_text(content);
  EXPECT_THAT(exported, HasSubstr("report-type=disposition-notification"));
  EXPECT_THAT(difference(content, mail.import_text(exported), mail), IsEmpty());
  auto made = content;
  made.attachments.clear();
  const auto again = mail.import_text(mail.export_text(made));
  EXPECT_EQ(message_class(again), "REPORT.IPM.Note.IPNRN");
  EXPECT_EQ(text(again, pid_tag_original_message_id), "<lunch@example.org>");
}

TEST(ReportCodes, OfStatusCodes) {
  using Codes = std::pair<std::int32_t, std::int32_t>;
  EXPECT_EQ(diagnostic_and_reason(1, 1), Codes(35, 1));
  EXPECT_EQ(diagnostic_and_reason(1, 9), Codes(0, 0));
  EXPECT_EQ(diagnostic_and_reason(2, 2), Codes(13, 0));
  EXPECT_EQ(diagnostic_and_reason(4, 7), Codes(5, 0));
  EXPECT_EQ(diagnostic_and_reason(6, 5), Codes(-1, 2));
  EXPECT_EQ(diagnostic_and_reason(0, 0), Codes(-1, 0));
}

TEST(ReportCodes, KindsOfClasses) {
  EXPECT_EQ(report_kind(u"REPORT.IPM.Note.NDR"), ReportKind::delivery);
  EXPECT_EQ(report_kind(u"report.ipm.schedule.meeting.request.dr"), ReportKind::delivery);
  EXPECT_EQ(report_kind(u"REPORT.IPM.Note.IPNNRN"), ReportKind::disposition);
  EXPECT_EQ(report_kind(u"IPM.Note.NDR"), ReportKind::none);
}

}  // namespace
}  // namespace mapigate::mime
