#include "gateway/mailbox/entry_ids.hpp"
#include "gateway/mailbox/permissions.hpp"
#include "protocol/oxcdata/entry_ids.hpp"
#include "protocol/oxcperm/permissions.hpp"
#include "tests/unit/mapi_handlers/oxcfold_rig.hpp"

namespace mapigate::mapi {
namespace {

using oxcperm::ModifyPermissionsRequest;
using oxcperm::ModifyPermissionsResponse;
using oxcperm::PermissionData;
using testing::SizeIs;

struct ModifyPermissionsTest : FolderRopsTest {
  static PermissionData row(wire::u8 flags) {
    PermissionData data;
    data.permission_data_flags = flags;
    return data;
  }
  static void put(PermissionData& data, oxcdata::PropertyTag tag, oxcdata::PropertyValue value) {
    data.property_values.push_back({tag, std::move(value)});
  }
  static PermissionData added(wire::Bytes entry_id, mailbox::Rights rights) {
    PermissionData data = row(PermissionData::add_row);
    put(data, oxprops::pid_tag_entry_id, std::move(entry_id));
    put(data, oxprops::pid_tag_member_rights, static_cast<std::int32_t>(rights));
    return data;
  }
  static PermissionData of_member(wire::u8 flags, std::int64_t id, std::optional<mailbox::Rights> rights) {
    PermissionData data = row(flags);
    put(data, oxprops::pid_tag_member_id, id);
    if (rights) put(data, oxprops::pid_tag_member_rights, static_cast<std::int32_t>(*rights));
    return data;
  }
  ErrorCode modify(PermissionData data, wire::u8 flags = 0) {
    ModifyPermissionsRequest request;
    request.modify_flags = flags;
    request.permissions_data.push_back(std::move(data));
    return alice.send<ModifyPermissionsResponse>(request, handle).return_value;
  }
  std::vector<mailbox::PermissionRow> rows() {
    const auto owner = rig.mailboxes.owner(mailbox);
    return mailbox::permission_rows(owner, folder, true, rig.mailboxes.directory()).value();
  }
  wire::Bytes entry_id_of_bob() {
    return mailbox::address_book_entry_id(rig.mailboxes.user("bob@example.org")->legacy_dn);
  }
  template <class Text>
  static wire::Bytes one_off(Text type, Text address, bool unicode) {
    oxcdata::OneOffEntryId entry_id;
    entry_id.unicode = unicode;
    entry_id.display_name = Text();
    entry_id.address_type = std::move(type);
    entry_id.email_address = std::move(address);
    return wire::serialize(entry_id).value();
  }

