#pragma once

#include <optional>
#include <string>
#include <string_view>

// Autodiscover "V2": a GET that asks where one service of an address is, answered in JSON. Not in the
// published protocol documents; forms as Exchange 2016 answers them.
namespace mapigate::oxdscli {

// Empty texts are absent.
struct JsonRequest {
  std::string email;
  std::string protocol;               // as sent: "AutodiscoverV1", "Ews", "ActiveSync", "autodiscoverv1"...
  std::optional<int> redirect_count;  // how often the client was sent on, 0 to 99

  bool operator==(const JsonRequest&) const = default;
};

// Of `/autodiscover/autodiscover.json?Email=user%40domain&Protocol=Ews&RedirectCount=1` and, with the address
// in the path, `/autodiscover.json/v1.0/user@domain?Protocol=Ews`: `path` is what stands before '?' (in any
// case), `query` what stands behind. Names of parameters in any case and order, unknown ones passed over; the
// first of several counts. '+' stays itself, since addresses have it and never a space. Nothing when a '%' is
// not followed by two hexadecimal digits, a character is not UTF-8 or a control, or a value is over 1024
// bytes.
std::optional<JsonRequest> parse_json_request(std::string_view path, std::string_view query);

// {"Protocol":"Ews","Url":"https://..."}
std::string write_json_response(std::string_view protocol, std::string_view url);
// {"ErrorCode":"...","ErrorMessage":"..."}
std::string write_json_error(std::string_view code, std::string_view message);

}  // namespace mapigate::oxdscli
