// What follows from the content of a message alone: its subject, its bodies, its recipients, its columns and
// the text that it is found by.

#include <gmock/gmock.h>

#include "gateway/mailbox/bodies.hpp"
#include "gateway/mailbox/conversation.hpp"
#include "gateway/mailbox/message_access.hpp"
#include "gateway/mailbox/message_columns.hpp"
#include "gateway/mailbox/message_flags.hpp"
#include "gateway/mailbox/property_values.hpp"
#include "gateway/mailbox/recipients.hpp"
#include "gateway/mailbox/search_text.hpp"
#include "gateway/mailbox/subject.hpp"
#include "gateway/store/spool.hpp"
#include "protocol/oxcdata/entry_ids.hpp"
#include "protocol/oxprops/property_tags.hpp"
#include "protocol/oxrtfcp/compressed_rtf.hpp"
#include "protocol/oxrtfex/encapsulate.hpp"
#include "protocol/wire/utf16.hpp"
#include "protocol/wire/writer.hpp"

namespace mapigate::mailbox {
namespace {

using namespace oxprops;
using oxcdata::id_of;
using oxcdata::PropertyTag;
using store::Properties;
using store::Property;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using wire::Bytes;

Bytes bytes(std::string_view text) { return {text.begin(), text.end()}; }

std::string utf8(const Properties& properties, PropertyTag tag) {
  return wire::to_utf8(text_of(properties, tag, SIZE_MAX));
}

struct Parts {
  std::string prefix;
  std::string normalized;
};
Parts parts_of(const Properties& properties) {
  return {utf8(properties, pid_tag_subject_prefix), utf8(properties, pid_tag_normalized_subject)};
}

// --- subjects

Parts split(std::u16string_view subject) {
  const Subject parts = split_subject(subject);
  return {wire::to_utf8(parts.prefix), wire::to_utf8(parts.normalized)};
}

TEST(SplitSubject, TakesOneToThreeCharactersAndAColon) {
  EXPECT_EQ(split(u"RE: Hello").prefix, "RE: ");
  EXPECT_EQ(split(u"RE: Hello").normalized, "Hello");
  EXPECT_EQ(split(u"R: x").prefix, "R: ");
  EXPECT_EQ(split(u"Antw: x").prefix, "");
  EXPECT_EQ(split(u"\u8FD4\u4FE1: x").prefix, "\xE8\xBF\x94\xE4\xBF\xA1: ");
  EXPECT_EQ(split(u"RE:   x").prefix, "RE:   ");
  EXPECT_EQ(split(u"RE:   x").normalized, "x");
}

TEST(SplitSubject, LeavesWhatIsNoPrefix) {
  for (const auto* subject : {u"", u"RE", u"RE:", u"RE:x", u": x", u"R2: x", u"a b: x", u"http://x"}) {
    EXPECT_EQ(split(subject).prefix, "") << wire::to_utf8(subject);
    EXPECT_EQ(split(subject).normalized, wire::to_utf8(subject));
  }
}

TEST(SetSubject, KeepsThePrefixThatWasSetFirst) {
  Properties properties;
  set_subject_prefix(properties, u"Antwort: ");
  set_subject(properties, u"Antwort: Hallo");
  EXPECT_EQ(parts_of(properties).prefix, "Antwort: ");
  EXPECT_EQ(parts_of(properties).normalized, "Hallo");
}

TEST(SetSubject, FindsThePrefixAnewWhereTheOldOneDoesNotFit) {
  Properties properties;
  set_subject_prefix(properties, u"FW: ");
  set_subject(properties, u"RE: Hello");
  EXPECT_EQ(parts_of(properties).prefix, "RE: ");
  set_subject(properties, u"Hello");
  EXPECT_EQ(parts_of(properties).prefix, "");
  EXPECT_EQ(parts_of(properties).normalized, "Hello");
}

TEST(SetSubject, PartsMayComeInAnyOrder) {
  const auto subject = [](Properties& p) { set_subject(p, u"Antwort: Hallo"); };
  const auto prefix = [](Properties& p) { set_subject_prefix(p, u"Antwort: "); };
  const auto normalized = [](Properties& p) { set_normalized_subject(p, u"Hallo"); };
  std::vector<std::function<void(Properties&)>> steps{subject, prefix, normalized};
  std::vector<int> order{0, 1, 2};
  do {
    Properties properties;
    for (const int step : order) steps[static_cast<std::size_t>(step)](properties);
    EXPECT_EQ(parts_of(properties).prefix + parts_of(properties).normalized, "Antwort: Hallo")
        << ::testing::PrintToString(order);
  } while (std::next_permutation(order.begin(), order.end()));
}

// --- recipients

store::Recipient recipient(std::uint32_t row, std::uint8_t type, std::u16string name) {
  store::Recipient it{row, type, {}};
  it.properties.set(pid_tag_display_name, std::move(name));
  return it;
}

RecipientChange change(std::uint32_t row, std::u16string name) {
  RecipientChange it;
  it.row_id = row;
  it.type = recipient_to;
  it.properties.set(pid_tag_display_name, std::move(name));
  return it;
}

RecipientChange removal(std::uint32_t row) {
  RecipientChange it;
  it.row_id = row;
  it.remove = true;
  return it;
}

std::vector<std::uint32_t> rows(const std::vector<store::Recipient>& recipients) {
  std::vector<std::uint32_t> ids;
  for (const auto& it : recipients) ids.push_back(it.row_id);
  return ids;
}

TEST(DisplayNames, OfOneKindOnly) {
  std::vector<store::Recipient> recipients{recipient(0, recipient_to, u"Ann"),
                                           recipient(1, recipient_cc, u"Bob"),
                                           recipient(2, recipient_to | 0x10, u"Cy")};
  EXPECT_EQ(display_names(recipients, recipient_to), u"Ann; Cy");
  EXPECT_EQ(display_names(recipients, recipient_cc), u"Bob");
  EXPECT_EQ(display_names(recipients, recipient_bcc), u"");
}

TEST(DisplayNames, AnAddressWhereThereIsNoName) {
  std::vector<store::Recipient> recipients{recipient(0, recipient_to, u""), recipient(1, recipient_to, u"")};
  recipients[0].properties.set(pid_tag_email_address, std::u16string(u"ann@example.org"));
  EXPECT_EQ(display_names(recipients, recipient_to), u"ann@example.org");
}

TEST(DisplayNames, AreCutWhereThereAreThousands) {
  std::vector<store::Recipient> recipients;
  for (std::uint32_t i = 0; i < 5000; ++i)
    recipients.push_back(recipient(i, recipient_to, std::u16string(200, u'x')));
  EXPECT_LE(display_names(recipients, recipient_to).size(), 17000u);
}

TEST(ChangeRecipients, ReplacesAddsAndRemovesByRowId) {
  std::vector<store::Recipient> recipients{recipient(1, recipient_to, u"old"),
                                           recipient(4, recipient_to, u"gone")};
  std::vector<RecipientChange> changes{change(9, u"last"), change(1, u"new"), removal(4), removal(77),
                                       change(3, u"between")};
  ASSERT_TRUE(change_recipients(recipients, std::move(changes), 10));
  EXPECT_THAT(rows(recipients), ElementsAre(1u, 3u, 9u));
  EXPECT_EQ(display_names(recipients, recipient_to), u"new; between; last");
}

TEST(ChangeRecipients, BeyondTheLimitNothingChanges) {
  std::vector<store::Recipient> recipients{recipient(1, recipient_to, u"old")};
  std::vector<RecipientChange> changes{change(1, u"new"), change(2, u"x"), change(3, u"x")};
  EXPECT_FALSE(change_recipients(recipients, changes, 2));
  EXPECT_EQ(display_names(recipients, recipient_to), u"old");
  EXPECT_TRUE(change_recipients(recipients, changes, 3));
}

TEST(NumberRecipients, OnlyWhereTheyAreNotInOrder) {
  std::vector<store::Recipient> good{recipient(5, 1, u"a"), recipient(9, 1, u"b")};
  number_recipients(good);
  EXPECT_THAT(rows(good), ElementsAre(5u, 9u));
  std::vector<store::Recipient> bad{recipient(0, 1, u"a"), recipient(0, 1, u"b"), recipient(0, 1, u"c")};
  number_recipients(bad);
  EXPECT_THAT(rows(bad), ElementsAre(0u, 1u, 2u));
}

// --- conversations

TEST(ConversationId, IsTheGuidOfTheIndex) {
  Bytes index(22, 0);
  index[0] = 1;
  for (std::size_t i = 0; i < 16; ++i) index[6 + i] = static_cast<std::uint8_t>(0xA0 + i);
  EXPECT_EQ(conversation_id(index, u"topic"), Bytes(index.begin() + 6, index.end()));
}

// MD5 of "HELLO" as UTF-16LE, computed elsewhere.
const Bytes md5_of_hello{0x88, 0xD0, 0x29, 0x97, 0xC7, 0xCF, 0x2F, 0xBC,
                         0xA9, 0xE5, 0xED, 0x72, 0xD8, 0x48, 0xFF, 0x05};

TEST(ConversationId, OrTheHashOfTheTopicInCapitals) {
  const auto id = conversation_id({}, u"Hello");
  ASSERT_TRUE(id);
  EXPECT_EQ(*id, md5_of_hello);
  EXPECT_EQ(id, conversation_id({}, u"hELLO"));
  EXPECT_NE(id, conversation_id({}, u"Hello!"));
  Bytes short_index(21, 1);
  EXPECT_EQ(conversation_id(short_index, u"Hello"), id);
  Bytes other_version(22, 2);
  EXPECT_EQ(conversation_id(other_version, u"Hello"), id);
  const std::u16string cut_at_zero = std::u16string(u"Hello") + u'\0' + u"more";
  EXPECT_EQ(conversation_id({}, cut_at_zero), id);
  EXPECT_EQ(conversation_id({}, std::u16string(300, u'x')), conversation_id({}, std::u16string(255, u'x')));
}

TEST(ConversationId, NothingWithoutEither) { EXPECT_EQ(conversation_id({}, u""), std::nullopt); }

// --- bodies

Property html(std::string_view text) { return {pid_tag_html, bytes(text), nullptr}; }
Property rtf(const Bytes& text) { return {pid_tag_rtf_compressed, oxrtfcp::compress(text).value(), nullptr}; }

std::string plain(const Properties& properties) {
  const auto text = body(properties, id_of(pid_tag_body));
  return text ? wire::to_utf8(text_of(*text, SIZE_MAX).value()) : "none";
}
std::string html_of(const Properties& properties) {
  const auto text = body(properties, id_of(pid_tag_html));
  if (!text) return "none";
  const Bytes value = bytes_of(*text, SIZE_MAX).value();
  return {value.begin(), value.end()};
}
std::string rtf_of(const Properties& properties) {
  const auto text = body(properties, id_of(pid_tag_rtf_compressed));
  if (!text) return "none";
  const Bytes value = oxrtfcp::decompress(bytes_of(*text, SIZE_MAX).value()).value();
  return {value.begin(), value.end()};
}

TEST(Bodies, OfTextInAllFormats) {
  Properties properties;
  properties.set(pid_tag_body, std::u16string(u"a < b\r\nsecond \u00E9"));
  EXPECT_EQ(native_body(properties), NativeBody::plain_text);
  EXPECT_FALSE(rtf_in_sync(properties));
  EXPECT_EQ(plain(properties), "a < b\r\nsecond \xC3\xA9");
  EXPECT_THAT(html_of(properties), HasSubstr("a &lt; b<br>"));
  EXPECT_THAT(html_of(properties), HasSubstr("second &#233;"));
  EXPECT_THAT(rtf_of(properties), StartsWith("{\\rtf1"));
  EXPECT_THAT(rtf_of(properties), HasSubstr("\\fromtext"));
}

TEST(Bodies, BlanksOfTextStayInHtml) {
  Properties properties;
  properties.set(pid_tag_body, std::u16string(u"  two\n\nend"));
  EXPECT_THAT(html_of(properties), HasSubstr("&nbsp;&nbsp;two<br>\r\n<br>\r\nend"));
}

TEST(Bodies, OfHtmlInAllFormats) {
  Properties properties;
  properties.set(
      html("<html><head><title>no</title><style>p{}</style></head><body><p>Gr\xFC\xDF"
           "e</p><p>Bye</p></body>"));
  properties.set(pid_tag_internet_codepage, std::int32_t{1252});
  EXPECT_EQ(native_body(properties), NativeBody::html);
  EXPECT_THAT(plain(properties), HasSubstr("Gr\xC3\xBC\xC3\x9F"
                                           "e"));
  EXPECT_THAT(plain(properties), HasSubstr("Bye"));
  EXPECT_THAT(plain(properties), Not(HasSubstr("<p>")));
  EXPECT_THAT(plain(properties), Not(HasSubstr("p{}")));
  EXPECT_THAT(rtf_of(properties), HasSubstr("\\fromhtml1"));
}

TEST(Bodies, HtmlWithoutACodePageIsWhatItsBytesAre) {
  Properties utf;
  utf.set(html("<p>\xC3\xA9</p>"));
  EXPECT_THAT(plain(utf), HasSubstr("\xC3\xA9"));
  Properties western;
  western.set(html("<p>\xE9</p>"));
  EXPECT_THAT(plain(western), HasSubstr("\xC3\xA9"));
  Properties unknown;
  unknown.set(html("<p>\xE9</p>"));
  unknown.set(pid_tag_internet_codepage, std::int32_t{4711});
  EXPECT_THAT(plain(unknown), HasSubstr("\xC3\xA9"));
}

TEST(Bodies, HtmlInsideOfRtfComesOutAgain) {
  const std::string original = "<html><body><b>x \xC3\xA9</b></body></html>";
  Properties properties;
  properties.set(rtf(oxrtfex::encapsulate_html(original)));
  EXPECT_EQ(native_body(properties), NativeBody::html);
  EXPECT_TRUE(rtf_in_sync(properties));
  // Without a code page it must be ASCII.
  EXPECT_THAT(html_of(properties), HasSubstr("<b>x &#233;</b>"));
  properties.set(pid_tag_internet_codepage, std::int32_t{65001});
  EXPECT_THAT(html_of(properties), HasSubstr("<b>x \xC3\xA9</b>"));
  EXPECT_THAT(plain(properties), HasSubstr("x \xC3\xA9"));
}

TEST(Bodies, RtfThatIsNothingElse) {
  Properties properties;
  properties.set(rtf(bytes("{\\rtf1\\ansi Hello \\b World\\b0\\par}")));
  EXPECT_EQ(native_body(properties), NativeBody::rtf);
  EXPECT_THAT(plain(properties), HasSubstr("Hello World"));
  EXPECT_THAT(html_of(properties), HasSubstr("Hello World"));
}

TEST(Bodies, PidTagRtfInSyncDecidesBetweenTwo) {
  Properties properties;
  properties.set(html("<p>from html</p>"));
  properties.set(rtf(bytes("{\\rtf1\\ansi from rtf}")));
  EXPECT_EQ(native_body(properties), NativeBody::html);
  EXPECT_THAT(plain(properties), HasSubstr("from html"));
  properties.set(pid_tag_rtf_in_sync, true);
  EXPECT_EQ(native_body(properties), NativeBody::rtf);
  EXPECT_THAT(plain(properties), HasSubstr("from rtf"));
}

TEST(Bodies, WhatIsKeptIsGivenAsItIs) {
  Properties properties;
  properties.set(html("<p>rich</p>"));
  properties.set(pid_tag_body, std::u16string(u"an alternative"));
  EXPECT_EQ(plain(properties), "an alternative");
  EXPECT_EQ(native_body(properties), NativeBody::html);
}

TEST(Bodies, NoneAndBroken) {
  const Properties none;
  EXPECT_EQ(native_body(none), NativeBody::undefined);
  EXPECT_EQ(body(none, id_of(pid_tag_body)).error(), ErrorCode::not_found);
  Properties broken;
  broken.set(pid_tag_rtf_compressed, bytes("this is no RTF"));
  EXPECT_EQ(native_body(broken), NativeBody::rtf);
  EXPECT_EQ(body(broken, id_of(pid_tag_body)).error(), ErrorCode::corrupt_data);
  EXPECT_TRUE(body(broken, id_of(pid_tag_rtf_compressed)));
  EXPECT_EQ(body_text(broken, 100), "");
  EXPECT_EQ(body(broken, id_of(pid_tag_subject)).error(), ErrorCode::not_found);
}

TEST(Bodies, TooLargeToBeConvertedIsNot) {
  Properties properties;
  properties.set(pid_tag_html, store::memory_value(Bytes(max_converted_body + 1, 'x')));
  EXPECT_EQ(body(properties, id_of(pid_tag_body)).error(), ErrorCode::too_big);
  EXPECT_TRUE(body(properties, id_of(pid_tag_html)));
}

TEST(Bodies, PidTagBodyHtmlBecomesPidTagHtml) {
  Properties properties;
  properties.set(pid_tag_body_html, std::u16string(u"<p>\u00E9</p>"));
  properties.set(pid_tag_internet_codepage, std::int32_t{1252});
  normalize_body(properties);
  EXPECT_EQ(html_of(properties), "<p>\xC3\xA9</p>");
  EXPECT_EQ(value_or(properties, pid_tag_internet_codepage, std::int32_t{0}), 65001);
}

// --- columns and text

TEST(MessageColumns, AreMadeOfTheProperties) {
  store::Content content;
  content.properties.set(pid_tag_message_delivery_time, wire::FileTime{77});
  content.properties.set(pid_tag_client_submit_time, wire::FileTime{66});
  content.properties.set(pid_tag_normalized_subject, std::u16string(u"\u00C9tude"));
  content.properties.set(pid_tag_message_class, std::u16string(u"IPM.Note.X"));
  content.properties.set(pid_tag_importance, std::int32_t{2});
  content.properties.set(pid_tag_flag_status, std::int32_t{1});
  const auto columns = message_columns(content);
  EXPECT_EQ(columns.delivery_time, 77u);
  EXPECT_EQ(columns.submit_time, 66u);
  EXPECT_EQ(columns.message_class, "ipm.note.x");
  EXPECT_EQ(columns.importance, 2);
  EXPECT_EQ(columns.flag_status, 1);
  EXPECT_FALSE(columns.has_attachments);
  EXPECT_EQ(columns.conversation.size(), 16u);
  store::Content same;
  same.properties.set(pid_tag_normalized_subject, std::u16string(u"etude"));
  EXPECT_EQ(columns.subject, message_columns(same).subject);
  EXPECT_EQ(message_columns(same).importance, 1);
}

TEST(MessageColumns, HiddenAttachmentsAreNotShown) {
  std::vector<store::Attachment> attachments(1);
  attachments[0].properties.set(pid_tag_attachment_hidden, true);
  EXPECT_FALSE(has_visible_attachments(attachments));
  attachments.emplace_back();
  EXPECT_TRUE(has_visible_attachments(attachments));
}

TEST(SearchText, HasSubjectPeopleAttachmentsAndBody) {
  store::Content content;
  content.properties.set(pid_tag_subject_prefix, std::u16string(u"RE: "));
  content.properties.set(pid_tag_normalized_subject, std::u16string(u"Subject"));
  content.properties.set(pid_tag_sender_name, std::u16string(u"Sender"));
  content.properties.set(html("<p>Body</p>"));
  content.recipients.push_back(recipient(0, recipient_to, u"Ann"));
  store::Attachment attachment;
  attachment.properties.set(pid_tag_attach_long_filename, std::u16string(u"plan.pdf"));
  content.attachments.push_back(attachment);
  const std::string text = search_text(content);
  for (const auto* part : {"RE: ", "Subject", "Sender", "Ann", "plan.pdf", "Body"})
    EXPECT_THAT(text, HasSubstr(part));
  EXPECT_THAT(text, Not(HasSubstr("<p>")));
}

TEST(SearchText, EndsAtItsLimitWithAWholeCharacter) {
  store::Content content;
  content.properties.set(pid_tag_body, std::u16string(200'000, u'\u00E9'));
  const std::string text = search_text(content);
  EXPECT_LE(text.size(), max_search_text);
  EXPECT_GT(text.size(), max_search_text - 8);
  EXPECT_TRUE(wire::to_utf8(wire::to_utf16(text)) == text);
}

// --- values

TEST(PropertyValues, LargeTextIsReadAsFarAsItIsWanted) {
  Bytes little_endian;
  for (const char16_t unit : std::u16string(u"a\u4E2D\u00E9")) {
    little_endian.push_back(static_cast<std::uint8_t>(unit & 0xFF));
    little_endian.push_back(static_cast<std::uint8_t>(unit >> 8));
  }
  const Property large{pid_tag_body, {}, store::memory_value(little_endian)};
  EXPECT_EQ(text_of(large, 100), u"a\u4E2D\u00E9");
  EXPECT_EQ(text_of(large, 2), u"a\u4E2D");
  EXPECT_EQ(bytes_of(large, 2), std::nullopt);
  EXPECT_EQ(size_of(large), 6u);
  EXPECT_EQ(text_of(Property{pid_tag_body, std::u16string(u"abc"), nullptr}, 2), u"ab");
}

// --- who may do what

Bytes creator(std::string dn) {
  oxcdata::AddressBookEntryId id;
  id.x500_dn = std::move(dn);
  return wire::serialize(id).value();
}

TEST(MessageAccess, OfOnesOwnAndOfOthers) {
  Actor actor;
  actor.legacy_dn = "/o=Org/cn=ann";
  const Bytes own = creator("/O=ORG/cn=Ann");
  const Bytes others = creator("/o=Org/cn=bob");
  EXPECT_TRUE(has_created(actor, own));
  EXPECT_FALSE(has_created(actor, others));
  EXPECT_FALSE(has_created(Actor{}, creator("")));
  const Rights author = right_read_any | right_create | right_edit_owned | right_delete_owned;
  EXPECT_EQ(message_access(actor, author, own), access_read | access_modify | access_delete);
  EXPECT_EQ(message_access(actor, author, others), access_read);
  EXPECT_EQ(message_access(actor, right_read_any | right_edit_any, others), access_read | access_modify);
  EXPECT_EQ(message_access(actor, right_create, others), 0u);
  EXPECT_EQ(message_access(actor, right_edit_owned, own), access_read | access_modify);
  EXPECT_EQ(message_access(actor, right_folder_owner, others), access_read | access_modify | access_delete);
  actor.owner = true;
  EXPECT_EQ(message_access(actor, 0, others), access_read | access_modify | access_delete);
}

}  // namespace
}  // namespace mapigate::mailbox
