#pragma once

#include <gmock/gmock.h>
#include <prometheus/registry.h>

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <deque>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gateway/auth/authenticator.hpp"
#include "gateway/base/clock.hpp"
#include "gateway/mapi/transport.hpp"
#include "protocol/oxcmapihttp/envelope.hpp"
#include "protocol/wire/reader.hpp"
#include "protocol/wire/writer.hpp"
#include "tests/fakes/memory_directory.hpp"

namespace mapigate::mapi {

class FakeClock final : public Clock {
 public:
  SystemTime system_now() const override {
    return SystemTime(std::chrono::seconds(1'700'000'000) + offset());
  }
  SteadyTime steady_now() const override { return SteadyTime(std::chrono::hours(1) + offset()); }
  void advance(std::chrono::milliseconds time) { offset_ += time.count(); }

 private:
  std::chrono::milliseconds offset() const { return std::chrono::milliseconds(offset_.load()); }
  std::atomic<std::int64_t> offset_ = 0;
};

class FakeServedNames final : public ServedNames {
 public:
  bool serves(std::string_view domain) const override { return names.contains(std::string(domain)); }
  std::set<std::string> names{"example.org", "example.net"};
};

// Believes every user name of the directory, whatever the password; or, for schemes whose user name cannot be
// read from the request, "Authorization: Opaque alice@example.org".
class FakeAuthenticator final : public auth::Authenticator {
 public:
  explicit FakeAuthenticator(const directory::Directory& directory) : directory_(directory) {}
  boost::asio::awaitable<auth::AuthResult> authenticate(const http::Request& request) override;
  int calls = 0;

 private:
  const directory::Directory& directory_;
};

// A request a test makes; what it does not say is as Outlook would send it.
struct TestRequest {
  std::string method = "POST";
  std::string target = {};                 // empty: the endpoint's path
  std::string type = {};                   // X-RequestType
  std::string user = "alice@example.org";  // empty: no Authorization
  std::string body = {};
  std::vector<std::pair<std::string, std::string>> headers =
      {};  // replace those of the same name; "" takes one away
  int writes_before_client_leaves = -1;
};

// What came back, perhaps still in parts.
struct Answer {
  bool done = false;
  http::Response response;
  std::vector<std::string> chunks;

  std::string header(std::string_view name) const { return std::string(response.headers.get(name)); }
  std::string code() const { return header("X-ResponseCode"); }
  // The value of a cookie that the response sets, empty when it sets none.
  std::string cookie(std::string_view name) const;
  std::string text() const;  // the whole body
  // The body behind DONE.
  std::string payload() const;
  std::string done_header(std::string_view name) const;
  template <class Body>
  Body parsed() const {
    const std::string bytes = payload();
    return wire::parse<Body>({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()}).value();
  }
};
using AnswerPtr = std::shared_ptr<Answer>;

template <class Body>
std::string bytes_of(const Body& body) {
  const wire::Bytes bytes = wire::serialize(body).value();
  return {bytes.begin(), bytes.end()};
}

// A transport with an endpoint, among fakes: users alice and bob at example.org.
class Rig {
 public:
  explicit Rig(std::string path);

  // To be called by the derived fixture once its endpoint exists.
  void use(Endpoint& endpoint);

  // Sends, and runs until the whole answer is there.
  AnswerPtr send(const TestRequest& request);
  // Sends, and runs until nothing more happens at once.
  AnswerPtr start(const TestRequest& request);
  void run_until(const std::function<bool()>& condition);
  // Each later request carries the cookies that this answer set.
  void take_cookies(const Answer& answer);

  double metric(const std::string& name, const std::map<std::string, std::string>& labels) const;

  MapiConfig config;
  FakeClock clock;
  FakeServedNames served;
  SystemRandom random;
  std::vector<std::string> log_ids;
  Logger log{LogLevel::debug, [this](const LogRecord& record) { log_ids.emplace_back(record.id); }};
  prometheus::Registry metrics;
  fakes::DirectoryInMemory directory;
  FakeAuthenticator authenticator{*directory};
  directory::UserPtr alice;
  directory::UserPtr bob;
  std::unique_ptr<Transport> transport;
  std::unique_ptr<boost::asio::io_context> io = std::make_unique<boost::asio::io_context>(1);
  Cookies cookies;

 private:
  const std::string path_;
};

}  // namespace mapigate::mapi
