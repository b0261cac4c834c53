#include "gateway/cli/decode_command.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>

#include "gateway/base/encoding.hpp"
#include "gateway/capture/message.hpp"
#include "gateway/capture/report.hpp"

namespace mapigate::cli {

namespace {

using decode::Direction;
using oxcmapihttp::RequestType;

constexpr int decoded = 0, decoded_in_part = 1, cannot_decode = 2;

struct DecodeArguments {
  std::vector<std::string> files;
  std::string hex;
  std::string type;
  bool response = false;
  bool json = false;
  bool offsets = false;
  bool full = false;
  bool no_colour = false;
};

Result<std::string> read_file(const std::string& name) {
  if (name == "-") return std::string(std::istreambuf_iterator<char>(std::cin), {});
  std::ifstream file(name, std::ios::binary);
  if (!file) return Error{fmt::format("{} cannot be read", name)};
  return std::string(std::istreambuf_iterator<char>(file), {});
}

// The messages of one conversation, one after the other.
class Conversation {
 public:
  explicit Conversation(const DecodeArguments& arguments) : arguments_(arguments) {}

  Result<decode::Node> next(std::string_view input) {
    const auto bytes = capture::bytes_of(input);
    if (!bytes) return bytes.error();
    auto message = capture::parse(*bytes);
    if (!message) return message.error();
    const Direction direction = message->direction.value_or(unmarked());
    last_direction_ = direction;
    const auto type = type_of(*message, direction);
    if (!type) {
      return Error{
          "nothing says which request type this is, and it fits none: give --type, and --response for a "
          "response"};
    }
    last_type_ = type;
    decode::Node node = exchange_.body(*type, direction, message->body);
    if (!message->headers.empty()) {
      decode::Node headers;
      headers.name = "headers";
      headers.text = message->start_line;
      for (const auto& [name, value] : message->headers) {
        decode::Node& field = headers.children.emplace_back();
        field.name = name;
        field.text = is_secret(name) ? "(not shown)" : value;
      }
      node.children.insert(node.children.begin(), std::move(headers));
    }
    return node;
  }

 private:
  // Of a body without headers: behind a request stands its response.
  Direction unmarked() const {
    return arguments_.response || last_direction_ == Direction::request ? Direction::response
                                                                        : Direction::request;
  }

  std::optional<RequestType> type_of(const capture::Message& message, Direction direction) const {
    if (message.type) return message.type;
    if (!arguments_.type.empty()) return oxcmapihttp::request_type_from(arguments_.type);
    if (direction == Direction::response && last_type_) return last_type_;
    return decode::guess_type(direction, message.body);
  }

  // What this prints is sent to others.
  static bool is_secret(std::string_view name) {
    for (const std::string_view secret : {"authorization", "cookie", "set-cookie", "proxy-authorization"}) {
      if (equal_ignoring_case(name, secret)) return true;
    }
    return false;
  }

  const DecodeArguments& arguments_;
  decode::Exchange exchange_;
  std::optional<Direction> last_direction_;
  std::optional<RequestType> last_type_;
};

int run_decode(const DecodeArguments& arguments) {
  int status = decoded;
  Conversation conversation(arguments);
  const auto show = [&](const std::string& what, const Result<std::string>& input) {
    const auto node = input ? conversation.next(*input) : Result<decode::Node>(input.error());
    if (!node) {
      fmt::print(stderr, "mapigate decode: {}: {}\n", what, node.error().message);
      status = cannot_decode;
      return;
    }
    if (status == decoded && has_unread(*node)) status = decoded_in_part;
    if (arguments.json) {
      fmt::print("{}\n", capture::as_json(*node));
    } else {
      fmt::print("{}",
                 capture::as_tree(*node, {.colour = !arguments.no_colour && isatty(STDOUT_FILENO) == 1,
                                          .offsets = arguments.offsets,
                                          .width = arguments.full ? std::size_t{0} : std::size_t{160}}));
    }
  };
  if (!arguments.hex.empty()) show("--hex", arguments.hex);
  for (const std::string& file : arguments.files) show(file, read_file(file));
  return status;
}

}  // namespace

void add_decode_command(CLI::App& app, int& status) {
  auto arguments = std::make_shared<DecodeArguments>();
  CLI::App* decode = app.add_subcommand("decode", "Show what recorded MAPI/HTTP requests and responses hold");
  auto* files = decode->add_option("FILE", arguments->files,
                                   "Messages of one conversation in their order, each a request or a "
                                   "response: HTTP with its headers, or the body\n"
                                   "alone; bytes or hexadecimal digits; - is standard input");
  auto* hex = decode->add_option("--hex", arguments->hex, "Hexadecimal digits in place of a file");
  hex->excludes(files);
  decode
      ->add_option("-t,--type", arguments->type,
                   "The request type where no header says it, for example Execute; guessed otherwise")
      ->check([](const std::string& type) {
        return oxcmapihttp::request_type_from(type) ? std::string() : "there is no request type " + type;
      });
  decode->add_flag("-r,--response", arguments->response, "What has no header is a response, also in front");
  decode->add_flag("--json", arguments->json, "One JSON object a message, on a line of its own");
  decode->add_flag("--offsets", arguments->offsets, "Before each field its offset and size, in its buffer");
  decode->add_flag("--full", arguments->full, "Long values whole");
  decode->add_flag("--no-color", arguments->no_colour, "No colours, also on a terminal");
  decode->footer(
      "A response is read after its request: what its rows hold is known only from there. Bodies without "
      "headers\n"
      "are taken for requests and responses in turn.\n"
      "Bytes that could not be read are marked with !!. Passwords and cookies in headers are not shown.\n"
      "Exit status: 0 all was read, 1 some bytes could not be, 2 something is no such message.\n\n"
      "Examples:\n"
      "  mapigate decode request.http response.http\n"
      "  mapigate decode --type Execute request.bin --offsets\n"
      "  mapigate decode --hex '00000000 00000000' --type NotificationWait --json");
  decode->callback([arguments, decode, &status] {
    if (arguments->files.empty() && arguments->hex.empty()) throw CLI::RequiredError("FILE");
    status = run_decode(*arguments);
  });
}

}  // namespace mapigate::cli
