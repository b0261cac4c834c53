#include "gateway/mapi/emsmdb_endpoint.hpp"

#include <gmock/gmock.h>

#include "gateway/mapi/auxiliary.hpp"
#include "protocol/oxcmapihttp/mailbox_bodies.hpp"
#include "protocol/oxcrops/responses.hpp"
#include "protocol/oxcrpc/auxiliary.hpp"
#include "protocol/oxcrpc/extended_buffer.hpp"
#include "protocol/wire/utf16.hpp"
#include "tests/unit/mapi/rig.hpp"

namespace mapigate::mapi {
namespace {

using namespace std::chrono_literals;
using oxcdata::ErrorCode;
using oxcmapihttp::ConnectRequest;
using oxcmapihttp::ConnectResponse;
using oxcmapihttp::DisconnectRequest;
using oxcmapihttp::DisconnectResponse;
using oxcmapihttp::ExecuteRequest;
using oxcmapihttp::ExecuteResponse;
using oxcmapihttp::NotificationWaitRequest;
using oxcmapihttp::NotificationWaitResponse;
using ::testing::Contains;
using ::testing::ElementsAre;

class Emsmdb : public ::testing::Test, public Rig {
 protected:
  Emsmdb() : Rig("/mapi/emsmdb/") { use(endpoint); }
  ~Emsmdb() override { io.reset(); }

  ConnectRequest connect_request() const {
    return {.user_dn = alice->legacy_dn,
            .default_code_page = 1252,
            .lcid_sort = 0x409,
            .lcid_string = 0x409,
            .auxiliary_buffer = {}};
  }
  ConnectResponse connect(const ConnectRequest& request) {
    const auto answer = send({.type = "Connect", .body = bytes_of(request)});
    EXPECT_EQ(answer->code(), "0");
    if (!answer->cookie("MapiContext").empty()) take_cookies(*answer);
    return answer->parsed<ConnectResponse>();
  }
  void connect() { EXPECT_EQ(connect(connect_request()).error_code, ErrorCode::success); }

  AnswerPtr send_execute(const ExecuteRequest& request) {
    const auto answer = send({.type = "Execute", .body = bytes_of(request)});
    take_cookies(*answer);
    return answer;
  }
  // The ROPs as they stand in a document's example, with their handle table.
  static ExecuteRequest execute_request(wire::Bytes rops, std::vector<wire::u32> handles) {
    const auto buffer = oxcrops::serialize(oxcrops::RopBuffer{std::move(rops), std::move(handles)}).value();
    return {.flags = 3,
            .rop_buffer = oxcrpc::encode_single(buffer).value(),
            .max_rop_out = 0x18008,
            .auxiliary_buffer = {}};
  }
  oxcrops::RopBuffer execute(const ExecuteRequest& request) {
    const auto response = send_execute(request)->parsed<ExecuteResponse>();
    EXPECT_EQ(response.error_code, ErrorCode::success);
    return oxcrops::parse_rop_buffer(oxcrpc::decode_single(response.rop_buffer).value()).value();
  }

  NotificationSignal& signal() {
    return transport->sessions().admit(cookies, *alice, Access::parallel).lease.session().notifications();
  }
  AnswerPtr start_wait() {
    return start({.type = "NotificationWait", .body = bytes_of(NotificationWaitRequest{})});
  }

