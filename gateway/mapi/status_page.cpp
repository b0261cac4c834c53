#include "gateway/mapi/status_page.hpp"

#include <fmt/core.h>

#include "gateway/mapi/server_version.hpp"

namespace mapigate::mapi {

http::Response status_page(oxcmapihttp::Endpoint endpoint, const directory::User& user,
                           std::string_view hostname, std::string_view version) {
  const bool mailbox = endpoint == oxcmapihttp::Endpoint::mailbox;
  // Plain text: nothing in it needs escaping, and no browser makes more of it.
  auto response = http::text_response(
      200, fmt::format("Mapigate {}: {} endpoint of MAPI over HTTP, {}\n"
                       "It is up, and your name and password are right. Outlook does the rest by itself.\n\n"
                       "Server:   {}\n"
                       "User:     {}\n"
                       "Mailbox:  {}\n"
                       "Clients see {}\n",
                       version, mailbox ? "mailbox" : "address book", mailbox ? "/mapi/emsmdb" : "/mapi/nspi",
                       hostname, user.address, user.mailbox_guid, server_application));
  response.headers.add("Cache-Control", "no-store");
  response.headers.add("X-Content-Type-Options", "nosniff");
  response.headers.add(std::string(oxcmapihttp::header::server_application), std::string(server_application));
  return response;
}

}  // namespace mapigate::mapi
