#include "gateway/mailbox/contents_table.hpp"

#include "gateway/mailbox/hierarchy_table.hpp"
#include "gateway/mailbox/ids.hpp"
#include "gateway/mailbox/message_write.hpp"
#include "gateway/mailbox/open_attachment.hpp"
#include "gateway/mailbox/read_state.hpp"
#include "gateway/mailbox/rows_table.hpp"
#include "gateway/mailbox/rule_table.hpp"
#include "tests/fakes/mailbox_rig.hpp"
#include "tests/unit/mailbox/table_rig.hpp"

namespace mapigate::mailbox {
namespace {

using namespace oxcdata;
using namespace oxprops;

// All tests have the mailboxes in common, which take some time to be made. Each has a folder of its own.
fakes::MailboxRig& shared_rig() {
  static fakes::MailboxRig rig;
  return rig;
}

class MailboxTablesTest : public testing::Test {
 protected:
  MailboxTablesTest() : mailbox_(rig_.alice()), logon_(std::make_shared<Logon>(rig_.owner(mailbox_))) {
    static int count = 0;
    name_ = "Table " + std::to_string(count++) + ".";
    store::FolderWrite write;
    write.parent = mailbox_->special(SpecialFolder::ipm_subtree);
    write.name = std::u16string(name_.begin(), name_.end());
    inbox_ = mailbox_->create_folder(write).value().number;
  }

  MessageNumber add(std::u16string subject, std::uint64_t time, bool associated = false,
                    store::Properties properties = {}) {
    store::Content content;
    content.properties = std::move(properties);
    content.properties.set(pid_tag_subject, std::move(subject));
    content.properties.set(pid_tag_message_delivery_time, wire::FileTime{time});
    content.properties.set(pid_tag_message_class, std::u16string(u"IPM.Note"));
    NewMessage message;
    message.folder = inbox_;
    message.associated = associated;
    return mailbox_->save_message(message_write(*mailbox_, std::move(content), message)).value().number;
  }
  std::unique_ptr<ContentsTable> open(ContentsTable::Kind kind = {}) { return open(logon_, kind); }
  std::unique_ptr<ContentsTable> open(std::shared_ptr<Logon> logon, ContentsTable::Kind kind = {}) {
    auto table = ContentsTable::open(std::move(logon), inbox_, kind);
    EXPECT_TRUE(table);
    if (!table) return nullptr;
    EXPECT_TRUE((*table)->set_columns({pid_tag_subject}));
    return std::move(*table);
  }
  std::shared_ptr<Logon> guest(Rights rights) {
    std::vector<store::Permission> permissions;
    permissions.push_back({0, rig_.actor("bob@example.org").mailbox_guid, rights});
    EXPECT_TRUE(mailbox_->set_permissions(inbox_, permissions));
    return std::make_shared<Logon>(rig_.guest(mailbox_, "bob@example.org"));
  }

