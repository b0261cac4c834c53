#include "gateway/mailbox/folder_properties.hpp"

#include "gateway/mailbox/ids.hpp"
#include "tests/unit/mailbox/folder_rig.hpp"

namespace mapigate::mailbox {
namespace {

using oxcdata::id_of;
using oxcdata::PropertyTag;
using store::FolderKind;

struct FolderPropertiesTest : testing::Test, FolderRig {
  // Of whatever type; nothing where there is none.
  std::optional<store::Property> property(const Logon& logon, FolderNumber of, PropertyTag tag) {
    auto found = FolderProperties(logon).property(record(of), id_of(tag));
    if (!found) return std::nullopt;
    EXPECT_EQ(found->tag, tag);
    return std::move(*found);
  }
  template <class T>
  T value(FolderNumber of, PropertyTag tag) {
    const auto found = property(owner(), of, tag);
    EXPECT_TRUE(found) << oxprops::name(tag);
    return found ? std::get<T>(found->value) : T();
  }
  std::int32_t number(const Logon& logon, FolderNumber of, PropertyTag tag) {
    const auto found = property(logon, of, tag);
    return found ? std::get<std::int32_t>(found->value) : -1;
  }
  template <class T>
  void expect(PropertyTag tag, const T& expected) {
    EXPECT_EQ(value<T>(folder, tag), expected) << oxprops::name(tag);
  }

