#include "protocol/oxdscli/pox.hpp"
#include "fixture.hpp"
#include "gateway/directory/public_store.hpp"

namespace mapigate::autodiscover {
namespace {

using oxdscli::PoxRequest;
using oxdscli::PoxResponse;

PoxRequest for_address(const std::string& address) {
  PoxRequest request;
  request.email_address = address;
  return request;
}

class PoxTest : public AutodiscoverTest {
 protected:
  static http::Request http_request(std::string_view method, std::string body) {
    http::Request request;
    request.method = method;
    request.path = "/autodiscover/autodiscover.xml";
    request.body = std::move(body);
    request.secure = true;
    return request;
  }

  // As Outlook: with the capability, and as `caller` (nobody when empty).
  http::Response post(std::string_view caller, std::string body) {
    http::Request request = http_request("POST", std::move(body));
    const std::string authorization = "Test " + std::string(caller);
    if (!caller.empty()) request.headers.add("Authorization", authorization);
    request.headers.add("X-MapiHttpCapability", "1");
    return run(&Service::pox, request);
  }
  http::Response post(std::string_view caller, const PoxRequest& body) {
    return post(caller, oxdscli::write_pox_request(body));
  }

  static PoxResponse read(const http::Response& response) {
    EXPECT_EQ(response.status, 200u);
    EXPECT_EQ(response.headers.get("Content-Type"), "text/xml; charset=utf-8");
    const auto parsed = oxdscli::parse_pox_response(response.body);
    EXPECT_TRUE(parsed) << response.body;
    return parsed ? *parsed : PoxResponse{};
  }

