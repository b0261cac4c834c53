#include "gateway/probe/mapi_client.hpp"

#include <fmt/core.h>

#include <charconv>

#include "gateway/probe/dial.hpp"
#include "protocol/oxcmapihttp/envelope.hpp"

namespace mapigate::probe {

namespace asio = boost::asio;
namespace header = oxcmapihttp::header;
using oxcmapihttp::RequestType;
using oxcmapihttp::ResponseCode;
using selfcheck::StepStatus;

namespace {

constexpr std::size_t max_answer = 1024 * 1024;

// "0: Success", "10: Context Not Found"
std::string describe_code(std::string_view text) {
  unsigned code = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), code);
  if (parsed.ec != std::errc{} || code > 255) return std::string(text);
  const std::string_view name = oxcmapihttp::name(static_cast<ResponseCode>(code));
  return name.empty() ? std::string(text) : fmt::format("{} ({})", text, name);
}

}  // namespace

MapiClient::MapiClient(const World& world, const Options& options, selfcheck::Url url, Trail& trail)
    : world_(world), options_(options), url_(std::move(url)), trail_(trail) {
  world_.random.fill(client_id_.bytes);
}

asio::awaitable<bool> MapiClient::open() {
  connection_ = co_await dial(world_, options_, url_, trail_);
  co_return connection_.has_value();
}

http::ClientRequest MapiClient::make_request(RequestType type, wire::Bytes body) {
  http::ClientRequest request{.method = "POST", .target = url_.target, .host = url_.authority()};
  const oxcmapihttp::RequestId id{client_id_, ++counter_};
  const auto add = [&](std::string_view name, std::string value) {
    request.headers.add(std::string(name), std::move(value));
  };
  add("Authorization", basic_credentials(options_));
  add("Content-Type", std::string(oxcmapihttp::content_type));
  add("User-Agent", "Mapigate probe");
  add(header::request_type, std::string(oxcmapihttp::name(type)));
  add(header::request_id, id.text());
  add(header::client_info, id.text());
  // Servers judge by the version what a client can do: this one speaks as a current Outlook.
  add(header::client_application, oxcmapihttp::ApplicationVersion{"Outlook", 16, 0, 4266, 1001}.text());
  if (!cookies_.empty()) {
    std::string text;
    for (const auto& [name, value] : cookies_) {
      if (!text.empty()) text += "; ";
      text += fmt::format("{}={}", name, value);
    }
    add("Cookie", std::move(text));
  }
  request.body.assign(body.begin(), body.end());
  return request;
}

void MapiClient::keep_cookies(const http::ClientResponse& response) {
  for (const std::string_view field : response.headers.all("Set-Cookie")) {
    const std::string_view pair = trim(field.substr(0, field.find(';')));
    const std::size_t equals = pair.find('=');
    if (equals == pair.npos || cookies_.size() >= 50) continue;
    cookies_.insert_or_assign(std::string(pair.substr(0, equals)), std::string(pair.substr(equals + 1)));
  }
}

asio::awaitable<std::optional<wire::Bytes>> MapiClient::request(RequestType type, wire::Bytes body) {
  const http::ClientRequest request = make_request(type, std::move(body));
  const Stopwatch watch;
  const auto response = co_await connection_->exchange(request, max_answer, options_.http_timeout);
  if (response.has_error()) {
    trail_.add(StepStatus::failed, watch.elapsed(),
               fmt::format("{}: {}", oxcmapihttp::name(type), response.error().message));
    trail_.remark(Ending::failed, fmt::format("{} does not answer {}: {}", url_.to_string(),
                                              oxcmapihttp::name(type), response.error().message));
    co_return std::nullopt;
  }
  keep_cookies(*response);
  co_return judge(type, *response, watch.elapsed());
}

std::optional<wire::Bytes> MapiClient::judge(RequestType type, const http::ClientResponse& response,
                                             std::chrono::steady_clock::duration elapsed) {
  std::string text = fmt::format("{}: HTTP {}", oxcmapihttp::name(type), response.status);
  // A copy: the code behind the envelope lies in what is parsed below.
  std::string code(trim(response.headers.get(header::response_code)));
  std::string fault;
  std::optional<wire::Bytes> body;
  if (response.status != 200) {
    fault = fmt::format("HTTP status {}", response.status);
  } else if (code.empty()) {
    fault = "no X-ResponseCode: this is no MAPI/HTTP endpoint";
  } else if (const auto parsed = oxcmapihttp::parse_envelope(response.body); parsed.envelope) {
    const auto& envelope = parsed.envelope;
    if (const auto later = envelope->header(header::response_code)) code = trim(*later);
    if (code == "0") {
      body.emplace(envelope->body.begin(), envelope->body.end());
    } else {
      fault = fmt::format("X-ResponseCode {}", describe_code(code));
    }
  } else if (code != "0") {
    fault = fmt::format("X-ResponseCode {}", describe_code(code));
  } else {
    fault = fmt::format("malformed response: {}", oxcmapihttp::description(parsed.fault));
  }
  if (!code.empty()) text += fmt::format(", X-ResponseCode {}", describe_code(code));
  if (const auto server = response.headers.get(header::server_application); !server.empty()) {
    text += fmt::format(", {}", server);
  }
  trail_.add(body ? StepStatus::ok : StepStatus::failed, elapsed, text);
  if (!body) {
    trail_.remark(Ending::failed,
                  fmt::format("{} at {} failed: {}", oxcmapihttp::name(type), url_.to_string(), fault));
  }
  return body;
}

}  // namespace mapigate::probe
