// The ROPs of [MS-OXCSTOR] on real mailboxes.

#include "gateway/mapi/handlers/oxcstor.hpp"

#include <fstream>

#include "gateway/mailbox/entry_ids.hpp"
#include "gateway/mailbox/ids.hpp"
#include "gateway/mapi/objects/logon_object.hpp"
#include "protocol/oxcfxics/idset.hpp"
#include "protocol/oxcfxics/rops_local_replica.hpp"
#include "protocol/oxcstor/ids.hpp"
#include "protocol/oxcstor/per_user.hpp"
#include "protocol/oxcstor/receive_folder.hpp"
#include "protocol/oxcstor/replicas.hpp"
#include "protocol/oxcstor/store_state.hpp"
#include "protocol/oxprops/property_tags.hpp"
#include "tests/unit/mapi_handlers/rop_client.hpp"

namespace mapigate::mapi {
namespace {

using namespace oxcstor;  // NOLINT: the names of the ROPs
using mailbox::SpecialFolder;
using std::chrono::seconds;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::Not;

constexpr const char* alice_address = "alice@example.org";
constexpr const char* bob_address = "bob@example.org";

struct Logons : testing::Test {
  explicit Logons(mailbox::Config config = {}) : rig(handlers::register_oxcstor, std::move(config)) {}

  oxcdata::FolderId id_of(const mailbox::MailboxPtr& mailbox, SpecialFolder role) {
    return mailbox::folder_id(mailbox->special(role));
  }
  mailbox::MailboxPtr mailbox_of(const char* address) { return rig.mailboxes.open(address); }
  ErrorCode logon_error(RopClient& client, const LogonRequest& request) {
    wire::u32 handle = 0;
    const auto response = client.log_on(request, handle);
    EXPECT_EQ(handle == oxcrops::no_handle, response.return_value != ErrorCode::success);
    return response.return_value;
  }
  LogonObject& object(RopClient& client, wire::u32 handle) {
    return dynamic_cast<LogonObject&>(*client.session.objects.find(handle));
  }

