#include "protocol/decode/exchange.hpp"

#include <gmock/gmock.h>

#include <algorithm>

#include "protocol/oxcmapihttp/mailbox_bodies.hpp"
#include "protocol/oxcrpc/extended_buffer.hpp"
#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::decode {
namespace {

using oxcmapihttp::RequestType;
using wire::hex_vector;

const Node* find(const Node& node, std::string_view name) {
  if (node.name == name) return &node;
  for (const auto& child : node.children) {
    if (const Node* found = find(child, name)) return found;
  }
  return nullptr;
}

TEST(Exchange, RopsInsideAnExecuteAreShown) {
  const auto bytes = hex_vector("MS-OXCMAPIHTTP/2.2.4.2.1-execute-request.hex");
  const Node node = Exchange().body(RequestType::execute, Direction::request, bytes);
  EXPECT_FALSE(has_unread(node));
  EXPECT_EQ(node.name, "Execute request");
  EXPECT_EQ(node.size, bytes.size());
  ASSERT_TRUE(find(node, "RopRelease"));
  const Node* handles = find(node, "ServerObjectHandleTable");
  ASSERT_TRUE(handles);
  EXPECT_EQ(handles->text, "[111 (0x0000006F), 110 (0x0000006E)]");
}

// Of the fields of the body itself: the vectors' blobs hold anything.
bool body_was_read(const Node& node) {
  return std::none_of(node.children.begin(), node.children.end(),
                      [](const Node& field) { return field.unread; });
}

TEST(Exchange, EveryVectorIsReadToItsEndAndNoFurther) {
  const struct {
    const char* file;
    RequestType type;
    Direction direction;
  } vectors[] = {
      {"2.2.4.1.1-connect-request.hex", RequestType::connect, Direction::request},
      {"2.2.4.1.2-connect-success-response.hex", RequestType::connect, Direction::response},
      {"2.2.4.1.3-connect-failure-response.hex", RequestType::connect, Direction::response},
      {"2.2.4.2.2-execute-success-response.hex", RequestType::execute, Direction::response},
      {"2.2.4.3.1-disconnect-request.hex", RequestType::disconnect, Direction::request},
      {"2.2.4.4.2-notification-wait-success-response.hex", RequestType::notification_wait,
       Direction::response},
      {"2.2.5.1.1-bind-request.hex", RequestType::bind, Direction::request},
      {"2.2.5.2.2-unbind-success-response.hex", RequestType::unbind, Direction::response},
  };
  for (const auto& vector : vectors) {
    auto bytes = hex_vector(std::string("MS-OXCMAPIHTTP/") + vector.file);
    EXPECT_TRUE(body_was_read(Exchange().body(vector.type, vector.direction, bytes))) << vector.file;
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      const Node cut = Exchange().body(vector.type, vector.direction, wire::ByteView(bytes).first(size));
      EXPECT_FALSE(body_was_read(cut)) << vector.file << " cut to " << size;
    }
    bytes.push_back(0);
    EXPECT_FALSE(body_was_read(Exchange().body(vector.type, vector.direction, bytes))) << vector.file;
  }
}

TEST(Exchange, ABlobThatIsNoSuchThingIsMarked) {
  const Node node = Exchange().body(RequestType::connect, Direction::request,
                                    hex_vector("MS-OXCMAPIHTTP/2.2.4.1.1-connect-request.hex"));
  EXPECT_TRUE(has_unread(node));
  const Node* blob = find(node, "AuxiliaryBuffer");
  ASSERT_TRUE(blob);
  ASSERT_EQ(blob->children.size(), 1u);
  EXPECT_TRUE(blob->children.front().unread);
  EXPECT_EQ(blob->children.front().text, "3 bytes: A1 A2 A3");
}

TEST(Exchange, AuxiliaryBlocksAreShown) {
  // The blocks of a Connect, in an extended buffer.
  const auto blocks = hex_vector("MS-OXCRPC/2.2.2.2-client-blocks.hex");
  oxcmapihttp::ConnectRequest request;
  request.auxiliary_buffer = oxcrpc::encode_single(blocks).value();
  const Node node =
      Exchange().body(RequestType::connect, Direction::request, wire::serialize(request).value());
  const Node* machine = find(node, "MachineName");
  ASSERT_TRUE(machine);
  EXPECT_EQ(machine->text, "\"PC\"");
}

TEST(Exchange, GuessesTheTypeOfABodyThatFits) {
  EXPECT_EQ(guess_type(Direction::request, hex_vector("MS-OXCMAPIHTTP/2.2.4.2.1-execute-request.hex")),
            RequestType::execute);
  EXPECT_EQ(guess_type(Direction::request, hex_vector("MS-OXCMAPIHTTP/2.2.4.1.1-connect-request.hex")),
            RequestType::connect);
  EXPECT_EQ(guess_type(Direction::request, wire::Bytes(7, 0xEE)), std::nullopt);
}

}  // namespace
}  // namespace mapigate::decode
