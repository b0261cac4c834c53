#include "protocol/oxcmapihttp/headers.hpp"

#include <gtest/gtest.h>

#include <set>

namespace mapigate::oxcmapihttp {
namespace {

constexpr auto last_type = RequestType::update_stat;

TEST(RequestType, NamesThereAndBack) {
  std::set<std::string_view> names;
  for (int i = 0; i <= static_cast<int>(last_type); ++i) {
    const auto type = static_cast<RequestType>(i);
    EXPECT_FALSE(name(type).empty()) << i;
    names.insert(name(type));
    EXPECT_EQ(request_type_from(name(type)), type);
  }
  EXPECT_EQ(names.size(), 24u);
  EXPECT_EQ(name(RequestType::ping), "PING");
  EXPECT_EQ(name(RequestType::dn_to_mid), "DNToMId");
}

TEST(RequestType, ReadInAnyCase) {
  EXPECT_EQ(request_type_from("notificationwait"), RequestType::notification_wait);
  EXPECT_EQ(request_type_from(" \tCONNECT "), RequestType::connect);
  EXPECT_EQ(request_type_from("ping"), RequestType::ping);
  EXPECT_EQ(request_type_from("CompareMinIds"), RequestType::compare_mids);
  EXPECT_EQ(request_type_from("DnToMinId"), RequestType::dn_to_mid);
  EXPECT_FALSE(request_type_from(""));
  EXPECT_FALSE(request_type_from("  "));
  EXPECT_FALSE(request_type_from("Connects"));
  EXPECT_FALSE(request_type_from("Conn ect"));
}

TEST(RequestType, OfWhichEndpoint) {
  int mailbox = 0;
  int address_book = 0;
  for (int i = 0; i <= static_cast<int>(last_type); ++i) {
    mailbox += belongs_to(static_cast<RequestType>(i), Endpoint::mailbox);
    address_book += belongs_to(static_cast<RequestType>(i), Endpoint::address_book);
  }
  EXPECT_EQ(mailbox, 4 + 1);        // section 2.2.4, and PING
  EXPECT_EQ(address_book, 19 + 1);  // section 2.2.5, and PING
  EXPECT_TRUE(belongs_to(RequestType::execute, Endpoint::mailbox));
  EXPECT_FALSE(belongs_to(RequestType::execute, Endpoint::address_book));
  EXPECT_FALSE(belongs_to(RequestType::bind, Endpoint::mailbox));
}

TEST(ResponseCode, NamesOfTheTable) {
  EXPECT_EQ(name(ResponseCode::success), "Success");
  EXPECT_EQ(name(static_cast<ResponseCode>(6)), "Invalid Context Cookie");
  EXPECT_EQ(name(static_cast<ResponseCode>(10)), "Context Not Found");
  EXPECT_EQ(name(static_cast<ResponseCode>(13)), "Missing Cookie");
  EXPECT_EQ(name(static_cast<ResponseCode>(15)), "Invalid Sequence");
  for (int code = 0; code <= 18; ++code) EXPECT_FALSE(description(static_cast<ResponseCode>(code)).empty());
  EXPECT_EQ(name(static_cast<ResponseCode>(19)), "");
  EXPECT_EQ(description(static_cast<ResponseCode>(255)), "");
}

// The examples of MS-OXCMAPIHTTP sections 2.2.3.3.2 (X-RequestId) and 2.2.3.3.4 (X-ClientInfo).
TEST(RequestId, PublishedExamples) {
  for (const auto* text :
       {"{E2EA6C1C-E61B-49E9-9CFB-38184F907552}:123456", "{2EF33C39-49C8-421C-B876-CDF7F2AC3AA0}:123"}) {
    const auto id = RequestId::from_text(text);
    ASSERT_TRUE(id);
    EXPECT_EQ(id->text(), text);
  }
  EXPECT_EQ(RequestId::from_text(" {E2EA6C1C-E61B-49E9-9CFB-38184F907552}:123456 ")->counter, 123456u);
}

TEST(RequestId, OtherText) {
  const std::string guid = "{E2EA6C1C-E61B-49E9-9CFB-38184F907552}";
  EXPECT_EQ(RequestId::from_text(guid + ":18446744073709551615")->counter, 18446744073709551615u);
  for (const auto& text :
       {std::string(), guid, guid + ":", guid + ":a", guid + ":1a", guid + ":-1", guid + ":+1",
        guid + ":18446744073709551616", std::string(":1"), std::string("x:1"), guid + ":1:2"}) {
    EXPECT_FALSE(RequestId::from_text(text)) << text;
  }
}

TEST(ApplicationVersion, ThereAndBack) {
  const auto client = ApplicationVersion::from_text("Outlook/16.0.15928.20006");
  ASSERT_TRUE(client);
  EXPECT_EQ(client->name, "Outlook");
  EXPECT_EQ(client->major, 16u);
  EXPECT_EQ(client->minor, 0u);
  EXPECT_EQ(client->build, 15928u);
  EXPECT_EQ(client->revision, 20006u);
  const ApplicationVersion server{"Exchange", 15, 1, 847, 6};
  EXPECT_EQ(server.text(), "Exchange/15.01.0847.006");
  EXPECT_EQ(ApplicationVersion::from_text(server.text())->build, 847u);
}

TEST(ApplicationVersion, OtherText) {
  for (const auto* text :
       {"", "Outlook", "Outlook/", "/15.0.1.2", "Outlook/15", "Outlook/15.0.1", "Outlook/15.0.1.2.3",
        "Outlook/15.0.1.x", "Outlook/15.0.1.-2", "Outlook/99999999999.0.1.2", "Outlook/15..1.2"}) {
    EXPECT_FALSE(ApplicationVersion::from_text(text)) << text;
  }
}

}  // namespace
}  // namespace mapigate::oxcmapihttp
