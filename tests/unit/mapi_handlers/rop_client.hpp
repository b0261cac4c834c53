#pragma once

#include <gmock/gmock.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "gateway/mailbox/submission.hpp"
#include "gateway/mapi/rop_dispatcher.hpp"
#include "gateway/mapi/rop_services.hpp"
#include "gateway/store/sqlite/queue_store.hpp"
#include "protocol/oxcrops/rop_batch.hpp"
#include "protocol/oxcstor/logon.hpp"
#include "tests/fakes/mailbox_rig.hpp"

namespace mapigate::mapi {

// Real mailboxes, and ROP handlers that work on them. `handlers` says which: handlers::register_all, or the
// functions of single documents.
struct RopRig {
  using Handlers = std::function<void(RopRegistry&, const RopServices&)>;
  explicit RopRig(const Handlers& handlers, mailbox::Config config = {})
      : mailboxes(std::move(config)),
        queue(store::sqlite::open_queue_store(mailboxes.folder() / "queue.db", std::chrono::seconds(2))
                  .value()),
        submission({*queue, mailboxes.mailboxes(), mailboxes.directory(), mailboxes.clock, mailboxes.log()}),
        services{mailboxes.directory(), mailboxes.mailboxes(), submission,
                 mailboxes.clock,       mailboxes.random(),    mailboxes.log()} {
    handlers(registry, services);
  }

  fakes::MailboxRig mailboxes;
  std::unique_ptr<store::QueueStore> queue;
  mailbox::Submission submission;
  RopServices services;
  RopRegistry registry;
  RopDispatcher dispatcher{registry, mailboxes.log()};
};

// A session of one user, from the client's side.
//
//   RopRig rig(handlers::register_all);
//   RopClient alice(rig, "alice@example.org");
//   const wire::u32 logon = alice.log_on();
//   wire::u32 inbox;
//   EXPECT_EQ(alice.send<OpenFolderResponse>(request, logon, inbox).return_value, ErrorCode::success);
//
// Several ROPs in one buffer: fill an oxcrops::RopBatch and run() it.
class RopClient {
 public:
  static constexpr std::size_t max_payload = 0x7F00;

  RopClient(RopRig& rig, const std::string& address, wire::u32 lcid = 0x0409) : rig_(rig) {
    session.user = rig.mailboxes.user(address);
    session.default_code_page = 1252;
    session.lcid_sort = session.lcid_string = lcid;
  }

  // Runs the batch and reads its responses.
  void run(oxcrops::RopBatch& batch) {
    const auto request = batch.serialize();
    ASSERT_TRUE(request) << request.error().field;
    auto buffer = oxcrops::parse_rop_buffer(*request);
    ASSERT_TRUE(buffer);
    results = rig_.dispatcher.run(session, std::move(*buffer), max_payload);
    ASSERT_EQ(results.error, ErrorCode::success) << to_string(results.error);
    output = oxcrops::serialize(results.output).value();
    const auto read = batch.read(output);
    EXPECT_TRUE(read) << to_string(read.error());
  }
  // One request on an object that is open. What the response refers to is valid until the next call.
  // `prepare` sets what is not on the wire (`columns`).
  template <class Response, class Request>
  Response send(const Request& request, wire::u32 handle,
                const std::function<void(Response&)>& prepare = {}) {
    oxcrops::RopBatch batch;
    batch.logon_id = logon_id;
    const auto index = batch.handle(handle);
    const Response& response = batch.add<Response>(index, request, prepare);
    run(batch);
    return response;
  }
  // One request that opens something: its output_handle_index is set here, `opened` to the new handle.
  template <class Response, class Request>
  Response open(Request request, wire::u32 handle, wire::u32& opened) {
    oxcrops::RopBatch batch;
    batch.logon_id = logon_id;
    const auto index = batch.handle(handle);
    request.output_handle_index = batch.new_handle();
    const Response& response = batch.add<Response>(index, request);
    run(batch);
    opened = batch.handle_at(request.output_handle_index);
    return response;
  }
  void release(wire::u32 handle) {
    oxcrops::RopBatch batch;
    batch.logon_id = logon_id;
    batch.release(batch.handle(handle));
    run(batch);
  }

  // RopLogon. `logon`: the handle.
  oxcstor::LogonResponse log_on(const oxcstor::LogonRequest& request, wire::u32& logon) {
    oxcrops::RopBatch batch;
    batch.logon_id = logon_id;
    const auto index = batch.new_handle();
    const auto& response = batch.add<oxcstor::LogonResponse>(index, request);
    run(batch);
    logon = batch.handle_at(index);
    return response;
  }
  // To somebody's mailbox, one's own without an address; to public folders. Returns the handle.
  wire::u32 log_on(const std::string& address = {}) {
    wire::u32 logon = oxcrops::no_handle;
    EXPECT_EQ(log_on(mailbox_logon(address), logon).return_value, ErrorCode::success);
    return logon;
  }
  wire::u32 log_on_to_public_folders() {
    wire::u32 logon = oxcrops::no_handle;
    EXPECT_EQ(log_on(public_logon(), logon).return_value, ErrorCode::success);
    return logon;
  }
  oxcstor::LogonRequest mailbox_logon(const std::string& address = {}) const {
    oxcstor::LogonRequest request;
    request.logon_flags = oxcstor::logon_private;
    request.open_flags = request.home_logon | request.use_per_mdb_replid_mapping;
    request.essdn = address.empty() ? session.user->legacy_dn : rig_.mailboxes.user(address)->legacy_dn;
    return request;
  }
  static oxcstor::LogonRequest public_logon() {
    oxcstor::LogonRequest request;
    request.open_flags = request.open_public;
    return request;
  }

  MailboxSession session;
  wire::u8 logon_id = 0;  // of what is sent
  RopResults results;
  wire::Bytes output;

 private:
  RopRig& rig_;
};

}  // namespace mapigate::mapi
