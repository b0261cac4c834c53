#include "gateway/mailbox/folder_tree.hpp"
#include "gateway/mailbox/permissions.hpp"
#include "tests/unit/mailbox/folder_rig.hpp"

namespace mapigate::mailbox {
namespace {

using store::Contents;
using store::FolderKind;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

struct LogonFoldersTest : testing::Test, FolderRig {
  ErrorCode create(const Logon& logon, const Logon::NewFolder& folder) {
    return error_of(logon.create_folder(folder));
  }
};

TEST_F(LogonFoldersTest, OpensWhatIsThereAndNotDeleted) {
  const FolderNumber folder = add(u"A");
  EXPECT_EQ(owner().open_folder(folder, false)->name, u"A");
  EXPECT_EQ(error_of(owner().open_folder(99'999, false)), ErrorCode::not_found);
  ASSERT_TRUE(mailbox->delete_folder(folder, mailbox->now()));
  EXPECT_EQ(error_of(owner().open_folder(folder, false)), ErrorCode::not_found);
  EXPECT_TRUE(owner().open_folder(folder, true));
}

TEST_F(LogonFoldersTest, AFolderThatSomebodyMayNotSeeIsNotThere) {
  const FolderNumber folder = add(u"A");
  EXPECT_EQ(error_of(bob().open_folder(folder, false)), ErrorCode::not_found);
  permit(folder, "bob@example.org", right_create);
  EXPECT_EQ(error_of(bob().open_folder(folder, false)), ErrorCode::not_found);
  permit(folder, "bob@example.org", right_folder_visible);
  EXPECT_TRUE(bob().open_folder(folder, false));
  // The way there is open to whoever is somebody.
  EXPECT_TRUE(bob().open_folder(mailbox->special(SpecialFolder::root), false));
  EXPECT_FALSE(nobody().open_folder(mailbox->special(SpecialFolder::root), false));
}

TEST_F(LogonFoldersTest, CreatesAFolderWithItsComment) {
  const auto created = owner().create_folder({.parent = top, .name = u"New", .comment = u"about it"});
  ASSERT_TRUE(created);
  EXPECT_FALSE(created->existed);
  EXPECT_EQ(created->folder.parent, top);
  EXPECT_EQ(*created->folder.properties.get<std::u16string>(oxprops::pid_tag_comment), u"about it");
  EXPECT_EQ(created->folder.created, mailbox->now());
}

TEST_F(LogonFoldersTest, NamesAreChecked) {
  EXPECT_EQ(create(owner(), {.parent = top, .name = u""}), ErrorCode::invalid_parameter);
  EXPECT_EQ(create(owner(), {.parent = top, .name = std::u16string(255, u'n')}), ErrorCode::success);
  EXPECT_EQ(create(owner(), {.parent = top, .name = std::u16string(256, u'n')}), ErrorCode::string_too_long);
  EXPECT_EQ(create(owner(), {.parent = top, .name = std::u16string(u"a\0b", 3)}), ErrorCode::bad_folder_name);
}

TEST_F(LogonFoldersTest, ANameIsThereOnceInAFolder) {
  const FolderNumber folder = add(u"Plans");
  EXPECT_EQ(create(owner(), {.parent = top, .name = u"PLANS"}), ErrorCode::colliding_names);
  EXPECT_EQ(create(owner(), {.parent = folder, .name = u"Plans"}), ErrorCode::success);
  const auto opened = owner().create_folder({.parent = top, .name = u"plans", .open_existing = true});
  ASSERT_TRUE(opened);
  EXPECT_TRUE(opened->existed);
  EXPECT_EQ(opened->folder.number, folder);
  EXPECT_EQ(
      create(owner(), {.parent = top, .name = u"plans", .kind = FolderKind::search, .open_existing = true}),
      ErrorCode::colliding_names);
}

TEST_F(LogonFoldersTest, SearchFoldersHaveNoFoldersAndAreOfMailboxes) {
  const auto search = owner().create_folder({.parent = top, .name = u"S", .kind = FolderKind::search});
  ASSERT_TRUE(search);
  EXPECT_EQ(create(owner(), {.parent = search->folder.number, .name = u"x"}), ErrorCode::not_supported);
  FolderRig shared(FolderRig::Kind::public_folders);
  EXPECT_EQ(create(shared.owner(), {.parent = shared.top, .name = u"S", .kind = FolderKind::search}),
            ErrorCode::not_supported);
  EXPECT_EQ(create(owner(), {.parent = top, .name = u"R", .kind = FolderKind::root}),
            ErrorCode::invalid_parameter);
}

TEST_F(LogonFoldersTest, TheTreeIsNotDeeperThanItsLimit) {
  FolderNumber deepest = top;
  const std::size_t level_of_top = path_to_root(*mailbox, top)->size();
  for (std::size_t level = level_of_top + 1; level < max_folder_depth; ++level) deepest = add(u"d", deepest);
  const auto last = owner().create_folder({.parent = deepest, .name = u"last"});
  ASSERT_TRUE(last);
  EXPECT_EQ(create(owner(), {.parent = last->folder.number, .name = u"x"}), ErrorCode::too_complex);
  // Two levels do not go where one does.
  const FolderNumber branch = add(u"branch");
  add(u"leaf", branch);
  EXPECT_EQ(error_of(owner().move_folder(branch, deepest, u"")), ErrorCode::too_complex);
  EXPECT_EQ(error_of(owner().copy_folder(branch, deepest, u"", true)), ErrorCode::too_complex);
  EXPECT_EQ(error_of(owner().copy_folder(branch, deepest, u"", false)), ErrorCode::success);
}

TEST_F(LogonFoldersTest, ANewFolderHasThePermissionsOfItsParentAndItsMakerAllRights) {
  const FolderNumber parent = add(u"A");
  permit(parent, "bob@example.org", right_folder_visible | right_create_subfolder);
  permit(parent, "carol@example.org", right_folder_visible | right_read_any);
  const auto created = bob().create_folder({.parent = parent, .name = u"B"});
  ASSERT_TRUE(created);
  EXPECT_EQ(bob().rights(created->folder.number).value() & rights_of_owner, rights_of_owner);
  EXPECT_EQ(carol().rights(created->folder.number).value(), right_folder_visible | right_read_any);
}

TEST_F(LogonFoldersTest, DeletesAnEmptyFolder) {
  const FolderNumber soft = add(u"soft");
  const FolderNumber hard = add(u"hard");
  EXPECT_EQ(partial(owner().delete_folder(top, soft, {})), false);
  EXPECT_EQ(state_of(soft), u"deleted soft");
  EXPECT_EQ(partial(owner().delete_folder(top, hard, {.hard = true})), false);
  EXPECT_EQ(state_of(hard), u"");
  // What was deleted softly can be deleted for good.
  EXPECT_EQ(error_of(owner().delete_folder(top, soft, {})), ErrorCode::not_found);
  EXPECT_EQ(partial(owner().delete_folder(top, soft, {.hard = true})), false);
  EXPECT_EQ(state_of(soft), u"");
}

TEST_F(LogonFoldersTest, AFolderWithSomethingInItGoesOnlyWhenAsked) {
  const FolderNumber folder = add(u"A");
  const FolderNumber below = add(u"B", folder);
  message(below, {.associated = true});
  EXPECT_EQ(partial(owner().delete_folder(top, folder, {.messages = true})), true);
  EXPECT_EQ(state_of(folder), u"A");
  EXPECT_EQ(partial(owner().delete_folder(folder, below, {.folders = true})), true);
  EXPECT_EQ(state_of(below), u"B");
  EXPECT_EQ(partial(owner().delete_folder(top, folder, {.messages = true, .folders = true})), false);
  EXPECT_EQ(state_of(folder), u"deleted A");
  EXPECT_EQ(state_of(below), u"deleted B");
}

TEST_F(LogonFoldersTest, WhatASearchFolderShowsStays) {
  const FolderNumber search = add(u"S", top, FolderKind::search);
  const FolderNumber folder = add(u"A");
  const MessageNumber shown = message(folder);
  ASSERT_TRUE(mailbox->store().change_results(search, std::vector<MessageNumber>{shown}, {}));
  ASSERT_THAT(numbers_in(search), SizeIs(1));
  EXPECT_EQ(partial(owner().delete_folder(top, search, {.hard = true})), false);
  EXPECT_EQ(state_of(search), u"");
  EXPECT_THAT(numbers_in(folder), ElementsAre(shown));
}

TEST_F(LogonFoldersTest, SpecialFoldersStayWhereTheyAre) {
  for (const SpecialFolder role :
       {SpecialFolder::inbox, SpecialFolder::ipm_subtree, SpecialFolder::calendar}) {
    const FolderNumber folder = mailbox->special(role);
    EXPECT_EQ(error_of(owner().delete_folder(record(folder).parent, folder,
                                             {.messages = true, .folders = true, .hard = true})),
              ErrorCode::access_denied);
    EXPECT_EQ(error_of(owner().move_folder(folder, mailbox->special(SpecialFolder::drafts), u"x")),
              ErrorCode::access_denied);
  }
  const FolderNumber root = mailbox->special(SpecialFolder::root);
  EXPECT_EQ(error_of(owner().delete_folder(0, root, {.messages = true, .folders = true})),
            ErrorCode::access_denied);
  EXPECT_EQ(error_of(owner().copy_folder(root, top, u"x", true)), ErrorCode::access_denied);
}

TEST_F(LogonFoldersTest, AFolderIsDeletedFromItsParentOnly) {
  const FolderNumber folder = add(u"A");
  EXPECT_EQ(error_of(owner().delete_folder(mailbox->special(SpecialFolder::inbox), folder, {})),
            ErrorCode::not_found);
  EXPECT_EQ(state_of(folder), u"A");
}

TEST_F(LogonFoldersTest, WhatSomebodyDoesNotOwnIsLeftBehind) {
  const FolderNumber folder = add(u"A");
  const FolderNumber mine = add(u"mine", folder);
  const FolderNumber theirs = add(u"theirs", folder);
  const FolderNumber inside = add(u"inside", theirs);
  for (const FolderNumber owned : {folder, mine, inside}) permit(owned, "bob@example.org", rights_of_owner);
  EXPECT_EQ(partial(bob().delete_folder(top, folder, {.messages = true, .folders = true})), true);
  EXPECT_EQ(state_of(folder), u"A");
  EXPECT_EQ(state_of(mine), u"deleted mine");
  EXPECT_EQ(state_of(theirs), u"theirs");
  EXPECT_EQ(state_of(inside), u"deleted inside");
}

TEST_F(LogonFoldersTest, NothingIsDeliveredIntoADeletedFolder) {
  const FolderNumber folder = add(u"A");
  ASSERT_TRUE(mailbox->store().set_receive_folder({"IPM.Test", folder, mailbox->now()}));
  EXPECT_EQ(partial(owner().delete_folder(top, folder, {})), false);
  const auto entries = mailbox->store().receive_folders().value();
  EXPECT_TRUE(std::ranges::none_of(entries, [&](const auto& entry) { return entry.folder == folder; }));
}

TEST_F(LogonFoldersTest, MovesAndRenames) {
  const FolderNumber folder = add(u"A");
  const FolderNumber other = add(u"Other");
  EXPECT_EQ(partial(owner().move_folder(folder, other, u"")), false);
  EXPECT_EQ(record(folder).parent, other);
  EXPECT_EQ(record(folder).name, u"A");
  EXPECT_EQ(partial(owner().move_folder(folder, other, u"a")), false);
  EXPECT_EQ(record(folder).name, u"a");
  add(u"taken");
  EXPECT_EQ(error_of(owner().move_folder(folder, top, u"Taken")), ErrorCode::colliding_names);
  EXPECT_EQ(error_of(owner().move_folder(folder, top, std::u16string(300, u'x'))),
            ErrorCode::string_too_long);
  EXPECT_EQ(record(folder).parent, other);
}

TEST_F(LogonFoldersTest, NoFolderComesBelowItself) {
  const FolderNumber folder = add(u"A");
  const FolderNumber below = add(u"B", folder);
  EXPECT_EQ(error_of(owner().move_folder(folder, below, u"x")), ErrorCode::folder_cycle);
  EXPECT_EQ(error_of(owner().move_folder(folder, folder, u"x")), ErrorCode::folder_cycle);
  EXPECT_EQ(error_of(owner().copy_folder(folder, below, u"x", true)), ErrorCode::folder_cycle);
  EXPECT_EQ(error_of(owner().copy_folder(folder, folder, u"x", false)), ErrorCode::folder_cycle);
}

TEST_F(LogonFoldersTest, AMoveRecoversADeletedFolder) {
  const FolderNumber folder = add(u"A");
  const FolderNumber below = add(u"B", folder);
  const MessageNumber inside = message(below);
  EXPECT_EQ(partial(owner().delete_folder(top, folder, {.messages = true, .folders = true})), false);
  EXPECT_EQ(partial(owner().move_folder(folder, top, u"again")), false);
  EXPECT_EQ(state_of(folder), u"again");
  EXPECT_EQ(state_of(below), u"B");
  EXPECT_THAT(numbers_in(below), ElementsAre(inside));
}

TEST_F(LogonFoldersTest, CopiesAFolderWithItsMessages) {
  const FolderNumber folder = add(u"A");
  const FolderNumber below = add(u"B", folder);
  message(folder);
  message(folder, {.associated = true});
  message(below);
  store::FolderChange change;
  change.set.push_back({oxprops::pid_tag_container_class, std::u16string(u"IPF.Test"), nullptr});
  ASSERT_TRUE(mailbox->change_folder(folder, change));
  const FolderNumber to = add(u"To");

  EXPECT_EQ(partial(owner().copy_folder(folder, to, u"shallow", false)), false);
  const auto shallow = child(to, u"shallow");
  ASSERT_TRUE(shallow);
  EXPECT_THAT(numbers_in(*shallow), SizeIs(1));
  EXPECT_THAT(numbers_in(*shallow, Contents::associated), SizeIs(1));
  EXPECT_EQ(record(*shallow).subfolders, 0u);
  EXPECT_EQ(*record(*shallow).properties.get<std::u16string>(oxprops::pid_tag_container_class), u"IPF.Test");

  EXPECT_EQ(partial(owner().copy_folder(folder, to, u"", true)), false);
  const auto deep = child(to, u"A");
  ASSERT_TRUE(deep);
  const auto copy_below = child(*deep, u"B");
  ASSERT_TRUE(copy_below);
  EXPECT_THAT(numbers_in(*copy_below), SizeIs(1));
  EXPECT_THAT(numbers_in(below), SizeIs(1));
  EXPECT_EQ(error_of(owner().copy_folder(folder, to, u"", true)), ErrorCode::colliding_names);
}

TEST_F(LogonFoldersTest, ACopyOfASpecialFolderIsNone) {
  EXPECT_EQ(partial(owner().copy_folder(mailbox->special(SpecialFolder::inbox), top, u"In", true)), false);
  const auto copy = child(top, u"In");
  ASSERT_TRUE(copy);
  EXPECT_EQ(record(*copy).role, 0);
}

TEST_F(LogonFoldersTest, WhatSomebodyMayNotReadIsNotCopied) {
  const FolderNumber folder = add(u"A");
  const FolderNumber open_one = add(u"open", folder);
  add(u"closed", folder);
  const FolderNumber to = add(u"To");
  for (const FolderNumber readable : {folder, open_one}) permit(readable, "bob@example.org", right_read_any);
  permit(to, "bob@example.org", right_folder_visible | right_create_subfolder);
  EXPECT_EQ(partial(bob().copy_folder(folder, to, u"C", true)), true);
  const auto copy = child(to, u"C");
  ASSERT_TRUE(copy);
  EXPECT_TRUE(child(*copy, u"open"));
  EXPECT_FALSE(child(*copy, u"closed"));
}

TEST_F(LogonFoldersTest, MovesATreeIntoAnotherMailbox) {
  const FolderNumber folder = add(u"A");
  const FolderNumber below = add(u"B", folder);
  const oxcdata::PropertyName name{oxcdata::PropertyName::Kind::name, {}, 0, u"test"};
  // The ids of the two mailboxes differ.
  ASSERT_TRUE(mailbox->property_id({oxcdata::PropertyName::Kind::name, {}, 0, u"other"}, true));
  const std::uint16_t id = mailbox->property_id(name, true).value();
  store::Content content;
  content.properties.set(oxprops::pid_tag_subject, std::u16string(u"large"));
  content.properties.set(oxprops::pid_tag_body, std::u16string(100'000, u'b'));
  content.properties.set(oxcdata::property_tag(id, oxcdata::PropertyType::integer32), std::int32_t{7});
  save(below, std::move(content));

  const MailboxPtr bobs = rig.bob();
  const Logon target = rig.owner(bobs);
  const FolderNumber to = bobs->special(SpecialFolder::inbox);
  EXPECT_EQ(partial(owner().move_folder(folder, target, to, u"")), false);
  EXPECT_EQ(state_of(folder), u"deleted A");
  const auto copy = bobs->store().folder_by_name(to, u"A").value();
  ASSERT_TRUE(copy);
  const auto copy_below = bobs->store().folder_by_name(*copy, u"B").value();
  ASSERT_TRUE(copy_below);
  const auto numbers = numbers_in(*bobs, *copy_below);
  ASSERT_THAT(numbers, SizeIs(1));
  const auto message = bobs->store().message(numbers[0]).value();
  const std::uint16_t there = bobs->property_id(name, false).value();
  ASSERT_NE(there, 0);
  EXPECT_NE(there, id);
  EXPECT_EQ(
      *message.properties.get<std::int32_t>(oxcdata::property_tag(there, oxcdata::PropertyType::integer32)),
      7);
  const store::Property* body = message.properties.find(oxcdata::id_of(oxprops::pid_tag_body));
  ASSERT_TRUE(body && body->large);
  EXPECT_EQ(body->large->size(), 200'000u);
}

TEST_F(LogonFoldersTest, EmptiesAFolder) {
  const FolderNumber folder = add(u"A");
  const FolderNumber below = add(u"B", folder);
  message(folder);
  message(folder, {.associated = true});
  EXPECT_EQ(partial(owner().empty_folder(folder, false, false)), false);
  EXPECT_THAT(numbers_in(folder), IsEmpty());
  EXPECT_THAT(numbers_in(folder, Contents::deleted_normal), SizeIs(1));
  EXPECT_THAT(numbers_in(folder, Contents::associated), SizeIs(1));
  EXPECT_EQ(state_of(below), u"deleted B");
  EXPECT_EQ(partial(owner().empty_folder(folder, true, true)), false);
  EXPECT_THAT(numbers_in(folder, Contents::associated), IsEmpty());
  EXPECT_THAT(numbers_in(folder, Contents::deleted_associated), IsEmpty());
  EXPECT_EQ(state_of(folder), u"A");
}

TEST_F(LogonFoldersTest, SpecialFoldersStayWhenTheirParentIsEmptied) {
  const FolderNumber search = add(u"S", top, FolderKind::search);
  EXPECT_EQ(error_of(owner().empty_folder(search, false, false)), ErrorCode::not_supported);
  FolderRig alone(Kind::own);
  const FolderNumber subtree = alone.mailbox->special(SpecialFolder::ipm_subtree);
  EXPECT_EQ(partial(alone.owner().empty_folder(subtree, true, true)), true);
  EXPECT_EQ(alone.state_of(alone.top), u"");
  EXPECT_NE(alone.state_of(alone.mailbox->special(SpecialFolder::inbox)), u"");
}

TEST_F(LogonFoldersTest, EmptyingLeavesTheMessagesOfOthers) {
  const FolderNumber folder = add(u"A");
  permit(folder, "bob@example.org", right_folder_visible | right_delete_owned);
  const MessageNumber theirs = message(folder, {.creator = "alice@example.org"});
  const MessageNumber own = message(folder, {.creator = "bob@example.org"});
  EXPECT_EQ(partial(bob().empty_folder(folder, false, false)), true);
  EXPECT_THAT(numbers_in(folder), ElementsAre(theirs));
  EXPECT_THAT(numbers_in(folder, Contents::deleted_normal), ElementsAre(own));
}

}  // namespace
}  // namespace mapigate::mailbox
