#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <prometheus/registry.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <condition_variable>
#include <functional>

#include "gateway/auth/basic_authenticator.hpp"
#include "gateway/auth/directory_verifier.hpp"
#include "gateway/base/encoding.hpp"
#include "tests/fakes/manual_clock.hpp"
#include "tests/fakes/memory_directory.hpp"
#include "tests/unit/auth/counting_hasher.hpp"

namespace mapigate::auth {

inline std::string basic(std::string_view user_and_password) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(user_and_password.data());
  return "Basic " + to_base64({bytes, user_and_password.size()});
}

// A request with the buffers that its views point into.
struct TestRequest {
  explicit TestRequest(std::string authorization_in, const char* peer = "192.0.2.1")
      : authorization(std::move(authorization_in)) {
    request.secure = true;
    request.peer = boost::asio::ip::make_address(peer);
    if (!authorization.empty()) request.headers.add("Authorization", authorization);
  }
  TestRequest(const TestRequest&) = delete;
  TestRequest& operator=(const TestRequest&) = delete;

  std::string authorization;
  http::Request request;
};

// Passes calls on, and can hold them up.
class GatedVerifier final : public CredentialVerifier {
 public:
  explicit GatedVerifier(CredentialVerifier& verifier) : verifier_(verifier) {}

  Verdict verify(const directory::User* user, std::string_view password) override {
    {
      std::unique_lock lock(mutex_);
      ++calls_;
      changed_.notify_all();
      changed_.wait(lock, [&] { return open_; });
    }
    if (failure) throw std::runtime_error("internal");
    return verifier_.verify(user, password);
  }
  void close() {
    const std::scoped_lock lock(mutex_);
    open_ = false;
  }
  void open() {
    const std::scoped_lock lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }
  void wait_for_call(int number) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return calls_ >= number; });
  }
  int calls() {
    const std::scoped_lock lock(mutex_);
    return calls_;
  }

  std::atomic<bool> failure = false;

 private:
  CredentialVerifier& verifier_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = true;
  int calls_ = 0;
};

// An authenticator with everything around it; passwords are hashed by CountingHasher.
class Rig : public testing::Test {
 public:
  Rig() {
    config.hash_threads = 1;
    config.throttle.delay_min = config.throttle.delay_max = std::chrono::milliseconds(0);
    config.throttle.account_failures = 3;
    config.throttle.address_failures = 5;
    EXPECT_TRUE(directory->add(
        {.address = "alice@example.org", .aliases = {"a@example.org"}, .password_hash = "1:alice-secret"}));
    EXPECT_TRUE(directory->add({.address = "bob@example.org", .password_hash = "1:bob-secret"}));
  }
  ~Rig() override { gate.open(); }

  BasicAuthenticator& authenticator() {
    if (!authenticator_) {
      authenticator_ =
          std::make_unique<BasicAuthenticator>(config, *directory, gate, clock, random, log, registry);
    }
    return *authenticator_;
  }
  void destroy_authenticator() { authenticator_.reset(); }

  using Done = std::function<void(AuthResult)>;
  static boost::asio::awaitable<void> call(Authenticator& authenticator, const http::Request& request,
                                           Done done) {
    AuthResult result = co_await authenticator.authenticate(request);
    done(std::move(result));
  }
  // Starts a request; `done` is called with its result.
  static void start(boost::asio::io_context& context, Authenticator& authenticator, TestRequest& request,
                    Done done, boost::asio::cancellation_slot cancel = {}) {
    boost::asio::co_spawn(context, call(authenticator, request.request, std::move(done)),
                          boost::asio::bind_cancellation_slot(
                              cancel, [](const std::exception_ptr& failure) { EXPECT_FALSE(failure); }));
  }
  void start(boost::asio::io_context& context, TestRequest& request, Done done) {
    start(context, authenticator(), request, std::move(done));
  }
  AuthResult authenticate(TestRequest& request) {
    boost::asio::io_context context;
    std::optional<AuthResult> result;
    start(context, request, [&](AuthResult value) { result = std::move(value); });
    context.run();
    return std::move(*result);
  }
  // "alice@example.org", or the status of the refusal.
  std::string log_in(std::string_view user_and_password, const char* peer = "192.0.2.1") {
    TestRequest request(basic(user_and_password), peer);
    return outcome(authenticate(request));
  }
  static std::string outcome(AuthResult result) {
    return result.accepted() ? result.user()->address : std::to_string(result.refusal().status);
  }

  double counted(const std::string& result) const {
    for (const auto& family : registry.Collect()) {
      if (family.name != "mapigate_auth_requests_total") continue;
      for (const auto& metric : family.metric) {
        if (metric.label.at(0).value == result) return metric.counter.value;
      }
    }
    ADD_FAILURE() << "no metric " << result;
    return -1;
  }
  std::vector<std::string> logged(std::string_view id) {
    const std::scoped_lock lock(log_mutex);
    std::vector<std::string> texts;
    for (const auto& [record_id, text] : records) {
      if (record_id == id) texts.push_back(text);
    }
    return texts;
  }

  Config config;
  fakes::DirectoryInMemory directory;
  fakes::ManualClock clock;
  SystemRandom random;
  CountingHasher hasher;
  std::mutex log_mutex;
  std::vector<std::pair<std::string, std::string>> records;
  Logger log{LogLevel::debug, [this](const LogRecord& record) {
               const std::scoped_lock lock(log_mutex);
               records.emplace_back(record.id, record.text);
             }};
  prometheus::Registry registry;
  DirectoryVerifier verifier{*directory, hasher, log};
  GatedVerifier gate{verifier};

 private:
  std::unique_ptr<BasicAuthenticator> authenticator_;
};

}  // namespace mapigate::auth
