#include "tests/unit/mapi/rig.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <cmath>
#include <map>

#include "gateway/base/encoding.hpp"
#include "gateway/http/router.hpp"

namespace mapigate::mapi {

namespace asio = boost::asio;
using namespace std::chrono_literals;

asio::awaitable<auth::AuthResult> FakeAuthenticator::authenticate(const http::Request& request) {
  ++calls;
  const std::string authorization(request.headers.get("Authorization"));
  std::string address;
  if (authorization.starts_with("Opaque ")) address = authorization.substr(7);
  if (authorization.starts_with("Basic ")) {
    address = from_base64(authorization.substr(6)).value();
    address = address.substr(0, address.find(':'));
  }
  if (auto user = directory_.find(address)) co_return auth::Identity{std::move(user)};
  http::Response refusal = http::text_response(401, "Who are you?\n");
  refusal.headers.add("WWW-Authenticate", "Basic realm=\"test\"");
  co_return refusal;
}

std::string Answer::cookie(std::string_view name) const {
  const std::string start = std::string(name) + "=";
  std::string found;
  for (const auto& [field, value] : response.headers) {
    if (field != "Set-Cookie" || !value.starts_with(start)) continue;
    EXPECT_TRUE(found.empty()) << "set twice: " << name;
    found = value.substr(start.size(), value.find(';') - start.size());
  }
  return found;
}

std::string Answer::text() const {
  std::string all = response.body;
  for (const std::string& chunk : chunks) all += chunk;
  return all;
}

std::string Answer::payload() const {
  const std::string all = text();
  const auto parsed = oxcmapihttp::parse_envelope(all);
  EXPECT_TRUE(parsed.envelope) << oxcmapihttp::description(parsed.fault) << ": " << all;
  return parsed.envelope ? std::string(parsed.envelope->body) : "";
}

std::string Answer::done_header(std::string_view name) const {
  const std::string all = text();
  const auto parsed = oxcmapihttp::parse_envelope(all);
  return parsed.envelope ? std::string(parsed.envelope->header(name).value_or("")) : "";
}

namespace {

class Collector final : public http::BodyWriter {
 public:
  Collector(AnswerPtr answer, int writes_left) : answer_(std::move(answer)), writes_left_(writes_left) {}
  asio::awaitable<Result<void>> write(std::string_view chunk) override {
    if (writes_left_-- == 0) co_return Error{"the client is gone"};
    answer_->chunks.emplace_back(chunk);
    co_return Result<void>{};
  }

 private:
  AnswerPtr answer_;
  int writes_left_;
};

// As the connection does it: the request lives until the response has been sent.
asio::awaitable<void> serve(http::Handler handler, TestRequest sent, std::string default_path,
                            Cookies cookies, AnswerPtr answer) {
  if (sent.target.empty()) sent.target = default_path;
  std::vector<std::pair<std::string, std::string>> fields{
      {"Host", "mail.example.org"},
      {"Content-Type", "application/mapi-http"},
      {"X-RequestType", sent.type},
      {"X-RequestId", "{E2EA6C1C-E61B-49E9-9CFB-38184F907552}:123456"},
      {"X-ClientInfo", "{2EF33C39-49C8-421C-B876-CDF7F2AC3AA0}:123"},
      {"X-ClientApplication", "Outlook/15.0.4615.1000"}};
  if (!sent.user.empty()) {
    const std::string credentials = sent.user + ":password";
    fields.emplace_back("Authorization",
                        "Basic " + to_base64({reinterpret_cast<const std::uint8_t*>(credentials.data()),
                                              credentials.size()}));
  }
  if (!cookies.context.empty()) fields.emplace_back("Cookie", "MapiContext=" + cookies.context);
  if (!cookies.sequence.empty()) fields.emplace_back("Cookie", "MapiSequence=" + cookies.sequence);
  for (const auto& [name, value] : sent.headers) {
    std::erase_if(fields, [&](const auto& field) { return equal_ignoring_case(field.first, name); });
    if (!value.empty()) fields.emplace_back(name, value);
  }

  http::Request request;
  request.method = sent.method;
  request.target = sent.target;
  request.path = http::normal_path(sent.target);
  if (const auto question = request.target.find('?'); question != request.target.npos) {
    request.query = request.target.substr(question + 1);
  }
  for (const auto& [name, value] : fields) request.headers.add(name, value);
  request.body = sent.body;
  request.secure = true;

  http::Response response = co_await handler(request);
  answer->response.status = response.status;
  answer->response.headers = response.headers;
  (response.chunked ? answer->chunks.emplace_back() : answer->response.body) = response.body;
  if (response.stream) {
    Collector collector(answer, sent.writes_before_client_leaves);
    co_await response.stream(collector);
  }
  answer->done = true;
}

}  // namespace

Rig::Rig(std::string path) : path_(std::move(path)) {
  directory->add({.address = "alice@example.org", .display_name = "Alice"}).value();
  directory->add({.address = "bob@example.org"}).value();
  alice = directory->find("alice@example.org");
  bob = directory->find("bob@example.org");
}

void Rig::use(Endpoint& endpoint) {
  transport =
      std::make_unique<Transport>(TransportServices{config, authenticator, *directory, served, clock, random,
                                                    log, metrics, "mail.example.org", "0.1.0"},
                                  endpoint);
}

AnswerPtr Rig::start(const TestRequest& request) {
  auto answer = std::make_shared<Answer>();
  asio::co_spawn(*io, serve(transport->handler(), request, path_, cookies, answer),
                 [](std::exception_ptr failure) {
                   if (failure) std::rethrow_exception(failure);
                 });
  io->restart();
  io->poll();
  return answer;
}

void Rig::run_until(const std::function<bool()>& condition) {
  const auto deadline = std::chrono::steady_clock::now() + 10s;
  while (!condition() && std::chrono::steady_clock::now() < deadline) {
    io->restart();
    io->run_one_for(1s);
  }
  EXPECT_TRUE(condition());
}

AnswerPtr Rig::send(const TestRequest& request) {
  auto answer = start(request);
  run_until([&] { return answer->done; });
  return answer;
}

void Rig::take_cookies(const Answer& answer) {
  cookies.context = answer.cookie("MapiContext");
  cookies.sequence = answer.cookie("MapiSequence");
}

double Rig::metric(const std::string& name, const std::map<std::string, std::string>& labels) const {
  for (const auto& family : metrics.Collect()) {
    if (family.name != name) continue;
    for (const auto& metric : family.metric) {
      std::map<std::string, std::string> found;
      for (const auto& label : metric.label) found[label.name] = label.value;
      if (found == labels) return metric.gauge.value + metric.counter.value;
    }
  }
  return 0;
}

}  // namespace mapigate::mapi
