#include <gtest/gtest.h>

#include "protocol/oxdscli/pox.hpp"
#include "vectors.hpp"

namespace mapigate::oxdscli {
namespace {

using namespace std::chrono_literals;

PoxResponse mapi_http_example() {
  const std::string id = "416c6368-656d-794a-6f45-57615272456e@Contoso.com";
  PoxResponse response;
  response.user = PoxUser{"User Display Name", "/o=microsoft/ou=Contoso/cn=Recipients/cn=486021",
                          "user@Contoso.com", "30c3a927-42aa-5de8-91e3-8e5b4655ed00"};
  PoxAccount& account = response.account.emplace();
  account.account_type = "email";
  account.action = "settings";
  account.mapi_http.emplace();
  account.mapi_http->mail_store.internal_url = "https://mail.Contoso.com/mapi/emsmdb/?MailboxId=" + id;
  account.mapi_http->address_book.internal_url = "https://mail.Contoso.com/mapi/nspi/?MailboxId=" + id;
  PoxProtocol& web = account.protocols.emplace_back();
  web.type = "WEB";
  web.external = WebAccess{
      {{"Fba", "https://mail.Contoso.com/owa"}}, "EXPR", "https://mail.Contoso.com/ews/exchange.asmx"};
  return response;
}

TEST(PoxResponse, ReadsAndWritesTheMapiHttpExample) {
  const std::string example = vector_file("MS-OXDSCLI/response-mapihttp.xml");
  const auto read = parse_pox_response(example);
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, mapi_http_example());
  EXPECT_EQ(normalized(write_pox_response(mapi_http_example())), normalized(example));
}

TEST(PoxResponse, ReadsTheOlderExample) {
  const std::string example = vector_file("MS-OXDSCLI/response-rpc.xml");
  const auto read = parse_pox_response(example);
  ASSERT_TRUE(read);
  const std::vector<PoxProtocol>& protocols = read->account->protocols;
  ASSERT_EQ(protocols.size(), 3u);
  EXPECT_EQ(protocols[0].type, "EXCH");
  EXPECT_EQ(protocols[0].server, "MBX-SERVER.mail.internal.contoso.com");
  EXPECT_EQ(protocols[0].server_version, "72008287");
  EXPECT_EQ(protocols[0].oab_url, "https://mail.contoso.com/OAB/d29844a9-724e-468c-8820-0f7b345b767b/");
  EXPECT_EQ(protocols[1].type, "EXPR");
  EXPECT_EQ(protocols[1].as_url, "https://mail.contoso.com/ews/exchange.asmx");
  EXPECT_EQ(protocols[2].type, "WEB");
  ASSERT_TRUE(protocols[2].internal);
  EXPECT_FALSE(protocols[2].external);
  ASSERT_EQ(protocols[2].internal->owa_urls.size(), 4u);
  EXPECT_EQ(protocols[2].internal->owa_urls[2],
            (OwaUrl{"Basic", "https://cas-04-server.mail.internal.contoso.com/owa"}));
  EXPECT_FALSE(read->account->mapi_http);
  EXPECT_EQ(*parse_pox_response(write_pox_response(*read)), *read);
}

TEST(PoxResponse, ReadsAndWritesTheRedirectExample) {
  PoxResponse response;
  response.account.emplace();
  response.account->action = "redirectAddr";
  response.account->redirect_addr = "user@subdomain.contoso.com";
  const std::string example = vector_file("MS-OXDSCLI/response-redirect-address.xml");
  const auto read = parse_pox_response(example);
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, response);
  EXPECT_EQ(normalized(write_pox_response(response)), normalized(example));
}

TEST(PoxResponse, ReadsAndWritesTheErrorExample) {
  PoxResponse response;
  response.error = PoxError{"21:25:04.8897083", "4130155072", 600,
                            std::string(message_of(PoxErrorCode::invalid_request)), ""};
  const std::string example = vector_file("MS-OXDSCLI/response-error.xml");
  const auto read = parse_pox_response(example);
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, response);
  EXPECT_EQ(normalized(write_pox_response(response)), normalized(example));
}

TEST(PoxResponse, ReadsAnErrorBelowTheAccount) {
  const auto read = parse_pox_response("<Autodiscover xmlns='" + std::string(response_schema) +
                                       "'><Response><Account><Error><ErrorCode>500</ErrorCode><DebugData>why"
                                       "</DebugData></Error></Account></Response></Autodiscover>");
  ASSERT_TRUE(read);
  ASSERT_TRUE(read->error);
  EXPECT_EQ(read->error->code, 500);
  EXPECT_EQ(read->error->debug_data, "why");
}