  RopRig rig;
  RopClient alice{rig, alice_address};
  RopClient bob{rig, bob_address};
};

TEST_F(Logons, ToOnesOwnMailbox) {
  wire::u32 handle = 0;
  const auto response = alice.log_on(alice.mailbox_logon(), handle);
  ASSERT_EQ(response.return_value, ErrorCode::success);
  const auto mailbox = mailbox_of(alice_address);
  EXPECT_EQ(response.logon_flags, logon_private);
  EXPECT_EQ(response.folder_ids[LogonResponse::mailbox_root], id_of(mailbox, SpecialFolder::root));
  EXPECT_EQ(response.folder_ids[LogonResponse::mailbox_ipm_subtree],
            id_of(mailbox, SpecialFolder::ipm_subtree));
  EXPECT_EQ(response.folder_ids[LogonResponse::inbox], id_of(mailbox, SpecialFolder::inbox));
  EXPECT_EQ(response.folder_ids[LogonResponse::deleted_items], id_of(mailbox, SpecialFolder::deleted_items));
  EXPECT_EQ(response.folder_ids[LogonResponse::search], id_of(mailbox, SpecialFolder::finder));
  EXPECT_EQ(response.folder_ids[LogonResponse::shortcuts], id_of(mailbox, SpecialFolder::shortcuts));
  for (const auto id : response.folder_ids) EXPECT_NE(id, oxcdata::FolderId{});
  EXPECT_EQ(response.response_flags,
            LogonResponse::always_set | LogonResponse::owner_right | LogonResponse::send_as_right);
  EXPECT_EQ(response.mailbox_guid, mailbox->identity().mailbox_guid);
  EXPECT_EQ(response.repl_id, mailbox::own_replica);
  EXPECT_EQ(response.repl_guid, mailbox->identity().replica_guid);
  // 2026-01-01 00:00:00, a Thursday.
  EXPECT_EQ(response.logon_time, (LogonTime{0, 0, 0, 4, 1, 1, 2026}));
  EXPECT_TRUE(alice.session.is_private(0));
}

TEST_F(Logons, OpensFoldersInTheLanguageOfTheClient) {
  RopClient french(rig, alice_address, 0x040C);
  french.log_on();
  const auto mailbox = mailbox_of(alice_address);
  EXPECT_EQ(mailbox->store().folder(mailbox->special(SpecialFolder::inbox)).value().name,
            u"Boîte de réception");
}

TEST_F(Logons, ToTheMailboxOfSomebodyElse) {
  // Nobody makes the mailbox of another one.
  EXPECT_EQ(logon_error(bob, bob.mailbox_logon(alice_address)), ErrorCode::login_permission);
  alice.log_on();
  wire::u32 handle = 0;
  const auto response = bob.log_on(bob.mailbox_logon(alice_address), handle);
  ASSERT_EQ(response.return_value, ErrorCode::success);
  EXPECT_EQ(response.response_flags, LogonResponse::always_set);
  EXPECT_FALSE(object(bob, handle).logon->actor().owner);
  auto admin = bob.mailbox_logon(alice_address);
  admin.open_flags |= LogonRequest::use_admin_privilege;
  EXPECT_EQ(logon_error(bob, admin), ErrorCode::login_permission);
}

TEST_F(Logons, ToAMailboxThatIsShared) {
  rig.mailboxes.directory().update(bob_address, {.share = {alice_address}}).value();
  wire::u32 handle = 0;
  const auto response = bob.log_on(bob.mailbox_logon(alice_address), handle);
  ASSERT_EQ(response.return_value, ErrorCode::success);
  EXPECT_EQ(response.response_flags,
            LogonResponse::always_set | LogonResponse::owner_right | LogonResponse::send_as_right);
  EXPECT_TRUE(object(bob, handle).logon->actor().owner);
  EXPECT_EQ(object(bob, handle).logon->actor().address, bob_address);
}

TEST_F(Logons, ToNobody) {
  auto request = alice.mailbox_logon();
  request.essdn += "x";
  EXPECT_EQ(logon_error(alice, request), ErrorCode::unknown_user);
  request.essdn.clear();
  EXPECT_EQ(logon_error(alice, request), ErrorCode::unknown_user);
}

TEST_F(Logons, ToAMailboxThatIsElsewhere) {
  directory::Redirect redirect{directory::Redirect::Kind::url, "https://mail.example.net/autodiscover.xml"};
  rig.mailboxes.directory().update(bob_address, {.redirect = redirect}).value();
  for (int i = 0; i < 5; ++i) {
    wire::u32 handle = 0;
    const auto response = alice.log_on(alice.mailbox_logon(bob_address), handle);
    EXPECT_EQ(response.return_value, ErrorCode::wrong_server);
    EXPECT_EQ(response.logon_flags, logon_private);
    EXPECT_THAT(response.server_name, testing::EndsWith("/cn=Configuration/cn=Servers/cn=mail.example.net"));
  }
  EXPECT_EQ(logon_error(alice, alice.mailbox_logon(bob_address)), ErrorCode::server_paused);
  rig.mailboxes.clock.advance(seconds(10));
  EXPECT_EQ(logon_error(alice, alice.mailbox_logon(bob_address)), ErrorCode::wrong_server);
}

TEST_F(Logons, InACodePageThatIsNotKnown) {
  alice.session.default_code_page = 4711;
  EXPECT_EQ(logon_error(alice, alice.mailbox_logon()), ErrorCode::unknown_code_page);
}

TEST_F(Logons, OfAClientThatKnowsOneReplicaOnly) {
  alice.log_on();
  auto request = bob.mailbox_logon();
  request.open_flags = 0;
  EXPECT_EQ(logon_error(bob, request), ErrorCode::success);
  bob.logon_id = 1;
  EXPECT_EQ(logon_error(bob, request), ErrorCode::success);  // the same mailbox once more
  auto other = bob.mailbox_logon(alice_address);
  bob.logon_id = 2;
  other.open_flags = 0;
  EXPECT_EQ(logon_error(bob, other), ErrorCode::invalid_parameter);
  EXPECT_EQ(logon_error(bob, RopClient::public_logon()), ErrorCode::success);
}

TEST_F(Logons, WhoseMailboxIsDamaged) {
  const auto file = rig.mailboxes.folder() / (rig.mailboxes.user(alice_address)->mailbox_guid + ".sqlite");
  std::ofstream(file) << "this is no database at all, and long enough to be seen as none";
  EXPECT_EQ(logon_error(alice, alice.mailbox_logon()), ErrorCode::logon_failed);
}

TEST_F(Logons, ToPublicFolders) {
  wire::u32 handle = 0;
  const auto response = alice.log_on(RopClient::public_logon(), handle);
  ASSERT_EQ(response.return_value, ErrorCode::success);
  const auto folders = rig.mailboxes.public_folders();
  EXPECT_EQ(response.logon_flags, 0);
  EXPECT_EQ(response.folder_ids[LogonResponse::public_root], id_of(folders, SpecialFolder::public_root));
  EXPECT_EQ(response.folder_ids[LogonResponse::public_ipm_subtree],
            id_of(folders, SpecialFolder::public_ipm_subtree));
  EXPECT_EQ(response.folder_ids[LogonResponse::offline_address_book],
            id_of(folders, SpecialFolder::offline_address_book));
  EXPECT_EQ(response.folder_ids[12], oxcdata::FolderId{});
  EXPECT_EQ(response.repl_guid, folders->identity().replica_guid);
  EXPECT_TRUE(response.per_user_guid.is_nil());
  EXPECT_FALSE(alice.session.is_private(0));

  auto request = RopClient::public_logon();
  request.open_flags = 0;
  EXPECT_EQ(logon_error(alice, request), ErrorCode::logon_failed);
  request.open_flags = LogonRequest::open_public | LogonRequest::alternate_server;
  EXPECT_EQ(logon_error(alice, request), ErrorCode::logon_failed);
}

struct PublicOwners : Logons {
  static mailbox::Config config() {
    mailbox::Config config;
    config.public_folder_owners = {"Bob@Example.org"};
    return config;
  }
  PublicOwners() : Logons(config()) {}
};
TEST_F(PublicOwners, HaveAllRights) {
  EXPECT_FALSE(object(alice, alice.log_on_to_public_folders()).logon->actor().owner);
  EXPECT_TRUE(object(bob, bob.log_on_to_public_folders()).logon->actor().owner);
}

TEST_F(Logons, EndWithWhatWasOpenedInThem) {
  const wire::u32 first = alice.log_on();
  alice.logon_id = 1;
  const wire::u32 second = alice.log_on();
  struct Thing final : ServerObject {};
  const auto in_first = alice.session.objects.add(std::make_unique<Thing>(), 0).value();
  const auto in_second = alice.session.objects.add(std::make_unique<Thing>(), 1).value();
  alice.logon_id = 0;
  alice.release(first);
  EXPECT_EQ(alice.session.objects.find(in_first), nullptr);
  EXPECT_EQ(alice.session.objects.find(first), nullptr);
  EXPECT_NE(alice.session.objects.find(in_second), nullptr);
  EXPECT_FALSE(alice.session.logons.contains(0));
  // The same id again: the logon before it ends.
  alice.logon_id = 1;
  const wire::u32 third = alice.log_on();
  EXPECT_EQ(alice.session.objects.find(in_second), nullptr);
  EXPECT_EQ(alice.session.objects.find(second), nullptr);
  EXPECT_NE(alice.session.objects.find(third), nullptr);
}

TEST_F(Logons, NeedAPlaceInTheHandleTable) {
  wire::Writer writer;
  writer.write(oxcrops::RequestHead{oxcrops::RopId::logon, 0, 3});
  writer.write(alice.mailbox_logon());
  const auto results = rig.dispatcher.run(alice.session, {writer.take(), {oxcrops::no_handle}}, 0x1000);
  EXPECT_EQ(results.error, ErrorCode::success);
  EXPECT_EQ(results.output.rops, (wire::Bytes{0xFE, 3, 0xB9, 0x04, 0, 0}));
  EXPECT_TRUE(alice.session.logons.empty());
}

struct ReceiveFolders : Logons {
  GetReceiveFolderResponse get(std::string message_class) {
    GetReceiveFolderRequest request;
    request.message_class = std::move(message_class);
    return alice.send<GetReceiveFolderResponse>(request, logon);
  }
  ErrorCode set(std::string message_class, oxcdata::FolderId folder) {
    SetReceiveFolderRequest request;
    request.message_class = std::move(message_class);
    request.folder_id = folder;
    return alice.send<SetReceiveFolderResponse>(request, logon).return_value;
  }

