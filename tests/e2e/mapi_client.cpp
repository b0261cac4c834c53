#include "tests/e2e/mapi_client.hpp"

#include <stdexcept>

#include "protocol/oxcmapihttp/envelope.hpp"
#include "protocol/oxcmapihttp/mailbox_bodies.hpp"
#include "protocol/oxcrops/rop_buffer.hpp"
#include "protocol/oxcrpc/extended_buffer.hpp"
#include "protocol/wire/writer.hpp"

namespace mapigate::e2e {

MapiClient::MapiClient(const Installation& installation, std::string user, std::string password,
                       std::string target)
    : installation_(installation),
      client_(installation.client()),
      authorization_(basic(user, password)),
      target_(std::move(target)) {
  const auto settings = client_.send(pox_request(user, authorization_)).body;
  const std::string element = "<LegacyDN>";
  const auto begin = settings.find(element);
  if (begin == std::string::npos) throw std::runtime_error("no settings for " + user + ": " + settings);
  user_dn_ = settings.substr(begin + element.size(), settings.find('<', begin + 1) - begin - element.size());
}

MapiAnswer MapiClient::request(const std::string& type, const wire::Bytes& body,
                               const std::function<void(http::ClientRequest&)>& change) {
  http::ClientRequest request;
  request.method = "POST";
  request.target = target_;
  request.headers.add("Authorization", authorization_);
  request.headers.add("Content-Type", "application/mapi-http");
  request.headers.add("X-RequestType", type);
  request.headers.add("X-RequestId", "{2EF33C39-49C8-421C-B876-CDF7F2AC3AA0}:" + std::to_string(++count_));
  request.headers.add("X-ClientInfo", "{2EF33C39-49C8-421C-B876-CDF7F2AC3AA0}:1");
  request.headers.add("X-ClientApplication", "Outlook/16.0.4266.1001");
  std::string cookie;
  for (const auto& [name, value] : cookies) cookie += (cookie.empty() ? "" : "; ") + name + '=' + value;
  if (!cookie.empty()) request.headers.add("Cookie", cookie);
  request.body.assign(body.begin(), body.end());
  if (change) change(request);

  const auto response = client_.send(std::move(request), std::chrono::seconds(60));
  for (const auto field : response.headers.all("Set-Cookie")) {
    const auto pair = field.substr(0, field.find(';'));
    cookies[std::string(pair.substr(0, pair.find('=')))] = pair.substr(pair.find('=') + 1);
  }
  MapiAnswer answer{.status = response.status, .headers = response.headers};
  if (const auto code = response.headers.get("X-ResponseCode"); !code.empty())
    answer.code = std::stoi(std::string(code));
  if (const auto parsed = oxcmapihttp::parse_envelope(response.body); parsed.envelope) {
    answer.pending = parsed.envelope->pending;
    answer.body.assign(parsed.envelope->body.begin(), parsed.envelope->body.end());
    if (const auto code = parsed.envelope->header("X-ResponseCode"))
      answer.code = std::stoi(std::string(*code));
  }
  return answer;
}

MapiAnswer MapiClient::connect(wire::u32 lcid) {
  oxcmapihttp::ConnectRequest body;
  body.user_dn = user_dn_;
  body.default_code_page = 1252;
  body.lcid_sort = body.lcid_string = lcid;
  return request("Connect", *wire::serialize(body));
}

MapiAnswer MapiClient::execute() {
  oxcmapihttp::ExecuteRequest body;
  body.rop_buffer = *oxcrpc::encode_single(*oxcrops::serialize(oxcrops::RopBuffer{}));
  body.max_rop_out = 0x8000;
  return request("Execute", *wire::serialize(body));
}

void MapiClient::execute(oxcrops::RopBatch& batch) {
  oxcmapihttp::ExecuteRequest body;
  body.flags = 3;  // neither compressed nor obfuscated
  body.rop_buffer = *oxcrpc::encode_single(batch.serialize().value());
  body.max_rop_out = 0x18008;
  const auto answer = request("Execute", *wire::serialize(body));
  const auto response = wire::parse<oxcmapihttp::ExecuteResponse>(answer.body);
  if (answer.code != 0 || !response || response->error_code != oxcdata::ErrorCode{}) {
    throw std::runtime_error("Execute failed: X-ResponseCode " + std::to_string(answer.code) +
                             (response ? ", " + oxcdata::to_string(response->error_code) : ""));
  }
  const auto payloads = oxcrpc::decode_chain(response->rop_buffer, 1 << 20).value();
  if (const auto read = batch.read(payloads.front()); !read)
    throw std::runtime_error(to_string(read.error()));
}

MapiAnswer MapiClient::disconnect() {
  return request("Disconnect", *wire::serialize(oxcmapihttp::DisconnectRequest{}));
}

MapiAnswer MapiClient::wait() {
  return request("NotificationWait", *wire::serialize(oxcmapihttp::NotificationWaitRequest{}));
}

fakes::Process MapiClient::start_waiting() const {
  const auto body = *wire::serialize(oxcmapihttp::NotificationWaitRequest{});
  std::string request = "POST " + target_ + " HTTP/1.1\r\nHost: mail.gateway.test\r\nConnection: close\r\n" +
                        "Content-Length: " + std::to_string(body.size()) +
                        "\r\nAuthorization: " + authorization_ +
                        "\r\nContent-Type: application/mapi-http\r\nX-RequestType: NotificationWait\r\n" +
                        "X-RequestId: {2EF33C39-49C8-421C-B876-CDF7F2AC3AA0}:99\r\n" +
                        "Cookie: MapiContext=" + cookies.at("MapiContext") + "\r\n\r\n";
  request.append(body.begin(), body.end());
  fakes::Process process(
      {"openssl", "s_client", "-quiet", "-connect", "127.0.0.1:" + std::to_string(installation_.https_port),
       "-servername", "mail.gateway.test", "-CAfile", installation_.ca_file},
      {.input = request});
  if (!process.wait_for_out("PROCESSING\r\n"))
    throw std::runtime_error("no wait: " + process.out() + process.err());
  return process;
}

}  // namespace mapigate::e2e