TEST(PoxResponse, RoundTripsWhatExamplesDoNotShow) {
  PoxResponse written = mapi_http_example();
  written.account->microsoft_online = "False";
  written.account->consumer_mailbox = "False";
  written.account->redirect_url = "https://other.example/autodiscover/autodiscover.xml?a=1&b=2";
  written.account->mapi_http->version = 2;
  written.account->mapi_http->mail_store.external_url = "https://x/";
  written.account->alternative_mailboxes = {
      {"Delegate", "Sales & \"Co\"", "sales@contoso.com", "sales@contoso.com", "", ""},
      {"Archive", "Archive", "", "", "/o=x/cn=y", "mail.contoso.com"}};
  written.account->public_folder_address = "folders@contoso.com";
  written.proof = Proof{{{{"instance", "a"}, {"mac", "00"}}, ""}};
  const auto read = parse_pox_response(write_pox_response(written));
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, written);
}

TEST(PoxResponse, RefusesEveryTruncation) {
  std::string body = vector_file("MS-OXDSCLI/response-mapihttp.xml");
  body.erase(body.find_last_not_of(" \r\n") + 1);
  for (std::size_t length = 0; length < body.size(); ++length) {
    EXPECT_FALSE(parse_pox_response(body.substr(0, length))) << length;
  }
}

TEST(PoxResponse, RefusesOtherDocuments) {
  for (const char* body : {"<html><body>It works</body></html>", "<Autodiscover><Response/></Autodiscover>",
                           "<Autodiscover xmlns='http://schemas.microsoft.com/exchange/autodiscover/"
                           "responseschema/2006'/>"}) {
    const auto read = parse_pox_response(body);
    ASSERT_FALSE(read) << body;
    EXPECT_EQ(read.error(), xml::ParseError::schema) << body;
  }
  EXPECT_FALSE(parse_pox_response(vector_file("MS-OXDSCLI/request.xml")));
}

TEST(PoxResponse, HostileTextsDoNotBecomeMarkup) {
  PoxResponse response;
  response.user.emplace();
  response.user->display_name = "</DisplayName><Evil a=\"'&amp;\n\x01\xFF\xEF\xBF\xBF>";
  response.error = PoxError{"\"><x", "'>", 500, "<b>", "]]>"};
  const std::string xml = write_pox_response(response);
  const auto read = parse_pox_response(xml);
  ASSERT_TRUE(read) << xml;
  EXPECT_EQ(xml.find("<Evil"), std::string::npos);
  EXPECT_EQ(xml.find("<b>"), std::string::npos);
  // A control, a byte that is no UTF-8, and the three bytes of U+FFFF cannot stand in XML.
  const std::string bad = "\xEF\xBF\xBD";
  EXPECT_EQ(read->user->display_name, "</DisplayName><Evil a=\"'&amp;\n" + bad + bad + bad + bad + bad + ">");
  EXPECT_EQ(read->error->time, "\"><x");
  EXPECT_EQ(read->error->debug_data, "]]>");
}

TEST(PoxResponse, AnswersWithManyMailboxesAreReadUpToALimit) {
  PoxResponse response;
  response.account.emplace();
  for (int i = 0; i < 1000; ++i) {
    response.account->alternative_mailboxes.push_back({"Delegate", "Box", "box@contoso.com", "", "", ""});
  }
  EXPECT_TRUE(parse_pox_response(write_pox_response(response)));
  response.account->alternative_mailboxes.push_back({"Delegate", "Box", "box@contoso.com", "", "", ""});
  EXPECT_FALSE(parse_pox_response(write_pox_response(response)));
}

TEST(PoxError, TimeOfDayHasSevenDecimals) {
  const std::chrono::system_clock::time_point day(std::chrono::sys_days{std::chrono::year{2024} / 2 / 29});
  EXPECT_EQ(error_time(day), "00:00:00.0000000");
  EXPECT_EQ(error_time(day + 16h + 56min + 32s + 616402700ns), "16:56:32.6164027");
  EXPECT_EQ(error_time(day + 23h + 59min + 59s + 999999999ns), "23:59:59.9999999");
}

TEST(PoxError, EveryCodeHasAMessage) {
  for (const int code : {500, 501, 600, 601, 602, 603}) {
    EXPECT_FALSE(message_of(static_cast<PoxErrorCode>(code)).empty()) << code;
  }
}

}  // namespace
}  // namespace mapigate::oxdscli
