#include "gateway/mailbox/message_flags.hpp"
#include "gateway/mailbox/read_state.hpp"
#include "tests/unit/mailbox/folder_rig.hpp"

namespace mapigate::mailbox {
namespace {

using store::Contents;
using store::FolderKind;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

struct LogonMessagesTest : testing::Test, FolderRig {
  FolderNumber from = add(u"From");
  FolderNumber to = add(u"To");
};

TEST_F(LogonMessagesTest, MovesAndCopies) {
  const MessageNumber one = message(from);
  const MessageNumber two = message(from, {.associated = true});
  EXPECT_EQ(partial(owner().transfer_messages(from, to, {one, two, one}, true)), false);
  EXPECT_THAT(numbers_in(from), ElementsAre(one));
  EXPECT_THAT(numbers_in(to), SizeIs(1));
  EXPECT_THAT(numbers_in(to, Contents::associated), SizeIs(1));
  EXPECT_EQ(partial(owner().transfer_messages(from, to, {one}, false)), false);
  EXPECT_THAT(numbers_in(from), IsEmpty());
  EXPECT_THAT(numbers_in(to), SizeIs(2));
}

TEST_F(LogonMessagesTest, NoNumbersAreAllMessages) {
  message(from);
  message(from);
  message(from, {.associated = true});
  EXPECT_EQ(partial(owner().transfer_messages(from, to, {}, false)), false);
  EXPECT_THAT(numbers_in(to), SizeIs(2));
  EXPECT_THAT(numbers_in(from, Contents::associated), SizeIs(1));
}

TEST_F(LogonMessagesTest, WhatIsNotInTheFolderIsLeftOut) {
  const MessageNumber here = message(from);
  const MessageNumber elsewhere = message(top);
  EXPECT_EQ(partial(owner().transfer_messages(from, to, {here, elsewhere, 99'999}, false)), true);
  EXPECT_THAT(numbers_in(to), SizeIs(1));
  EXPECT_THAT(numbers_in(top), ElementsAre(elsewhere));
  EXPECT_EQ(partial(owner().delete_messages(from, {elsewhere}, true)), true);
  EXPECT_THAT(numbers_in(top), ElementsAre(elsewhere));
}

TEST_F(LogonMessagesTest, NothingGoesIntoASearchFolderButEverythingOutOfIt) {
  const FolderNumber search = add(u"S", top, FolderKind::search);
  const MessageNumber number = message(from);
  EXPECT_EQ(error_of(owner().transfer_messages(from, search, {number}, true)), ErrorCode::not_supported);
  ASSERT_TRUE(mailbox->store().change_results(search, std::vector<MessageNumber>{number}, {}));
  EXPECT_EQ(partial(owner().transfer_messages(search, to, {number}, false)), false);
  EXPECT_THAT(numbers_in(from), IsEmpty());
  EXPECT_THAT(numbers_in(search), IsEmpty());
  EXPECT_THAT(numbers_in(to), SizeIs(1));
  EXPECT_EQ(error_of(owner().transfer_messages(from, 99'999, {}, true)), ErrorCode::not_found);
}

TEST_F(LogonMessagesTest, DeletesSoftlyAndForGood) {
  const MessageNumber soft = message(from);
  const MessageNumber hard = message(from);
  EXPECT_EQ(partial(owner().delete_messages(from, {soft}, false)), false);
  EXPECT_EQ(partial(owner().delete_messages(from, {hard}, true)), false);
  EXPECT_THAT(numbers_in(from), IsEmpty());
  EXPECT_THAT(numbers_in(from, Contents::deleted_normal), ElementsAre(soft));
  // Once more it is not there; for good it is.
  EXPECT_EQ(partial(owner().delete_messages(from, {soft}, false)), true);
  EXPECT_EQ(partial(owner().delete_messages(from, {soft}, true)), false);
  EXPECT_THAT(numbers_in(from, Contents::deleted_normal), IsEmpty());
}

TEST_F(LogonMessagesTest, AMoveRecoversDeletedMessages) {
  const MessageNumber number = message(from);
  EXPECT_EQ(partial(owner().delete_messages(from, {number}, false)), false);
  EXPECT_EQ(partial(owner().transfer_messages(from, to, {number}, false)), false);
  EXPECT_THAT(numbers_in(to), SizeIs(1));
}

TEST_F(LogonMessagesTest, AMessageOnItsWayIsNotDeletedOrMoved) {
  const MessageNumber number = message(from, {.flags = static_cast<std::int32_t>(mf_submitted)});
  EXPECT_EQ(partial(owner().delete_messages(from, {number}, true)), true);
  EXPECT_EQ(partial(owner().transfer_messages(from, to, {number}, false)), true);
  EXPECT_THAT(numbers_in(from), ElementsAre(number));
  EXPECT_EQ(partial(owner().transfer_messages(from, to, {number}, true)), false);
}

TEST_F(LogonMessagesTest, SomebodyMayMoveTheirOwnMessagesOnly) {
  const Rights own = right_folder_visible | right_edit_owned | right_delete_owned;
  permit(from, "bob@example.org", own);
  permit(to, "bob@example.org", right_create);
  const MessageNumber theirs = message(from, {.creator = "alice@example.org"});
  const MessageNumber mine = message(from, {.creator = "bob@example.org"});
  EXPECT_EQ(partial(bob().transfer_messages(from, to, {theirs, mine}, false)), true);
  EXPECT_THAT(numbers_in(from), ElementsAre(theirs));
  EXPECT_THAT(numbers_in(to), SizeIs(1));
  EXPECT_EQ(error_of(bob().transfer_messages(from, to, {theirs}, false)), ErrorCode::access_denied);
  EXPECT_EQ(error_of(bob().delete_messages(from, {theirs}, false)), ErrorCode::access_denied);
}

TEST_F(LogonMessagesTest, TheRightsOfTheFolderOfAMessageCountNotThoseOfASearch) {
  const FolderNumber search = add(u"S", top, FolderKind::search);
  permit(search, "bob@example.org", rights_of_owner);
  const MessageNumber number = message(from);
  ASSERT_TRUE(mailbox->store().change_results(search, std::vector<MessageNumber>{number}, {}));
  EXPECT_EQ(error_of(bob().delete_messages(search, {number}, true)), ErrorCode::access_denied);
  EXPECT_THAT(numbers_in(from), ElementsAre(number));
}

TEST_F(LogonMessagesTest, CopiesIntoAnotherMailboxAndMovesLeaveADeletedMessage) {
  store::Content inner;
  inner.properties.set(oxprops::pid_tag_subject, std::u16string(u"inner"));
  store::Content content;
  content.properties.set(oxprops::pid_tag_subject, std::u16string(u"outer"));
  store::Attachment attachment;
  attachment.embedded = std::make_shared<const store::Content>(std::move(inner));
  content.attachments.push_back(std::move(attachment));
  const MessageNumber number = save(from, std::move(content));
  ASSERT_TRUE(mailbox->set_read(std::vector<MessageNumber>{number}, from, true));

  const MailboxPtr bobs = rig.bob();
  const FolderNumber inbox = bobs->special(SpecialFolder::inbox);
  const Logon target = rig.owner(bobs);
  EXPECT_EQ(partial(owner().transfer_messages(from, target, inbox, {number}, true)), false);
  EXPECT_EQ(partial(owner().transfer_messages(from, target, inbox, {number}, false)), false);
  const auto there = numbers_in(*bobs, inbox);
  ASSERT_THAT(there, SizeIs(2));
  EXPECT_TRUE(bobs->store().message(there[0])->read);
  const auto attachments = bobs->store().attachments(there[1]).value();
  ASSERT_THAT(attachments, SizeIs(1));
  ASSERT_TRUE(attachments[0].embedded);
  EXPECT_EQ(*attachments[0].embedded->properties.get<std::u16string>(oxprops::pid_tag_normalized_subject),
            u"inner");
  EXPECT_THAT(numbers_in(from, Contents::deleted_normal), ElementsAre(number));
  // Rights are those of the target there.
  const Logon guest = rig.guest(bobs, "alice@example.org");
  EXPECT_EQ(error_of(owner().transfer_messages(from, guest, inbox, {number}, true)),
            ErrorCode::access_denied);
}

TEST_F(LogonMessagesTest, WhatIsTooLargeForTheOtherMailboxStays) {
  Config small;
  small.limits.size = 10'000;
  fakes::MailboxRig other(small);
  const MailboxPtr bobs = other.bob();
  const MessageNumber large = message(from, {.body = std::u16string(20'000, u'x')});
  const MessageNumber fits = message(from);
  const FolderNumber inbox = bobs->special(SpecialFolder::inbox);
  EXPECT_EQ(partial(owner().transfer_messages(from, other.owner(bobs), inbox, {large, fits}, false)), true);
  EXPECT_THAT(numbers_in(from), ElementsAre(large));
  EXPECT_THAT(numbers_in(*bobs, inbox), SizeIs(1));
}

TEST_F(LogonMessagesTest, MarksAsRead) {
  const MessageNumber one = message(from);
  const MessageNumber two = message(from);
  EXPECT_EQ(partial(owner().set_read(from, {one, 99'999}, true)), true);
  EXPECT_TRUE(mailbox->store().message(one)->read);
  EXPECT_FALSE(mailbox->store().message(two)->read);
  EXPECT_EQ(partial(owner().set_read(from, {}, true)), false);
  EXPECT_TRUE(mailbox->store().message(two)->read);
  EXPECT_EQ(partial(owner().set_read(from, {}, false)), false);
  EXPECT_FALSE(mailbox->store().message(one)->read);
  EXPECT_EQ(partial(owner().set_read(to, {}, true)), false);
}

TEST(PublicMessagesTest, EachHasAReadStateOfTheirOwn) {
  FolderRig shared(FolderRig::Kind::public_folders);
  const FolderNumber folder = shared.add(u"News");
  const MessageNumber number = shared.message(folder);
  for (const char* who : {"bob@example.org", "carol@example.org"}) {
    shared.permit(folder, who, right_read_any | right_folder_visible);
  }
  EXPECT_EQ(partial(shared.bob().set_read(folder, {number}, true)), false);
  const auto record = shared.mailbox->store().message(number).value();
  EXPECT_FALSE(record.read);
  const auto read = [&](const Logon& logon) {
    return ReadState::load(*shared.mailbox, logon.actor(), folder)
        ->is_read(false, record.version.change_number);
  };
  EXPECT_TRUE(read(shared.bob()));
  EXPECT_FALSE(read(shared.carol()));
  EXPECT_EQ(partial(shared.bob().set_read(folder, {}, false)), false);
  EXPECT_FALSE(read(shared.bob()));
}

}  // namespace
}  // namespace mapigate::mailbox
