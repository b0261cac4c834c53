#include "gateway/mailbox/folder_properties.hpp"
#include "gateway/mapi/objects/folder_object.hpp"
#include "protocol/oxcprpt/properties.hpp"
#include "tests/unit/mapi_handlers/oxcfold_rig.hpp"

namespace mapigate::mapi {
namespace {

using namespace oxcfold;  // NOLINT: the names of the ROPs
using mailbox::SpecialFolder;
using store::FolderKind;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

CreateFolderRequest create_request(std::u16string name) {
  CreateFolderRequest request;
  request.display_name = std::move(name);
  request.comment = std::u16string();
  return request;
}

using OpenFolderTest = FolderRopsTest;

TEST_F(OpenFolderTest, ThroughALogonAndThroughAFolder) {
  wire::u32 handle = 0;
  const auto response = open(alice, logon, top, handle);
  ASSERT_EQ(response.return_value, ErrorCode::success);
  EXPECT_FALSE(response.has_rules);
  EXPECT_FALSE(response.is_ghosted);
  wire::u32 again = 0;
  EXPECT_EQ(open(alice, handle, top, again).return_value, ErrorCode::success);
  EXPECT_NE(again, handle);
  ASSERT_TRUE(mailbox->store().set_rules(top, std::vector<store::Rule>(1)));
  EXPECT_TRUE(open(alice, logon, top, again).has_rules);
}

TEST_F(OpenFolderTest, WhatIsNotThere) {
  wire::u32 handle = 0;
  EXPECT_EQ(open(alice, logon, 99'999, handle).return_value, ErrorCode::not_found);
  OpenFolderRequest foreign;
  foreign.folder_id = oxcdata::make_id<oxcdata::FolderId>(7, oxcdata::global_counter(top));
  EXPECT_EQ(alice.open<OpenFolderResponse>(foreign, logon, handle).return_value, ErrorCode::not_found);
  EXPECT_EQ(open(alice, 4711, top, handle).return_value, ErrorCode::null_object);
  const auto folder = add(u"gone");
  ASSERT_TRUE(mailbox->delete_folder(folder, mailbox->now()));
  EXPECT_EQ(open(alice, logon, folder, handle).return_value, ErrorCode::not_found);
  EXPECT_EQ(open(alice, logon, folder, handle, OpenFolderRequest::open_soft_deleted).return_value,
            ErrorCode::success);
}

TEST_F(OpenFolderTest, BySomebodyElse) {
  const auto closed = add(u"closed");
  const auto shared = add(u"shared");
  permit(shared, "bob@example.org", mailbox::right_folder_visible);
  const wire::u32 theirs = bob.log_on("alice@example.org");
  wire::u32 handle = 0;
  EXPECT_EQ(open(bob, theirs, shared, handle).return_value, ErrorCode::success);
  EXPECT_EQ(open(bob, theirs, closed, handle).return_value, ErrorCode::not_found);
}

struct CreateFolderTest : FolderRopsTest {
  CreateFolderResponse create(const CreateFolderRequest& request) {
    return alice.open<CreateFolderResponse>(request, parent, handle);
  }

  wire::u32 parent = opened(top);
  wire::u32 handle = 0;
};

TEST_F(CreateFolderTest, MakesAFolderAndOpensIt) {
  auto request = create_request(u"New");
  request.comment = std::u16string(u"about it");
  const auto response = create(request);
  ASSERT_EQ(response.return_value, ErrorCode::success);
  EXPECT_FALSE(response.is_existing_folder);
  const auto number = mailbox::number_of(response.folder_id);
  ASSERT_TRUE(number);
  const auto folder = mailbox->store().folder(*number).value();
  EXPECT_EQ(folder.name, u"New");
  EXPECT_EQ(folder.parent, top);
  EXPECT_EQ(dynamic_cast<FolderObject&>(*alice.session.objects.find(handle)).number, *number);
}

TEST_F(CreateFolderTest, NamesInEightBits) {
  CreateFolderRequest request;
  request.use_unicode_strings = false;
  request.display_name = oxcdata::String8{"caf\xE9"};  // Windows-1252
  request.comment = oxcdata::String8{""};
  const auto response = create(request);
  ASSERT_EQ(response.return_value, ErrorCode::success);
  EXPECT_TRUE(mailbox->store().folder_by_name(top, u"caf\u00E9").value());
}

TEST_F(CreateFolderTest, Failures) {
  EXPECT_EQ(create(create_request(u"")).return_value, ErrorCode::invalid_parameter);
  add(u"taken");
  EXPECT_EQ(create(create_request(u"Taken")).return_value, ErrorCode::colliding_names);
  auto strange = create_request(u"x");
  strange.folder_type = static_cast<FolderType>(3);
  EXPECT_EQ(create(strange).return_value, ErrorCode::invalid_parameter);
  EXPECT_EQ(alice.open<CreateFolderResponse>(create_request(u"x"), logon, handle).return_value,
            ErrorCode::not_supported);
  // Nowhere to put it: nothing is made.
  auto homeless = create_request(u"homeless");
  homeless.output_handle_index = 9;
  EXPECT_EQ(alice.send<CreateFolderResponse>(homeless, parent).return_value, ErrorCode::null_object);
  EXPECT_FALSE(mailbox->store().folder_by_name(top, u"homeless").value());
}

TEST_F(CreateFolderTest, AnExistingOneOfAMailboxIsOpenedWithoutAWord) {
  const auto taken = add(u"taken");
  auto request = create_request(u"taken");
  request.open_existing = true;
  const auto response = create(request);
  ASSERT_EQ(response.return_value, ErrorCode::success);
  EXPECT_EQ(response.folder_id, id(taken));
  EXPECT_FALSE(response.is_existing_folder);
}

TEST_F(CreateFolderTest, InPublicFoldersAClientIsToldThatItExists) {
  const auto shared = rig.mailboxes.public_folders();
  const auto public_top = shared->special(SpecialFolder::public_ipm_subtree);
  ASSERT_TRUE(shared->set_permissions(
      public_top, {{0, rig.mailboxes.user("alice@example.org")->mailbox_guid, mailbox::rights_of_owner}}));
  alice.logon_id = 1;
  const wire::u32 public_logon = alice.log_on_to_public_folders();
  wire::u32 top_handle = 0;
  ASSERT_EQ(open(alice, public_logon, public_top, top_handle).return_value, ErrorCode::success);
  auto request = create_request(u"News");
  request.open_existing = true;
  const auto first = alice.open<CreateFolderResponse>(request, top_handle, handle);
  ASSERT_EQ(first.return_value, ErrorCode::success);
  EXPECT_FALSE(first.is_existing_folder);
  const auto second = alice.open<CreateFolderResponse>(request, top_handle, handle);
  ASSERT_EQ(second.return_value, ErrorCode::success);
  EXPECT_TRUE(second.is_existing_folder);
  EXPECT_FALSE(second.is_ghosted);
  EXPECT_EQ(second.folder_id, first.folder_id);
  request = create_request(u"Search");
  request.folder_type = FolderType::search;
  EXPECT_EQ(alice.open<CreateFolderResponse>(request, top_handle, handle).return_value,
            ErrorCode::not_supported);
}

struct DeleteFolderTest : FolderRopsTest {
  DeleteFolderResponse remove(store::FolderNumber folder, wire::u8 flags = 0) {
    DeleteFolderRequest request;
    request.folder_id = id(folder);
    request.delete_folder_flags = flags;
    return alice.send<DeleteFolderResponse>(request, parent);
  }

  wire::u32 parent = opened(top);
};

TEST_F(DeleteFolderTest, WithWhatIsInIt) {
  const auto folder = add(u"A");
  const auto below = add(u"B", folder);
  message(folder);
  constexpr wire::u8 everything = DeleteFolderRequest::del_messages | DeleteFolderRequest::del_folders;
  auto response = remove(folder);
  EXPECT_EQ(response.return_value, ErrorCode::success);
  EXPECT_TRUE(response.partial_completion);
  EXPECT_TRUE(is_there(folder));
  response = remove(folder, everything);
  EXPECT_EQ(response.return_value, ErrorCode::success);
  EXPECT_FALSE(response.partial_completion);
  EXPECT_FALSE(is_there(below));
  EXPECT_TRUE(mailbox->store().folder(folder)->deleted);
  response = remove(folder, everything | DeleteFolderRequest::delete_hard_delete);
  EXPECT_EQ(response.return_value, ErrorCode::success);
  EXPECT_FALSE(mailbox->store().folder(folder));
}

TEST_F(DeleteFolderTest, Failures) {
  EXPECT_EQ(remove(99'999).return_value, ErrorCode::not_found);
  EXPECT_EQ(remove(inbox).return_value, ErrorCode::not_found);
  parent = opened(special(SpecialFolder::ipm_subtree));
  EXPECT_EQ(remove(inbox).return_value, ErrorCode::access_denied);
  EXPECT_EQ(alice.send<DeleteFolderResponse>(DeleteFolderRequest(), logon).return_value,
            ErrorCode::not_supported);
}

struct MoveCopyTest : FolderRopsTest {
  // Both handles in one table, the destination second.
  template <class Response, class Request>
  Response send(Request request, wire::u32 from, wire::u32 to) {
    oxcrops::RopBatch batch;
    const auto index = batch.handle(from);
    request.dest_handle_index = batch.handle(to);
    const Response& response = batch.add<Response>(index, request);
    alice.run(batch);
    return response;
  }
  template <class Request>
  Request folder_request(store::FolderNumber number, std::u16string name) {
    Request request;
    request.folder_id = id(number);
    request.new_folder_name = std::move(name);
    request.want_asynchronous = true;
    return request;
  }
  MoveCopyMessagesRequest message_request(std::vector<store::MessageNumber> numbers, bool copy) {
    MoveCopyMessagesRequest request;
    for (const auto number : numbers) request.message_ids.push_back(mailbox::message_id(number));
    request.want_copy = copy;
    request.want_asynchronous = true;
    return request;
  }

  store::FolderNumber folder = add(u"A");
  store::FolderNumber other = add(u"Other");
  wire::u32 source = opened(top);
  wire::u32 destination = opened(other);
};

TEST_F(MoveCopyTest, MovesAFolder) {
  const auto response =
      send<MoveFolderResponse>(folder_request<MoveFolderRequest>(folder, u"moved"), source, destination);
  EXPECT_EQ(response.return_value, ErrorCode::success);
  EXPECT_FALSE(response.partial_completion);
  EXPECT_EQ(mailbox->store().folder(folder)->parent, other);
  EXPECT_EQ(mailbox->store().folder(folder)->name, u"moved");
}

TEST_F(MoveCopyTest, CopiesAFolder) {
  add(u"below", folder);
  message(folder);
  auto request = folder_request<CopyFolderRequest>(folder, u"copy");
  request.want_recursive = true;
  EXPECT_EQ(send<CopyFolderResponse>(request, source, destination).return_value, ErrorCode::success);
  const auto copy = mailbox->store().folder_by_name(other, u"copy").value();
  ASSERT_TRUE(copy);
  EXPECT_TRUE(mailbox->store().folder_by_name(*copy, u"below").value());
  EXPECT_THAT(numbers_in(*copy), SizeIs(1));
}

TEST_F(MoveCopyTest, AFolderIsTakenFromTheSourceOnly) {
  const auto below = add(u"below", folder);
  EXPECT_EQ(send<MoveFolderResponse>(folder_request<MoveFolderRequest>(below, u"x"), source, destination)
                .return_value,
            ErrorCode::not_found);
  EXPECT_EQ(send<CopyFolderResponse>(folder_request<CopyFolderRequest>(below, u"x"), source, destination)
                .return_value,
            ErrorCode::not_found);
}

TEST_F(MoveCopyTest, Failures) {
  EXPECT_EQ(send<MoveFolderResponse>(folder_request<MoveFolderRequest>(folder, u"x"), source, opened(folder))
                .return_value,
            ErrorCode::folder_cycle);
  add(u"taken", other);
  EXPECT_EQ(send<MoveFolderResponse>(folder_request<MoveFolderRequest>(folder, u"taken"), source, destination)
                .return_value,
            ErrorCode::colliding_names);
}

TEST_F(MoveCopyTest, ANullDestinationIsNamed) {
  oxcrops::RopBatch batch;
  const auto index = batch.handle(source);
  auto request = folder_request<MoveFolderRequest>(folder, u"x");
  request.dest_handle_index = batch.new_handle();
  const auto& moved = batch.add<MoveFolderResponse>(index, request);
  auto messages = message_request({1}, true);
  messages.dest_handle_index = request.dest_handle_index;
  const auto& copied = batch.add<MoveCopyMessagesResponse>(index, messages);
  alice.run(batch);
  EXPECT_EQ(moved.return_value, ErrorCode::null_destination_object);
  EXPECT_EQ(moved.dest_handle_index, request.dest_handle_index);
  EXPECT_FALSE(moved.partial_completion);
  EXPECT_EQ(copied.return_value, ErrorCode::null_destination_object);
  EXPECT_EQ(copied.dest_handle_index, request.dest_handle_index);
  // Something else is one that is not supported.
  EXPECT_EQ(
      send<MoveFolderResponse>(folder_request<MoveFolderRequest>(folder, u"x"), source, logon).return_value,
      ErrorCode::not_supported);
  EXPECT_EQ(send<MoveFolderResponse>(folder_request<MoveFolderRequest>(folder, u"x"), 4711, destination)
                .return_value,
            ErrorCode::null_object);
}

TEST_F(MoveCopyTest, MovesAndCopiesMessages) {
  const auto one = message(top);
  const auto two = message(top);
  auto response = send<MoveCopyMessagesResponse>(message_request({one}, true), source, destination);
  EXPECT_EQ(response.return_value, ErrorCode::success);
  EXPECT_FALSE(response.partial_completion);
  response = send<MoveCopyMessagesResponse>(message_request({one, two}, false), source, destination);
  EXPECT_EQ(response.return_value, ErrorCode::success);
  EXPECT_THAT(numbers_in(top), IsEmpty());
  EXPECT_THAT(numbers_in(other), SizeIs(3));
}

TEST_F(MoveCopyTest, WhatIsNoMessageIsLeftOut) {
  const auto number = message(top);
  auto request = message_request({number}, false);
  request.message_ids.push_back(oxcdata::make_id<oxcdata::MessageId>(7, oxcdata::global_counter(number)));
  auto response = send<MoveCopyMessagesResponse>(request, source, destination);
  EXPECT_EQ(response.return_value, ErrorCode::success);
  EXPECT_TRUE(response.partial_completion);
  EXPECT_THAT(numbers_in(other), SizeIs(1));
  // No messages are none, not all.
  message(top);
  response = send<MoveCopyMessagesResponse>(message_request({}, false), source, destination);
  EXPECT_EQ(response.return_value, ErrorCode::success);
  EXPECT_THAT(numbers_in(top), SizeIs(1));
}

TEST_F(MoveCopyTest, IntoTheMailboxOfSomebodyElse) {
  const auto bobs = rig.mailboxes.bob();
  const auto their_inbox = bobs->special(SpecialFolder::inbox);
  ASSERT_TRUE(bobs->set_permissions(their_inbox, {{0, rig.mailboxes.user("alice@example.org")->mailbox_guid,
                                                   mailbox::right_folder_visible | mailbox::right_create}}));
  alice.logon_id = 1;
  const wire::u32 theirs = alice.log_on("bob@example.org");
  ASSERT_EQ(open(alice, theirs, their_inbox, destination).return_value, ErrorCode::success);
  alice.logon_id = 0;
  const auto number = message(top);
  const auto before = bobs->store().folder(their_inbox)->counts.messages;
  EXPECT_EQ(
      send<MoveCopyMessagesResponse>(message_request({number}, false), source, destination).return_value,
      ErrorCode::success);
  EXPECT_THAT(numbers_in(top), IsEmpty());
  EXPECT_EQ(bobs->store().folder(their_inbox)->counts.messages, before + 1);
  EXPECT_EQ(send<MoveFolderResponse>(folder_request<MoveFolderRequest>(folder, u""), source, destination)
                .return_value,
            ErrorCode::access_denied);
}

struct EmptyTest : FolderRopsTest {
  template <class Response, class Request>
  Response send(bool associated) {
    Request request;
    request.want_delete_associated = associated;
    return alice.send<Response>(request, handle);
  }

  store::FolderNumber folder = add(u"A");
  store::FolderNumber below = add(u"B", folder);
  store::MessageNumber inside = message(folder);
  wire::u32 handle = opened(folder);
};

TEST_F(EmptyTest, Softly) {
  const auto response = send<EmptyFolderResponse, EmptyFolderRequest>(false);
  EXPECT_EQ(response.return_value, ErrorCode::success);
  EXPECT_FALSE(response.partial_completion);
  EXPECT_THAT(numbers_in(folder, store::Contents::deleted_normal), ElementsAre(inside));
  EXPECT_TRUE(mailbox->store().folder(below)->deleted);
}

TEST_F(EmptyTest, ForGood) {
  const auto response =
      send<HardDeleteMessagesAndSubfoldersResponse, HardDeleteMessagesAndSubfoldersRequest>(true);
  EXPECT_EQ(response.return_value, ErrorCode::success);
  EXPECT_THAT(numbers_in(folder, store::Contents::deleted_normal), IsEmpty());
  EXPECT_FALSE(mailbox->store().folder(below));
}

struct DeleteMessagesTest : FolderRopsTest {
  template <class Response, class Request>
  Response send(std::vector<store::MessageNumber> numbers, bool notify = false) {
    Request request;
    for (const auto number : numbers) request.message_ids.push_back(mailbox::message_id(number));
    request.notify_non_read = notify;
    return alice.send<Response>(request, handle);
  }

  wire::u32 handle = opened(top);
};

TEST_F(DeleteMessagesTest, SoftlyAndForGood) {
  const auto soft = message(top);
  const auto hard = message(top);
  auto response = send<DeleteMessagesResponse, DeleteMessagesRequest>({soft, 99'999});
  EXPECT_EQ(response.return_value, ErrorCode::success);
  EXPECT_TRUE(response.partial_completion);
  const auto gone = send<HardDeleteMessagesResponse, HardDeleteMessagesRequest>({hard});
  EXPECT_EQ(gone.return_value, ErrorCode::success);
  EXPECT_FALSE(gone.partial_completion);
  EXPECT_THAT(numbers_in(top), IsEmpty());
  EXPECT_THAT(numbers_in(top, store::Contents::deleted_normal), ElementsAre(soft));
  message(top);
  EXPECT_EQ((send<DeleteMessagesResponse, DeleteMessagesRequest>({}).return_value), ErrorCode::success);
  EXPECT_THAT(numbers_in(top), SizeIs(1));
}

TEST_F(DeleteMessagesTest, TellTheSenderThatNobodyHasReadIt) {
  const auto bobs = rig.mailboxes.user("bob@example.org");
  const auto received = [&] {
    store::Content content;
    store::Properties& properties = content.properties;
    properties.set(oxprops::pid_tag_subject, std::u16string(u"hello"));
    properties.set(oxprops::pid_tag_non_receipt_notification_requested, true);
    properties.set(oxprops::pid_tag_received_by_entry_id, wire::Bytes(1));
    properties.set(oxprops::pid_tag_sent_representing_smtp_address, std::u16string(u"bob@example.org"));
    properties.set(oxprops::pid_tag_sent_representing_name, std::u16string(u"Bob"));
    properties.set(oxprops::pid_tag_sent_representing_address_type, std::u16string(u"SMTP"));
    properties.set(oxprops::pid_tag_sent_representing_email_address, std::u16string(u"bob@example.org"));
    return save(top, std::move(content));
  };
  const auto mailbox_of_bob = rig.mailboxes.bob();
  const auto before =
      mailbox_of_bob->store().folder(mailbox_of_bob->special(SpecialFolder::inbox))->counts.messages;
  const auto reports = [&] {
    while (rig.submission.run_once()) {
    }
    return mailbox_of_bob->store().folder(mailbox_of_bob->special(SpecialFolder::inbox))->counts.messages -
           before;
  };
  send<DeleteMessagesResponse, DeleteMessagesRequest>({received()});
  EXPECT_EQ(reports(), 0u);
  const auto read = received();
  ASSERT_TRUE(mailbox->set_read(std::vector<store::MessageNumber>{read}, top, true));
  send<DeleteMessagesResponse, DeleteMessagesRequest>({read}, true);
  EXPECT_EQ(reports(), 0u);
  const auto response = send<DeleteMessagesResponse, DeleteMessagesRequest>({received()}, true);
  EXPECT_EQ(response.return_value, ErrorCode::success);
  EXPECT_EQ(reports(), 1u);
}

struct SearchTest : FolderRopsTest {
  static oxcdata::RestrictionValue subject_has(oxcdata::PropertyType type, oxcdata::PropertyValue text) {
    oxcdata::ContentRestriction content;
    content.fuzzy_level_low = oxcdata::fuzzy_substring;
    content.property_tag = oxcdata::with_type(oxprops::pid_tag_subject, type);
    content.tagged_value = {content.property_tag, std::move(text)};
    return oxcdata::operand(std::move(content));
  }
  SetSearchCriteriaRequest request(std::u16string text, wire::u32 flags) {
    SetSearchCriteriaRequest its_request;
    its_request.restriction = subject_has(oxcdata::PropertyType::string, std::move(text));
    its_request.folder_ids.push_back(id(top));
    its_request.search_flags = flags;
    return its_request;
  }
  ErrorCode set(const SetSearchCriteriaRequest& its_request) {
    return alice.send<SetSearchCriteriaResponse>(its_request, handle).return_value;
  }
  GetSearchCriteriaResponse get(bool unicode = true) {
    GetSearchCriteriaRequest its_request;
    its_request.use_unicode = unicode;
    its_request.include_restriction = true;
    its_request.include_folders = true;
    return alice.send<GetSearchCriteriaResponse>(its_request, handle);
  }

  store::FolderNumber search = add(u"S", top, FolderKind::search);
  wire::u32 handle = opened(search);
};

constexpr wire::u32 restart = SetSearchCriteriaRequest::restart_search;

TEST_F(SearchTest, RunsInTheBackgroundAndSaysHowFarItIs) {
  using Get = GetSearchCriteriaResponse;
  const auto apples = message(top, u"apples");
  message(top, u"pears");
  EXPECT_EQ(get().return_value, ErrorCode::not_initialized);
  ASSERT_EQ(set(request(u"apples", restart | SetSearchCriteriaRequest::recursive_search)),
            ErrorCode::success);
  auto state = get();
  ASSERT_EQ(state.return_value, ErrorCode::success);
  EXPECT_EQ(state.search_flags & ~Get::twir_totally,
            Get::search_running | Get::search_rebuild | Get::search_recursive | Get::search_partial);
  mailbox->searches().run();
  EXPECT_THAT(numbers_in(search), ElementsAre(apples));
  state = get();
  EXPECT_EQ(state.search_flags & ~Get::twir_totally,
            Get::search_running | Get::search_recursive | Get::search_complete);
  EXPECT_EQ(state.restriction, request(u"apples", 0).restriction);
  EXPECT_THAT(state.folder_ids, ElementsAre(id(top)));
  EXPECT_EQ(state.logon_id, 0);
  SetSearchCriteriaRequest stop;
  stop.search_flags = stop.stop_search;
  EXPECT_EQ(set(stop), ErrorCode::success);
  EXPECT_EQ(get().search_flags & Get::search_running, 0u);
}

TEST_F(SearchTest, ASearchOnce) {
  using Get = GetSearchCriteriaResponse;
  message(top, u"apples");
  ASSERT_EQ(set(request(u"apples", restart | SetSearchCriteriaRequest::static_search)), ErrorCode::success);
  mailbox->searches().run();
  EXPECT_EQ(get().search_flags & ~Get::twir_totally, Get::search_static | Get::search_complete);
  EXPECT_THAT(numbers_in(search), SizeIs(1));
}

TEST_F(SearchTest, NothingMoreThanAskedForIsTold) {
  ASSERT_EQ(set(request(u"apples", restart)), ErrorCode::success);
  const auto state = alice.send<GetSearchCriteriaResponse>(GetSearchCriteriaRequest(), handle);
  EXPECT_EQ(state.restriction.restriction, nullptr);
  EXPECT_THAT(state.folder_ids, IsEmpty());
}

TEST_F(SearchTest, StringsInEightBits) {
  auto its_request = request(u"", restart);
  its_request.restriction = subject_has(oxcdata::PropertyType::string8, oxcdata::String8{"caf\xE9"});
  message(top, u"caf\u00E9");
  ASSERT_EQ(set(its_request), ErrorCode::success);
  mailbox->searches().run();
  EXPECT_THAT(numbers_in(search), SizeIs(1));
  EXPECT_EQ(get().restriction, subject_has(oxcdata::PropertyType::string, std::u16string(u"caf\u00E9")));
  EXPECT_EQ(get(false).restriction, its_request.restriction);
}

TEST_F(SearchTest, Failures) {
  for (const wire::u32 contradiction : {0x3u, 0xCu, 0x30000u}) {
    EXPECT_EQ(set(request(u"x", contradiction)), ErrorCode::invalid_parameter);
  }
  auto elsewhere = request(u"x", restart);
  elsewhere.folder_ids.push_back(oxcdata::make_id<oxcdata::FolderId>(7, oxcdata::global_counter(top)));
  EXPECT_EQ(set(elsewhere), ErrorCode::search_folder_scope_violation);
  auto itself = request(u"x", restart);
  itself.folder_ids.push_back(id(search));
  EXPECT_EQ(set(itself), ErrorCode::search_folder_scope_violation);
  handle = opened(top);
  EXPECT_EQ(set(request(u"x", restart)), ErrorCode::not_search_folder);
  EXPECT_EQ(get().return_value, ErrorCode::not_search_folder);
  handle = logon;
  EXPECT_EQ(set(request(u"x", restart)), ErrorCode::not_supported);
}

struct FolderPropertyRopsTest : FolderRopsTest {
  std::vector<oxcdata::PropertyProblem> set(std::vector<oxcdata::TaggedPropertyValue> values) {
    oxcprpt::SetPropertiesRequest request;
    request.property_values = std::move(values);
    const auto response = alice.send<oxcprpt::SetPropertiesResponse>(request, handle);
    EXPECT_EQ(response.return_value, ErrorCode::success);
    return response.property_problems;
  }
  oxcdata::PropertyValue kept(oxcdata::PropertyTag tag) {
    const auto record = mailbox->store().folder(folder).value();
    const store::Property* property = record.properties.find(oxcdata::id_of(tag));
    return property ? property->value : oxcdata::PropertyValue();
  }
  std::u16string name() { return mailbox->store().folder(folder)->name; }
  static oxcdata::TaggedPropertyValue tagged(oxcdata::PropertyTag tag, oxcdata::PropertyValue value) {
    return {tag, std::move(value)};
  }

  store::FolderNumber folder = add(u"A");
  wire::u32 handle = opened(folder);
};

TEST_F(FolderPropertyRopsTest, AreSetAtOnce) {
  const oxcdata::PropertyValue comment = std::u16string(u"about it");
  EXPECT_THAT(set({tagged(oxprops::pid_tag_comment, comment),
                   tagged(oxprops::pid_tag_display_name, std::u16string(u"B"))}),
              IsEmpty());
  EXPECT_EQ(kept(oxprops::pid_tag_comment), comment);
  EXPECT_EQ(name(), u"B");
  oxcprpt::DeletePropertiesRequest request;
  request.property_tags = {oxprops::pid_tag_comment, oxprops::pid_tag_content_count};
  const auto response = alice.send<oxcprpt::DeletePropertiesResponse>(request, handle);
  ASSERT_THAT(response.property_problems, SizeIs(1));
  EXPECT_EQ(response.property_problems[0].property_tag, oxprops::pid_tag_content_count);
  EXPECT_EQ(kept(oxprops::pid_tag_comment), oxcdata::PropertyValue());
}

TEST_F(FolderPropertyRopsTest, ThatCannotBeSetAreProblems) {
  const auto problems = set({tagged(oxprops::pid_tag_content_count, std::int32_t{9}),
                             tagged(oxprops::pid_tag_comment, std::u16string(u"c"))});
  ASSERT_THAT(problems, SizeIs(1));
  EXPECT_EQ(problems[0].index, 0);
  EXPECT_EQ(problems[0].property_tag, oxprops::pid_tag_content_count);
  EXPECT_EQ(problems[0].error_code, ErrorCode::access_denied);
  EXPECT_EQ(kept(oxprops::pid_tag_comment), oxcdata::PropertyValue(std::u16string(u"c")));
}

TEST_F(FolderPropertyRopsTest, ANameThatIsTakenLeavesTheRest) {
  add(u"Taken");
  const auto problems = set({tagged(oxprops::pid_tag_display_name, std::u16string(u"taken")),
                             tagged(oxprops::pid_tag_comment, std::u16string(u"c"))});
  ASSERT_THAT(problems, SizeIs(1));
  EXPECT_EQ(problems[0].error_code, ErrorCode::colliding_names);
  EXPECT_EQ(name(), u"A");
  EXPECT_EQ(kept(oxprops::pid_tag_comment), oxcdata::PropertyValue(std::u16string(u"c")));
}

TEST_F(FolderPropertyRopsTest, SomebodyElseMayReadButNotSet) {
  permit(folder, "bob@example.org", mailbox::right_read_any);
  const wire::u32 theirs = bob.log_on("alice@example.org");
  ASSERT_EQ(open(bob, theirs, folder, handle).return_value, ErrorCode::success);
  oxcprpt::SetPropertiesRequest request;
  request.property_values.push_back(tagged(oxprops::pid_tag_comment, std::u16string(u"c")));
  EXPECT_EQ(bob.send<oxcprpt::SetPropertiesResponse>(request, handle).return_value, ErrorCode::access_denied);
  auto& object = dynamic_cast<PropertyObject&>(*bob.session.objects.find(handle));
  EXPECT_TRUE(object.property(oxcdata::id_of(oxprops::pid_tag_display_name)));
  EXPECT_FALSE(object.writable());
}

TEST_F(FolderPropertyRopsTest, WhatSomebodyElseChangesIsSeen) {
  auto& object = dynamic_cast<PropertyObject&>(*alice.session.objects.find(handle));
  const auto count = [&] {
    return std::get<std::int32_t>(object.property(oxcdata::id_of(oxprops::pid_tag_content_count))->value);
  };
  EXPECT_EQ(count(), 0);
  message(folder);
  EXPECT_EQ(count(), 1);
  EXPECT_EQ(object.property_tags()->size(),
            mailbox::FolderProperties::tags(mailbox->store().folder(folder).value()).size());
  ASSERT_TRUE(mailbox->delete_folder(folder, std::nullopt));
  EXPECT_EQ(object.property(oxcdata::id_of(oxprops::pid_tag_content_count)).error(),
            ErrorCode::object_deleted);
}

}  // namespace
}  // namespace mapigate::mapi
