#include "gateway/nspi/endpoint.hpp"

#include <gmock/gmock.h>
#include <prometheus/gauge.h>

#include "gateway/mapi/auxiliary.hpp"
#include "gateway/nspi/code_page.hpp"
#include "protocol/oxcmapihttp/address_book_bodies.hpp"
#include "protocol/oxcrpc/extended_buffer.hpp"
#include "tests/unit/mapi/rig.hpp"

namespace mapigate::nspi {
namespace {

using mapi::Access;
using mapi::bytes_of;
using oxcdata::ErrorCode;
using oxcmapihttp::BindRequest;
using oxcmapihttp::BindResponse;
using oxcmapihttp::UnbindRequest;
using oxcmapihttp::UnbindResponse;

class Nspi : public ::testing::Test, public mapi::Rig {
 protected:
  Nspi() : Rig("/mapi/nspi/") { use(endpoint); }
  ~Nspi() override { io.reset(); }

  // The values of the example in [MS-OXNSPI] section 4.
  static BindRequest bind_request() {
    BindRequest request;
    request.state.emplace();
    request.state->code_page = 0x4E4;
    request.state->template_locale = 0x409;
    request.state->sort_locale = 0x409;
    return request;
  }
  BindResponse bind(const BindRequest& request) {
    const auto answer = send({.type = "Bind", .body = bytes_of(request)});
    EXPECT_EQ(answer->code(), "0");
    if (!answer->cookie("MapiContext").empty()) take_cookies(*answer);
    return answer->parsed<BindResponse>();
  }
  void bind() { EXPECT_EQ(bind(bind_request()).error_code, ErrorCode::success); }

