#pragma once

#include <gtest/gtest.h>
#include <prometheus/registry.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "gateway/autodiscover/service.hpp"
#include "tests/fakes/await.hpp"
#include "tests/fakes/memory_directory.hpp"

namespace mapigate::autodiscover {

class FakeServedNames final : public ServedNames {
 public:
  std::set<std::string, std::less<>> names{"example.org", "alias.example"};
  bool serves(std::string_view domain) const override { return names.contains(domain); }
};

// Knows who you are by "Authorization: Test ADDRESS".
class FakeAuthenticator final : public auth::Authenticator {
 public:
  explicit FakeAuthenticator(const directory::Directory& directory) : directory_(directory) {}

  boost::asio::awaitable<auth::AuthResult> authenticate(const http::Request& request) override {
    ++asked;
    std::string_view authorization = request.headers.get("Authorization");
    if (authorization == "Test unavailable") {
      http::Response busy = http::text_response(503, "later");
      co_return auth::AuthResult(std::move(busy));
    }
    if (authorization.starts_with("Test ")) authorization.remove_prefix(5);
    if (directory::UserPtr user = directory_.find(authorization)) {
      co_return auth::AuthResult(auth::Identity{std::move(user)});
    }
    http::Response refusal = http::text_response(401, "who are you?");
    refusal.headers.add("WWW-Authenticate", "Basic realm=\"test\", charset=\"UTF-8\"");
    co_return auth::AuthResult(std::move(refusal));
  }

  int asked = 0;

 private:
  const directory::Directory& directory_;
};

// Answers the challenge "nonce", in a header field or in the body.
class FakeResponder final : public ChallengeResponder {
 public:
  std::optional<std::string> answer(const http::Request& request, std::string_view from_body) const override {
    if (request.headers.get("X-Mapigate-Challenge") == "nonce") return "proof of header";
    if (from_body == "nonce") return "proof of body";
    return std::nullopt;
  }
};

class FixedClock final : public Clock {
 public:
  SystemTime system_now() const override {
    return SystemTime(std::chrono::sys_days{std::chrono::year{2024} / 1 / 2}) + std::chrono::hours(3);
  }
  SteadyTime steady_now() const override { return {}; }
};

// alice is at home here and may open sales@ and the mailbox of gone@foreign.example's former colleague; bob
// is somebody else; carol and dave live elsewhere.
class AutodiscoverTest : public testing::Test {
 protected:
  AutodiscoverTest()
      : directory({{"example.org", {"alias.example", "unserved-alias.example"}}, {"unserved.example", {}}}),
        log(LogLevel::debug,
            [this](const LogRecord& record) { logged.emplace_back(record.id, record.text); }),
        authenticator(*directory) {
    add({.address = "sales@example.org", .display_name = "Sales & Co"});
    add({.address = "box@unserved.example", .display_name = "Box"});
    add({.address = "alice@example.org",
         .aliases = {"a.smith@example.org"},
         .display_name = "Alice \"<Smith>\"",
         .shared_mailboxes = {"sales@example.org", "box@unserved.example"}});
    add({.address = "bob@example.org"});
    add({.address = "carol@example.org",
         .redirect = directory::Redirect{directory::Redirect::Kind::address, "carol@elsewhere.example"}});
    add({.address = "dave@example.org",
         .redirect = directory::Redirect{directory::Redirect::Kind::url,
                                         "https://elsewhere.example/autodiscover/autodiscover.xml"}});
  }

  void add(const directory::NewUser& user) { ASSERT_TRUE(directory->add(user)) << user.address; }

  Service& service() {
    if (!service_) {
      service_.emplace(config, site,
                       Dependencies{*directory, authenticator, served, responder, clock, log, registry});
    }
    return *service_;
  }

  using Handler = boost::asio::awaitable<http::Response> (Service::*)(http::Request&) const;
  http::Response run(Handler handler, http::Request& request) {
    Service& under_test = service();
    return fakes::await<http::Response>(
        [&](boost::asio::any_io_executor) { return (under_test.*handler)(request); });
  }

  // The value of mapigate_autodiscover_requests_total{kind,outcome}.
  double counted(const std::string& kind, const std::string& outcome) const {
    for (const auto& family : registry.Collect()) {
      for (const auto& metric : family.metric) {
        std::map<std::string, std::string> labels;
        for (const auto& label : metric.label) labels[label.name] = label.value;
        if (labels["kind"] == kind && labels["outcome"] == outcome) return metric.counter.value;
      }
    }
    return -1;
  }

  bool was_logged(std::string_view id) const {
    return std::ranges::any_of(logged, [&](const auto& entry) { return entry.first == id; });
  }

  // What must hold for every refusal of a domain.
  void expect_not_served(const http::Response& response) const {
    EXPECT_EQ(response.status, 503u);
    EXPECT_EQ(response.headers.get("Retry-After"), "300");
    EXPECT_FALSE(response.headers.has("WWW-Authenticate"));
    EXPECT_TRUE(was_logged("AUTODISCOVER_NOT_SERVED"));
  }

  fakes::DirectoryInMemory directory;
  std::vector<std::pair<std::string, std::string>> logged;
  Logger log;
  FakeAuthenticator authenticator;
  FakeServedNames served;
  FakeResponder responder;
  FixedClock clock;
  prometheus::Registry registry;
  Config config{.deployment_id = "30c3a927-42aa-5de8-91e3-8e5b4655ed00"};
  Site site{"mail.example.org"};

 private:
  std::optional<Service> service_;
};

}  // namespace mapigate::autodiscover