  static int error_of(const http::Response& response) {
    const PoxResponse body = read(response);
    EXPECT_FALSE(body.account);
    return body.error ? body.error->code : 0;
  }
};

TEST_F(PoxTest, AnswersTheUsersOwnAddress) {
  const PoxResponse body = read(post("alice@example.org", for_address("alice@example.org")));
  const directory::UserPtr alice = directory->find("alice@example.org");
  ASSERT_TRUE(body.user);
  EXPECT_EQ(body.user->display_name, "Alice \"<Smith>\"");
  EXPECT_EQ(body.user->legacy_dn, alice->legacy_dn);
  EXPECT_EQ(body.user->auto_discover_smtp_address, "alice@example.org");
  EXPECT_EQ(body.user->deployment_id, "30c3a927-42aa-5de8-91e3-8e5b4655ed00");
  ASSERT_TRUE(body.account);
  EXPECT_EQ(body.account->account_type, "email");
  EXPECT_EQ(body.account->action, "settings");
  ASSERT_TRUE(body.account->mapi_http);
  EXPECT_EQ(body.account->mapi_http->version, 1u);
  const std::string id = alice->mailbox_guid + "@example.org";
  EXPECT_EQ(body.account->mapi_http->mail_store.internal_url,
            "https://mail.example.org/mapi/emsmdb/?MailboxId=" + id);
  EXPECT_EQ(body.account->mapi_http->mail_store.external_url,
            body.account->mapi_http->mail_store.internal_url);
  EXPECT_EQ(body.account->mapi_http->address_book.internal_url,
            "https://mail.example.org/mapi/nspi/?MailboxId=" + id);
  EXPECT_EQ(body.account->mapi_http->address_book.external_url,
            body.account->mapi_http->address_book.internal_url);
  // No section for what does not exist: RPC, web services, Outlook on the web.
  EXPECT_TRUE(body.account->protocols.empty());
  EXPECT_FALSE(body.error);
  EXPECT_FALSE(body.proof);
  EXPECT_EQ(counted("pox", "settings"), 1);
}

TEST_F(PoxTest, MailboxesSharedWithTheUserAreAlternativeMailboxes) {
  const PoxResponse body = read(post("alice@example.org", for_address("alice@example.org")));
  // box@unserved.example is left out: asking for it would end in a refusal.
  ASSERT_EQ(body.account->alternative_mailboxes.size(), 1u);
  EXPECT_EQ(body.account->alternative_mailboxes[0],
            (oxdscli::AlternativeMailbox{"Delegate", "Sales & Co", "sales@example.org", "sales@example.org",
                                         "", ""}));
}

TEST_F(PoxTest, PublicFoldersOfTheDomain) {
  const std::string address =
      read(post("alice@example.org", for_address("alice@example.org"))).account->public_folder_address;
  const directory::User store = directory::public_store("example.org");
  EXPECT_EQ(address, store.address);
  const PoxResponse body = read(post("alice@example.org", for_address(address)));
  ASSERT_TRUE(body.user);
  EXPECT_EQ(body.user->display_name, "Public Folders");
  EXPECT_EQ(body.user->legacy_dn, store.legacy_dn);
  EXPECT_EQ(body.account->mapi_http->mail_store.internal_url,
            "https://mail.example.org/mapi/emsmdb/?MailboxId=" + store.mailbox_guid + "@example.org");
  EXPECT_EQ(body.account->public_folder_address, "");
  EXPECT_TRUE(body.account->alternative_mailboxes.empty());
  // Of the user's own domain only.
  EXPECT_EQ(
      error_of(post("alice@example.org", for_address(directory::public_store("alias.example").address))),
      500);
}

TEST_F(PoxTest, AliasesAliasDomainsAndCaseLeadToTheSameMailbox) {
  for (const char* address : {"a.smith@example.org", "alice@alias.example", "A.Smith@ALIAS.example",
                              " Alice@Example.ORG ", "alice@example.org."}) {
    const PoxResponse body = read(post("alice@example.org", for_address(address)));
    ASSERT_TRUE(body.user) << address;
    EXPECT_EQ(body.user->auto_discover_smtp_address, "alice@example.org") << address;
  }
}

TEST_F(PoxTest, ASharedMailboxIsAnsweredWithoutMailboxesOfItsOwn) {
  const PoxResponse body = read(post("alice@example.org", for_address("sales@example.org")));
  ASSERT_TRUE(body.user);
  EXPECT_EQ(body.user->auto_discover_smtp_address, "sales@example.org");
  EXPECT_NE(body.account->mapi_http->mail_store.internal_url.find(
                directory->find("sales@example.org")->mailbox_guid),
            std::string::npos);
  // Sharing goes one way.
  EXPECT_EQ(error_of(post("sales@example.org", for_address("alice@example.org"))), 500);
}

TEST_F(PoxTest, LegacyDnIsTakenAndPreferred) {
  PoxRequest request;
  request.legacy_dn = directory->find("sales@example.org")->legacy_dn;
  EXPECT_EQ(read(post("alice@example.org", request)).user->auto_discover_smtp_address, "sales@example.org");
  request.email_address = "alice@example.org";
  EXPECT_EQ(read(post("alice@example.org", request)).user->auto_discover_smtp_address, "sales@example.org");
  request.legacy_dn = directory->find("bob@example.org")->legacy_dn;
  EXPECT_EQ(error_of(post("alice@example.org", request)), 500);
  request.legacy_dn = "/o=nobody";
  EXPECT_EQ(error_of(post("alice@example.org", request)), 500);
}

TEST_F(PoxTest, ASharedMailboxOfADomainThatIsNotServedIsRefusedByLegacyDnToo) {
  PoxRequest request;
  request.legacy_dn = directory->find("box@unserved.example")->legacy_dn;
  expect_not_served(post("alice@example.org", request));
}

TEST_F(PoxTest, OtherMailboxesAreNotToldFromUnknownOnes) {
  const http::Response other = post("alice@example.org", for_address("bob@example.org"));
  const http::Response unknown = post("alice@example.org", for_address("nobody@example.org"));
  const http::Response no_address = post("alice@example.org", for_address("nobody"));
  EXPECT_EQ(error_of(other), 500);
  EXPECT_EQ(other.body, unknown.body);
  EXPECT_EQ(other.body, no_address.body);
  EXPECT_EQ(counted("pox", "unknown_address"), 3);
  EXPECT_TRUE(was_logged("AUTODISCOVER_NOT_ACCESSIBLE"));
}

TEST_F(PoxTest, BeforeAuthenticationAllAddressesLookTheSame) {
  const http::Response known = post("", for_address("alice@example.org"));
  const http::Response unknown = post("", for_address("nobody@example.org"));
  const http::Response elsewhere = post("", for_address("carol@example.org"));
  EXPECT_EQ(known.status, 401u);
  EXPECT_EQ(known.headers.get("WWW-Authenticate"), "Basic realm=\"test\", charset=\"UTF-8\"");
  for (const http::Response* response : {&unknown, &elsewhere}) {
    EXPECT_EQ(response->status, known.status);
    EXPECT_EQ(response->body, known.body);
    EXPECT_EQ(std::vector(response->headers.begin(), response->headers.end()),
              std::vector(known.headers.begin(), known.headers.end()));
  }
  EXPECT_EQ(counted("pox", "not_authenticated"), 3);
}

TEST_F(PoxTest, ARefusalOfTheAuthenticatorIsPassedOn) {
  const http::Response response = post("unavailable", for_address("alice@example.org"));
  EXPECT_EQ(response.status, 503u);
  EXPECT_EQ(response.body, "later");
  EXPECT_EQ(counted("pox", "auth_unavailable"), 1);
}

TEST_F(PoxTest, ADomainThatIsNotServedIsRefusedBeforeAnybodyIsAskedWhoTheyAre) {
  for (const char* address : {"box@unserved.example", "nobody@unserved.example", "who@foreign.example",
                              "alice@unserved-alias.example", "ALICE@Unserved-Alias.Example"}) {
    logged.clear();
    expect_not_served(post("", for_address(address)));
    expect_not_served(post("alice@example.org", for_address(address)));
  }
  EXPECT_EQ(authenticator.asked, 0);
  EXPECT_EQ(counted("pox", "not_served"), 10);
}

TEST_F(PoxTest, AUserOfADomainThatIsNotServedIsRefusedWhateverTheyAskFor) {
  expect_not_served(post("box@unserved.example", for_address("alice@example.org")));
  expect_not_served(post("box@unserved.example", std::string("junk")));
}

TEST_F(PoxTest, WhatIsServedCanChangeWhileTheGatewayRuns) {
  EXPECT_EQ(post("alice@example.org", for_address("alice@example.org")).status, 200u);
  served.names.erase("example.org");
  EXPECT_EQ(post("alice@example.org", for_address("alice@example.org")).status, 503u);
  served.names.insert("example.org");
  served.names.insert("unserved.example");
  const PoxResponse body = read(post("alice@example.org", for_address("alice@example.org")));
  EXPECT_EQ(body.account->alternative_mailboxes.size(), 2u);
  EXPECT_EQ(read(post("alice@example.org", for_address("box@unserved.example"))).user->display_name, "Box");
}

TEST_F(PoxTest, UsersWhoLiveElsewhereAreSentThere) {
  const PoxResponse carol = read(post("carol@example.org", for_address("carol@example.org")));
  EXPECT_FALSE(carol.user);
  ASSERT_TRUE(carol.account);
  EXPECT_EQ(carol.account->action, "redirectAddr");
  EXPECT_EQ(carol.account->redirect_addr, "carol@elsewhere.example");
  EXPECT_EQ(carol.account->redirect_url, "");
  const PoxResponse dave = read(post("dave@example.org", for_address("dave@alias.example")));
  ASSERT_TRUE(dave.account);
  EXPECT_EQ(dave.account->action, "redirectUrl");
  EXPECT_EQ(dave.account->redirect_url, "https://elsewhere.example/autodiscover/autodiscover.xml");
  EXPECT_EQ(counted("pox", "redirected"), 2);
}

TEST_F(PoxTest, ARedirectToTheSameMailboxIsAConfigurationError) {
  add({.address = "eve@example.org",
       .aliases = {"eve2@example.org"},
       .redirect = directory::Redirect{directory::Redirect::Kind::address, "eve2@alias.example"}});
  EXPECT_EQ(error_of(post("eve@example.org", for_address("eve@example.org"))), 602);
  EXPECT_TRUE(was_logged("AUTODISCOVER_REDIRECT_LOOP"));
  EXPECT_EQ(counted("pox", "misconfigured"), 1);
}

TEST_F(PoxTest, MapiHttpIsOnlyForClientsThatSayTheyHaveIt) {
  const std::string body = oxdscli::write_pox_request(for_address("alice@example.org"));
  for (const char* value : {"", "0", "-1", "x", "1.5", "99999999999999999999", "1 1"}) {
    http::Request request = http_request("POST", body);
    request.headers.add("Authorization", "Test alice@example.org");
    if (*value != 0) request.headers.add("X-MapiHttpCapability", value);
    EXPECT_EQ(error_of(run(&Service::pox, request)), 501) << value;
  }
  EXPECT_EQ(counted("pox", "no_mapi_http"), 7);
  for (const char* value : {"1", " 1 ", "2", "99"}) {
    http::Request request = http_request("POST", body);
    request.headers.add("authorization", "Test alice@example.org");
    request.headers.add("x-mapihttpcapability", value);
    const PoxResponse response = read(run(&Service::pox, request));
    ASSERT_TRUE(response.account) << value;
    EXPECT_EQ(response.account->mapi_http->version, 1u) << value;
  }
}

TEST_F(PoxTest, WhatCannotBeReadIsAnInvalidRequestButOnlyToUsers) {
  for (const std::string& body :
       {std::string(), std::string("hello"), std::string("<a/>"),
        std::string("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>"),
        oxdscli::write_pox_request(for_address("")), std::string(100'000, ' ')}) {
    EXPECT_EQ(post("", body).status, 401u) << body;
    const PoxResponse response = read(post("alice@example.org", body));
    ASSERT_TRUE(response.error) << body;
    EXPECT_EQ(response.error->code, 600);
    EXPECT_EQ(response.error->message, "Invalid Request");
    EXPECT_EQ(response.error->time, "03:00:00.0000000");
    EXPECT_FALSE(response.error->id.empty());
  }
  EXPECT_EQ(counted("pox", "bad_request"), 6);
}

TEST_F(PoxTest, OtherResponseSchemasAreNotProvided) {
  PoxRequest request = for_address("alice@example.org");
  for (const std::string& schema :
       {std::string(oxdscli::mobilesync_response_schema), std::string("urn:x"), std::string()}) {
    request.acceptable_response_schema = schema;
    EXPECT_EQ(error_of(post("alice@example.org", request)), 601) << schema;
  }
  EXPECT_EQ(counted("pox", "unsupported"), 3);
}

TEST_F(PoxTest, AGetAsksForCredentialsAndThenIsAnInvalidRequest) {
  for (const char* method : {"GET", "HEAD"}) {
    http::Request anonymous = http_request(method, "");
    EXPECT_EQ(run(&Service::pox, anonymous).status, 401u);
    http::Request known = http_request(method, "");
    known.headers.add("Authorization", "Test alice@example.org");
    EXPECT_EQ(error_of(run(&Service::pox, known)), 600);
  }
}

TEST_F(PoxTest, OtherMethodsAreRefusedWithoutAPrompt) {
  http::Request request = http_request("PUT", oxdscli::write_pox_request(for_address("alice@example.org")));
  const http::Response response = run(&Service::pox, request);
  EXPECT_EQ(response.status, 405u);
  EXPECT_EQ(response.headers.get("Allow"), "GET, HEAD, POST");
  EXPECT_EQ(authenticator.asked, 0);
}

TEST_F(PoxTest, AChallengeInTheBodyIsAnsweredWithTheProofAndNothingElse) {
  for (const char* address : {"alice@example.org", "probe@unserved.example", ""}) {
    PoxRequest request = for_address(address);
    request.challenge = oxdscli::Challenge{{{}, "nonce"}};
    for (const char* caller : {"", "alice@example.org"}) {
      const http::Response response = post(caller, request);
      PoxResponse expected;
      expected.proof = oxdscli::Proof{{{}, "proof of body"}};
      EXPECT_EQ(read(response), expected);
      EXPECT_EQ(response.headers.get("X-Mapigate-Proof"), "proof of body");
    }
  }
  EXPECT_EQ(authenticator.asked, 0);
  EXPECT_EQ(counted("pox", "challenge"), 6);
  EXPECT_FALSE(was_logged("AUTODISCOVER_NOT_SERVED"));
}

TEST_F(PoxTest, AChallengeInTheHeaderIsAnsweredWhateverTheBody) {
  for (const char* method : {"GET", "POST"}) {
    http::Request request = http_request(method, "rewritten by a proxy");
    request.headers.add("X-Mapigate-Challenge", "nonce");
    const PoxResponse body = read(run(&Service::pox, request));
    ASSERT_TRUE(body.proof);
    EXPECT_EQ(body.proof->text, "proof of header");
    EXPECT_FALSE(body.error);
  }
}

TEST_F(PoxTest, WhatIsNoChallengeOfTheSelfCheckIsAnOrdinaryRequest) {
  PoxRequest request = for_address("alice@example.org");
  request.challenge = oxdscli::Challenge{{{}, "made up"}};
  EXPECT_EQ(post("", request).status, 401u);
  EXPECT_TRUE(read(post("alice@example.org", request)).account);
}

TEST_F(PoxTest, PersonalAnswersAreNotForCaches) {
  const http::Response response = post("alice@example.org", for_address("alice@example.org"));
  EXPECT_NE(response.headers.get("Cache-Control").find("no-store"), std::string_view::npos);
}

TEST_F(PoxTest, NothingOfARequestGetsIntoTheLogUnescaped) {
  post("alice@example.org", for_address("evil\xC2\x9B"
                                        "[2J@example.org"));
  post("", for_address("who@foreign.example"));
  for (const auto& [id, text] : logged) {
    for (unsigned char c : text) EXPECT_TRUE(c >= 0x20 && c != 0x9B) << id;
  }
}

}  // namespace
}  // namespace mapigate::autodiscover
