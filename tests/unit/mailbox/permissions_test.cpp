#include "gateway/mailbox/permissions.hpp"

#include "tests/unit/mailbox/folder_rig.hpp"

namespace mapigate::mailbox {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

using Change = PermissionChange;

struct PermissionsTest : testing::Test, FolderRig {
  std::string guid(const char* address) const { return rig.user(address)->mailbox_guid; }
  Change add_member(const char* address, Rights rights) const {
    return {.kind = Change::Kind::add, .member = guid(address), .rights = rights};
  }
  ErrorCode modify(const PermissionChanges& changes) {
    return error_of(modify_permissions(owner(), folder, changes));
  }
  ErrorCode modify(Change change, bool include_free_busy = false) {
    PermissionChanges changes;
    changes.include_free_busy = include_free_busy;
    changes.changes.push_back(std::move(change));
    return modify(changes);
  }
  std::vector<PermissionRow> rows(bool include_free_busy = false) {
    return permission_rows(owner(), folder, include_free_busy, rig.directory()).value();
  }
  const PermissionRow& row(const std::vector<PermissionRow>& all, std::u16string_view name) {
    return *std::ranges::find(all, name, &PermissionRow::name);
  }

  FolderNumber folder = add(u"A");
};

TEST_F(PermissionsTest, TheFirstTwoRowsAreThoseOfEverybodyAndOfNobody) {
  permit(folder, everybody, right_folder_visible);
  const auto all = rows();
  ASSERT_THAT(all, SizeIs(2));
  EXPECT_EQ(all[0].member_id, 0);
  EXPECT_EQ(all[0].name, u"");
  EXPECT_TRUE(all[0].entry_id.empty());
  EXPECT_EQ(all[0].rights, right_folder_visible);
  EXPECT_EQ(all[1].member_id, -1);
  EXPECT_EQ(all[1].name, u"Anonymous");
  EXPECT_TRUE(all[1].entry_id.empty());
  EXPECT_EQ(all[1].rights, 0u);
}

TEST_F(PermissionsTest, AddsModifiesAndRemovesAMember) {
  EXPECT_EQ(modify(add_member("bob@example.org", right_read_any)), ErrorCode::success);
  auto all = rows();
  ASSERT_THAT(all, SizeIs(3));
  EXPECT_EQ(all[2].name, u"Bob");
  EXPECT_EQ(all[2].entry_id, address_book_entry_id(rig.user("bob@example.org")->legacy_dn));
  EXPECT_EQ(all[2].rights, right_read_any);
  const std::int64_t id = all[2].member_id;
  EXPECT_GT(id, 0);

  EXPECT_EQ(modify({.kind = Change::Kind::modify, .member_id = id, .rights = right_create}),
            ErrorCode::success);
  EXPECT_EQ(rows()[2].rights, right_create);
  EXPECT_EQ(rows()[2].member_id, id);
  EXPECT_EQ(bob().rights(folder).value(), right_create);
  // To add somebody who is there is to replace the entry.
  EXPECT_EQ(modify(add_member("bob@example.org", right_read_any)), ErrorCode::success);
  ASSERT_THAT(rows(), SizeIs(3));
  EXPECT_EQ(rows()[2].rights, right_read_any);
  EXPECT_EQ(modify({.kind = Change::Kind::remove, .member_id = id}), ErrorCode::success);
  EXPECT_THAT(rows(), SizeIs(2));
}

TEST_F(PermissionsTest, TheEntriesOfEverybodyAndNobodyCanBeModified) {
  EXPECT_EQ(modify({.kind = Change::Kind::modify, .member_id = 0, .rights = right_read_any}),
            ErrorCode::success);
  EXPECT_EQ(modify({.kind = Change::Kind::modify, .member_id = -1, .rights = right_create}),
            ErrorCode::success);
  EXPECT_EQ(rows()[0].rights, right_read_any);
  EXPECT_EQ(rows()[1].rights, right_create);
  EXPECT_TRUE(carol().open_folder(folder, false));
}

TEST_F(PermissionsTest, AMemberWhoIsNotThereCannotBeModified) {
  EXPECT_EQ(modify({.kind = Change::Kind::modify, .member_id = 77, .rights = right_create}),
            ErrorCode::not_found);
  EXPECT_EQ(modify({.kind = Change::Kind::remove, .member_id = 77}), ErrorCode::not_found);
  EXPECT_EQ(modify({.kind = Change::Kind::add}), ErrorCode::invalid_parameter);
}

TEST_F(PermissionsTest, AllOfAListOrNothing) {
  PermissionChanges changes;
  changes.changes.push_back(add_member("bob@example.org", right_read_any));
  changes.changes.push_back({.kind = Change::Kind::remove, .member_id = 77});
  EXPECT_EQ(modify(changes), ErrorCode::not_found);
  EXPECT_THAT(rows(), SizeIs(2));
}

TEST_F(PermissionsTest, ReplacesAllButTheDefault) {
  permit(folder, everybody, right_folder_visible);
  permit(folder, anonymous, right_folder_visible);
  permit(folder, "bob@example.org", right_read_any);
  PermissionChanges changes;
  changes.replace_all = true;
  changes.changes.push_back(add_member("carol@example.org", right_create));
  EXPECT_EQ(modify(changes), ErrorCode::success);
  const auto all = rows();
  ASSERT_THAT(all, SizeIs(3));
  EXPECT_EQ(all[0].rights, right_folder_visible);
  EXPECT_EQ(all[1].rights, 0u);
  EXPECT_EQ(all[2].name, u"Carol");
  changes.changes.push_back({.kind = Change::Kind::remove, .member_id = all[2].member_id});
  EXPECT_EQ(modify(changes), ErrorCode::invalid_parameter);
}

TEST_F(PermissionsTest, FreeBusyBitsAreForTheCalendarAndOnlyWhereAskedFor) {
  constexpr Rights simple = right_free_busy_simple;
  EXPECT_EQ(modify(add_member("bob@example.org", right_read_any | simple), true), ErrorCode::success);
  EXPECT_EQ(rows(true)[2].rights, right_read_any);

  folder = mailbox->special(SpecialFolder::calendar);
  EXPECT_EQ(modify(add_member("bob@example.org", right_read_any | simple), true), ErrorCode::success);
  EXPECT_EQ(row(rows(true), u"Bob").rights, right_read_any | simple);
  EXPECT_EQ(row(rows(false), u"Bob").rights, right_read_any);
  // Whoever does not ask for them leaves them as they are.
  const std::int64_t id = row(rows(), u"Bob").member_id;
  EXPECT_EQ(modify({.kind = Change::Kind::modify, .member_id = id, .rights = right_create}),
            ErrorCode::success);
  EXPECT_EQ(row(rows(true), u"Bob").rights, right_create | simple);
  PermissionChanges changes;
  changes.replace_all = true;
  changes.changes.push_back(add_member("bob@example.org", right_read_any));
  EXPECT_EQ(modify(changes), ErrorCode::success);
  EXPECT_EQ(row(rows(true), u"Bob").rights, right_read_any | simple);
}

TEST_F(PermissionsTest, OtherBitsAreNoRights) {
  EXPECT_EQ(modify(add_member("bob@example.org", 0xFFFF'FFFF)), ErrorCode::success);
  EXPECT_EQ(rows(true)[2].rights, rights_of_owner | right_folder_contact);
}

TEST(PermissionsOfThoseGoneTest, AreStillShown) {
  FolderRig alone(FolderRig::Kind::own);
  alone.permit(alone.top, "bob@example.org", right_read_any);
  const std::string bobs = alone.rig.user("bob@example.org")->mailbox_guid;
  ASSERT_TRUE(alone.rig.directory().remove("bob@example.org"));
  const auto rows = permission_rows(alone.owner(), alone.top, false, alone.rig.directory()).value();
  ASSERT_THAT(rows, SizeIs(3));
  EXPECT_EQ(rows[2].name, std::u16string(bobs.begin(), bobs.end()));
  PermissionChanges changes;
  changes.changes.push_back({.kind = Change::Kind::remove, .member_id = rows[2].member_id});
  EXPECT_TRUE(modify_permissions(alone.owner(), alone.top, changes));
}

TEST_F(PermissionsTest, WhoSeesAFolderSeesItsList) {
  EXPECT_EQ(error_of(permission_rows(bob(), folder, false, rig.directory())), ErrorCode::access_denied);
  permit(folder, "bob@example.org", right_folder_visible);
  EXPECT_TRUE(permission_rows(bob(), folder, false, rig.directory()));
  EXPECT_EQ(error_of(modify_permissions(bob(), folder, {})), ErrorCode::access_denied);
  permit(folder, "bob@example.org", right_folder_owner);
  EXPECT_TRUE(modify_permissions(bob(), folder, {}));
}

}  // namespace
}  // namespace mapigate::mailbox