  const wire::Guid guid = server_guid("mail.example.org");
  NspiEndpoint endpoint{guid, log};
};

TEST_F(Nspi, Bind) {
  const BindResponse response = bind(bind_request());
  EXPECT_EQ(response.status_code, 0u);
  EXPECT_EQ(response.error_code, ErrorCode::success);
  EXPECT_EQ(response.server_guid, guid);
  auto admission = transport->sessions().admit(cookies, *alice, Access::sequenced);
  const auto& session = admission.lease.session().state<AddressBookSession>();
  EXPECT_EQ(session.code_page, 0x4E4u);
  EXPECT_EQ(session.template_locale, 0x409u);
  EXPECT_EQ(session.sort_locale, 0x409u);
}

TEST_F(Nspi, BindErrors) {
  const auto error = [&](const std::function<void(BindRequest&)>& change) {
    BindRequest request = bind_request();
    change(request);
    const BindResponse response = bind(request);
    EXPECT_EQ(response.status_code, 0u);
    EXPECT_TRUE(response.server_guid.is_nil());
    EXPECT_EQ(transport->sessions().size(), 0u);
    return response.error_code;
  };
  EXPECT_EQ(error([](auto& request) { request.state->code_page = 1200; }), ErrorCode::not_supported);
  EXPECT_EQ(error([](auto& request) { request.state->code_page = 1; }), ErrorCode::invalid_codepage);
  EXPECT_EQ(error([](auto& request) { request.flags = 0x20; }), ErrorCode::logon_failed);
  EXPECT_EQ(error([](auto& request) { request.auxiliary_buffer = {1}; }), ErrorCode::general_failure);
}

TEST_F(Nspi, BindWithoutState) {
  EXPECT_EQ(bind(BindRequest{}).error_code, ErrorCode::success);
  auto admission = transport->sessions().admit(cookies, *alice, Access::sequenced);
  EXPECT_EQ(admission.lease.session().state<AddressBookSession>().code_page, code_page_teletex);
}

TEST_F(Nspi, SharesTheMetricsWithTheMailboxEndpoint) {
  bind();
  mapi::Metrics other(metrics, oxcmapihttp::Endpoint::mailbox);
  other.sessions().Set(7);
  EXPECT_EQ(metric("mapigate_mapi_sessions", {{"endpoint", "nspi"}}), 1);
  EXPECT_EQ(metric("mapigate_mapi_sessions", {{"endpoint", "emsmdb"}}), 7);
}

TEST_F(Nspi, BindToAMailboxThatIsNotHere) {
  const std::string target = "/mapi/nspi/?MailboxId=00000000-1111-2222-3333-444444444444@example.org";
  const auto answer = send({.target = target, .type = "Bind", .body = bytes_of(bind_request())});
  EXPECT_EQ(answer->parsed<BindResponse>().error_code, ErrorCode::logon_failed);
}

TEST_F(Nspi, AnAuxiliaryBufferThatIsTooLong) {
  BindRequest request = bind_request();
  request.auxiliary_buffer.assign(oxcrpc::max_auxiliary + 1, 0);
  EXPECT_EQ(bind(request).status_code, mapi::bad_stub_data);
}

TEST_F(Nspi, Unbind) {
  bind();
  const auto answer = send({.type = "Unbind", .body = bytes_of(UnbindRequest{})});
  EXPECT_EQ(answer->parsed<UnbindResponse>().error_code, ErrorCode{1}) << "UnbindSuccess";
  EXPECT_EQ(answer->cookie("MapiContext"), cookies.context);
  EXPECT_EQ(transport->sessions().size(), 0u);
  EXPECT_EQ(send({.type = "Unbind", .body = bytes_of(UnbindRequest{})})->code(), "10");
}

TEST_F(Nspi, Ping) {
  bind();
  const auto answer = send({.type = "PING"});
  EXPECT_EQ(answer->code(), "0");
  EXPECT_EQ(answer->payload(), "");
}

TEST_F(Nspi, OtherRequestTypesAreNotSupportedAndKeepTheSession) {
  bind();
  for (const char* type :
       {"QueryRows", "ResolveNames", "GetSpecialTable", "UpdateStat", "GetMailboxUrl", "DNToMId"}) {
    const auto answer = send({.type = type, .body = "whatever"});
    EXPECT_EQ(answer->code(), "0") << type;
    EXPECT_EQ(answer->payload(), std::string("\x02\x01\x04\x80\0\0\0\0", 8)) << type;
    take_cookies(*answer);
  }
}

TEST_F(Nspi, RequestsAreSequenced) {
  bind();
  const auto first = send({.type = "QueryRows"});
  EXPECT_EQ(send({.type = "QueryRows"})->code(), "15");
  take_cookies(*first);
  EXPECT_EQ(send({.type = "QueryRows"})->code(), "0");
}

TEST_F(Nspi, RequestTypesOfTheMailboxEndpoint) {
  for (const char* type : {"Connect", "Execute", "Disconnect", "NotificationWait"}) {
    EXPECT_EQ(send({.type = type})->code(), "5") << type;
  }
}

TEST_F(Nspi, BodiesCutAtEveryLength) {
  bind();
  const auto cut_everywhere = [&](const std::string& type, const std::string& body) {
    for (std::size_t length = 0; length <= body.size() + 1; ++length) {
      if (length == body.size()) continue;
      const std::string cut = length < body.size() ? body.substr(0, length) : body + '\0';
      ASSERT_EQ(send({.type = type, .body = cut})->code(), "12") << type << " with " << length << " bytes";
    }
  };
  cut_everywhere("Bind", bytes_of(bind_request()));
  cut_everywhere("Unbind", bytes_of(UnbindRequest{}));
  EXPECT_EQ(transport->sessions().size(), 1u);
  EXPECT_EQ(send({.type = "PING"})->code(), "0");
}

TEST(CodePages, Known) {
  for (const wire::u32 known : {437u, 932u, 1252u, 20127u, 20261u, 28591u, 65001u}) {
    EXPECT_TRUE(is_supported_code_page(known)) << known;
  }
  for (const wire::u32 unknown : {0u, 1200u, 1201u, 12000u, 65000u, 0xFFFFFFFFu}) {
    EXPECT_FALSE(is_supported_code_page(unknown)) << unknown;
  }
}

TEST(ServerGuid, IsOneForEachHostName) {
  EXPECT_EQ(server_guid("mail.example.org"), server_guid("mail.example.org"));
  EXPECT_NE(server_guid("mail.example.org"), server_guid("mail.example.net"));
  const std::string text = server_guid("mail.example.org").text();
  EXPECT_EQ(text[14], '8') << text;
  EXPECT_THAT(std::string("89ab"), ::testing::HasSubstr(text.substr(19, 1))) << text;
}

}  // namespace
}  // namespace mapigate::nspi
