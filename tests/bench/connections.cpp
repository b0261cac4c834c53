// Many TLS connections at once, from one process.
//
//   connections idle HOST PORT COUNT
//       opens them, sends one request over each, prints "ready", and holds them until standard input ends
//   connections guess HOST PORT COUNT SECONDS FROM USER
//       from the address FROM, each sends one wrong password of USER after the other; prints how many answers
//       came. In USER the letter '#' stands for the number of the connection.
#include <fmt/core.h>
#include <sys/resource.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstdlib>
#include <memory>
#include <vector>

#include "gateway/base/encoding.hpp"
#include "gateway/http/stream.hpp"

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using mapigate::http::Stream;

struct Target {
  std::string host;
  std::uint16_t port = 0;
  asio::ip::address from;
};

class Load {
 public:
  explicit Load(Target target) : target_(std::move(target)), context_(SSL_CTX_new(TLS_client_method())) {}

  // Null when it fails; the first failure of all is printed.
  asio::awaitable<std::unique_ptr<Stream>> connect() {
    tcp::socket socket(io_);
    socket.open(tcp::v4());
    socket.bind({target_.from, 0});
    boost::system::error_code code;
    co_await socket.async_connect({asio::ip::address_v4::loopback(), target_.port},
                                  asio::redirect_error(asio::use_awaitable, code));
    if (code) {
      note("connect: " + code.message());
      co_return nullptr;
    }
    mapigate::http::ssl::SslPtr ssl(SSL_new(context_.get()));
    SSL_set_tlsext_host_name(ssl.get(), target_.host.c_str());
    SSL_set_connect_state(ssl.get());
    auto stream = std::make_unique<Stream>(std::move(socket), std::move(ssl));
    const bool secured = co_await stream->handshake();
    if (!secured) {
      note("no TLS");
      co_return nullptr;
    }
    co_return stream;
  }

  // Sends one request and reads its answer, whose body has a Content-Length. False when that fails.
  asio::awaitable<bool> ask(Stream& stream, const std::string& request, std::string& answer) {
    answer.clear();
    const bool sent = co_await stream.write_all(request);
    std::size_t end = std::string::npos;
    char buffer[4096];
    while (sent && answer.size() < end) {
      const Stream::Outcome read = co_await stream.read_some(buffer);
      if (read.state != Stream::State::done) break;
      answer.append(buffer, read.bytes);
      const std::size_t header = answer.find("\r\n\r\n");
      if (header == answer.npos) continue;
      const std::size_t length = answer.find("Content-Length: ");
      end = header + 4 + (length < header ? std::strtoul(answer.c_str() + length + 16, nullptr, 10) : 0);
    }
    co_return answer.size() >= end;
  }

  void note(const std::string& failure) {
    if (failures_++ == 0) fmt::print(stderr, "{}\n", failure);
  }

  asio::io_context& io() { return io_; }
  const Target& target() const { return target_; }
  int failures() const { return failures_; }

 private:
  asio::io_context io_{1};
  Target target_;
  mapigate::http::ssl::ContextPtr context_;
  int failures_ = 0;
};

int hold(Load& load, int count) {
  std::vector<std::unique_ptr<Stream>> streams;
  int left = count;
  const auto open_next = [&]() -> asio::awaitable<void> {
    while (left > 0) {
      --left;
      auto stream = co_await load.connect();
      if (!stream) continue;
      const std::string request =
          fmt::format("GET /autodiscover/autodiscover.xml HTTP/1.1\r\nHost: {}\r\n\r\n", load.target().host);
      std::string answer;
      const bool answered = co_await load.ask(*stream, request, answer);
      if (!answered) load.note("no answer");
      streams.push_back(std::move(stream));
    }
  };
  for (int i = 0; i < 50; ++i) asio::co_spawn(load.io(), open_next, asio::detached);
  load.io().run();
  fmt::print("ready {}\n", streams.size());
  std::fflush(stdout);
  for (char byte = 0; ::read(STDIN_FILENO, &byte, 1) > 0;) {
  }
  return load.failures() == 0 ? 0 : 1;
}

int guess(Load& load, int count, int seconds, const std::string& users) {
  long answers = 0;
  const auto guess_on = [&](int number) -> asio::awaitable<void> {
    std::string user = users;
    if (const std::size_t mark = user.find('#'); mark != user.npos)
      user.replace(mark, 1, std::to_string(number));
    std::string answer;
    for (int attempt = 0;;) {
      auto stream = co_await load.connect();
      if (!stream) co_return;
      for (bool open = true; open; ++attempt) {
        const std::string credentials = fmt::format("{}:wrong{}", user, attempt);
        const std::string request = fmt::format(
            "POST /autodiscover/autodiscover.xml HTTP/1.1\r\nHost: {}\r\nContent-Type: text/xml\r\n"
            "Authorization: Basic {}\r\nContent-Length: 0\r\n\r\n",
            load.target().host,
            mapigate::to_base64(
                {reinterpret_cast<const std::uint8_t*>(credentials.data()), credentials.size()}));
        open = co_await load.ask(*stream, request, answer);
        if (open) ++answers;
        if (answer.starts_with("HTTP/1.1 200")) load.note("a wrong password was accepted");
        if (answer.find("\r\nConnection: close\r\n") != answer.npos) open = false;
      }
    }
  };
  for (int i = 0; i < count; ++i) asio::co_spawn(load.io(), guess_on(i), asio::detached);
  load.io().run_for(std::chrono::seconds(seconds));
  fmt::print("{} answers\n", answers);
  return load.failures() == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string mode = argc > 1 ? argv[1] : "";
  if (!(mode == "idle" && argc == 5) && !(mode == "guess" && argc == 8)) {
    fmt::print(stderr, "usage: connections idle HOST PORT COUNT | guess HOST PORT COUNT SECONDS FROM USER\n");
    return 2;
  }
  const int count = std::atoi(argv[4]);
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  if (files.rlim_cur < static_cast<rlim_t>(count) + 50) {
    fmt::print(stderr, "only {} files may be open here (ulimit -n)\n", files.rlim_cur);
    return 2;
  }
  Load load({argv[2], static_cast<std::uint16_t>(std::atoi(argv[3])),
             asio::ip::make_address(mode == "guess" ? argv[6] : "127.0.0.1")});
  return mode == "idle" ? hold(load, count) : guess(load, count, std::atoi(argv[5]), argv[7]);
}
