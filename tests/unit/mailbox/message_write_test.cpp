// Messages that are put into a folder as a whole, and what rows of tables show of them.

#include <gmock/gmock.h>

#include "gateway/mailbox/attachment_properties.hpp"
#include "gateway/mailbox/computed_properties.hpp"
#include "gateway/mailbox/message_flags.hpp"
#include "gateway/mailbox/message_write.hpp"
#include "gateway/mailbox/property_values.hpp"
#include "protocol/oxprops/property_tags.hpp"
#include "protocol/wire/utf16.hpp"
#include "tests/unit/mailbox/message_rig.hpp"

namespace mapigate::mailbox {
namespace {

using namespace oxprops;
using oxcdata::id_of;
using oxcdata::PropertyTag;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

struct MessageWriteTest : ::testing::Test, MessageRig {
  store::Content mail() {
    store::Content content;
    content.properties.set(pid_tag_subject, std::u16string(u"RE: Hello"));
    content.properties.set(pid_tag_html, wire::Bytes{'<', 'b', '>', 'H', 'i', '<', '/', 'b', '>'});
    content.properties.set(pid_tag_internet_message_id, std::u16string(u"<1@example.org>"));
    content.properties.set(pid_tag_message_delivery_time, wire::FileTime{77});
    // What is computed does not belong to what is kept.
    content.properties.set(pid_tag_has_attachments, true);
    content.properties.set(pid_tag_message_flags, std::int32_t{mf_read | mf_from_me | mf_has_attach});
    content.recipients.resize(2);
    for (store::Recipient& recipient : content.recipients) {
      recipient.type = recipient_to;
      recipient.properties.set(pid_tag_display_name, std::u16string(u"Ann"));
    }
    return content;
  }
};

std::string utf8(const store::Properties& properties, PropertyTag tag) {
  return wire::to_utf8(text_of(properties, tag, SIZE_MAX));
}

TEST_F(MessageWriteTest, CompletesAndDescribesTheContent) {
  NewMessage where;
  where.folder = inbox;
  where.read = true;
  const auto write = message_write(*mailbox, mail(), where);
  const store::Properties& properties = write.content.properties;
  EXPECT_EQ(write.number, 0u);
  EXPECT_EQ(write.folder, inbox);
  EXPECT_TRUE(write.read);
  EXPECT_EQ(write.created, mailbox->now());
  EXPECT_EQ(write.modified, mailbox->now());
  EXPECT_EQ(write.columns.delivery_time, 77u);
  EXPECT_THAT(write.text, HasSubstr("Hello"));
  EXPECT_THAT(write.text, HasSubstr("Hi"));
  EXPECT_EQ(utf8(properties, pid_tag_subject_prefix), "RE: ");
  EXPECT_EQ(utf8(properties, pid_tag_normalized_subject), "Hello");
  EXPECT_EQ(properties.find(id_of(pid_tag_subject)), nullptr);
  EXPECT_EQ(properties.find(id_of(pid_tag_has_attachments)), nullptr);
  EXPECT_EQ(utf8(properties, pid_tag_display_to), "Ann; Ann");
  EXPECT_EQ(value_or(properties, pid_tag_native_body, std::int32_t{0}), 3);
  EXPECT_EQ(value_or(properties, pid_tag_message_flags, std::int32_t{0}),
            static_cast<std::int32_t>(mf_from_me));
  EXPECT_EQ(value_or(properties, pid_tag_search_key, wire::Bytes()).size(), 16u);
  EXPECT_EQ(utf8(properties, pid_tag_message_class), "IPM.Note");
  EXPECT_EQ(write.content.recipients[1].row_id, 1u);
}

TEST_F(MessageWriteTest, KeepsWhatIsThereAlready) {
  store::Content content;
  content.properties.set(pid_tag_subject, std::u16string(u"Antwort: x"));
  content.properties.set(pid_tag_subject_prefix, std::u16string(u"Antwort: "));
  content.properties.set(pid_tag_normalized_subject, std::u16string(u"x"));
  content.properties.set(pid_tag_message_class, std::u16string(u"IPM.Contact"));
  content.properties.set(pid_tag_search_key, wire::Bytes{1, 2, 3});
  content.properties.set(pid_tag_importance, std::int32_t{2});
  const auto write = message_write(*mailbox, content, {inbox});
  EXPECT_EQ(utf8(write.content.properties, pid_tag_subject_prefix), "Antwort: ");
  EXPECT_EQ(utf8(write.content.properties, pid_tag_message_class), "IPM.Contact");
  EXPECT_EQ(value_or(write.content.properties, pid_tag_search_key, wire::Bytes()), (wire::Bytes{1, 2, 3}));
  EXPECT_EQ(write.columns.importance, 2);
}

TEST_F(MessageWriteTest, EmbeddedMessagesAreMadeCompleteToo) {
  store::Content inner;
  inner.properties.set(pid_tag_subject, std::u16string(u"FW: Inside"));
  inner.properties.set(pid_tag_creation_time, wire::FileTime{5});
  store::Content outer;
  outer.attachments.resize(1);
  outer.attachments[0].embedded = std::make_shared<const store::Content>(inner);
  EXPECT_EQ(embedding_depth(outer), 1u);
  EXPECT_EQ(embedding_depth(inner), 0u);
  const auto write = message_write(*mailbox, outer, {inbox});
  const store::Properties& properties = write.content.attachments[0].embedded->properties;
  EXPECT_EQ(utf8(properties, pid_tag_normalized_subject), "Inside");
  EXPECT_EQ(value_or(properties, pid_tag_creation_time, wire::FileTime{}), wire::FileTime{5});
  EXPECT_TRUE(write.columns.has_attachments);
}

// A row of a contents table shows the same as the message when it is open.
TEST_F(MessageWriteTest, ARowShowsWhatTheMessageShows) {
  const auto write = message_write(*mailbox, mail(), {inbox});
  const auto number = mailbox->save_message(write).value().number;
  ASSERT_TRUE(mailbox->set_status(number, inbox, 0x1000, 0xFFFF));
  const auto message = open(number);
  ASSERT_TRUE(message->attachments());
  std::size_t seen = 0;
  std::vector<std::pair<PropertyTag, std::optional<store::Property>>> row_values;
  const MessageNumber wanted[] = {number};
  ASSERT_TRUE(mailbox->store().list_messages(wanted, [&](const store::MessageRow& row) {
    ++seen;
    const MessageFacts facts = facts_of(row, access_modify | access_read | access_delete);
    const KeptInRow kept(row.properties);
    for (const PropertyTag tag : computed_tags()) {
      row_values.emplace_back(tag, row_property(*mailbox, facts, kept, id_of(tag)));
    }
    row_values.emplace_back(pid_tag_importance,
                            row_property(*mailbox, facts, kept, id_of(pid_tag_importance)));
    return store::Scan::go_on;
  }));
  EXPECT_EQ(seen, 1u);
  for (const auto& [tag, value] : row_values) {
    const auto property = message->property(id_of(tag));
    ASSERT_EQ(property.has_value(), value.has_value()) << name(tag);
    if (!value) continue;
    EXPECT_EQ(value->tag, property->tag) << name(tag);
    EXPECT_TRUE(value->value == property->value) << name(tag);
  }
}

TEST_F(MessageWriteTest, PropertiesThatFollowFromOthers) {
  const auto write = message_write(*mailbox, mail(), {inbox});
  const auto message = open(mailbox->save_message(write).value().number);
  const auto value = [&](PropertyTag tag) { return message->property(id_of(tag)).value().value; };
  using Value = oxcdata::PropertyValue;
  const std::string id = "<1@example.org>";
  wire::Bytes correlation(id.begin(), id.end());
  correlation.push_back(0);
  EXPECT_EQ(value(pid_tag_tnef_correlation_key), Value(correlation));
  EXPECT_EQ(value(pid_tag_inst_id), value(pid_tag_mid));
  EXPECT_EQ(value(pid_tag_instance_num), Value(std::int32_t{0}));
  EXPECT_EQ(std::get<wire::Bytes>(value(pid_tag_instance_key)).size(), 12u);
  EXPECT_EQ(value(pid_tag_record_key), value(pid_tag_source_key));
  EXPECT_EQ(value(pid_tag_read), Value(false));
  EXPECT_EQ(value(pid_tag_message_status), Value(std::int32_t{0}));
}

TEST(MessageFlags, AboveTwoGigabytesTheSizeIsExtended) {
  MessageRig rig;
  MessageFacts facts;
  facts.size = std::uint64_t{5} << 30;
  const store::Properties none;
  const auto size = computed_property(*rig.mailbox, facts, KeptInMemory(none), id_of(pid_tag_message_size));
  ASSERT_TRUE(size);
  EXPECT_EQ(size->tag, pid_tag_message_size_extended);
  EXPECT_EQ(size->value, oxcdata::PropertyValue(std::int64_t{5} << 30));
}

TEST_F(MessageWriteTest, PropertiesOfAttachments) {
  store::Attachment attachment = new_attachment(3, 1000);
  attachment.properties.set(pid_tag_attach_long_filename, std::u16string(u"a"));
  const auto tags = attachment_tags(attachment);
  EXPECT_THAT(tags, Contains(pid_tag_attach_number));
  EXPECT_THAT(tags, Contains(pid_tag_attach_long_filename));
  EXPECT_THAT(tags, Not(Contains(pid_tag_attach_data_object)));
  for (const PropertyTag tag : tags) {
    EXPECT_TRUE(attachment_property(*mailbox, attachment, true, id_of(tag))) << name(tag);
  }
  EXPECT_FALSE(attachment_property(*mailbox, attachment, true, id_of(pid_tag_attach_tag)));
  EXPECT_EQ(attachment_property(*mailbox, attachment, false, id_of(pid_tag_access_level))->value,
            oxcdata::PropertyValue(std::int32_t{0}));
  attachment.embedded = std::make_shared<const store::Content>();
  EXPECT_THAT(attachment_tags(attachment), Contains(pid_tag_attach_data_object));
}

}  // namespace
}  // namespace mapigate::mailbox
