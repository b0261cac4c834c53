#include "tests/contract/mailbox_store_contract.hpp"

namespace mapigate {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

FolderWrite a_folder(FolderNumber parent, std::u16string name) {
  FolderWrite write;
  write.parent = parent;
  write.name = std::move(name);
  return write;
}

std::vector<FolderNumber> numbers_of(const std::vector<FolderRecord>& folders) {
  std::vector<FolderNumber> numbers;
  for (const auto& folder : folders) numbers.push_back(folder.number);
  return numbers;
}

TEST_P(MailboxStoreContract, KnowsWhoseMailboxItIs) {
  EXPECT_EQ(store->identity(), an_identity());
  const auto other = backend->open();
  ASSERT_TRUE(other) << other.error().message;
  EXPECT_EQ((*other)->identity(), an_identity());
  expect_refused(backend->create(an_identity()), StoreFault::conflict);
}

TEST_P(MailboxStoreContract, FolderComesBackAsItWasMade) {
  FolderWrite write = a_folder(inbox, u"Straße \xD800 unpaired \U0001F4E7");
  write.role = 77;
  write.created = 123;
  write.change_key = pattern(20, 1);
  write.predecessor_change_list = pattern(21, 2);
  write.mirror = std::string("imap\0folder", 11);
  write.properties.set(oxprops::pid_tag_comment, std::u16string(u"a comment"));
  write.properties.set(oxprops::pid_tag_container_class, std::u16string(u"IPF.Note"));
  const auto made = store->create_folder(write);
  ASSERT_TRUE(made) << made.error().message;
  for (const auto& folder :
       {*made, store->folder(made->number).value(), backend->open().value()->folder(made->number).value()}) {
    EXPECT_EQ(folder.number, made->number);
    EXPECT_EQ(folder.parent, inbox);
    EXPECT_EQ(folder.kind, store::FolderKind::generic);
    EXPECT_EQ(folder.role, 77);
    EXPECT_EQ(folder.name, write.name);
    EXPECT_EQ(folder.created, 123u);
    EXPECT_EQ(folder.modified, 123u);
    EXPECT_EQ(folder.version.change_key, write.change_key);
    EXPECT_EQ(folder.version.predecessor_change_list, write.predecessor_change_list);
    EXPECT_EQ(folder.mirror, write.mirror);
    EXPECT_FALSE(folder.deleted);
    EXPECT_EQ(folder.counts, store::FolderCounts());
    EXPECT_TRUE(same(folder.properties, write.properties));
  }
  EXPECT_EQ(store->folder(inbox)->subfolders, 1u);
}

TEST_P(MailboxStoreContract, FolderThatIsNone) {
  expect_refused(store->folder(999), StoreFault::not_found);
  expect_refused(store->folders(999, false, false), StoreFault::not_found);
  expect_refused(store->folder_by_name(999, u"x"), StoreFault::not_found);
  expect_refused(store->create_folder(a_folder(999, u"x")), StoreFault::not_found);
  expect_refused(store->change_folder(999, {}), StoreFault::not_found);
  expect_refused(store->move_folder(999, inbox, u"x"), StoreFault::not_found);
  expect_refused(store->move_folder(inbox, 999, u"x"), StoreFault::not_found);
  expect_refused(store->delete_folder(999, std::nullopt), StoreFault::not_found);
  expect_refused(store->delete_folder(999, 5), StoreFault::not_found);
  expect_refused(store->create_folder(a_folder(0, u"second root")), StoreFault::not_found);
  EXPECT_EQ(store->folders(root, true, false)->size(), 1u) << "nothing was made";
}

TEST_P(MailboxStoreContract, OnlyOneRoot) {
  FolderWrite write = a_folder(0, u"Another");
  write.kind = store::FolderKind::root;
  expect_refused(store->create_folder(write), StoreFault::conflict);
  expect_refused(store->delete_folder(root, std::nullopt), StoreFault::conflict);
  expect_refused(store->delete_folder(root, 5), StoreFault::conflict);
}

TEST_P(MailboxStoreContract, NamesAreTakenWithoutRegardToCase) {
  const auto street = folder(inbox, u"STRASSE");
  expect_refused(store->create_folder(a_folder(inbox, u"straße")), StoreFault::conflict);
  const auto accent = folder(inbox, u"caf\u00E9");
  expect_refused(store->create_folder(a_folder(inbox, u"CAFE\u0301")), StoreFault::conflict);
  folder(root, u"strasse");  // in another folder
  EXPECT_EQ(store->folder_by_name(inbox, u"Strasse").value(), street);
  EXPECT_EQ(store->folder_by_name(inbox, u"CAFÉ").value(), accent);
  EXPECT_EQ(store->folder_by_name(inbox, u"cafe").value(), std::nullopt);

  store::FolderChange rename;
  rename.name = u"CAFÉ";
  expect_refused(store->change_folder(street, rename), StoreFault::conflict);
  EXPECT_TRUE(store->change_folder(accent, rename)) << "its own name in another case";
  EXPECT_EQ(store->folder(accent)->name, u"CAFÉ");
  EXPECT_EQ(store->folder(street)->name, u"STRASSE");
}

TEST_P(MailboxStoreContract, ANameIsFreeAgainWhenItsFolderIsDeleted) {
  const auto first = folder(inbox, u"Name");
  ASSERT_TRUE(store->delete_folder(first, 10));
  EXPECT_EQ(store->folder_by_name(inbox, u"name").value(), std::nullopt);
  const auto second = folder(inbox, u"NAME");
  ASSERT_TRUE(store->delete_folder(second, 11));
  EXPECT_THAT(numbers_of(store->folders(inbox, false, true).value()), ElementsAre(first, second));
  expect_consistent();
}

TEST_P(MailboxStoreContract, RolesAreTakenOnce) {
  FolderWrite write = a_folder(inbox, u"a");
  write.role = 5;
  const auto first = store->create_folder(write).value().number;
  write.name = u"b";
  expect_refused(store->create_folder(write), StoreFault::conflict);
  EXPECT_EQ(store->folder_by_role(5).value(), first);
  EXPECT_EQ(store->folder_by_role(6).value(), std::nullopt);
  EXPECT_EQ(store->folder_by_role(0).value(), std::nullopt);

  const auto second = folder(inbox, u"b");
  store::FolderChange change;
  change.role = 5;
  expect_refused(store->change_folder(second, change), StoreFault::conflict);
  EXPECT_TRUE(store->change_folder(first, change)) << "its own";
  change.role = 6;
  EXPECT_EQ(store->change_folder(second, change)->role, 6);
  EXPECT_EQ(store->folder_by_role(6).value(), second);
  ASSERT_TRUE(store->delete_folder(second, 10));
  EXPECT_EQ(store->folder_by_role(6).value(), std::nullopt);
  EXPECT_EQ(store->folder(second)->role, 6);
}

TEST_P(MailboxStoreContract, FoldersInTheOrderOfTheirNames) {
  const auto b = folder(inbox, u"b");
  const auto upper_a = folder(inbox, u"A");
  const auto c = folder(inbox, u"C");
  const auto below_a = folder(upper_a, u"z");
  const auto below_below = folder(below_a, u"a");
  const auto below_c = folder(c, u"aa");
  EXPECT_THAT(numbers_of(store->folders(inbox, false, false).value()), ElementsAre(upper_a, b, c));
  EXPECT_THAT(numbers_of(store->folders(inbox, true, false).value()),
              ElementsAre(upper_a, below_a, below_below, b, c, below_c))
      << "parents before their children";
  EXPECT_THAT(store->folders(below_below, true, false).value(), IsEmpty());
}

TEST_P(MailboxStoreContract, EveryChangeOfAFolderHasANewNumberAndOneForTheParents) {
  const auto a = folder(inbox, u"a");
  const auto b = folder(inbox, u"b");
  const auto change_of = [&](FolderNumber number) { return store->folder(number)->version.change_number; };
  auto highest = std::max({change_of(root), change_of(inbox), change_of(a), change_of(b)});
  const auto expect_newer = [&](std::initializer_list<FolderNumber> changed) {
    auto next = highest;
    for (const auto number : changed) {
      EXPECT_GT(change_of(number), highest) << number;
      next = std::max(next, change_of(number));
    }
    highest = next;
  };
  const auto child = folder(a, u"child");
  expect_newer({child, a});
  store::FolderChange change;
  change.set.push_back({oxprops::pid_tag_comment, std::u16string(u"x"), nullptr});
  ASSERT_TRUE(store->change_folder(child, change));
  expect_newer({child, a});
  ASSERT_TRUE(store->move_folder(child, b, u"child"));
  expect_newer({child, a, b});
  ASSERT_TRUE(store->delete_folder(child, 10));
  expect_newer({child, b});
  ASSERT_TRUE(store->delete_folder(child, std::nullopt));
  expect_newer({b});
}

TEST_P(MailboxStoreContract, AChangeOfAFolderLeavesWhatItDoesNotName) {
  FolderWrite write = a_folder(inbox, u"a");
  write.created = 5;
  write.mirror = "m";
  write.properties.set(oxprops::pid_tag_comment, std::u16string(u"comment"));
  write.properties.set(oxprops::pid_tag_container_class, std::u16string(u"IPF.Note"));
  const auto number = store->create_folder(write)->number;

  store::FolderChange change;
  change.set.push_back({oxprops::pid_tag_display_type, std::int32_t{3}, nullptr});
  change.erase.push_back(id_of(oxprops::pid_tag_comment));
  change.modified = 9;
  auto changed = store->change_folder(number, change).value();
  Properties expected;
  expected.set(oxprops::pid_tag_container_class, std::u16string(u"IPF.Note"));
  expected.set(oxprops::pid_tag_display_type, std::int32_t{3});
  EXPECT_TRUE(same(changed.properties, expected));
  EXPECT_EQ(changed.name, u"a");
  EXPECT_EQ(changed.mirror, "m");
  EXPECT_EQ(changed.modified, 9u);

  change = {};
  change.mirror = "other";
  change.name = u"b";
  changed = store->change_folder(number, change).value();
  EXPECT_TRUE(same(changed.properties, expected));
  EXPECT_EQ(changed.name, u"b");
  EXPECT_EQ(changed.mirror, "other");
  EXPECT_EQ(changed.modified, 9u);
  EXPECT_EQ(changed.created, 5u);
}

TEST_P(MailboxStoreContract, AChangeMadeHereKeepsThePredecessorsOfElsewhere) {
  // Two SizedXids: [MS-OXCFXICS] section 2.2.2.3.
  const auto xid = [](std::uint8_t guid, std::uint8_t counter) {
    wire::Bytes bytes(22, guid);
    for (std::size_t i = 16; i < 21; ++i) bytes[i] = 0;
    bytes[21] = counter;
    return bytes;
  };
  const auto list = [](std::initializer_list<wire::Bytes> xids) {
    wire::Bytes bytes;
    for (const auto& one : xids) {
      bytes.push_back(static_cast<std::uint8_t>(one.size()));
      bytes.insert(bytes.end(), one.begin(), one.end());
    }
    return bytes;
  };
  FolderWrite write = a_folder(inbox, u"a");
  write.change_key = xid(0x22, 7);
  write.predecessor_change_list = list({xid(0x11, 3), xid(0x22, 7)});
  const auto number = store->create_folder(write)->number;

  store::FolderChange change;
  change.name = u"b";
  const auto version = store->change_folder(number, change)->version;
  EXPECT_TRUE(version.change_key.empty()) << "that of the change number";
  const auto replica = an_identity().replica_guid.bytes;
  wire::Bytes own(replica.begin(), replica.end());
  for (int shift = 40; shift >= 0; shift -= 8) {
    own.push_back(static_cast<std::uint8_t>(version.change_number >> shift));
  }
  EXPECT_EQ(version.predecessor_change_list, list({xid(0x11, 3), xid(0x22, 7), own}));

  change.change_key = xid(0x33, 1);
  change.predecessor_change_list = list({xid(0x33, 1)});
  const auto given = store->change_folder(number, change)->version;
  EXPECT_EQ(given.change_key, *change.change_key);
  EXPECT_EQ(given.predecessor_change_list, *change.predecessor_change_list);

  MessageWrite message = message_in(inbox);
  message.change_key = xid(0x22, 9);
  message.predecessor_change_list = list({xid(0x22, 9)});
  const auto saved = save(message);
  EXPECT_EQ(store->message(saved.number)->version.change_key, message.change_key);
  message = message_in(inbox);
  message.number = saved.number;
  save(message);
  const auto after = store->message(saved.number)->version;
  EXPECT_TRUE(after.change_key.empty());
  EXPECT_EQ(after.predecessor_change_list.size(), 46u) << "both";
}

TEST_P(MailboxStoreContract, MovesFoldersButNotBelowThemselves) {
  const auto a = folder(inbox, u"a");
  const auto b = folder(a, u"b");
  const auto c = folder(b, u"c");
  for (const auto target : {a, b, c}) {
    expect_refused(store->move_folder(a, target, u"a"), StoreFault::conflict);
  }
  expect_refused(store->move_folder(root, inbox, u"x"), StoreFault::conflict);
  folder(root, u"taken");
  expect_refused(store->move_folder(b, root, u"TAKEN"), StoreFault::conflict);
  EXPECT_EQ(store->folder(b)->parent, a) << "nothing happened";

  const auto moved = store->move_folder(b, root, u"New name");
  ASSERT_TRUE(moved) << moved.error().message;
  EXPECT_EQ(moved->parent, root);
  EXPECT_EQ(moved->name, u"New name");
  EXPECT_EQ(store->folder(c)->parent, b);
  EXPECT_EQ(store->folder(a)->subfolders, 0u);
  EXPECT_EQ(store->folder(root)->subfolders, 3u);
  EXPECT_TRUE(store->move_folder(b, root, u"new NAME")) << "renamed in its place";
  expect_consistent();
}

TEST_P(MailboxStoreContract, DeletesAFolderSoftlyWithAllBelowIt) {
  const auto a = folder(inbox, u"a");
  const auto b = folder(a, u"b");
  const auto in_a = save(a);
  const auto in_b = save(b);
  MessageWrite associated = message_in(b);
  associated.associated = true;
  const auto fai = save(associated);
  const auto earlier = save(b);
  ASSERT_TRUE(store->delete_messages(std::array{earlier.number}, 40));

  EXPECT_THAT(store->delete_folder(a, 50).value(), ElementsAre(a, b));
  EXPECT_THAT(store->folders(inbox, true, false).value(), IsEmpty());
  EXPECT_THAT(numbers_of(store->folders(inbox, true, true).value()), ElementsAre(a, b));
  EXPECT_THAT(numbers_of(store->folders(inbox, false, true).value()), ElementsAre(a));
  EXPECT_EQ(store->folder(a)->deleted, 50u);
  EXPECT_EQ(store->folder(inbox)->subfolders, 0u);
  EXPECT_EQ(store->message(in_a.number)->contents, Contents::deleted_normal);
  EXPECT_EQ(store->message(in_a.number)->deleted, 50u);
  EXPECT_THAT(numbers(b, Contents::deleted_normal), ElementsAre(in_b.number, earlier.number));
  EXPECT_THAT(numbers(b, Contents::deleted_associated), ElementsAre(fai.number));
  expect_refused(store->save_message(message_in(a)), StoreFault::not_found);
  expect_refused(store->create_folder(a_folder(a, u"x")), StoreFault::not_found);
  expect_refused(store->move_folder(inbox, a, u"x"), StoreFault::not_found);
  EXPECT_THAT(store->delete_folder(a, 51).value(), IsEmpty()) << "it is deleted already";
  expect_consistent();

  // Moved, it comes back with what was deleted with it.
  const auto back = store->move_folder(a, root, u"back");
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_FALSE(back->deleted);
  EXPECT_THAT(numbers_of(store->folders(root, true, false).value()), ElementsAre(a, b, inbox));
  EXPECT_THAT(numbers(b), ElementsAre(in_b.number));
  EXPECT_THAT(numbers(b, Contents::associated), ElementsAre(fai.number));
  EXPECT_THAT(numbers(b, Contents::deleted_normal), ElementsAre(earlier.number));
  expect_consistent();
}

TEST_P(MailboxStoreContract, DeletesAFolderForGood) {
  const auto a = folder(inbox, u"a");
  const auto b = folder(a, u"b");
  const auto in_b = save(b);
  EXPECT_THAT(store->delete_folder(a, std::nullopt).value(), ElementsAre(a, b));
  expect_refused(store->folder(a), StoreFault::not_found);
  expect_refused(store->folder(b), StoreFault::not_found);
  expect_refused(store->message(in_b.number), StoreFault::not_found);
  EXPECT_EQ(store->folder(inbox)->subfolders, 0u);

  const auto softly = folder(inbox, u"c");
  const auto message = save(softly);
  ASSERT_TRUE(store->delete_folder(softly, 5));
  EXPECT_THAT(store->delete_folder(softly, std::nullopt).value(), ElementsAre(softly));
  expect_refused(store->message(message.number), StoreFault::not_found);
  EXPECT_THAT(store->folders(root, true, true).value(), IsEmpty());
  EXPECT_EQ(store->statistics()->messages, 0u);
  expect_consistent();
}

TEST_P(MailboxStoreContract, LargeValuesOfFolders) {
  FolderWrite write = a_folder(inbox, u"a");
  write.properties.set(oxprops::pid_tag_attach_data_binary, pattern_value(200'000, 4));
  const auto number = store->create_folder(write)->number;
  EXPECT_TRUE(same(store->folder(number)->properties, write.properties));
  store::FolderChange change;
  change.name = u"b";
  ASSERT_TRUE(store->change_folder(number, change));
  EXPECT_TRUE(same(store->folder(number)->properties, write.properties)) << "kept";
  expect_consistent();
  change.erase.push_back(id_of(oxprops::pid_tag_attach_data_binary));
  const auto value = store->folder(number)->properties.all()[0].large;
  ASSERT_TRUE(store->change_folder(number, change));
  wire::Bytes buffer(10);
  expect_refused(value->read(0, buffer), StoreFault::not_found);
  expect_consistent();
}

}  // namespace
}  // namespace mapigate