  RopRegistry registry;
  EmsmdbEndpoint endpoint{config, *directory, registry, log};
};

TEST_F(Emsmdb, Connect) {
  const ConnectResponse response = connect(connect_request());
  EXPECT_EQ(response.status_code, 0u);
  EXPECT_EQ(response.error_code, ErrorCode::success);
  EXPECT_EQ(response.polls_max, 60'000u);
  EXPECT_EQ(response.retry_count, 6u);
  EXPECT_EQ(response.retry_delay, 10'000u);
  EXPECT_EQ(alice->legacy_dn.find(response.dn_prefix), 0u);
  EXPECT_TRUE(response.dn_prefix.ends_with("/cn=")) << response.dn_prefix;
  EXPECT_EQ(response.display_name, u"Alice");
  const auto blocks =
      oxcrpc::parse_auxiliary(oxcrpc::decode_single(response.auxiliary_buffer).value()).value();
  EXPECT_THAT(blocks, Contains(oxcrpc::aux_block(oxcrpc::AuxEndpointCapabilities{1})));
}

TEST_F(Emsmdb, ConnectKeepsWhatTheClientSaid) {
  ConnectRequest request = connect_request();
  request.default_code_page = 932;
  request.lcid_sort = 0x411;
  request.lcid_string = 0x411;
  connect(request);
  auto admission = transport->sessions().admit(cookies, *alice, Access::sequenced);
  const auto& session = admission.lease.session().state<MailboxSession>();
  EXPECT_EQ(session.user, alice);
  EXPECT_EQ(session.default_code_page, 932u);
  EXPECT_EQ(session.lcid_sort, 0x411u);
  EXPECT_EQ(session.lcid_string, 0x411u);
}

TEST_F(Emsmdb, TheUserDnIsComparedWithoutCase) {
  ConnectRequest request = connect_request();
  for (char& c : request.user_dn) c = static_cast<char>(std::toupper(c));
  EXPECT_EQ(connect(request).error_code, ErrorCode::success);
}

TEST_F(Emsmdb, ConnectErrors) {
  const auto error = [&](const std::function<void(ConnectRequest&)>& change) {
    ConnectRequest request = connect_request();
    change(request);
    const ConnectResponse response = connect(request);
    EXPECT_EQ(response.status_code, 0u);
    EXPECT_EQ(transport->sessions().size(), 0u);
    return response.error_code;
  };
  EXPECT_EQ(error([&](auto& request) { request.user_dn = ""; }), ErrorCode::access_denied);
  EXPECT_EQ(error([&](auto& request) { request.user_dn = bob->legacy_dn; }), ErrorCode::access_denied);
  EXPECT_EQ(error([&](auto& request) { request.user_dn = "/o=Nowhere/cn=nobody"; }), ErrorCode::unknown_user);
  EXPECT_EQ(error([&](auto& request) { request.flags = 1; }), ErrorCode::login_permission);
  EXPECT_EQ(error([&](auto& request) { request.auxiliary_buffer = {0, 0, 4}; }), ErrorCode::network_error);
  EXPECT_EQ(error([&](auto& request) { request.auxiliary_buffer.assign(16, 0xFF); }), ErrorCode::rpc_format);
  EXPECT_THAT(log_ids, Contains("MAPI_CONNECT_REFUSED"));
}

TEST_F(Emsmdb, ConnectToAMailboxThatIsNotHere) {
  const std::string target = "/mapi/emsmdb/?MailboxId=00000000-1111-2222-3333-444444444444@example.org";
  const auto answer = send({.target = target, .type = "Connect", .body = bytes_of(connect_request())});
  EXPECT_EQ(answer->parsed<ConnectResponse>().error_code, ErrorCode::unknown_user);
  const directory::Redirect redirect{directory::Redirect::Kind::address, "alice@elsewhere.example"};
  directory->update("alice@example.org", {.redirect = redirect}).value();
  EXPECT_EQ(connect(connect_request()).error_code, ErrorCode::unknown_user);
}

TEST_F(Emsmdb, AuxiliaryBuffersOfClients) {
  ConnectRequest request = connect_request();
  oxcrpc::AuxPerfClientInfo info;
  info.client_mode = oxcrpc::ClientMode::cached;
  info.machine_name = u"PC";
  const auto blocks = oxcrpc::serialize_auxiliary({oxcrpc::aux_block(info)}).value();
  request.auxiliary_buffer = oxcrpc::encode_single(blocks, {.obfuscate = true}).value();
  EXPECT_EQ(connect(request).error_code, ErrorCode::success);
  request.auxiliary_buffer.assign(oxcrpc::max_auxiliary + 1, 0);
  EXPECT_EQ(connect(request).status_code, bad_stub_data);
}

TEST_F(Emsmdb, Disconnect) {
  connect();
  const auto answer = send({.type = "Disconnect", .body = bytes_of(DisconnectRequest{})});
  EXPECT_EQ(answer->parsed<DisconnectResponse>().error_code, ErrorCode::success);
  EXPECT_EQ(transport->sessions().size(), 0u);
}

// Every request type cut at every length, and with a byte too many: refused with the right code, and the
// session goes on.
TEST_F(Emsmdb, BodiesCutAtEveryLength) {
  const auto cut_everywhere = [&](const std::string& type, const std::string& body) {
    for (std::size_t length = 0; length <= body.size() + 1; ++length) {
      if (length == body.size()) continue;
      const std::string cut = length < body.size() ? body.substr(0, length) : body + '\0';
      const auto answer = send({.type = type, .body = cut});
      ASSERT_EQ(answer->code(), "12") << type << " with " << length << " bytes";
      if (type != "Connect") {
        ASSERT_EQ(answer->cookie("MapiContext"), cookies.context);
        if (type == "Execute") take_cookies(*answer);
      }
    }
  };
  connect();
  ConnectRequest connect_with_auxiliary = connect_request();
  connect_with_auxiliary.auxiliary_buffer = oxcrpc::encode_single(wire::Bytes(8, 0)).value();
  cut_everywhere("Connect", bytes_of(connect_with_auxiliary));
  cut_everywhere("Execute", bytes_of(execute_request({0x01, 0x00, 0x00}, {1})));
  cut_everywhere("Disconnect", bytes_of(DisconnectRequest{wire::Bytes(8, 0)}));
  cut_everywhere("NotificationWait", bytes_of(NotificationWaitRequest{0, wire::Bytes(8, 0)}));
  EXPECT_EQ(transport->sessions().size(), 1u);
  EXPECT_EQ(execute(execute_request({0x01, 0x00, 0x00}, {1})).rops.size(), 0u);
}

// The ROP buffer itself cut at every length, inside a well-formed body.
TEST_F(Emsmdb, RopBuffersCutAtEveryLength) {
  connect();
  const wire::Bytes whole =
      execute_request({0x01, 0x00, 0x00, 0x15, 0x00, 0x00, 0x00, 0x01, 0x32, 0x00}, {1, 2}).rop_buffer;
  for (std::size_t length = 0; length < whole.size(); ++length) {
    ExecuteRequest request{.flags = 3, .rop_buffer = {}, .max_rop_out = 0x18008, .auxiliary_buffer = {}};
    request.rop_buffer.assign(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length));
    const auto answer = send_execute(request);
    ASSERT_EQ(answer->code(), "0");
    const auto error = answer->parsed<ExecuteResponse>().error_code;
    ASSERT_EQ(error, length < 8 ? ErrorCode::network_error : ErrorCode::rpc_format) << length;
  }
  ExecuteRequest request{.flags = 3, .rop_buffer = whole, .max_rop_out = 0x18008, .auxiliary_buffer = {}};
  EXPECT_EQ(execute(request).handles.size(), 2u);
}

// [MS-OXCTABL] section 4.5.3.1: RopQueryRows, which nobody carries out yet.
TEST_F(Emsmdb, ARopThatIsNotThereYet) {
  connect();
  const auto output = execute(execute_request({0x15, 0x00, 0x00, 0x00, 0x01, 0x32, 0x00}, {0x0000010A}));
  EXPECT_THAT(output.rops, ElementsAre(0x15, 0x00, 0x02, 0x01, 0x04, 0x80));  // ecNotSupported
  EXPECT_THAT(output.handles, ElementsAre(0x0000010Au));
}

TEST_F(Emsmdb, ALaterExecuteGoesOn) {
  connect();
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(execute(execute_request({0x01, 0x00, 0x00}, {7})).rops.empty());
}

TEST_F(Emsmdb, NotificationWaitWithAnEventPending) {
  connect();
  signal().raise();
  const auto answer = send({.type = "NotificationWait", .body = bytes_of(NotificationWaitRequest{})});
  EXPECT_EQ(answer->chunks.size(), 1u);
  EXPECT_EQ(answer->parsed<NotificationWaitResponse>().event_pending, 1u);
  EXPECT_EQ(answer->cookie("MapiContext"), cookies.context);
  EXPECT_EQ(answer->cookie("MapiSequence"), "") << "an older sequence must not overtake an Execute's";
}

TEST_F(Emsmdb, NotificationWaitIsWokenByAnEvent) {
  config.pending_period = 1ms;
  connect();
  const auto waiting = start_wait();
  run_until([&] { return waiting->chunks.size() >= 2; });
  EXPECT_EQ(execute(execute_request({0x01, 0x00, 0x00}, {7})).rops.size(), 0u) << "an Execute beside it";
  EXPECT_FALSE(waiting->done);
  signal().raise();
  run_until([&] { return waiting->done; });
  EXPECT_EQ(waiting->chunks[0], "PROCESSING\r\n");
  EXPECT_EQ(waiting->chunks[1], "PENDING\r\n");
  const auto response = waiting->parsed<NotificationWaitResponse>();
  EXPECT_EQ(response.error_code, ErrorCode::success);
  EXPECT_EQ(response.event_pending, 1u);
}

TEST_F(Emsmdb, NotificationWaitWithoutAnEvent) {
  config.notification_wait = 30ms;
  connect();
  const auto waiting = start_wait();
  run_until([&] { return waiting->done; });
  EXPECT_EQ(waiting->parsed<NotificationWaitResponse>().event_pending, 0u);
}

TEST_F(Emsmdb, DisconnectWakesNotificationWait) {
  connect();
  const auto waiting = start_wait();
  run_until([&] { return !waiting->chunks.empty(); });
  send({.type = "Disconnect", .body = bytes_of(DisconnectRequest{})});
  run_until([&] { return waiting->done; });
  EXPECT_EQ(waiting->parsed<NotificationWaitResponse>().event_pending, 1u);
  EXPECT_EQ(start_wait()->code(), "10");
}

TEST_F(Emsmdb, ANewNotificationWaitReplacesTheOld) {
  connect();
  const auto older = start_wait();
  run_until([&] { return !older->chunks.empty(); });
  const auto newer = start_wait();
  run_until([&] { return older->done; });
  EXPECT_EQ(older->parsed<NotificationWaitResponse>().event_pending, 0u);
  EXPECT_FALSE(newer->done);
}

TEST_F(Emsmdb, DrainingEndsNotificationWait) {
  connect();
  const auto waiting = start_wait();
  run_until([&] { return !waiting->chunks.empty(); });
  transport->drain();
  run_until([&] { return waiting->done; });
  const auto response = waiting->parsed<NotificationWaitResponse>();
  EXPECT_EQ(response.error_code, ErrorCode::exiting);
  EXPECT_EQ(response.event_pending, 0u);
}

TEST_F(Emsmdb, ANotificationWaitKeepsItsSession) {
  connect();
  const auto waiting = start_wait();
  clock.advance(config.session_expiry * 2);
  transport->sweep();
  EXPECT_EQ(transport->sessions().size(), 1u);
  EXPECT_EQ(waiting->done, false);
}

TEST_F(Emsmdb, OtherRequestTypesBelongElsewhere) {
  connect();
  EXPECT_EQ(send({.type = "QueryRows"})->code(), "5");
}

TEST_F(Emsmdb, BacksOffUnderLoad) {
  connect();
  config.max_running = 0;
  const wire::Bytes release{0x01, 0, 0};
  EXPECT_EQ(execute(execute_request(release, {1})).rops.front(),
            static_cast<wire::u8>(oxcrops::RopId::backoff));
  config.max_running = 1;
  EXPECT_TRUE(execute(execute_request(release, {1})).rops.empty()) << "it is over";
}

}  // namespace
}  // namespace mapigate::mapi
