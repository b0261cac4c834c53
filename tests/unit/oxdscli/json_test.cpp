#include "protocol/oxdscli/json.hpp"

#include <gtest/gtest.h>

namespace mapigate::oxdscli {
namespace {

using namespace std::string_literals;

constexpr std::string_view plain = "/autodiscover/autodiscover.json";

TEST(JsonRequest, ReadsTheQueryForm) {
  const auto request =
      parse_json_request(plain, "Email=user%40example.com&Protocol=Autodiscoverv1&RedirectCount=1");
  ASSERT_TRUE(request);
  EXPECT_EQ(request->email, "user@example.com");
  EXPECT_EQ(request->protocol, "Autodiscoverv1");
  EXPECT_EQ(request->redirect_count, 1);
}

TEST(JsonRequest, ReadsThePathForms) {
  for (const char* path :
       {"/autodiscover.json/v1.0/user@example.com", "/autodiscover/autodiscover.json/v1.0/user@example.com",
        "/Autodiscover/Autodiscover.json/V1.0/user%40example.com"}) {
    const auto request = parse_json_request(path, "Protocol=Ews");
    ASSERT_TRUE(request) << path;
    EXPECT_EQ(request->email, "user@example.com") << path;
    EXPECT_EQ(request->protocol, "Ews");
    EXPECT_FALSE(request->redirect_count);
  }
}

TEST(JsonRequest, ParametersComeInAnyOrderAndCase) {
  const auto request =
      parse_json_request(plain, "x=1&&flag&PROTOCOL=Ews&redirectcount=0&email=a%2Bb+c@d.example&");
  ASSERT_TRUE(request);
  EXPECT_EQ(request->email, "a+b+c@d.example");
  EXPECT_EQ(request->protocol, "Ews");
  EXPECT_EQ(request->redirect_count, 0);
}

TEST(JsonRequest, TheFirstValueAndThePathCount) {
  const auto request =
      parse_json_request("/autodiscover.json/v1.0/a@b.example", "Email=c@d.example&Protocol=A&Protocol=B");
  ASSERT_TRUE(request);
  EXPECT_EQ(request->email, "a@b.example");
  EXPECT_EQ(request->protocol, "A");
}

TEST(JsonRequest, MissingParametersStayEmpty) {
  EXPECT_EQ(parse_json_request(plain, ""), JsonRequest{});
  for (const char* count : {"", "-1", "x", "1x", "100", "99999999999"}) {
    const auto request = parse_json_request(plain, "RedirectCount="s + count);
    ASSERT_TRUE(request) << count;
    EXPECT_FALSE(request->redirect_count) << count;
  }
}

TEST(JsonRequest, RefusesBrokenEncodings) {
  for (const char* value : {"%", "%4", "%zz", "%-1", "%00", "%0A", "%7F", "%FF", "%C3", "%ED%A0%80", "a%"}) {
    EXPECT_FALSE(parse_json_request(plain, "Email="s + value)) << value;
    EXPECT_FALSE(parse_json_request("/autodiscover.json/v1.0/"s + value, "")) << value;
  }
  EXPECT_TRUE(parse_json_request(plain, "Email=" + std::string(1024, 'a')));
  EXPECT_FALSE(parse_json_request(plain, "Email=" + std::string(1025, 'a')));
}

TEST(JsonResponse, IsWhatExchangeAnswers) {
  EXPECT_EQ(write_json_response("Ews", "https://mail.example/EWS/Exchange.asmx"),
            R"({"Protocol":"Ews","Url":"https://mail.example/EWS/Exchange.asmx"})");
  EXPECT_EQ(write_json_error("InvalidProtocol", "not 'a\"</script>\n'"),
            R"({"ErrorCode":"InvalidProtocol","ErrorMessage":"not 'a\"</script>\n'"})");
}

}  // namespace
}  // namespace mapigate::oxdscli