  fakes::MailboxRig& rig_ = shared_rig();
  MailboxPtr mailbox_;
  std::shared_ptr<Logon> logon_;
  std::string name_;
  FolderNumber inbox_ = 0;
};

TEST_F(MailboxTablesTest, OrdersOfTheStoreNeedNoMemory) {
  add(u"b", 3);
  add(u"a", 1);
  add(u"c", 2);
  auto table = open();
  EXPECT_EQ(*table->messages(), 3u);
  ASSERT_TRUE(table->sort(orders({descending(pid_tag_message_delivery_time)})));
  EXPECT_EQ(read_rows(*table), (Texts{"b", "c", "a"}));
  EXPECT_EQ(table->position()->row, 3u);
  EXPECT_EQ(read_rows(*table, 2, false), (Texts{"a", "c"}));
  EXPECT_EQ(read_rows(*table, 2, false), (Texts{"b"}));
  ASSERT_TRUE(table->sort(orders({ascending(pid_tag_normalized_subject)})));
  EXPECT_EQ(read_rows(*table), (Texts{"a", "b", "c"}));
  EXPECT_LT(table->memory(), 2000u);
  ASSERT_TRUE(table->sort(orders({ascending(pid_tag_subject), ascending(pid_tag_importance)})));
  EXPECT_EQ(read_rows(*table), (Texts{"a", "b", "c"}));
}

TEST_F(MailboxTablesTest, StoreAndIndexAgree) {
  for (int i = 0; i < 40; ++i) {
    const std::string name = std::string(i % 3 == 0 ? "RE: " : "") + static_cast<char>('a' + i * 7 % 13);
    add(std::u16string(name.begin(), name.end()), 1000 + i % 5);
  }
  auto stored = open();
  auto indexed = open();
  ASSERT_TRUE(stored->set_columns({pid_tag_mid}));
  ASSERT_TRUE(indexed->set_columns({pid_tag_mid}));
  RestrictionValue all;
  all.restriction = std::make_shared<const Restriction>();  // of nothing
  ASSERT_TRUE(indexed->restrict_rows(all));
  for (const PropertyTag tag : {pid_tag_mid, pid_tag_message_delivery_time, pid_tag_normalized_subject}) {
    for (const SortOrder order : {ascending(tag), descending(tag)}) {
      ASSERT_TRUE(stored->sort(orders({order})));
      ASSERT_TRUE(indexed->sort(orders({order})));
      EXPECT_EQ(all_rows(*stored), all_rows(*indexed));
      ASSERT_TRUE(stored->seek(TableOrigin::beginning, 25));
      ASSERT_TRUE(indexed->seek(TableOrigin::beginning, 25));
      EXPECT_EQ(read_rows(*stored, 20, false), read_rows(*indexed, 20, false));
      // Piece by piece, from one end to the other and back.
      for (const bool forward : {true, false}) {
        ASSERT_TRUE(stored->seek(forward ? TableOrigin::beginning : TableOrigin::end, 0));
        Texts pieces;
        for (Texts piece = read_rows(*stored, 7, forward); !piece.empty();
             piece = read_rows(*stored, 7, forward)) {
          pieces.insert(pieces.end(), piece.begin(), piece.end());
        }
        if (!forward) std::reverse(pieces.begin(), pieces.end());
        EXPECT_EQ(pieces, all_rows(*indexed));
      }
    }
  }
}

TEST_F(MailboxTablesTest, ChangesAreSeen) {
  const MessageNumber first = add(u"b", 3);
  add(u"d", 5);
  auto table = open();
  ASSERT_TRUE(table->sort(orders({ascending(pid_tag_normalized_subject)})));
  EXPECT_EQ(table->position()->rows, 2u);
  EXPECT_EQ(read_rows(*table, 1), Texts{"b"});
  add(u"a", 1);
  add(u"c", 1);
  EXPECT_EQ(table->position()->row, 3u) << "at d still, after two came before it";
  const MessageNumber numbers[] = {first};
  ASSERT_TRUE(mailbox_->delete_messages(numbers, inbox_, false));
  EXPECT_EQ(table->position()->row, 2u);
  EXPECT_EQ(read_rows(*table), Texts{"d"});
  EXPECT_EQ(table->position()->rows, 3u);
  add(u"e", 1);
  EXPECT_EQ(read_rows(*table), Texts{"e"});
}

TEST_F(MailboxTablesTest, ChangesAreSeenInAnIndex) {
  const MessageNumber first = add(u"b", 3);
  for (int i = 0; i < 10; ++i) add(u"x", 5);
  auto table = open();
  ASSERT_TRUE(table->set_columns({pid_tag_subject, pid_tag_content_count, pid_tag_content_unread_count}));
  ASSERT_TRUE(table->sort(orders({ascending(pid_tag_subject)}, 1, 0)));
  EXPECT_EQ(all_rows(*table), (Texts{"b|1|1", "x|10|10"}));
  const MessageNumber second = add(u"a", 1);
  const MessageNumber moved[] = {add(u"c", 1)};
  const MessageNumber one[] = {first};
  ASSERT_TRUE(mailbox_->set_read(one, inbox_, true));
  EXPECT_EQ(all_rows(*table), (Texts{"a|1|1", "b|1|0", "c|1|1", "x|10|10"}));
  const FolderNumber elsewhere = mailbox_->special(SpecialFolder::drafts);
  ASSERT_TRUE(mailbox_->move_messages(moved, inbox_, elsewhere));
  ASSERT_TRUE(mailbox_->delete_messages(one, inbox_, false));
  EXPECT_EQ(all_rows(*table), (Texts{"a|1|1", "x|10|10"}));
  const MessageNumber copied[] = {second};
  ASSERT_TRUE(mailbox_->copy_messages(copied, inbox_, elsewhere));
  ASSERT_TRUE(mailbox_->copy_messages(copied, inbox_, inbox_));
  EXPECT_EQ(all_rows(*table), (Texts{"a|2|2", "x|10|10"}));
}

TEST_F(MailboxTablesTest, BookmarksInTheOrderOfTheStore) {
  add(u"a", 1);
  const MessageNumber second = add(u"b", 2);
  add(u"c", 3);
  auto table = open();
  ASSERT_TRUE(table->sort(orders({ascending(pid_tag_message_delivery_time)})));
  ASSERT_TRUE(table->seek(TableOrigin::beginning, 1));
  const auto bookmark = *table->create_bookmark();
  add(u"0", 0);
  EXPECT_FALSE(table->seek_bookmark(bookmark, 0)->gone);
  EXPECT_EQ(read_rows(*table, 1), Texts{"b"});
  const MessageNumber numbers[] = {second};
  ASSERT_TRUE(mailbox_->delete_messages(numbers, inbox_, false));
  EXPECT_TRUE(table->seek_bookmark(bookmark, 0)->gone);
}

TEST_F(MailboxTablesTest, DeletingWhatWasRead) {
  for (std::uint64_t i = 0; i < 60; ++i) add(u"x", i);
  auto table = open();
  ASSERT_TRUE(table->sort(orders({descending(pid_tag_message_delivery_time)})));
  std::size_t seen = 0;
  for (;;) {
    std::vector<MessageNumber> numbers;
    ASSERT_TRUE(table->read(true, 10, true, [&](const TableRow& row) {
      numbers.push_back(*number_of(static_cast<MessageId>(row.id.instance_id)));
      return true;
    }));
    if (numbers.empty()) break;
    seen += numbers.size();
    ASSERT_TRUE(mailbox_->delete_messages(numbers, inbox_, true));
  }
  EXPECT_EQ(seen, 60u);
}

TEST_F(MailboxTablesTest, AssociatedAndDeleted) {
  add(u"normal", 1);
  add(u"associated", 2, true);
  const MessageNumber numbers[] = {add(u"deleted", 3), add(u"deleted associated", 4, true)};
  ASSERT_TRUE(mailbox_->delete_messages(numbers, inbox_, false));
  const auto shows = [this](bool associated, bool deleted) {
    auto table = open({.associated = associated, .deleted = deleted});
    EXPECT_EQ(*table->messages(), 1u);
    EXPECT_EQ(table->position()->rows, 1u);
    const Texts texts = all_rows(*table);
    return texts.size() == 1 ? texts[0] : "";
  };
  EXPECT_EQ(shows(false, false), "normal");
  EXPECT_EQ(shows(true, false), "associated");
  EXPECT_EQ(shows(false, true), "deleted");
  EXPECT_EQ(shows(true, true), "deleted associated");
}

TEST_F(MailboxTablesTest, ColumnsOfMessages) {
  store::Properties properties;
  properties.set(pid_tag_body, std::u16string(10'000, u'x'));
  const MessageNumber number = add(u"s", 1, false, std::move(properties));
  auto table = open();
  ASSERT_TRUE(table->set_columns({pid_tag_inst_id, pid_tag_mid, pid_tag_row_type, pid_tag_read, pid_tag_body,
                                  pid_tag_access, pid_tag_transport_message_headers}));
  const std::string id = std::to_string(static_cast<std::int64_t>(message_id(number)));
  EXPECT_EQ(read_rows(*table), Texts{id + "|" + id + "|1|false|large|7|-"});
  const auto all = table->all_columns();
  ASSERT_TRUE(all);
  for (const PropertyTag tag : {pid_tag_subject, pid_tag_body, pid_tag_mid, pid_tag_inst_id}) {
    EXPECT_EQ(std::count(all->begin(), all->end(), tag), 1) << std::hex << static_cast<unsigned>(tag);
  }
}

TEST_F(MailboxTablesTest, LargeValuesAndSubobjectsInRestrictions) {
  store::Properties properties;
  properties.set(pid_tag_body, std::u16string(10'000, u'x') + u"needle");
  add(u"with", 1, false, std::move(properties));
  add(u"without", 2);
  store::Content content;
  content.properties.set(pid_tag_subject, std::u16string(u"to carol"));
  store::Recipient recipient;
  recipient.type = 1;
  recipient.properties.set(pid_tag_display_name, std::u16string(u"Carol"));
  content.recipients.push_back(recipient);
  NewMessage message;
  message.folder = inbox_;
  ASSERT_TRUE(mailbox_->save_message(message_write(*mailbox_, std::move(content), message)));
  auto table = open();
  ASSERT_TRUE(table->restrict_rows(contains(pid_tag_body, u"NEEDLE")));
  EXPECT_EQ(read_rows(*table), Texts{"with"});
  SubObjectRestriction carol;
  carol.subobject = pid_tag_message_recipients;
  carol.restriction = contains(pid_tag_display_name, u"carol");
  ASSERT_TRUE(table->restrict_rows(operand(carol)));
  EXPECT_EQ(read_rows(*table), Texts{"to carol"});
  ASSERT_TRUE(table->restrict_rows({}));
  ASSERT_TRUE(table->find(*operand(carol).restriction, {}, [](const TableRow&) { return true; }));
  EXPECT_EQ(read_rows(*table, 1), Texts{"to carol"});
}

TEST_F(MailboxTablesTest, UnreadCountsOfCategories) {
  const MessageNumber numbers[] = {add(u"a", 1), add(u"b", 2)};
  add(u"a", 3);
  ASSERT_TRUE(mailbox_->set_read(numbers, inbox_, true));
  auto table = open();
  ASSERT_TRUE(table->set_columns({pid_tag_subject, pid_tag_content_count, pid_tag_content_unread_count}));
  ASSERT_TRUE(table->sort(orders({ascending(pid_tag_subject)}, 1, 0)));
  EXPECT_EQ(all_rows(*table), (Texts{"a|2|1", "b|1|0"}));
}

TEST_F(MailboxTablesTest, RightsOfContents) {
  add(u"a", 1);
  const auto error = [this](Rights rights) {
    const auto table = ContentsTable::open(guest(rights), inbox_, {});
    return table ? ErrorCode::success : table.error();
  };
  EXPECT_EQ(error(right_folder_visible), ErrorCode::access_denied);
  EXPECT_EQ(error(right_folder_visible | right_read_any), ErrorCode::success);
  EXPECT_EQ(ContentsTable::open(logon_, 0xFFFFFF, {}).error(), ErrorCode::not_found);
  EXPECT_EQ(ContentsTable::open(logon_, inbox_, {.associated = true, .conversation_members = true}).error(),
            ErrorCode::invalid_parameter);
}

TEST_F(MailboxTablesTest, SearchFoldersShowWhatMayBeRead) {
  add(u"mine", 1);
  const MessageNumber shown = add(u"found", 2);
  store::FolderWrite write;
  write.parent = mailbox_->special(SpecialFolder::finder);
  write.kind = store::FolderKind::search;
  write.name = u"search";
  const auto folder = mailbox_->create_folder(write);
  ASSERT_TRUE(folder);
  store::SearchCriteria criteria;
  criteria.search_folder = folder->number;
  criteria.folders = {inbox_};
  criteria.is_static = true;
  ASSERT_TRUE(mailbox_->store().set_search(criteria));
  const MessageNumber numbers[] = {shown};
  ASSERT_TRUE(mailbox_->store().change_results(folder->number, numbers, {}));

  const auto open_search = [&](std::shared_ptr<Logon> logon) {
    auto table = ContentsTable::open(std::move(logon), folder->number, {});
    EXPECT_TRUE(table);
    EXPECT_TRUE((*table)->set_columns({pid_tag_subject, pid_tag_parent_folder_id}));
    EXPECT_TRUE((*table)->sort(orders({ascending(pid_tag_message_delivery_time)})));
    return std::move(*table);
  };
  EXPECT_EQ(all_rows(*open_search(logon_)).size(), 1u);

  std::vector<store::Permission> permissions;
  permissions.push_back({0, rig_.actor("bob@example.org").mailbox_guid, right_read_any});
  ASSERT_TRUE(mailbox_->set_permissions(folder->number, permissions));
  EXPECT_EQ(all_rows(*open_search(guest(right_folder_visible))), Texts{})
      << "not of a folder they cannot read";
  EXPECT_EQ(all_rows(*open_search(guest(right_read_any))).size(), 1u);
}

TEST_F(MailboxTablesTest, ConversationMembers) {
  const auto conversation = [](std::uint8_t first) {
    wire::Bytes id(22);  // PidTagConversationIndex: a header alone
    id[0] = 1;
    id[6] = first;
    store::Properties properties;
    properties.set(pid_tag_conversation_index, std::move(id));
    properties.set(pid_tag_conversation_index_tracking, true);
    return properties;
  };
  add(u"one", 1, false, conversation(1));
  add(u"two", 2, false, conversation(2));
  const MessageNumber moved[] = {add(u"one elsewhere", 3, false, conversation(1))};
  ASSERT_TRUE(mailbox_->move_messages(moved, inbox_, mailbox_->special(SpecialFolder::deleted_items)));
  auto table =
      ContentsTable::open(logon_, mailbox_->special(SpecialFolder::root), {.conversation_members = true});
  ASSERT_TRUE(table);
  ASSERT_TRUE((*table)->set_columns({pid_tag_subject}));
  EXPECT_EQ(all_rows(**table), Texts{}) << "of no conversation yet";
  auto rows = open();
  ASSERT_TRUE(rows->set_columns({pid_tag_conversation_id}));
  wire::Bytes id;
  ASSERT_TRUE(rows->read(true, 1, false, [&](const TableRow& row) {
    store::Property scratch;
    const store::Property* property = row.column(pid_tag_conversation_id, scratch);
    if (property) id = std::get<wire::Bytes>(property->value);
    return true;
  }));
  ASSERT_EQ(id.size(), 16u);
  ASSERT_TRUE((*table)->restrict_rows(property_is(pid_tag_conversation_id, RelOp::equal, id)));
  ASSERT_TRUE((*table)->sort(orders({ascending(pid_tag_subject)})));
  EXPECT_EQ(all_rows(**table), (Texts{"one", "one elsewhere"}));
  id[3] ^= 0xFF;
  EXPECT_EQ((*table)->restrict_rows(property_is(pid_tag_conversation_id, RelOp::equal, id)).error(),
            static_cast<ErrorCode>(0x496));
}

TEST_F(MailboxTablesTest, ReadStateOfPublicFolders) {
  const auto folders = rig_.public_folders();
  const FolderNumber root = folders->special(SpecialFolder::public_ipm_subtree);
  store::FolderWrite write;
  write.parent = root;
  write.name = u"news";
  const auto folder = folders->create_folder(write);
  ASSERT_TRUE(folder);
  store::Content content;
  content.properties.set(pid_tag_subject, std::u16string(u"a"));
  NewMessage message;
  message.folder = folder->number;
  const auto saved = folders->save_message(message_write(*folders, std::move(content), message));
  ASSERT_TRUE(saved);
  auto table = ContentsTable::open(std::make_shared<Logon>(rig_.owner(folders)), folder->number, {});
  ASSERT_TRUE(table);
  ASSERT_TRUE((*table)->set_columns({pid_tag_subject, pid_tag_read}));
  EXPECT_EQ(all_rows(**table), Texts{"a|false"});
}

TEST_F(MailboxTablesTest, Hierarchy) {
  const FolderNumber top = mailbox_->special(SpecialFolder::ipm_subtree);
  const auto table_of = [&](bool deep, bool deleted = false) {
    auto table = open_hierarchy_table(logon_, top, deep, deleted);
    EXPECT_TRUE(table);
    EXPECT_TRUE((*table)->set_columns({pid_tag_display_name, pid_tag_depth, pid_tag_content_count}));
    return std::move(*table);
  };
  auto flat = table_of(false);
  auto deep = table_of(true);
  const std::uint64_t before = flat->position()->rows;
  EXPECT_GT(before, 5u);
  EXPECT_GE(deep->position()->rows, before);

  store::FolderWrite write;
  write.parent = inbox_;
  write.name = u"below";
  const auto below = mailbox_->create_folder(write);
  ASSERT_TRUE(below);
  EXPECT_EQ(flat->position()->rows, before);
  Texts rows = all_rows(*deep);
  const auto at = std::find(rows.begin(), rows.end(), "below|2|0");
  ASSERT_NE(at, rows.end());
  EXPECT_NE(std::find(rows.begin(), at, name_ + "|1|0"), at) << "behind the one it is in";

  add(u"x", 1);
  rows = all_rows(*flat);
  EXPECT_NE(std::find(rows.begin(), rows.end(), name_ + "|1|1"), rows.end());

  ASSERT_TRUE(
      flat->restrict_rows(contains(pid_tag_display_name, std::u16string(name_.begin(), name_.end()))));
  EXPECT_EQ(all_rows(*flat), Texts{name_ + "|1|1"});
  EXPECT_EQ(flat->sort(orders({ascending(pid_tag_display_name)})).error(), ErrorCode::not_supported);
  ASSERT_TRUE(deep->find(*contains(pid_tag_display_name, u"below").restriction,
                         {TableOrigin::beginning, {}, false}, [](const TableRow&) { return true; }));
  const auto bookmark = *deep->create_bookmark();
  ASSERT_TRUE(mailbox_->delete_folder(below->number, mailbox_->now()));
  EXPECT_TRUE(deep->seek_bookmark(bookmark, 0)->gone);

  auto deleted = open_hierarchy_table(logon_, inbox_, false, true);
  ASSERT_TRUE((*deleted)->set_columns({pid_tag_display_name}));
  EXPECT_EQ(all_rows(**deleted), Texts{"below"});
  const auto all = deep->all_columns();
  ASSERT_TRUE(all);
  EXPECT_EQ(std::count(all->begin(), all->end(), pid_tag_display_name), 1);
  EXPECT_EQ(open_hierarchy_table(logon_, 0xFFFFFF, false, false).error(), ErrorCode::not_found);
}

TEST_F(MailboxTablesTest, HierarchyShowsWhatMayBeSeen) {
  const FolderNumber top = mailbox_->special(SpecialFolder::ipm_subtree);
  const auto inboxes = [&](std::shared_ptr<Logon> logon) {
    auto table = open_hierarchy_table(std::move(logon), top, false, false);
    EXPECT_TRUE((*table)->set_columns({pid_tag_display_name}));
    const Texts rows = all_rows(**table);
    return std::count(rows.begin(), rows.end(), name_);
  };
  EXPECT_EQ(inboxes(guest(0)), 0);
  EXPECT_EQ(inboxes(guest(right_folder_visible)), 1);
}

TEST_F(MailboxTablesTest, Attachments) {
  auto message = OpenMessage::create(logon_, inbox_, false, 0).value();
  auto table = open_attachments_table(logon_, message);
  ASSERT_TRUE(table->set_columns({pid_tag_attach_number, pid_tag_attach_long_filename}));
  EXPECT_EQ(all_rows(*table), Texts{});
  for (const char16_t* name : {u"a.txt", u"b.txt"}) {
    auto attachment = OpenAttachment::create(message).value();
    ASSERT_TRUE(attachment->set_property({pid_tag_attach_long_filename, std::u16string(name), nullptr}));
    ASSERT_TRUE(attachment->save());
  }
  EXPECT_EQ(all_rows(*table), (Texts{"0|a.txt", "1|b.txt"}));
  ASSERT_TRUE(message->delete_attachment(0));
  EXPECT_EQ(all_rows(*table), Texts{"1|b.txt"});
  EXPECT_EQ(table->restrict_rows({}).error(), ErrorCode::not_supported);
  const auto all = table->all_columns();
  EXPECT_EQ(std::count(all->begin(), all->end(), pid_tag_attach_long_filename), 1);
}

TEST_F(MailboxTablesTest, Permissions) {
  const auto bob = guest(right_read_any | right_folder_visible);
  auto table = open_permissions_table(logon_, inbox_, false, rig_.directory());
  ASSERT_TRUE(table);
  ASSERT_TRUE((*table)->set_columns({pid_tag_member_name, pid_tag_member_rights}));
  Texts rows = all_rows(**table);
  EXPECT_EQ(std::count(rows.begin(), rows.end(), "Bob|1025"), 1);
  (void)guest(right_folder_visible);
  rows = all_rows(**table);
  EXPECT_EQ(std::count(rows.begin(), rows.end(), "Bob|1024"), 1) << "read anew";
  EXPECT_EQ(open_permissions_table(guest(0), inbox_, false, rig_.directory()).error(),
            ErrorCode::access_denied);
}

TEST_F(MailboxTablesTest, Rules) {
  auto table = open_rules_table(logon_, inbox_);
  ASSERT_TRUE(table);
  ASSERT_TRUE((*table)->set_columns({pid_tag_rule_name, pid_tag_rule_sequence}));
  EXPECT_EQ(all_rows(**table), Texts{});
  store::Rule rule;
  rule.properties.set(pid_tag_rule_name, std::u16string(u"first"));
  rule.properties.set(pid_tag_rule_sequence, wire::i32{7});
  ASSERT_TRUE(mailbox_->store().set_rules(inbox_, {rule}));
  EXPECT_EQ(all_rows(**table), Texts{"first|7"});
  ASSERT_TRUE((*table)->restrict_rows(contains(pid_tag_rule_name, u"second")));
  EXPECT_EQ(all_rows(**table), Texts{});
  EXPECT_EQ(open_rules_table(guest(right_read_any), inbox_).error(), ErrorCode::access_denied);
}

}  // namespace
}  // namespace mapigate::mailbox
