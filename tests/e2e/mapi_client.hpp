#pragma once

#include <map>
#include <string>

#include "protocol/oxcrops/rop_batch.hpp"
#include "protocol/wire/bytes.hpp"
#include "tests/e2e/installation.hpp"

namespace mapigate::e2e {

struct MapiAnswer {
  unsigned status = 0;
  int code = -1;  // X-ResponseCode, the one behind DONE where there is one; -1: none
  http::Headers headers = {};
  int pending = 0;  // how many PENDING
  wire::Bytes body = {};
};

// A client of one MAPI/HTTP endpoint: one connection, a user, the cookies that the server sets.
class MapiClient {
 public:
  MapiClient(const Installation& installation, std::string user, std::string password,
             std::string target = "/mapi/emsmdb/");

  // A POST with the headers that [MS-OXCMAPIHTTP] section 2.2.2.1 requires and the cookies so far. `change`
  // may spoil it before it is sent.
  MapiAnswer request(const std::string& type, const wire::Bytes& body,
                     const std::function<void(http::ClientRequest&)>& change = {});
  MapiAnswer connect(wire::u32 lcid = 1031);  // with the user's DN, as Autodiscover tells it
  const std::string& user_dn() const { return user_dn_; }
  MapiAnswer ping() { return request("PING", {}); }
  MapiAnswer execute();  // of no ROP
  // Throws where the server did not carry the Execute out; what the ROPs came to is in the batch's responses.
  void execute(oxcrops::RopBatch& batch);
  MapiAnswer disconnect();
  MapiAnswer wait();  // NotificationWait
  // The same with openssl on a connection of its own, whose output shows the response as it comes. Returns
  // when the server has begun to wait.
  fakes::Process start_waiting() const;

  std::map<std::string, std::string> cookies;

 private:
  const Installation& installation_;
  fakes::BlockingClient client_;
  std::string authorization_, target_, user_dn_;
  int count_ = 0;
};

}  // namespace mapigate::e2e
