// `mapigate decode` on published bytes and on what the gateway itself says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include "gateway/capture/message.hpp"
#include "tests/e2e/mapi_client.hpp"
#include "tests/fakes/process.hpp"

namespace mapigate::e2e {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const std::string execute_request = MAPIGATE_TEST_VECTORS "/MS-OXCMAPIHTTP/2.2.4.2.1-execute-request.hex";

fakes::Finished decode(std::vector<std::string> arguments, const std::string& input = {}) {
  arguments.insert(arguments.begin(), {MAPIGATE_PROGRAM, "decode"});
  return fakes::run(arguments, {.input = input});
}

TEST(Decode, ShowsTheRopsOfAnExecute) {
  const auto tree = decode({execute_request});
  EXPECT_EQ(tree.status, 0) << tree.err;
  EXPECT_THAT(tree.out, AllOf(HasSubstr("Execute request\n"),
                              HasSubstr("      RopRelease\n        RopId: RopRelease (0x01)\n"),
                              HasSubstr("ServerObjectHandleTable: [111 (0x0000006F), 110 (0x0000006E)]\n")));
  EXPECT_THAT(decode({execute_request, "--offsets"}).out, HasSubstr("00002+3    RopRelease"));
}

TEST(Decode, WritesJson) {
  const auto json = decode({execute_request, "--json"});
  EXPECT_EQ(json.status, 0) << json.err;
  const auto root = boost::json::parse(json.out);
  EXPECT_EQ(root.at("name").as_string(), "Execute request");
  EXPECT_EQ(root.at("size").as_int64(), 40);
  EXPECT_EQ(root.at("fields").as_array().front().at("name").as_string(), "Flags");
  EXPECT_EQ(root.at("fields").as_array().front().at("value").as_string(), "3");
}

TEST(Decode, MarksWhatItCannotRead) {
  const auto cut = decode({"--type", "Execute", "--hex", "00000000 0A000000 0000"});
  EXPECT_EQ(cut.status, 1);
  EXPECT_THAT(cut.out, HasSubstr("!! not read: "));
  const auto nothing = decode({"/nowhere"});
  EXPECT_EQ(nothing.status, 2);
  EXPECT_THAT(nothing.err, HasSubstr("/nowhere cannot be read"));
  EXPECT_EQ(decode({"--hex", "EEEEEE"}).status, 2) << "fits no request type";
  EXPECT_EQ(decode({}).status, 2);
  EXPECT_EQ(decode({"--type", "Nonsense", "--hex", "00"}).status, 2);
}

// The bytes of hexadecimal text.
std::string capture_bytes(const std::string& file) {
  return capture::bytes_of(fakes::read_file(file)).value();
}

// The columns that a request sets are those of the rows in its response; headers are shown but for secrets.
TEST(Decode, ReadsAResponseAfterItsRequest) {
  const fakes::TempDir folder;
  // RopSetColumns of PidTagMid and PidTagSubject, and RopQueryRows.
  fakes::write_file(folder / "request",
                    "00000000 23000000  # Flags, RopBufferSize\n"
                    "0000 0400 1B00 1B00  # RPC_HEADER_EXT\n"
                    "1700 12000000 0200 14004A67 1F003700 15000000 01 3200 41000000\n"
                    "08800100 00000000  # MaxRopOut, AuxiliaryBufferSize\n");
  // A row as in [MS-OXCROPS] section 2.2.5.4.2.
  fakes::write_file(folder / "response",
                    "00000000 00000000 00000000 2B000000  # StatusCode, ErrorCode, Flags, RopBufferSize\n"
                    "0000 0400 2300 2300\n"
                    "1F00 1200000000000B 150000000000 01 0100 00 010000000000002A 61000000 41000000\n"
                    "00000000  # AuxiliaryBufferSize\n");
  const auto both = decode({folder / "request", folder / "response"});
  EXPECT_EQ(both.status, 0) << both.out;
  EXPECT_THAT(both.out, AllOf(HasSubstr("Execute response\n"), HasSubstr("\"a\"")));
  const auto request = decode({"-t", "Execute", folder / "request"});
  EXPECT_EQ(request.status, 0) << request.out;
  EXPECT_THAT(request.out, HasSubstr("0x0037001F PidTagSubject"));
  const auto alone = decode({"-t", "Execute", "--response", folder / "response"});
  EXPECT_EQ(alone.status, 1) << "what the row holds is not known: " << alone.out;
  // With their headers, as a proxy records them, they are one conversation.
  const auto http = [&](const std::string& head, const std::string& name) {
    const auto body = capture_bytes(folder / name);
    fakes::write_file(folder / (name + ".http"), head + "X-RequestType: Execute\r\nContent-Length: " +
                                                     std::to_string(body.size()) + "\r\n\r\n" + body);
  };
  http("POST /mapi/emsmdb/ HTTP/1.1\r\n", "request");
  http("HTTP/1.1 200 OK\r\n", "response");
  const auto pair = decode({folder / "request.http", folder / "response.http"});
  EXPECT_EQ(pair.status, 0) << pair.out;
  EXPECT_THAT(pair.out, AllOf(HasSubstr("3026418949592973313 (0x2A00000000000001)"), HasSubstr("\"a\"")));
}

TEST(Decode, TakesHttpFromStandardInputAndHidesSecrets) {
  const auto shown =
      decode({"-"},
             "POST /mapi/emsmdb/ HTTP/1.1\r\nAuthorization: Basic c2VjcmV0\r\nCookie: MapiContext=secret\r\n"
             "X-RequestType: NotificationWait\r\nX-ClientApplication: Outlook/16.0.1.2\r\n"
             "Content-Length: 8\r\n\r\n" +
                 std::string(8, '\0'));
  EXPECT_EQ(shown.status, 0) << shown.err;
  EXPECT_THAT(
      shown.out,
      AllOf(HasSubstr("NotificationWait request\n"), HasSubstr("X-ClientApplication: Outlook/16.0.1.2"),
            HasSubstr("Authorization: (not shown)"), Not(HasSubstr("c2VjcmV0")), Not(HasSubstr("=secret"))));
}

TEST(Decode, ReadsWhatTheGatewayAnswers) {
  Installation installation;
  installation.add_good_domain("good.test");
  installation.add_user("anna@good.test", "correct horse");
  installation.start();
  MapiClient mapi(installation, "anna@good.test", "correct horse");
  const auto connected = mapi.connect();
  const auto executed = mapi.execute();
  fakes::write_file(installation.folder / "connect",
                    {reinterpret_cast<const char*>(connected.body.data()), connected.body.size()});
  fakes::write_file(installation.folder / "execute",
                    {reinterpret_cast<const char*>(executed.body.data()), executed.body.size()});
  const auto shown = decode({"-r", "-t", "Connect", installation.folder / "connect"});
  EXPECT_EQ(shown.status, 0) << shown.out << shown.err;
  EXPECT_THAT(shown.out, AllOf(HasSubstr("StatusCode: 0\n"), HasSubstr("AUX_TYPE_")));
  EXPECT_EQ(decode({"-r", "-t", "Execute", installation.folder / "execute"}).status, 0);
}

}  // namespace
}  // namespace mapigate::e2e