  wire::u32 logon = alice.log_on();
  mailbox::MailboxPtr mailbox = mailbox_of(alice_address);
};

TEST_F(ReceiveFolders, TheLongestBeginningCounts) {
  const auto tasks = id_of(mailbox, SpecialFolder::tasks);
  EXPECT_EQ(get("IPM.Note").folder_id, id_of(mailbox, SpecialFolder::inbox));
  EXPECT_EQ(get("IPM.Note").explicit_message_class, "IPM");
  EXPECT_EQ(get("").explicit_message_class, "");
  EXPECT_EQ(get("IPC.Note").folder_id, id_of(mailbox, SpecialFolder::root));
  EXPECT_EQ(get("Whatever").explicit_message_class, "");
  ASSERT_EQ(set("IPM.Task", tasks), ErrorCode::success);
  EXPECT_EQ(get("ipm.TASK.Special").folder_id, tasks);
  EXPECT_EQ(get("ipm.TASK.Special").explicit_message_class, "IPM.Task");
  EXPECT_EQ(get("IPM.Tasks").explicit_message_class, "IPM");
  ASSERT_EQ(set("IPM.Task", oxcdata::FolderId{}), ErrorCode::success);
  EXPECT_EQ(get("IPM.Task").explicit_message_class, "IPM");
}

TEST_F(ReceiveFolders, OnlyRealClassesAndFolders) {
  const auto inbox = id_of(mailbox, SpecialFolder::inbox);
  for (const char* wrong : {".IPM", "IPM.", "IPM..Note", "IPM.\x7F", "IPM.\xC3\xA4"}) {
    EXPECT_EQ(get(wrong).return_value, ErrorCode::invalid_parameter) << wrong;
    EXPECT_EQ(set(wrong, inbox), ErrorCode::invalid_parameter) << wrong;
  }
  EXPECT_EQ(get(std::string(254, 'x')).return_value, ErrorCode::success);
  EXPECT_EQ(get(std::string(255, 'x')).return_value, ErrorCode::invalid_parameter);
  EXPECT_EQ(set("IPM", inbox), ErrorCode::access_denied);
  EXPECT_EQ(set("report.ipm", inbox), ErrorCode::access_denied);
  EXPECT_EQ(set("", oxcdata::FolderId{}), ErrorCode::general_failure);
  EXPECT_EQ(set("IPM.X", mailbox::folder_id(999'999)), ErrorCode::not_found);
  EXPECT_EQ(set("IPM.X", id_of(mailbox, SpecialFolder::reminders)), ErrorCode::not_supported);
}

TEST_F(ReceiveFolders, Table) {
  ASSERT_EQ(set("IPM.Task", id_of(mailbox, SpecialFolder::tasks)), ErrorCode::success);
  const auto response = alice.send<GetReceiveFolderTableResponse>(GetReceiveFolderTableRequest(), logon);
  ASSERT_EQ(response.return_value, ErrorCode::success);
  ASSERT_EQ(response.rows.size(), 5u);
  std::vector<std::string> classes;
  for (const auto& row : response.rows) classes.push_back(std::get<oxcdata::String8>(row.values[1]).bytes);
  EXPECT_THAT(classes, IsSupersetOf({"", "IPM", "REPORT.IPM", "IPC", "IPM.Task"}));
}

TEST_F(ReceiveFolders, AreOfTheOwnerOfAMailbox) {
  const wire::u32 guest = bob.log_on(alice_address);
  SetReceiveFolderRequest request;
  request.message_class = "IPM.X";
  request.folder_id = id_of(mailbox, SpecialFolder::tasks);
  EXPECT_EQ(bob.send<SetReceiveFolderResponse>(request, guest).return_value, ErrorCode::access_denied);
  EXPECT_EQ(bob.send<GetReceiveFolderResponse>(GetReceiveFolderRequest(), guest).return_value,
            ErrorCode::success);
  const wire::u32 shared = bob.log_on_to_public_folders();
  EXPECT_EQ(bob.send<GetReceiveFolderResponse>(GetReceiveFolderRequest(), shared).return_value,
            ErrorCode::not_supported);
  EXPECT_EQ(bob.send<GetReceiveFolderTableResponse>(GetReceiveFolderTableRequest(), shared).return_value,
            ErrorCode::not_supported);
  EXPECT_EQ(bob.send<GetReceiveFolderResponse>(GetReceiveFolderRequest(), 4711).return_value,
            ErrorCode::null_object);
}

TEST_F(Logons, StoreStateIsNotImplemented) {
  EXPECT_EQ(alice.send<GetStoreStateResponse>(GetStoreStateRequest(), alice.log_on()).return_value,
            ErrorCode::not_implemented);
}

struct Ids : Logons {
  LongTermIdFromIdResponse long_term(wire::u64 id) {
    LongTermIdFromIdRequest request;
    request.object_id = id;
    return alice.send<LongTermIdFromIdResponse>(request, logon);
  }
  IdFromLongTermIdResponse id(const oxcdata::LongTermId& id) {
    IdFromLongTermIdRequest request;
    request.long_term_id = id;
    return alice.send<IdFromLongTermIdResponse>(request, logon);
  }
  wire::u32 logon = alice.log_on();
  mailbox::MailboxPtr mailbox = mailbox_of(alice_address);
};

TEST_F(Ids, OfTheOwnReplica) {
  const auto inbox = static_cast<wire::u64>(id_of(mailbox, SpecialFolder::inbox));
  const auto response = long_term(inbox);
  ASSERT_EQ(response.return_value, ErrorCode::success);
  EXPECT_EQ(response.long_term_id.database_guid, mailbox->identity().replica_guid);
  EXPECT_EQ(oxcdata::to_number(response.long_term_id.counter), mailbox->special(SpecialFolder::inbox));
  EXPECT_EQ(id(response.long_term_id).object_id, inbox);
}

TEST_F(Ids, OfOtherReplicas) {
  const wire::Guid other = wire::Guid::from_text("11111111-2222-3333-4444-555555555555").value();
  const oxcdata::LongTermId foreign{other, oxcdata::global_counter(77)};
  const auto response = id(foreign);
  ASSERT_EQ(response.return_value, ErrorCode::success);
  EXPECT_NE(oxcdata::replica_id(static_cast<oxcdata::FolderId>(response.object_id)), mailbox::own_replica);
  EXPECT_EQ(id(foreign).object_id, response.object_id);
  EXPECT_EQ(long_term(response.object_id).long_term_id, foreign);
  EXPECT_EQ(long_term(0x0001'0000'0000'1234).return_value, ErrorCode::not_found);
  EXPECT_EQ(id({wire::Guid(), oxcdata::global_counter(1)}).return_value, ErrorCode::invalid_parameter);
  EXPECT_EQ(id({other, {}}).return_value, ErrorCode::success);
  EXPECT_EQ(id({other, {}}).object_id, 0u);
}

TEST_F(Ids, ForAClientToGive) {
  oxcfxics::GetLocalReplicaIdsRequest request;
  request.id_count = 512;
  const auto first = alice.send<oxcfxics::GetLocalReplicaIdsResponse>(request, logon);
  const auto second = alice.send<oxcfxics::GetLocalReplicaIdsResponse>(request, logon);
  EXPECT_EQ(first.repl_guid, mailbox->identity().replica_guid);
  EXPECT_GE(oxcdata::to_number(second.global_count), oxcdata::to_number(first.global_count) + 512);
  for (const wire::u32 count : {0u, 0xFFFF'FFFFu}) {
    request.id_count = count;
    EXPECT_EQ(alice.send<oxcfxics::GetLocalReplicaIdsResponse>(request, logon).return_value,
              ErrorCode::invalid_parameter);
  }
}

TEST_F(Logons, OwningServersAndGhosts) {
  const wire::u32 shared = alice.log_on_to_public_folders();
  const auto folders = rig.mailboxes.public_folders();
  GetOwningServersRequest owning;
  owning.folder_id = id_of(folders, SpecialFolder::public_ipm_subtree);
  const auto servers = alice.send<GetOwningServersResponse>(owning, shared);
  ASSERT_EQ(servers.return_value, ErrorCode::success);
  EXPECT_EQ(servers.owning_servers.cheap_count, 1);
  EXPECT_THAT(servers.owning_servers.servers,
              ElementsAre(testing::EndsWith(folders->identity().mailbox_guid.text() + "@example.org")));
  PublicFolderIsGhostedRequest ghosted;
  ghosted.folder_id = owning.folder_id;
  const auto response = alice.send<PublicFolderIsGhostedResponse>(ghosted, shared);
  EXPECT_EQ(response.return_value, ErrorCode::success);
  EXPECT_FALSE(response.is_ghosted);
  owning.folder_id = ghosted.folder_id = mailbox::folder_id(999'999);
  EXPECT_EQ(alice.send<GetOwningServersResponse>(owning, shared).return_value, ErrorCode::not_found);
  EXPECT_EQ(alice.send<PublicFolderIsGhostedResponse>(ghosted, shared).return_value, ErrorCode::not_found);
  const wire::u32 own = alice.log_on();
  EXPECT_EQ(alice.send<GetOwningServersResponse>(owning, own).return_value, ErrorCode::not_supported);
  EXPECT_EQ(alice.send<PublicFolderIsGhostedResponse>(ghosted, own).return_value, ErrorCode::success);
}

struct PerUser : Logons {
  oxcdata::LongTermId folder() {
    const auto folders = rig.mailboxes.public_folders();
    return {folders->identity().replica_guid,
            oxcdata::global_counter(folders->special(SpecialFolder::public_ipm_subtree))};
  }
  wire::Bytes set_of(std::size_t count) {
    oxcfxics::Cnset set;
    for (std::size_t i = 0; i < count; ++i) set.add(folder().database_guid, 3 * i + 1);
    return wire::serialize(set).value();
  }
  ErrorCode write(wire::u32 logon, wire::Bytes data, wire::u32 offset, bool last, bool is_private) {
    WritePerUserInformationRequest request;
    request.private_logon = is_private;
    request.folder_id = folder();
    request.data_offset = offset;
    request.data = std::move(data);
    request.has_finished = last;
    request.repl_guid = folder().database_guid;
    return alice.send<WritePerUserInformationResponse>(request, logon).return_value;
  }
  ReadPerUserInformationResponse read(wire::u32 logon, wire::u32 offset, wire::u16 size = 0) {
    ReadPerUserInformationRequest request;
    request.folder_id = folder();
    request.data_offset = offset;
    request.max_data_size = size;
    return alice.send<ReadPerUserInformationResponse>(request, logon);
  }
  wire::Bytes read_all(wire::u32 logon, wire::u16 size) {
    wire::Bytes all;
    while (true) {
      const auto piece = read(logon, static_cast<wire::u32>(all.size()), size);
      EXPECT_EQ(piece.return_value, ErrorCode::success);
      EXPECT_LE(piece.data.size(), size);
      all.insert(all.end(), piece.data.begin(), piece.data.end());
      if (piece.has_finished || piece.data.empty()) return all;
    }
  }
};

TEST_F(PerUser, OfPublicFoldersInPieces) {
  const wire::u32 logon = alice.log_on_to_public_folders();
  EXPECT_THAT(read(logon, 0).data, IsEmpty());
  EXPECT_TRUE(read(logon, 0).has_finished);
  const wire::Bytes set = set_of(100);
  const wire::Bytes head(set.begin(), set.begin() + 20);
  const wire::Bytes tail(set.begin() + 20, set.end());
  EXPECT_EQ(write(logon, head, 0, false, false), ErrorCode::success);
  EXPECT_THAT(read(logon, 0).data, IsEmpty());  // not before it is whole
  EXPECT_EQ(write(logon, tail, 20, true, false), ErrorCode::success);
  EXPECT_EQ(read_all(logon, 33), set);
  EXPECT_EQ(read(logon, static_cast<wire::u32>(set.size()) + 1).return_value, ErrorCode::general_failure);
  // Of this user only.
  const wire::u32 other = bob.log_on_to_public_folders();
  ReadPerUserInformationRequest request;
  request.folder_id = folder();
  EXPECT_THAT(bob.send<ReadPerUserInformationResponse>(request, other).data, IsEmpty());
}

TEST_F(PerUser, OnlyPiecesInOrderAndOnlySets) {
  const wire::u32 logon = alice.log_on_to_public_folders();
  EXPECT_EQ(write(logon, {1}, 5, true, false), ErrorCode::general_failure);
  EXPECT_EQ(write(logon, {1, 2}, 0, false, false), ErrorCode::success);
  EXPECT_EQ(write(logon, {1, 2}, 3, true, false), ErrorCode::general_failure);
  EXPECT_EQ(write(logon, {1, 2}, 2, true, false), ErrorCode::general_failure);
  EXPECT_EQ(write(logon, {1, 2, 3}, 0, true, false), ErrorCode::format_error);
  ReadPerUserInformationRequest request;
  request.folder_id = {wire::Guid(), oxcdata::global_counter(1)};
  EXPECT_EQ(alice.send<ReadPerUserInformationResponse>(request, logon).return_value, ErrorCode::not_found);
}

TEST_F(PerUser, CarriedByAMailbox) {
  const wire::u32 logon = alice.log_on();
  GetPerUserGuidRequest guid;
  guid.long_term_id = folder();
  EXPECT_EQ(alice.send<GetPerUserGuidResponse>(guid, logon).return_value, ErrorCode::not_found);
  const wire::Bytes set = set_of(3);
  ASSERT_EQ(write(logon, set, 0, true, true), ErrorCode::success);
  EXPECT_EQ(alice.send<GetPerUserGuidResponse>(guid, logon).database_guid, folder().database_guid);
  GetPerUserLongTermIdsRequest ids;
  ids.database_guid = folder().database_guid;
  EXPECT_THAT(alice.send<GetPerUserLongTermIdsResponse>(ids, logon).long_term_ids, ElementsAre(folder()));
  EXPECT_EQ(read_all(logon, 1000), set);
  ids.database_guid = wire::Guid();
  EXPECT_THAT(alice.send<GetPerUserLongTermIdsResponse>(ids, logon).long_term_ids, IsEmpty());

  const wire::u32 guest = bob.log_on(alice_address);
  EXPECT_EQ(bob.send<GetPerUserGuidResponse>(guid, guest).return_value, ErrorCode::access_denied);
  alice.logon_id = 1;
  const wire::u32 shared = alice.log_on_to_public_folders();
  EXPECT_EQ(alice.send<GetPerUserGuidResponse>(guid, shared).return_value, ErrorCode::not_supported);
  EXPECT_EQ(alice.send<GetPerUserLongTermIdsResponse>(ids, shared).return_value, ErrorCode::not_supported);
}

struct Properties : Logons {
  static mailbox::Config config() {
    mailbox::Config config;
    config.quotas = {10 << 20, 20 << 20, 0};
    return config;
  }
  Properties() : Logons(config()) {}
  template <class T>
  T get(LogonObject& logon, oxcdata::PropertyTag tag) {
    const auto property = logon.property(oxcdata::id_of(tag));
    EXPECT_TRUE(property) << oxprops::name(tag);
    const T* value = property ? std::get_if<T>(&property->value) : nullptr;
    EXPECT_NE(value, nullptr) << oxprops::name(tag);
    return value ? *value : T();
  }
};

TEST_F(Properties, OfAMailbox) {
  using namespace oxprops;  // NOLINT
  RopClient client(rig, alice_address, 0x0407);
  LogonObject& logon = object(client, client.log_on());
  const auto mailbox = mailbox_of(alice_address);
  EXPECT_EQ(get<std::u16string>(logon, pid_tag_mailbox_owner_name), u"Alice");
  EXPECT_EQ(get<wire::Bytes>(logon, pid_tag_mailbox_owner_entry_id),
            mailbox::address_book_entry_id(mailbox->owner().legacy_dn));
  EXPECT_EQ(get<wire::Bytes>(logon, pid_tag_user_entry_id),
            mailbox::address_book_entry_id(client.session.user->legacy_dn));
  EXPECT_EQ(get<wire::i32>(logon, pid_tag_locale_id), 0x0407);
  EXPECT_EQ(get<wire::i32>(logon, pid_tag_code_page_id), 1252);
  EXPECT_EQ(get<wire::i32>(logon, pid_tag_prohibit_send_quota), 20 << 10);
  EXPECT_FALSE(logon.property(oxcdata::id_of(pid_tag_prohibit_receive_quota)));  // no limit
  EXPECT_EQ(get<wire::i32>(logon, pid_tag_maximum_submit_message_size), 150 << 10);
  EXPECT_EQ(get<wire::Bytes>(logon, pid_tag_store_entry_id), mailbox::store_entry_id(*mailbox));
  EXPECT_EQ(get<wire::i32>(logon, pid_tag_store_state), 0x0100'0000);  // there are search folders
  EXPECT_EQ(get<wire::i64>(logon, pid_tag_message_size_extended), 0);
  store::MessageWrite message;
  message.folder = mailbox->special(SpecialFolder::inbox);
  const auto saved = mailbox->save_message(message).value();
  EXPECT_EQ(get<wire::i64>(logon, pid_tag_message_size_extended), static_cast<wire::i64>(saved.size));
  EXPECT_EQ(get<wire::i32>(logon, pid_tag_content_count), 1);
  for (const auto tag : logon.property_tags().value())
    EXPECT_TRUE(logon.property(oxcdata::id_of(tag))) << oxprops::name(tag);
}

TEST_F(Properties, ThatCanBeSet) {
  using namespace oxprops;  // NOLINT
  const wire::u32 handle = alice.log_on();
  LogonObject& logon = object(alice, handle);
  EXPECT_FALSE(get<bool>(logon, pid_tag_out_of_office_state));
  std::vector<store::Property> set;
  set.push_back({pid_tag_comment, std::u16string(u"mine"), nullptr});
  set.push_back({pid_tag_out_of_office_state, true, nullptr});
  set.push_back({pid_tag_mailbox_owner_name, std::u16string(u"not me"), nullptr});
  const auto problems = logon.set_properties(set).value();
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].tag, pid_tag_mailbox_owner_name);
  EXPECT_EQ(problems[0].error, ErrorCode::access_denied);
  EXPECT_EQ(get<std::u16string>(logon, pid_tag_comment), u"mine");
  wire::u32 again = 0;
  EXPECT_NE(alice.log_on(alice.mailbox_logon(), again).response_flags & LogonResponse::out_of_office, 0);
  LogonObject& second = object(alice, again);
  EXPECT_THAT(second.property_tags().value(), Contains(pid_tag_comment));
  const std::vector<oxcdata::PropertyTag> gone{pid_tag_comment, pid_tag_locale_id};
  EXPECT_EQ(second.delete_properties(gone).value().size(), 1u);
  EXPECT_THAT(second.property_tags().value(), Not(Contains(pid_tag_comment)));

  LogonObject& guest = object(bob, bob.log_on(alice_address));
  EXPECT_EQ(guest.writable().error(), ErrorCode::access_denied);
  EXPECT_EQ(guest.set_properties({}).error(), ErrorCode::access_denied);
}

TEST_F(Properties, OfPublicFolders) {
  LogonObject& logon = object(alice, alice.log_on_to_public_folders());
  EXPECT_FALSE(logon.property(oxcdata::id_of(oxprops::pid_tag_mailbox_owner_name)));
  EXPECT_EQ(get<wire::Bytes>(logon, oxprops::pid_tag_user_entry_id),
            mailbox::address_book_entry_id(alice.session.user->legacy_dn));
  EXPECT_THAT(logon.property_tags().value(), Not(Contains(oxprops::pid_tag_out_of_office_state)));
}

}  // namespace
}  // namespace mapigate::mapi
