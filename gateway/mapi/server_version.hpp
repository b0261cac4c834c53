#pragma once

#include <string_view>

namespace mapigate::mapi {

// X-ServerApplication ([MS-OXCMAPIHTTP] section 2.2.3.3): "Exchange/" and a version of four parts. Clients
// take from it what the server can do, so it names the first version of Exchange that spoke MAPI over HTTP
// (2013 SP1), and with it nothing that is not here.
inline constexpr std::string_view server_application = "Exchange/15.00.0847.4040";

}  // namespace mapigate::mapi