  FolderNumber folder = add(u"A");
};

TEST_F(FolderPropertiesTest, SayWhatAndWhereAFolderIs) {
  using namespace oxprops;  // NOLINT: a list of tags
  const store::FolderRecord it = record(folder);
  expect<std::u16string>(pid_tag_display_name, u"A");
  expect(pid_tag_folder_id, static_cast<std::int64_t>(folder_id(folder)));
  expect(pid_tag_parent_folder_id, static_cast<std::int64_t>(folder_id(top)));
  expect(pid_tag_entry_id, folder_entry_id(*mailbox, folder));
  expect(pid_tag_parent_entry_id, folder_entry_id(*mailbox, top));
  expect(pid_tag_source_key, source_key(*mailbox, folder));
  expect(pid_tag_parent_source_key, source_key(*mailbox, top));
  expect(pid_tag_store_entry_id, store_entry_id(*mailbox));
  expect(pid_tag_mapping_signature, mapping_signature(*mailbox));
  expect(pid_tag_change_key, change_key(*mailbox, it.version));
  expect(pid_tag_predecessor_change_list, predecessor_change_list(*mailbox, it.version));
  expect(pid_tag_change_number, static_cast<std::int64_t>(change_number(it.version.change_number)));
  expect(pid_tag_object_type, std::int32_t{3});
  expect(pid_tag_folder_type, std::int32_t{1});
  expect(pid_tag_creation_time, wire::FileTime{it.created});
  expect(pid_tag_last_modification_time, wire::FileTime{it.modified});
  expect(pid_tag_local_commit_time, wire::FileTime{it.modified});
  const FolderNumber root = mailbox->special(SpecialFolder::root);
  EXPECT_EQ(value<wire::Bytes>(root, pid_tag_parent_entry_id), folder_entry_id(*mailbox, root));
  EXPECT_TRUE(value<wire::Bytes>(root, pid_tag_parent_source_key).empty());
  EXPECT_EQ(value<std::int32_t>(root, pid_tag_folder_type), 0);
}

TEST_F(FolderPropertiesTest, CountWhatIsInAFolder) {
  using namespace oxprops;  // NOLINT: a list of tags
  expect(pid_tag_subfolders, false);
  const wire::FileTime before = value<wire::FileTime>(folder, pid_tag_local_commit_time_max);
  const auto hierarchy = value<std::int32_t>(folder, pid_tag_hierarchy_change_number);
  add(u"B", folder);
  const MessageNumber one = message(folder);
  message(folder);
  message(folder, {.associated = true});
  ASSERT_TRUE(mailbox->set_read(std::vector<MessageNumber>{one}, folder, true));
  expect(pid_tag_subfolders, true);
  expect(pid_tag_content_count, std::int32_t{2});
  expect(pid_tag_content_unread_count, std::int32_t{1});
  expect(oxcdata::property_tag(0x3617, oxcdata::PropertyType::integer32), std::int32_t{1});
  const auto counts = record(folder).counts;
  expect(pid_tag_message_size_extended, static_cast<std::int64_t>(counts.size + counts.associated_size));
  ASSERT_TRUE(mailbox->delete_messages(std::vector<MessageNumber>{one}, folder, false));
  expect(pid_tag_deleted_count_total, std::int32_t{1});
  EXPECT_GT(value<wire::FileTime>(folder, pid_tag_local_commit_time_max), before);
  EXPECT_GT(value<std::int32_t>(folder, pid_tag_hierarchy_change_number), hierarchy);
}

TEST_F(FolderPropertiesTest, FlagsSayTheKindAndWhetherPeopleSeeIt) {
  const auto flags = [&](FolderNumber of) { return value<std::int32_t>(of, oxprops::pid_tag_folder_flags); };
  EXPECT_EQ(flags(folder), 0x1 | 0x4);
  EXPECT_EQ(flags(add(u"below", folder)), 0x1 | 0x4);
  EXPECT_EQ(flags(add(u"S", mailbox->special(SpecialFolder::finder), FolderKind::search)), 0x2);
  ASSERT_TRUE(mailbox->store().set_rules(folder, std::vector<store::Rule>(1)));
  EXPECT_EQ(flags(folder), 0x1 | 0x4 | 0x8);
  EXPECT_TRUE(value<bool>(folder, oxprops::pid_tag_has_rules));
}

TEST_F(FolderPropertiesTest, RightsAndAccessAreThoseOfWhoeverLooks) {
  EXPECT_EQ(number(owner(), folder, oxprops::pid_tag_access), 0x3F);
  EXPECT_EQ(number(owner(), folder, oxprops::pid_tag_access_level), 1);
  EXPECT_EQ(number(owner(), folder, oxprops::pid_tag_rights), 0x7FB);
  permit(folder, "bob@example.org", right_read_any | right_create | right_free_busy_simple);
  EXPECT_EQ(number(bob(), folder, oxprops::pid_tag_access), 0x2 | 0x10 | 0x20);
  EXPECT_EQ(number(bob(), folder, oxprops::pid_tag_access_level), 0);
  EXPECT_EQ(number(bob(), folder, oxprops::pid_tag_rights),
            static_cast<std::int32_t>(right_read_any | right_create | right_folder_visible));
  permit(folder, "bob@example.org", right_create_subfolder);
  EXPECT_EQ(number(bob(), folder, oxprops::pid_tag_access), 0x2 | 0x8);
}

TEST_F(FolderPropertiesTest, TagsAreOfAllThatThereIs) {
  store::FolderChange change;
  change.set.push_back({oxprops::pid_tag_comment, std::u16string(u"c"), nullptr});
  ASSERT_TRUE(mailbox->change_folder(folder, change));
  ASSERT_TRUE(mailbox->delete_folder(folder, mailbox->now()));
  const Logon logon = owner();
  FolderProperties properties(logon);
  for (const FolderNumber number : {folder, top}) {
    for (const PropertyTag tag : FolderProperties::tags(record(number))) {
      EXPECT_TRUE(properties.property(record(number), id_of(tag))) << oxprops::name(tag);
    }
  }
  EXPECT_EQ(value<wire::FileTime>(folder, oxprops::pid_tag_deleted_on).ticks, mailbox->now());
  EXPECT_FALSE(property(owner(), top, oxprops::pid_tag_deleted_on));
  EXPECT_EQ(value<std::u16string>(folder, oxprops::pid_tag_comment), u"c");
  EXPECT_FALSE(property(owner(), folder, oxprops::pid_tag_subject));
  EXPECT_TRUE(FolderProperties::is_computed(id_of(oxprops::pid_tag_content_count)));
  EXPECT_FALSE(FolderProperties::is_computed(id_of(oxprops::pid_tag_comment)));
}

TEST(PublicFolderPropertiesTest, UnreadIsWhatSomebodyHasNotRead) {
  FolderRig shared(FolderRig::Kind::public_folders);
  const FolderNumber folder = shared.add(u"News");
  const MessageNumber one = shared.message(folder);
  shared.message(folder);
  shared.permit(folder, "bob@example.org", right_read_any);
  ASSERT_TRUE(shared.bob().set_read(folder, {one}, true));
  const auto unread = [&](const Logon& logon) {
    const auto property =
        FolderProperties(logon).property(shared.record(folder), id_of(oxprops::pid_tag_content_unread_count));
    return std::get<std::int32_t>(property->value);
  };
  EXPECT_EQ(unread(shared.bob()), 1);
  EXPECT_EQ(unread(shared.carol()), 2);
}

}  // namespace
}  // namespace mapigate::mailbox
