#pragma once

#include <string_view>

#include "gateway/base/log.hpp"
#include "gateway/mapi/endpoint.hpp"
#include "gateway/nspi/code_page.hpp"
#include "protocol/wire/guid.hpp"

namespace mapigate::nspi {

// The state of a session of the address book endpoint: what its Bind said.
struct AddressBookSession final : mapi::SessionState {
  wire::u32 code_page = code_page_teletex;  // of strings that are not Unicode
  wire::u32 template_locale = 0;
  wire::u32 sort_locale = 0;
};

// The GUID of a server's address book ([MS-OXNSPI] section 3.1.4.1.1, pServerGuid): the same for one host
// name, so that what clients remember stays valid over restarts and on every node.
wire::Guid server_guid(std::string_view hostname);

// The address book server endpoint, /mapi/nspi ([MS-OXCMAPIHTTP] section 2.2.5): Bind and Unbind. The other
// request types answer NotSupported.
class NspiEndpoint final : public mapi::Endpoint {
 public:
  // `log` outlives the endpoint.
  NspiEndpoint(const wire::Guid& server_guid, const Logger& log) : server_guid_(server_guid), log_(log) {}

  oxcmapihttp::Endpoint kind() const override { return oxcmapihttp::Endpoint::address_book; }
  boost::asio::awaitable<mapi::Reply> handle(mapi::Call& call) override;

 private:
  mapi::Reply bind(const mapi::Call& call) const;
  mapi::Reply unbind(const mapi::Call& call) const;

  wire::Guid server_guid_;
  const Logger& log_;
};

}  // namespace mapigate::nspi