  store::FolderNumber folder = add(u"A");
  wire::u32 handle = opened(folder);
};

TEST_F(ModifyPermissionsTest, AMemberByTheAddressBook) {
  ASSERT_EQ(modify(added(entry_id_of_bob(), mailbox::right_read_any)), ErrorCode::success);
  auto all = rows();
  ASSERT_THAT(all, SizeIs(3));
  EXPECT_EQ(all[2].entry_id, entry_id_of_bob());
  EXPECT_EQ(all[2].rights, mailbox::right_read_any);
  EXPECT_EQ(modify(of_member(PermissionData::modify_row, all[2].member_id, mailbox::right_create)),
            ErrorCode::success);
  EXPECT_EQ(rows()[2].rights, mailbox::right_create);
  EXPECT_EQ(modify(of_member(PermissionData::remove_row, all[2].member_id, std::nullopt)),
            ErrorCode::success);
  EXPECT_THAT(rows(), SizeIs(2));
}

TEST_F(ModifyPermissionsTest, AMemberByAnAddress) {
  using oxcdata::String8;
  EXPECT_EQ(modify(added(one_off(std::u16string(u"SMTP"), std::u16string(u"Bob@example.org"), true),
                         mailbox::right_read_any)),
            ErrorCode::success);
  EXPECT_EQ(
      modify(added(one_off(String8{"smtp"}, String8{"carol@example.org"}, false), mailbox::right_create)),
      ErrorCode::success);
  const auto all = rows();
  ASSERT_THAT(all, SizeIs(4));
  EXPECT_EQ(all[2].name, u"Bob");
  EXPECT_EQ(all[3].name, u"Carol");
}

TEST_F(ModifyPermissionsTest, EverybodyAndNobodyInParticular) {
  EXPECT_EQ(modify(of_member(PermissionData::modify_row, 0, mailbox::right_read_any)), ErrorCode::success);
  PermissionData nobody = added({}, mailbox::right_create);
  put(nobody, oxprops::pid_tag_member_id, std::int64_t{-1});
  EXPECT_EQ(modify(std::move(nobody)), ErrorCode::success);
  EXPECT_EQ(rows()[0].rights, mailbox::right_read_any);
  EXPECT_EQ(rows()[1].rights, mailbox::right_create);
}

TEST_F(ModifyPermissionsTest, ReplacesTheList) {
  permit(folder, "carol@example.org", mailbox::right_create);
  EXPECT_EQ(modify(added(entry_id_of_bob(), mailbox::right_read_any), ModifyPermissionsRequest::replace_rows),
            ErrorCode::success);
  const auto all = rows();
  ASSERT_THAT(all, SizeIs(3));
  EXPECT_EQ(all[2].name, u"Bob");
}

TEST_F(ModifyPermissionsTest, FreeBusyBits) {
  folder = special(mailbox::SpecialFolder::calendar);
  handle = opened(folder);
  constexpr mailbox::Rights detailed = mailbox::right_free_busy_simple | mailbox::right_free_busy_detailed;
  ASSERT_EQ(modify(added(entry_id_of_bob(), detailed)), ErrorCode::success);
  EXPECT_EQ(rows().back().rights, 0u);
  ASSERT_EQ(modify(added(entry_id_of_bob(), detailed), ModifyPermissionsRequest::include_free_busy),
            ErrorCode::success);
  EXPECT_EQ(rows().back().rights, detailed);
}

TEST_F(ModifyPermissionsTest, Failures) {
  EXPECT_EQ(modify(row(PermissionData::add_row)), ErrorCode::invalid_parameter);
  EXPECT_EQ(modify(row(PermissionData::modify_row)), ErrorCode::invalid_parameter);
  EXPECT_EQ(modify(row(PermissionData::remove_row)), ErrorCode::invalid_parameter);
  EXPECT_EQ(modify(row(0x08)), ErrorCode::invalid_parameter);
  EXPECT_EQ(modify(of_member(PermissionData::modify_row, 0, std::nullopt)), ErrorCode::invalid_parameter);
  EXPECT_EQ(modify(of_member(PermissionData::remove_row, 77, std::nullopt)), ErrorCode::not_found);
  EXPECT_EQ(modify(added(wire::Bytes(5), mailbox::right_create)), ErrorCode::unknown_user);
  EXPECT_EQ(modify(added(mailbox::address_book_entry_id("/o=x/cn=nobody"), mailbox::right_create)),
            ErrorCode::unknown_user);
  EXPECT_EQ(modify(added(one_off(std::u16string(u"SMTP"), std::u16string(u"x@example.net"), true), 1)),
            ErrorCode::unknown_user);
  EXPECT_EQ(modify(added(one_off(std::u16string(u"X400"), std::u16string(u"bob@example.org"), true), 1)),
            ErrorCode::unknown_user);
  EXPECT_THAT(rows(), SizeIs(2));
  handle = logon;
  EXPECT_EQ(modify(added(entry_id_of_bob(), 1)), ErrorCode::not_supported);
}

TEST_F(ModifyPermissionsTest, OnlyByTheOwnerOfTheFolder) {
  permit(folder, "bob@example.org", mailbox::right_folder_visible);
  const wire::u32 theirs = bob.log_on("alice@example.org");
  ASSERT_EQ(open(bob, theirs, folder, handle).return_value, ErrorCode::success);
  ModifyPermissionsRequest request;
  EXPECT_EQ(bob.send<ModifyPermissionsResponse>(request, handle).return_value, ErrorCode::access_denied);
  permit(folder, "bob@example.org", mailbox::right_folder_owner);
  EXPECT_EQ(bob.send<ModifyPermissionsResponse>(request, handle).return_value, ErrorCode::success);
}

}  // namespace
}  // namespace mapigate::mapi
