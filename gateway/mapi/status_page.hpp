#pragma once

#include <string>
#include <string_view>

#include "gateway/directory/user.hpp"
#include "gateway/http/message.hpp"
#include "protocol/oxcmapihttp/headers.hpp"

namespace mapigate::mapi {

// What a person gets who opens an endpoint's address in a browser, after logging in: that it is reachable,
// and as whom.
http::Response status_page(oxcmapihttp::Endpoint endpoint, const directory::User& user,
                           std::string_view hostname, std::string_view version);

}  // namespace mapigate::mapi
