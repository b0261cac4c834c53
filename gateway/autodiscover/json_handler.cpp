#include "gateway/autodiscover/service.hpp"
#include "gateway/base/encoding.hpp"
#include "gateway/base/host_name.hpp"
#include "protocol/oxdscli/json.hpp"

namespace mapigate::autodiscover {

namespace {

// The one service of the list clients know (ActiveSync, Ews, ...) that exists here.
constexpr std::string_view pox_protocol = "AutodiscoverV1";

http::Response json_response(unsigned status, std::string body) {
  http::Response response;
  response.status = status;
  response.headers.add("Content-Type", "application/json; charset=utf-8");
  response.headers.add("Cache-Control", "private, no-store");
  response.body = std::move(body);
  return response;
}

}  // namespace

boost::asio::awaitable<http::Response> Service::json(http::Request& request) const {
  if (request.method != "GET" && request.method != "HEAD") co_return wrong_method(Kind::json, "GET, HEAD");
  const auto asked = oxdscli::parse_json_request(request.path, request.query);
  // What was sent is not repeated in an error.
  if (!asked || !domain_of_address(asked->email)) {
    metrics_.count(Kind::json, Outcome::bad_request);
    co_return json_response(400, oxdscli::write_json_error("MandatoryParameterMissing",
                                                           "A valid value must be provided for 'Email'."));
  }
  std::optional<http::Response> refusal = gate(Kind::json, asked->email, request);
  if (refusal) co_return *std::move(refusal);
  if (asked->protocol.empty()) {
    metrics_.count(Kind::json, Outcome::bad_request);
    co_return json_response(
        400, oxdscli::write_json_error("MandatoryParameterMissing",
                                       "A valid value must be provided for the query parameter 'Protocol'."));
  }
  // Outlook writes "Autodiscoverv1".
  if (!equal_ignoring_case(asked->protocol, pox_protocol)) {
    metrics_.count(Kind::json, Outcome::unsupported);
    co_return json_response(400,
                            oxdscli::write_json_error("InvalidProtocol",
                                                      "The given protocol value is invalid. Supported values "
                                                      "are 'AutodiscoverV1'"));
  }
  metrics_.count(Kind::json, Outcome::settings);
  co_return json_response(200, oxdscli::write_json_response(pox_protocol, profiles_.pox_url()));
}

}  // namespace mapigate::autodiscover
