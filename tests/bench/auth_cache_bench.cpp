// What authentication costs a request: the parts of the way of a known credential, and the whole of it. The
// aim for the whole is about a microsecond.

#include <benchmark/benchmark.h>
#include <prometheus/registry.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include "gateway/auth/basic_authenticator.hpp"
#include "gateway/auth/basic_credentials.hpp"
#include "gateway/auth/password_hasher.hpp"
#include "tests/fakes/memory_directory.hpp"

namespace mapigate::auth {
namespace {

// Accepts every password: hashing is not what is measured here.
class AcceptAll final : public CredentialVerifier {
 public:
  Verdict verify(const directory::User* user, std::string_view) override {
    return user ? Verdict::accepted : Verdict::rejected;
  }
};

// One installation of 1000 users, shared by the threads of a benchmark.
struct Installation {
  Installation() {
    for (int i = 0; i < 1000; ++i) {
      directory->add({.address = "user" + std::to_string(i) + "@example.org"}).value();
    }
  }
  static Installation& get() {
    static Installation installation;
    return installation;
  }

  fakes::DirectoryInMemory directory;
  RealClock clock;
  SystemRandom random;
  Logger log{LogLevel::error, [](const LogRecord&) {}};
  prometheus::Registry registry;
  AcceptAll verifier;
  KeyedHash hash{random};
  CredentialCache cache{{20'000, std::chrono::minutes(5), std::chrono::hours(1)}, *directory, clock};
  BasicAuthenticator authenticator{Config(), *directory, verifier, clock, random, log, registry};
};

// "user7@example.org:correct horse battery"
constexpr std::string_view token = "dXNlcjdAZXhhbXBsZS5vcmc6Y29ycmVjdCBob3JzZSBiYXR0ZXJ5";
const std::string authorization = "Basic " + std::string(token);

http::Request request() {
  http::Request made;
  made.secure = true;
  made.peer = boost::asio::ip::make_address("192.0.2.1");
  // About what Outlook sends in front of it.
  made.headers.add("Host", "gw.example.org");
  made.headers.add("User-Agent",
                   "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17928; Pro)");
  made.headers.add("Content-Type", "application/mapi-http");
  made.headers.add("X-RequestType", "Execute");
  made.headers.add("X-ClientInfo", "{2EF33C39-49C8-421C-B876-CDF7F2AC3AA0}:123");
  made.headers.add("Authorization", authorization);
  return made;
}

void BM_CredentialHash(benchmark::State& state) {
  const KeyedHash& hash = Installation::get().hash;
  for (auto _ : state) benchmark::DoNotOptimize(hash.credential(token));
}
BENCHMARK(BM_CredentialHash);

void BM_CacheFind(benchmark::State& state) {
  Installation& installation = Installation::get();
  const CredentialKey key = installation.hash.credential(token);
  installation.cache.insert(key, "user7@example.org", installation.directory->find("user7@example.org"),
                            installation.directory->generation(), 1);
  for (auto _ : state) benchmark::DoNotOptimize(installation.cache.find(key, 1));
}
BENCHMARK(BM_CacheFind);

void BM_DirectoryFind(benchmark::State& state) {
  const directory::Directory& directory = *Installation::get().directory;
  for (auto _ : state) benchmark::DoNotOptimize(directory.find("user7@example.org"));
}
BENCHMARK(BM_DirectoryFind);

boost::asio::awaitable<void> authenticate_all(benchmark::State& state, Authenticator& authenticator) {
  const http::Request known = request();
  for (auto _ : state) {
    AuthResult result = co_await authenticator.authenticate(known);
    if (!result.accepted()) state.SkipWithError("refused");
  }
}

// All that a handler pays for: the coroutine, the header, the cache, the metric. With two threads, both for
// the same user: the worst case for the locks.
void BM_AuthenticateKnown(benchmark::State& state) {
  boost::asio::io_context context(1);
  boost::asio::co_spawn(context, authenticate_all(state, Installation::get().authenticator),
                        boost::asio::detached);
  context.run();
}
BENCHMARK(BM_AuthenticateKnown)->Threads(1)->Threads(2)->UseRealTime();

// What it spares: one verification with the default parameters.
void BM_Argon2Verify(benchmark::State& state) {
  Argon2Hasher hasher{HashConfig()};
  const std::string hash = hasher.hash("correct horse battery").value();
  for (auto _ : state) benchmark::DoNotOptimize(hasher.verify(hash, "correct horse battery"));
}
BENCHMARK(BM_Argon2Verify)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace mapigate::auth

BENCHMARK_MAIN();
