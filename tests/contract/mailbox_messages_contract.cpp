#include <algorithm>

#include "tests/contract/mailbox_store_contract.hpp"

namespace mapigate {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

MessageWrite full_message(FolderNumber to) {
  MessageWrite message;
  message.folder = to;
  message.read = true;
  message.status = 0x1234;
  message.created = 10;
  message.modified = 11;
  message.change_key = pattern(22, 1);
  message.predecessor_change_list = pattern(23, 2);
  message.mirror = std::string("uid\0 7", 6);
  message.columns = {.delivery_time = 12,
                     .submit_time = 13,
                     .subject = std::string("\0\xFFkey", 5),
                     .sender = "sender",
                     .display_to = "to",
                     .message_class = "ipm.note",
                     .conversation = "0123456789abcdef",
                     .importance = 2,
                     .flag_status = -1,
                     .has_attachments = true};
  auto& properties = message.content.properties;
  properties.set(oxprops::pid_tag_subject, std::u16string(u"Subject \xDC00 \U0001F600"));
  properties.set(oxprops::pid_tag_importance, std::int32_t{2});
  properties.set(oxprops::pid_tag_search_key, wire::Bytes{});
  properties.set(oxprops::pid_tag_body, pattern_value(200'001 * 2, 3));
  for (std::uint32_t i = 0; i < 3; ++i) {
    store::Recipient recipient;
    recipient.row_id = 10 - i;
    recipient.type = static_cast<std::uint8_t>(i + 1);
    recipient.properties.set(oxprops::pid_tag_display_name, std::u16string(i, u'x'));
    message.content.recipients.push_back(recipient);
  }
  return message;
}

Attachment an_attachment(std::uint32_t number, store::LargeValuePtr data) {
  Attachment attachment;
  attachment.number = number;
  attachment.properties.set(oxprops::pid_tag_attach_filename, std::u16string(u"file.txt"));
  attachment.properties.set(oxprops::pid_tag_attach_data_binary, std::move(data));
  return attachment;
}

void expect_same(const Content& content, const Content& expected);

void expect_same(const std::vector<Attachment>& attachments, const std::vector<Attachment>& expected) {
  ASSERT_EQ(attachments.size(), expected.size());
  for (std::size_t i = 0; i < attachments.size(); ++i) {
    EXPECT_EQ(attachments[i].number, expected[i].number);
    EXPECT_TRUE(same(attachments[i].properties, expected[i].properties)) << i;
    ASSERT_EQ(attachments[i].embedded != nullptr, expected[i].embedded != nullptr);
    if (expected[i].embedded) expect_same(*attachments[i].embedded, *expected[i].embedded);
  }
}

void expect_same(const std::vector<store::Recipient>& recipients,
                 const std::vector<store::Recipient>& expected) {
  ASSERT_EQ(recipients.size(), expected.size());
  for (std::size_t i = 0; i < recipients.size(); ++i) {
    EXPECT_EQ(recipients[i].row_id, expected[i].row_id);
    EXPECT_EQ(recipients[i].type, expected[i].type);
    EXPECT_TRUE(same(recipients[i].properties, expected[i].properties)) << i;
  }
}

void expect_same(const Content& content, const Content& expected) {
  EXPECT_TRUE(same(content.properties, expected.properties));
  expect_same(content.recipients, expected.recipients);
  expect_same(content.attachments, expected.attachments);
}

// A message in a message in a message ..., each with attachments before and behind it.
Content nested_content(unsigned depth) {
  Content content;
  content.properties.set(oxprops::pid_tag_subject,
                         std::u16string(u"at depth ") + static_cast<char16_t>(u'0' + depth));
  content.recipients.push_back({depth, 1, content.properties});
  content.attachments.push_back(an_attachment(1, pattern_value(70'000 + depth, depth)));
  if (depth > 0) {
    Attachment embedded;
    embedded.number = 5;
    embedded.properties.set(oxprops::pid_tag_display_name, std::u16string(u"embedded"));
    embedded.embedded = std::make_shared<const Content>(nested_content(depth - 1));
    content.attachments.push_back(std::move(embedded));
  }
  content.attachments.push_back(an_attachment(9, pattern_value(10, depth)));
  return content;
}

TEST_P(MailboxStoreContract, AMessageComesBackAsItWasSaved) {
  auto write = full_message(inbox);
  const auto saved = save(write);
  const auto other = backend->open().value();
  for (auto* from : {store.get(), other.get()}) {
    const auto message = from->message(saved.number).value();
    EXPECT_EQ(message.number, saved.number);
    EXPECT_EQ(message.folder, inbox);
    EXPECT_EQ(message.contents, Contents::normal);
    EXPECT_EQ(message.version,
              (store::Version{saved.change_number, write.change_key, write.predecessor_change_list}));
    EXPECT_EQ(message.read_change, 0u);
    EXPECT_TRUE(message.read);
    EXPECT_EQ(message.status, 0x1234u);
    EXPECT_EQ(message.created, 10u);
    EXPECT_EQ(message.modified, 11u);
    EXPECT_FALSE(message.deleted);
    EXPECT_EQ(message.size, saved.size);
    EXPECT_EQ(message.mirror, write.mirror);
    EXPECT_EQ(message.columns, write.columns);
    EXPECT_TRUE(same(message.properties, write.content.properties));
    expect_same(message.recipients, write.content.recipients);
    EXPECT_THAT(from->attachments(saved.number).value(), IsEmpty());
  }
  EXPECT_GT(saved.size, 400'002u);
  EXPECT_LT(saved.size, 402'000u);
}

TEST_P(MailboxStoreContract, AttachmentsAndEmbeddedMessages) {
  auto write = message_in(inbox);
  write.content = nested_content(6);
  const auto saved = save(write);
  expect_same(store->attachments(saved.number).value(), write.content.attachments);
  expect_same(store->message(saved.number)->recipients, write.content.recipients);
  EXPECT_GT(saved.size, 7 * 70'000u);
  EXPECT_EQ(store->statistics()->attachments, 3u) << "of the message itself";

  // Fewer of them, in the order they are given in.
  write.number = saved.number;
  write.content.attachments = {an_attachment(9, pattern_value(5, 1)), an_attachment(2, pattern_value(6, 2))};
  save(write);
  expect_same(store->attachments(saved.number).value(), write.content.attachments);
  expect_consistent();
}

TEST_P(MailboxStoreContract, DeepNesting) {
  constexpr unsigned depth = 200;
  auto content = std::make_shared<const Content>();
  for (unsigned i = 0; i < depth; ++i) {
    auto outer = std::make_shared<Content>();
    Attachment attachment;
    attachment.number = i;
    attachment.embedded = content;
    outer->attachments.push_back(std::move(attachment));
    content = outer;
  }
  auto write = message_in(inbox);
  write.content.attachments = content->attachments;
  const auto saved = save(write);
  auto attachments = store->attachments(saved.number).value();
  for (unsigned i = depth; i-- > 0;) {
    ASSERT_EQ(attachments.size(), 1u);
    EXPECT_EQ(attachments[0].number, i);
    ASSERT_TRUE(attachments[0].embedded);
    auto inner = attachments[0].embedded->attachments;
    attachments = std::move(inner);
  }
  EXPECT_THAT(attachments, IsEmpty());
}

TEST_P(MailboxStoreContract, MessagesThatAreNone) {
  expect_refused(store->message(999), StoreFault::not_found);
  expect_refused(store->message(inbox), StoreFault::not_found);
  expect_refused(store->attachments(999), StoreFault::not_found);
  expect_refused(store->set_status(999, 1, 1), StoreFault::not_found);
  expect_refused(store->save_message(message_in(999)), StoreFault::not_found);
  auto write = message_in(inbox);
  write.number = 999;
  expect_refused(store->save_message(write), StoreFault::not_found);
  const auto saved = save(inbox);
  ASSERT_TRUE(store->delete_messages(std::array{saved.number}, std::nullopt));
  write.number = saved.number;
  write.expected = saved.change_number;
  expect_refused(store->save_message(write), StoreFault::not_found);
  const auto search = folder(root, u"Search", store::FolderKind::search);
  expect_refused(store->save_message(message_in(search)), StoreFault::conflict);
  EXPECT_THAT(store->delete_messages(std::array<MessageNumber, 2>{999, 998}, 5).value(), IsEmpty());
  EXPECT_THAT(store->set_read(std::array<MessageNumber, 1>{999}, true).value(), IsEmpty());
  EXPECT_THAT(store->copy_messages(std::array<MessageNumber, 1>{999}, inbox, 5).value(), IsEmpty());
  EXPECT_THAT(store->move_messages(std::array<MessageNumber, 1>{999}, inbox, 5).value(), IsEmpty());
  EXPECT_THAT(numbers(inbox), IsEmpty());
}

TEST_P(MailboxStoreContract, SavingAgainReplacesAllButWhereItIsAndItsState) {
  auto write = full_message(inbox);
  const auto first = save(write);
  MessageWrite again = message_in(root, u"again");
  again.number = first.number;
  again.associated = true;
  again.created = 99;
  again.read = false;
  again.status = 1;
  const auto second = save(again);
  EXPECT_EQ(second.number, first.number);
  EXPECT_GT(second.change_number, first.change_number);
  EXPECT_LT(second.size, 1000u);
  const auto message = store->message(first.number).value();
  EXPECT_EQ(message.folder, inbox);
  EXPECT_EQ(message.contents, Contents::normal);
  EXPECT_EQ(message.created, 10u);
  EXPECT_TRUE(message.read);
  EXPECT_EQ(message.status, 0x1234u);
  EXPECT_EQ(message.mirror, write.mirror) << "kept where none is given";
  EXPECT_EQ(message.modified, again.modified);
  EXPECT_EQ(message.columns, again.columns);
  EXPECT_TRUE(same(message.properties, again.content.properties));
  EXPECT_THAT(message.recipients, IsEmpty());
  expect_consistent();
}

TEST_P(MailboxStoreContract, SavingWhatSomebodyElseHasChangedIsAConflict) {
  const auto first = save(inbox);
  const auto other = backend->open().value();
  auto theirs = message_in(inbox, u"theirs");
  theirs.number = first.number;
  theirs.expected = first.change_number;
  const auto changed = other->save_message(theirs).value();

  auto ours = message_in(inbox, u"ours");
  ours.number = first.number;
  ours.expected = first.change_number;
  expect_refused(store->save_message(ours), StoreFault::conflict);
  EXPECT_TRUE(same(store->message(first.number)->properties, theirs.content.properties));
  ASSERT_TRUE(store->set_read(std::array{first.number}, true));
  ASSERT_TRUE(store->set_status(first.number, 4, 4));
  ours.expected = changed.change_number;
  EXPECT_TRUE(store->save_message(ours)) << "what is read is not what is changed";
  ours.expected.reset();
  EXPECT_TRUE(store->save_message(ours)) << "does not matter";
}

TEST_P(MailboxStoreContract, ReservedNumbersAreUsedOnce) {
  const auto first = store->reserve_numbers(10).value();
  EXPECT_GT(save(inbox).number, first + 9);
  EXPECT_GT(store->reserve_numbers(1).value(), first + 9);
  for (const auto number : {first + 4, first, first + 9, first + 5}) {
    auto write = message_in(inbox);
    write.number = number;
    EXPECT_EQ(save(write).number, number);
    ASSERT_TRUE(store->delete_messages(std::array{number}, std::nullopt));
    expect_refused(store->save_message(write), StoreFault::not_found);
  }
  FolderWrite write;
  write.parent = inbox;
  write.name = u"Folder";
  write.number = first + 4;
  expect_refused(store->create_folder(write), StoreFault::not_found);
  write.number = first + 3;
  EXPECT_EQ(store->create_folder(write)->number, first + 3);
  write.name = u"Second";
  expect_refused(store->create_folder(write), StoreFault::not_found);
  expect_consistent();
}

TEST_P(MailboxStoreContract, SeveralMessagesAreSavedAltogetherOrNotAtAll) {
  std::vector<MessageWrite> writes{message_in(inbox, u"a"), message_in(root, u"b"), message_in(inbox, u"c")};
  const auto saved = store->save_messages(writes).value();
  ASSERT_EQ(saved.size(), 3u);
  EXPECT_THAT(numbers(inbox), ElementsAre(saved[0].number, saved[2].number));
  EXPECT_THAT(numbers(root), ElementsAre(saved[1].number));
  writes[2].folder = 999;
  const auto before = store->statistics()->messages;
  expect_refused(store->save_messages(writes), StoreFault::not_found);
  EXPECT_EQ(store->statistics()->messages, before);
  EXPECT_THAT(store->save_messages({}).value(), IsEmpty());
}

TEST_P(MailboxStoreContract, DeliveryHappensOnceForAKey) {
  constexpr Time day = std::uint64_t{24} * 3600 * 10'000'000;
  auto write = message_in(inbox);
  write.created = 1000 * day;
  const auto first = store->deliver_message(write, std::string_view("key\0 1", 6)).value();
  const auto again = backend->open().value()->deliver_message(write, std::string_view("key\0 1", 6)).value();
  EXPECT_EQ(again.number, first.number);
  EXPECT_EQ(again.change_number, first.change_number);
  EXPECT_EQ(again.size, first.size);
  // It takes nobody's place.
  write.number = first.number;
  EXPECT_EQ(store->deliver_message(write, "another key").error().fault, StoreFault::not_found);
  write.number = 0;
  const auto other = store->deliver_message(write, std::string_view("key\0 2", 6)).value();
  EXPECT_NE(other.number, first.number);
  EXPECT_THAT(numbers(inbox), ElementsAre(first.number, other.number));

  ASSERT_TRUE(store->delete_messages(std::array{first.number}, std::nullopt));
  EXPECT_EQ(store->deliver_message(write, std::string_view("key\0 1", 6))->number, first.number)
      << "it was delivered; that it has been deleted since is the user's wish";
  EXPECT_THAT(numbers(inbox), ElementsAre(other.number));

  write.created = 1029 * day;
  EXPECT_EQ(store->deliver_message(write, std::string_view("key\0 2", 6))->number, other.number);
  write.created = 1031 * day;
  EXPECT_NE(store->deliver_message(write, std::string_view("key\0 2", 6))->number, other.number)
      << "forgotten after 30 days";

  write.folder = 999;
  expect_refused(store->deliver_message(write, "new"), StoreFault::not_found);
  write.folder = inbox;
  const auto count = numbers(inbox).size();
  ASSERT_TRUE(store->deliver_message(write, "new"));
  EXPECT_EQ(numbers(inbox).size(), count + 1) << "what failed did not take the key";
  EXPECT_TRUE(store->clean());
}

TEST_P(MailboxStoreContract, CopiesAreMessagesOfTheirOwn) {
  auto write = full_message(inbox);
  write.content.attachments = nested_content(2).attachments;
  const auto from = save(write);
  const auto target = folder(root, u"Target");
  const auto copied =
      store->copy_messages(std::array<MessageNumber, 2>{from.number, 999}, target, 77).value();
  ASSERT_EQ(copied.size(), 1u);
  EXPECT_EQ(copied[0].from, from.number);
  EXPECT_GT(copied[0].to, from.number);
  const auto copy = store->message(copied[0].to).value();
  EXPECT_EQ(copy.folder, target);
  EXPECT_GT(copy.version.change_number, from.change_number);
  EXPECT_TRUE(copy.version.change_key.empty());
  EXPECT_TRUE(copy.mirror.empty());
  EXPECT_EQ(copy.created, 77u);
  EXPECT_EQ(copy.size, from.size);
  EXPECT_TRUE(copy.read);
  EXPECT_EQ(copy.columns, write.columns);
  EXPECT_TRUE(same(copy.properties, write.content.properties));
  expect_same(copy.recipients, write.content.recipients);
  expect_same(store->attachments(copied[0].to).value(), write.content.attachments);
  EXPECT_TRUE(store->message(from.number));
  expect_refused(store->copy_messages(std::array{from.number}, 999, 1), StoreFault::not_found);
  EXPECT_TRUE(store->copy_messages(std::array{from.number}, inbox, 1)) << "beside itself";
  expect_consistent();

  // What they share is gone with the last of them.
  ASSERT_TRUE(store->delete_messages(std::array{from.number}, std::nullopt));
  EXPECT_TRUE(same(store->message(copied[0].to)->properties, write.content.properties));
  expect_same(store->attachments(copied[0].to).value(), write.content.attachments);
  expect_consistent();
}

TEST_P(MailboxStoreContract, AMovedMessageHasANewNumberAndIsRememberedAsDeleted) {
  auto write = full_message(inbox);
  write.content.attachments = nested_content(1).attachments;
  write.associated = true;
  const auto from = save(write);
  const auto target = folder(root, u"Target");
  const auto moved =
      store->move_messages(std::array<MessageNumber, 3>{999, from.number, from.number}, target, 77).value();
  ASSERT_EQ(moved.size(), 1u);
  EXPECT_EQ(moved[0].from, from.number);
  expect_refused(store->message(from.number), StoreFault::not_found);
  const auto message = store->message(moved[0].to).value();
  EXPECT_EQ(message.folder, target);
  EXPECT_EQ(message.contents, Contents::associated);
  EXPECT_GT(message.version.change_number, from.change_number);
  EXPECT_TRUE(message.mirror.empty());
  EXPECT_EQ(message.created, 10u);
  EXPECT_EQ(message.status, 0x1234u);
  EXPECT_TRUE(same(message.properties, write.content.properties));
  expect_same(message.recipients, write.content.recipients);
  expect_same(store->attachments(moved[0].to).value(), write.content.attachments);
  EXPECT_THAT(store->deleted_messages(inbox, from.change_number).value(), ElementsAre(from.number));
  EXPECT_THAT(store->deleted_messages(target, 0).value(), IsEmpty());
  EXPECT_GE(store->folder(inbox)->contents_change, message.version.change_number);
  expect_refused(store->move_messages(std::array{moved[0].to}, 999, 1), StoreFault::not_found);
  expect_consistent();
}

TEST_P(MailboxStoreContract, SoftDeletionAndItsEnd) {
  const auto normal = save(inbox);
  auto write = message_in(inbox);
  write.associated = true;
  const auto associated = save(write);
  const auto stays = save(inbox);
  const std::array all{normal.number, associated.number};
  EXPECT_THAT(store->delete_messages(all, 100).value(), ElementsAre(normal.number, associated.number));
  EXPECT_THAT(store->delete_messages(all, 200).value(), IsEmpty()) << "deleted already";
  EXPECT_THAT(numbers(inbox, Contents::deleted_normal), ElementsAre(normal.number));
  EXPECT_THAT(numbers(inbox, Contents::deleted_associated), ElementsAre(associated.number));
  EXPECT_THAT(numbers(inbox), ElementsAre(stays.number));
  EXPECT_EQ(store->message(normal.number)->deleted, 100u);
  EXPECT_EQ(store->statistics()->deleted_messages, 2u);
  EXPECT_THAT(store->deleted_messages(inbox, 0).value(), ElementsAre(normal.number, associated.number));

  const auto target = folder(root, u"Target");
  const auto back = store->move_messages(all, target, 150).value();
  EXPECT_THAT(numbers(target), ElementsAre(back[0].to));
  EXPECT_THAT(numbers(target, Contents::associated), ElementsAre(back[1].to));
  EXPECT_FALSE(store->message(back[0].to)->deleted);
  EXPECT_EQ(store->deleted_messages(inbox, 0)->size(), 2u) << "not a second time";
  expect_consistent();

  ASSERT_TRUE(store->delete_messages(std::array{back[0].to}, 100));
  ASSERT_TRUE(store->delete_messages(std::array{back[1].to}, 200));
  const auto copies = store->copy_messages(std::array{back[0].to}, target, 5).value();
  EXPECT_THAT(numbers(target), ElementsAre(copies[0].to)) << "a copy of a deleted one is not deleted";
  EXPECT_EQ(store->purge_deleted(100, 10).value(), 0u) << "before, not at";
  EXPECT_EQ(store->purge_deleted(101, 10).value(), 1u);
  expect_refused(store->message(back[0].to), StoreFault::not_found);
  EXPECT_TRUE(store->message(back[1].to));
  EXPECT_THAT(store->delete_messages(std::array{back[1].to}, std::nullopt).value(), ElementsAre(back[1].to));
  expect_consistent();
}

TEST_P(MailboxStoreContract, PurgesFoldersWhenNothingIsLeftInThem) {
  const auto a = folder(inbox, u"a");
  const auto b = folder(a, u"b");
  for (int i = 0; i < 3; ++i) save(b);
  ASSERT_TRUE(store->delete_folder(a, 50));
  EXPECT_EQ(store->purge_deleted(60, 2).value(), 2u);
  EXPECT_TRUE(store->folder(b));
  EXPECT_EQ(store->purge_deleted(60, 2).value(), 1u);
  expect_refused(store->folder(b), StoreFault::not_found);
  expect_refused(store->folder(a), StoreFault::not_found);
  EXPECT_EQ(store->purge_deleted(60, 2).value(), 0u);
  expect_consistent();
}

TEST_P(MailboxStoreContract, ReadStateChangesAlone) {
  const auto a = save(inbox);
  const auto b = save(inbox);
  EXPECT_EQ(store->folder(inbox)->counts.unread, 2u);
  EXPECT_THAT(store->set_read(std::array<MessageNumber, 3>{a.number, b.number, 999}, true).value(),
              ElementsAre(a.number, b.number));
  EXPECT_THAT(store->set_read(std::array{a.number, b.number}, true).value(), IsEmpty());
  EXPECT_EQ(store->folder(inbox)->counts.unread, 0u);
  const auto message = store->message(a.number).value();
  EXPECT_EQ(message.version.change_number, a.change_number);
  EXPECT_GT(message.read_change, b.change_number);
  EXPECT_NE(store->message(b.number)->read_change, message.read_change);
  EXPECT_GE(store->folder(inbox)->contents_change, message.read_change);
  EXPECT_GT(save(inbox).change_number, store->message(b.number)->read_change);
  EXPECT_THAT(store->set_read(std::array{b.number}, false).value(), ElementsAre(b.number));
  EXPECT_FALSE(store->message(b.number)->read);
  expect_consistent();
}

TEST_P(MailboxStoreContract, StatusBitByBit) {
  auto write = message_in(inbox);
  write.status = 0xF0F0F0F0;
  const auto saved = save(write);
  EXPECT_EQ(store->set_status(saved.number, 0xFFFFFFFF, 0x0000000F).value(), 0xF0F0F0F0);
  EXPECT_EQ(store->set_status(saved.number, 0, 0xF0000000).value(), 0xF0F0F0FF);
  EXPECT_EQ(store->message(saved.number)->status, 0x00F0F0FFu);
  EXPECT_EQ(store->message(saved.number)->version.change_number, saved.change_number);
}

TEST_P(MailboxStoreContract, LargeValuesAreReadPieceByPiece) {
  constexpr std::uint64_t size = 9'000'001;
  auto write = message_in(inbox);
  write.content.attachments.push_back(an_attachment(0, pattern_value(size, 7)));
  const auto saved = save(write);
  EXPECT_GT(saved.size, size);
  const auto value = store->attachments(saved.number)
                         ->at(0)
                         .properties.find(id_of(oxprops::pid_tag_attach_data_binary))
                         ->large;
  ASSERT_TRUE(value);
  EXPECT_EQ(value->size(), size);
  for (const std::uint64_t offset :
       {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{65535}, std::uint64_t{65536}, std::uint64_t{65537},
        std::uint64_t{4'000'000}, size - 3, size, size + 5}) {
    for (const std::size_t count :
         {std::size_t{0}, std::size_t{1}, std::size_t{65536}, std::size_t{200'000}}) {
      wire::Bytes bytes(count, 0xEE);
      const auto expected = offset >= size ? 0 : std::min<std::uint64_t>(count, size - offset);
      ASSERT_EQ(value->read(offset, bytes).value(), expected) << offset << ' ' << count;
      for (std::size_t i = 0; i < expected; ++i) ASSERT_EQ(bytes[i], pattern_at(offset + i, 7)) << offset + i;
    }
  }
  // As long as the store, and longer.
  store.reset();
  wire::Bytes bytes(10);
  EXPECT_EQ(value->read(5, bytes).value(), 10u);
}

TEST_P(MailboxStoreContract, LargeValuesOfThisMailboxAreSharedAndOthersCopied) {
  auto write = message_in(inbox);
  write.content.properties.set(oxprops::pid_tag_body, pattern_value(3'000'000, 1));
  const auto first = save(write);
  const auto disk = [&] { return store->statistics()->disk_size - store->statistics()->free_size; };
  const auto record = store->message(first.number).value();
  auto again = message_in(inbox, u"the same body");
  again.content.properties = record.properties;
  const auto before = disk();
  const auto second = save(again);
  EXPECT_LT(disk(), before + 1'000'000) << "not written again";
  EXPECT_EQ(second.size, first.size) << "counted for each that has it";

  // Saved again with its own body; and with another store's, which is copied.
  again.number = first.number;
  save(again);
  const auto other = backend->open().value();
  const auto theirs = other->message(first.number).value();
  auto copy = message_in(inbox);
  copy.content.properties = theirs.properties;
  const auto third = save(copy);
  ASSERT_TRUE(store->delete_messages(std::array{first.number, second.number}, std::nullopt));
  EXPECT_EQ(read_all(*store->message(third.number)->properties.find(id_of(oxprops::pid_tag_body))->large),
            pattern(3'000'000, 1));
  wire::Bytes bytes(10);
  const auto gone = record.properties.find(id_of(oxprops::pid_tag_body))->large;
  expect_refused(gone->read(0, bytes), StoreFault::not_found);
  again.number = 0;
  again.content.properties = record.properties;
  expect_refused(store->save_message(again), StoreFault::not_found);
  expect_consistent();
}

TEST_P(MailboxStoreContract, LongValuesOfMessagesBecomeLargeOnes) {
  auto write = message_in(inbox);
  write.content.properties.set(oxprops::pid_tag_body, std::u16string(3000, u'b'));
  write.content.properties.set(oxprops::pid_tag_html, wire::Bytes(4096, 1));
  Attachment attachment;
  attachment.properties.set(oxprops::pid_tag_attach_data_binary, wire::Bytes(4097, 2));
  write.content.attachments.push_back(attachment);
  const auto saved = save(write);
  const auto properties = store->message(saved.number)->properties;
  const auto* body = properties.find(id_of(oxprops::pid_tag_body));
  ASSERT_TRUE(body && body->large);
  EXPECT_EQ(body->large->size(), 6000u);
  ASSERT_TRUE(properties.get<wire::Bytes>(oxprops::pid_tag_html)) << "not long enough";
  EXPECT_EQ(read_all(*store->attachments(saved.number)->at(0).properties.all()[0].large),
            wire::Bytes(4097, 2));
}

// What cannot be read to its end.
class BrokenValue final : public store::LargeValue {
 public:
  explicit BrokenValue(bool fails) : fails_(fails) {}
  std::uint64_t size() const override { return 300'000; }
  store::StoreResult<std::size_t> read(std::uint64_t offset, std::span<std::uint8_t> out) const override {
    if (offset < 100'000) return std::min<std::size_t>(out.size(), 100'000 - offset);
    if (fails_) return store::StoreError{StoreFault::unavailable, "the file is gone"};
    return std::size_t{0};
  }

 private:
  bool fails_;
};

TEST_P(MailboxStoreContract, AValueThatCannotBeReadStopsTheSave) {
  for (const bool fails : {true, false}) {
    auto write = message_in(inbox);
    write.content.properties.set(oxprops::pid_tag_body, std::make_shared<BrokenValue>(fails));
    expect_refused(store->save_message(write), StoreFault::unavailable);
  }
  EXPECT_THAT(numbers(inbox), IsEmpty());
  auto write = message_in(inbox);
  write.content.properties.set(oxprops::pid_tag_body, pattern_value(0, 1));
  const auto saved = save(write);
  EXPECT_EQ(store->message(saved.number)->properties.find(id_of(oxprops::pid_tag_body))->large->size(), 0u);
  expect_consistent();
}

}  // namespace
}  // namespace mapigate
