#include <thread>

#include "tests/contract/mailbox_store_contract.hpp"

namespace mapigate {
namespace {

using oxcdata::PropertyName;
using testing::ElementsAre;
using testing::IsEmpty;

PropertyName named(std::u16string name) {
  return {.kind = PropertyName::Kind::name, .guid = {{1, 2, 3}}, .lid = 0, .name = std::move(name)};
}
PropertyName numbered(std::uint32_t lid) {
  return {.kind = PropertyName::Kind::lid, .guid = {{1, 2, 3}}, .lid = lid, .name = {}};
}

TEST_P(MailboxStoreContract, PropertiesOfTheStore) {
  EXPECT_TRUE(store->store_properties()->empty());
  std::vector<store::Property> set;
  set.push_back({oxprops::pid_tag_comment, std::u16string(u"comment"), nullptr});
  set.push_back({oxprops::pid_tag_body, {}, pattern_value(100'000, 1)});
  ASSERT_TRUE(store->change_store_properties(set, {}));
  const auto properties = backend->open().value()->store_properties().value();
  EXPECT_EQ(properties.size(), 2u);
  EXPECT_EQ(read_all(*properties.find(id_of(oxprops::pid_tag_body))->large), pattern(100'000, 1));
  expect_consistent();
  set = {{oxprops::pid_tag_comment, std::u16string(u"other"), nullptr}};
  ASSERT_TRUE(store->change_store_properties(set, {id_of(oxprops::pid_tag_body), 0x1234}));
  EXPECT_EQ(store->store_properties()->size(), 1u);
  EXPECT_EQ(*store->store_properties()->get<std::u16string>(oxprops::pid_tag_comment), u"other");
  expect_consistent();
}

TEST_P(MailboxStoreContract, ReplicaIds) {
  const auto own = an_identity().replica_guid;
  EXPECT_EQ(store->replica_id(own, false).value(), 1);
  EXPECT_EQ(store->replica_guid(1).value(), own);
  const wire::Guid other{{9, 9}};
  const wire::Guid third{{9, 8}};
  EXPECT_EQ(store->replica_id(other, false).value(), std::nullopt);
  const auto id = store->replica_id(other, true).value();
  ASSERT_TRUE(id);
  EXPECT_NE(*id, 1);
  EXPECT_EQ(backend->open().value()->replica_id(other, true).value(), id);
  EXPECT_NE(store->replica_id(third, true).value(), id);
  EXPECT_EQ(store->replica_guid(*id).value(), other);
  EXPECT_EQ(store->replica_guid(0).value(), std::nullopt);
  EXPECT_EQ(store->replica_guid(0xFFFF).value(), std::nullopt);
}

TEST_P(MailboxStoreContract, NamedProperties) {
  EXPECT_THAT(store->named_properties().value(), IsEmpty());
  const std::vector<PropertyName> names{named(u"Name"), named(u"name"),   named(u""),
                                        numbered(0),    numbered(0x8001), named(u"\xD800 unpaired")};
  std::vector<std::uint16_t> ids;
  for (const auto& name : names) ids.push_back(store->add_named_property(name).value());
  auto other_set = numbered(0x8001);
  other_set.guid = {{4}};
  const auto other = backend->open().value();
  EXPECT_EQ(other->add_named_property(other_set).value(), ids.back() + 1);
  for (std::size_t i = 0; i < names.size(); ++i) {
    EXPECT_GE(ids[i], 0x8000);
    EXPECT_EQ(other->add_named_property(names[i]).value(), ids[i]);
  }
  const auto all = store->named_properties().value();
  ASSERT_EQ(all.size(), names.size() + 1);
  for (std::size_t i = 0; i < names.size(); ++i) {
    EXPECT_EQ(all[i].id, ids[i]);
    EXPECT_EQ(all[i].name, names[i]);
  }
}

TEST_P(MailboxStoreContract, NumbersAreGivenOnceByAllStores) {
  std::vector<std::unique_ptr<store::MailboxStore>> stores;
  for (int i = 0; i < 3; ++i) stores.push_back(backend->open().value());
  std::vector<std::vector<std::uint64_t>> given(stores.size());
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < stores.size(); ++i) {
    threads.emplace_back([&, i] {
      for (std::uint32_t n = 0; n < 20; ++n) {
        const auto first = stores[i]->reserve_numbers(n).value();
        for (std::uint32_t k = 0; k < n; ++k) given[i].push_back(first + k);
        auto write = message_in(inbox);
        given[i].push_back(stores[i]->save_message(write).value().number);
      }
    });
  }
  threads.clear();
  std::vector<std::uint64_t> all{root, inbox};
  for (const auto& numbers : given) all.insert(all.end(), numbers.begin(), numbers.end());
  std::ranges::sort(all);
  EXPECT_EQ(std::ranges::adjacent_find(all), all.end());
  expect_consistent();
}

TEST_P(MailboxStoreContract, PermissionsOfAFolder) {
  EXPECT_THAT(store->permissions(inbox).value(), IsEmpty());
  ASSERT_TRUE(store->set_permissions(inbox, {{0, std::string(store::default_member), 0x400},
                                             {0, std::string(store::anonymous_member), 0},
                                             {0, "alice", 0x7FF}}));
  auto permissions = store->permissions(inbox).value();
  ASSERT_EQ(permissions.size(), 3u);
  EXPECT_EQ(permissions[0].member, store::default_member);
  EXPECT_EQ(permissions[2].member, "alice");
  EXPECT_EQ(permissions[2].rights, 0x7FFu);
  EXPECT_LT(permissions[0].id, permissions[1].id);
  EXPECT_LT(permissions[1].id, permissions[2].id);
  const auto gone = permissions[1].id;
  permissions.erase(permissions.begin() + 1);
  permissions[1].rights = 1;
  permissions.push_back({0, "bob", 2});
  ASSERT_TRUE(store->set_permissions(inbox, permissions));
  const auto now = backend->open().value()->permissions(inbox).value();
  ASSERT_EQ(now.size(), 3u);
  EXPECT_EQ(now[1], permissions[1]) << "keeps its id";
  EXPECT_GT(now[2].id, gone);
  EXPECT_GT(now[2].id, now[1].id) << "an id is not given again";

  expect_refused(store->set_permissions(inbox, {{0, "twice", 1}, {0, "twice", 2}}), StoreFault::conflict);
  EXPECT_EQ(store->permissions(inbox).value(), now);
  EXPECT_THAT(store->permissions(root).value(), IsEmpty());
  expect_refused(store->permissions(999), StoreFault::not_found);
  expect_refused(store->set_permissions(999, {}), StoreFault::not_found);
}

TEST_P(MailboxStoreContract, RulesOfAFolder) {
  const auto rule = [](std::int32_t sequence, std::u16string name) {
    store::Rule made;
    made.properties.set(oxprops::pid_tag_rule_sequence, sequence);
    made.properties.set(oxprops::pid_tag_rule_name, std::move(name));
    return made;
  };
  auto with_value = rule(5, u"large");
  with_value.properties.set(oxprops::pid_tag_rule_provider_data, pattern_value(100'000, 2));
  ASSERT_TRUE(store->set_rules(inbox, {rule(20, u"second"), rule(-10, u"first"), with_value}));
  auto rules = store->rules(inbox).value();
  ASSERT_EQ(rules.size(), 3u);
  EXPECT_EQ(*rules[0].properties.get<std::u16string>(oxprops::pid_tag_rule_name), u"first");
  EXPECT_EQ(*rules[2].properties.get<std::u16string>(oxprops::pid_tag_rule_name), u"second");
  EXPECT_EQ(read_all(*rules[1].properties.find(id_of(oxprops::pid_tag_rule_provider_data))->large),
            pattern(100'000, 2));
  expect_consistent();
  const auto kept = rules[0];
  ASSERT_TRUE(store->set_rules(inbox, {rule(1, u"new"), kept, rules[1]}));
  expect_consistent();
  const auto now = store->rules(inbox).value();
  ASSERT_EQ(now.size(), 3u);
  EXPECT_EQ(now[0].id, kept.id);
  EXPECT_GT(now[1].id, std::max({rules[0].id, rules[1].id, rules[2].id}));
  EXPECT_TRUE(same(now[2].properties, with_value.properties));
  ASSERT_TRUE(store->set_rules(inbox, {}));
  EXPECT_THAT(store->rules(inbox).value(), IsEmpty());
  expect_refused(store->rules(999), StoreFault::not_found);
  expect_refused(store->set_rules(999, {}), StoreFault::not_found);
  expect_consistent();
}

TEST_P(MailboxStoreContract, ReceiveFolders) {
  EXPECT_THAT(store->receive_folders().value(), IsEmpty());
  ASSERT_TRUE(store->set_receive_folder({"", inbox, 1}));
  ASSERT_TRUE(store->set_receive_folder({"IPM.Note", inbox, 2}));
  ASSERT_TRUE(store->set_receive_folder({"ipm.NOTE", root, 3}));
  EXPECT_THAT(store->receive_folders().value(),
              ElementsAre(store::ReceiveFolder{"", inbox, 1}, store::ReceiveFolder{"ipm.NOTE", root, 3}));
  ASSERT_TRUE(store->set_receive_folder({"IPM.NOTE", 0, 4}));
  EXPECT_THAT(store->receive_folders().value(), ElementsAre(store::ReceiveFolder{"", inbox, 1}));
  EXPECT_TRUE(store->set_receive_folder({"none", 0, 4}));
  expect_refused(store->set_receive_folder({"x", 999, 4}), StoreFault::not_found);
}

TEST_P(MailboxStoreContract, PerUserInformation) {
  const store::PerUserInformation alice{"alice", inbox, pattern(500, 1), 7};
  const store::PerUserInformation elsewhere{"alice", root, {}, 8};
  const store::PerUserInformation bob{"bob", inbox, pattern(5, 2), 9};
  for (const auto& information : {alice, elsewhere, bob}) ASSERT_TRUE(store->set_per_user(information));
  EXPECT_EQ(store->per_user("alice")->size(), 2u);
  EXPECT_EQ(store->per_user("alice", inbox).value()->read, alice.read);
  EXPECT_EQ(store->per_user("alice", inbox).value()->modified, 7u);
  EXPECT_EQ(store->per_user("bob", root).value(), std::nullopt);
  ASSERT_TRUE(store->set_per_user({"bob", inbox, pattern(6, 3), 10}));
  EXPECT_EQ(store->per_user("bob")->at(0).read, pattern(6, 3));
  expect_refused(store->set_per_user({"bob", 999, {}, 1}), StoreFault::not_found);
}

TEST_P(MailboxStoreContract, WhatBelongsToAFolderGoesWithIt) {
  const auto a = folder(root, u"a");
  ASSERT_TRUE(store->set_permissions(a, {{0, "alice", 1}}));
  store::Rule rule;
  rule.properties.set(oxprops::pid_tag_rule_provider_data, pattern_value(100'000, 2));
  ASSERT_TRUE(store->set_rules(a, {rule}));
  ASSERT_TRUE(store->set_receive_folder({"IPM", a, 1}));
  ASSERT_TRUE(store->set_per_user({"bob", a, {}, 1}));
  ASSERT_TRUE(store->delete_folder(a, std::nullopt));
  EXPECT_THAT(store->receive_folders().value(), IsEmpty());
  EXPECT_THAT(store->per_user("bob").value(), IsEmpty());
  expect_consistent();
}

TEST_P(MailboxStoreContract, TheTokenTellsOfChangesByOthers) {
  const auto other = backend->open().value();
  const auto before = store->change_token().value();
  EXPECT_EQ(store->change_token().value(), before);
  ASSERT_TRUE(other->set_receive_folder({"", inbox, 1}));
  const auto after = store->change_token().value();
  EXPECT_NE(after, before);
  EXPECT_EQ(store->change_token().value(), after);
}

TEST_P(MailboxStoreContract, Statistics) {
  auto write = message_in(inbox);
  write.text = "text";
  const auto a = save(write);
  write.associated = true;
  write.text.clear();
  write.content.attachments.resize(2);
  const auto b = save(write);
  ASSERT_TRUE(store->delete_messages(std::array{a.number}, 5));
  const auto statistics = store->statistics().value();
  EXPECT_EQ(statistics.folders, 2u);
  EXPECT_EQ(statistics.messages, 2u);
  EXPECT_EQ(statistics.deleted_messages, 1u);
  EXPECT_EQ(statistics.attachments, 2u);
  EXPECT_EQ(statistics.size, a.size + b.size);
  EXPECT_EQ(statistics.unindexed, 1u);
  EXPECT_GE(statistics.schema_version, 1u);
  EXPECT_GT(statistics.disk_size, statistics.size);
  EXPECT_LT(statistics.free_size, statistics.disk_size);
}

}  // namespace
}  // namespace mapigate
