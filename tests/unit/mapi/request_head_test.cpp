#include "gateway/mapi/request_head.hpp"

#include <gmock/gmock.h>

#include "gateway/http/router.hpp"

namespace mapigate::mapi {
namespace {

using oxcmapihttp::RequestType;
using oxcmapihttp::ResponseCode;

constexpr auto mailbox = oxcmapihttp::Endpoint::mailbox;

class Head : public ::testing::Test {
 protected:
  Head() { set_target("/mapi/emsmdb/?MailboxId=0f8fad5b-d9cb-469f-a165-70867728950e@example.org"); }
  void set_target(std::string_view target) {
    request.target = target;
    request.path = http::normal_path(target);
    request.query = target.find('?') == target.npos ? "" : target.substr(target.find('?') + 1);
  }
  void ordinary() {
    request.headers.add("Content-Type", "application/mapi-http");
    request.headers.add("X-RequestType", "Execute");
    request.headers.add("X-RequestId", "{E2EA6C1C-E61B-49E9-9CFB-38184F907552}:123456");
  }
  ParsedHead parse() { return parse_head(request, mailbox); }

  http::Request request;
};

TEST_F(Head, ReadsAllFields) {
  ordinary();
  request.headers.add("X-ClientInfo", "{2EF33C39-49C8-421C-B876-CDF7F2AC3AA0}:123");
  request.headers.add("X-ClientApplication", "Outlook/15.0.4615.1000");
  request.headers.add("Cookie", "MapiContext=abc; MapiSequence=7");
  const ParsedHead parsed = parse();
  EXPECT_EQ(parsed.code, ResponseCode::success);
  EXPECT_EQ(parsed.head.type, RequestType::execute);
  EXPECT_EQ(parsed.head.request_id, "{E2EA6C1C-E61B-49E9-9CFB-38184F907552}:123456");
  EXPECT_EQ(parsed.head.client_info, "{2EF33C39-49C8-421C-B876-CDF7F2AC3AA0}:123");
  EXPECT_EQ(parsed.head.client_application, "Outlook/15.0.4615.1000");
  EXPECT_EQ(parsed.head.cookies.context, "abc");
  EXPECT_EQ(parsed.head.cookies.sequence, "7");
  EXPECT_EQ(parsed.head.cookie_path, "/mapi/emsmdb");
}

TEST_F(Head, AnyCase) {
  request.headers.add("content-TYPE", "Application/MAPI-HTTP; charset=x");
  request.headers.add("x-requesttype", " nOTIFICATIONwAIT ");
  request.headers.add("X-REQUESTID", "1");
  request.headers.add("cookie", "mapicontext=abc");
  request.headers.add("COOKIE", "MAPISEQUENCE=\"8\"");
  set_target("/MAPI/Emsmdb");
  const ParsedHead parsed = parse();
  EXPECT_EQ(parsed.code, ResponseCode::success);
  EXPECT_EQ(parsed.head.type, RequestType::notification_wait);
  EXPECT_EQ(parsed.head.cookies.context, "abc");
  EXPECT_EQ(parsed.head.cookies.sequence, "8");
  EXPECT_EQ(parsed.head.cookie_path, "/MAPI/Emsmdb") << "or a cookie jar would not send them back";
}

TEST_F(Head, RequiredFields) {
  for (const char* missing : {"Content-Type", "X-RequestType", "X-RequestId"}) {
    request.headers.clear();
    ordinary();
    request.headers.set(missing, "");
    EXPECT_EQ(parse().code, ResponseCode::missing_header) << missing;
  }
}

TEST_F(Head, WrongFields) {
  ordinary();
  request.headers.set("X-RequestType", "Exekute");
  EXPECT_EQ(parse().code, ResponseCode::invalid_request_type);
  request.headers.set("X-RequestType", "Bind");
  EXPECT_EQ(parse().code, ResponseCode::invalid_request_type) << "of the other endpoint";
  EXPECT_EQ(parse_head(request, oxcmapihttp::Endpoint::address_book).code, ResponseCode::success);
  request.headers.set("X-RequestType", "PING");
  EXPECT_EQ(parse_head(request, oxcmapihttp::Endpoint::address_book).code, ResponseCode::success);
  EXPECT_EQ(parse().code, ResponseCode::success);
  request.headers.set("Content-Type", "text/xml");
  EXPECT_EQ(parse().code, ResponseCode::invalid_header);
  request.headers.set("Content-Type", "application/octet-stream");
  EXPECT_EQ(parse().code, ResponseCode::success) << "the name of before [MS-OXCMAPIHTTP] settled on one";
}

TEST_F(Head, WhatCannotGoBackIsNotTaken) {
  ordinary();
  for (const std::string& bad :
       {std::string("a\r\nSet-Cookie: x"), std::string("a\x7f"), std::string(1025, 'a')}) {
    request.headers.set("X-ClientInfo", bad);
    const ParsedHead parsed = parse();
    EXPECT_EQ(parsed.code, ResponseCode::invalid_header);
    EXPECT_EQ(parsed.head.client_info, "");
    EXPECT_NE(parsed.head.request_id, "");
  }
  const std::string longest(1024, 'a');
  request.headers.set("X-ClientInfo", longest);
  EXPECT_EQ(parse().code, ResponseCode::success);
}

TEST_F(Head, Cookies) {
  ordinary();
  request.headers.add("Cookie",
                      "other=1; MapiContext=first;;  ; =x; nothing; MapiContext=second; MapiSequence=a=b");
  const Cookies cookies = parse().head.cookies;
  EXPECT_EQ(cookies.context, "first");
  EXPECT_EQ(cookies.sequence, "a=b");
}

TEST(MailboxIdOfQuery, Forms) {
  const std::string guid = "0f8fad5b-d9cb-469f-a165-70867728950e";
  for (const std::string& query : std::vector<std::string>{
           "MailboxId=" + guid + "@example.org",
           "mailboxid=" + guid + "@example.org",
           "MAILBOXID=0F8FAD5B-D9CB-469F-A165-70867728950E@example.org",
           "a=1&MailboxId=" + guid + "%40example.org&b=2",
           "useMailboxOfAuthenticatedUser=false&&MailboxId=%7b" + guid + "%7D@example.org",
       }) {
    const auto parsed = parse_mailbox_id(query);
    EXPECT_EQ(parsed.problem, MailboxIdProblem::none) << query;
    ASSERT_TRUE(parsed.id) << query;
    EXPECT_EQ(parsed.id->guid, guid) << query;
    EXPECT_EQ(parsed.id->domain, "example.org") << query;
  }
  EXPECT_EQ(parse_mailbox_id("MailboxId=" + guid).id->domain, "");
}

TEST(MailboxIdOfQuery, NoneAndMalformed) {
  EXPECT_FALSE(parse_mailbox_id("").id);
  EXPECT_FALSE(parse_mailbox_id("useMailboxOfAuthenticatedUser=true").id);
  EXPECT_EQ(parse_mailbox_id("useMailboxOfAuthenticatedUser=true").problem, MailboxIdProblem::none);
  for (const char* query : {"MailboxId", "MailboxId=", "MailboxId=alice@example.org", "MailboxId=%",
                            "MailboxId=%4", "MailboxId=0f8fad5b-d9cb-469f-a165-70867728950@example.org"}) {
    EXPECT_EQ(parse_mailbox_id(query).problem, MailboxIdProblem::malformed) << query;
  }
}

class ClaimedDomain : public ::testing::Test {
 protected:
  std::string claimed(std::string_view authorization, std::string_view text) {
    http::Request request;
    if (!authorization.empty()) request.headers.add("Authorization", authorization);
    return claimed_domain(request, parse_mailbox_id(text));
  }
  const std::string query = "MailboxId=0f8fad5b-d9cb-469f-a165-70867728950e@Example.NET";
};

TEST_F(ClaimedDomain, OfTheUserNameFirst) {
  EXPECT_EQ(claimed("Basic YWxpY2VARXhhbXBsZS5vcmc6cEBzcw==", query),
            "example.org");  // alice@Example.org:p@ss
  EXPECT_EQ(claimed("bAsIc   YWxpY2VARXhhbXBsZS5vcmc6cEBzcw==", ""), "example.org");
  EXPECT_EQ(claimed("Basic ZXhhbXBsZS5jb21cYWxpY2U6cA==", query), "example.com");  // example.com\\alice:p
}

TEST_F(ClaimedDomain, ElseOfTheMailboxId) {
  EXPECT_EQ(claimed("", query), "example.net");
  EXPECT_EQ(claimed("Negotiate YII=", query), "example.net");
  EXPECT_EQ(claimed("Basic YWxpY2U6cEBleGFtcGxlLm9yZw==", query), "example.net") << "alice:p@example.org";
  EXPECT_EQ(claimed("Basic !!", query), "example.net");
}

TEST_F(ClaimedDomain, None) {
  EXPECT_EQ(claimed("", ""), "");
  EXPECT_EQ(claimed("Basic", "MailboxId=0f8fad5b-d9cb-469f-a165-70867728950e@not a host"), "");
}

}  // namespace
}  // namespace mapigate::mapi
