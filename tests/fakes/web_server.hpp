#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mapigate::fakes {

using WebHeaders = std::vector<std::pair<std::string, std::string>>;

struct WebRequest {
  std::string method, target;
  WebHeaders headers;
  std::string body;
  std::string server_name;  // SNI; empty when not sent
  std::string site;         // "127.0.0.2:8443", where it arrived

  // Names are compared without case; empty when absent.
  std::string_view header(std::string_view name) const;
};

struct WebReply {
  enum class End {
    close,    // the answer, then a proper end
    reset,    // no answer: TCP reset
    never,    // no answer: silence until the client gives up
    endless,  // the header, then a body without an end
  };

  unsigned status = 200;
  WebHeaders headers = {};
  std::string body = {};
  std::string raw = {};  // when not empty, the bytes of the whole answer instead of the three above
  End end = End::close;
};

using WebHandler = std::function<WebReply(const WebRequest&)>;

// A web server that is not the gateway: one thread a connection, one request a connection. It plays what the
// gateway may meet in the wild.
class WebServer {
 public:
  struct Site {
    std::string address = "127.0.0.1";  // v4 or v6
    std::uint16_t port = 0;
    // PEM files. Without a certificate it speaks plain HTTP, also where TLS is expected.
    std::string chain_file = {}, key_file = {};
    WebHandler handler = {};
    // Ends every connection by a reset when its first byte arrives, before any answer and also before TLS.
    bool reset_on_first_byte = false;
    // Accepts, and neither reads nor writes.
    bool silent = false;
  };

  // Listens on all of them when it returns; throws std::runtime_error when one cannot be opened.
  explicit WebServer(std::vector<Site> sites);
  ~WebServer();

  // All requests so far, in the order of their arrival.
  std::vector<WebRequest> requests() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// What the sites answer with.
namespace web {

// An ordinary web site: `status` and a page for every path.
WebHandler page(unsigned status);
// Another mail server's Autodiscover: asks for a password.
WebHandler autodiscover_401();
// Another mail server's Autodiscover: answers with settings of its own.
WebHandler autodiscover_pox();
WebHandler redirect(std::string url, unsigned status = 302);
WebHandler reset();
WebHandler never();
WebHandler endless();

struct Upstream {
  std::string address;
  std::uint16_t port = 0;
  std::string server_name = {};  // SNI
};
// A reverse proxy in front of a TLS server, whose certificate it does not check. It takes the headers away
// whose names begin with `strip`, unless that is empty.
WebHandler proxy(Upstream upstream, std::string strip = {});
// An impostor with a recorded answer of the gateway behind `upstream`: when the first challenge of a
// self-check arrives, it gets a genuine answer to another challenge, and gives that to everybody from then
// on.
WebHandler replay(Upstream upstream);

}  // namespace web

// The bytes that the server behind `upstream` answers to the request.
std::string forward(const WebRequest& request, const web::Upstream& upstream, std::string_view strip = {});

}  // namespace mapigate::fakes
